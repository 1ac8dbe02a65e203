"""Elections as lists and pickers show them, with those who stood, masked."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.personal.reading import PersonsTx
from chassis.web.paging import Page
from contracts.membership.elections import BALLOT_WORDS, MEETING_WORDS, Ballot, Meeting
from contracts.membership.terms import BODY_WORDS, POST_WORDS, Body, Post
from contracts.offices import STAFF, Office
from services.membership.elections.commands import elections

State = Literal["entered", "approved", "refused", "void"]
STATE_WORDS = {
    "entered": {"zh": "待批准", "en": "Awaiting approval"},
    "approved": {"zh": "已批准", "en": "Approved"},
    "refused": {"zh": "未批准", "en": "Not approved"},
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


class CandidateRow(BaseModel):
    """Somebody who stood; `member_label` is masked, and empty where the member is another township's by now."""

    member: UUID
    member_label: str
    post: Post
    post_words: dict[str, str] = Field(default_factory=dict)
    votes: int
    elected: bool

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.post_words.update(POST_WORDS[self.post]._asdict())


class ElectionRow(BaseModel):
    """One election; `days_left` counts to the day by which the superior answers, while it waits."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID
    union_name: str
    ballot: Ballot
    ballot_words: dict[str, str] = Field(default_factory=dict)
    meeting: Meeting
    meeting_words: dict[str, str] = Field(default_factory=dict)
    body: Body
    body_words: dict[str, str] = Field(default_factory=dict)
    held_on: str
    entitled: int
    present: int
    seats: int
    years: int | None
    number: int | None
    term: UUID | None
    due_on: str
    days_left: int | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.ballot_words.update(BALLOT_WORDS[self.ballot]._asdict())
        self.meeting_words.update(MEETING_WORDS[self.meeting]._asdict())
        self.body_words.update(BODY_WORDS[self.body]._asdict())
        self.label = f"{self.union_name} {self.ballot_words['zh']} {self.held_on}"


class ElectionDetail(ElectionRow):
    """One election with everybody who stood."""

    candidates: list[CandidateRow] = Field(default_factory=list)


@elections.query("", words=("选举列表", "Elections"), offices=SEES)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="工会名称")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    ballot: Annotated[Ballot | None, Query(title="选举类型")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
) -> Page[ElectionRow]:
    """The elections of the asker's area, or union."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        ElectionRow,
        """SELECT e.id, e.revision, '' AS label, e.state, u.area, e.union_id AS union, u.name AS union_name, e.ballot,
            e.meeting, e.body, e.held_on::text, e.entitled, e.present, e.seats, e.years, e.number, e.term,
            e.due_on::text, CASE WHEN e.state = 'entered' THEN e.due_on - $3::date END AS days_left
        FROM elections e JOIN unions u ON u.id = e.union_id
        WHERE u.area >= $1 AND u.area < $2 AND ($4::uuid IS NULL OR e.id > $4)
            AND ($5::uuid IS NULL OR e.union_id = $5) AND ($6::text IS NULL OR strpos(u.name, $6) > 0)
            AND ($7::uuid IS NULL OR e.union_id = $7) AND ($8::text IS NULL OR e.ballot = $8)
            AND (e.state = $9 OR ($9::text IS NULL AND e.state <> 'void'))
        ORDER BY e.id LIMIT $10""",
        *tx.scope,
        tx.today,
        after,
        tx.org,
        q,
        union,
        ballot,
        state,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@elections.query("/{election}", words=("选举", "Election"), offices=SEES_PEOPLE)
async def one(tx: PersonsTx, election: UUID) -> ElectionDetail:
    """One election of the asker's area, or union, with who stood."""
    row = await tx.one(
        ElectionDetail,
        """SELECT e.id, e.revision, '' AS label, e.state, u.area, e.union_id AS union, u.name AS union_name, e.ballot,
            e.meeting, e.body, e.held_on::text, e.entitled, e.present, e.seats, e.years, e.number, e.term,
            e.due_on::text, CASE WHEN e.state = 'entered' THEN e.due_on - $2::date END AS days_left
        FROM elections e JOIN unions u ON u.id = e.union_id
        WHERE e.id = $1 AND u.area >= $3 AND u.area < $4 AND ($5::uuid IS NULL OR e.union_id = $5)""",
        election,
        tx.today,
        *tx.scope,
        tx.org,
    )
    row.candidates.extend(
        await tx.many(
            CandidateRow,
            """SELECT c.member, coalesce(p.label, '') AS member_label, c.post, c.votes, c.elected
            FROM election_candidates c LEFT JOIN person p ON p.id = c.member
            WHERE c.election = $1 ORDER BY c.elected DESC, c.votes DESC, c.member""",
            election,
        )
    )
    return row


history(elections, "/{election}", one, words=("选举变更记录", "Election's history"), offices=SEES_PEOPLE)
