"""What row-level security compares a row with: whose transaction this is, written in one place."""

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Self

from chassis.access.principal import Principal

# Area codes, ids, a hash, and the signs of everything. Nothing that a quoted literal could end at.
_WRITABLE = re.compile(r"[0-9a-f/~!*-]*")


@dataclass(frozen=True, slots=True)
class Context:
    """Bounds of the scope (`low <= place < high` in collation C), the county, and the hash of the account that asks.

    The policies of the migrations read these as gonghui.low, .high, .county and .subject (0003_row_security.sql).
    """

    low: str
    high: str
    county: str
    subject: str

    @classmethod
    def of(cls, principal: Principal) -> Self:
        """The context of somebody who asks. The account itself stays out of the statement, and so out of traces."""
        account = sha256(principal.subject.encode()).hexdigest()
        return cls(principal.low, principal.high, principal.county, account)

    def across_county(self) -> Self:
        """The same with the scope of the whole county."""
        return replace(self, low=self.county, high=self.county + "~")

    @property
    def settings(self) -> dict[str, str]:
        """Name → value; for a connection that serves no person these go into its start-up."""
        return {
            "gonghui.low": self.low,
            "gonghui.high": self.high,
            "gonghui.county": self.county,
            "gonghui.subject": self.subject,
        }

    @property
    def sql(self) -> str:
        """Statements that set it until the transaction ends. ValueError for a value that is no code, id or hash."""
        values = self.settings
        for value in values.values():
            if not _WRITABLE.fullmatch(value):
                raise ValueError(value)
        return "; ".join([f"SET LOCAL {name} = '{value}'" for name, value in values.items()])


EVERYTHING = Context("!", "~", "*", "*")
"""Every row, whosever it is: for what the service does of itself and for no person."""
