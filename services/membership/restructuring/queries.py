"""Requests to rearrange unions, as lists, pickers and pages show them."""

from typing import Annotated, Literal, LiteralString
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.organisations import (
    EMPLOYER_END_WORDS,
    RETURN_REASON_WORDS,
    EmployerEnd,
    ReturnReason,
)
from contracts.membership.restructuring import RESTRUCTURE_WORDS, Restructure
from contracts.offices import Office
from services.membership.restructuring.commands import restructurings

State = Literal["asked", "returned", "approved", "void"]
Sought = Literal["asked", "returned", "approved", "void", "reported"]
STATE_WORDS = {
    "asked": {"zh": "待批", "en": "Waiting"},
    "returned": {"zh": "已退回", "en": "Returned"},
    "approved": {"zh": "已批准", "en": "Approved"},
    "void": {"zh": "已作废", "en": "Void"},
}
SEES = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_APPROVER,
    Office.COUNTY_LEADER,
    Office.AUDITOR,
)


class RestructuringRow(BaseModel):
    """One request. `label` names change and union, `days_left` counts to `due_on` while it waits."""

    id: UUID
    revision: int
    label: str
    change: Restructure
    change_words: dict[str, str] = Field(default_factory=dict)
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    by_county: bool
    union: UUID
    union_name: str
    other: UUID | None
    other_name: str | None
    employers: list[UUID]
    members: list[UUID]
    asked_on: str
    due_on: Day
    days_left: int | None
    approved_on: str | None
    document: str | None
    returned_for: ReturnReason | None
    returned_words: dict[str, str] = Field(default_factory=dict)
    opinion: str | None
    end_reason: EmployerEnd | None
    end_words: dict[str, str] = Field(default_factory=dict)
    moved: int | None
    seen_on: str | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.change_words.update(RESTRUCTURE_WORDS[self.change]._asdict())
        self.label = f"{RESTRUCTURE_WORDS[self.change].zh} {self.label}"
        if self.returned_for:
            self.returned_words.update(RETURN_REASON_WORDS[self.returned_for]._asdict())
        if self.end_reason:
            self.end_words.update(EMPLOYER_END_WORDS[self.end_reason]._asdict())


_ROW: LiteralString = """
SELECT r.id, r.revision, u.name AS label, r.change, r.state, r.area, r.by_county, r.union_id AS union,
    u.name AS union_name, r.other, o.name AS other_name, r.employers, r.members, r.asked_on::text, r.due_on,
    CASE WHEN r.state = 'asked' THEN r.due_on - $1::date END AS days_left, r.approved_on::text, r.document,
    r.returned_for, r.opinion, r.end_reason, r.moved, r.seen_on::text
FROM restructurings r JOIN unions u ON u.id = r.union_id LEFT JOIN unions o ON o.id = r.other
"""


@restructurings.query("", words=("组织变更列表", "Changes of unions"), offices=SEES)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="工会名称")] = None,
    state: Annotated[Sought | None, Query(title="状态")] = None,
    change: Annotated[Restructure | None, Query(title="变更类型")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
) -> Page[RestructuringRow]:
    """Of the asker's area, the newest first; `reported`: dissolutions that the county has not seen yet."""
    (before,) = asked.key(UUID)
    rows = await tx.many(
        RestructuringRow,
        _ROW
        + """WHERE r.area >= $2 AND r.area < $3 AND ($4::uuid IS NULL OR r.id < $4)
            AND ($5::text IS NULL OR strpos(u.name, $5) > 0 OR strpos(o.name, $5) > 0)
            AND CASE WHEN $6 = 'reported' THEN r.state = 'approved' AND r.change = 'dissolve' AND r.seen_on IS NULL
                ELSE r.state = $6 OR ($6::text IS NULL AND r.state <> 'void') END
            AND ($7::text IS NULL OR r.change = $7)
            AND ($8::uuid IS NULL OR r.union_id = $8 OR r.other = $8)
        ORDER BY r.id DESC LIMIT $9""",
        tx.today,
        *tx.scope,
        before,
        q,
        state,
        change,
        union,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@restructurings.query("/{restructuring}", words=("组织变更", "Change of unions"), offices=SEES)
async def one(tx: ReadTx, restructuring: UUID) -> RestructuringRow:
    """One request of the asker's area."""
    return await tx.one(
        RestructuringRow,
        _ROW + "WHERE r.id = $2 AND r.area >= $3 AND r.area < $4",
        tx.today,
        restructuring,
        *tx.scope,
    )


history(restructurings, "/{restructuring}", one, words=("组织变更记录", "Request's history"), offices=SEES)
