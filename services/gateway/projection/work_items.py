"""What waits for somebody: opened and ended by the declarations of events; folded again when one is corrected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString
from uuid import UUID

from chassis.log.tiles import Connection
from contracts.declare import Corrected, Event, Opens, Place, Voided, event_class
from contracts.envelope import Envelope
from services.gateway.projection.decode import Decoded, located

_OPEN: LiteralString = """
    INSERT INTO work_item (log, kind, subject, office, county, area, org, since, appears_on, due_on)
    SELECT $1, kind, subject, office, $2, area, org, since, appears_on, due_on
    FROM unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::uuid[], $8::date[], $9::date[], $10::date[])
        AS new (kind, subject, office, area, org, since, appears_on, due_on)
    ON CONFLICT (log, kind, subject) DO UPDATE SET office = excluded.office, area = excluded.area, org = excluded.org,
        since = excluded.since, appears_on = excluded.appears_on, due_on = excluded.due_on"""
_END: LiteralString = """
    DELETE FROM work_item USING unnest($2::text[], $3::text[]) AS ended (kind, subject)
    WHERE work_item.log = $1 AND work_item.kind = ended.kind AND work_item.subject = ended.subject"""
_FORGET: LiteralString = "DELETE FROM work_item WHERE log = $1 AND subject = ANY($2::text[])"
_SUBJECTS: LiteralString = """
    SELECT DISTINCT subject FROM audit_entry WHERE log = $1 AND event_id = ANY($2::uuid[])"""
_HISTORY: LiteralString = """
    SELECT position, event FROM audit_entry
    WHERE log = $1 AND subject = ANY($2::text[]) AND position <= $3
      AND NOT EXISTS (SELECT FROM parked WHERE parked.log = audit_entry.log AND parked.position = audit_entry.position)
    ORDER BY position"""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """An open work item. `subject` is the event's."""

    kind: str
    subject: str
    office: str
    area: int
    org: UUID | None
    since: date
    appears_on: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says as corrected until now."""

    type: type[Event]
    data: dict[str, Any]
    on: date
    envelope: Envelope


def fold(items: dict[Key, Item | None], said: Said) -> None:
    """End and open what the event declares. None: nothing of that kind waits for that subject any more."""
    subject = said.envelope.subject
    for waiting in said.type.ENDS:
        items[waiting.kind, subject] = None
    for opens in said.type.OPENS:
        items[opens.waiting.kind, subject] = _item(opens, said)


def _item(opens: Opens, said: Said) -> Item:
    data, envelope = said.data, said.envelope
    UUID(envelope.subject)  # the queue names its subjects by id
    area, org = int(envelope.township or envelope.county), envelope.org
    if opens.at:
        area, org = located(Place.model_validate(data[opens.at]), envelope.county)
    return Item(
        kind=opens.waiting.kind,
        subject=envelope.subject,
        office=opens.waiting.office.value,
        area=area,
        org=org,
        since=said.on,
        appears_on=_day(data, opens.appears) or said.on,
        due_on=_day(data, opens.due),
    )


def _day(data: dict[str, Any], name: str | None) -> date | None:
    value = data.get(name) if name else None
    return date.fromisoformat(value) if value else None


def history(envelopes: Iterable[Envelope]) -> list[Said]:
    """One log's events of some subjects, in order of position, as corrected and voided by later ones among them."""
    said: dict[UUID, Said] = {}
    for envelope in envelopes:
        data, kind = envelope.data, event_class(envelope.type)
        if kind is Voided:
            said.pop(UUID(data["voids"]), None)
        elif kind is Corrected:
            first = said.get(UUID(data["corrects"]))
            if first:
                said[UUID(data["corrects"])] = Said(
                    first.type, data["after"], date.fromisoformat(data["after_on"]), first.envelope
                )
        else:
            said[envelope.id] = Said(kind, data, envelope.occurredon, envelope)
    return list(said.values())


async def write(connection: Connection, log: int, county: str, batch: Sequence[Decoded]) -> list[UUID]:
    """Fold a batch; answers the events corrected or voided by it whose subjects have to be folded again."""
    items: dict[Key, Item | None] = {}
    for decoded in batch:
        if not decoded.changes:
            fold(items, Said(type(decoded.event), decoded.data, decoded.envelope.occurredon, decoded.envelope))
    await _put(connection, log, county, items)
    return [decoded.original for decoded in batch if decoded.changes and waits(decoded.data["type"])]


def waits(full_type: str) -> bool:
    """Whether events of this type open or end work items."""
    return bool(event_class(full_type).OPENS or event_class(full_type).ENDS)


async def refold(connection: Connection, log: int, county: str, changed: Sequence[UUID], until: int) -> None:
    """Fold the subjects of corrected events again from their audit entries, which are written up to a position."""
    subjects = [row["subject"] for row in await connection.fetch(_SUBJECTS, log, changed)]
    rows = await connection.fetch(_HISTORY, log, subjects, until)
    items: dict[Key, Item | None] = {}
    for said in history(Envelope.model_validate_json(row["event"]) for row in rows):
        fold(items, said)
    await connection.execute(_FORGET, log, subjects)
    await _put(connection, log, county, items)


async def _put(connection: Connection, log: int, county: str, items: dict[Key, Item | None]) -> None:
    ended = [key for key, item in items.items() if item is None]
    opened = [item for item in items.values() if item]
    if ended:
        await connection.execute(_END, log, *map(list, zip(*ended, strict=True)))
    if opened:
        columns = zip(
            *((i.kind, i.subject, i.office, i.area, i.org, i.since, i.appears_on, i.due_on) for i in opened),
            strict=True,
        )
        await connection.execute(_OPEN, log, int(county), *map(list, columns))
