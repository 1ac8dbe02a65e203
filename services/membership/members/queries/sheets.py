"""Members by union: how many in which state, and one union's list to print."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.personal.reading import PersonsTx
from chassis.refusal import NotFound
from chassis.web.paging import Page
from contracts.membership.members import EMPLOYMENT_WORDS, LEFT_WORDS, RETAINED_WORDS, Employment, LeftFor, RetainedFor
from services.membership.members.commands import members
from services.membership.members.queries import SEES_PEOPLE, STATE_WORDS, State

MOST = 2000
"""Members on one printed list."""


class Counts(BaseModel):
    """Members of one union by state. `members`: all who hold membership; `flagged` and `waiting` are among them."""

    union: UUID
    union_name: str
    area: str
    members: int
    active: int
    retained: int
    waiting: int
    expulsion: int
    flagged: int
    left: int
    void: int


class Line(BaseModel):
    """One member on a printed list, masked; `phone` too."""

    number: int
    id: UUID
    label: str
    phone: str | None
    state: State
    state_words: dict[str, str] = Field(default_factory=dict)
    employment: Employment
    employment_words: dict[str, str] = Field(default_factory=dict)
    employer_name: str | None
    admitted_on: str
    since: str
    retained_for: RetainedFor | None
    left_for: LeftFor | None
    reason_words: dict[str, str] | None = None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.state_words.update(STATE_WORDS[self.state])
        self.employment_words.update(EMPLOYMENT_WORDS[self.employment]._asdict())
        if self.retained_for:
            self.reason_words = RETAINED_WORDS[self.retained_for]._asdict()
        if self.left_for:
            self.reason_words = LEFT_WORDS[self.left_for]._asdict()


class MemberList(BaseModel):
    """会员名册: what stands above it, and its lines. `members` counts them all, also beyond the 2,000 listed."""

    title: dict[str, str]
    union: UUID
    union_name: str
    credit_code: str | None
    area: str
    as_of: str
    members: int
    retained: int
    lines: list[Line]


@dataclass(frozen=True)
class _Union:
    union: UUID
    union_name: str
    credit_code: str | None
    area: str
    members: int
    retained: int


@members.query("/of-union/counts", words=("各工会会员数", "Members by union"), offices=SEES_PEOPLE)
async def counts(tx: ReadTx, asked: Paging, union: Annotated[UUID | None, Query(title="工会")] = None) -> Page[Counts]:
    """How many members each union of the asker's area has, by state, in the order of the unions' ids."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        Counts,
        """SELECT u.id AS union, u.name AS union_name, u.area,
            count(*) FILTER (WHERE m.state IN ('active', 'retained')) AS members,
            count(*) FILTER (WHERE m.state = 'active') AS active,
            count(*) FILTER (WHERE m.state = 'retained') AS retained,
            count(*) FILTER (WHERE m.to_union IS NOT NULL) AS waiting,
            count(*) FILTER (WHERE m.expulsion_on IS NOT NULL) AS expulsion,
            count(*) FILTER (WHERE m.flagged_on IS NOT NULL) AS flagged,
            count(*) FILTER (WHERE m.state = 'left') AS "left",
            count(*) FILTER (WHERE m.state = 'void') AS void
        FROM unions u JOIN members m ON m.union_id = u.id
        WHERE m.area >= $1 AND m.area < $2 AND ($3::uuid IS NULL OR u.id > $3) AND ($4::uuid IS NULL OR u.id = $4)
            AND ($6::uuid IS NULL OR u.id = $6)
        GROUP BY u.id ORDER BY u.id LIMIT $5""",
        *tx.scope,
        after,
        union,
        asked.fetch,
        tx.org,
    )
    return asked.page(rows, lambda row: [row.union])


@members.query("/of-union/{union}", words=("会员名册（打印）", "Members' list to print"), offices=SEES_PEOPLE)
async def printable(
    tx: PersonsTx, union: UUID, *, left: Annotated[bool, Query(title="是否含已离会")] = False
) -> MemberList:
    """One union's members by the surname's pinyin, masked, 2,000 at most."""
    found = await tx.one(
        _Union,
        """SELECT u.id AS union, u.name AS union_name, u.credit_code, u.area,
            (SELECT count(*) FROM members WHERE union_id = u.id AND state IN ('active', 'retained')) AS members,
            (SELECT count(*) FROM members WHERE union_id = u.id AND state = 'retained') AS retained
        FROM unions u WHERE u.id = $1""",
        union,
    )
    if not tx.reaches(found.area, found.union):
        raise NotFound
    lines = await tx.many(
        Line,
        """SELECT row_number() OVER (ORDER BY p.sort, m.id) AS number, m.id, p.label, f.shown AS phone,
            CASE WHEN m.to_union IS NOT NULL THEN 'waiting' WHEN m.expulsion_on IS NOT NULL THEN 'expulsion'
                ELSE m.state END AS state,
            m.employment, e.name AS employer_name, m.admitted_on::text, m.since::text, m.retained_for,
            m.end_reason AS left_for
        FROM members m JOIN person p ON p.id = m.id LEFT JOIN employers e ON e.id = m.employer
            LEFT JOIN person_field f ON f.person = m.id AND f.field = 'phone'
        WHERE m.union_id = $1 AND (m.state IN ('active', 'retained') OR $2 AND m.state = 'left')
        ORDER BY p.sort, m.id LIMIT $3""",
        union,
        left,
        MOST,
    )
    title = {"zh": f"{found.union_name}会员名册", "en": f"Members of {found.union_name}"}
    return MemberList(**vars(found), title=title, as_of=tx.today.isoformat(), lines=lines)
