"""Aid and budgets as lists show them."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from chassis.access.reach import Reach
from chassis.command import Paging, ReadTx
from chassis.personal.reading import PersonsTx
from chassis.web.paging import Page
from contracts.assistance.fund import PROGRAMME_WORDS, SOURCE_WORDS, Programme, Source
from contracts.offices import Office
from services.assistance.fund.commands import budgets, fund
from services.assistance.households.queries import SEES_PEOPLE

State = Literal["asked", "endorsed", "approved", "refused", "paid", "void"]
STATE_WORDS = {
    "asked": {"zh": "待审批", "en": "Waiting"},
    "endorsed": {"zh": "待二级审批", "en": "Waiting for the second approver"},
    "approved": {"zh": "待发放", "en": "To be paid"},
    "refused": {"zh": "不予帮扶", "en": "Refused"},
    "paid": {"zh": "已发放", "en": "Paid"},
    "void": {"zh": "已作废", "en": "Void"},
}
ALLOTMENT_WORDS = {"allotted": {"zh": "已下达", "en": "Allotted"}, "void": {"zh": "已作废", "en": "Void"}}


class AidRow(BaseModel):
    """One aid; `label` names the household, masked."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str]
    area: str
    household: UUID
    programme: Programme
    programme_words: dict[str, str]
    amount_fen: int
    fund_source: Source | None
    fund_source_words: dict[str, str] | None
    asked_on: str
    approved_on: str | None
    paid_on: str | None


@dataclass(frozen=True)
class _Row:
    id: UUID
    revision: int
    label: str
    state: State
    area: str
    household: UUID
    programme: Programme
    amount_fen: int
    source: Source | None
    asked_on: str
    approved_on: str | None
    paid_on: str | None

    def shown(self) -> AidRow:
        """As people see it."""
        return AidRow(
            id=self.id,
            revision=self.revision,
            label=self.label,
            state=self.state,
            words=STATE_WORDS[self.state],
            area=self.area,
            household=self.household,
            programme=self.programme,
            programme_words=PROGRAMME_WORDS[self.programme]._asdict(),
            amount_fen=self.amount_fen,
            fund_source=self.source,
            fund_source_words=SOURCE_WORDS[self.source]._asdict() if self.source else None,
            asked_on=self.asked_on,
            approved_on=self.approved_on,
            paid_on=self.paid_on,
        )


class BudgetRow(BaseModel):
    """What a county may spend of a source in a year, and what is committed, fen."""

    year: int
    fund_source: Source
    words: dict[str, str]
    allotted_fen: int
    reserved_fen: int
    paid_fen: int
    available_fen: int


class AllotmentRow(BaseModel):
    """One allotment by which a budget grew."""

    id: UUID
    revision: int
    label: str
    state: str
    words: dict[str, str]
    year: int
    fund_source: Source
    amount_fen: int
    document: str
    allotted_on: str


@fund.query("", words=("帮扶列表", "Aid"), offices=SEES_PEOPLE)
async def listed(
    tx: PersonsTx,
    asked: Paging,
    state: Annotated[State | None, Query(title="状态")] = None,
    household: Annotated[UUID | None, Query(title="家庭")] = None,
    programme: Annotated[Programme | None, Query(title="项目")] = None,
) -> Page[AidRow]:
    """The aid of the asker's area."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        _Row,
        """SELECT a.id, a.revision, p.label, a.state, a.area, a.household, a.programme,
            a.amount_fen, a.source, a.asked_on::text, a.approved_on::text, a.paid_on::text
        FROM aid a JOIN person p ON p.id = a.household
        WHERE a.area >= $1 AND a.area < $2 AND ($3::uuid IS NULL OR a.id > $3)
            AND (a.state = $4 OR ($4::text IS NULL AND a.state <> 'void'))
            AND ($5::uuid IS NULL OR a.household = $5) AND ($6::text IS NULL OR a.programme = $6)
        ORDER BY a.id LIMIT $7""",
        *tx.scope,
        after,
        state,
        household,
        programme,
        asked.fetch,
    )
    return asked.page([row.shown() for row in rows], lambda row: [row.id])


@fund.query("/{aid}", words=("帮扶", "Aid"), offices=SEES_PEOPLE)
async def one(tx: PersonsTx, aid: UUID) -> AidRow:
    """One aid of the asker's area."""
    row = await tx.one(
        _Row,
        """SELECT a.id, a.revision, p.label, a.state, a.area, a.household, a.programme,
            a.amount_fen, a.source, a.asked_on::text, a.approved_on::text, a.paid_on::text
        FROM aid a JOIN person p ON p.id = a.household
        WHERE a.id = $1 AND a.area >= $2 AND a.area < $3""",
        aid,
        *tx.scope,
    )
    return row.shown()


# The county's money, for whoever asks for it, spends it or answers for it.
SEES_BUDGETS = (
    Office.COUNTY_LEADER,
    Office.COUNTY_ASSISTANCE_CLERK,
    Office.COUNTY_APPROVER,
    Office.AUDITOR,
    Office.TOWNSHIP_CHAIR,
    Office.TOWNSHIP_CLERK,
)


@budgets.query("", words=("预算余额", "Budgets"), offices=SEES_BUDGETS, reach=Reach.COUNTY)
async def balances(
    tx: ReadTx, year: Annotated[int | None, Query(ge=2000, le=2100, title="年度")] = None
) -> list[BudgetRow]:
    """The asker's county's budgets by year and source; a handful, so not paged."""
    rows = await tx.connection.fetch(
        """SELECT year, source, allotted_fen, reserved_fen, paid_fen FROM budgets
        WHERE county = $1 AND ($2::int IS NULL OR year = $2) ORDER BY year DESC, source""",
        tx.principal.county,
        year,
    )
    return [
        BudgetRow(
            year=row["year"],
            fund_source=row["source"],
            words=SOURCE_WORDS[row["source"]]._asdict(),
            allotted_fen=row["allotted_fen"],
            reserved_fen=row["reserved_fen"],
            paid_fen=row["paid_fen"],
            available_fen=row["allotted_fen"] - row["reserved_fen"] - row["paid_fen"],
        )
        for row in rows
    ]


@budgets.query("/allotments", words=("预算下达列表", "Allotments"), offices=SEES_BUDGETS, reach=Reach.COUNTY)
async def allotments(tx: ReadTx, asked: Paging) -> Page[AllotmentRow]:
    """By what the asker's county's budgets grew."""
    (after,) = asked.key(UUID)
    rows = await tx.connection.fetch(
        """SELECT id, revision, state, year, source, amount_fen, document, allotted_on::text FROM allotments
        WHERE county = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3""",
        tx.principal.county,
        after,
        asked.fetch,
    )
    shown = [
        AllotmentRow(
            id=row["id"],
            revision=row["revision"],
            label=f"{row['year']} {SOURCE_WORDS[row['source']].zh} {row['document']}",
            state=row["state"],
            words=ALLOTMENT_WORDS[row["state"]],
            year=row["year"],
            fund_source=row["source"],
            amount_fen=row["amount_fen"],
            document=row["document"],
            allotted_on=row["allotted_on"],
        )
        for row in rows
    ]
    return asked.page(shown, lambda row: [row.id])
