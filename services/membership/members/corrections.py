"""Putting an admission or a transfer right, or taking it back: one event, on the original day."""

from dataclasses import replace
from uuid import UUID

from chassis import standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.personal import identity, vault
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.members import MemberAdmitted, MemberTransferred
from services.membership.fields import (
    EmploymentForm,
    IdNumber,
    MovedMember,
    PersonName,
    Phone,
    UnionId,
    UnmovedMember,
    Why,
)
from services.membership.members import domain, store
from services.membership.members.commands import CLERK, members
from services.membership.members.domain import Member
from services.membership.organisations import store as organisations


class CorrectAdmission(Command):
    """What was wrong; what is left out stays."""

    union: UnionId | None = None
    name: PersonName | None = None
    id_number: IdNumber | None = None
    employment: EmploymentForm | None = None
    occurred_on: BusinessDay | None = None
    phone: Phone | None = None
    reason: Why


class VoidAdmission(Command):
    """The admission should never have been."""

    reason: Why


class VoidTransfer(Command):
    """The last transfer should never have been."""

    reason: Why


@members.command("/{member}/correct", words=("更正入会", "Correct an admission"), offices=CLERK, emits=Corrected)
async def correct(tx: Tx, member: UnmovedMember, command: CorrectAdmission) -> Done:
    """Only while the member has not moved; names and numbers change in the vault alone, never in the event."""
    old = await _locked(tx, member)
    domain.may_correct(old)
    event_id, said, before_on = await standing.last(tx, member, MemberAdmitted)
    on = command.occurred_on or before_on
    tx.happened(on)
    union = await organisations.read(tx, command.union or old.union)
    tx.allow(union.area, union.id)
    changed = Particulars.of(name=command.name, id_number=command.id_number, phone=command.phone)
    number = command.id_number or (await store.person(tx, member))[vault.ID_NUMBER]
    employment = command.employment or old.employment
    right = domain.admit(member, union, employment, on, identity.birthday(number))
    new = replace(
        old,
        union=union.id,
        area=union.area,
        employment=employment,
        admitted_on=on,
        since=on,
        revision=old.revision + 1,
    )
    await store.readmit(tx, new)
    await store.save(tx, new)
    await vault.change(tx, member, changed)
    corrected = Corrected.of(event_id, said, before_on, right, on, command.reason)
    return await tx.record(member, corrected, on=before_on, revision=new.revision)


@members.command("/{member}/void", words=("作废入会", "Void an admission"), offices=CLERK, emits=Voided)
async def void(tx: Tx, member: UnmovedMember, command: VoidAdmission) -> Done:
    """Only while the member has not moved; the ID number is free again."""
    old = await _locked(tx, member)
    domain.may_correct(old)
    event_id, said, on = await standing.last(tx, member, MemberAdmitted)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.leave_all(tx, member)
    await store.save(tx, new)
    await vault.close(tx, [member])
    return await tx.record(member, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@members.command("/{member}/void-transfer", words=("作废转会", "Void a transfer"), offices=CLERK, emits=Voided)
async def void_transfer(tx: Tx, member: MovedMember, command: VoidTransfer) -> Done:
    """The member is back where the last transfer began, as if it had never been."""
    old = await _locked(tx, member)
    domain.may_move_back(old)
    event_id, said, on = await standing.last(tx, member, MemberTransferred)
    await tx.across(said.origin.area)  # the member is the other township's again
    period = await store.move_back(tx, member)
    new = replace(old, union=period.union_id, area=said.origin.area, since=period.since, revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(member, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _locked(tx: Tx, member: UUID) -> Member:
    old = await store.lock(tx, member)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    return old
