"""Activities as lists and pickers show them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.web.paging import Page
from contracts.activities.activities import ACTIVITY_KIND_WORDS, ActivityKind
from contracts.offices import PEOPLE
from services.activities.activities.commands import activities

State = Literal["planned", "open", "held", "cancelled", "void"]
STATE_WORDS = {
    "planned": {"zh": "计划中", "en": "Planned"},
    "open": {"zh": "报名中", "en": "Open"},
    "held": {"zh": "已举办", "en": "Held"},
    "cancelled": {"zh": "已取消", "en": "Cancelled"},
    "void": {"zh": "已作废", "en": "Void"},
}


class ActivityRow(BaseModel):
    """One activity; `waiting` counts who waits for a place."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID | None
    kind: ActivityKind
    kind_words: dict[str, str] = Field(default_factory=dict)
    planned_on: str
    places: int | None
    taken: int
    waiting: int
    held_on: str | None
    attendance: int | None
    cost_fen: int | None
    hours: int | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.kind_words.update(ACTIVITY_KIND_WORDS[self.kind]._asdict())


SEES_ACTIVITIES = tuple(sorted(PEOPLE))


@activities.query("", words=("活动列表", "Activities"), offices=SEES_ACTIVITIES)
async def listed(
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="名称")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    kind: Annotated[ActivityKind | None, Query(title="类型")] = None,
) -> Page[ActivityRow]:
    """The activities of the asker's area, or union."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        ActivityRow,
        """SELECT a.id, a.revision, a.title AS label, a.state, a.area, a.union_id AS union, a.kind,
            a.planned_on::text, a.places, a.taken, a.held_on::text, a.attendance, a.cost_fen, a.hours,
            (SELECT count(*) FROM registrations r WHERE r.activity = a.id AND r.state = 'waiting') AS waiting
        FROM activities a
        WHERE a.area >= $1 AND a.area < $2 AND ($3::uuid IS NULL OR a.id > $3)
            AND ($4::text IS NULL OR strpos(a.title, $4) > 0)
            AND (a.state = $5 OR ($5::text IS NULL AND a.state <> 'void')) AND ($6::text IS NULL OR a.kind = $6)
            AND ($8::uuid IS NULL OR a.union_id = $8)
        ORDER BY a.id LIMIT $7""",
        *tx.scope,
        after,
        q,
        state,
        kind,
        asked.fetch,
        tx.org,
    )
    return asked.page(rows, lambda row: [row.id])


@activities.query("/{activity}", words=("活动", "Activity"), offices=SEES_ACTIVITIES)
async def one(tx: ReadTx, activity: UUID) -> ActivityRow:
    """One activity of the asker's area, or union."""
    return await tx.one(
        ActivityRow,
        """SELECT a.id, a.revision, a.title AS label, a.state, a.area, a.union_id AS union, a.kind,
            a.planned_on::text, a.places, a.taken, a.held_on::text, a.attendance, a.cost_fen, a.hours,
            (SELECT count(*) FROM registrations r WHERE r.activity = a.id AND r.state = 'waiting') AS waiting
        FROM activities a
        WHERE a.id = $1 AND a.area >= $2 AND a.area < $3 AND ($4::uuid IS NULL OR a.union_id = $4)""",
        activity,
        *tx.scope,
        tx.org,
    )
