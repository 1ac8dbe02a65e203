"""Putting a membership's last change right, or taking it back: one event, on the original day."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis import standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.personal import identity, vault
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from contracts.declare import Corrected, Event, Voided
from contracts.membership.members import (
    ExpulsionProposed,
    MemberAdmitted,
    MemberEmploymentChanged,
    MemberRejoined,
    MemberRestored,
    MemberRetained,
)
from contracts.offices import Office
from services.membership.fields import AnyMember, EmploymentForm, IdNumber, PersonName, Phone, Why
from services.membership.members import domain, store
from services.membership.members.commands import CLERK, CLERK_OR_CHAIR, members
from services.membership.members.commands.life import locked
from services.membership.members.domain import Member, life
from services.membership.members.domain.life import Change
from services.membership.members.fields import ChangedMember, EmployerId, LeftFor, RetainedFor

RECORDERS = (*CLERK_OR_CHAIR, Office.TOWNSHIP_CHAIR)


class VoidChange(Command):
    """The last change of the membership should never have been."""

    reason: Why


class CorrectChange(Command):
    """What was wrong about the last change; what is left out stays."""

    occurred_on: BusinessDay | None = None
    retained_for: RetainedFor | None = None
    left_for: LeftFor | None = None
    employment: EmploymentForm | None = None
    employer: EmployerId | None = None
    reason: Why


class CorrectParticulars(Command):
    """A name, number or telephone that was entered wrongly; what is left out stays."""

    name: PersonName | None = None
    id_number: IdNumber | None = None
    phone: Phone | None = None
    reason: Why


@members.command(
    "/{member}/void-change", words=("作废最近一次变动", "Void the last change"), offices=RECORDERS, emits=Voided
)
async def void_change(tx: Tx, member: ChangedMember, command: VoidChange) -> Done:
    """Retained, restored, left, joined again, other employment: as if it had never been."""
    old = await locked(tx, member)
    event_id, said, on, before = await _undone(tx, old)
    if old.end_reason == "expelled":
        proposal_id, proposed, proposed_on = await standing.last(tx, member, ExpulsionProposed)
        tx.also(member, Voided.of(proposal_id, proposed, proposed_on, command.reason), on=proposed_on)
    if before.area != old.area:
        await tx.across(before.area)
    await store.save(tx, before)
    voided = Voided.of(event_id, said, on, command.reason)
    return await tx.record(member, voided, on=on, revision=before.revision)


@members.command(
    "/{member}/correct-change",
    words=("更正最近一次变动", "Correct the last change"),
    offices=RECORDERS,
    emits=Corrected,
)
async def correct_change(tx: Tx, member: ChangedMember, command: CorrectChange) -> Done:
    """Its day, its reason, its employment. Who joined again is voided instead."""
    old = await locked(tx, member)
    event_id, said, before_on, before = await _undone(tx, old)
    on = command.occurred_on or before_on
    tx.happened(on)
    await store.employed(tx, command.employer)
    new, right = _anew(before, said, command, on)
    new = replace(new, revision=old.revision + 1)
    if new.ended_on is None:
        await store.save(tx, new)
    else:
        await store.end(tx, new)
    corrected = Corrected.of(event_id, said, before_on, right, on, command.reason)
    return await tx.record(member, corrected, on=before_on, revision=new.revision)


@members.command(
    "/{member}/correct-particulars",
    words=("更正姓名、证件号或手机号", "Correct a member's particulars"),
    offices=CLERK,
    emits=Corrected,
)
async def correct_particulars(tx: Tx, member: AnyMember, command: CorrectParticulars) -> Done:
    """Whatever became of the membership since; names and numbers change in the vault alone, never in the event."""
    old = await locked(tx, member)
    if old.state == "void":
        raise domain.MemberVoid
    if command.id_number is not None:
        domain.old_enough(identity.birthday(command.id_number), old.admitted_on)
    changed = Particulars.of(name=command.name, id_number=command.id_number, phone=command.phone)
    if not changed:
        raise life.NothingChanged
    await vault.change(tx, member, changed)
    event_id, said, on = next(each for each in await store.life(tx, member) if isinstance(each[1], MemberAdmitted))
    corrected = Corrected.of(event_id, said, on, said, on, command.reason)
    return await tx.record(member, corrected, on=on, revision=await store.touch(tx, member))


async def _undone(tx: Tx, old: Member) -> tuple[UUID, Change, date, Member]:
    """The last change's event and day, and the membership without it. Its periods are put back already."""
    life.may_undo(old)
    told = await store.life(tx, old.id)
    lived = [each for each in told if isinstance(each[1], life.LIFE)]
    event_id, _, on = lived[-1]
    said = life.last_change(old, [(event, day) for _, event, day in lived])
    life.recorded_by(said, tx.principal.office)
    earlier: list[tuple[Event, date]] = [(event, day) for each, event, day in told if each != event_id]
    before = life.undo(old, said, earlier)
    if isinstance(said, life.Left):
        await store.reopen(tx, old.id)
    elif isinstance(said, MemberRejoined):
        before = replace(before, since=(await store.begin_never(tx, old.id)).since)
    return event_id, said, on, before


def _anew(before: Member, said: Change, command: CorrectChange, on: date) -> tuple[Member, Event]:
    """The same change with the right values. NotItsReason."""
    given = {
        name for name in ("retained_for", "left_for", "employment", "employer") if getattr(command, name) is not None
    }
    if isinstance(said, MemberRetained):
        _only(given, {"retained_for"})
        return life.retain(before, command.retained_for or said.retained_for, on)
    if isinstance(said, MemberRestored):
        _only(given, set())
        return life.restore(before, on)
    if isinstance(said, MemberEmploymentChanged):
        _only(given, {"employment", "employer"})
        employment = command.employment or said.employment
        return life.change_employment(before, employment, command.employer or said.employer, on)
    if isinstance(said, MemberRejoined):
        raise life.NotItsReason
    _only(given, set() if said.left_for == "expelled" else {"left_for"})
    return life.leave(before, command.left_for or said.left_for, on)


def _only(given: set[str], known: set[str]) -> None:
    if wrong := given - known:
        raise life.NotItsReason(min(wrong))
