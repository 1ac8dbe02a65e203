"""Employers as lists and pickers show them, each with its last stated headcount."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.web.paging import Page
from contracts.membership.organisations import UNIT_TYPE_NUMBERS, UNIT_TYPE_WORDS, UnitType
from contracts.offices import STAFF, Office
from services.membership.employers.commands import employers

State = Literal["active", "ended", "void"]
STATE_WORDS = {
    "active": {"zh": "正常", "en": "Active"},
    "ended": {"zh": "已终止", "en": "Ended"},
    "void": {"zh": "已作废", "en": "Void"},
}


class EmployerRow(BaseModel):
    """One employer; `words` name its state, `headcount` is null when none was stated."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    credit_code: str
    unit_type: UnitType
    unit_type_words: dict[str, str] = Field(default_factory=dict)
    unit_type_number: int = 0
    registered_on: str
    ended_on: str | None
    headcount: int | None
    headcount_on: str | None
    covered_since: str | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.unit_type_words.update(UNIT_TYPE_WORDS[self.unit_type]._asdict())
        self.unit_type_number = UNIT_TYPE_NUMBERS[self.unit_type]


SEES_EMPLOYERS = (*sorted(STAFF), Office.ENTERPRISE_CHAIR)


@employers.query("", words=("用人单位列表", "Employers"), offices=SEES_EMPLOYERS)
async def listed(
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="名称或信用代码")] = None,
    state: Annotated[State, Query(title="状态")] = "active",
    covered: Annotated[bool | None, Query(title="是否建会")] = None,
) -> Page[EmployerRow]:
    """The employers of the asker's area, or union, by name, code, or whether a union covers them."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        EmployerRow,
        """SELECT e.id, e.revision, e.name AS label, e.state, e.area, e.credit_code, e.unit_type,
            e.registered_on::text, e.ended_on::text, h.headcount, h.day::text AS headcount_on,
            c.since::text AS covered_since
        FROM employers e
        LEFT JOIN LATERAL (
            SELECT headcount, day FROM headcounts WHERE employer = e.id ORDER BY day DESC LIMIT 1) h ON true
        LEFT JOIN LATERAL (
            SELECT min(since) AS since FROM coverage WHERE employer = e.id AND until IS NULL) c ON true
        WHERE e.area >= $1 AND e.area < $2 AND ($3::uuid IS NULL OR e.id > $3) AND e.state = $4
            AND ($5::text IS NULL OR strpos(e.name, $5) > 0 OR e.credit_code = upper($5))
            AND ($6::boolean IS NULL OR (c.since IS NOT NULL) = $6)
            AND ($8::uuid IS NULL OR EXISTS (
                SELECT FROM coverage WHERE employer = e.id AND union_id = $8 AND until IS NULL))
        ORDER BY e.id LIMIT $7""",
        *tx.scope,
        after,
        state,
        q,
        covered,
        asked.fetch,
        tx.org,
    )
    return asked.page(rows, lambda row: [row.id])


@employers.query("/{employer}", words=("用人单位", "Employer"), offices=SEES_EMPLOYERS)
async def one(tx: ReadTx, employer: UUID) -> EmployerRow:
    """One employer of the asker's area, or union."""
    return await tx.one(
        EmployerRow,
        """SELECT e.id, e.revision, e.name AS label, e.state, e.area, e.credit_code, e.unit_type,
            e.registered_on::text, e.ended_on::text, h.headcount, h.day::text AS headcount_on,
            c.since::text AS covered_since
        FROM employers e
        LEFT JOIN LATERAL (
            SELECT headcount, day FROM headcounts WHERE employer = e.id ORDER BY day DESC LIMIT 1) h ON true
        LEFT JOIN LATERAL (
            SELECT min(since) AS since FROM coverage WHERE employer = e.id AND until IS NULL) c ON true
        WHERE e.id = $1 AND e.area >= $2 AND e.area < $3
            AND ($4::uuid IS NULL OR EXISTS (
                SELECT FROM coverage WHERE employer = e.id AND union_id = $4 AND until IS NULL))""",
        employer,
        *tx.scope,
        tx.org,
    )


history(employers, "/{employer}", one, words=("单位变更记录", "Employer's history"), offices=SEES_EMPLOYERS)
