"""Household files as lists and pickers show them: masked, never in full."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from chassis.command import Paging, ReadTx
from chassis.personal import identity
from chassis.web.paging import Page
from contracts.assistance.households import CATEGORY_WORDS, CAUSE_WORDS, Category, Cause
from contracts.offices import Office
from services.assistance.households.commands import households
from services.assistance.households.domain import Figures, per_head

State = Literal["applied", "approved", "refused", "void"]
STATE_WORDS = {
    "applied": {"zh": "待审批", "en": "Waiting"},
    "approved": {"zh": "已建档", "en": "Approved"},
    "refused": {"zh": "不予认定", "en": "Refused"},
    "void": {"zh": "已作废", "en": "Void"},
}
# Who sees single households: those who work with them. Leaders and auditors read figures and events.
SEES_PEOPLE = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ASSISTANCE_CLERK,
    Office.COUNTY_APPROVER,
)


class HouseholdRow(BaseModel):
    """One file, masked. `per_head_fen` is rule 16's N, fen a head and month; `bank_card` the last four digits."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str]
    area: str
    union: UUID | None
    size: int
    cause: Cause
    cause_words: dict[str, str]
    category: Category | None
    category_words: dict[str, str] | None
    per_head_fen: int
    consent: bool
    bank_card: str | None
    nationally_filed: bool
    opened_on: str
    decided_on: str | None


@dataclass(frozen=True)
class _Row:
    id: UUID
    revision: int
    head_name: str
    head_id_number: str
    bank_card: str | None
    state: State
    area: str
    union_id: UUID | None
    size: int
    income_fen: int
    spending_fen: int
    cause: Cause
    category: Category | None
    consent: bool
    nationally_filed: bool
    opened_on: str
    decided_on: str | None

    def shown(self) -> HouseholdRow:
        """As people see it."""
        figures = Figures(self.size, self.income_fen, self.spending_fen, 0, self.cause)
        return HouseholdRow(
            id=self.id,
            revision=self.revision,
            label=identity.label(self.head_name, self.head_id_number),
            state=self.state,
            words=STATE_WORDS[self.state],
            area=self.area,
            union=self.union_id,
            size=self.size,
            cause=self.cause,
            cause_words=CAUSE_WORDS[self.cause]._asdict(),
            category=self.category,
            category_words=CATEGORY_WORDS[self.category]._asdict() if self.category else None,
            per_head_fen=per_head(figures),
            consent=self.consent,
            bank_card=self.bank_card and f"****{self.bank_card[-4:]}",
            nationally_filed=self.nationally_filed,
            opened_on=self.opened_on,
            decided_on=self.decided_on,
        )


@households.query("", words=("困难职工档案列表", "Household files"), offices=SEES_PEOPLE)
async def listed(
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=40, title="户主姓氏、姓名或身份证后四位")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    category: Annotated[Category | None, Query(title="类别")] = None,
) -> Page[HouseholdRow]:
    """The files of the asker's area."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        _Row,
        """SELECT id, revision, head_name, head_id_number, bank_card, state, area, union_id, size, income_fen,
            spending_fen, cause, category, consent, nationally_filed, opened_on::text, decided_on::text
        FROM households
        WHERE area >= $1 AND area < $2 AND ($3::uuid IS NULL OR id > $3)
            AND ($4::text IS NULL OR starts_with(head_name, $4) OR right(head_id_number, 4) = upper($4))
            AND (state = $5 OR ($5::text IS NULL AND state <> 'void')) AND ($6::text IS NULL OR category = $6)
        ORDER BY id LIMIT $7""",
        *tx.scope,
        after,
        q,
        state,
        category,
        asked.fetch,
    )
    return asked.page([row.shown() for row in rows], lambda row: [row.id])


@households.query("/{household}", words=("困难职工档案", "Household file"), offices=SEES_PEOPLE)
async def one(tx: ReadTx, household: UUID) -> HouseholdRow:
    """One file of the asker's area."""
    row = await tx.one(
        _Row,
        """SELECT id, revision, head_name, head_id_number, bank_card, state, area, union_id, size, income_fen,
            spending_fen, cause, category, consent, nationally_filed, opened_on::text, decided_on::text
        FROM households WHERE id = $1 AND area >= $2 AND area < $3""",
        household,
        *tx.scope,
    )
    return row.shown()
