"""Household files as lists and pickers show them: masked, never in full."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from chassis.command import Paging
from chassis.personal import vault
from chassis.personal.reading import PersonsTx
from chassis.refusal import NotFound
from chassis.web.paging import Page
from contracts.assistance.households import CATEGORY_WORDS, CAUSE_WORDS, Category, Cause
from contracts.offices import Office
from services.assistance.households import store
from services.assistance.households.commands import households

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
    """One file, masked. `bank_card` holds the last four digits; what the household has is shown by reveal alone."""

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
    consent: bool
    bank_card: str | None
    nationally_filed: bool
    opened_on: str
    decided_on: str | None


class FamilyRow(BaseModel):
    """Somebody of the household beside the head, by the masked ID number."""

    id: UUID
    label: str


@dataclass(frozen=True)
class _Row:
    id: UUID
    revision: int
    label: str
    sort: str
    bank_card: str | None
    state: State
    area: str
    union_id: UUID | None
    size: int
    cause: Cause
    category: Category | None
    consent: bool
    nationally_filed: bool
    opened_on: str
    decided_on: str | None

    def shown(self) -> HouseholdRow:
        """As people see it."""
        return HouseholdRow(
            id=self.id,
            revision=self.revision,
            label=self.label,
            state=self.state,
            words=STATE_WORDS[self.state],
            area=self.area,
            union=self.union_id,
            size=self.size,
            cause=self.cause,
            cause_words=CAUSE_WORDS[self.cause]._asdict(),
            category=self.category,
            category_words=CATEGORY_WORDS[self.category]._asdict() if self.category else None,
            consent=self.consent,
            bank_card=self.bank_card,
            nationally_filed=self.nationally_filed,
            opened_on=self.opened_on,
            decided_on=self.decided_on,
        )


@households.query("", words=("困难职工档案列表", "Household files"), offices=SEES_PEOPLE)
async def listed(
    tx: PersonsTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=40, title="户主姓氏、姓名或身份证后四位")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    category: Annotated[Category | None, Query(title="类别")] = None,
) -> Page[HouseholdRow]:
    """The files of the asker's area."""
    sort, after = asked.key(str, UUID)
    sought = vault.sought(tx, q)
    rows = await tx.many(
        _Row,
        """SELECT h.id, h.revision, p.label, p.sort, card.shown AS bank_card, h.state, h.area, h.union_id, h.size,
            h.cause, h.category, h.consent, h.nationally_filed, h.opened_on::text, h.decided_on::text
        FROM households h JOIN person p ON p.id = h.id
            LEFT JOIN person_field card ON card.person = h.id AND card.field = 'bank_card'
        WHERE h.area >= $1 AND h.area < $2 AND ($3::text IS NULL OR (p.sort, h.id) > ($3, $4::uuid))
            AND (h.state = $5 OR ($5::text IS NULL AND h.state <> 'void')) AND ($6::text IS NULL OR h.category = $6)
            AND ($8::text IS NULL OR p.sort = $9 OR starts_with(p.label, $10)
                OR h.id IN (SELECT person FROM blind_index WHERE county = $11 AND digest = ANY($12::bytea[])))
        ORDER BY p.sort, h.id LIMIT $7""",
        *tx.scope,
        sort,
        after,
        state,
        category,
        asked.fetch,
        q,
        sought.sort,
        sought.beginning,
        tx.principal.county,
        sought.digests,
    )
    page = asked.page(rows, lambda row: [row.sort, row.id])
    return Page(items=[row.shown() for row in page.items], next=page.next)


@households.query("/{household}", words=("困难职工档案", "Household file"), offices=SEES_PEOPLE)
async def one(tx: PersonsTx, household: UUID) -> HouseholdRow:
    """One file of the asker's area."""
    row = await tx.one(
        _Row,
        """SELECT h.id, h.revision, p.label, p.sort, card.shown AS bank_card, h.state, h.area, h.union_id, h.size,
            h.cause, h.category, h.consent, h.nationally_filed, h.opened_on::text, h.decided_on::text
        FROM households h JOIN person p ON p.id = h.id
            LEFT JOIN person_field card ON card.person = h.id AND card.field = 'bank_card'
        WHERE h.id = $1 AND h.area >= $2 AND h.area < $3""",
        household,
        *tx.scope,
    )
    return row.shown()


@households.query("/{household}/family", words=("家庭成员", "Family"), offices=SEES_PEOPLE)
async def family(tx: PersonsTx, household: UUID) -> list[FamilyRow]:
    """Everybody with an ID number beside the head, masked; a handful, so not paged."""
    found = await store.seen(tx, household)
    if not tx.reaches(found.area, found.union_id):
        raise NotFound
    rows = await tx.connection.fetch(
        """SELECT p.id, p.label FROM household_persons listed JOIN person p ON p.id = listed.person
        WHERE listed.household = $1 ORDER BY p.label""",
        household,
    )
    return [FamilyRow(**row) for row in rows]
