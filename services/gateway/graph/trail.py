"""The audit trail: entries, proofs, checkpoints."""

from datetime import date, datetime
from uuid import UUID

import strawberry

from contracts.declare import event_class
from contracts.offices import Words as Phrase
from services.gateway.graph.pages import PageInfo, page_info
from services.gateway.graph.scalars import Long
from services.gateway.graph.words import Words, office_words, words
from services.gateway.queries import audit, proofs


@strawberry.input(description="What is looked for in the audit trail; what is not given does not restrict.")
class AuditFilter:
    """What is looked for. Days and moments are inclusive bounds."""

    actor: str | None = None
    area: str | None = None
    organisation: UUID | None = None
    subject: UUID | None = None
    types: list[str] | None = None
    service: str | None = None
    metric: str | None = None
    occurred_from: date | None = None
    occurred_to: date | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None


@strawberry.type(description="One event as it stands in its log.")
class AuditEntry:
    """One event: who, in which office, what, where, when."""

    id: UUID
    log: str
    position: Long
    type: str
    words: Words
    actor: str
    on_behalf_of: str | None
    office: str
    office_words: Words
    area: str
    organisation: UUID | None
    subject: UUID | None
    occurred_on: date
    recorded_at: datetime
    sequenced_at: datetime
    leaf: str = strawberry.field(description="Hash over the moment of sequencing and the event's text, hexadecimal.")
    event: str = strawberry.field(description="The event's exact text.")


@strawberry.type
class AuditEdge:
    """One row of a page."""

    cursor: str
    node: AuditEntry


@strawberry.type
class AuditConnection:
    """A page of the audit trail, newest first."""

    edges: list[AuditEdge]
    page_info: PageInfo


@strawberry.type(description="RFC 9162 inclusion proof of one event in its log's tree.")
class InclusionProof:
    """Audit path from a leaf to the root; hashes in hexadecimal."""

    log: str
    position: Long
    size: Long
    leaf: str
    path: list[str]
    root: str
    checkpoint: str | None = strawberry.field(description="Signed note of exactly this size, when there is one.")
    sequenced_at: datetime
    event: str


@strawberry.type(description="The last checkpoint of a log that the gateway looked at.")
class Checkpoint:
    """A signed note, and whether the gateway's own tree has the same root."""

    log: str
    size: Long
    root: str
    note: str
    cosigned: bool
    at: datetime
    agrees: bool = strawberry.field(description="Whether the tree rebuilt here from what was received has this root.")


@strawberry.type(description="Whether the dashboards have counted an event.")
class Applied:
    """Whether an event is counted, and where it stands."""

    applied: bool
    log: str | None
    position: Long | None


def type_words(full_type: str) -> Words:
    """What happened, as people read it; a type that this version does not know is shown as it is."""
    try:
        return words(event_class(full_type).words())
    except (KeyError, IndexError):
        return words(Phrase(full_type or "无法读取的事件", full_type or "Unreadable event"))


def entry(row: audit.AuditEntry) -> AuditEntry:
    """An audit entry as GraphQL shows it."""
    return AuditEntry(
        id=row.id,
        log=row.log,
        position=Long(row.position),
        type=row.type,
        words=type_words(row.type),
        actor=row.actor,
        on_behalf_of=row.on_behalf_of,
        office=row.office,
        office_words=office_words(row.office),
        area=row.area,
        organisation=row.organisation,
        subject=row.subject,
        occurred_on=row.occurred_on,
        recorded_at=row.recorded_at,
        sequenced_at=row.sequenced_at,
        leaf=row.leaf.hex(),
        event=row.event,
    )


def connection(page: audit.AuditPage, after: str | None) -> AuditConnection:
    """A page of entries."""
    return AuditConnection(
        edges=[AuditEdge(cursor=row.cursor, node=entry(row)) for row in page.rows],
        page_info=page_info([row.cursor for row in page.rows], after=after, more=page.more),
    )


def inclusion(found: proofs.InclusionProof) -> InclusionProof:
    """A proof, hashes in hexadecimal."""
    return InclusionProof(
        log=found.log,
        position=Long(found.position),
        size=Long(found.size),
        leaf=found.leaf.hex(),
        path=[node.hex() for node in found.path],
        root=found.root.hex(),
        checkpoint=found.note,
        sequenced_at=found.sequenced_at,
        event=found.event,
    )


def checkpoint(found: proofs.Checkpoint) -> Checkpoint:
    """A checkpoint, root in hexadecimal."""
    return Checkpoint(
        log=found.log,
        size=Long(found.size),
        root=found.root.hex(),
        note=found.note,
        cosigned=found.cosigned,
        at=found.at,
        agrees=found.agrees,
    )
