"""Employers' funds in the database: statements by month, and payments on them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.postgres import Tx
from services.membership.funds.domain import Payment, Statement


@dataclass(frozen=True)
class Owner:
    """The employer that states its payroll."""

    id: UUID
    county: str
    area: str
    state: str
    registered_on: date


async def employer(tx: Tx, employer: UUID) -> Owner:
    """An employer of the county."""
    return await tx.one(
        Owner, "SELECT id, county, area, state, registered_on FROM employers WHERE id = $1 FOR SHARE", employer
    )


async def lock(tx: Tx, statement: UUID) -> Statement:
    """A statement about to change."""
    return await tx.one(
        Statement,
        """SELECT s.id, e.area, s.employer, s.month, s.payroll_fen, s.accrued_fen, s.paid_fen, s.base_fen,
            s.township_fen, s.superior_fen, s.stated_on, s.due_on, s.state, s.revision
        FROM fund_statements s JOIN employers e ON e.id = s.employer WHERE s.id = $1 FOR UPDATE OF s""",
        statement,
    )


async def insert(tx: Tx, new: Statement) -> None:
    """A month's statement."""
    await tx.run(
        """INSERT INTO fund_statements (id, employer, month, payroll_fen, accrued_fen, paid_fen, base_fen,
            township_fen, superior_fen, stated_on, due_on, state, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""",
        new.id,
        new.employer,
        new.month,
        new.payroll_fen,
        new.accrued_fen,
        new.paid_fen,
        new.base_fen,
        new.township_fen,
        new.superior_fen,
        new.stated_on,
        new.due_on,
        new.state,
        new.revision,
    )


async def save(tx: Tx, new: Statement) -> None:
    """Everything of a statement that commands change."""
    await tx.run(
        """UPDATE fund_statements SET payroll_fen = $2, accrued_fen = $3, paid_fen = $4, base_fen = $5,
            township_fen = $6, superior_fen = $7, state = $8, revision = $9 WHERE id = $1""",
        new.id,
        new.payroll_fen,
        new.accrued_fen,
        new.paid_fen,
        new.base_fen,
        new.township_fen,
        new.superior_fen,
        new.state,
        new.revision,
    )


async def pay(tx: Tx, payment: Payment) -> None:
    """A payment."""
    await tx.run(
        "INSERT INTO fund_payments (id, statement, amount_fen, method, paid_on) VALUES ($1, $2, $3, $4, $5)",
        payment.id,
        payment.statement,
        payment.amount_fen,
        payment.method,
        payment.paid_on,
    )


async def last_payment(tx: Tx, statement: UUID) -> Payment | None:
    """The latest payment on a statement."""
    return await tx.maybe(
        Payment,
        """SELECT id, statement, amount_fen, method, paid_on FROM fund_payments
        WHERE statement = $1 ORDER BY number DESC LIMIT 1""",
        statement,
    )


async def unpay(tx: Tx, payment: UUID) -> None:
    """The payment never was."""
    await tx.run("DELETE FROM fund_payments WHERE id = $1", payment)
