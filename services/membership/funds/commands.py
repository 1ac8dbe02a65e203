"""Stating employers' payrolls and recording what they pay; putting both right."""

from dataclasses import replace
from uuid import UUID

from chassis import parameters, standing
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.ids import uuid7
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.funds import FundAccrued, FundPaid, FundPartlyPaid
from contracts.offices import Office
from services.membership.dues.fields import Method
from services.membership.employers.domain import EmployerVoid
from services.membership.fields import Why
from services.membership.funds import domain, store
from services.membership.funds.domain import BASE_SHARE, DUE_DAY, RATE, TOWNSHIP_SHARE, Payment, Statement
from services.membership.funds.fields import (
    FundAmount,
    FundEmployer,
    FundMonth,
    PayrollFen,
    StatementId,
    UnpaidStatement,
)

CLERK = (Office.TOWNSHIP_CLERK,)

funds = Capability(
    "funds",
    "/funds",
    words=("工会经费", "Employer fund"),
    constraints={"one_fund_statement_per_month": domain.MonthStated},
)


class StatePayroll(Creation):
    """Say what an employer paid its employees in a month, all together."""

    employer: FundEmployer
    month: FundMonth
    payroll_fen: PayrollFen
    occurred_on: BusinessDay


class PayFund(Command):
    """Record what the employer paid."""

    amount_fen: FundAmount
    method: Method
    occurred_on: BusinessDay


class CorrectPayroll(Command):
    """Another payroll."""

    payroll_fen: PayrollFen
    reason: Why


class VoidStatement(Command):
    """A statement, or its last payment, that should never have been."""

    reason: Why


@funds.command("", words=("填报工资总额", "State a payroll"), offices=CLERK, emits=FundAccrued)
async def state_payroll(tx: Tx, command: StatePayroll) -> Done:
    """Rule 9: the fund is owed from then on, and divided among the levels by the county's shares."""
    employer = await store.employer(tx, command.employer)
    tx.allow(employer.area, employer.id)
    if employer.state == "void":
        raise EmployerVoid
    month = command.month.replace(day=1)
    (day,) = await parameters.values(tx, employer.county, month, DUE_DAY)
    empty = Statement(
        tx.new_id(command),
        employer.area,
        employer.id,
        month,
        0,
        0,
        0,
        0,
        0,
        0,
        command.occurred_on,
        domain.due_day(month, day),
        "standing",
        1,
    )
    new = await _calculated(tx, empty, employer.county, command.payroll_fen)
    event = domain.stated(new, employer.registered_on)
    await store.insert(tx, new)
    return await tx.record(new.id, event, on=command.occurred_on, revision=1)


@funds.command(
    "/{statement}/pay",
    words=("登记经费缴款", "Record a payment of the fund"),
    offices=CLERK,
    emits=(FundPartlyPaid, FundPaid),
)
async def pay(tx: Tx, statement: UnpaidStatement, command: PayFund) -> Done:
    """Part of it, or what is left; never more than that."""
    old = await _locked(tx, statement)
    payment = Payment(uuid7(), statement, command.amount_fen, command.method, command.occurred_on)
    new, event = domain.pay(old, payment, command.method)
    await store.pay(tx, payment)
    await store.save(tx, new)
    return await tx.record(statement, event, on=command.occurred_on, revision=new.revision)


@funds.command(
    "/{statement}/void-payment",
    words=("作废经费缴款", "Void the last payment of the fund"),
    offices=CLERK,
    emits=Voided,
)
async def void_payment(tx: Tx, statement: StatementId, command: VoidStatement) -> Done:
    """The last one: what it paid is owed again. An earlier one after it."""
    old = await _locked(tx, statement)
    last = await store.last_payment(tx, statement)
    new = domain.unpay(old, last)
    event_id, said, on = await standing.last(tx, statement, FundPartlyPaid)
    await store.unpay(tx, said.payment)
    await store.save(tx, new)
    return await tx.record(statement, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@funds.command("/{statement}/correct", words=("更正工资总额", "Correct a payroll"), offices=CLERK, emits=Corrected)
async def correct(tx: Tx, statement: StatementId, command: CorrectPayroll) -> Done:
    """While nothing was paid on it."""
    old = await _locked(tx, statement)
    domain.unpaid(old)
    employer = await store.employer(tx, old.employer)
    event_id, said, on = await standing.last(tx, statement, FundAccrued)
    new = await _calculated(tx, replace(old, revision=old.revision + 1), employer.county, command.payroll_fen)
    right = domain.stated(new, employer.registered_on)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(statement, corrected, on=on, revision=new.revision)


@funds.command("/{statement}/void", words=("作废工资总额", "Void a payroll"), offices=CLERK, emits=Voided)
async def void(tx: Tx, statement: StatementId, command: VoidStatement) -> Done:
    """While nothing was paid on it."""
    old = await _locked(tx, statement)
    domain.unpaid(old)
    event_id, said, on = await standing.last(tx, statement, FundAccrued)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(statement, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _calculated(tx: Tx, statement: Statement, county: str, payroll_fen: int) -> Statement:
    """By the values that hold for the month."""
    found = await parameters.values(tx, county, statement.month, RATE, BASE_SHARE, TOWNSHIP_SHARE)
    amount = domain.fund(payroll_fen, found[0])
    shares = domain.shares(amount, found[1], found[2])
    return replace(
        statement,
        payroll_fen=payroll_fen,
        accrued_fen=amount,
        base_fen=shares.base_fen,
        township_fen=shares.township_fen,
        superior_fen=shares.superior_fen,
    )


async def _locked(tx: Tx, statement: UUID) -> Statement:
    old = await store.lock(tx, statement)
    tx.allow(old.area, old.employer)
    tx.expect(old.revision)
    return old
