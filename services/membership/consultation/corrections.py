"""Putting an offer right, and taking the last step back: each by the office that took it, on its original day."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis import standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.declare import Corrected, Event, Voided
from contracts.membership.agreements import AgreementEnded, RenewalAsked
from contracts.membership.consultation import ConsultationOffered
from contracts.offices import Office
from services.membership.consultation import fields, moving, store
from services.membership.consultation.commands import CLERKS, consultation, locked
from services.membership.consultation.domain import record, refusals, rules, steps
from services.membership.fields import Why


class CorrectOffer(Command):
    """What the offer said wrongly; what is left out stays."""

    kind: fields.OfKind | None = None
    level: fields.AtTheLevel | None = None
    employers: fields.Units | None = None
    workers: fields.Workers | None = None
    occurred_on: BusinessDay | None = None
    reason: Why


class VoidTalksStep(Command):
    """The last step should never have been."""

    reason: Why


@consultation.command(
    "/{consultation}/correct", words=("更正要约", "Correct an offer"), offices=CLERKS, emits=Corrected
)
async def correct(tx: Tx, consultation: fields.CorrectableTalks, command: CorrectOffer) -> Done:
    """All of it while nothing followed; units and workers covered until the agreement is in force."""
    old = await locked(tx, consultation)
    steps.allowed(old, "correct", old.since)
    said = await standing.of_kind(tx, consultation, Event)
    event_id, offered, before_on = await standing.last(tx, consultation, ConsultationOffered)
    await _own(tx, event_id)
    on = command.occurred_on or before_on
    tx.happened(on)
    right = await _right(tx, offered, command, on, alone=len(said) == 1)
    if await store.units_at(tx, right.employers, old.area) != len(right.employers):
        raise refusals.UnitElsewhere("employers")
    new = record.told([(right, on), *((event, day) for _, event, day in said[1:])])
    new = replace(new, revision=old.revision + 1)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, offered, before_on, right, on, command.reason)
    return await tx.record(consultation, corrected, on=before_on, revision=new.revision)


async def _right(
    tx: Tx, offered: ConsultationOffered, command: CorrectOffer, on: date, *, alone: bool
) -> ConsultationOffered:
    """The offer as it should have been. OnlyCoverage when steps followed that rest on the rest of it."""
    employers = sorted(set(command.employers)) if command.employers else offered.employers
    covering = offered.model_copy(update={"employers": employers, "workers": command.workers or offered.workers})
    if not (command.kind or command.level or command.occurred_on):
        rules.units(covering.level, len(employers))
        return covering
    if not alone:
        raise refusals.OnlyCoverage
    new = replace(record.begun(covering, on), kind=command.kind or offered.kind, level=command.level or offered.level)
    earlier = await store.lock(tx, offered.earlier) if offered.earlier else None
    return steps.offer(new, earlier)


@consultation.command(
    "/{consultation}/void",
    words=("作废上一步骤", "Take the last step back"),
    offices=(*CLERKS, Office.TOWNSHIP_CHAIR),
    emits=Voided,
)
async def void(tx: Tx, consultation: fields.VoidableTalks, command: VoidTalksStep) -> Done:
    """The offer's voiding voids the record; an agreement in force is back where its receipt was to be registered."""
    old = await locked(tx, consultation)
    steps.allowed(old, "void", old.since)
    said = await standing.of_kind(tx, consultation, Event)
    first = max(number for number, each in enumerate(said) if not isinstance(each[1], record.AUTOMATIC))
    event_id, event, _ = said[first]
    if isinstance(event, RenewalAsked) or (isinstance(event, AgreementEnded) and event.by):
        raise refusals.BuiltUpon
    await _own(tx, event_id)
    undone = await moving.unwind(tx, old, said, first, command.reason)
    *others, (last, on) = undone.voided
    for each, day in others:
        tx.also(consultation, each, on=day)
    return await tx.record(consultation, last, on=on, revision=undone.record.revision)


async def _own(tx: Tx, event_id: UUID) -> None:
    """A step is put right by the office that took it. NothingToVoid."""
    office = Office(await store.office_of(tx, event_id))
    if office is not tx.principal.office:
        raise refusals.NothingToVoid(office_zh=office.words.zh, office_en=office.words.en)
