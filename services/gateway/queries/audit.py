"""The audit trail: every event of every log, newest first, filtered, page by page; and whether an event is counted."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString
from uuid import UUID

import asyncpg

from chassis.log.tiles import Connection
from chassis.web.paging import PageQuery, cursor
from contracts.catalogue import types_counting
from services.gateway.projection.ids import log_id, log_name

_PAGE: LiteralString = """
    SELECT log, position, area, event_id, type, subject, org, actor, on_behalf_of, office, occurred_on, recorded_at,
        sequenced_at, leaf, event
    FROM projection.audit_entry
    WHERE county = $1 AND ($2::int IS NULL OR area = $2)
      AND ($3::text IS NULL OR actor = $3)
      AND ($4::uuid IS NULL OR org = $4)
      AND ($5::text IS NULL OR subject = $5)
      AND ($6::text[] IS NULL OR type = ANY($6))
      AND ($7::int IS NULL OR log = $7)
      AND ($8::date IS NULL OR occurred_on >= $8) AND ($9::date IS NULL OR occurred_on <= $9)
      AND ($10::timestamptz IS NULL OR recorded_at >= $10) AND ($11::timestamptz IS NULL OR recorded_at <= $11)
      AND ($12::timestamptz IS NULL OR (sequenced_at, log, position) < ($12, $13::int, $14::bigint))
    ORDER BY sequenced_at DESC, log DESC, position DESC LIMIT $15"""
_EVENT: LiteralString = """
    SELECT log, position, area, event_id, type, subject, org, actor, on_behalf_of, office, occurred_on, recorded_at,
        sequenced_at, leaf, event
    FROM projection.audit_entry
    WHERE event_id = $1 AND ((county = $2 AND $3::int IS NULL) OR area = $3)
    ORDER BY log, position LIMIT 1"""
_APPLIED: LiteralString = """
    SELECT log, position FROM projection.audit_entry
    WHERE event_id = $1 AND ((county = $2 AND $3::int IS NULL) OR area = $3) AND ($4::uuid IS NULL OR org = $4)
      AND NOT EXISTS (SELECT FROM projection.parked
                      WHERE parked.log = audit_entry.log AND parked.position = audit_entry.position)
    ORDER BY log, position LIMIT 1"""
_COUNTY_DIGITS = 6


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
    county, township = _scope(wanted.area)
    types = set(wanted.types) if wanted.types is not None else None
    if wanted.metric is not None:
        counting = set(types_counting(wanted.metric))
        types = counting if types is None else types & counting
    try:
        log = log_id(wanted.service, str(county)) if wanted.service else None
    except ValueError:  # no such service, no entry
        return AuditPage((), more=False)
    moment, last_log, last_position = PageQuery(limit=first, after=after).key(datetime.fromisoformat, int, int)
    rows = await connection.fetch(
        _PAGE, county, township, wanted.actor, wanted.organisation, wanted.subject and str(wanted.subject),
        None if types is None else sorted(types), log, wanted.occurred_from, wanted.occurred_to, wanted.recorded_from,
        wanted.recorded_to, moment, last_log, last_position, first + 1,
    )  # fmt: skip
    return AuditPage(tuple(_entry(row) for row in rows[:first]), len(rows) > first)


async def event(connection: Connection, area: str, event_id: UUID) -> AuditEntry | None:
    """One event by its id, when it lies in that area (a prefix)."""
    row = await connection.fetchrow(_EVENT, event_id, *_scope(area))
    return _entry(row) if row else None


async def applied(connection: Connection, area: str, event_id: UUID, org: UUID | None = None) -> Applied:
    """Whether this event of that area (a prefix), or union, is folded into the read model (parked ones are not)."""
    row = await connection.fetchrow(_APPLIED, event_id, *_scope(area), org)
    return Applied(applied=True, log=log_name(row["log"]), position=row["position"]) if row else Applied(applied=False)


def _scope(area: str) -> tuple[int, int | None]:
    """County, and the township when the area is one."""
    return int(area[:_COUNTY_DIGITS]), int(area) if len(area) > _COUNTY_DIGITS else None


def _entry(row: asyncpg.Record) -> AuditEntry:
    subject = None
    with suppress(ValueError):
        subject = UUID(row["subject"])
    return AuditEntry(
        id=row["event_id"] or UUID(int=0),
        log=log_name(row["log"]),
        position=row["position"],
        type=row["type"],
        actor=row["actor"],
        on_behalf_of=row["on_behalf_of"],
        office=row["office"],
        area=str(row["area"]),
        organisation=row["org"],
        subject=subject,
        occurred_on=row["occurred_on"],
        recorded_at=row["recorded_at"],
        sequenced_at=row["sequenced_at"],
        leaf=row["leaf"],
        event=row["event"],
        cursor=cursor([row["sequenced_at"].isoformat(), row["log"], row["position"]]),
    )
