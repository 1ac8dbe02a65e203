"""Unions as lists and pickers show them. Organisations are public within their county."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.access.reach import Reach
from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.membership.organisations import UNION_KIND_WORDS, UnionKind
from contracts.offices import PEOPLE
from services.membership.organisations.commands import organisations

State = Literal["founding", "active", "void"]
STATE_WORDS = {
    "founding": {"zh": "待批", "en": "Awaiting approval"},
    "active": {"zh": "成立", "en": "Active"},
    "void": {"zh": "已作废", "en": "Void"},
}


class UnionRow(BaseModel):
    """One union; `words` name its state, `kind_words` its kind."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    kind: UnionKind
    kind_words: dict[str, str] = Field(default_factory=dict)
    parent: UUID | None
    credit_code: str | None
    founded_on: str
    approved_on: str | None
    members: int

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.kind_words.update(UNION_KIND_WORDS[self.kind]._asdict())


DIRECTORY = tuple(sorted(PEOPLE))


@organisations.query("", words=("工会列表", "Unions"), offices=DIRECTORY, reach=Reach.COUNTY)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="名称")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    kind: Annotated[UnionKind | None, Query(title="类型")] = None,
    area: Annotated[str | None, Query(pattern=r"^[0-9]{6}([0-9]{3})?$", title="区划")] = None,
    scope: Annotated[Literal["own", "county"], Query(title="范围")] = "own",
) -> Page[UnionRow]:
    """One's own area's unions, or the county's (`scope=county`) to choose where a member moves."""
    (after,) = asked.key(UUID)
    low, high = (tx.principal.area, tx.principal.area + "~") if scope == "own" else tx.scope
    rows = await tx.many(
        UnionRow,
        """SELECT u.id, u.revision, u.name AS label, u.state, u.area, u.kind, u.parent, u.credit_code,
            u.founded_on::text, u.approved_on::text,
            (SELECT count(*) FROM members m WHERE m.union_id = u.id AND m.state = 'active') AS members
        FROM unions u
        WHERE u.area >= $1 AND u.area < $2 AND ($3::uuid IS NULL OR u.id > $3)
            AND ($4::text IS NULL OR strpos(u.name, $4) > 0)
            AND (u.state = $5 OR ($5 IS NULL AND u.state <> 'void'))
            AND ($6::text IS NULL OR u.kind = $6) AND ($7::text IS NULL OR u.area = $7)
        ORDER BY u.id LIMIT $8""",
        low,
        high,
        after,
        q,
        state,
        kind,
        area,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@organisations.query("/{union}", words=("工会", "Union"), offices=DIRECTORY, reach=Reach.COUNTY)
async def one(tx: ReadTx, union: UUID) -> UnionRow:
    """One union of the asker's county; how many members it has is public there."""
    return await tx.one(
        UnionRow,
        """SELECT u.id, u.revision, u.name AS label, u.state, u.area, u.kind, u.parent, u.credit_code,
            u.founded_on::text, u.approved_on::text,
            (SELECT count(*) FROM members m WHERE m.union_id = u.id AND m.state = 'active') AS members
        FROM unions u WHERE u.id = $1 AND u.county = $2""",
        union,
        tx.principal.county,
    )


history(
    organisations, "/{union}", one, words=("工会变更记录", "Union's history"), offices=DIRECTORY, reach=Reach.COUNTY
)
