"""How far each log has been counted, what was parked, and the positions that version an answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from chassis.log.tiles import Connection
from services.gateway.projection.ids import log_name

_FRESHNESS: LiteralString = """
    SELECT log, service, county::text AS county, position, log_cursor.sequenced_at,
        greatest(position, head.size) AS head, since IS NULL AS complete, since AS incomplete_since
    FROM projection.log_cursor LEFT JOIN head USING (log)
    CROSS JOIN LATERAL (
        SELECT least(incomplete_since, min(alarm.size)) AS since FROM alarm
        WHERE alarm.log = log_cursor.log AND cleared_at IS NULL
    ) AS wrong
    WHERE $1::int IS NULL OR county = $1 ORDER BY service, county"""
_PARKED: LiteralString = """
    SELECT log, parked.position, event_id, type, error, parked_at
    FROM projection.parked JOIN projection.log_cursor USING (log)
    WHERE $1::int IS NULL OR county = $1 ORDER BY log, position"""
_POSITIONS: LiteralString = """
    SELECT log, position FROM projection.log_cursor WHERE $1::int IS NULL OR county = $1"""


@dataclass(frozen=True, slots=True)
class LogFreshness:
    """`position` and `sequenced_at` of the last event counted, `head` the log's own length as last heard.

    `complete` is False while an event of the log is parked or the log contradicts what was counted of it;
    `incomplete_since` is the first position at which that is known.
    """

    log: str
    service: str
    county: str
    position: int
    sequenced_at: datetime | None
    head: int
    complete: bool
    incomplete_since: int | None


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """An event that could not be folded; its audit entry is written nevertheless."""

    log: str
    position: int
    event_id: UUID | None
    type: str | None
    error: str
    parked_at: datetime


async def freshness(connection: Connection, county: str | None = None) -> tuple[LogFreshness, ...]:
    """Each log (of one county), by name."""
    rows = await connection.fetch(_FRESHNESS, _number(county))
    return tuple(LogFreshness(**{**row, "log": log_name(row["log"])}) for row in rows)


async def parked(connection: Connection, county: str | None = None) -> tuple[ParkedEvent, ...]:
    """Each parked event (of one county), by log and position."""
    rows = await connection.fetch(_PARKED, _number(county))
    return tuple(ParkedEvent(**{**row, "log": log_name(row["log"])}) for row in rows)


async def positions(connection: Connection, county: str | None = None) -> dict[str, int]:
    """Position counted by log name, e.g. {"membership/340828": 17}: the version of an answer."""
    return {log_name(row["log"]): row["position"] for row in await connection.fetch(_POSITIONS, _number(county))}


def _number(county: str | None) -> int | None:
    return None if county is None else int(county)
