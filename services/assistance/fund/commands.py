"""The fund's commands: budgets allotted; aid asked by a township, approved and paid by the county."""

from uuid import UUID

from chassis import parameters, standing
from chassis.access.two_persons import entered_by_another, last_by_the_asker
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.assistance.fund import AidApproved, AidAsked, AidEndorsed, AidPaid, AidRefused, BudgetAllotted
from contracts.declare import Voided
from contracts.offices import Office
from services.assistance.fields import (
    AidRefusalReason,
    Amount,
    ApprovedAid,
    BudgetYear,
    Document,
    FundSource,
    HouseholdId,
    ProgrammeCode,
    Why,
)
from services.assistance.fund import domain, store
from services.assistance.fund.domain import Aid, Allotment
from services.assistance.households import domain as files
from services.assistance.households import store as households
from services.assistance.parameters.domain import LIVING_AID_MONTHS, POVERTY_LINE, SECOND_APPROVER_ABOVE

budgets = Capability("budgets", "/budgets", words=("帮扶资金预算", "Budgets"))
fund = Capability("fund", "/aid", words=("帮扶", "Aid"))
CLERK = (Office.TOWNSHIP_CLERK,)
APPROVER = (Office.COUNTY_APPROVER,)
PAYER = (Office.COUNTY_ASSISTANCE_CLERK,)


class AllotBudget(Creation):
    """The county's budget of a source for a year grows."""

    year: BudgetYear
    fund_source: FundSource
    amount_fen: Amount
    document: Document
    occurred_on: BusinessDay


class VoidAllotment(Command):
    """An allotment that should never have been."""

    reason: Why


class AskAid(Creation):
    """Ask aid for a household with an approved file."""

    household: HouseholdId
    programme: ProgrammeCode
    amount_fen: Amount
    occurred_on: BusinessDay


class ApproveAid(Command):
    """Approve, from which money."""

    fund_source: FundSource
    occurred_on: BusinessDay


class RefuseAid(Command):
    """不予帮扶."""

    reason: AidRefusalReason
    occurred_on: BusinessDay


class PayAid(Command):
    """The money has gone to the bank card."""

    occurred_on: BusinessDay


@budgets.command("", words=("下达预算", "Allot an aid budget"), offices=PAYER, emits=BudgetAllotted)
async def allot(tx: Tx, command: AllotBudget) -> Done:
    """What may be spent of a source in a year (rule 26)."""
    county = tx.principal.county
    new = Allotment(
        tx.new_id(command),
        county,
        command.year,
        command.fund_source,
        command.amount_fen,
        command.document,
        command.occurred_on,
        "allotted",
        1,
    )
    tx.allow(county)
    await store.allot(tx, new)
    return await tx.record(new.id, domain.allot(new), on=command.occurred_on, revision=1)


@budgets.command("/{budget}/void", words=("作废预算下达", "Void a budget allotment"), offices=PAYER, emits=Voided)
async def void_allotment(tx: Tx, budget: UUID, command: VoidAllotment) -> Done:
    """Only as far as nothing was approved from it."""
    old = await store.lock_allotment(tx, budget)
    tx.allow(old.county)
    tx.expect(old.revision)
    if old.state == "void":
        raise domain.AllotmentVoid
    if not await store.take_back(tx, old):
        raise domain.BudgetCommitted
    event_id, said, on = await standing.last(tx, budget, BudgetAllotted)
    return await tx.record(budget, Voided.of(event_id, said, on, command.reason), on=on, revision=old.revision + 1)


@fund.command("", words=("申请帮扶", "Ask for aid"), offices=CLERK, emits=AidAsked)
async def ask(tx: Tx, command: AskAid) -> Done:
    """Rules 21 and 22; the household's lock lines up what is asked for it at the same time."""
    household = await households.lock(tx, command.household)
    tx.allow(household.area, household.union_id)
    files.approved_on(household, command.occurred_on)
    new = Aid(
        id=tx.new_id(command),
        county=household.county,
        area=household.area,
        union_id=household.union_id,
        household=household.id,
        programme=command.programme,
        amount_fen=command.amount_fen,
        state="asked",
        asked_on=command.occurred_on,
        asked_by=tx.principal.subject,
        endorsed_by=None,
        approved_on=None,
        approved_by=None,
        source=None,
        paid_on=None,
        revision=1,
    )
    await within_cap(tx, new)
    await store.insert(tx, new)
    return await tx.record(new.id, domain.ask(new), on=command.occurred_on, revision=1)


@fund.command(
    "/{aid}/approve",
    words=("批准帮扶", "Approve aid"),
    offices=APPROVER,
    emits=(AidApproved, AidEndorsed),
    sensitive=True,
)
async def approve(tx: Tx, aid: UUID, command: ApproveAid) -> Done:
    """Rules 25, 26, 27: the last approval puts the money aside."""
    old = await locked(tx, aid)
    on, source = command.occurred_on, command.fund_source
    (limit,) = await parameters.values(tx, old.county, on, SECOND_APPROVER_ABOVE)
    household = await households.read(tx, old.household)
    new, event = domain.approve(
        old, on, tx.principal.subject, source, limit, nationally_filed=household.nationally_filed
    )
    await entered_by_another(tx, aid, AidAsked)
    if old.endorsed_by and await last_by_the_asker(tx, aid, AidEndorsed):
        raise domain.SameApprover
    await store.save(tx, new)
    if new.state == "approved" and not await store.reserve(tx, old.county, on.year, source, old.amount_fen):
        left = await store.available(tx, old.county, on.year, source)
        raise domain.OverBudget("fund_source", left=domain.yuan(left))
    return await tx.record(aid, event, on=on, revision=new.revision)


@fund.command("/{aid}/refuse", words=("不予帮扶", "Refuse aid"), offices=APPROVER, emits=AidRefused)
async def refuse(tx: Tx, aid: UUID, command: RefuseAid) -> Done:
    """The amount no longer counts towards the household's cap."""
    old = await locked(tx, aid)
    new, event = domain.refuse(old, command.occurred_on, command.reason)
    await store.save(tx, new)
    return await tx.record(aid, event, on=command.occurred_on, revision=new.revision)


@fund.command("/{aid}/pay", words=("发放帮扶", "Pay aid"), offices=PAYER, emits=AidPaid, sensitive=True)
async def pay(tx: Tx, aid: ApprovedAid, command: PayAid) -> Done:
    """Rules 21 and 26: what was put aside is paid, to a bank card."""
    old = await locked(tx, aid)
    approved_on, source = domain.approved(old)
    payee = await store.payee(tx, old.household)
    new, event = domain.pay(old, command.occurred_on, consent=payee.consent, bank_card=payee.bank_card)
    await store.save(tx, new)
    await store.spend(tx, old.county, approved_on.year, source, old.amount_fen)
    return await tx.record(aid, event, on=command.occurred_on, revision=new.revision)


async def locked(tx: Tx, aid: UUID) -> Aid:
    """The aid about to change, if the asker may see it and has seen its last revision."""
    old = await store.lock(tx, aid)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old


async def within_cap(tx: Tx, aid: Aid) -> None:
    """Rule 22 with the parameters of the day it was asked. The caller holds the household's lock."""
    on = aid.asked_on
    line, months = await parameters.values(tx, aid.county, on, POVERTY_LINE, LIVING_AID_MONTHS)
    in_year = await store.asked_in_year(tx, aid.household, on.year, aid.id)
    domain.within_cap(aid.programme, aid.amount_fen, in_year, line, months)
