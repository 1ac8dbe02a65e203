"""Members and their memberships in the database. Who they are lies in the vault, under the member's id."""

from dataclasses import dataclass
from datetime import date
from typing import LiteralString
from uuid import UUID

from chassis.personal import vault
from chassis.personal.vault import Home, Particulars
from chassis.postgres import Done, OneStatement, Tx
from contracts.membership.members import MemberAdmitted
from services.membership.members.domain import EmployerNotThere, Member, Registered
from services.membership.organisations.domain import Union


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
    WHERE id = $17 AND revision = $18 AND area = $19 AND approved_on = $20
        AND ($37::uuid IS NULL OR EXISTS (SELECT FROM employers WHERE id = $37 AND state = 'active')) FOR KEY SHARE
), new_person AS MATERIALIZED (
    SELECT id, county, area FROM home
    WHERE enter_person($23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)
), entered AS (
    INSERT INTO members (id, county, area, union_id, employment, state, admitted_on, since, revision, employer)
    SELECT $16, county, area, id, $21, 'active', $22, $22, 1, $37 FROM new_person
    RETURNING id, union_id
), period AS (
    INSERT INTO memberships (member, union_id, valid) SELECT id, union_id, daterange($22, NULL) FROM entered
)"""


_READ: LiteralString = """
SELECT id, county, area, union_id AS union, employment, state, admitted_on, since, to_union, to_area, requested_on,
    due_on, revision, employer, retained_for, ended_on, end_reason, changed_on
FROM members WHERE id = $1"""


async def admit(tx: OneStatement, union: Union, known: Particulars, event: MemberAdmitted, on: date) -> Done | None:
    """Enter a member and record it. None when the union is no longer as given, or the ID number is taken."""
    home = Home(union.county, union.area, union.id)
    arguments = (
        event.member, union.id, union.revision, union.area, union.approved_on, event.employment, on,
        *vault.entering(tx, event.member, home, known), event.employer,
    )  # fmt: skip
    return await tx.record_by(_ADMIT, arguments, event.member, event, on=on, revision=1)


async def employed(tx: Tx, employer: UUID | None) -> None:
    """Refuse an employer that is not registered in the county. EmployerNotThere."""
    if employer is not None and not await tx.value(
        "SELECT true FROM employers WHERE id = $1 AND state = 'active' AND county = $2", employer, tx.principal.county
    ):
        raise EmployerNotThere("employer")


async def registered_at(tx: Tx, county: str, id_number: str) -> Registered | None:
    """Where this ID number's member belongs in the county; the office is the township's union, or its area code."""
    for found in await vault.find(tx, county, [id_number]):
        return await tx.one(
            Registered,
            """SELECT $2 AS area, (SELECT name FROM unions WHERE id = m.union_id) AS union_name,
                coalesce((SELECT name FROM unions
                    WHERE county = $3 AND area = $2 AND kind = 'township' AND state = 'active'), $2) AS office
            FROM (SELECT) AS asked LEFT JOIN members AS m ON m.id = $1""",
            found.person,
            found.area,
            county,
        )
    return None


async def lock(tx: Tx, member: UUID) -> Member:
    """A member about to change."""
    return await tx.one(Member, _READ + " FOR UPDATE", member)


async def read(tx: Tx, member: UUID) -> Member:
    """A member as they are."""
    return await tx.one(Member, _READ, member)


async def touch(tx: Tx, member: UUID) -> int:
    """The record's next revision, when what changes lies in the vault. The caller holds its lock."""
    revision: int = await tx.value(
        "UPDATE members SET revision = revision + 1 WHERE id = $1 RETURNING revision", member
    )
    return revision


async def save(tx: Tx, member: Member) -> None:
    """Everything of a member that transitions change; who the person is stays."""
    await tx.run(
        """UPDATE members SET area = $2, union_id = $3, employment = $4, state = $5, admitted_on = $6, since = $7,
            to_union = $8, to_area = $9, requested_on = $10, due_on = $11, revision = $12, employer = $13,
            retained_for = $14, ended_on = $15, end_reason = $16, changed_on = $17
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
        member.employer,
        member.retained_for,
        member.ended_on,
        member.end_reason,
        member.changed_on,
    )
    await vault.place(tx, member.id, Home(member.county, member.area, member.union), member.to_area)


async def person(tx: Tx, member: UUID) -> Particulars:
    """Who the member is."""
    return await vault.read(tx, member, [vault.NAME, vault.ID_NUMBER, vault.PHONE])


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
