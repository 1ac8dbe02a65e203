"""Putting a committee's forming or a count of women right, or taking it back, on the original day."""

from chassis import standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.committees import CommitteeFormed, WomenCounted
from services.membership.committees import domain, restating, store
from services.membership.committees.commands import KEEPERS, NEEDS, committees, locked
from services.membership.committees.fields import Form, FormedCommittee, Size, Women, WomensCommittee
from services.membership.fields import Why


class CorrectCommittee(Command):
    """What was wrong; what is left out stays."""

    form: Form | None = None
    size: Size | None = None
    occurred_on: BusinessDay | None = None
    reason: Why


class VoidCommittee(Command):
    """It was never formed."""

    reason: Why


class CorrectCount(Command):
    """The last number of women members was wrong."""

    women: Women
    reason: Why


class VoidCount(Command):
    """The last number of women members should never have been stated."""

    reason: Why


@committees.command(
    "/{committee}/correct", words=("更正专门委员会", "Correct a committee"), offices=KEEPERS, emits=Corrected
)
async def correct(tx: Tx, committee: FormedCommittee, command: CorrectCommittee) -> Done:
    """Its form, its size or its day."""
    old, union = await locked(tx, committee)
    domain.standing(old)
    event_id, said, before_on = await standing.last(tx, committee, CommitteeFormed)
    on = command.occurred_on or before_on
    tx.happened(on)
    full = await restating.full_from(tx, old, union, on)
    new, right = domain.correct(old, union, command.form or said.form, command.size or said.size, on, full)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, before_on, right, on, command.reason)
    return await tx.record(committee, corrected, on=before_on, revision=new.revision)


@committees.command(
    "/{committee}/void", words=("作废专门委员会", "Void a committee"), offices=KEEPERS, emits=(Voided, *NEEDS)
)
async def void(tx: Tx, committee: FormedCommittee, command: VoidCommittee) -> Done:
    """It is missing again, where the union must have it."""
    old, union = await locked(tx, committee)
    new = domain.unform(old)
    event_id, said, on = await standing.last(tx, committee, CommitteeFormed)
    new = await restating.restate(tx, new, union, tx.today)
    await store.save(tx, new)
    return await tx.record(committee, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@committees.command(
    "/{committee}/correct-count",
    words=("更正女会员数", "Correct the number of women members"),
    offices=KEEPERS,
    emits=(Corrected, *NEEDS),
)
async def correct_count(tx: Tx, committee: WomensCommittee, command: CorrectCount) -> Done:
    """The last number, on its day."""
    old, union = await locked(tx, committee)
    if old.women is None:
        raise domain.NeverCounted
    event_id, said, on = await standing.last(tx, committee, WomenCounted)
    new, right = domain.count(old, union, command.women, on)
    new = await restating.restate(tx, new, union, on)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(committee, corrected, on=on, revision=new.revision)


@committees.command(
    "/{committee}/void-count",
    words=("作废女会员数", "Void the number of women members"),
    offices=KEEPERS,
    emits=(Voided, *NEEDS),
)
async def void_count(tx: Tx, committee: WomensCommittee, command: VoidCount) -> Done:
    """The number before it holds again."""
    old, union = await locked(tx, committee)
    counts = await standing.of_kind(tx, committee, WomenCounted)
    before = [(said.women, on) for _, said, on in counts[:-1]]
    new = domain.counted_before(old, before[-1] if before else None)
    event_id, said, on = counts[-1]
    new = await restating.restate(tx, new, union, tx.today)
    await store.save(tx, new)
    return await tx.record(committee, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)
