"""Members and their memberships in the database. Who they are lies in the vault, under the member's id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, LiteralString
from uuid import UUID

from asyncpg.pool import PoolConnectionProxy

from chassis import standing
from chassis.daily import Due
from chassis.parameters import Parameter
from chassis.personal import vault
from chassis.personal.vault import Home, Particulars
from chassis.postgres import Done, OneStatement, Tx
from chassis.refusal import Refusal
from contracts.declare import Event
from contracts.membership.members import MemberAdmitted
from services.membership.members.domain import EmployerNotThere, Member, Registered, already
from services.membership.organisations.domain import Union

Contact = Literal["dues", "activity", "judged", "other"]


@dataclass(frozen=True)
class Period:
    """A membership: the union, and the first day in it."""

    union_id: UUID
    since: date


@dataclass(frozen=True)
class Expulsion:
    """How an expulsion was decided in the union: by whom, on which document."""

    decided_by: str
    document: str


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
    due_on, revision, employer, retained_for, ended_on, end_reason, changed_on, flagged_on, expulsion_on
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
    """Where this ID number's member belongs in the county; the office is the township's union, or its area code.

    The transaction reaches the whole county afterwards, so it goes on to write nothing.
    """
    for found in await vault.find(tx, county, [id_number]):
        await tx.across(county)
        return await tx.one(
            Registered,
            """SELECT m.area, m.union_id AS union, (SELECT name FROM unions WHERE id = m.union_id) AS union_name,
                coalesce((SELECT name FROM unions
                    WHERE county = $2 AND area = m.area
                AND kind IN ('township', 'street') AND state = 'active'), m.area) AS office,
                m.state
            FROM members AS m WHERE m.id = $1""",
            found.person,
            county,
        )
    return None


async def taken(tx: Tx, county: str, id_number: str) -> Refusal | None:
    """Why a number is not free, as far as the asker may know it; None when it is."""
    found = await registered_at(tx, county, id_number)
    return already(found, seen=tx.principal.reaches(found.area, found.union)) if found else None


async def admit_known(tx: Tx, union: Union, event: MemberAdmitted, on: date) -> None:
    """Enter as a member whom the vault knows under that id already, with the number closed until now.

    The database refuses (one_open_person_per_id_number) when a member has the number by now.
    """
    await vault.close(tx, [event.member], opened=True)
    await tx.run(
        """INSERT INTO members (id, county, area, union_id, employment, state, admitted_on, since, revision, employer)
        VALUES ($1, $2, $3, $4, $5, 'active', $6, $6, 1, $7)""",
        event.member,
        union.county,
        union.area,
        union.id,
        event.employment,
        on,
        event.employer,
    )
    await tx.run(
        "INSERT INTO memberships (member, union_id, valid) VALUES ($1, $2, daterange($3, NULL))",
        event.member,
        union.id,
        on,
    )


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


async def save(tx: Tx, member: Member, expulsion: Expulsion | None = None) -> None:
    """Everything of a member that transitions change; who the person is stays. `expulsion`: as newly proposed."""
    await tx.run(
        """UPDATE members SET area = $2, union_id = $3, employment = $4, state = $5, admitted_on = $6, since = $7,
            to_union = $8, to_area = $9, requested_on = $10, due_on = $11, revision = $12, employer = $13,
            retained_for = $14, ended_on = $15, end_reason = $16, changed_on = $17, flagged_on = $18,
            expulsion_on = $19,
            expulsion_decided_by = CASE WHEN $19::date IS NOT NULL THEN coalesce($20, expulsion_decided_by) END,
            expulsion_document = CASE WHEN $19::date IS NOT NULL THEN coalesce($21, expulsion_document) END
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
        member.flagged_on,
        member.expulsion_on,
        expulsion.decided_by if expulsion else None,
        expulsion.document if expulsion else None,
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
    return await reopen(tx, member)


async def end(tx: Tx, new: Member) -> None:
    """The open membership ends before `ended_on`."""
    await tx.run(
        "UPDATE memberships SET valid = daterange(lower(valid), $2) WHERE member = $1 AND upper_inf(valid)",
        new.id,
        new.ended_on,
    )
    await save(tx, new)


async def reopen(tx: Tx, member: UUID) -> Period:
    """The last membership goes on, as if it had never ended."""
    return await tx.one(
        Period,
        """UPDATE memberships SET valid = daterange(lower(valid), NULL)
        WHERE member = $1 AND upper(valid) = (SELECT max(upper(valid)) FROM memberships WHERE member = $1)
        RETURNING union_id, lower(valid) AS since""",
        member,
    )


async def begin(tx: Tx, new: Member) -> None:
    """Rule 6: another membership of the same person; the key refuses one that overlaps."""
    await tx.run(
        "INSERT INTO memberships (member, union_id, valid) VALUES ($1, $2, daterange($3, NULL))",
        new.id,
        new.union,
        new.since,
    )
    await save(tx, new)


async def begin_never(tx: Tx, member: UUID) -> Period:
    """Take the open membership away; answers the one before, which stays ended."""
    await tx.run("DELETE FROM memberships WHERE member = $1 AND upper_inf(valid)", member)
    return await tx.one(
        Period,
        """SELECT union_id, lower(valid) AS since FROM memberships
        WHERE member = $1 ORDER BY upper(valid) DESC LIMIT 1""",
        member,
    )


async def life(tx: Tx, member: UUID) -> list[tuple[UUID, Event, date]]:
    """The standing events of the membership, oldest first: (id to correct, event, day)."""
    return await standing.of_kind(tx, member, Event)


async def numbered(tx: Tx, county: str, id_number: str) -> Member | None:
    """The county's member, of now or of before, with this ID number, locked. The transaction reaches the county."""
    found = await vault.find(tx, county, [id_number])
    if not found:
        return None
    await tx.across(county)
    return await lock(tx, found[0].person)


async def in_contact(tx: Tx, members: Sequence[UUID], on: date, kind: Contact) -> None:
    """Rule 8: these members were heard of on that day, by their dues or at an activity. Whoever knows it calls this."""
    await tx.run(
        """INSERT INTO member_contact (member, last_on, kind) SELECT member, $2, $3 FROM unnest($1::uuid[]) AS member
        ON CONFLICT (member) DO UPDATE SET last_on = excluded.last_on, kind = excluded.kind
            WHERE excluded.last_on > member_contact.last_on""",
        list(members),
        on,
        kind,
    )


async def last_heard_of(tx: Tx, member: Member) -> date:
    """Rule 8: when the member was last heard of: dues, activity, judgement, or a change of the membership itself."""
    found: date = await tx.value(
        "SELECT greatest($2::date, $3::date, (SELECT last_on FROM member_contact WHERE member = $1))",
        member.id,
        member.since,
        member.changed_on,
    )
    return found


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


# A transfer or an expulsion that waits is contact enough.
_SILENT: LiteralString = """
WITH county AS MATERIALIZED (
    SELECT known.county, coalesce((SELECT value FROM parameters
            WHERE name = $1 AND starts_with(known.county, region) AND valid_from <= $3 AND state <> 'void'
            ORDER BY length(region) DESC, valid_from DESC LIMIT 1), $2) AS months
    FROM (SELECT DISTINCT county FROM unions) AS known
)
SELECT m.county, m.id AS record FROM county JOIN members m USING (county) LEFT JOIN member_contact c ON c.member = m.id
WHERE m.state = 'active' AND m.flagged_on IS NULL AND m.to_union IS NULL AND m.expulsion_on IS NULL
    AND greatest(m.since, m.changed_on, c.last_on) + make_interval(months => months::int) <= $3
    AND ($4::uuid IS NULL OR m.id > $4)
ORDER BY m.id LIMIT $5"""


async def silent(
    connection: PoolConnectionProxy, months: Parameter, today: date, after: UUID | None, limit: int
) -> list[Due]:
    """Rule 8: whoever was heard of `months` ago or longer, by each county's own number, in the order of their ids."""
    rows = await connection.fetch(_SILENT, months.name, months.default, today, after, limit)
    return [Due(**row) for row in rows]
