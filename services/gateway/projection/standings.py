"""Writing the organisation tree: what a batch's directory events change in what is known of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import LiteralString
from uuid import UUID

from chassis.log.tiles import Connection
from contracts.declare import Directory, Place, event_class
from services.gateway.projection import tree
from services.gateway.projection.decode import Decoded, located
from services.gateway.projection.storing import Into
from services.gateway.projection.tree import STILL, Ancestry, OrgEvent, Standing

_EVENTS: LiteralString = """
    SELECT event_id, org, position, change, occurred_on, area, name, kind, parent, parented FROM org_event
    WHERE org = ANY($1::uuid[]) OR event_id = ANY($2::uuid[])"""
# The touched organisations with everybody below them, and everybody above all those and above their new parents.
_STANDINGS: LiteralString = """
    WITH below AS (
        SELECT unnest($1::uuid[]) AS org
        UNION SELECT descendant FROM org_closure WHERE ancestor = ANY($1::uuid[]) AND known_to = $3
    ), around AS (
        SELECT org FROM below UNION SELECT unnest($2::uuid[])
        UNION SELECT ancestor FROM org_closure
        WHERE descendant IN (SELECT org FROM below UNION SELECT unnest($2::uuid[])) AND known_to = $3
    )
    SELECT org, valid_from, valid_to, area, parent, name, kind, stage, since, known_from FROM org_standing
    WHERE org IN (SELECT org FROM around) AND known_to = $3 ORDER BY org, valid_from"""
_CLOSURE: LiteralString = """
    SELECT descendant, ancestor, valid_from, valid_to, known_from FROM org_closure
    WHERE known_to = $2 AND (descendant = ANY($1::uuid[]) OR descendant IN (
        SELECT descendant FROM org_closure WHERE ancestor = ANY($1::uuid[]) AND known_to = $2))"""
_FORGET_EVENTS: LiteralString = "DELETE FROM org_event WHERE event_id = ANY($1::uuid[])"
_END_STANDINGS: LiteralString = """
    UPDATE org_standing SET known_to = ended.known_to
    FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::bigint[]) AS ended (org, valid_from, known_from, known_to)
    WHERE org_standing.org = ended.org AND org_standing.valid_from = ended.valid_from
      AND org_standing.known_from = ended.known_from"""
_END_CLOSURE: LiteralString = """
    UPDATE org_closure SET known_to = ended.known_to
    FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::bigint[], $5::bigint[])
        AS ended (ancestor, descendant, valid_from, known_from, known_to)
    WHERE org_closure.ancestor = ended.ancestor AND org_closure.descendant = ended.descendant
      AND org_closure.valid_from = ended.valid_from AND org_closure.known_from = ended.known_from"""
_NEW_EVENTS = Into(
    "org_event",
    ("event_id", "log", "org", "position", "change", "occurred_on", "area", "name", "kind", "parent", "parented"),
    """INSERT INTO org_event (event_id, log, org, position, change, occurred_on, area, name, kind, parent, parented)
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::bigint[], $5::text[], $6::date[], $7::int[], $8::text[],
        $9::text[], $10::uuid[], $11::boolean[])""",
)
_NEW_STANDINGS = Into(
    "org_standing",
    ("org", "valid_from", "valid_to", "log", "known_from", "known_to", "area", "parent", "name", "kind", "stage",
     "since"),
    """INSERT INTO org_standing (org, valid_from, valid_to, log, known_from, known_to, area, parent, name, kind, stage,
        since)
    SELECT * FROM unnest($1::uuid[], $2::date[], $3::date[], $4::int[], $5::bigint[], $6::bigint[], $7::int[],
        $8::uuid[], $9::text[], $10::text[], $11::text[], $12::date[])""",
)  # fmt: skip
_NEW_CLOSURE = Into(
    "org_closure",
    ("ancestor", "descendant", "valid_from", "valid_to", "log", "known_from", "known_to"),
    """INSERT INTO org_closure (ancestor, descendant, valid_from, valid_to, log, known_from, known_to)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[], $5::int[], $6::bigint[], $7::bigint[])""",
)


@dataclass(frozen=True, slots=True)
class Change:
    """What one event of the log says: an organisation's event anew, or (`said` None) never said."""

    position: int
    event_id: UUID
    said: OrgEvent | None


@dataclass
class _Tree:
    """What is known of the tree around a batch, and since which position; ended and begun rows beside it."""

    events: dict[UUID, OrgEvent] = field(default_factory=dict)
    of_org: dict[UUID, set[UUID]] = field(default_factory=dict)
    standings: dict[UUID, dict[Standing, int]] = field(default_factory=dict)
    above: dict[UUID, dict[Ancestry, int]] = field(default_factory=dict)
    below: dict[UUID, set[UUID]] = field(default_factory=dict)
    ended_standings: list[tuple[UUID, Standing, int, int]] = field(default_factory=list)
    ended_ancestry: list[tuple[UUID, Ancestry, int, int]] = field(default_factory=list)

    def put(self, event: OrgEvent) -> None:
        self.events[event.event_id] = event
        self.of_org.setdefault(event.org, set()).add(event.event_id)

    def drop(self, event_id: UUID) -> OrgEvent | None:
        event = self.events.pop(event_id, None)
        if event:
            self.of_org[event.org].discard(event_id)
        return event

    def settle(self, org: UUID, position: int) -> None:
        """Draw an organisation's standings again from its events, and who is above it and everybody below it."""
        events = [self.events[event_id] for event_id in self.of_org.get(org, ())]
        new = tree.standings(events)
        old = self.standings.get(org, {})
        if set(new) == set(old):
            return
        self.ended_standings += [
            (org, standing, since, position) for standing, since in old.items() if standing not in new
        ]
        self.standings[org] = {standing: old.get(standing, position) for standing in new}
        for each in sorted({org, *self.below.get(org, ())}):
            self._settle_ancestry(each, position)

    def _settle_ancestry(self, org: UUID, position: int) -> None:
        new = tree.ancestry(org, {each: list(rows) for each, rows in self._path(org).items()})
        old = self.above.get(org, {})
        self.ended_ancestry += [(org, row, since, position) for row, since in old.items() if row not in new]
        self.above[org] = {row: old.get(row, position) for row in new}
        for row in new:
            self.below.setdefault(row.ancestor, set()).add(org)

    def _path(self, org: UUID) -> dict[UUID, dict[Standing, int]]:
        """Standings of an organisation and of all that can be above it."""
        found: dict[UUID, dict[Standing, int]] = {}
        waiting = [org]
        while waiting:
            each = waiting.pop()
            if each in found:
                continue
            found[each] = self.standings.get(each, {})
            waiting += [standing.parent for standing in found[each] if standing.parent]
        return found


def changes_of(batch: Sequence[Decoded]) -> list[Change]:
    """The batch's directory events, corrections and voidings of directory events included."""
    found = []
    for decoded in batch:
        data = decoded.data
        kind = data["type"] if decoded.changes else decoded.envelope.type
        directory = event_class(kind).DIRECTORY
        if directory is None:
            continue
        said = None
        if not decoded.changes:
            said = _said(decoded, directory, data, decoded.envelope.occurredon)
        elif "after" in data:
            said = _said(decoded, directory, data["after"], date.fromisoformat(data["after_on"]))
        found.append(Change(decoded.entry.position, decoded.original, said))
    return found


def _said(decoded: Decoded, directory: Directory, data: dict[str, object], on: date) -> OrgEvent:
    area = None
    if directory.place:
        area, _ = located(Place.model_validate(data[directory.place]), decoded.entry.county)

    def text(name: str | None) -> str | None:
        return str(data[name]) if name and data.get(name) is not None else None

    parent = text(directory.parent)
    return OrgEvent(
        event_id=decoded.original,
        org=UUID(str(data[directory.org])),
        position=decoded.entry.position,
        change=directory.change,
        occurred_on=on,
        area=area,
        name=text(directory.name),
        kind=text(directory.kind),
        parent=UUID(parent) if parent else None,
        parented=directory.parent is not None,
    )


async def write(connection: Connection, log: int, changes: Sequence[Change]) -> set[UUID]:
    """Apply a batch's changes of the tree; answers the organisations whose standings changed."""
    known = await _load(connection, changes)
    touched: set[UUID] = set()
    for change in changes:
        said, before = change.said, known.drop(change.event_id)
        if said:  # a corrected event keeps its place among those of its day
            known.put(replace(said, position=before.position) if before else said)
        for org in sorted({event.org for event in (before, said) if event}):
            known.settle(org, change.position)
            touched.add(org)
    await _store(connection, log, known, changes, touched)
    return touched


async def _load(connection: Connection, changes: Sequence[Change]) -> _Tree:
    known = _Tree()
    orgs = {change.said.org for change in changes if change.said}
    parents = {change.said.parent for change in changes if change.said and change.said.parent}
    changed = [change.event_id for change in changes]
    for row in await connection.fetch(_EVENTS, list(orgs), changed):
        known.put(OrgEvent(**row))
    others = {event.org for event in known.events.values()} - orgs
    if others:  # a correction that names another organisation than before: its other events are needed too
        for row in await connection.fetch(_EVENTS, list(others), []):
            known.put(OrgEvent(**row))
        orgs |= others
    for row in await connection.fetch(_STANDINGS, list(orgs), list(parents), STILL):
        values = dict(row)
        org, since = values.pop("org"), values.pop("known_from")
        known.standings.setdefault(org, {})[Standing(**values)] = since
    for row in await connection.fetch(_CLOSURE, list(orgs), STILL):
        descendant, ancestor, first, last, since = row
        known.above.setdefault(descendant, {})[Ancestry(ancestor, first, last)] = since
        known.below.setdefault(ancestor, set()).add(descendant)
    return known


async def _store(connection: Connection, log: int, known: _Tree, changes: Iterable[Change], touched: set[UUID]) -> None:
    """Write what ended and what began. Rows that began and ended within the batch are written as such."""
    first = min(change.position for change in changes)
    changed = {change.event_id for change in changes}
    await connection.execute(_FORGET_EVENTS, list(changed))
    rows = [
        (event.event_id, log, event.org, event.position, event.change, event.occurred_on, event.area, event.name,
         event.kind, event.parent, event.parented)
        for event in known.events.values() if event.event_id in changed
    ]  # fmt: skip
    await _NEW_EVENTS.store(connection, rows)
    await _end(connection, known, first)
    standings = [
        (org, row, since, until) for org, row, since, until in known.ended_standings if first <= since < until
    ] + [
        (org, row, since, STILL) for org in touched for row, since in known.standings.get(org, {}).items()
        if since >= first
    ]  # fmt: skip
    await _NEW_STANDINGS.store(
        connection,
        [
            (org, row.valid_from, row.valid_to, log, since, until, row.area, row.parent, row.name, row.kind, row.stage,
             row.since)
            for org, row, since, until in standings
        ],
    )  # fmt: skip
    ancestries = [
        (org, row, since, until) for org, row, since, until in known.ended_ancestry if first <= since < until
    ] + [(org, row, since, STILL) for org, rows in known.above.items() for row, since in rows.items() if since >= first]
    await _NEW_CLOSURE.store(
        connection,
        [(row.ancestor, org, row.valid_from, row.valid_to, log, since, until) for org, row, since, until in ancestries],
    )


async def _end(connection: Connection, known: _Tree, first: int) -> None:
    """Mark rows written by earlier batches as known until now."""
    standings = [
        (org, row.valid_from, since, until) for org, row, since, until in known.ended_standings if since < first
    ]
    if standings:
        await connection.execute(_END_STANDINGS, *map(list, zip(*standings, strict=True)))
    ancestries = [
        (row.ancestor, org, row.valid_from, since, until)
        for org, row, since, until in known.ended_ancestry if since < first
    ]  # fmt: skip
    if ancestries:
        await connection.execute(_END_CLOSURE, *map(list, zip(*ancestries, strict=True)))
