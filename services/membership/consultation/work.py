"""What the day does: offers left unanswered, agreements in force and at their end, clocks computed again."""

from datetime import date
from uuid import UUID

from asyncpg.pool import PoolConnectionProxy

from chassis import working_days
from chassis.daily import Daily, Due
from chassis.postgres import Tx
from contracts.declare import Event
from services.membership.consultation import moving, store
from services.membership.consultation.domain import steps
from services.membership.consultation.domain.record import Consultation, known


async def find(connection: PoolConnectionProxy, today: date, after: UUID | None, limit: int) -> list[Due]:
    """Consultations that the day moves on."""
    return await store.fallen_due(connection, today, working_days.PUBLISHED.settled, after, limit)


async def move(tx: Tx, consultation: UUID) -> None:
    """One step, on the day it fell due; nothing when somebody was there first."""
    old = await store.lock(tx, consultation)
    tx.allow(old.area, old.union)
    found = await _step(tx, old)
    if found:
        event, on = found
        await moving.take(tx, old, event, on)


async def _step(tx: Tx, old: Consultation) -> tuple[Event, date] | None:
    """A clock that was provisional is computed again before anything follows from it."""
    if old.provisional:
        again = steps.computed_again(old, await moving.publication_days(tx, old, old.since), working_days.PUBLISHED)
        if event := steps.moved(old, again):
            return event, tx.today
    if old.state == "in-force" and known(old.term_to) < tx.today:
        return steps.expire(old)
    if old.state == "received" and known(old.due_on) <= tx.today:
        return await moving.come_into_force(tx, old)
    if old.state == "offered" and old.unanswered_on is None and known(old.due_on) < tx.today:
        return steps.unanswered(old)
    return None


DAY = Daily("consultation", find, move)
