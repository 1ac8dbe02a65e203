"""Members and waiting transfers as lists and pickers show them: masked, never in full."""

from dataclasses import dataclass
from typing import Annotated, Literal, LiteralString
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.access.reach import Reach
from chassis.command import Paging
from chassis.history import history
from chassis.personal import vault
from chassis.personal.reading import PersonsTx
from chassis.postgres import Tx
from chassis.refusal import NotFound
from chassis.web.paging import Page, PageQuery
from contracts.membership.members import (
    DECIDED_BY_WORDS,
    EMPLOYMENT_WORDS,
    LEFT_WORDS,
    RETAINED_WORDS,
    DecidedBy,
    Employment,
    LeftFor,
    RetainedFor,
)
from contracts.offices import Office
from services.membership.members.commands import members
from services.membership.members.domain.life import Rights, rights

State = Literal["active", "waiting", "expulsion", "retained", "left", "void"]
Asked = Literal["active", "waiting", "expulsion", "retained", "left", "void", "living"]
STATE_WORDS = {
    "active": {"zh": "在会", "en": "Member"},
    "waiting": {"zh": "转会待接收", "en": "Transfer waiting"},
    "expulsion": {"zh": "待批准开除", "en": "Expulsion to approve"},
    "retained": {"zh": "保留会籍", "en": "Retained"},
    "left": {"zh": "已离会", "en": "Left"},
    "void": {"zh": "已作废", "en": "Void"},
}
GONE = frozenset({"left", "void"})
_SHOWN: LiteralString = """CASE WHEN m.to_union IS NOT NULL THEN 'waiting'
    WHEN m.expulsion_on IS NOT NULL THEN 'expulsion' ELSE m.state END"""
# Who sees single people: those who work with them, a union's chair the own union's. Leaders and auditors read figures
# and events, mediators meet people by their cases.
MOVES_PEOPLE = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_ASSISTANCE_CLERK,
    Office.COUNTY_APPROVER,
)
SEES_PEOPLE = (*MOVES_PEOPLE, Office.ENTERPRISE_CHAIR)


class MemberRow(BaseModel):
    """One member, masked: `label` is 王** 110105********002X. `rights`: what rule 7 leaves of dues, vote, candidacy."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID
    union_name: str
    employment: Employment
    employment_words: dict[str, str] = Field(default_factory=dict)
    employer: UUID | None
    employer_name: str | None
    admitted_on: str
    since: str
    changed_on: str | None
    to_union: UUID | None
    to_union_name: str | None
    to_area: str | None
    requested_on: str | None
    due_on: str | None
    retained_for: RetainedFor | None
    retained_for_words: dict[str, str] | None = None
    ended_on: str | None
    left_for: LeftFor | None
    left_for_words: dict[str, str] | None = None
    flagged_on: str | None
    last_heard_of: str
    expulsion_on: str | None
    decided_by: DecidedBy | None
    decided_by_words: dict[str, str] | None = None
    document: str | None
    rights: Rights | None = None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.employment_words.update(EMPLOYMENT_WORDS[self.employment]._asdict())
        self.retained_for_words = RETAINED_WORDS[self.retained_for]._asdict() if self.retained_for else None
        self.left_for_words = LEFT_WORDS[self.left_for]._asdict() if self.left_for else None
        self.decided_by_words = DECIDED_BY_WORDS[self.decided_by]._asdict() if self.decided_by else None
        self.rights = rights("retained" if self.retained_for else "left" if self.state in GONE else "active")


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
    employment: Employment
    employer: UUID | None
    employer_name: str | None
    admitted_on: str
    since: str
    changed_on: str | None
    to_union: UUID | None
    to_union_name: str | None
    to_area: str | None
    requested_on: str | None
    due_on: str | None
    retained_for: RetainedFor | None
    ended_on: str | None
    left_for: LeftFor | None
    flagged_on: str | None
    last_heard_of: str
    expulsion_on: str | None
    decided_by: DecidedBy | None
    document: str | None

    def shown(self) -> MemberRow:
        """As people see it."""
        return MemberRow(**{name: value for name, value in vars(self).items() if name != "sort"})


_ROWS: LiteralString = (
    """SELECT m.id, m.revision, p.label, p.sort, """
    + _SHOWN
    + """ AS state, m.area, m.union_id AS union, u.name AS union_name, m.employment, m.employer,
    e.name AS employer_name, m.admitted_on::text, m.since::text, m.changed_on::text, m.to_union,
    t.name AS to_union_name, m.to_area, m.requested_on::text, m.due_on::text, m.retained_for, m.ended_on::text,
    m.end_reason AS left_for,
    m.flagged_on::text, greatest(m.since, m.changed_on, c.last_on)::text AS last_heard_of, m.expulsion_on::text,
    m.expulsion_decided_by AS decided_by, m.expulsion_document AS document
FROM members m JOIN person p ON p.id = m.id JOIN unions u ON u.id = m.union_id
    LEFT JOIN unions t ON t.id = m.to_union LEFT JOIN employers e ON e.id = m.employer
    LEFT JOIN member_contact c ON c.member = m.id
"""
)
_LISTED: LiteralString = (
    _ROWS  # noqa: S608 - constants of this file
    + """WHERE m.area >= $1 AND m.area < $2 AND ($3::text IS NULL OR (p.sort, m.id) > ($3, $4::uuid))
    AND ($5::uuid IS NULL OR m.union_id = $5)
    AND CASE coalesce($6, '') WHEN '' THEN m.state <> 'void' WHEN 'living' THEN m.state IN ('active', 'retained')
        ELSE $6 = """
    + _SHOWN
    + """ END
    AND ($7::boolean IS NULL OR m.changed_on IS NULL AND (m.since <> m.admitted_on) = $7)
    AND ($9::text IS NULL OR p.sort = $10 OR starts_with(p.label, $11)
        OR m.id IN (SELECT person FROM blind_index WHERE county = $12 AND digest = ANY($13::bytea[])))
    AND ($14::uuid IS NULL OR m.union_id = $14) AND ($15::uuid IS NULL OR m.employer = $15)
    AND ($16::text IS NULL OR m.employment = $16) AND ($17::boolean IS NULL OR (m.changed_on IS NOT NULL) = $17)
    AND ($18::boolean IS NULL OR (m.flagged_on IS NOT NULL) = $18)
ORDER BY p.sort, m.id LIMIT $8"""
)
_TRANSFERS: LiteralString = (
    _ROWS  # noqa: S608 - as above
    + """WHERE m.to_union IS NOT NULL AND CASE WHEN $5 = 'in' THEN m.to_area ELSE m.area END >= $1
    AND CASE WHEN $5 = 'in' THEN m.to_area ELSE m.area END < $2
    AND ($3::text IS NULL OR (p.sort, m.id) > ($3, $6::uuid))
    AND ($7::text IS NULL OR p.sort = $8 OR starts_with(p.label, $9)
        OR m.id IN (SELECT person FROM blind_index WHERE county = $10 AND digest = ANY($11::bytea[])))
ORDER BY p.sort, m.id LIMIT $4"""
)
_ONE: LiteralString = _ROWS + "WHERE m.id = $1"
_OWN: LiteralString = _ROWS + "JOIN cadre_particulars d ON d.member = m.id WHERE d.appointment = $1 AND m.union_id = $2"


@members.query("", words=("会员列表", "Members"), offices=SEES_PEOPLE)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: PersonsTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=40, title="姓氏、姓名或身份证后四位")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    state: Annotated[Asked | None, Query(title="状态")] = None,
    employer: Annotated[UUID | None, Query(title="工作单位")] = None,
    employment: Annotated[Employment | None, Query(title="用工形式")] = None,
    moved: Annotated[bool | None, Query(title="最近一次变动是否转会")] = None,
    changed: Annotated[bool | None, Query(title="会籍是否有过变动")] = None,
    flagged: Annotated[bool | None, Query(title="是否待核实")] = None,
) -> Page[MemberRow]:
    """The members of the asker's area, or union, by the name's beginning or the ID number's last four characters.

    Sorted by the surname's pinyin. `state` living: all who are members; left out: those who left too.
    """
    sort, after = asked.key(str, UUID)
    sought = vault.sought(tx, q)
    rows = await tx.many(
        _Row,
        _LISTED,
        *tx.scope,
        sort,
        after,
        union,
        state,
        moved,
        asked.fetch,
        q,
        sought.sort,
        sought.beginning,
        tx.principal.county,
        sought.digests,
        tx.org,
        employer,
        employment,
        changed,
        flagged,
    )
    return _page(asked, rows)


@members.query("/transfers", words=("待接收转会", "Transfers waiting"), offices=MOVES_PEOPLE)
async def transfers(
    tx: PersonsTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=40, title="姓氏、姓名或身份证后四位")] = None,
    direction: Annotated[Literal["in", "out"], Query(title="转入或转出")] = "in",
) -> Page[MemberRow]:
    """Requests that wait for the asker's area to accept (`in`), or that it has made (`out`)."""
    sort, after = asked.key(str, UUID)
    sought = vault.sought(tx, q)
    rows = await tx.many(
        _Row,
        _TRANSFERS,
        *tx.scope,
        sort,
        asked.fetch,
        direction,
        after,
        q,
        sought.sort,
        sought.beginning,
        tx.principal.county,
        sought.digests,
    )
    return _page(asked, rows)


@members.query(
    "/me",
    words=("本人会员信息", "One's own membership"),
    offices=(Office.MEMBER, Office.ENTERPRISE_CHAIR),
    reach=Reach.SELF,
)
async def own(tx: PersonsTx) -> MemberRow:
    """The member whom the organiser named as the holder of this appointment, masked, while in the appointment's union.

    An office that is lent shows nobody: the appointment lent is another than its lender's.
    """
    return (await tx.one(_Row, _OWN, tx.principal.appointment, tx.org)).shown()


@members.query("/{member}", words=("会员", "Member"), offices=SEES_PEOPLE)
async def one(tx: PersonsTx, member: UUID) -> MemberRow:
    """One member of the asker's area, or one that it is asked to take."""
    return (await _read(tx, member)).shown()


history(members, "/{member}", one, words=("会员变更记录", "Member's history"), offices=SEES_PEOPLE)


async def _read(tx: Tx, member: UUID) -> _Row:
    row = await tx.one(_Row, _ONE, member)
    if not (tx.reaches(row.area, row.union) or (row.to_area and tx.reaches(row.to_area, row.to_union))):
        raise NotFound
    return row


def _page(asked: PageQuery, rows: list[_Row]) -> Page[MemberRow]:
    page = asked.page(rows, lambda row: [row.sort, row.id])
    return Page(items=[row.shown() for row in page.items], next=page.next)
