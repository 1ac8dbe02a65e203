"""Days that events and forms may carry: none before the People's Republic, none that nobody will live to see."""

from datetime import date
from typing import Annotated

from pydantic import Field

FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2099, 12, 31)

# JSON Schema has no bounds for days; formatMinimum and formatMaximum are the words that validators agree on.
Day = Annotated[
    date,
    Field(
        ge=FIRST_DAY,
        le=LAST_DAY,
        json_schema_extra={"formatMinimum": FIRST_DAY.isoformat(), "formatMaximum": LAST_DAY.isoformat()},
    ),
]
