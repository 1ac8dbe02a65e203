"""Requests, and what they move, in the database: whole unions by one statement, however many members they have."""

from dataclasses import dataclass
from datetime import date
from typing import LiteralString
from uuid import UUID

from chassis.postgres import Tx
from contracts.membership.members import Employment, RetainedFor
from services.membership.organisations.domain import Union
from services.membership.restructuring.domain import Restructuring
from services.membership.restructuring.domain.units import Unit

_READ: LiteralString = """
SELECT id, county, area, by_county, change, union_id AS union, other, employers, members, state, asked_on, due_on,
    revision, end_reason, approved_on, returned_for, moved, seen_on
FROM restructurings WHERE id = $1"""
_MEMBERS: LiteralString = """
SELECT id, employment, retained_for, greatest(since, changed_on) AS since, to_union FROM members
WHERE union_id = $1 AND state IN ('active', 'retained')"""


@dataclass(frozen=True)
class Going:
    """A member about to go along. `since`: the day of the last change of the membership."""

    id: UUID
    employment: Employment
    retained_for: RetainedFor | None
    since: date
    to_union: UUID | None


@dataclass(frozen=True)
class Ended:
    """An appointment that ends with its union."""

    id: UUID
    account: str
    office: str
    area: str
    org: UUID


async def one_at_a_time(tx: Tx, county: str) -> None:
    """Unions of a county are rearranged one after the other: two at once could make a ring, or wait for each other."""
    await tx.run("SELECT pg_advisory_xact_lock(hashtextextended('restructuring/' || $1, 0))", county)


async def lock(tx: Tx, restructuring: UUID) -> Restructuring:
    """A request about to be decided or put right."""
    return await tx.one(Restructuring, _READ + " FOR UPDATE", restructuring)


async def insert(tx: Tx, new: Restructuring) -> None:
    """A request."""
    await tx.run(
        """INSERT INTO restructurings (id, county, area, by_county, change, union_id, other, employers, members, state,
            asked_on, due_on, revision, end_reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""",
        new.id,
        new.county,
        new.area,
        new.by_county,
        new.change,
        new.union,
        new.other,
        new.employers,
        new.members,
        new.state,
        new.asked_on,
        new.due_on,
        new.revision,
        new.end_reason,
    )


async def save(tx: Tx, new: Restructuring, document: str | None = None, opinion: str | None = None) -> None:
    """Everything of a request that changes; document and opinion stay in the table."""
    await tx.run(
        """UPDATE restructurings SET employers = $2, members = $3, state = $4, asked_on = $5, due_on = $6,
            revision = $7, approved_on = $8, returned_for = $9, moved = $10, seen_on = $11,
            document = coalesce($12, document),
            opinion = coalesce($13, opinion), end_reason = $14
        WHERE id = $1""",
        new.id,
        new.employers,
        new.members,
        new.state,
        new.asked_on,
        new.due_on,
        new.revision,
        new.approved_on,
        new.returned_for,
        new.moved,
        new.seen_on,
        document,
        opinion,
        new.end_reason,
    )


async def units(tx: Tx, union: UUID) -> list[Unit]:
    """The employers under a union, now and before. The caller holds the union's lock."""
    return await tx.many(
        Unit,
        """SELECT c.employer, c.since, c.until, e.ended_on FROM coverage c JOIN employers e ON e.id = c.employer
        WHERE c.union_id = $1 ORDER BY c.employer, c.id""",
        union,
    )


async def end_cover(tx: Tx, union: UUID, employers: list[UUID], day: date) -> None:
    """The union covers them no longer."""
    await tx.run(
        "UPDATE coverage SET until = $3 WHERE union_id = $1 AND employer = ANY($2::uuid[]) AND until IS NULL",
        union,
        employers,
        day,
    )


async def begin_cover(tx: Tx, union: UUID, employers: list[UUID], day: date) -> None:
    """The union covers them from that day on."""
    await tx.run(
        "INSERT INTO coverage (union_id, employer, since) SELECT $1, unnest($2::uuid[]), $3", union, employers, day
    )


async def lock_below(tx: Tx, union: UUID) -> list[Union]:
    """The unions directly below, founded or approved, about to move."""
    return await tx.many(
        Union,
        """SELECT id, county, area, name, kind, parent, state, founded_on, approved_on, revision, industry, unit_type,
            returned_for, closed_on
        FROM unions WHERE parent = $1 AND state NOT IN ('void', 'closed') ORDER BY id FOR UPDATE""",
        union,
    )


async def lock_members(tx: Tx, union: UUID) -> list[Going]:
    """All members of a union, retained ones too, about to go along."""
    return await tx.many(Going, _MEMBERS + " ORDER BY id FOR UPDATE", union)


async def lock_chosen(tx: Tx, union: UUID, members: list[UUID], employers: list[UUID]) -> list[Going]:
    """The chosen members of a union, and those who work for the employers that go."""
    return await tx.many(
        Going,
        _MEMBERS + " AND (id = ANY($2::uuid[]) OR employer = ANY($3::uuid[])) ORDER BY id FOR UPDATE",
        union,
        members,
        employers,
    )


async def arriving(tx: Tx, unions: list[UUID]) -> int:
    """How many transfers to these unions, or from them, wait to be accepted."""
    found: int = await tx.value(
        """SELECT count(*) FROM members
        WHERE to_union = ANY($1::uuid[]) OR (union_id = ANY($1::uuid[]) AND to_union IS NOT NULL)""",
        unions,
    )
    return found


async def move_members(tx: Tx, members: list[UUID], to: Union, day: date) -> None:
    """Rule 6: each one's open membership ends on the day the next one begins; the vault's rows follow."""
    await tx.run(
        """UPDATE memberships SET valid = daterange(lower(valid), $2)
        WHERE member = ANY($1::uuid[]) AND upper_inf(valid)""",
        members,
        day,
    )
    await tx.run(
        "INSERT INTO memberships (member, union_id, valid) SELECT unnest($1::uuid[]), $2, daterange($3, NULL)",
        members,
        to.id,
        day,
    )
    await tx.run(
        """UPDATE members SET union_id = $2, area = $3, since = $4, changed_on = NULL, flagged_on = NULL,
            revision = revision + 1
        WHERE id = ANY($1::uuid[])""",
        members,
        to.id,
        to.area,
        day,
    )
    await tx.run("UPDATE person SET org = $2, area = $3 WHERE id = ANY($1::uuid[])", members, to.id, to.area)


async def shared(tx: Tx, unions: list[UUID], employers: list[UUID]) -> bool:
    """Whether a union that stays covers one of these employers too."""
    found: bool = await tx.value(
        """SELECT EXISTS (SELECT FROM coverage WHERE employer = ANY($2::uuid[]) AND until IS NULL
            AND union_id <> ALL($1::uuid[]))""",
        unions,
        employers,
    )
    return found


async def relocate(tx: Tx, unions: list[UUID], area: str) -> None:
    """All that lies in an area because its union does: records of every capability, members, their vault, offices."""
    await tx.run("SELECT move_with_unions($1::uuid[], $2)", unions, area)
    await tx.run("UPDATE members SET revision = revision + 1 WHERE union_id = ANY($1::uuid[])", unions)
    await tx.run(
        "UPDATE person SET area = $2 WHERE org = ANY($1::uuid[])",  # members, new hires, applicants
        unions,
        area,
    )
    await tx.run("UPDATE appointment SET area = $2 WHERE org = ANY($1::uuid[])", unions, area)


async def relocate_employers(tx: Tx, employers: list[UUID], area: str) -> None:
    """The employers lie in that area from now on."""
    await tx.run("UPDATE employers SET area = $2, revision = revision + 1 WHERE id = ANY($1::uuid[])", employers, area)


async def end_appointments(tx: Tx, union: UUID) -> list[Ended]:
    """Whoever held an office in the union holds it no longer."""
    return await tx.many(
        Ended,
        """UPDATE appointment SET ended_at = $2, revision = revision + 1 WHERE org = $1 AND ended_at IS NULL
        RETURNING id, account, office, area, org""",
        union,
        tx.now,
    )


async def succeed(tx: Tx, union: UUID, successor: UUID | None) -> None:
    """Who took over what a closed union had."""
    await tx.run("UPDATE unions SET successor = $2 WHERE id = $1", union, successor)
