"""Members and their memberships in the database. Personal data stays in these rows."""

from dataclasses import dataclass
from datetime import date
from typing import LiteralString
from uuid import UUID

from chassis.postgres import Done, OneStatement, Tx
from contracts.membership.members import MemberAdmitted
from services.membership.members.domain import Member, Registered
from services.membership.organisations.domain import Union


@dataclass(frozen=True)
class Person:
    """Who the member is. Never leaves this service, never stands in an event."""

    name: str
    id_number: str
    phone: str | None


@dataclass(frozen=True)
class Period:
    """A membership: the union, and the first day in it."""

    union_id: UUID
    since: date


# KEY SHARE, which the foreign keys take anyway, waits for whoever changes the union. Of the union it looks again at all
# that the decision rests on: a revision alone may come twice, when the database was put back meanwhile.
# $1 … $15 are the journal's.
_ADMIT: LiteralString = """
WITH home AS MATERIALIZED (
    SELECT id, county, area FROM unions
    WHERE id = $17 AND revision = $18 AND area = $24 AND approved_on = $25 FOR KEY SHARE
), entered AS (
    INSERT INTO members (id, county, area, union_id, name, id_number, phone, employment, state,
        admitted_on, since, revision)
    SELECT $16, county, area, id, $19, $20, $21, $22, 'active', $23, $23, 1 FROM home
    ON CONFLICT (county, id_number) WHERE state <> 'void' DO NOTHING
    RETURNING id, union_id
), period AS (
    INSERT INTO memberships (member, union_id, valid) SELECT id, union_id, daterange($23, NULL) FROM entered
)"""


async def admit(tx: OneStatement, union: Union, person: Person, event: MemberAdmitted, on: date) -> Done | None:
    """Enter a member and record it. None when the union is no longer as given, or the ID number is taken."""
    arguments = (
        event.member, union.id, union.revision, person.name, person.id_number, person.phone, event.employment, on,
        union.area, union.approved_on,
    )  # fmt: skip
    return await tx.record_by(_ADMIT, arguments, event.member, event, on=on, revision=1)


async def registered_at(tx: Tx, county: str, id_number: str) -> Registered | None:
    """Where this ID number's member belongs in the county; the office is the township's union, or its area code."""
    await tx.across(county)  # which office to ask is all that is told of another township's member
    return await tx.maybe(
        Registered,
        """SELECT m.area, home.name AS union_name, coalesce(township.name, m.area) AS office
        FROM members m JOIN unions home ON home.id = m.union_id
        LEFT JOIN unions township
            ON township.area = m.area AND township.kind = 'township' AND township.state = 'active'
        WHERE m.county = $1 AND m.id_number = $2 AND m.state <> 'void'""",
        county,
        id_number,
    )


async def lock(tx: Tx, member: UUID) -> Member:
    """A member about to change."""
    return await tx.one(
        Member,
        """SELECT id, county, area, union_id AS union, employment, state, admitted_on, since,
            to_union, to_area, requested_on, due_on, revision
        FROM members WHERE id = $1 FOR UPDATE""",
        member,
    )


async def save(tx: Tx, member: Member) -> None:
    """Everything of a member that transitions change; who the person is stays."""
    await tx.run(
        """UPDATE members SET area = $2, union_id = $3, employment = $4, state = $5, admitted_on = $6, since = $7,
            to_union = $8, to_area = $9, requested_on = $10, due_on = $11, revision = $12
        WHERE id = $1""",
        member.id,
        member.area,
        member.union,
        member.employment,
        member.state,
        member.admitted_on,
        member.since,
        member.to_union,
        member.to_area,
        member.requested_on,
        member.due_on,
        member.revision,
    )


async def person(tx: Tx, member: UUID) -> Person:
    """Who the member is."""
    return await tx.one(Person, "SELECT name, id_number, phone FROM members WHERE id = $1", member)


async def rename(tx: Tx, member: UUID, person: Person) -> None:
    """Who the member really is."""
    await tx.run(
        "UPDATE members SET name = $2, id_number = $3, phone = $4 WHERE id = $1",
        member,
        person.name,
        person.id_number,
        person.phone,
    )


async def move(tx: Tx, new: Member) -> None:
    """Rule 6: the open membership ends on the day the next one begins."""
    await tx.run(
        "UPDATE memberships SET valid = daterange(lower(valid), $2) WHERE member = $1 AND upper_inf(valid)",
        new.id,
        new.since,
    )
    await tx.run(
        "INSERT INTO memberships (member, union_id, valid) VALUES ($1, $2, daterange($3, NULL))",
        new.id,
        new.union,
        new.since,
    )
    await save(tx, new)


async def move_back(tx: Tx, member: UUID) -> Period:
    """Take the last membership away and open the one before."""
    await tx.run("DELETE FROM memberships WHERE member = $1 AND upper_inf(valid)", member)
    return await tx.one(
        Period,
        """UPDATE memberships SET valid = daterange(lower(valid), NULL)
        WHERE member = $1 AND upper(valid) = (SELECT max(upper(valid)) FROM memberships WHERE member = $1)
        RETURNING union_id, lower(valid) AS since""",
        member,
    )


async def readmit(tx: Tx, member: Member) -> None:
    """Put the only membership right: its union and its first day."""
    await tx.run(
        "UPDATE memberships SET union_id = $2, valid = daterange($3, NULL) WHERE member = $1",
        member.id,
        member.union,
        member.since,
    )


async def leave_all(tx: Tx, member: UUID) -> None:
    """A voided admission leaves no membership."""
    await tx.run("DELETE FROM memberships WHERE member = $1", member)
