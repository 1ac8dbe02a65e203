"""What waits: work items for an office, and events that could not be counted."""

from datetime import date, datetime
from uuid import UUID

import strawberry

from contracts.catalogue import WAITING
from contracts.offices import Words as Phrase
from services.gateway.graph.pages import PageInfo, page_info
from services.gateway.graph.scalars import Long
from services.gateway.graph.words import Words, office_words, words
from services.gateway.queries import freshness, work


@strawberry.type(description="Something that waits for an office.")
class WorkItem:
    """Something that waits, since when, until when."""

    id: strawberry.ID
    kind: str
    words: Words
    office: str
    office_words: Words
    area: str
    organisation: UUID | None
    subject: UUID
    service: str
    command: str | None = strawberry.field(description="`<service>:<path>` of the command that ends it.")
    since: date
    appears_on: date
    due_on: date | None
    days_left: int | None = strawberry.field(description="0: due today; below 0: overdue; null: no deadline.")


@strawberry.type
class WorkEdge:
    """One row of a page."""

    cursor: str
    node: WorkItem


@strawberry.type
class WorkConnection:
    """A page of the work queue, the most urgent first."""

    edges: list[WorkEdge]
    page_info: PageInfo


@strawberry.type(description="An event that could not be counted; its audit entry stands nevertheless.")
class ParkedEvent:
    """An event that could not be counted."""

    log: str
    position: Long
    event_id: UUID | None
    type: str | None
    error: str
    parked_at: datetime


def connection(page: work.WorkPage, after: str | None) -> WorkConnection:
    """A page of work items."""
    return WorkConnection(
        edges=[WorkEdge(cursor=row.cursor, node=_item(row)) for row in page.rows],
        page_info=page_info([row.cursor for row in page.rows], after=after, more=page.more),
    )


def parked_event(found: freshness.ParkedEvent) -> ParkedEvent:
    """A parked event."""
    return ParkedEvent(
        log=found.log,
        position=Long(found.position),
        event_id=found.event_id,
        type=found.type,
        error=found.error,
        parked_at=found.parked_at,
    )


def _item(row: work.WorkItem) -> WorkItem:
    declared = WAITING.get(row.kind)
    return WorkItem(
        id=strawberry.ID(row.id),
        kind=row.kind,
        words=words(Phrase(declared.zh, declared.en) if declared else Phrase(row.kind, row.kind)),
        office=row.office,
        office_words=office_words(row.office),
        area=row.area,
        organisation=row.organisation,
        subject=row.subject,
        service=row.service,
        command=(declared.command or None) if declared else None,
        since=row.since,
        appears_on=row.appears_on,
        due_on=row.due_on,
        days_left=row.days_left,
    )
