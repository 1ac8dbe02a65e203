"""What was made public, and suggestions about it, as lists and pages show them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.openness import (
    CATEGORY_WORDS,
    MEDIUM_WORDS,
    PERIOD_WORDS,
    RATING_WORDS,
    DisclosureCategory,
    Medium,
    Period,
    SuggestionRating,
)
from contracts.offices import Office
from services.membership.openness.commands import openness, suggestions

State = Literal["published", "void"]
STATE_WORDS = {"published": {"zh": "已公开", "en": "Made public"}, "void": {"zh": "已作废", "en": "Void"}}
SuggestionState = Literal["received", "answered", "rated", "void"]
SUGGESTION_STATE_WORDS = {
    "received": {"zh": "待答复", "en": "To answer"},
    "answered": {"zh": "已答复", "en": "Answered"},
    "rated": {"zh": "已评价", "en": "Rated"},
    "void": {"zh": "已作废", "en": "Void"},
}
# Words of entries and suggestions may name people, so whoever sees single people sees them.
SEES_OPENNESS = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_APPROVER,
    Office.ENTERPRISE_CHAIR,
)


class DisclosureRow(BaseModel):
    """A matter that a unit made public; `label` is what. `suggestions` of all, `waiting` those not answered yet."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID
    union_name: str
    employer: UUID
    employer_name: str
    category: DisclosureCategory
    category_words: dict[str, str] = Field(default_factory=dict)
    medium: Medium
    medium_words: dict[str, str] = Field(default_factory=dict)
    period: Period
    period_words: dict[str, str] = Field(default_factory=dict)
    where: str | None
    published_on: Day
    suggestions: int
    waiting: int

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.category_words.update(CATEGORY_WORDS[self.category]._asdict())
        self.medium_words.update(MEDIUM_WORDS[self.medium]._asdict())
        self.period_words.update(PERIOD_WORDS[self.period]._asdict())


class SuggestionRow(BaseModel):
    """A suggestion; `label` is what it says. `days_left` while it waits for an answer (below 0: overdue)."""

    id: UUID
    revision: int
    label: str
    state: SuggestionState
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID
    employer: UUID
    employer_name: str
    disclosure: UUID
    disclosure_label: str
    received_on: Day
    due_on: Day
    days_left: int | None
    answered_on: Day | None
    answer: str | None
    rating: SuggestionRating | None
    rating_words: dict[str, str] = Field(default_factory=dict)
    rated_on: Day | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(SUGGESTION_STATE_WORDS[self.state])
        if self.rating:
            self.rating_words.update(RATING_WORDS[self.rating]._asdict())


@openness.query("", words=("公开事项列表", "Matters made public"), offices=SEES_OPENNESS)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="事项或单位名称")] = None,
    state: Annotated[State, Query(title="状态")] = "published",
    category: Annotated[DisclosureCategory | None, Query(title="公开内容")] = None,
    employer: Annotated[UUID | None, Query(title="单位")] = None,
    year: Annotated[int | None, Query(ge=1949, le=2099, title="年度")] = None,
) -> Page[DisclosureRow]:
    """What the units of the asker's area, or union, made public."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        DisclosureRow,
        """SELECT d.id, d.revision, d.title AS label, d.state, d.area, d.union_id AS union, u.name AS union_name,
            d.employer, e.name AS employer_name, d.category, d.medium, d.period, d.place AS "where", d.published_on,
            s.suggestions, s.waiting
        FROM disclosures d JOIN unions u ON u.id = d.union_id JOIN employers e ON e.id = d.employer
        CROSS JOIN LATERAL (
            SELECT count(*) AS suggestions, count(*) FILTER (WHERE state = 'received') AS waiting
            FROM openness_suggestions WHERE disclosure = d.id AND state <> 'void') s
        WHERE d.area >= $1 AND d.area < $2 AND ($3::uuid IS NULL OR d.union_id = $3)
            AND ($4::uuid IS NULL OR d.id > $4)
            AND ($5::text IS NULL OR strpos(d.title, $5) > 0 OR strpos(e.name, $5) > 0)
            AND d.state = $6 AND ($7::text IS NULL OR d.category = $7) AND ($8::uuid IS NULL OR d.employer = $8)
            AND ($9::int IS NULL OR extract(year FROM d.published_on) = $9)
        ORDER BY d.id LIMIT $10""",
        *tx.scope,
        tx.org,
        after,
        q,
        state,
        category,
        employer,
        year,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@openness.query("/{disclosure}", words=("公开事项", "Matter made public"), offices=SEES_OPENNESS)
async def one(tx: ReadTx, disclosure: UUID) -> DisclosureRow:
    """One entry of the asker's area, or union."""
    return await tx.one(
        DisclosureRow,
        """SELECT d.id, d.revision, d.title AS label, d.state, d.area, d.union_id AS union, u.name AS union_name,
            d.employer, e.name AS employer_name, d.category, d.medium, d.period, d.place AS "where", d.published_on,
            s.suggestions, s.waiting
        FROM disclosures d JOIN unions u ON u.id = d.union_id JOIN employers e ON e.id = d.employer
        CROSS JOIN LATERAL (
            SELECT count(*) AS suggestions, count(*) FILTER (WHERE state = 'received') AS waiting
            FROM openness_suggestions WHERE disclosure = d.id AND state <> 'void') s
        WHERE d.id = $4 AND d.area >= $1 AND d.area < $2 AND ($3::uuid IS NULL OR d.union_id = $3)""",
        *tx.scope,
        tx.org,
        disclosure,
    )


history(openness, "/{disclosure}", one, words=("公开事项变更记录", "Entry's history"), offices=SEES_OPENNESS)


@suggestions.query("", words=("意见建议列表", "Suggestions"), offices=SEES_OPENNESS)
async def suggested(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="意见内容或单位名称")] = None,
    state: Annotated[SuggestionState | None, Query(title="状态")] = None,
    disclosure: Annotated[UUID | None, Query(title="公开事项")] = None,
    overdue: Annotated[bool | None, Query(title="是否逾期未答复")] = None,
) -> Page[SuggestionRow]:
    """The suggestions of the asker's area, or union; voided ones only when asked for."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        SuggestionRow,
        """SELECT s.id, s.revision, s.body AS label, s.state, s.area, s.union_id AS union, d.employer,
            e.name AS employer_name, s.disclosure, d.title AS disclosure_label, s.received_on, s.due_on,
            CASE WHEN s.state = 'received' THEN s.due_on - $4::date END AS days_left,
            s.answered_on, s.answer, s.rating, s.rated_on
        FROM openness_suggestions s JOIN disclosures d ON d.id = s.disclosure JOIN employers e ON e.id = d.employer
        WHERE s.area >= $1 AND s.area < $2 AND ($3::uuid IS NULL OR s.union_id = $3)
            AND ($5::uuid IS NULL OR s.id > $5)
            AND ($6::text IS NULL OR strpos(s.body, $6) > 0 OR strpos(e.name, $6) > 0)
            AND (s.state = $7 OR ($7 IS NULL AND s.state <> 'void')) AND ($8::uuid IS NULL OR s.disclosure = $8)
            AND ($9::boolean IS NULL OR (s.state = 'received' AND s.due_on < $4) = $9)
        ORDER BY s.id LIMIT $10""",
        *tx.scope,
        tx.org,
        tx.today,
        after,
        q,
        state,
        disclosure,
        overdue,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@suggestions.query("/{suggestion}", words=("意见建议", "Suggestion"), offices=SEES_OPENNESS)
async def one_suggestion(tx: ReadTx, suggestion: UUID) -> SuggestionRow:
    """One suggestion of the asker's area, or union."""
    return await tx.one(
        SuggestionRow,
        """SELECT s.id, s.revision, s.body AS label, s.state, s.area, s.union_id AS union, d.employer,
            e.name AS employer_name, s.disclosure, d.title AS disclosure_label, s.received_on, s.due_on,
            CASE WHEN s.state = 'received' THEN s.due_on - $4::date END AS days_left,
            s.answered_on, s.answer, s.rating, s.rated_on
        FROM openness_suggestions s JOIN disclosures d ON d.id = s.disclosure JOIN employers e ON e.id = d.employer
        WHERE s.id = $5 AND s.area >= $1 AND s.area < $2 AND ($3::uuid IS NULL OR s.union_id = $3)""",
        *tx.scope,
        tx.org,
        tx.today,
        suggestion,
    )


history(
    suggestions,
    "/{suggestion}",
    one_suggestion,
    words=("意见建议变更记录", "Suggestion's history"),
    offices=SEES_OPENNESS,
)
