"""How far each log has been counted, what was parked, and the positions that version an answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.log.tiles import Connection


@dataclass(frozen=True, slots=True)
class LogFreshness:
    """`position` and `sequenced_at` of the last event counted, `head` the log's own length as last heard.

    `complete` is False while an event of the log is parked; `incomplete_since` is the first such position.
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
    raise NotImplementedError


async def parked(connection: Connection, county: str | None = None) -> tuple[ParkedEvent, ...]:
    """Each parked event (of one county), by log and position."""
    raise NotImplementedError


async def positions(connection: Connection, county: str | None = None) -> dict[str, int]:
    """Position counted by log name, e.g. {"membership/340828": 17}: the version of an answer."""
    raise NotImplementedError
