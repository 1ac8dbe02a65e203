"""Terms as lists and pickers show them, with those elected, masked."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.personal.reading import PersonsTx
from chassis.postgres import Tx
from chassis.web.paging import Page
from contracts.membership.terms import BODY_WORDS, POST_WORDS, Body, Post
from contracts.offices import STAFF, Office
from services.membership.terms.commands import terms

State = Literal["running", "over", "void"]
STATE_WORDS = {
    "running": {"zh": "现届", "en": "Running"},
    "over": {"zh": "已结束", "en": "Over"},
    "void": {"zh": "已作废", "en": "Void"},
}
SEES = (*sorted(STAFF), Office.ENTERPRISE_CHAIR)
# Who sees single people, as in the list of members.
SEES_PEOPLE = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_APPROVER,
    Office.ENTERPRISE_CHAIR,
)


class SeatRow(BaseModel):
    """Who holds a post of a term; `member_label` is masked, and empty where the member is another township's by now."""

    id: UUID
    label: str
    term: UUID
    union: UUID
    union_name: str
    member: UUID
    member_label: str
    post: Post
    post_words: dict[str, str] = Field(default_factory=dict)
    since: str
    vacated_on: str | None
    election: UUID

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.post_words.update(POST_WORDS[self.post]._asdict())
        self.label = f"{self.union_name} {self.post_words['zh']} {self.member_label}".strip()


class TermRow(BaseModel):
    """One term; `due_on` is its last day with any extension, `days_left` is negative when that has passed."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID
    union_name: str
    number: int
    years: int
    body: Body
    body_words: dict[str, str] = Field(default_factory=dict)
    began_on: str
    ends_on: str
    extended_to: str | None
    asked_until: str | None
    asked_on: str | None
    over_on: str | None
    election: UUID | None
    due_on: str
    days_left: int | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.body_words.update(BODY_WORDS[self.body]._asdict())
        self.label = f"{self.union_name} 第 {self.number} 届"


class TermDetail(TermRow):
    """One term with everybody who was elected for it."""

    seats: list[SeatRow] = Field(default_factory=list)


@terms.query("", words=("届期列表", "Terms"), offices=SEES)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="工会名称")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    within: Annotated[int | None, Query(ge=-36500, le=36500, title="多少天内届满")] = None,
    waiting: Annotated[bool | None, Query(alias="asked", title="是否申请延期")] = None,
) -> Page[TermRow]:
    """The terms of the asker's area, or union, those that end first first; `within` shows running ones alone."""
    due, after = asked.key(str, UUID)
    rows = await tx.many(
        TermRow,
        """SELECT t.id, t.revision, '' AS label, t.state, u.area, t.union_id AS union, u.name AS union_name, t.number,
            t.years, t.body, t.began_on::text, t.ends_on::text, t.extended_to::text, t.asked_until::text,
            t.asked_on::text, t.over_on::text, t.election, coalesce(t.extended_to, t.ends_on)::text AS due_on,
            CASE WHEN t.state = 'running' THEN coalesce(t.extended_to, t.ends_on) - $3::date END AS days_left
        FROM terms t JOIN unions u ON u.id = t.union_id
        WHERE u.area >= $1 AND u.area < $2
            AND ($4::text IS NULL OR (coalesce(t.extended_to, t.ends_on), t.id) > ($4::text::date, $5::uuid))
            AND ($6::uuid IS NULL OR t.union_id = $6) AND ($7::text IS NULL OR strpos(u.name, $7) > 0)
            AND ($8::uuid IS NULL OR t.union_id = $8)
            AND (t.state = $9 OR ($9::text IS NULL AND t.state <> 'void'))
            AND ($10::int IS NULL
                OR (t.state = 'running' AND coalesce(t.extended_to, t.ends_on) <= $3::date + $10::int))
            AND ($11::boolean IS NULL OR (t.asked_until IS NOT NULL) = $11)
        ORDER BY coalesce(t.extended_to, t.ends_on), t.id LIMIT $12""",
        *tx.scope,
        tx.today,
        due,
        after,
        tx.org,
        q,
        union,
        state,
        within,
        waiting,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.due_on, row.id])


@terms.query("/seats", words=("现届委员会成员", "Seats held"), offices=SEES_PEOPLE)
async def seats(
    tx: PersonsTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="工会名称")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    term: Annotated[UUID | None, Query(title="届")] = None,
) -> Page[SeatRow]:
    """Who sits in the running terms of the asker's area, or union."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        SeatRow,
        """SELECT s.id, '' AS label, s.term, t.union_id AS union, u.name AS union_name, s.member,
            coalesce(p.label, '') AS member_label, s.post, s.since::text, s.vacated_on::text, s.election
        FROM term_seats s JOIN terms t ON t.id = s.term JOIN unions u ON u.id = t.union_id
            LEFT JOIN person p ON p.id = s.member
        WHERE t.state = 'running' AND s.vacated_on IS NULL AND u.area >= $1 AND u.area < $2
            AND ($3::uuid IS NULL OR s.id > $3) AND ($4::uuid IS NULL OR t.union_id = $4)
            AND ($5::text IS NULL OR strpos(u.name, $5) > 0) AND ($6::uuid IS NULL OR t.union_id = $6)
            AND ($7::uuid IS NULL OR s.term = $7)
        ORDER BY s.id LIMIT $8""",
        *tx.scope,
        after,
        tx.org,
        q,
        union,
        term,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@terms.query("/{term}", words=("届", "Term"), offices=SEES_PEOPLE)
async def one(tx: PersonsTx, term: UUID) -> TermDetail:
    """One term of the asker's area, or union, with its committee."""
    row = await tx.one(
        TermDetail,
        """SELECT t.id, t.revision, '' AS label, t.state, u.area, t.union_id AS union, u.name AS union_name, t.number,
            t.years, t.body, t.began_on::text, t.ends_on::text, t.extended_to::text, t.asked_until::text,
            t.asked_on::text, t.over_on::text, t.election, coalesce(t.extended_to, t.ends_on)::text AS due_on,
            CASE WHEN t.state = 'running' THEN coalesce(t.extended_to, t.ends_on) - $2::date END AS days_left
        FROM terms t JOIN unions u ON u.id = t.union_id
        WHERE t.id = $1 AND u.area >= $3 AND u.area < $4 AND ($5::uuid IS NULL OR t.union_id = $5)""",
        term,
        tx.today,
        *tx.scope,
        tx.org,
    )
    row.seats.extend(await _seats(tx, term))
    return row


history(terms, "/{term}", one, words=("届期变更记录", "Term's history"), offices=SEES_PEOPLE)


async def _seats(tx: Tx, term: UUID) -> list[SeatRow]:
    return await tx.many(
        SeatRow,
        """SELECT s.id, '' AS label, s.term, t.union_id AS union, u.name AS union_name, s.member,
            coalesce(p.label, '') AS member_label, s.post, s.since::text, s.vacated_on::text, s.election
        FROM term_seats s JOIN terms t ON t.id = s.term JOIN unions u ON u.id = t.union_id
            LEFT JOIN person p ON p.id = s.member
        WHERE s.term = $1
        ORDER BY array_position(ARRAY['chair', 'vice-chair', 'sole-organiser'], s.post) NULLS LAST, s.id""",
        term,
    )
