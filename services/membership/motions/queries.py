"""Motions as boards and pages show them: state, whose turn it is, days left."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.personal.reading import PersonsTx
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.motions import (
    MOTION_CATEGORY_WORDS,
    MOTION_REFUSAL_WORDS,
    SATISFACTION_WORDS,
    MotionCategory,
    MotionRefusal,
    Satisfaction,
)
from contracts.offices import Office
from services.membership.motions.commands import motions

State = Literal["collected", "filed", "refused", "assigned", "replied", "rated", "archived", "void"]
STATE_WORDS = {
    "collected": {"zh": "待立案", "en": "To accept"},
    "filed": {"zh": "待交办", "en": "To hand over"},
    "refused": {"zh": "不予立案", "en": "Not accepted"},
    "assigned": {"zh": "待答复", "en": "To be replied to"},
    "replied": {"zh": "待评价", "en": "To rate"},
    "rated": {"zh": "待归档", "en": "To file away"},
    "archived": {"zh": "已归档", "en": "Filed away"},
    "void": {"zh": "已作废", "en": "Void"},
}
# A motion's words may name people, so whoever sees single people sees them.
SEES_MOTIONS = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_APPROVER,
    Office.ENTERPRISE_CHAIR,
)


class MotionRow(BaseModel):
    """A motion; `label` is its subject. `due_on` and `days_left` of a reply that is waited for (below 0: overdue)."""

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
    category: MotionCategory
    category_words: dict[str, str] = Field(default_factory=dict)
    collected_on: Day
    decided_on: Day | None
    refusal: MotionRefusal | None
    refusal_words: dict[str, str] = Field(default_factory=dict)
    round: int
    department: str | None
    assigned_on: Day | None
    due_on: Day | None
    days_left: int | None
    replied_on: Day | None
    satisfaction: Satisfaction | None
    satisfaction_words: dict[str, str] = Field(default_factory=dict)
    archived_on: Day | None
    proposers: int

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.category_words.update(MOTION_CATEGORY_WORDS[self.category]._asdict())
        if self.refusal:
            self.refusal_words.update(MOTION_REFUSAL_WORDS[self.refusal]._asdict())
        if self.satisfaction:
            self.satisfaction_words.update(SATISFACTION_WORDS[self.satisfaction]._asdict())


class ProposerRow(BaseModel):
    """Who put it: a delegate's id and label."""

    id: UUID
    label: str


class MotionRound(BaseModel):
    """One hand-over and what came of it."""

    round: int
    department: str
    assigned_on: Day
    due_on: Day
    replied_on: Day | None
    reply: str | None
    satisfaction: Satisfaction | None
    rated_on: Day | None


class MotionPage(MotionRow):
    """A motion in full."""

    body: str
    proposed_by: list[ProposerRow] = Field(default_factory=list)
    rounds: list[MotionRound] = Field(default_factory=list)


@motions.query("", words=("提案列表", "Motions"), offices=SEES_MOTIONS)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="案由或单位名称")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    category: Annotated[MotionCategory | None, Query(title="类别")] = None,
    congress: Annotated[UUID | None, Query(title="职代会")] = None,
    overdue: Annotated[bool | None, Query(title="是否逾期未答复")] = None,
    decided: Annotated[bool | None, Query(title="是否已立案或不予立案")] = None,
) -> Page[MotionRow]:
    """The motions of the asker's area, or union; voided ones only when asked for."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        MotionRow,
        """SELECT m.id, m.revision, m.title AS label, m.state, m.area, m.union_id AS union, u.name AS union_name,
            c.employer, e.name AS employer_name, m.congress, m.category, m.collected_on, m.decided_on, m.refusal,
            m.round, r.department, r.assigned_on,
            CASE WHEN m.state = 'assigned' THEN r.due_on END AS due_on,
            CASE WHEN m.state = 'assigned' THEN r.due_on - $4::date END AS days_left,
            r.replied_on, r.satisfaction, m.archived_on,
            (SELECT count(*) FROM motion_proposers WHERE motion = m.id) AS proposers
        FROM motions m JOIN unions u ON u.id = m.union_id JOIN congresses c ON c.id = m.congress
            JOIN employers e ON e.id = c.employer
            LEFT JOIN motion_rounds r ON r.motion = m.id AND r.round = m.round
        WHERE m.area >= $1 AND m.area < $2 AND ($3::uuid IS NULL OR m.union_id = $3)
            AND ($5::uuid IS NULL OR m.id > $5)
            AND ($6::text IS NULL OR strpos(m.title, $6) > 0 OR strpos(e.name, $6) > 0)
            AND (m.state = $7 OR ($7 IS NULL AND m.state <> 'void'))
            AND ($8::text IS NULL OR m.category = $8) AND ($9::uuid IS NULL OR m.congress = $9)
            AND ($10::boolean IS NULL OR (m.state = 'assigned' AND r.due_on < $4) = $10)
            AND ($11::boolean IS NULL OR (m.state NOT IN ('collected', 'void')) = $11)
        ORDER BY m.id LIMIT $12""",
        *tx.scope,
        tx.org,
        tx.today,
        after,
        q,
        state,
        category,
        congress,
        overdue,
        decided,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@motions.query("/{motion}", words=("提案", "Motion"), offices=SEES_MOTIONS)
async def one(tx: PersonsTx, motion: UUID) -> MotionPage:
    """One motion of the asker's area, or union, with its words, proposers and replies."""
    page = await tx.one(
        MotionPage,
        """SELECT m.id, m.revision, m.title AS label, m.state, m.area, m.union_id AS union, u.name AS union_name,
            c.employer, e.name AS employer_name, m.congress, m.category, m.collected_on, m.decided_on, m.refusal,
            m.round, r.department, r.assigned_on,
            CASE WHEN m.state = 'assigned' THEN r.due_on END AS due_on,
            CASE WHEN m.state = 'assigned' THEN r.due_on - $4::date END AS days_left,
            r.replied_on, r.satisfaction, m.archived_on,
            (SELECT count(*) FROM motion_proposers WHERE motion = m.id) AS proposers, m.body
        FROM motions m JOIN unions u ON u.id = m.union_id JOIN congresses c ON c.id = m.congress
            JOIN employers e ON e.id = c.employer
            LEFT JOIN motion_rounds r ON r.motion = m.id AND r.round = m.round
        WHERE m.area >= $1 AND m.area < $2 AND ($3::uuid IS NULL OR m.union_id = $3) AND m.id = $5""",
        *tx.scope,
        tx.org,
        tx.today,
        motion,
    )
    page.proposed_by.extend(
        await tx.many(
            ProposerRow,
            """SELECT d.id, coalesce(p.label, d.seat || '号代表') AS label
            FROM motion_proposers m JOIN congress_delegates d ON d.id = m.delegate LEFT JOIN person p ON p.id = d.member
            WHERE m.motion = $1 ORDER BY d.seat""",
            motion,
        )
    )
    page.rounds.extend(
        await tx.many(
            MotionRound,
            """SELECT round, department, assigned_on, due_on, replied_on, reply, satisfaction, rated_on
            FROM motion_rounds WHERE motion = $1 ORDER BY round""",
            motion,
        )
    )
    return page


history(motions, "/{motion}", one, words=("提案变更记录", "Motion's history"), offices=SEES_MOTIONS)
