"""One metric month by month, for a county and all its townships at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.log.tiles import Connection
from services.gateway.queries.moment import Moment


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A month (`2026-03`): a stock at its end, a flow or distinct count within it, a ratio in parts per million."""

    month: str
    value: int | None


async def county_series(
    connection: Connection, county: str, metrics: Sequence[str], moment: Moment, months: int = 36
) -> dict[tuple[str, str], tuple[SeriesPoint, ...]]:
    """Points by (area code, metric id), oldest first, the last month being that of `moment.as_of` (or today's).

    Holds the county's own code and each township that has data; an area that is missing has none: all values None.
    """
    raise NotImplementedError
