"""Committees as lists and pickers show them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.membership.committees import COMMITTEE_WORDS, FORM_WORDS, CommitteeKind, Form
from contracts.offices import STAFF, Office
from services.membership.committees.commands import committees

State = Literal["not-needed", "due", "formed", "ended"]
STATE_WORDS = {
    "not-needed": {"zh": "无须设立", "en": "Not needed"},
    "due": {"zh": "应建未建", "en": "Missing"},
    "formed": {"zh": "已建立", "en": "Formed"},
    "ended": {"zh": "已撤销", "en": "Ended"},
}
SEES = (*sorted(STAFF), Office.ENTERPRISE_CHAIR)


class CommitteeRow(BaseModel):
    """One committee; `days_left` counts to `due_on` and is negative when that has passed."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID
    union_name: str
    committee: CommitteeKind
    committee_words: dict[str, str] = Field(default_factory=dict)
    form: Form | None
    form_words: dict[str, str] = Field(default_factory=dict)
    size: int | None
    formed_on: str | None
    women: int | None
    counted_on: str | None
    due_on: str | None
    days_left: int | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.committee_words.update(COMMITTEE_WORDS[self.committee]._asdict())
        self.form_words.update(FORM_WORDS[self.form]._asdict() if self.form else {})
        self.label = f"{self.union_name} {self.committee_words['zh']}"


@committees.query("", words=("专门委员会列表", "Committees"), offices=SEES)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="工会名称")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    committee: Annotated[CommitteeKind | None, Query(title="委员会类型")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
) -> Page[CommitteeRow]:
    """The committees of the asker's area, or union."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        CommitteeRow,
        """SELECT c.id, c.revision, '' AS label, c.state, u.area, c.union_id AS union, u.name AS union_name,
            c.committee, c.form, c.size, c.formed_on::text, c.women, c.counted_on::text, c.due_on::text,
            c.due_on - $3::date AS days_left
        FROM committees c JOIN unions u ON u.id = c.union_id
        WHERE u.area >= $1 AND u.area < $2 AND ($4::uuid IS NULL OR c.id > $4)
            AND ($5::uuid IS NULL OR c.union_id = $5) AND ($6::text IS NULL OR strpos(u.name, $6) > 0)
            AND ($7::uuid IS NULL OR c.union_id = $7) AND ($8::text IS NULL OR c.committee = $8)
            AND ($9::text IS NULL OR c.state = $9)
        ORDER BY c.id LIMIT $10""",
        *tx.scope,
        tx.today,
        after,
        tx.org,
        q,
        union,
        committee,
        state,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@committees.query("/{committee}", words=("专门委员会", "Committee"), offices=SEES)
async def one(tx: ReadTx, committee: UUID) -> CommitteeRow:
    """One committee of the asker's area, or union."""
    return await tx.one(
        CommitteeRow,
        """SELECT c.id, c.revision, '' AS label, c.state, u.area, c.union_id AS union, u.name AS union_name,
            c.committee, c.form, c.size, c.formed_on::text, c.women, c.counted_on::text, c.due_on::text,
            c.due_on - $2::date AS days_left
        FROM committees c JOIN unions u ON u.id = c.union_id
        WHERE c.id = $1 AND u.area >= $3 AND u.area < $4 AND ($5::uuid IS NULL OR c.union_id = $5)""",
        committee,
        tx.today,
        *tx.scope,
        tx.org,
    )


history(committees, "/{committee}", one, words=("专门委员会变更记录", "Committee's history"), offices=SEES)
