"""Putting ledgers, accruals, payments and waivers of dues right, or taking them back."""

from dataclasses import replace
from uuid import UUID

from chassis import parameters, standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.declare import Corrected, Event, Voided
from contracts.membership.dues import DuesAccrued, DuesBegun, DuesPaid, DuesWaived
from services.membership.dues import domain, store
from services.membership.dues.commands import KEEPERS, dues
from services.membership.dues.domain import ACCRUAL_DAY, Ledger, Settlement
from services.membership.dues.fields import FirstMonth, LedgerId, Method, PaymentId, SettlementId
from services.membership.fields import Why


class CorrectLedger(Command):
    """Another first month."""

    month: FirstMonth
    reason: Why


class VoidLedger(Command):
    """A ledger that should never have been begun."""

    reason: Why


class VoidAccrual(Command):
    """The last accrual should never have been."""

    reason: Why


class CorrectPayment(Command):
    """How and when it was paid; what is left out stays."""

    method: Method | None = None
    occurred_on: BusinessDay | None = None
    reason: Why


class VoidSettlement(Command):
    """A payment or waiver that should never have been."""

    reason: Why


@dues.command("/{ledger}/correct", words=("更正会费台账", "Correct a ledger of dues"), offices=KEEPERS, emits=Corrected)
async def correct(tx: Tx, ledger: LedgerId, command: CorrectLedger) -> Done:
    """Before the first accrual."""
    old = await _unused(tx, ledger)
    event_id, said, on = await standing.last(tx, ledger, DuesBegun)
    month = domain.first_of(command.month)
    new = replace(old, begun=month, next_month=month, revision=old.revision + 1)
    (day,) = await parameters.values(tx, old.county, month, ACCRUAL_DAY)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, domain.begin(new, day), on, command.reason)
    return await tx.record(ledger, corrected, on=on, revision=new.revision)


@dues.command("/{ledger}/void", words=("作废会费台账", "Void a ledger of dues"), offices=KEEPERS, emits=Voided)
async def void(tx: Tx, ledger: LedgerId, command: VoidLedger) -> Done:
    """Before the first accrual."""
    old = await _unused(tx, ledger)
    event_id, said, on = await standing.last(tx, ledger, DuesBegun)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(ledger, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@dues.command("/{ledger}/void-accrual", words=("作废计提", "Void the last accrual"), offices=KEEPERS, emits=Voided)
async def void_accrual(tx: Tx, ledger: LedgerId, command: VoidAccrual) -> Done:
    """The last one, while nothing of it was paid or waived; with right wages it is accrued anew."""
    old = await _locked(tx, ledger)
    last = await store.last_accrual(tx, ledger)
    new = domain.unaccrue(old, last, settled=bool(last and await store.is_settled(tx, last.id)))
    event_id, said, on = await standing.last(tx, ledger, DuesAccrued)
    await store.unaccrue(tx, said.accrual)
    await store.save(tx, new)
    return await tx.record(ledger, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@dues.command(
    "/settlements/{settlement}/correct",
    words=("更正会费缴纳", "Correct a payment of dues"),
    offices=KEEPERS,
    emits=Corrected,
)
async def correct_payment(tx: Tx, settlement: PaymentId, command: CorrectPayment) -> Done:
    """How and when; who paid which months is voided and recorded anew."""
    old = await _locked_settlement(tx, settlement)
    if old.kind != "paid":
        raise domain.NotAPayment
    event_id, said, before_on = await standing.last(tx, settlement, DuesPaid)
    on = command.occurred_on or before_on
    tx.happened(on)
    domain.settled_after(await store.accrued_on(tx, settlement), on)
    right = said.model_copy(update={"method": command.method or said.method})
    new = replace(old, way=right.method, settled_on=on, revision=old.revision + 1)
    await store.restate_payment(tx, new)
    corrected = Corrected.of(event_id, said, before_on, right, on, command.reason)
    return await tx.record(settlement, corrected, on=before_on, revision=new.revision)


@dues.command(
    "/settlements/{settlement}/void",
    words=("作废缴纳或减免", "Void a payment or waiver of dues"),
    offices=KEEPERS,
    emits=Voided,
)
async def void_settlement(tx: Tx, settlement: SettlementId, command: VoidSettlement) -> Done:
    """The months are owed again."""
    old = await _locked_settlement(tx, settlement)
    kind: type[Event] = DuesPaid if old.kind == "paid" else DuesWaived
    event_id, said, on = await standing.last(tx, settlement, kind)
    await store.unsettle(tx, settlement)
    voided = Voided.of(event_id, said, on, command.reason)
    return await tx.record(settlement, voided, on=on, revision=old.revision + 1)


async def _unused(tx: Tx, ledger: UUID) -> Ledger:
    old = await _locked(tx, ledger)
    domain.unused(await store.count_accruals(tx, ledger))
    return old


async def _locked(tx: Tx, ledger: UUID) -> Ledger:
    old = await store.lock(tx, ledger)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    domain.living(old)
    return old


async def _locked_settlement(tx: Tx, settlement: UUID) -> Settlement:
    old = await store.lock_settlement(tx, settlement)
    ledger = await store.lock(tx, old.ledger)
    tx.allow(ledger.area, ledger.union)
    tx.expect(old.revision)
    domain.standing_settlement(old)
    return old
