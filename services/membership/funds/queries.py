"""Employers' funds: statements by month with what is owed, and the ledger of one employer."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.dues import PAYMENT_METHOD_WORDS, PaymentMethod
from contracts.offices import STAFF, Office
from services.membership.funds.commands import funds

State = Literal["standing", "void"]
Shown = Literal["owing", "overdue", "paid", "void"]
STATE_WORDS = {
    "owing": {"zh": "待缴", "en": "Owing"},
    "overdue": {"zh": "逾期欠缴", "en": "Overdue"},
    "paid": {"zh": "已缴清", "en": "Paid"},
    "void": {"zh": "已作废", "en": "Void"},
}
SEES_FUNDS = tuple(sorted(STAFF - {Office.MEDIATOR}))


class StatementRow(BaseModel):
    """An employer's fund of a month, fen; `days_left` until the due day, below 0 when late, null when nothing waits."""

    id: UUID
    revision: int
    label: str
    state: Shown
    words: dict[str, str]
    employer: UUID
    employer_name: str
    area: str
    month: str
    payroll_fen: int
    accrued_fen: int
    paid_fen: int
    left_fen: int
    base_fen: int
    township_fen: int
    superior_fen: int
    stated_on: str
    due_on: str
    days_left: int | None


class PaymentRow(BaseModel):
    """A payment on a statement, fen."""

    id: UUID
    amount_fen: int
    method: PaymentMethod
    method_words: dict[str, str]
    paid_on: str


class LedgerRow(BaseModel):
    """One employer's fund over a year, fen: its months, and their sums."""

    employer: UUID
    label: str
    year: int
    accrued_fen: int
    paid_fen: int
    left_fen: int
    months: list[StatementRow]


@dataclass(frozen=True)
class _Row:
    id: UUID
    revision: int
    state: State
    employer: UUID
    employer_name: str
    area: str
    month: Day
    payroll_fen: int
    accrued_fen: int
    paid_fen: int
    base_fen: int
    township_fen: int
    superior_fen: int
    stated_on: Day
    due_on: Day

    def shown(self, today: date) -> StatementRow:
        """As a list shows it today."""
        left = self.accrued_fen - self.paid_fen
        state: Shown = "void" if self.state == "void" else "paid" if not left else "owing"
        if state == "owing" and self.due_on < today:
            state = "overdue"
        return StatementRow(
            id=self.id,
            revision=self.revision,
            label=f"{self.employer_name} {self.month:%Y-%m}",
            state=state,
            words=STATE_WORDS[state],
            employer=self.employer,
            employer_name=self.employer_name,
            area=self.area,
            month=self.month.isoformat(),
            payroll_fen=self.payroll_fen,
            accrued_fen=self.accrued_fen,
            paid_fen=self.paid_fen,
            left_fen=left,
            base_fen=self.base_fen,
            township_fen=self.township_fen,
            superior_fen=self.superior_fen,
            stated_on=self.stated_on.isoformat(),
            due_on=self.due_on.isoformat(),
            days_left=(self.due_on - today).days if state in {"owing", "overdue"} else None,
        )


@funds.query("", words=("工会经费列表", "Statements of the fund"), offices=SEES_FUNDS)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="单位名称")] = None,
    state: Annotated[State, Query(title="状态")] = "standing",
    owing: Annotated[bool | None, Query(title="只看尚欠的")] = None,
    overdue: Annotated[bool | None, Query(title="只看逾期的")] = None,
    month: Annotated[Day | None, Query(title="月份")] = None,
) -> Page[StatementRow]:
    """Those of the asker's area, by month, owing or overdue; newest first."""
    (before,) = asked.key(UUID)
    rows = await tx.many(
        _Row,
        """SELECT s.id, s.revision, s.state, s.employer, e.name AS employer_name, e.area, s.month, s.payroll_fen,
            s.accrued_fen, s.paid_fen, s.base_fen, s.township_fen, s.superior_fen, s.stated_on, s.due_on
        FROM fund_statements s JOIN employers e ON e.id = s.employer
        WHERE e.area >= $1 AND e.area < $2 AND ($3::uuid IS NULL OR s.id < $3) AND s.state = $4
            AND ($5::text IS NULL OR strpos(e.name, $5) > 0)
            AND ($6::boolean IS NULL OR (s.paid_fen < s.accrued_fen) = $6)
            AND ($7::boolean IS NULL OR (s.paid_fen < s.accrued_fen AND s.due_on < $8) = $7)
            AND ($9::date IS NULL OR s.month = $9)
        ORDER BY s.id DESC LIMIT $10""",
        *tx.scope,
        before,
        state,
        q,
        owing,
        overdue,
        tx.today,
        month.replace(day=1) if month else None,
        asked.fetch,
    )
    return asked.page([row.shown(tx.today) for row in rows], lambda row: [row.id])


@funds.query("/employers/{employer}", words=("单位经费台账", "An employer's fund"), offices=SEES_FUNDS)
async def of_employer(
    tx: ReadTx, employer: UUID, year: Annotated[int | None, Query(ge=1949, le=2099, title="年度")] = None
) -> LedgerRow:
    """One employer's months of a year, this year's unless another is asked for; not there before its first month."""
    year = year or tx.today.year
    name = await tx.one(
        _Named,
        """SELECT name FROM employers e WHERE id = $1 AND area >= $2 AND area < $3
            AND EXISTS (SELECT FROM fund_statements s WHERE s.employer = e.id)""",
        employer,
        *tx.scope,
    )
    rows = await tx.many(
        _Row,
        """SELECT s.id, s.revision, s.state, s.employer, e.name AS employer_name, e.area, s.month, s.payroll_fen,
            s.accrued_fen, s.paid_fen, s.base_fen, s.township_fen, s.superior_fen, s.stated_on, s.due_on
        FROM fund_statements s JOIN employers e ON e.id = s.employer
        WHERE s.employer = $1 AND s.state <> 'void' AND extract(year FROM s.month) = $2 ORDER BY s.month""",
        employer,
        year,
    )
    accrued, paid = sum(row.accrued_fen for row in rows), sum(row.paid_fen for row in rows)
    return LedgerRow(
        employer=employer,
        label=name.name,
        year=year,
        accrued_fen=accrued,
        paid_fen=paid,
        left_fen=accrued - paid,
        months=[row.shown(tx.today) for row in rows],
    )


@funds.query("/{statement}", words=("工会经费", "Statement of the fund"), offices=SEES_FUNDS)
async def one(tx: ReadTx, statement: UUID) -> StatementRow:
    """One employer's fund of a month."""
    row = await tx.one(
        _Row,
        """SELECT s.id, s.revision, s.state, s.employer, e.name AS employer_name, e.area, s.month, s.payroll_fen,
            s.accrued_fen, s.paid_fen, s.base_fen, s.township_fen, s.superior_fen, s.stated_on, s.due_on
        FROM fund_statements s JOIN employers e ON e.id = s.employer
        WHERE s.id = $1 AND e.area >= $2 AND e.area < $3""",
        statement,
        *tx.scope,
    )
    return row.shown(tx.today)


@funds.query("/{statement}/payments", words=("经费缴款记录", "Payments of the fund"), offices=SEES_FUNDS)
async def payments(tx: ReadTx, statement: UUID) -> list[PaymentRow]:
    """What was paid on a statement, in the order recorded."""
    await one(tx, statement)
    rows = await tx.connection.fetch(
        """SELECT id, amount_fen, method, paid_on::text FROM fund_payments
        WHERE statement = $1 ORDER BY number""",
        statement,
    )
    return [PaymentRow(**row, method_words=PAYMENT_METHOD_WORDS[row["method"]]._asdict()) for row in rows]


history(funds, "/{statement}", one, words=("经费变更记录", "Statement's history"), offices=SEES_FUNDS)


@dataclass(frozen=True)
class _Named:
    name: str
