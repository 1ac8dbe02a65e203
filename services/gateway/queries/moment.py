"""Which state of knowledge an answer is about: as of a day, as known at a moment, flows summed since a day."""

from dataclasses import dataclass
from datetime import date, datetime

from chassis.log.tiles import Connection


@dataclass(frozen=True, slots=True)
class Moment:
    """What `at` resolved. All queries of one answer share one Moment.

    `as_of` is the last business day counted (None: every day known). `known_at` is the moment as asked, lowered to the
    oldest moment up to which every log of the county is known in full (None: all that the cursors have counted).
    `since` is the first day of flows. `positions` holds, for a `known_at`, the last position of each log (its integer
    id in the read model) that was known then.
    """

    since: date
    as_of: date | None = None
    known_at: datetime | None = None
    positions: dict[int, int] | None = None


async def at(
    connection: Connection, county: str, since: date, as_of: date | None = None, known_at: datetime | None = None
) -> Moment:
    """Resolve what was asked for one county; one statement, none when `known_at` is None."""
    raise NotImplementedError
