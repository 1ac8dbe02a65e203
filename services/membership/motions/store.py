"""Motions, their proposers and each hand-over, in the database."""

from collections.abc import Sequence
from uuid import UUID

from chassis.postgres import Tx
from services.membership.motions.domain import Motion, Round


async def lock(tx: Tx, motion: UUID) -> Motion:
    """A motion about to change."""
    return await tx.one(
        Motion,
        """SELECT id, congress, county, area, union_id, category, title, body, state, collected_on, decided_on, refusal,
            round, archived_on, revision
        FROM motions WHERE id = $1 FOR UPDATE""",
        motion,
    )


async def insert(tx: Tx, new: Motion, proposers: Sequence[UUID]) -> None:
    """A motion that was put, by whom."""
    await tx.run(
        """INSERT INTO motions
            (id, congress, county, area, union_id, category, title, body, state, collected_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        new.id,
        new.congress,
        new.county,
        new.area,
        new.union_id,
        new.category,
        new.title,
        new.body,
        new.state,
        new.collected_on,
        new.revision,
    )
    await tx.run(
        "INSERT INTO motion_proposers (motion, delegate) SELECT $1, unnest($2::uuid[])", new.id, list(proposers)
    )


async def save(tx: Tx, new: Motion) -> None:
    """Everything of a motion that commands change."""
    await tx.run(
        """UPDATE motions SET category = $2, title = $3, body = $4, state = $5, decided_on = $6, refusal = $7,
            round = $8, archived_on = $9, revision = $10 WHERE id = $1""",
        new.id,
        new.category,
        new.title,
        new.body,
        new.state,
        new.decided_on,
        new.refusal,
        new.round,
        new.archived_on,
        new.revision,
    )


async def hand_over(tx: Tx, motion: UUID, given: Round) -> None:
    """A round begins."""
    await tx.run(
        """INSERT INTO motion_rounds (motion, round, department, assigned_on, due_on) VALUES ($1, $2, $3, $4, $5)""",
        motion,
        given.round,
        given.department,
        given.assigned_on,
        given.due_on,
    )


async def last_round(tx: Tx, motion: UUID) -> Round:
    """The hand-over that the motion is in. The caller holds its lock."""
    return await tx.one(
        Round,
        """SELECT round, department, assigned_on, due_on, replied_on, reply, satisfaction, rated_on
        FROM motion_rounds WHERE motion = $1 ORDER BY round DESC LIMIT 1""",
        motion,
    )


async def save_round(tx: Tx, motion: UUID, given: Round) -> None:
    """What was replied, and said of it."""
    await tx.run(
        """UPDATE motion_rounds SET replied_on = $3, reply = $4, satisfaction = $5, rated_on = $6
        WHERE motion = $1 AND round = $2""",
        motion,
        given.round,
        given.replied_on,
        given.reply,
        given.satisfaction,
        given.rated_on,
    )


async def drop_round(tx: Tx, motion: UUID, number: int) -> None:
    """It was never handed over that time."""
    await tx.run("DELETE FROM motion_rounds WHERE motion = $1 AND round = $2", motion, number)
