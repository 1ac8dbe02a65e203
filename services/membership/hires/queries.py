"""New hires as lists show them: masked, by union, employer and state, with the days left to answer."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, LiteralString
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging
from chassis.history import history
from chassis.personal import vault
from chassis.personal.reading import PersonsTx
from chassis.refusal import NotFound
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.hires import DECLINED_WORDS, DeclinedFor
from contracts.membership.members import EMPLOYMENT_WORDS, Employment
from contracts.offices import Office
from services.membership.hires.commands import hires

State = Literal["open", "admitted", "declined", "gone", "void"]
Asked = Literal["open", "admitted", "declined", "gone", "void", "answered"]
STATE_WORDS = {
    "open": {"zh": "待入会", "en": "Not yet a member"},
    "admitted": {"zh": "已入会", "en": "Admitted"},
    "declined": {"zh": "未入会", "en": "Does not join"},
    "gone": {"zh": "已离职", "en": "Has left"},
    "void": {"zh": "已作废", "en": "Void"},
}
SEES_HIRES = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.ENTERPRISE_CHAIR,
)


class HireRow(BaseModel):
    """One new hire, masked. `days_left` until `due_on`, negative when it is over; None when nothing waits."""

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
    employment: Employment
    employment_words: dict[str, str] = Field(default_factory=dict)
    hired_on: str
    due_on: str
    days_left: int | None
    member: UUID | None
    declined_for: DeclinedFor | None
    declined_for_words: dict[str, str] | None = None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.employment_words.update(EMPLOYMENT_WORDS[self.employment]._asdict())
        self.declined_for_words = DECLINED_WORDS[self.declined_for]._asdict() if self.declined_for else None


class EmployerCount(BaseModel):
    """New hires of one employer for one union: all that stand, those not yet members, the next day to answer by."""

    employer: UUID
    employer_name: str
    union: UUID
    union_name: str
    hires: int
    open: int
    admitted: int
    next_due_on: str | None


@dataclass(frozen=True)
class _Row:
    id: UUID
    revision: int
    label: str
    sort: str
    state: State
    area: str
    union: UUID
    union_name: str
    employer: UUID
    employer_name: str
    employment: Employment
    hired_on: str
    due_on: Day
    member: UUID | None
    declined_for: DeclinedFor | None

    def shown(self, today: date) -> HireRow:
        """As people see it."""
        values = {name: value for name, value in vars(self).items() if name not in ("sort", "due_on")}
        left = (self.due_on - today).days if self.state == "open" else None
        return HireRow(**values, due_on=self.due_on.isoformat(), days_left=left)


_ROWS: LiteralString = """
SELECT h.id, h.revision, p.label, p.sort, h.state, h.area, h.union_id AS union, u.name AS union_name, h.employer,
    e.name AS employer_name, h.employment, h.hired_on::text, h.due_on, h.member, h.declined_for
FROM hires h JOIN person p ON p.id = h.id JOIN unions u ON u.id = h.union_id JOIN employers e ON e.id = h.employer
"""
_LISTED: LiteralString = (
    _ROWS  # noqa: S608 - constants of this file
    + """WHERE h.area >= $1 AND h.area < $2 AND ($3::uuid IS NULL OR h.union_id = $3)
    AND ($4::text IS NULL OR (p.sort, h.id) > ($4, $5::uuid))
    AND ($6::uuid IS NULL OR h.union_id = $6) AND ($7::uuid IS NULL OR h.employer = $7)
    AND CASE coalesce($8, '') WHEN '' THEN h.state <> 'void' WHEN 'answered' THEN h.state IN ('declined', 'gone')
        ELSE h.state = $8 END
    AND ($9::text IS NULL OR p.sort = $10 OR starts_with(p.label, $11)
        OR h.id IN (SELECT person FROM blind_index WHERE county = $12 AND digest = ANY($13::bytea[])))
ORDER BY p.sort, h.id LIMIT $14"""
)
_ONE: LiteralString = _ROWS + "WHERE h.id = $1"


@hires.query("", words=("新招收职工列表", "New hires"), offices=SEES_HIRES)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: PersonsTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=40, title="姓氏、姓名或身份证后四位")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    employer: Annotated[UUID | None, Query(title="招收单位")] = None,
    state: Annotated[Asked | None, Query(title="状态")] = None,
) -> Page[HireRow]:
    """The new hires of the asker's area, or union, by the surname's pinyin. `state` answered: not joining, or gone."""
    sort, after = asked.key(str, UUID)
    sought = vault.sought(tx, q)
    rows = await tx.many(
        _Row,
        _LISTED,
        *tx.scope,
        tx.org,
        sort,
        after,
        union,
        employer,
        state,
        q,
        sought.sort,
        sought.beginning,
        tx.principal.county,
        sought.digests,
        asked.fetch,
    )
    page = asked.page(rows, lambda row: [row.sort, row.id])
    return Page(items=[row.shown(tx.today) for row in page.items], next=page.next)


@hires.query("/by-employer", words=("各单位新招收职工", "New hires by employer"), offices=SEES_HIRES)
async def by_employer(tx: PersonsTx, asked: Paging) -> Page[EmployerCount]:
    """How many each employer has hired, and how many of them are no members yet."""
    employer, union = asked.key(UUID, UUID)
    rows = await tx.many(
        EmployerCount,
        """SELECT e.id AS employer, e.name AS employer_name, u.id AS union, u.name AS union_name, count(*) AS hires,
            count(*) FILTER (WHERE h.state = 'open') AS open, count(*) FILTER (WHERE h.state = 'admitted') AS admitted,
            (min(h.due_on) FILTER (WHERE h.state = 'open'))::text AS next_due_on
        FROM hires h JOIN employers e ON e.id = h.employer JOIN unions u ON u.id = h.union_id
        WHERE h.area >= $1 AND h.area < $2 AND ($3::uuid IS NULL OR h.union_id = $3) AND h.state <> 'void'
            AND ($4::uuid IS NULL OR (e.id, u.id) > ($4, $5::uuid))
        GROUP BY e.id, u.id ORDER BY e.id, u.id LIMIT $6""",
        *tx.scope,
        tx.org,
        employer,
        union,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.employer, row.union])


@hires.query("/{hire}", words=("新招收职工", "New hire"), offices=SEES_HIRES)
async def one(tx: PersonsTx, hire: UUID) -> HireRow:
    """One new hire of the asker's area, or union."""
    row = await tx.one(_Row, _ONE, hire)
    if not tx.reaches(row.area, row.union):
        raise NotFound
    return row.shown(tx.today)


history(hires, "/{hire}", one, words=("新招收职工变更记录", "New hire's history"), offices=SEES_HIRES)
