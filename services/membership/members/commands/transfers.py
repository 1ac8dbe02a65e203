"""Moving members inside a township or, with the receiver's word, between townships."""

from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.members import MemberTransferred, MemberTransferRefused, MemberTransferRequested
from services.membership.fields import (
    AnyUnionId,
    ArrivingMember,
    LeavingMember,
    SettledMember,
    TransferRefusal,
    UnionId,
)
from services.membership.members import store
from services.membership.members.commands import CLERK, members
from services.membership.members.domain import transfers as rules
from services.membership.organisations import store as organisations


class TransferMember(Command):
    """Move a member to another union of the same township."""

    to_union: UnionId
    occurred_on: BusinessDay


class RequestTransfer(Command):
    """Ask another township to take a member."""

    to_union: AnyUnionId
    occurred_on: BusinessDay


class AcceptTransfer(Command):
    """Take the member."""

    occurred_on: BusinessDay


class RefuseTransfer(Command):
    """Do not take the member."""

    reason: TransferRefusal
    occurred_on: BusinessDay


class WithdrawTransfer(Command):
    """Take the request back."""

    occurred_on: BusinessDay


@members.command("/{member}/transfer", words=("转会", "Transfer a member"), offices=CLERK, emits=MemberTransferred)
async def transfer(tx: Tx, member: SettledMember, command: TransferMember) -> Done:
    """Rule 6, inside one township."""
    old = await store.lock(tx, member)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    to = await organisations.read(tx, command.to_union)
    new, event = rules.transfer(old, to, command.occurred_on)
    tx.allow(new.area, new.union)
    await store.move(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)


@members.command(
    "/{member}/request-transfer",
    words=("申请转会", "Request a member's transfer"),
    offices=CLERK,
    emits=MemberTransferRequested,
)
async def request_transfer(tx: Tx, member: SettledMember, command: RequestTransfer) -> Done:
    """The township that the member leaves asks; the membership stays until the other accepts."""
    old = await store.lock(tx, member)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    to = await organisations.read(tx, command.to_union)
    new, event = rules.request(old, to, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)


@members.command(
    "/{member}/accept-transfer",
    words=("接收转会", "Accept a member's transfer"),
    offices=CLERK,
    emits=MemberTransferred,
)
async def accept_transfer(tx: Tx, member: ArrivingMember, command: AcceptTransfer) -> Done:
    """The receiving township takes the member: one event, both sides."""
    old = await store.lock(tx, member)
    tx.allow(old.to_area or old.area, old.to_union)
    tx.expect(old.revision)
    if old.to_union is None:
        raise rules.NoTransferWaiting
    to = await organisations.read(tx, old.to_union)
    new, event = rules.accept(old, to, command.occurred_on)
    await store.move(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)


@members.command(
    "/{member}/refuse-transfer",
    words=("不予接收转会", "Refuse a member's transfer"),
    offices=CLERK,
    emits=MemberTransferRefused,
)
async def refuse_transfer(tx: Tx, member: ArrivingMember, command: RefuseTransfer) -> Done:
    """The receiving township does not take the member."""
    old = await store.lock(tx, member)
    tx.allow(old.to_area or old.area, old.to_union)
    tx.expect(old.revision)
    new, event = rules.refuse(old, command.reason, command.occurred_on)
    await tx.across(old.area)  # the member stays with the other township, which this one sees no more
    await store.save(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)


@members.command(
    "/{member}/withdraw-transfer",
    words=("撤回转会申请", "Withdraw a transfer request"),
    offices=CLERK,
    emits=MemberTransferRefused,
)
async def withdraw_transfer(tx: Tx, member: LeavingMember, command: WithdrawTransfer) -> Done:
    """The township that asked takes its request back."""
    old = await store.lock(tx, member)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    new, event = rules.refuse(old, "withdrawn", command.occurred_on)
    await store.save(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)
