"""Steps that commands and the day's work take alike: into the record, into force, out of force."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis import parameters, standing
from chassis.postgres import Done, Tx
from contracts.declare import ChangeReason, Event, Voided
from contracts.membership.agreements import (
    AgreementEnd,
    AgreementEnded,
    AgreementInForce,
    RenewalAsked,
    TerminationSigned,
)
from contracts.membership.consultation import ConsultationOffered
from services.membership.consultation import store
from services.membership.consultation.domain import record, refusals, rules, steps
from services.membership.consultation.domain.record import Consultation

Said = tuple[UUID, Event, date]
_ON_EARLIER: dict[type[Event], type[AgreementEnded] | type[RenewalAsked]] = {
    AgreementInForce: AgreementEnded,
    TerminationSigned: AgreementEnded,
    ConsultationOffered: RenewalAsked,
}


async def take(tx: Tx, old: Consultation, event: Event, on: date) -> Done:
    """One step of a locked record, which answers the command."""
    tx.happened(on)
    new = record.after(old, event, on)
    await store.save(tx, new)
    return await tx.record(old.id, event, on=on, revision=new.revision)


async def take_also(tx: Tx, old: Consultation, event: Event, on: date) -> None:
    """One step of another locked record, together with the command's own."""
    tx.happened(on)
    await store.save(tx, record.after(old, event, on))
    tx.also(old.id, event, on=on)


async def publication_days(tx: Tx, old: Consultation, on: date) -> int:
    """How long the county gives for publication (L)."""
    (days,) = await parameters.values(tx, old.county, on, rules.PUBLICATION)
    return days


async def come_into_force(tx: Tx, old: Consultation) -> tuple[AgreementInForce, date]:
    """Rule 15. What it renews or changes ends on that day, unless it has ended by then."""
    event, day = steps.come_into_force(old, tx.today, await publication_days(tx, old, old.due_on or old.since))
    if old.earlier:
        await end_earlier(tx, old.earlier, "replaced", old.id, day)
    return event, day


async def end_earlier(tx: Tx, earlier: UUID, reason: AgreementEnd, by: UUID, on: date) -> None:
    """The agreement that another takes the place of, or ends."""
    former = await store.lock(tx, earlier)
    if former.state == "in-force":
        await take_also(tx, former, steps.end(former, reason, on, by), on)


@dataclass(frozen=True)
class Unwound:
    """What is left of a record when its last events are taken back, and the voidings to record, the last one first."""

    record: Consultation
    voided: list[tuple[Voided, date]]


async def unwind(tx: Tx, old: Consultation, said: list[Said], first: int, reason: ChangeReason) -> Unwound:
    """Take back a locked record's standing events from `first` on, with what they did to the earlier agreement."""
    for _, event, _ in said[first:]:
        if old.earlier and type(event) in _ON_EARLIER:
            await _restore_earlier(tx, old.earlier, _ON_EARLIER[type(event)], old.id, reason)
    kept = [(event, on) for _, event, on in said[:first]]
    left = record.told(kept) if kept else replace(old, state="void", due_on=None, provisional=False)
    left = replace(left, revision=old.revision + 1)
    await store.save(tx, left)
    voided = [(Voided.of(event_id, event, on, reason), on) for event_id, event, on in reversed(said[first:])]
    return Unwound(left, voided)


async def take_back_effect(tx: Tx, old: Consultation) -> Consultation:
    """As if it had not come into force: nothing was built upon that. BuiltUpon."""
    said = await standing.of_kind(tx, old.id, Event)
    first = next(number for number, each in enumerate(said) if isinstance(each[1], AgreementInForce))
    if any(not isinstance(event, record.AUTOMATIC) for _, event, _ in said[first:]):
        raise refusals.BuiltUpon
    undone = await unwind(tx, old, said, first, "not-true")
    for event, on in undone.voided:
        tx.also(old.id, event, on=on)
    return undone.record


async def _restore_earlier(
    tx: Tx, earlier: UUID, kind: type[AgreementEnded] | type[RenewalAsked], by: UUID, reason: ChangeReason
) -> None:
    """Take back what this consultation did to the earlier agreement, if it did."""
    former = await store.lock(tx, earlier)
    said = await standing.of_kind(tx, earlier, Event)
    for number, (event_id, event, on) in enumerate(said):
        if isinstance(event, kind) and event.by == by:
            left = record.told([(each, day) for _, each, day in said[:number] + said[number + 1 :]])
            await store.save(tx, replace(left, revision=former.revision + 1))
            tx.also(earlier, Voided.of(event_id, event, on, reason), on=on)
