"""Members admitted or voided many at a time: a statement a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString
from uuid import UUID

import orjson

from chassis.context import Context
from chassis.personal import entering, vault
from chassis.personal.entering import Sealed
from chassis.personal.vault import Found
from chassis.postgres import Tx
from contracts.membership.members import MemberAdmitted
from services.membership.members.domain import Registered

_MEMBERS: LiteralString = """
    INSERT INTO members (id, county, area, union_id, employment, state, admitted_on, since, revision)
    SELECT id, $1, area, union_id, employment, 'active', day, day, 1
    FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::date[])
        AS each (id, area, union_id, employment, day)"""
_MEMBERSHIPS: LiteralString = """
    INSERT INTO memberships (member, union_id, valid)
    SELECT member, union_id, daterange(day, NULL)
    FROM unnest($1::uuid[], $2::uuid[], $3::date[]) AS each (member, union_id, day)"""
_REGISTERED: LiteralString = """
    SELECT m.id AS person, m.area, m.union_id AS union, (SELECT name FROM unions WHERE id = m.union_id) AS union_name,
        coalesce((SELECT name FROM unions
            WHERE county = $1 AND area = m.area
                AND kind IN ('township', 'street') AND state = 'active'), m.area) AS office, m.state
    FROM members AS m WHERE m.id = ANY($2::uuid[])"""
_UNTOUCHED: LiteralString = """
    SELECT id FROM members
    WHERE id = ANY($1::uuid[]) AND revision = 1 AND state = 'active' AND to_union IS NULL FOR UPDATE"""
_VOID: LiteralString = "UPDATE members SET state = 'void', revision = revision + 1 WHERE id = ANY($1::uuid[])"


@dataclass(frozen=True)
class Admission:
    """A member about to be entered."""

    event: MemberAdmitted
    on: date


@dataclass(frozen=True)
class Recorded:
    """An admission as the journal has it."""

    event_id: UUID
    event: MemberAdmitted
    on: date


async def union_ids(tx: Tx, area: str) -> dict[str, UUID]:
    """Name → id of the approved unions of an area."""
    rows = await tx.connection.fetch(
        "SELECT name, id FROM unions WHERE area >= $1 AND area < $1 || '~' AND state = 'active'", area
    )
    return {row["name"]: row["id"] for row in rows}


async def registered(tx: Tx, county: str, id_numbers: Sequence[str]) -> dict[str, Registered]:
    """Where the members with these ID numbers belong, of those who are members anywhere in the county."""
    found: dict[str, Found] = await entering.find_all(tx, county, id_numbers)
    if not found:
        return {}
    persons = [each.person for each in found.values()]
    await tx.across(county)  # whether they are members still is the other office's to know, and decides what is said
    rows = await tx.connection.fetch(_REGISTERED, county, persons)
    await tx.connection.execute(Context.of(tx.principal).sql)
    by_person = {
        row["person"]: Registered(**{name: value for name, value in row.items() if name != "person"}) for row in rows
    }
    return {number: by_person[each.person] for number, each in found.items() if each.person in by_person}


async def admit_all(tx: Tx, county: str, made: Sequence[Admission], persons: Sealed) -> None:
    """Enter members with who they are. asyncpg.UniqueViolationError when somebody was entered this very moment."""
    await entering.enter_all(tx, persons)
    ids = [each.event.member for each in made]
    unions = [each.event.place.org for each in made]
    days = [each.on for each in made]
    areas = [each.event.place.area for each in made]
    await tx.run(_MEMBERS, county, ids, areas, unions, [each.event.employment for each in made], days)
    await tx.run(_MEMBERSHIPS, ids, unions, days)


async def untouched(tx: Tx, members: Sequence[UUID]) -> set[UUID]:
    """Those of them to whom nothing has happened since they were admitted, locked."""
    return {row["id"] for row in await tx.connection.fetch(_UNTOUCHED, list(members))}


async def recorded(tx: Tx, events: Sequence[UUID]) -> dict[UUID, Recorded]:
    """Admissions by the ids of their events."""
    rows = await tx.connection.fetch(
        """SELECT event_id, occurred_on, (event -> 'data')::text AS data FROM journal
        WHERE event_id = ANY($1::uuid[])""",
        list(events),
    )
    return {
        row["event_id"]: Recorded(
            row["event_id"], MemberAdmitted.model_validate(orjson.loads(row["data"])), row["occurred_on"]
        )
        for row in rows
    }


async def void_all(tx: Tx, members: Sequence[UUID]) -> None:
    """They never were members; their ID numbers are free again."""
    await tx.run("DELETE FROM memberships WHERE member = ANY($1::uuid[])", list(members))
    await tx.run(_VOID, list(members))
    await vault.close(tx, members)
