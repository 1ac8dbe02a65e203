"""Aid put right or taken back, each step by the office that took it, each as one event on its original day."""

from chassis import standing
from chassis.command import Command, Done
from chassis.postgres import Tx
from contracts.assistance.fund import AidApproved, AidAsked, AidEndorsed, AidPaid
from contracts.declare import Corrected, Voided
from services.assistance.fields import Amount, ApprovedAid, AskedAid, PaidAid, ProgrammeCode, Why
from services.assistance.fund import domain, store
from services.assistance.fund.commands import APPROVER, CLERK, PAYER, fund, locked, within_cap
from services.assistance.households import store as households


class CorrectAid(Command):
    """What was wrong; what is left out stays."""

    programme: ProgrammeCode | None = None
    amount_fen: Amount | None = None
    reason: Why


class VoidAid(Command):
    """A step that should never have been."""

    reason: Why


@fund.command("/{aid}/correct", words=("更正帮扶申请", "Correct a request for aid"), offices=CLERK, emits=Corrected)
async def correct(tx: Tx, aid: AskedAid, command: CorrectAid) -> Done:
    """Until somebody has agreed to it; rule 22 holds for the right amount too."""
    old = await locked(tx, aid)
    new = domain.correct(old, command.programme or old.programme, command.amount_fen or old.amount_fen)
    await households.lock(tx, old.household)
    await within_cap(tx, new)
    await store.save(tx, new)
    event_id, said, on = await standing.last(tx, aid, AidAsked)
    right = said.model_copy(update={"programme": new.programme, "amount_fen": new.amount_fen})
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(aid, corrected, on=on, revision=new.revision)


@fund.command("/{aid}/void", words=("作废帮扶申请", "Void a request for aid"), offices=CLERK, emits=Voided)
async def void(tx: Tx, aid: AskedAid, command: VoidAid) -> Done:
    """Until somebody has agreed to it."""
    old = await locked(tx, aid)
    new = domain.void(old)
    await store.save(tx, new)
    event_id, said, on = await standing.last(tx, aid, AidAsked)
    return await tx.record(aid, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@fund.command("/{aid}/void-approval", words=("作废帮扶批准", "Void an aid approval"), offices=APPROVER, emits=Voided)
async def void_approval(tx: Tx, aid: ApprovedAid, command: VoidAid) -> Done:
    """The aid waits again, and the money is free."""
    old = await locked(tx, aid)
    approved_on, source = domain.approved(old)
    new = domain.unapprove(old)
    await store.save(tx, new)
    await store.release(tx, old.county, approved_on.year, source, old.amount_fen)
    for endorsed_id, endorsed, day in await standing.of_kind(tx, aid, AidEndorsed):
        tx.also(aid, Voided.of(endorsed_id, endorsed, day, command.reason), on=day)
    event_id, said, on = await standing.last(tx, aid, AidApproved)
    return await tx.record(aid, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@fund.command("/{aid}/void-payment", words=("作废帮扶发放", "Void an aid payment"), offices=PAYER, emits=Voided)
async def void_payment(tx: Tx, aid: PaidAid, command: VoidAid) -> Done:
    """Returned by the bank, or never paid: the money is put aside again."""
    old = await locked(tx, aid)
    new = domain.unpay(old)
    approved_on, source = domain.approved(new)
    await store.save(tx, new)
    await store.spend(tx, old.county, approved_on.year, source, -old.amount_fen)
    event_id, said, on = await standing.last(tx, aid, AidPaid)
    return await tx.record(aid, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)
