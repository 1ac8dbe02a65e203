"""Sessions as boards and pages show them: a whole page with attendance, agenda and ballots as one record."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Capability, Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.congress import (
    ITEM_KIND_WORDS,
    PROPOSER_WORDS,
    SESSION_KIND_WORDS,
    ItemKind,
    Proposer,
    SessionKind,
)
from services.membership.congress.commands.sessions import sessions
from services.membership.congress.queries.ballots import BallotRow, of_session
from services.membership.congress.queries.congresses import SEES_CONGRESSES, SEES_DELEGATES

State = Literal["called", "held", "inquorate", "cancelled", "closed", "void"]
STATE_WORDS = {
    "called": {"zh": "待召开", "en": "Called"},
    "held": {"zh": "召开中", "en": "Being held"},
    "inquorate": {"zh": "未达法定人数", "en": "Without a quorum"},
    "cancelled": {"zh": "已取消", "en": "Cancelled"},
    "closed": {"zh": "已闭会", "en": "Closed"},
    "void": {"zh": "已作废", "en": "Void"},
}

agenda = Capability("congress_agenda", "/congress-agenda", words=("职代会议程", "Agenda of congresses"))


class SessionRow(BaseModel):
    """A session; `label` is the unit and the session's number. `delegates` are those entitled, `quorum` rule 12's.

    Until it is held both count against today's delegates. `days_left` until the planned day while it is called.
    """

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
    congress: UUID
    number: int
    kind: SessionKind
    kind_words: dict[str, str] = Field(default_factory=dict)
    proposer: Proposer | None
    proposer_words: dict[str, str] = Field(default_factory=dict)
    proposing: int | None
    noticed_on: Day
    planned_on: Day
    held_on: Day | None
    closed_on: Day | None
    delegates: int
    present: int | None
    others: int | None
    quorum: int
    to_pass: int
    due_on: Day | None
    days_left: int | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.kind_words.update(SESSION_KIND_WORDS[self.kind]._asdict())
        if self.proposer:
            self.proposer_words.update(PROPOSER_WORDS[self.proposer]._asdict())


class AgendaRow(BaseModel):
    """A matter on the agenda; `label` is its number and words. `outcome` of its last counted ballot."""

    id: UUID
    label: str
    session: UUID
    session_label: str
    number: int
    kind: ItemKind
    kind_words: dict[str, str] = Field(default_factory=dict)
    title: str
    state: Literal["listed", "dropped"]
    outcome: Literal["passed", "failed"] | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the code."""
        self.kind_words.update(ITEM_KIND_WORDS[self.kind]._asdict())


class SessionPage(SessionRow):
    """A session with its agenda and ballots; who was there: `/congress-delegates?session=`."""

    agenda: list[AgendaRow] = Field(default_factory=list)
    ballots: list[BallotRow] = Field(default_factory=list)


@sessions.query("", words=("职代会会议列表", "Sessions of congresses"), offices=SEES_CONGRESSES)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="单位名称")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    met: Annotated[bool | None, Query(title="是否已登记到会")] = None,
    congress: Annotated[UUID | None, Query(title="职代会")] = None,
    year: Annotated[int | None, Query(ge=1949, le=2099, title="年度")] = None,
) -> Page[SessionRow]:
    """The sessions of the asker's area, or union; voided ones only when asked for."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        SessionRow,
        """SELECT s.id, s.revision, e.name || '第' || s.number || '次会议' AS label, s.state, s.area,
            s.union_id AS union, u.name AS union_name, s.employer, e.name AS employer_name, s.congress, s.number,
            s.kind, s.proposer, s.proposing, s.noticed_on, s.planned_on, s.held_on, s.closed_on, n.delegates,
            s.present, s.others, (2 * n.delegates + 2) / 3 AS quorum, n.delegates / 2 + 1 AS to_pass,
            CASE WHEN s.state = 'called' THEN s.planned_on END AS due_on,
            CASE WHEN s.state = 'called' THEN s.planned_on - $4::date END AS days_left
        FROM congress_sessions s JOIN congresses c ON c.id = s.congress JOIN unions u ON u.id = s.union_id
            JOIN employers e ON e.id = s.employer
        CROSS JOIN LATERAL (SELECT coalesce(s.delegates, CASE WHEN c.form = 'assembly' THEN c.employees ELSE (
            SELECT count(*)::int FROM congress_delegates
            WHERE congress = c.id AND elected_on <= $4 AND (ended_on IS NULL OR ended_on > $4)) END) AS delegates) n
        WHERE s.area >= $1 AND s.area < $2 AND ($3::uuid IS NULL OR s.union_id = $3)
            AND ($5::uuid IS NULL OR s.id > $5) AND ($6::text IS NULL OR strpos(e.name, $6) > 0)
            AND (s.state = $7 OR ($7 IS NULL AND s.state <> 'void'))
            AND ($8::boolean IS NULL OR (s.state IN ('held', 'inquorate')) = $8)
            AND ($9::uuid IS NULL OR s.congress = $9)
            AND ($10::int IS NULL OR extract(year FROM coalesce(s.held_on, s.planned_on)) = $10)
        ORDER BY s.id LIMIT $11""",
        *tx.scope,
        tx.org,
        tx.today,
        after,
        q,
        state,
        met,
        congress,
        year,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@sessions.query("/{session}", words=("职代会会议", "Session of a congress"), offices=SEES_DELEGATES)
async def one(tx: ReadTx, session: UUID) -> SessionPage:
    """One session of the asker's area, or union, with all that was decided."""
    page = await tx.one(
        SessionPage,
        """SELECT s.id, s.revision, e.name || '第' || s.number || '次会议' AS label, s.state, s.area,
            s.union_id AS union, u.name AS union_name, s.employer, e.name AS employer_name, s.congress, s.number,
            s.kind, s.proposer, s.proposing, s.noticed_on, s.planned_on, s.held_on, s.closed_on, n.delegates,
            s.present, s.others, (2 * n.delegates + 2) / 3 AS quorum, n.delegates / 2 + 1 AS to_pass,
            CASE WHEN s.state = 'called' THEN s.planned_on END AS due_on,
            CASE WHEN s.state = 'called' THEN s.planned_on - $4::date END AS days_left
        FROM congress_sessions s JOIN congresses c ON c.id = s.congress JOIN unions u ON u.id = s.union_id
            JOIN employers e ON e.id = s.employer
        CROSS JOIN LATERAL (SELECT coalesce(s.delegates, CASE WHEN c.form = 'assembly' THEN c.employees ELSE (
            SELECT count(*)::int FROM congress_delegates
            WHERE congress = c.id AND elected_on <= $4 AND (ended_on IS NULL OR ended_on > $4)) END) AS delegates) n
        WHERE s.area >= $1 AND s.area < $2 AND ($3::uuid IS NULL OR s.union_id = $3) AND s.id = $5""",
        *tx.scope,
        tx.org,
        tx.today,
        session,
    )
    page.agenda.extend(await _agenda_of(tx, session))
    page.ballots.extend(await of_session(tx, session))
    return page


history(sessions, "/{session}", one, words=("会议变更记录", "Session's history"), offices=SEES_DELEGATES)


@agenda.query("", words=("议程列表", "Matters on agendas"), offices=SEES_DELEGATES)
async def items(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="议题")] = None,
    session: Annotated[UUID | None, Query(title="会议")] = None,
    session_state: Annotated[State | None, Query(title="会议状态")] = None,
    votable: Annotated[bool | None, Query(title="是否可付表决")] = None,
) -> Page[AgendaRow]:
    """Matters of the asker's area, or union: of one session, of sessions in a state, or those that can be voted on."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        AgendaRow,
        """SELECT i.id, i.number || '. ' || i.title AS label, i.session,
            e.name || '第' || s.number || '次会议' AS session_label, i.number, i.kind, i.title, i.state,
            (SELECT outcome FROM congress_ballots WHERE item = i.id AND state = 'counted' ORDER BY id DESC LIMIT 1)
                AS outcome
        FROM congress_agenda i JOIN congress_sessions s ON s.id = i.session JOIN employers e ON e.id = s.employer
        WHERE s.area >= $1 AND s.area < $2 AND ($3::uuid IS NULL OR s.union_id = $3)
            AND ($4::uuid IS NULL OR i.id > $4) AND ($5::text IS NULL OR strpos(i.title, $5) > 0)
            AND ($6::uuid IS NULL OR i.session = $6) AND ($7::text IS NULL OR s.state = $7) AND i.state = 'listed'
            AND ($8::boolean IS NULL OR (s.state = 'held' AND i.kind <> 'report') = $8)
        ORDER BY i.id LIMIT $9""",
        *tx.scope,
        tx.org,
        after,
        q,
        session,
        session_state,
        votable,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


async def _agenda_of(tx: ReadTx, session: UUID) -> list[AgendaRow]:
    return await tx.many(
        AgendaRow,
        """SELECT i.id, i.number || '. ' || i.title AS label, i.session,
            e.name || '第' || s.number || '次会议' AS session_label, i.number, i.kind, i.title, i.state,
            (SELECT outcome FROM congress_ballots WHERE item = i.id AND state = 'counted' ORDER BY id DESC LIMIT 1)
                AS outcome
        FROM congress_agenda i JOIN congress_sessions s ON s.id = i.session JOIN employers e ON e.id = s.employer
        WHERE i.session = $1 ORDER BY i.number""",
        session,
    )
