"""Expelling a member: proposed from the union, approved by its superior, by two people."""

from chassis import parameters
from chassis.access.two_persons import entered_by_another
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.members import ExpulsionProposed, ExpulsionRefused, MemberLeft, RetainedMemberLeft
from contracts.offices import Office
from services.membership.members import store
from services.membership.members.commands import CLERK_OR_CHAIR, members
from services.membership.members.commands.life import locked
from services.membership.members.domain import expulsion
from services.membership.members.fields import DecidedBy, Decision, ExpelledMember, ExpulsionRefusal, LivingMember

SUPERIOR = (Office.TOWNSHIP_CHAIR,)


class ProposeExpulsion(Command):
    """What the union decided, and on which document."""

    decided_by: DecidedBy
    document: Decision
    occurred_on: BusinessDay


class Expel(Command):
    """Approve what was proposed; the first day on which the person is no member any more."""

    occurred_on: BusinessDay


class RefuseExpulsion(Command):
    """Do not approve it."""

    expulsion_refused_for: ExpulsionRefusal
    occurred_on: BusinessDay


class WithdrawExpulsion(Command):
    """Take the proposal back."""

    occurred_on: BusinessDay


@members.command(
    "/{member}/propose-expulsion",
    words=("提请开除会籍", "Propose an expulsion"),
    offices=CLERK_OR_CHAIR,
    emits=ExpulsionProposed,
)
async def propose_expulsion(tx: Tx, member: LivingMember, command: ProposeExpulsion) -> Done:
    """The membership stays until the superior approves."""
    old, on = await locked(tx, member), command.occurred_on
    (days,) = await parameters.values(tx, old.county, on, expulsion.ANSWER_DAYS)
    new, event = expulsion.propose(old, command.decided_by, on, days)
    await store.save(tx, new, store.Expulsion(command.decided_by, command.document))
    return await tx.record(member, event, on=on, revision=new.revision)


@members.command(
    "/{member}/expel",
    words=("批准开除会籍", "Approve an expulsion"),
    offices=SUPERIOR,
    emits=(MemberLeft, RetainedMemberLeft),
    sensitive=True,
)
async def expel(tx: Tx, member: ExpelledMember, command: Expel) -> Done:
    """By another account than the one that proposed it."""
    new, event = expulsion.expel(await locked(tx, member), command.occurred_on)
    await entered_by_another(tx, member, ExpulsionProposed)
    await store.end(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)


@members.command(
    "/{member}/refuse-expulsion",
    words=("不予批准开除会籍", "Refuse an expulsion"),
    offices=SUPERIOR,
    emits=ExpulsionRefused,
    sensitive=True,
)
async def refuse_expulsion(tx: Tx, member: ExpelledMember, command: RefuseExpulsion) -> Done:
    """The membership stays as it was."""
    new, event = expulsion.refuse(await locked(tx, member), command.expulsion_refused_for, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)


@members.command(
    "/{member}/withdraw-expulsion",
    words=("撤回开除会籍的提请", "Withdraw an expulsion"),
    offices=CLERK_OR_CHAIR,
    emits=ExpulsionRefused,
)
async def withdraw_expulsion(tx: Tx, member: ExpelledMember, command: WithdrawExpulsion) -> Done:
    """By those who may propose it."""
    new, event = expulsion.refuse(await locked(tx, member), "withdrawn", command.occurred_on)
    await store.save(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)
