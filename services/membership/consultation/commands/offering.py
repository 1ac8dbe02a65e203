"""要约 and 回应: who asks whom to negotiate, and what the other side answers."""

from pydantic import Field

from chassis.command import Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.agreements import RenewalAsked
from contracts.membership.consultation import (
    ConsultationAnswered,
    ConsultationCoordinated,
    ConsultationOffered,
    ConsultationRefused,
    ConsultationWithdrawn,
)
from services.membership.consultation import fields, moving, store
from services.membership.consultation.commands import CLERKS, COORDINATORS, consultation, locked
from services.membership.consultation.domain import record, refusals, steps
from services.membership.consultation.domain.record import Consultation
from services.membership.fields import UnionId
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import open_on


class OfferTalks(Creation):
    """One side's offer, as the other received it."""

    union: UnionId
    kind: fields.OfKind
    level: fields.AtTheLevel
    purpose: fields.For = "new"
    earlier: fields.Earlier | None = None
    offered_by: fields.By
    employers: fields.Units = Field(default_factory=list)
    workers: fields.Workers
    demand: fields.Demand | None = None
    occurred_on: BusinessDay


class AcceptTalks(Command):
    """The other side negotiates."""

    occurred_on: BusinessDay


class RefuseTalks(Command):
    """The other side does not."""

    reason: fields.RefusedBecause
    note: fields.Note | None = None
    occurred_on: BusinessDay


class CoordinateTalks(Command):
    """What came of the township's coordination."""

    coordination: fields.CameOfIt
    note: fields.Note | None = None
    occurred_on: BusinessDay


class WithdrawOffer(Command):
    """Take the offer back."""

    note: fields.Note | None = None
    occurred_on: BusinessDay


@consultation.command(
    "",
    words=("发出或收到协商要约", "Enter an offer of talks"),
    offices=CLERKS,
    emits=(ConsultationOffered, RenewalAsked),
)
async def offer(tx: Tx, command: OfferTalks) -> Done:
    """Art. 32; where it is about an agreement in force, that one's record says so."""
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    on = command.occurred_on
    open_on(union, on)
    new = Consultation(
        id=tx.new_id(command),
        county=union.county,
        area=union.area,
        union=union.id,
        kind=command.kind,
        level=command.level,
        purpose=command.purpose,
        earlier=command.earlier,
        offered_by=command.offered_by,
        employers=sorted(set(command.employers)),
        workers=command.workers,
        offered_on=on,
        since=on,
    )
    earlier = await store.lock(tx, command.earlier) if command.earlier else None
    event = steps.offer(new, earlier)
    if await store.units_at(tx, new.employers, union.area) != len(new.employers):
        raise refusals.UnitElsewhere("employers")
    begun = record.begun(event, on)
    tx.happened(on)
    await store.insert(tx, begun)
    await store.write(tx, new.id, "offer", on, command.demand)
    if earlier:
        await moving.take_also(tx, earlier, steps.renewal_asked(earlier, new), on)
    return await tx.record(new.id, event, on=on, revision=begun.revision)


@consultation.command(
    "/{consultation}/accept", words=("同意协商", "Accept an offer of talks"), offices=CLERKS, emits=ConsultationAnswered
)
async def accept(tx: Tx, consultation: fields.OfferedTalks, command: AcceptTalks) -> Done:
    """Art. 32: within 20 days, or late."""
    old = await locked(tx, consultation)
    return await moving.take(tx, old, steps.accept(old, command.occurred_on), command.occurred_on)


@consultation.command(
    "/{consultation}/refuse", words=("拒绝协商", "Refuse an offer of talks"), offices=CLERKS, emits=ConsultationRefused
)
async def refuse(tx: Tx, consultation: fields.RefusableTalks, command: RefuseTalks) -> Done:
    """Art. 32; the township coordinates."""
    old = await locked(tx, consultation)
    await store.write(tx, consultation, "refuse", command.occurred_on, command.note)
    return await moving.take(tx, old, steps.refuse(old, command.reason, command.occurred_on), command.occurred_on)


@consultation.command(
    "/{consultation}/coordinate",
    words=("登记协调结果", "Enter what came of coordination"),
    offices=COORDINATORS,
    emits=ConsultationCoordinated,
)
async def coordinate(tx: Tx, consultation: fields.StalledTalks, command: CoordinateTalks) -> Done:
    """After a refusal, no answer, or talks broken off."""
    old = await locked(tx, consultation)
    on = command.occurred_on
    await store.write(tx, consultation, "coordinate", on, command.note)
    return await moving.take(tx, old, steps.coordinate(old, command.coordination, on), on)


@consultation.command(
    "/{consultation}/withdraw", words=("撤回要约", "Withdraw an offer"), offices=CLERKS, emits=ConsultationWithdrawn
)
async def withdraw(tx: Tx, consultation: fields.WithdrawableTalks, command: WithdrawOffer) -> Done:
    """Until a draft was passed."""
    old = await locked(tx, consultation)
    await store.write(tx, consultation, "withdraw", command.occurred_on, command.note)
    return await moving.take(tx, old, steps.withdraw(old, command.occurred_on), command.occurred_on)
