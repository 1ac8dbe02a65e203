"""Which state of knowledge an answer is about: as of a day, as known at a moment, flows summed since a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import LiteralString

from chassis.log.tiles import Connection
from services.gateway.projection.decode import month_of
from services.gateway.projection.ids import logs_of
from services.gateway.queries.reach import across_county

# Known in full until: the last event counted, or when the log was last seen to have no more.
_UNTIL: LiteralString = """
    SELECT min(greatest(log_cursor.sequenced_at,
        CASE WHEN head.size <= log_cursor.position THEN head.complete_until END)) AS until
    FROM projection.log_cursor LEFT JOIN head USING (log) WHERE log_cursor.county = $1"""
_POSITIONS: LiteralString = """
    SELECT asked.log, coalesce(month.first_position, 0) AS month_from, coalesce(last.position, 0) AS position
    FROM unnest($1::int[]) AS asked (log)
    LEFT JOIN projection.log_month AS month ON month.log = asked.log AND month.month = $3
    LEFT JOIN LATERAL (
        SELECT position FROM projection.audit_entry
        WHERE audit_entry.log = asked.log AND sequenced_at <= $2 ORDER BY sequenced_at DESC, position DESC LIMIT 1
    ) AS last ON true"""


@dataclass(frozen=True, slots=True)
class Moment:
    """What `at` resolved. All queries of one answer share one Moment.

    `as_of` is the last business day counted (None: every day known). `known_at` is the moment as asked, lowered to the
    oldest moment up to which every log of the county is known in full (None: all that the cursors have counted).
    `since` is the first day of flows. `known` holds, for a `known_at`, by the log's number the first position of the
    moment's month (0: none) and the last position that was known then.
    """

    since: date
    as_of: date | None = None
    known_at: datetime | None = None
    known: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def before(self) -> date:
        """The first business day that is not counted."""
        return date.max if self.as_of is None or self.as_of == date.max else self.as_of + timedelta(days=1)

    @property
    def known_month(self) -> int:
        """Month of sequencing that is known in part only (months since year 0); all earlier ones are known in full."""
        return month_of(self.known_at.astimezone(UTC).date()) if self.known_at else 2**31 - 1

    @property
    def tail(self) -> tuple[list[int], list[int], list[int]]:
        """Logs, first and last positions of what is known of `known_month`."""
        known = [(log, first, last) for log, (first, last) in self.known.items() if 0 < first <= last]
        return [log for log, _, _ in known], [first for _, first, _ in known], [last for _, _, last in known]

    @property
    def known_positions(self) -> tuple[list[int], list[int]]:
        """Logs and the last position of each that is known; empty when all are."""
        return list(self.known), [last for _, last in self.known.values()]


async def at(
    connection: Connection, county: str, since: date, as_of: date | None = None, known_at: datetime | None = None
) -> Moment:
    """Resolve what was asked for one county; two statements, none when `known_at` is None."""
    if known_at is None:
        return Moment(since, as_of)
    until = await connection.fetchval(_UNTIL, int(county))
    moment = min(known_at, until) if until else known_at
    async with across_county(connection):  # an entry of another township tells how far the log was known
        rows = await connection.fetch(_POSITIONS, logs_of(county), moment, month_of(moment.astimezone(UTC).date()))
    return Moment(since, as_of, moment, {row["log"]: (row["month_from"], row["position"]) for row in rows})
