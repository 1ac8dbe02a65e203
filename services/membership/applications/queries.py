"""Applications as lists show them: masked, by union, employer and state, with the days left to answer."""

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
from contracts.membership.applications import CHANNEL_WORDS, REFUSED_WORDS, Channel, RefusedFor
from contracts.membership.members import EMPLOYMENT_WORDS, Employment
from contracts.offices import Office
from services.membership.applications.commands import applications

State = Literal["open", "approved", "refused", "withdrawn", "void"]
Asked = Literal["open", "approved", "refused", "withdrawn", "void", "answered"]
STATE_WORDS = {
    "open": {"zh": "待审核", "en": "To review"},
    "approved": {"zh": "已批准", "en": "Approved"},
    "refused": {"zh": "未批准", "en": "Refused"},
    "withdrawn": {"zh": "已撤回", "en": "Withdrawn"},
    "void": {"zh": "已作废", "en": "Void"},
}
SEES_APPLICATIONS = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.ENTERPRISE_CHAIR,
)


class ApplicationRow(BaseModel):
    """One application, masked. `days_left` until `due_on`, negative when it is over; None when nothing waits."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID
    union_name: str
    employer: UUID | None
    employer_name: str | None
    employment: Employment
    employment_words: dict[str, str] = Field(default_factory=dict)
    channel: Channel
    channel_words: dict[str, str] = Field(default_factory=dict)
    applied_on: str
    due_on: str
    days_left: int | None
    member: UUID | None
    refused_for: RefusedFor | None
    refused_for_words: dict[str, str] | None = None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.employment_words.update(EMPLOYMENT_WORDS[self.employment]._asdict())
        self.channel_words.update(CHANNEL_WORDS[self.channel]._asdict())
        self.refused_for_words = REFUSED_WORDS[self.refused_for]._asdict() if self.refused_for else None


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
    employer: UUID | None
    employer_name: str | None
    employment: Employment
    channel: Channel
    applied_on: str
    due_on: Day
    member: UUID | None
    refused_for: RefusedFor | None

    def shown(self, today: date) -> ApplicationRow:
        """As people see it."""
        values = {name: value for name, value in vars(self).items() if name not in ("sort", "due_on")}
        left = (self.due_on - today).days if self.state == "open" else None
        return ApplicationRow(**values, due_on=self.due_on.isoformat(), days_left=left)


_ROWS: LiteralString = """
SELECT a.id, a.revision, p.label, p.sort, a.state, a.area, a.union_id AS union, u.name AS union_name, a.employer,
    e.name AS employer_name, a.employment, a.channel, a.applied_on::text, a.due_on, a.member, a.refused_for
FROM applications a JOIN person p ON p.id = a.id JOIN unions u ON u.id = a.union_id
    LEFT JOIN employers e ON e.id = a.employer
"""
_LISTED: LiteralString = (
    _ROWS  # noqa: S608 - constants of this file
    + """WHERE a.area >= $1 AND a.area < $2 AND ($3::uuid IS NULL OR a.union_id = $3)
    AND ($4::text IS NULL OR (p.sort, a.id) > ($4, $5::uuid))
    AND ($6::uuid IS NULL OR a.union_id = $6) AND ($7::uuid IS NULL OR a.employer = $7)
    AND CASE coalesce($8, '') WHEN '' THEN a.state <> 'void' WHEN 'answered' THEN a.state IN ('refused', 'withdrawn')
        ELSE a.state = $8 END
    AND ($9::text IS NULL OR p.sort = $10 OR starts_with(p.label, $11)
        OR a.id IN (SELECT person FROM blind_index WHERE county = $12 AND digest = ANY($13::bytea[])))
ORDER BY p.sort, a.id LIMIT $14"""
)
_ONE: LiteralString = _ROWS + "WHERE a.id = $1"


@applications.query("", words=("入会申请列表", "Applications"), offices=SEES_APPLICATIONS)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: PersonsTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=40, title="姓氏、姓名或身份证后四位")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    employer: Annotated[UUID | None, Query(title="工作单位")] = None,
    state: Annotated[Asked | None, Query(title="状态")] = None,
) -> Page[ApplicationRow]:
    """The applications to the asker's area, or union, by the surname's pinyin.

    `state` answered: refused or withdrawn.
    """
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


@applications.query("/{application}", words=("入会申请", "Application"), offices=SEES_APPLICATIONS)
async def one(tx: PersonsTx, application: UUID) -> ApplicationRow:
    """One application of the asker's area, or union."""
    row = await tx.one(_Row, _ONE, application)
    if not tx.reaches(row.area, row.union):
        raise NotFound
    return row.shown(tx.today)


history(
    applications, "/{application}", one, words=("入会申请变更记录", "Application's history"), offices=SEES_APPLICATIONS
)
