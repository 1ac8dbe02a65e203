"""Activities and who came, in the database."""

from collections.abc import Sequence
from uuid import UUID

from chassis.postgres import Tx
from services.activities.activities.domain import Activity


async def lock(tx: Tx, activity: UUID) -> Activity:
    """An activity about to change, or to be registered for."""
    return await tx.one(
        Activity,
        """SELECT id, county, area, union_id, kind, title, state, planned_on, entered_on, opened_on, places, taken,
            held_on, attendance, cost_fen, revision, hours
        FROM activities WHERE id = $1 FOR UPDATE""",
        activity,
    )


async def insert(tx: Tx, new: Activity) -> None:
    """An activity on the plan."""
    await tx.run(
        """INSERT INTO activities (id, county, area, union_id, kind, title, state, planned_on, entered_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        new.id,
        new.county,
        new.area,
        new.union_id,
        new.kind,
        new.title,
        new.state,
        new.planned_on,
        new.entered_on,
        new.revision,
    )


async def save(tx: Tx, new: Activity) -> None:
    """Everything of an activity that commands change."""
    await tx.run(
        """UPDATE activities SET kind = $2, title = $3, state = $4, planned_on = $5, opened_on = $6, places = $7,
            held_on = $8, attendance = $9, cost_fen = $10, revision = $11, hours = $12 WHERE id = $1""",
        new.id,
        new.kind,
        new.title,
        new.state,
        new.planned_on,
        new.opened_on,
        new.places,
        new.held_on,
        new.attendance,
        new.cost_fen,
        new.revision,
        new.hours,
    )


async def set_attended(tx: Tx, activity: UUID, members: Sequence[UUID]) -> None:
    """Who came, in place of what stood there."""
    await tx.run("DELETE FROM attendance WHERE activity = $1", activity)
    await tx.run("INSERT INTO attendance (activity, member) SELECT $1, unnest($2::uuid[])", activity, list(members))


async def set_gifts(tx: Tx, activity: UUID, members: Sequence[UUID], year: int) -> None:
    """Rule 29a: who got this year's birthday gift here; the key refuses a second one."""
    await tx.run("DELETE FROM birthday_gifts WHERE activity = $1", activity)
    await tx.run(
        """INSERT INTO birthday_gifts (member, year, activity)
        SELECT member, $3, $1 FROM unnest($2::uuid[]) member ORDER BY member""",
        activity,
        list(members),
        year,
    )


async def attended(tx: Tx, activity: UUID) -> tuple[UUID, ...]:
    """The members who came."""
    found = await tx.value(
        "SELECT coalesce(array_agg(member ORDER BY member), '{}') FROM attendance WHERE activity = $1", activity
    )
    return tuple(found)
