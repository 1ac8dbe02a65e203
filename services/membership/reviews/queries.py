"""Cadres' reviews as lists and pickers show them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.membership.reviews import GRADE_WORDS, Grade
from contracts.offices import COUNTY_OFFICES, Office
from services.membership.reviews.commands import reviews

State = Literal["due", "graded", "void"]
STATE_WORDS = {
    "due": {"zh": "待考核", "en": "Due"},
    "graded": {"zh": "已定等次", "en": "Graded"},
    "void": {"zh": "已作废", "en": "Void"},
}
SEES_REVIEWS = (*sorted(COUNTY_OFFICES), Office.TOWNSHIP_CHAIR)


class ReviewRow(BaseModel):
    """A cadre's review of a year; `label` is the year and the account. `days_left` until it is due, when it is."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    appointment: UUID
    account: str
    office: Office
    office_words: dict[str, str] = Field(default_factory=dict)
    area: str
    year: int
    grade: Grade | None
    grade_words: dict[str, str] = Field(default_factory=dict)
    reviewed_on: str | None
    document: str | None
    due_on: str
    days_left: int | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.office_words.update(self.office.words._asdict())
        if self.grade:
            self.grade_words.update(GRADE_WORDS[self.grade]._asdict())


@reviews.query("", words=("年度考核列表", "Cadres' reviews"), offices=SEES_REVIEWS)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=200, title="账号")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    year: Annotated[int | None, Query(ge=2000, le=2098, title="考核年度")] = None,
    grade: Annotated[Grade | None, Query(title="等次")] = None,
    office: Annotated[Office | None, Query(title="职务")] = None,
) -> Page[ReviewRow]:
    """Those of the asker's area, newest first."""
    (before,) = asked.key(UUID)
    rows = await tx.many(
        ReviewRow,
        """SELECT r.id, r.revision, r.year || ' ' || a.account AS label, r.state, r.appointment, a.account, a.office,
            a.area, r.year, r.grade, r.reviewed_on::text, r.document, r.due_on::text,
            CASE WHEN r.state = 'due' THEN r.due_on - $3::date END AS days_left
        FROM cadre_reviews r JOIN appointment a ON a.id = r.appointment
        WHERE a.area >= $1 AND a.area < $2 AND ($4::uuid IS NULL OR r.id < $4)
            AND ($5::text IS NULL OR strpos(lower(a.account), lower($5)) > 0)
            AND (r.state = $6 OR ($6::text IS NULL AND r.state <> 'void')) AND ($7::int IS NULL OR r.year = $7)
            AND ($8::text IS NULL OR r.grade = $8) AND ($9::text IS NULL OR a.office = $9)
        ORDER BY r.id DESC LIMIT $10""",
        *tx.scope,
        tx.today,
        before,
        q,
        state,
        year,
        grade,
        office.value if office else None,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@reviews.query("/{review}", words=("年度考核", "Cadre's review"), offices=SEES_REVIEWS)
async def one(tx: ReadTx, review: UUID) -> ReviewRow:
    """One review."""
    return await tx.one(
        ReviewRow,
        """SELECT r.id, r.revision, r.year || ' ' || a.account AS label, r.state, r.appointment, a.account, a.office,
            a.area, r.year, r.grade, r.reviewed_on::text, r.document, r.due_on::text,
            CASE WHEN r.state = 'due' THEN r.due_on - $2::date END AS days_left
        FROM cadre_reviews r JOIN appointment a ON a.id = r.appointment
        WHERE r.id = $1 AND a.area >= $3 AND a.area < $4""",
        review,
        tx.today,
        *tx.scope,
    )


history(reviews, "/{review}", one, words=("年度考核变更记录", "Review's history"), offices=SEES_REVIEWS)
