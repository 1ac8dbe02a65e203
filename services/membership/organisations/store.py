"""Unions in the database: one function, one statement."""

from datetime import date
from typing import LiteralString
from uuid import UUID

from chassis import standing
from chassis.postgres import Tx
from contracts.declare import Event
from contracts.membership.organisations import UnionApproved, UnionRenamed
from contracts.membership.restructuring import UnionClosed, UnionCoverageChanged, UnionMoved
from services.membership.organisations.domain import Union

DATED = (UnionApproved, UnionRenamed, UnionMoved, UnionCoverageChanged, UnionClosed)
REMEMBERED = 5000
_seen: dict[UUID, Union] = {}
_READ: LiteralString = """
SELECT id, county, area, name, kind, parent, state, founded_on, approved_on, revision, industry, unit_type,
    returned_for, closed_on
FROM unions WHERE id = $1"""


async def read(tx: Tx, union: UUID) -> Union:
    """A union that must stay as it is until the command ends: KEY SHARE waits for whoever changes it."""
    return await tx.one(
        Union,
        _READ + " FOR KEY SHARE",
        union,
    )


async def find(tx: Tx, union: UUID) -> Union:
    """A union as it is now, not locked: what writes on its word sees that its revision is still the same."""
    found = await tx.one(
        Union,
        _READ,
        union,
    )
    _seen[union] = found
    if len(_seen) > REMEMBERED:
        _seen.pop(next(iter(_seen)))
    return found


def seen(union: UUID) -> Union | None:
    """A union as `find` last saw it in this process: good for a first attempt that checks the revision, for no more."""
    return _seen.get(union)


async def lock(tx: Tx, union: UUID) -> Union:
    """A union about to change."""
    return await tx.one(
        Union,
        _READ + " FOR UPDATE",
        union,
    )


async def insert(tx: Tx, union: Union, credit_code: str | None) -> None:
    """A union in founding."""
    await tx.run(
        """INSERT INTO unions
            (id, county, area, name, kind, parent, credit_code, state, founded_on, revision, industry, unit_type)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""",
        union.id,
        union.county,
        union.area,
        union.name,
        union.kind,
        union.parent,
        credit_code,
        union.state,
        union.founded_on,
        union.revision,
        union.industry,
        union.unit_type,
    )


async def save(tx: Tx, union: Union, document: str | None = None, credit_code: str | None = None) -> None:
    """Everything of a union that can change; its document and code stay unless new ones are given."""
    await tx.run(
        """UPDATE unions SET name = $2, state = $3, founded_on = $4, approved_on = $5, revision = $6,
            document = coalesce($7, document), credit_code = coalesce($8, credit_code), industry = $9, unit_type = $10,
            returned_for = $11, closed_on = $12, area = $13, parent = $14 WHERE id = $1""",
        union.id,
        union.name,
        union.state,
        union.founded_on,
        union.approved_on,
        union.revision,
        document,
        credit_code,
        union.industry,
        union.unit_type,
        union.returned_for,
        union.closed_on,
        union.area,
        union.parent,
    )


async def say(tx: Tx, union: UUID, opinion: str | None) -> None:
    """What the superior says of a returned founding: it may name people, so it stands in no event."""
    await tx.run("UPDATE unions SET opinion = $2 WHERE id = $1", union, opinion)


async def code_of(tx: Tx, union: UUID) -> str | None:
    """The credit code it is registered with."""
    found: str | None = await tx.value("SELECT credit_code FROM unions WHERE id = $1", union)
    return found


async def dated(tx: Tx, union: UUID) -> list[tuple[UUID, Event, date]]:
    """The dated changes that stand, as recorded: approved, renamed, rearranged. The caller holds the lock."""
    return [each for each in await standing.of_kind(tx, union, Event) if isinstance(each[1], DATED)]


async def last_day(tx: Tx, union: UUID) -> date:
    """The day of the last of them."""
    return max(on for _, _, on in await dated(tx, union))


async def begin_coverage(tx: Tx, union: UUID, since: date | None) -> None:
    """The union covers its employers from a day on, or no longer (None)."""
    await tx.run("UPDATE coverage SET since = $2 WHERE union_id = $1 AND until IS NULL", union, since)


async def drop_coverage(tx: Tx, union: UUID) -> None:
    """The union lists no employer any more."""
    await tx.run("DELETE FROM coverage WHERE union_id = $1", union)


async def in_use(tx: Tx, union: UUID) -> bool:
    """Whether members or subordinate unions depend on it. The caller holds the union's lock."""
    await tx.across(tx.principal.county)  # who was a member here may be another township's by now
    found: bool = await tx.value(
        """SELECT EXISTS (SELECT FROM memberships WHERE union_id = $1)
            OR EXISTS (SELECT FROM members WHERE to_union = $1)
            OR EXISTS (SELECT FROM unions WHERE parent = $1 AND state NOT IN ('void', 'closed'))""",
        union,
    )
    return found
