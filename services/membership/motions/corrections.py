"""Putting a motion right before it is decided upon, and taking its last step back."""

from dataclasses import replace

from chassis import standing
from chassis.command import Command, Done
from chassis.postgres import Tx
from contracts.declare import Corrected, Event, Voided
from contracts.membership.motions import (
    MotionArchived,
    MotionAssigned,
    MotionCollected,
    MotionFiled,
    MotionRated,
    MotionRefused,
    MotionReplied,
    MotionSentBack,
)
from services.membership.fields import Why
from services.membership.motions import domain, store
from services.membership.motions.commands import ACTS, locked, motions
from services.membership.motions.domain import Motion
from services.membership.motions.fields import Body, Category, CollectedMotion, DecidedMotion, Title

EVENTS: dict[str, type[Event]] = {
    "filed": MotionFiled,
    "refused": MotionRefused,
    "assigned": MotionAssigned,
    "replied": MotionReplied,
    "sent-back": MotionSentBack,
    "rated": MotionRated,
    "archived": MotionArchived,
}


class CorrectMotion(Command):
    """What was wrong; what is left out stays."""

    category: Category | None = None
    title: Title | None = None
    body: Body | None = None
    reason: Why


class VoidMotion(Command):
    """It, or its last step, should never have been."""

    reason: Why


@motions.command("/{motion}/correct", words=("更正提案", "Correct a motion"), offices=ACTS, emits=Corrected)
async def correct(tx: Tx, motion: CollectedMotion, command: CorrectMotion) -> Done:
    """Before it is decided upon. Of its words the event says that they changed, not how."""
    old = await locked(tx, motion)
    domain.collected(old)
    event_id, said, on = await standing.last(tx, motion, MotionCollected)
    new = replace(
        old,
        category=command.category or old.category,
        title=command.title or old.title,
        body=command.body or old.body,
        revision=old.revision + 1,
    )
    await store.save(tx, new)
    right = said.model_copy(update={"motion_category": new.category})
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(motion, corrected, on=on, revision=new.revision)


@motions.command("/{motion}/void", words=("作废提案", "Void a motion"), offices=ACTS, emits=Voided)
async def void(tx: Tx, motion: CollectedMotion, command: VoidMotion) -> Done:
    """Before it is decided upon."""
    old = await locked(tx, motion)
    domain.collected(old)
    event_id, said, on = await standing.last(tx, motion, MotionCollected)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(motion, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@motions.command("/{motion}/void-step", words=("作废最后一步", "Void a motion's last step"), offices=ACTS, emits=Voided)
async def void_step(tx: Tx, motion: DecidedMotion, command: VoidMotion) -> Done:
    """One step at a time, the last first (docs/decisions/0021)."""
    old = await locked(tx, motion)
    new, step = domain.step_back(old)
    event_id, said, on = await standing.last(tx, motion, EVENTS[step])
    await store.save(tx, new)
    await _forget(tx, old, step)
    return await tx.record(motion, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _forget(tx: Tx, old: Motion, step: str) -> None:
    """What the step left in its round goes with it."""
    if step in {"assigned", "sent-back"}:
        await store.drop_round(tx, old.id, old.round)
    if step in {"sent-back", "rated"}:
        given = await store.last_round(tx, old.id)
        await store.save_round(tx, old.id, replace(given, satisfaction=None, rated_on=None))
    if step == "replied":
        given = await store.last_round(tx, old.id)
        await store.save_round(tx, old.id, replace(given, replied_on=None, reply=None))
