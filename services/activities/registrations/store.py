"""Registrations in the database. The activity's lock, taken first, lines up everybody who registers for it."""

from uuid import UUID

from chassis.postgres import Tx
from services.activities.registrations.domain import Registration


async def activity_of(tx: Tx, registration: UUID) -> Registration:
    """Which activity it is for; not locked, because the activity is locked first."""
    return await tx.one(
        Registration,
        "SELECT id, activity, member, state, registered_on, revision FROM registrations WHERE id = $1",
        registration,
    )


async def lock(tx: Tx, registration: UUID) -> Registration:
    """A registration about to change. The caller holds the activity's lock."""
    return await tx.one(
        Registration,
        "SELECT id, activity, member, state, registered_on, revision FROM registrations WHERE id = $1 FOR UPDATE",
        registration,
    )


async def insert(tx: Tx, new: Registration) -> None:
    """A new registration, which may take a place."""
    await tx.run(
        """WITH taken AS (UPDATE activities SET taken = taken + 1 WHERE id = $2 AND $4 = 'registered')
        INSERT INTO registrations (id, activity, member, state, registered_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6)""",
        new.id,
        new.activity,
        new.member,
        new.state,
        new.registered_on,
        new.revision,
    )


async def save(tx: Tx, new: Registration) -> None:
    """Its state."""
    await tx.run("UPDATE registrations SET state = $2, revision = $3 WHERE id = $1", new.id, new.state, new.revision)


async def first_waiting(tx: Tx, activity: UUID) -> Registration | None:
    """Who has waited longest."""
    return await tx.maybe(
        Registration,
        """SELECT id, activity, member, state, registered_on, revision FROM registrations
        WHERE activity = $1 AND state = 'waiting' ORDER BY number LIMIT 1 FOR UPDATE""",
        activity,
    )


async def free_place(tx: Tx, activity: UUID) -> None:
    """A place became free and nobody waits."""
    await tx.run("UPDATE activities SET taken = taken - 1 WHERE id = $1", activity)
