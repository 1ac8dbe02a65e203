"""The audit trail: every event of every log, newest first, filtered, page by page; and whether an event is counted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.log.tiles import Connection


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is looked for; None does not restrict. `area` is a prefix (county or township code) and bounds the scope.

    `metric` means: the events that count in it. Days and moments are inclusive bounds.
    """

    area: str
    actor: str | None = None
    organisation: UUID | None = None
    subject: UUID | None = None
    types: tuple[str, ...] | None = None
    service: str | None = None
    metric: str | None = None
    occurred_from: date | None = None
    occurred_to: date | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One event: who, in which office, on whose behalf, what, where, when. `event` is the exact text, `leaf` its hash.

    `type` is the full type; empty, and `id` nil, when the event could not be read and was parked. `subject` is an
    aggregate's id (None when it is no UUID). `cursor` is the page cursor after this row.
    """

    id: UUID
    log: str
    position: int
    type: str
    actor: str
    on_behalf_of: str | None
    office: str
    area: str
    organisation: UUID | None
    subject: UUID | None
    occurred_on: date
    recorded_at: datetime
    sequenced_at: datetime
    leaf: bytes
    event: str
    cursor: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """At most `first` rows, newest (by moment of sequencing) first, and whether there are older ones."""

    rows: tuple[AuditEntry, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """Whether the dashboards have counted an event, and where it stands."""

    applied: bool
    log: str | None = None
    position: int | None = None


async def audit_trail(
    connection: Connection, wanted: AuditFilter, first: int = 20, after: str | None = None
) -> AuditPage:
    """One page in one statement. WrongCursor (chassis.web.paging); KeyError for an unknown metric."""
    raise NotImplementedError


async def event(connection: Connection, area: str, event_id: UUID) -> AuditEntry | None:
    """One event by its id, when it lies in that area (a prefix)."""
    raise NotImplementedError


async def applied(connection: Connection, event_id: UUID) -> Applied:
    """Whether this event has been folded into the read model (parked ones are not)."""
    raise NotImplementedError
