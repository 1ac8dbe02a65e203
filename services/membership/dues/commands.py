"""Keeping account of members' dues: the basis, a month's accrual, payments and waivers."""

from dataclasses import replace
from uuid import UUID

from pydantic import Field

from chassis import parameters
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.personal import vault
from chassis.postgres import Tx
from contracts.membership.dues import DuesAccrued, DuesBegun, DuesPaid, DuesWaived, WagesStated
from contracts.offices import Office
from services.membership.dues import domain, store
from services.membership.dues.domain import ACCRUAL_DAY, RATE, REFERENCE_DAY, WAGE_STEP, Accrual, Ledger, Settlement
from services.membership.dues.fields import (
    FirstMonth,
    LastMonth,
    LedgerId,
    Members,
    Method,
    Month,
    SomeMembers,
    UnstatedMembers,
    Wage,
    WaivedFor,
)
from services.membership.fields import UnionId
from services.membership.members import store as members
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import open_on

KEEPERS = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)

dues = Capability(
    "dues",
    "/dues",
    words=("会费", "Dues"),
    constraints={"one_dues_ledger_per_union": domain.LedgerExists},
)


class BeginLedger(Creation):
    """Keep account of a union's dues."""

    union: UnionId
    month: FirstMonth
    occurred_on: BusinessDay


class StateWages(Command):
    """Say what some members' dues are calculated from, from a month on."""

    wage_fen: Wage
    since: FirstMonth
    occurred_on: BusinessDay
    members: UnstatedMembers = Field(default_factory=list)


class AccrueMonth(Command):
    """Calculate a month's dues."""

    month: Month
    occurred_on: BusinessDay


class PayDues(Creation):
    """Record dues that were paid, whole months."""

    ledger: LedgerId
    from_month: FirstMonth
    to_month: LastMonth
    method: Method
    occurred_on: BusinessDay
    members: SomeMembers = Field(default_factory=list)


class WaiveDues(Creation):
    """Let members off some months."""

    ledger: LedgerId
    from_month: FirstMonth
    to_month: LastMonth
    waived_for: WaivedFor
    members: Members
    occurred_on: BusinessDay


@dues.command("", words=("建立会费台账", "Begin a ledger of dues"), offices=KEEPERS, emits=DuesBegun)
async def begin(tx: Tx, command: BeginLedger) -> Done:
    """One per union; from its first month on each month waits to be accrued."""
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    open_on(union, command.occurred_on)
    month = domain.first_of(command.month)
    new = Ledger(tx.new_id(command), union.county, union.area, union.id, month, month, "open", 1)
    (day,) = await parameters.values(tx, new.county, month, ACCRUAL_DAY)
    await store.insert(tx, new)
    return await tx.record(new.id, domain.begin(new, day), on=command.occurred_on, revision=1)


@dues.command("/{ledger}/wages", words=("登记会费基数", "State the basis of dues"), offices=KEEPERS, emits=WagesStated)
async def state_wages(tx: Tx, ledger: LedgerId, command: StateWages) -> Done:
    """One wage for one member, or for several who earn the same; accruals that stand keep theirs."""
    old = await _locked(tx, ledger)
    chosen = sorted(set(command.members)) or await store.without_wage(tx, old.union)
    if not chosen or not await store.are_members(tx, old.union, chosen, command.occurred_on):
        raise domain.MembersElsewhere("members")
    since = domain.first_of(command.since)
    await store.state_wages(tx, chosen, since, command.wage_fen)
    new = replace(old, revision=old.revision + 1)
    await store.save(tx, new)
    event = WagesStated(ledger=old.id, place=old.place, since=since, members=len(chosen))
    return await tx.record(ledger, event, on=command.occurred_on, revision=new.revision)


@dues.command("/{ledger}/accrue", words=("计提会费", "Accrue a month's dues"), offices=KEEPERS, emits=DuesAccrued)
async def accrue(tx: Tx, ledger: LedgerId, command: AccrueMonth) -> Done:
    """Rules 7 and 10, for all members at once. Repeated for a month, it takes in those who were left out."""
    old = await _locked(tx, ledger)
    month = domain.first_of(command.month)
    step, rate, reference = await parameters.values(tx, old.county, month, WAGE_STEP, RATE, REFERENCE_DAY)
    day = domain.may_accrue(old, month, reference, command.occurred_on)
    await tx.across(old.area)  # whoever has moved on since that day still owes the month here
    found = await store.owing(tx, old.union, month, day)
    retained = await store.retentions(tx, [each.member for each in found])
    owing = [each for each in found if domain.owes(retained.get(each.member, []), day)]
    keys = await vault.keys_of(tx, [each.member for each in owing])
    wages = {each.member: store.wage_of(each, keys) for each in owing if each.member in keys}
    amounts = {
        member: due for member, wage in wages.items() if wage is not None and (due := domain.dues(wage, step, rate))
    }
    unknown = sum(wage is None for wage in wages.values())
    domain.something(old, month, len(amounts), unknown)
    accrual = Accrual(
        tx.new_id(command),
        ledger,
        month,
        len(amounts),
        sum(amounts.values()),
        command.occurred_on,
        advanced=month == old.next_month,
    )
    (day_due,) = await parameters.values(tx, old.county, domain.after(month), ACCRUAL_DAY)
    new, event = domain.accrue(old, accrual, day_due)
    await store.accrue(tx, accrual, amounts, keys)
    await store.save(tx, new)
    if unknown:
        tx.warn(
            "wage-unknown",
            f"有 {unknown} 名会员未登记会费基数，未计提；登记后可再次计提本月",
            f"{unknown} members without a basis were left out: state it and accrue the month again",
        )
    return await tx.record(ledger, event, on=command.occurred_on, revision=new.revision)


@dues.command("/payments", words=("收缴会费", "Record dues paid"), offices=KEEPERS, emits=DuesPaid)
async def pay(tx: Tx, command: PayDues) -> Done:
    """Whole months of the chosen members, or of all who owe: never less, never more than what is owed."""
    ledger = await _locked_for(tx, command.ledger)
    new, paid_by = await _settle(tx, ledger, command, "paid", command.method)
    await members.in_contact(tx, paid_by, command.occurred_on, "dues")  # rule 8
    return await tx.record(new.id, domain.paid(ledger, new, command.method), on=command.occurred_on, revision=1)


@dues.command("/waivers", words=("减免会费", "Waive dues"), offices=KEEPERS, emits=DuesWaived)
async def waive(tx: Tx, command: WaiveDues) -> Done:
    """They are owed no more, by these members alone."""
    ledger = await _locked_for(tx, command.ledger)
    new, _ = await _settle(tx, ledger, command, "waived", command.waived_for)
    return await tx.record(new.id, domain.waived(ledger, new, command.waived_for), on=command.occurred_on, revision=1)


async def _settle(
    tx: Tx, ledger: Ledger, command: PayDues | WaiveDues, kind: str, way: str
) -> tuple[Settlement, list[UUID]]:
    """The settlement, and whose months it settles."""
    first, last = domain.first_of(command.from_month), domain.first_of(command.to_month)
    domain.settling(ledger, first, last)
    lines = await store.open_lines(tx, ledger.id, first, last, command.members)
    await tx.across(ledger.area)  # the keys of those who have moved on since
    keys = await vault.keys_of(tx, sorted({line.member for line in lines}))
    lines = [line for line in lines if line.member in keys]
    amount = domain.total([store.due_of(line, keys) for line in lines])
    domain.settled_after(max(line.accrued_on for line in lines), command.occurred_on)
    new = Settlement(
        tx.new_id(command),
        ledger.id,
        kind,
        first,
        last,
        len({line.member for line in lines}),
        amount,
        way,
        command.occurred_on,
        "standing",
        1,
    )
    await store.settle(tx, new, lines)
    return new, sorted({line.member for line in lines})


async def _locked(tx: Tx, ledger: UUID) -> Ledger:
    old = await _locked_for(tx, ledger)
    tx.expect(old.revision)
    return old


async def _locked_for(tx: Tx, ledger: UUID) -> Ledger:
    old = await store.lock(tx, ledger)
    tx.allow(old.area, old.union)
    domain.living(old)
    return old
