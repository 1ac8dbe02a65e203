"""What becomes of a membership: retained, restored, ended, begun again; and a member's work, name and telephone."""

from uuid import UUID

from chassis.command import Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.personal import vault
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from chassis.refusal import Refusal
from contracts.membership.members import (
    MemberEmploymentChanged,
    MemberLeft,
    MemberParticularsChanged,
    MemberRejoined,
    MemberRestored,
    MemberRetained,
    NumberChecked,
    Particular,
    RetainedMemberLeft,
)
from services.membership.fields import AnyMember, EmploymentForm, IdNumber, PersonName, Phone, SettledMember, UnionId
from services.membership.members import store
from services.membership.members.commands import CLERK, CLERK_OR_CHAIR, members
from services.membership.members.domain import Member, life
from services.membership.members.fields import EmployerId, LeftFor, LivingMember, RetainedFor, RetainedMember
from services.membership.organisations import store as organisations


class RetainMember(Command):
    """Keep the membership without dues."""

    retained_for: RetainedFor
    occurred_on: BusinessDay


class RestoreMember(Command):
    """The member works again."""

    occurred_on: BusinessDay


class EndMembership(Command):
    """The first day on which the person is no member any more."""

    left_for: LeftFor
    occurred_on: BusinessDay


class Rejoin(Creation):
    """Who was a member before, by the ID number."""

    union: UnionId
    id_number: IdNumber
    employment: EmploymentForm
    occurred_on: BusinessDay
    employer: EmployerId | None = None


class CheckNumber(Creation):
    """Whether somebody with this ID number can be admitted to that union."""

    union: UnionId
    id_number: IdNumber


class ChangeEmployment(Command):
    """Another form of employment, another employer, or both."""

    employment: EmploymentForm
    occurred_on: BusinessDay
    employer: EmployerId | None = None


class ChangeParticulars(Command):
    """A name changed by law, a new telephone number: from that day on, unlike a correction."""

    name: PersonName | None = None
    phone: Phone | None = None
    occurred_on: BusinessDay


class NoFormerMember(Refusal):
    """Nobody with this ID number was a member in the county."""

    code = "no-former-member"
    zh = "本县没有该身份证号的会员登记，请办理“会员入会”"
    en = "Nobody with this ID number was a member in this county: “Admit a member”"


@members.command(
    "/{member}/retain", words=("保留会籍", "Retain a membership"), offices=CLERK_OR_CHAIR, emits=MemberRetained
)
async def retain(tx: Tx, member: SettledMember, command: RetainMember) -> Done:
    """Rule 7: on retirement or unemployment."""
    new, event = life.retain(await locked(tx, member), command.retained_for, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)


@members.command(
    "/{member}/restore", words=("恢复会籍", "Restore a membership"), offices=CLERK_OR_CHAIR, emits=MemberRestored
)
async def restore(tx: Tx, member: RetainedMember, command: RestoreMember) -> Done:
    """Rule 7: with dues, vote and candidacy again."""
    new, event = life.restore(await locked(tx, member), command.occurred_on)
    await store.save(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)


@members.command(
    "/{member}/leave",
    words=("会员离会", "End a membership"),
    offices=CLERK_OR_CHAIR,
    emits=(MemberLeft, RetainedMemberLeft),
)
async def leave(tx: Tx, member: LivingMember, command: EndMembership) -> Done:
    """By own request or death. The ID number stays known, so that who joins again is the same person."""
    new, event = life.leave(await locked(tx, member), command.left_for, command.occurred_on)
    await store.end(tx, new)
    return await tx.record(member, event, on=command.occurred_on, revision=new.revision)


@members.command("/rejoin", words=("重新入会", "Join again"), offices=CLERK, emits=MemberRejoined)
async def rejoin(tx: Tx, command: Rejoin) -> Done:
    """Rule 6: whoever left, wherever in the county, begins another membership; one person, one record."""
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    await store.employed(tx, command.employer)
    on = command.occurred_on
    old = await store.numbered(tx, union.county, command.id_number)
    if old is None:
        raise NoFormerMember("id_number")
    new, event = life.rejoin(old, union, command.employment, command.employer, on)
    await store.begin(tx, new)
    return await tx.record(old.id, event, on=on, revision=new.revision)


@members.command("/check-number", words=("身份证号查重", "Check an ID number"), offices=CLERK, emits=NumberChecked)
async def check_number(tx: Tx, command: CheckNumber) -> Done:
    """Done when it is free; otherwise refused as an admission would be, recorded and bounded as that is."""
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    if why := await store.taken(tx, union.county, command.id_number):
        raise why
    return await tx.record(tx.new_id(command), NumberChecked(place=union.place), on=tx.today, revision=1)


@members.command(
    "/{member}/change-employment",
    words=("变更用工形式或单位", "Change a member's employment"),
    offices=CLERK_OR_CHAIR,
    emits=MemberEmploymentChanged,
)
async def change_employment(tx: Tx, member: SettledMember, command: ChangeEmployment) -> Done:
    """From that day on; what was counted before stays. An employer left out is none."""
    old = await locked(tx, member)
    await store.employed(tx, command.employer)
    on = command.occurred_on
    new, event = life.change_employment(old, command.employment, command.employer, on)
    await store.save(tx, new)
    return await tx.record(member, event, on=on, revision=new.revision)


@members.command(
    "/{member}/change-particulars",
    words=("变更姓名或手机号", "Change a member's name or telephone"),
    offices=CLERK,
    emits=MemberParticularsChanged,
)
async def change_particulars(tx: Tx, member: AnyMember, command: ChangeParticulars) -> Done:
    """The event says which, never what."""
    old = await locked(tx, member)
    life.may_change_particulars(old)
    given: dict[Particular, str | None] = {"name": command.name, "phone": command.phone}
    changed = [name for name, value in given.items() if value is not None]
    if not changed:
        raise life.NothingChanged
    await vault.change(tx, member, Particulars.of(**given))
    event = MemberParticularsChanged(member=member, place=old.place, changed=changed)
    return await tx.record(member, event, on=command.occurred_on, revision=await store.touch(tx, member))


async def locked(tx: Tx, member: UUID) -> Member:
    """A member of the asker's reach, as the asker has seen them."""
    old = await store.lock(tx, member)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    return old
