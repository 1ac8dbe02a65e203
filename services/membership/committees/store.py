"""Committees in the database: one function, one statement."""

from uuid import UUID

from chassis.postgres import Tx
from contracts.membership.committees import CommitteeKind
from services.membership.committees.domain import Committee


async def lock(tx: Tx, committee: UUID) -> Committee:
    """A committee about to change."""
    return await tx.one(
        Committee,
        """SELECT id, union_id AS union, committee, state, form, size, formed_on, due_on, women, counted_on, revision
        FROM committees WHERE id = $1 FOR UPDATE""",
        committee,
    )


async def of_union(tx: Tx, union: UUID, committee: CommitteeKind) -> Committee | None:
    """A union's committee of one kind, locked; None when nothing is known of it."""
    return await tx.maybe(
        Committee,
        """SELECT id, union_id AS union, committee, state, form, size, formed_on, due_on, women, counted_on, revision
        FROM committees WHERE union_id = $1 AND committee = $2 FOR UPDATE""",
        union,
        committee,
    )


async def insert(tx: Tx, new: Committee) -> None:
    """A committee that something is known of now."""
    await tx.run(
        """INSERT INTO committees
            (id, union_id, committee, state, form, size, formed_on, due_on, women, counted_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        new.id,
        new.union,
        new.committee,
        new.state,
        new.form,
        new.size,
        new.formed_on,
        new.due_on,
        new.women,
        new.counted_on,
        new.revision,
    )


async def save(tx: Tx, new: Committee) -> None:
    """Everything of a committee that can change."""
    await tx.run(
        """UPDATE committees SET state = $2, form = $3, size = $4, formed_on = $5, due_on = $6, women = $7,
            counted_on = $8, revision = $9 WHERE id = $1""",
        new.id,
        new.state,
        new.form,
        new.size,
        new.formed_on,
        new.due_on,
        new.women,
        new.counted_on,
        new.revision,
    )


async def members_of(tx: Tx, union: UUID) -> int:
    """How many members a union has: those who vote, so none whose membership is only kept (rule 7)."""
    found: int = await tx.value("SELECT count(*) FROM members WHERE union_id = $1 AND state = 'active'", union)
    return found
