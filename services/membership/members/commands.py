"""Admitting members, and moving them inside a township or, with the receiver's word, between townships."""

from contextlib import suppress
from uuid import UUID

from chassis.command import Capability, Command, Creation, Done, OneStatement
from chassis.fields import BusinessDay
from chassis.personal import identity
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from chassis.refusal import InFlight, Refusal
from contracts.membership.members import (
    MemberAdmitted,
    MemberTransferred,
    MemberTransferRefused,
    MemberTransferRequested,
)
from contracts.offices import Office
from services.membership.fields import (
    AnyUnionId,
    ArrivingMember,
    EmploymentForm,
    IdNumber,
    LeavingMember,
    PersonName,
    Phone,
    SettledMember,
    TransferRefusal,
    UnionId,
)
from services.membership.members import domain, store
from services.membership.members.fields import EmployerId
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import Union

CLERK = (Office.TOWNSHIP_CLERK,)
TRIES = 3

members = Capability(
    "members",
    "/members",
    words=("会员", "Members"),
    constraints={"memberships_pkey": domain.TwoAtOnce, "one_open_person_per_id_number": domain.IdNumberTaken},
)


class AdmitMember(Creation):
    """Five mandatory items, as the rules for new forms of employment ask."""

    union: UnionId
    name: PersonName
    id_number: IdNumber
    employment: EmploymentForm
    occurred_on: BusinessDay
    phone: Phone | None = None
    employer: EmployerId | None = None


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


@members.command("", words=("会员入会", "Admit a member"), offices=CLERK, emits=MemberAdmitted)
async def admit(tx: OneStatement, command: AdmitMember) -> Done:
    """Rule 6: one active membership per person, so an ID number is admitted once in a county."""
    member = tx.new_id(command)
    known = Particulars.of(name=command.name, id_number=command.id_number, phone=command.phone)
    if not identity.area_known(command.id_number):
        tx.warn(
            "area-code-unknown",
            "身份证号前六位不在区划代码表中，请核对",
            "The ID number's area code is not in the table: please check it",
            "/id_number",
        )
    if union := organisations.seen(command.union):
        with suppress(Refusal):  # it may have changed since: look again before saying no
            if done := await _enter(tx, member, union, known, command):
                return done
    for _ in range(TRIES):
        union = await organisations.find(tx, command.union)
        await store.employed(tx, command.employer)
        if done := await _enter(tx, member, union, known, command):
            return done
    raise InFlight  # the union changed each time between being read and being locked


async def _enter(tx: OneStatement, member: UUID, union: Union, known: Particulars, command: AdmitMember) -> Done | None:
    """Decide by that union and write; None when it is no longer as given."""
    tx.allow(union.area, union.id)
    on = command.occurred_on
    event = domain.admit(member, union, command.employment, on, identity.birthday(command.id_number), command.employer)
    if done := await store.admit(tx, union, known, event, on):
        return done
    if found := await store.registered_at(tx, union.county, command.id_number):
        raise domain.already(found, tx.principal.area)
    return None


@members.command("/{member}/transfer", words=("转会", "Transfer a member"), offices=CLERK, emits=MemberTransferred)
async def transfer(tx: Tx, member: SettledMember, command: TransferMember) -> Done:
    """Rule 6, inside one township."""
    old = await store.lock(tx, member)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    to = await organisations.read(tx, command.to_union)
    new, event = domain.transfer(old, to, command.occurred_on)
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
    new, event = domain.request(old, to, command.occurred_on)
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
        raise domain.NoTransferWaiting
    to = await organisations.read(tx, old.to_union)
    new, event = domain.accept(old, to, command.occurred_on)
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
    new, event = domain.refuse(old, command.reason, command.occurred_on)
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
    new, event = domain.refuse(old, "withdrawn", command.occurred_on)
    await store.save(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)
