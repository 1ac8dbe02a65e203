"""Ballots as lists and a session's page show them: totals, and what followed. Who took a paper is a list beside."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.postgres import Tx
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.ballots import METHOD_WORDS, OUTCOME_WORDS, Method, Outcome
from contracts.membership.congress import ITEM_KIND_WORDS, ItemKind
from services.membership.congress.commands.ballots import ballots
from services.membership.congress.queries.congresses import SEES_DELEGATES

State = Literal["open", "closed", "counted", "void"]
STATE_WORDS = {
    "open": {"zh": "表决中", "en": "Voting"},
    "closed": {"zh": "待计票", "en": "To be counted"},
    "counted": {"zh": "已计票", "en": "Counted"},
    "void": {"zh": "已作废", "en": "Void"},
}


class BallotRow(BaseModel):
    """A ballot; `label` is the matter's words. `unanimous`: all papers say the same, which tells how each voted."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID
    employer: UUID
    employer_name: str
    session: UUID
    item: UUID
    kind: ItemKind
    kind_words: dict[str, str] = Field(default_factory=dict)
    method: Method
    method_words: dict[str, str] = Field(default_factory=dict)
    opened_on: Day
    delegates: int
    present: int
    issued: int
    counted_on: Day | None
    returned: int | None
    yes: int | None
    no: int | None
    abstain: int | None
    invalid: int | None
    unanimous: bool
    teller_one: UUID | None
    teller_two: UUID | None
    outcome: Outcome | None
    outcome_words: dict[str, str] = Field(default_factory=dict)

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.kind_words.update(ITEM_KIND_WORDS[self.kind]._asdict())
        self.method_words.update(METHOD_WORDS[self.method]._asdict())
        if self.outcome:
            self.outcome_words.update(OUTCOME_WORDS[self.outcome]._asdict())


@ballots.query("", words=("表决列表", "Ballots of congresses"), offices=SEES_DELEGATES)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="议题或单位名称")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    waiting: Annotated[bool | None, Query(title="是否未计票")] = None,
    kind: Annotated[ItemKind | None, Query(title="议题类型")] = None,
    outcome: Annotated[Outcome | None, Query(title="结果")] = None,
    session: Annotated[UUID | None, Query(title="会议")] = None,
) -> Page[BallotRow]:
    """The ballots of the asker's area, or union; voided ones only when asked for."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        BallotRow,
        """SELECT b.id, b.revision, i.title AS label, b.state, b.area, b.union_id AS union, s.employer,
            e.name AS employer_name, b.session, b.item, b.kind, b.method, b.opened_on, b.delegates, b.present, b.issued,
            b.counted_on, b.returned, b.yes, b.no, b.abstain, b.invalid, b.teller_one, b.teller_two, b.outcome,
            coalesce(b.returned > 0 AND greatest(b.yes, b.no, b.abstain, b.invalid) = b.returned, false) AS unanimous
        FROM congress_ballots b JOIN congress_agenda i ON i.id = b.item JOIN congress_sessions s ON s.id = b.session
            JOIN employers e ON e.id = s.employer
        WHERE b.area >= $1 AND b.area < $2 AND ($3::uuid IS NULL OR b.union_id = $3)
            AND ($4::uuid IS NULL OR b.id > $4)
            AND ($5::text IS NULL OR strpos(i.title, $5) > 0 OR strpos(e.name, $5) > 0)
            AND (b.state = $6 OR ($6 IS NULL AND b.state <> 'void'))
            AND ($7::boolean IS NULL OR (b.state IN ('open', 'closed')) = $7)
            AND ($8::text IS NULL OR b.kind = $8) AND ($9::text IS NULL OR b.outcome = $9)
            AND ($10::uuid IS NULL OR b.session = $10)
        ORDER BY b.id LIMIT $11""",
        *tx.scope,
        tx.org,
        after,
        q,
        state,
        waiting,
        kind,
        outcome,
        session,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@ballots.query("/{ballot}", words=("表决", "Ballot of a congress"), offices=SEES_DELEGATES)
async def one(tx: ReadTx, ballot: UUID) -> BallotRow:
    """One ballot of the asker's area, or union; who took a paper: `/congress-delegates?ballot=`."""
    return await tx.one(
        BallotRow,
        """SELECT b.id, b.revision, i.title AS label, b.state, b.area, b.union_id AS union, s.employer,
            e.name AS employer_name, b.session, b.item, b.kind, b.method, b.opened_on, b.delegates, b.present, b.issued,
            b.counted_on, b.returned, b.yes, b.no, b.abstain, b.invalid, b.teller_one, b.teller_two, b.outcome,
            coalesce(b.returned > 0 AND greatest(b.yes, b.no, b.abstain, b.invalid) = b.returned, false) AS unanimous
        FROM congress_ballots b JOIN congress_agenda i ON i.id = b.item JOIN congress_sessions s ON s.id = b.session
            JOIN employers e ON e.id = s.employer
        WHERE b.id = $4 AND b.area >= $1 AND b.area < $2 AND ($3::uuid IS NULL OR b.union_id = $3)""",
        *tx.scope,
        tx.org,
        ballot,
    )


history(ballots, "/{ballot}", one, words=("表决变更记录", "Ballot's history"), offices=SEES_DELEGATES)


async def of_session(tx: Tx, session: UUID) -> list[BallotRow]:
    """All standing ballots of a session, in the order of its agenda."""
    return await tx.many(
        BallotRow,
        """SELECT b.id, b.revision, i.title AS label, b.state, b.area, b.union_id AS union, s.employer,
            e.name AS employer_name, b.session, b.item, b.kind, b.method, b.opened_on, b.delegates, b.present, b.issued,
            b.counted_on, b.returned, b.yes, b.no, b.abstain, b.invalid, b.teller_one, b.teller_two, b.outcome,
            coalesce(b.returned > 0 AND greatest(b.yes, b.no, b.abstain, b.invalid) = b.returned, false) AS unanimous
        FROM congress_ballots b JOIN congress_agenda i ON i.id = b.item JOIN congress_sessions s ON s.id = b.session
            JOIN employers e ON e.id = s.employer
        WHERE b.session = $1 AND b.state <> 'void' ORDER BY i.number, b.id""",
        session,
    )
