"""The audit trail: entries, proofs, checkpoints."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
import strawberry

from contracts.codes import CODES
from contracts.declare import Corrected, Voided, event_class
from contracts.offices import Office
from contracts.offices import Words as Phrase
from services.gateway.graph.asking import Asked
from services.gateway.graph.figures import CATALOGUE, Metric
from services.gateway.graph.pages import PageInfo, page_info
from services.gateway.graph.scalars import Long
from services.gateway.graph.words import Words, office_words, words
from services.gateway.queries import audit, effects, proofs

WORDED = {**CODES, "holds": {office.value: office.words for office in Office}}
"""Words of codes by the name of the event's field: those of the contracts, and the office of an appointment."""


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


@strawberry.type(description="How one event changed one figure.")
class Effect:
    """How one event changed one figure in one area, as the organisations stand now."""

    metric: Metric
    area: str
    delta: Long = strawberry.field(description="In the metric's unit; below 0 where something was taken back.")


@strawberry.type(description="A code that an event carries, in words.")
class Code:
    """A field of the event's data whose codes have words."""

    name: str
    words: Words


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
    beside: strawberry.Private[tuple[audit.AuditEntry, ...]]

    @strawberry.field(
        description="What it changed in the figures that add up; those that count different people do not."
    )
    async def effects(self, info: Asked) -> list[Effect]:
        """Effects of all entries beside it come by one statement."""
        places = tuple((row.log, row.position) for row in self.beside)
        found = await info.context.once(("effects", places), lambda connection: effects.effects(connection, places))
        return [
            Effect(metric=CATALOGUE[each.metric], area=each.area, delta=Long(each.delta))
            for each in found.get((self.log, self.position), [])
        ]

    @strawberry.field(description="The organisation's last known name.")
    async def organisation_name(self, info: Asked) -> str | None:
        """Names of all entries beside it come by one statement."""
        asked = tuple(sorted({row.organisation for row in self.beside if row.organisation}))
        if self.organisation is None:
            return None
        found = await info.context.once(
            ("organisation names", asked), lambda connection: effects.names(connection, asked)
        )
        return found.get(self.organisation)

    @strawberry.field(description="The event's codes in words; of a correction, those that hold from now on.")
    def codes(self) -> list[Code]:
        """Codes in the order of the event's fields; of a list, one after the other."""
        data = _data(self.event)
        said = {**data, **(data.get("after") or data.get("before") or {})}
        return [
            Code(name=name, words=words(WORDED[name][value]))
            for name, values in said.items()
            for value in (values if isinstance(values, list) else [values])
            if isinstance(value, str) and value in WORDED.get(name, {})
        ]


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


def event_words(full_type: str, event: str) -> Words:
    """What happened; a correction or voiding says of what."""
    said = type_words(full_type)
    if not full_type.endswith((Corrected.TYPE, Voided.TYPE)):
        return said
    of = _data(event).get("type")
    if not isinstance(of, str):
        return said
    what = type_words(of)
    return Words(zh=f"{said.zh}：{what.zh}", en=f"{said.en}: {what.en}")


def _data(event: str) -> dict[str, Any]:
    """The event's data; empty when it cannot be read."""
    try:
        parsed = orjson.loads(event)
    except orjson.JSONDecodeError:
        return {}
    data = parsed.get("data") if isinstance(parsed, dict) else None
    return data if isinstance(data, dict) else {}


def entry(row: audit.AuditEntry, beside: tuple[audit.AuditEntry, ...]) -> AuditEntry:
    """An audit entry as GraphQL shows it; `beside` are the entries of its page."""
    return AuditEntry(
        id=row.id,
        log=row.log,
        position=Long(row.position),
        type=row.type,
        words=event_words(row.type, row.event),
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
        beside=beside,
    )


def connection(page: audit.AuditPage, after: str | None) -> AuditConnection:
    """A page of entries."""
    return AuditConnection(
        edges=[AuditEdge(cursor=row.cursor, node=entry(row, page.rows)) for row in page.rows],
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
