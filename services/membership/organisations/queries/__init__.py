"""Unions as lists, pickers and pages show them. Organisations are public within their county."""

from typing import Annotated, Literal, LiteralString
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.access.reach import Reach
from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.industries import INDUSTRY_WORDS, Industry
from contracts.membership.organisations import (
    RETURN_REASON_WORDS,
    UNION_KIND_WORDS,
    UNIT_TYPE_NUMBERS,
    UNIT_TYPE_WORDS,
    ReturnReason,
    UnionKind,
    UnitType,
)
from contracts.offices import PEOPLE
from services.membership.organisations.commands import organisations

State = Literal["founding", "returned", "active", "closed", "void"]
Sought = Literal["founding", "returned", "unapproved", "active", "closed", "void"]
STATE_WORDS = {
    "founding": {"zh": "待批", "en": "Awaiting approval"},
    "returned": {"zh": "退回补正", "en": "Returned"},
    "active": {"zh": "成立", "en": "Active"},
    "closed": {"zh": "已撤销或合并", "en": "Dissolved or merged"},
    "void": {"zh": "已作废", "en": "Void"},
}


class UnionRow(BaseModel):
    """One union; `words` name its state, `kind_words` its kind. `returned_for`, `opinion`: why it was returned."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    kind: UnionKind
    kind_words: dict[str, str] = Field(default_factory=dict)
    parent: UUID | None
    parent_name: str | None
    credit_code: str | None
    industry: Industry | None
    industry_words: dict[str, str] = Field(default_factory=dict)
    unit_type: UnitType | None
    unit_type_number: int | None = None
    unit_type_words: dict[str, str] = Field(default_factory=dict)
    founded_on: str
    approved_on: str | None
    closed_on: str | None
    successor: UUID | None
    returned_for: ReturnReason | None
    returned_words: dict[str, str] = Field(default_factory=dict)
    opinion: str | None
    members: int

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.kind_words.update(UNION_KIND_WORDS[self.kind]._asdict())
        if self.industry:
            self.industry_words.update(INDUSTRY_WORDS[self.industry]._asdict())
        if self.unit_type:
            self.unit_type_number = UNIT_TYPE_NUMBERS[self.unit_type]
            self.unit_type_words.update(UNIT_TYPE_WORDS[self.unit_type]._asdict())
        if self.returned_for:
            self.returned_words.update(RETURN_REASON_WORDS[self.returned_for]._asdict())


class Unit(BaseModel):
    """A unit that the union covers on the asked day, with its headcount then; null when none was stated."""

    id: UUID
    label: str
    credit_code: str
    since: str
    headcount: int | None
    headcount_on: str | None


class Above(BaseModel):
    """A union above, the nearest first."""

    id: UUID
    label: str
    kind: UnionKind


class UnionRecord(UnionRow):
    """One union with the units that it covers and the unions above it."""

    units: list[Unit] = Field(default_factory=list)
    above: list[Above] = Field(default_factory=list)


DIRECTORY = tuple(sorted(PEOPLE))
_ROW: LiteralString = """
SELECT u.id, u.revision, u.name AS label, u.state, u.area, u.kind, u.parent, p.name AS parent_name, u.credit_code,
    u.industry, u.unit_type, u.founded_on::text, u.approved_on::text, u.closed_on::text, u.successor, u.returned_for,
    u.opinion,
    (SELECT count(*) FROM members m WHERE m.union_id = u.id AND m.state IN ('active', 'retained')) AS members
FROM unions u LEFT JOIN unions p ON p.id = u.parent
"""


@organisations.query("", words=("工会列表", "Unions"), offices=DIRECTORY, reach=Reach.COUNTY)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="名称或信用代码")] = None,
    state: Annotated[Sought | None, Query(title="状态")] = None,
    kind: Annotated[UnionKind | None, Query(title="类型")] = None,
    area: Annotated[str | None, Query(pattern=r"^[0-9]{6}([0-9]{3})?$", title="区划")] = None,
    parent: Annotated[UUID | None, Query(title="上级工会")] = None,
    scope: Annotated[Literal["own", "county"], Query(title="范围")] = "own",
) -> Page[UnionRow]:
    """One's own area's unions, or the county's (`scope=county`) to choose where a member moves.

    Without `state`, all but those that were voided or are no more.
    """
    (after,) = asked.key(UUID)
    low, high = (tx.principal.area, tx.principal.area + "~") if scope == "own" else tx.scope
    states = {"unapproved": ["founding", "returned"], None: ["founding", "returned", "active"]}.get(state, [state])
    rows = await tx.many(
        UnionRow,
        _ROW
        + """WHERE u.area >= $1 AND u.area < $2 AND ($3::uuid IS NULL OR u.id > $3)
            AND ($4::text IS NULL OR strpos(u.name, $4) > 0 OR u.credit_code = upper($4))
            AND u.state = ANY($5::text[])
            AND ($6::text IS NULL OR u.kind = $6) AND ($7::text IS NULL OR u.area = $7)
            AND ($9::uuid IS NULL OR u.parent = $9)
        ORDER BY u.id LIMIT $8""",
        low,
        high,
        after,
        q,
        states,
        kind,
        area,
        asked.fetch,
        parent,
    )
    return asked.page(rows, lambda row: [row.id])


@organisations.query("/{union}", words=("工会", "Union"), offices=DIRECTORY, reach=Reach.COUNTY)
async def one(
    tx: ReadTx, union: UUID, on: Annotated[Day | None, Query(title="日期", description="覆盖单位以该日为准")] = None
) -> UnionRecord:
    """One union of the asker's county; how many members it has is public there."""
    found = await tx.one(UnionRecord, _ROW + "WHERE u.id = $1 AND u.county = $2", union, tx.principal.county)
    day = on or tx.today
    found.units = await tx.many(
        Unit,
        """SELECT e.id, e.name AS label, e.credit_code, c.since::text, h.headcount, h.day::text AS headcount_on
        FROM coverage c JOIN employers e ON e.id = c.employer
        LEFT JOIN LATERAL (
            SELECT headcount, day FROM headcounts WHERE employer = e.id AND day <= $2 ORDER BY day DESC LIMIT 1
        ) h ON true
        WHERE c.union_id = $1 AND c.since <= $2 AND (c.until IS NULL OR c.until > $2) ORDER BY e.name, e.id""",
        union,
        day,
    )
    found.above = await tx.many(
        Above,
        """WITH RECURSIVE above AS (
            SELECT parent AS id, 1 AS steps FROM unions WHERE id = $1
            UNION ALL SELECT u.parent, steps + 1 FROM above JOIN unions u ON u.id = above.id WHERE steps < 20
        ) SELECT u.id, u.name AS label, u.kind FROM above JOIN unions u ON u.id = above.id ORDER BY steps""",
        union,
    )
    return found


history(
    organisations, "/{union}", one, words=("工会变更记录", "Union's history"), offices=DIRECTORY, reach=Reach.COUNTY
)
