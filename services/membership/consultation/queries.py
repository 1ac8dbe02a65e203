"""Collective talks as boards, lists and records show them: where they stand, which clock runs, how long yet."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.personal.reading import PersonsTx
from chassis.postgres import Tx
from chassis.web.paging import Page
from chassis.working_days import PUBLISHED
from contracts.days import Day
from contracts.membership.agreements import FORUM_WORDS
from contracts.membership.consultation import (
    AGREEMENT_KIND_WORDS,
    CHIEF_AS_WORDS,
    LEVEL_WORDS,
    PURPOSE_WORDS,
    SIDE_WORDS,
    AgreementKind,
    Level,
    Purpose,
)
from contracts.offices import Office
from services.membership.consultation.commands import consultation
from services.membership.consultation.domain.record import State
from services.membership.consultation.domain.states import CLOCK_WORDS, STATE_WORDS, STATES_FOR, Step

SEES_PEOPLE = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.ENTERPRISE_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_APPROVER,
)
SEES_TALKS = (*SEES_PEOPLE, Office.COUNTY_LEADER, Office.AUDITOR)
"""Leaders and auditors read how talks stand; who sits at the table, and words that may name people, they do not."""


class TalksClock(BaseModel):
    """The clock that runs. `days_left` counts calendar days, `working_days_left` the working days among them."""

    words: dict[str, str]
    due_on: str
    provisional: bool = Field(description="the calendar of that year is not published yet")
    days_left: int
    working_days_left: int


class ConsultationRow(BaseModel):
    """One consultation; `label` says of which union and what kind."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str]
    area: str
    union: UUID
    union_name: str
    kind: AgreementKind
    kind_words: dict[str, str]
    level: Level
    level_words: dict[str, str]
    purpose: Purpose
    purpose_words: dict[str, str]
    units: int
    workers: int
    offered_on: str
    term_from: str | None
    term_to: str | None
    in_force_on: str | None
    published_on: str | None
    unanswered: bool
    clock: TalksClock | None


class TalksColumn(BaseModel):
    """How many consultations stand in one state, how many of them are overdue, and the nearest day due."""

    state: State
    words: dict[str, str]
    number: int
    overdue: int
    next_due_on: str | None


class NamedInTalks(BaseModel):
    """Another record, by its name or masked label."""

    id: UUID
    label: str


class TalksText(BaseModel):
    """What a step says in free words."""

    step: str
    day: str
    text: str


class ConsultationRecord(ConsultationRow):
    """One consultation with both sides, all its days and what is written of it."""

    earlier: UUID | None
    offered_by: str
    offered_by_words: dict[str, str]
    employers: list[NamedInTalks]
    members: list[NamedInTalks] = Field(description="the workers' representatives, masked")
    chief: UUID | None
    chief_as_words: dict[str, str] | None
    outside_workers: int
    employer_side: int
    outside_employer: int
    forum_words: dict[str, str] | None
    ballot: UUID | None
    delegates: int | None
    present: int | None
    yes: int | None
    answered_on: str | None
    drafted_on: str | None
    passed_on: str | None
    signed_on: str | None
    reported_on: str | None
    received_on: str | None
    ended_on: str | None
    texts: list[TalksText]


@dataclass(frozen=True)
class _Row:
    id: UUID
    revision: int
    state: State
    area: str
    union: UUID
    union_name: str
    kind: AgreementKind
    level: Level
    purpose: Purpose
    units: int
    workers: int
    offered_on: Day
    term_from: Day | None
    term_to: Day | None
    in_force_on: Day | None
    published_on: Day | None
    unanswered: bool
    due_on: Day | None
    provisional: bool

    def shown(self, today: date) -> ConsultationRow:
        """As people see it on a day."""
        return ConsultationRow(**self.fields(today))

    def fields(self, today: date) -> dict[str, Any]:
        """The row's values, days as text."""
        kind = AGREEMENT_KIND_WORDS[self.kind]
        own = {name: _text(value) for name, value in asdict(self).items() if name not in {"due_on", "provisional"}}
        return {
            **own,
            "label": f"{self.union_name} · {kind.zh}",
            "words": STATE_WORDS[self.state],
            "kind_words": kind._asdict(),
            "level_words": LEVEL_WORDS[self.level]._asdict(),
            "purpose_words": PURPOSE_WORDS[self.purpose]._asdict(),
            "clock": self.clock(today),
        }

    def clock(self, today: date) -> TalksClock | None:
        """The clock that runs; once an agreement is published, its term."""
        published = self.state == "in-force" and self.due_on is None
        due = self.term_to if published else self.due_on
        if due is None:
            return None
        return TalksClock(
            words=CLOCK_WORDS["published" if published else self.state],
            due_on=due.isoformat(),
            provisional=self.provisional,
            days_left=(due - today).days,
            working_days_left=PUBLISHED.working_days_left(today, due),
        )


@dataclass(frozen=True)
class _More:
    earlier: UUID | None
    offered_by: str
    employers: list[UUID]
    members: list[UUID]
    chief: UUID | None
    chief_as: str | None
    outside_workers: int
    employer_side: int
    outside_employer: int
    forum: str | None
    ballot: UUID | None
    delegates: int | None
    present: int | None
    yes: int | None
    answered_on: str | None
    drafted_on: str | None
    passed_on: str | None
    signed_on: str | None
    reported_on: str | None
    received_on: str | None
    ended_on: str | None


@consultation.query("", words=("集体协商列表", "Collective talks"), offices=SEES_TALKS)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="工会或单位名称")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    can: Annotated[Step | None, Query(title="可办理的步骤")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    kind: Annotated[AgreementKind | None, Query(title="合同种类")] = None,
    level: Annotated[Level | None, Query(title="层级")] = None,
    overdue: Annotated[bool | None, Query(title="是否逾期")] = None,
) -> Page[ConsultationRow]:
    """Those of the asker's area, or union, the nearest clock first; voided ones only when asked for."""
    until, after = asked.key(date.fromisoformat, UUID)
    rows = await tx.many(
        _Row,
        """SELECT c.id, c.revision, c.state, c.area, c.union_id AS union, u.name AS union_name, c.kind, c.level,
            c.purpose, cardinality(c.employers) AS units, c.workers, c.offered_on, c.term_from, c.term_to,
            c.in_force_on, c.published_on, c.unanswered_on IS NOT NULL AND c.state = 'offered' AS unanswered,
            c.due_on, c.provisional
        FROM consultations c JOIN unions u ON u.id = c.union_id
            CROSS JOIN LATERAL (SELECT coalesce(c.due_on, CASE WHEN c.state = 'in-force' THEN c.term_to END,
                '9999-12-31'::date) AS until) AS clock
        WHERE c.area >= $1 AND c.area < $2 AND ($3::uuid IS NULL OR c.union_id = $3)
            AND (c.state = $4 OR ($4::text IS NULL AND c.state <> 'void'))
            AND ($5::text[] IS NULL OR c.state = ANY($5)) AND ($6::uuid IS NULL OR c.union_id = $6)
            AND ($7::text IS NULL OR c.kind = $7) AND ($8::text IS NULL OR c.level = $8)
            AND ($9::boolean IS NULL OR coalesce(c.due_on < $10, false) = $9)
            AND ($11::text IS NULL OR strpos(u.name, $11) > 0 OR EXISTS (
                SELECT FROM employers e WHERE e.id = ANY(c.employers) AND strpos(e.name, $11) > 0))
            AND ($12::date IS NULL OR (until, c.id) > ($12, $13::uuid))
        ORDER BY until, c.id LIMIT $14""",
        *tx.scope,
        tx.org,
        state,
        list(STATES_FOR[can]) if can else None,
        union,
        kind,
        level,
        overdue,
        tx.today,
        q,
        until,
        after,
        asked.fetch,
    )
    page = asked.page(rows, lambda row: [_until(row), row.id])
    return Page(items=[row.shown(tx.today) for row in page.items], next=page.next)


@consultation.query("/board", words=("集体协商看板", "Board of collective talks"), offices=SEES_TALKS)
async def board(tx: ReadTx, union: Annotated[UUID | None, Query(title="工会")] = None) -> list[TalksColumn]:
    """Each state with talks in it, in the order of the way they go."""
    rows = await tx.connection.fetch(
        """SELECT state, count(*) AS number, count(*) FILTER (WHERE due_on < $4) AS overdue,
            min(due_on)::text AS next_due_on
        FROM consultations
        WHERE area >= $1 AND area < $2 AND ($3::uuid IS NULL OR union_id = $3) AND ($5::uuid IS NULL OR union_id = $5)
            AND state <> 'void'
        GROUP BY state""",
        *tx.scope,
        tx.org,
        tx.today,
        union,
    )
    order = list(STATE_WORDS)
    columns = [TalksColumn(words=STATE_WORDS[row["state"]], **row) for row in rows]
    return sorted(columns, key=lambda column: order.index(column.state))


@consultation.query("/{consultation}", words=("集体协商", "Consultation"), offices=SEES_TALKS)
async def one(tx: PersonsTx, consultation: UUID) -> ConsultationRecord:
    """One consultation of the asker's area, or union; its people and free words for those who work with people."""
    row = await tx.one(
        _Row,
        """SELECT c.id, c.revision, c.state, c.area, c.union_id AS union, u.name AS union_name, c.kind, c.level,
            c.purpose, cardinality(c.employers) AS units, c.workers, c.offered_on, c.term_from, c.term_to,
            c.in_force_on, c.published_on, c.unanswered_on IS NOT NULL AND c.state = 'offered' AS unanswered,
            c.due_on, c.provisional
        FROM consultations c JOIN unions u ON u.id = c.union_id
        WHERE c.id = $1 AND c.area >= $2 AND c.area < $3 AND ($4::uuid IS NULL OR c.union_id = $4)""",
        consultation,
        *tx.scope,
        tx.org,
    )
    more = await tx.one(
        _More,
        """SELECT earlier, offered_by, employers, members, chief, chief_as, outside_workers, employer_side,
            outside_employer, forum, ballot, delegates, present, yes, answered_on::text, drafted_on::text,
            passed_on::text, signed_on::text, reported_on::text, received_on::text, ended_on::text
        FROM consultations WHERE id = $1""",
        consultation,
    )
    people = tx.principal.office in SEES_PEOPLE
    known = {name: value for name, value in vars(more).items() if name not in {"chief_as", "forum"}}
    return ConsultationRecord(
        **row.fields(tx.today),
        **{
            **known,
            "offered_by_words": SIDE_WORDS[more.offered_by]._asdict(),
            "employers": await _employers(tx, more.employers),
            "members": await _members(tx, more.members) if people else [],
            "chief_as_words": CHIEF_AS_WORDS[more.chief_as]._asdict() if more.chief_as else None,
            "forum_words": FORUM_WORDS[more.forum]._asdict() if more.forum else None,
            "texts": await _texts(tx, consultation) if people else [],
        },
    )


history(consultation, "/{consultation}", one, words=("集体协商变更记录", "Consultation's history"), offices=SEES_TALKS)


async def _employers(tx: Tx, ids: list[UUID]) -> list[NamedInTalks]:
    return await tx.many(
        NamedInTalks, "SELECT id, name AS label FROM employers WHERE id = ANY($1::uuid[]) ORDER BY id", ids
    )


async def _members(tx: Tx, ids: list[UUID]) -> list[NamedInTalks]:
    """Masked labels of those whom the asker may see."""
    return await tx.many(NamedInTalks, "SELECT id, label FROM person WHERE id = ANY($1::uuid[]) ORDER BY sort, id", ids)


async def _texts(tx: Tx, consultation: UUID) -> list[TalksText]:
    return await tx.many(
        TalksText,
        "SELECT step, day::text, text FROM consultation_texts WHERE consultation = $1 ORDER BY id DESC",
        consultation,
    )


def _until(row: _Row) -> date:
    """By which day the list is sorted."""
    return row.due_on or (row.term_to if row.state == "in-force" else None) or date.max


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
