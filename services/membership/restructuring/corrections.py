"""Putting a request right, or taking it back, while it waits. What was approved is rearranged anew, not voided."""

from dataclasses import replace
from uuid import UUID

from chassis import standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from chassis.working_days import PUBLISHED
from contracts.declare import Corrected, Voided
from contracts.membership.restructuring import RestructuringAsked
from services.membership.fields import Why
from services.membership.organisations import store as organisations
from services.membership.restructuring import domain, store
from services.membership.restructuring.commands import CLERK, fit, restructurings
from services.membership.restructuring.domain import Restructuring
from services.membership.restructuring.fields import AskedRestructuring, CoveredUnits, EndReason, GoingMembers


class CorrectRestructuring(Command):
    """What was wrong; what is left out stays."""

    employers: CoveredUnits | None = None
    members: GoingMembers | None = None
    end_reason: EndReason | None = None
    occurred_on: BusinessDay | None = None
    reason: Why


class VoidRestructuring(Command):
    """It should not have been asked for."""

    reason: Why


@restructurings.command(
    "/{restructuring}/correct", words=("更正组织变更申请", "Correct a request"), offices=CLERK, emits=Corrected
)
async def correct(tx: Tx, restructuring: AskedRestructuring, command: CorrectRestructuring) -> Done:
    """Units, members and day; for other unions it is voided and asked anew."""
    old = await _locked(tx, restructuring)
    event_id, said, before_on = await standing.last(tx, restructuring, RestructuringAsked)
    on = command.occurred_on or before_on
    tx.happened(on)
    new = replace(
        old,
        employers=old.employers if command.employers is None else sorted(set(command.employers)),
        members=old.members if command.members is None else sorted(set(command.members)),
        end_reason=command.end_reason if command.end_reason and old.end_reason else old.end_reason,
        asked_on=on,
        due_on=PUBLISHED.after(on, domain.APPROVAL_DAYS).day,
        revision=old.revision + 1,
    )
    union = await organisations.read(tx, old.union)
    other = await organisations.read(tx, old.other) if old.other else None
    new, right = domain.ask(new, union, other)
    await fit(tx, new)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, before_on, right, on, command.reason)
    return await tx.record(restructuring, corrected, on=before_on, revision=new.revision)


@restructurings.command(
    "/{restructuring}/void", words=("作废组织变更申请", "Void a request"), offices=CLERK, emits=Voided
)
async def void(tx: Tx, restructuring: AskedRestructuring, command: VoidRestructuring) -> Done:
    """Only while it waits: an approved merger has moved everything, and what went along may have changed since."""
    old = await _locked(tx, restructuring)
    event_id, said, on = await standing.last(tx, restructuring, RestructuringAsked)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(restructuring, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _locked(tx: Tx, restructuring: UUID) -> Restructuring:
    old = await store.lock(tx, restructuring)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    domain.waiting(old)
    return old
