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
from contracts.membership.members import MemberAdmitted, MemberFlagged
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
from services.membership.members.commands.life import locked
from services.membership.members.domain import life, transfers
from services.membership.members.fields import EmployerId
from services.membership.organisations import store as organisations


class CorrectAdmission(Command):
    """What was wrong; what is left out stays."""

    union: UnionId | None = None
    name: PersonName | None = None
    id_number: IdNumber | None = None
    employment: EmploymentForm | None = None
    occurred_on: BusinessDay | None = None
    phone: Phone | None = None
    employer: EmployerId | None = None
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
    old = await locked(tx, member)
    domain.may_correct(old, await _changes(tx, member))
    event_id, said, before_on = await standing.last(tx, member, MemberAdmitted)
    on = command.occurred_on or before_on
    tx.happened(on)
    union = await organisations.read(tx, command.union or old.union)
    tx.allow(union.area, union.id)
    changed = Particulars.of(name=command.name, id_number=command.id_number, phone=command.phone)
    number = command.id_number or (await store.person(tx, member))[vault.ID_NUMBER]
    employment, employer = command.employment or old.employment, command.employer or old.employer
    await store.employed(tx, command.employer)
    right = domain.admit(member, union, employment, on, identity.birthday(number), employer)
    new = replace(
        old,
        union=union.id,
        area=union.area,
        employment=employment,
        employer=employer,
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
    """Only while nothing was built upon it; the ID number is free again, and a flag is void too."""
    old = await locked(tx, member)
    domain.may_correct(old, await _changes(tx, member))
    event_id, said, on = await standing.last(tx, member, MemberAdmitted)
    if old.flagged_on is not None:
        flag_id, flagged, flagged_on = await standing.last(tx, member, MemberFlagged)
        tx.also(member, Voided.of(flag_id, flagged, flagged_on, command.reason), on=flagged_on)
    new = replace(old, state="void", flagged_on=None, revision=old.revision + 1)
    await store.leave_all(tx, member)
    await store.save(tx, new)
    await vault.close(tx, [member])
    return await tx.record(member, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@members.command("/{member}/void-transfer", words=("作废转会", "Void a transfer"), offices=CLERK, emits=Voided)
async def void_transfer(tx: Tx, member: MovedMember, command: VoidTransfer) -> Done:
    """The member is back where the last transfer began, as if it had never been."""
    old = await locked(tx, member)
    domain.settled(old)
    told = await store.life(tx, member)
    lived = [each for each in told if isinstance(each[1], life.LIFE)]
    event_id, last, on = lived[-1]
    said = transfers.may_move_back(old, last)
    earlier = [(event, day) for each, event, day in told if each != event_id]
    await tx.across(said.origin.area)  # the member is the other township's again
    period = await store.move_back(tx, member)
    new = replace(
        old,
        union=period.union_id,
        area=said.origin.area,
        since=period.since,
        changed_on=life.changed_on(earlier),
        flagged_on=life.flagged_on(earlier),
        revision=old.revision + 1,
    )
    await store.save(tx, new)
    return await tx.record(member, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _changes(tx: Tx, member: UUID) -> int:
    return len([event for _, event, _ in await store.life(tx, member) if isinstance(event, life.LIFE)])
