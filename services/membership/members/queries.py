"""Members and waiting transfers as lists and pickers show them: masked, never in full."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging
from chassis.history import history
from chassis.personal import vault
from chassis.personal.reading import PersonsTx
from chassis.postgres import Tx
from chassis.refusal import NotFound
from chassis.web.paging import Page, PageQuery
from contracts.membership.members import EMPLOYMENT_WORDS, Employment
from contracts.offices import Office
from services.membership.members.commands import members

State = Literal["active", "waiting", "void"]
STATE_WORDS = {
    "active": {"zh": "在会", "en": "Member"},
    "waiting": {"zh": "转会待接收", "en": "Transfer waiting"},
    "void": {"zh": "已作废", "en": "Void"},
}
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
    """One member, masked: `label` is 王** 110105********002X."""

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
    admitted_on: str
    since: str
    to_union: UUID | None
    to_union_name: str | None
    to_area: str | None
    requested_on: str | None
    due_on: str | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.employment_words.update(EMPLOYMENT_WORDS[self.employment]._asdict())


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
    admitted_on: str
    since: str
    to_union: UUID | None
    to_union_name: str | None
    to_area: str | None
    requested_on: str | None
    due_on: str | None

    def shown(self) -> MemberRow:
        """As people see it."""
        return MemberRow(**{name: value for name, value in vars(self).items() if name != "sort"})


@members.query("", words=("会员列表", "Members"), offices=SEES_PEOPLE)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: PersonsTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=40, title="姓氏、姓名或身份证后四位")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    moved: Annotated[bool | None, Query(title="是否转会过")] = None,
) -> Page[MemberRow]:
    """The members of the asker's area, or union, by the name's beginning or the ID number's last four characters."""
    sort, after = asked.key(str, UUID)
    sought = vault.sought(tx, q)
    rows = await tx.many(
        _Row,
        """SELECT m.id, m.revision, p.label, p.sort, m.area, m.union_id AS union, u.name AS union_name,
            CASE WHEN m.to_union IS NOT NULL THEN 'waiting' ELSE m.state END AS state,
            m.employment, m.admitted_on::text, m.since::text, m.to_union, t.name AS to_union_name, m.to_area,
            m.requested_on::text, m.due_on::text
        FROM members m JOIN person p ON p.id = m.id JOIN unions u ON u.id = m.union_id
            LEFT JOIN unions t ON t.id = m.to_union
        WHERE m.area >= $1 AND m.area < $2 AND ($3::text IS NULL OR (p.sort, m.id) > ($3, $4::uuid))
            AND ($5::uuid IS NULL OR m.union_id = $5)
            AND (CASE WHEN m.to_union IS NOT NULL THEN 'waiting' ELSE m.state END = $6
                OR ($6::text IS NULL AND m.state <> 'void'))
            AND ($7::boolean IS NULL OR (m.since <> m.admitted_on) = $7)
            AND ($9::text IS NULL OR p.sort = $10 OR starts_with(p.label, $11)
                OR m.id IN (SELECT person FROM blind_index WHERE county = $12 AND digest = ANY($13::bytea[])))
            AND ($14::uuid IS NULL OR m.union_id = $14)
        ORDER BY p.sort, m.id LIMIT $8""",
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
        """SELECT m.id, m.revision, p.label, p.sort, 'waiting' AS state, m.area, m.union_id AS union,
            u.name AS union_name, m.employment, m.admitted_on::text, m.since::text, m.to_union,
            t.name AS to_union_name, m.to_area, m.requested_on::text, m.due_on::text
        FROM members m JOIN person p ON p.id = m.id JOIN unions u ON u.id = m.union_id
            JOIN unions t ON t.id = m.to_union
        WHERE CASE WHEN $5 = 'in' THEN m.to_area ELSE m.area END >= $1
            AND CASE WHEN $5 = 'in' THEN m.to_area ELSE m.area END < $2
            AND ($3::text IS NULL OR (p.sort, m.id) > ($3, $6::uuid))
            AND ($7::text IS NULL OR p.sort = $8 OR starts_with(p.label, $9)
                OR m.id IN (SELECT person FROM blind_index WHERE county = $10 AND digest = ANY($11::bytea[])))
        ORDER BY p.sort, m.id LIMIT $4""",
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


@members.query("/{member}", words=("会员", "Member"), offices=SEES_PEOPLE)
async def one(tx: PersonsTx, member: UUID) -> MemberRow:
    """One member of the asker's area, or one that it is asked to take."""
    return (await _read(tx, member)).shown()


history(members, "/{member}", one, words=("会员变更记录", "Member's history"), offices=SEES_PEOPLE)


async def _read(tx: Tx, member: UUID) -> _Row:
    row = await tx.one(
        _Row,
        """SELECT m.id, m.revision, p.label, p.sort, m.area, m.union_id AS union, u.name AS union_name,
            CASE WHEN m.to_union IS NOT NULL THEN 'waiting' ELSE m.state END AS state,
            m.employment, m.admitted_on::text, m.since::text, m.to_union, t.name AS to_union_name, m.to_area,
            m.requested_on::text, m.due_on::text
        FROM members m JOIN person p ON p.id = m.id JOIN unions u ON u.id = m.union_id
            LEFT JOIN unions t ON t.id = m.to_union
        WHERE m.id = $1""",
        member,
    )
    if not (tx.reaches(row.area, row.union) or (row.to_area and tx.reaches(row.to_area, row.to_union))):
        raise NotFound
    return row


def _page(asked: PageQuery, rows: list[_Row]) -> Page[MemberRow]:
    page = asked.page(rows, lambda row: [row.sort, row.id])
    return Page(items=[row.shown() for row in page.items], next=page.next)
