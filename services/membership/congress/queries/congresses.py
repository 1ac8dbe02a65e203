"""Congresses and delegates as lists, pickers and boards show them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Capability, Paging, ReadTx
from chassis.history import history
from chassis.personal.reading import PersonsTx
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.congress import FORM_WORDS, CongressForm
from contracts.offices import STAFF, Office
from services.membership.congress.commands.congresses import congresses

State = Literal["electing", "active", "ended", "void"]
STATE_WORDS = {
    "electing": {"zh": "筹备中", "en": "In preparation"},
    "active": {"zh": "已建立", "en": "Established"},
    "ended": {"zh": "已届终", "en": "Ended"},
    "void": {"zh": "已作废", "en": "Void"},
}
SEES_CONGRESSES = (*sorted(STAFF), Office.ENTERPRISE_CHAIR)
# Delegates are people, and what is on an agenda may name them: the offices that see single members see both.
SEES_DELEGATES = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_APPROVER,
    Office.ENTERPRISE_CHAIR,
)

delegates = Capability("congress_delegates", "/congress-delegates", words=("职工代表", "Delegates"))


class CongressRow(BaseModel):
    """A congress with what rule 12a and 13 say of it: fewest delegates, the last session, and the next one's clock.

    `due_on` is the last day for the session that rule 13 asks for next, `days_left` counts from today (below 0:
    overdue); both null unless it is established.
    """

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
    form: CongressForm
    form_words: dict[str, str] = Field(default_factory=dict)
    term_years: int
    employees: int
    delegates: int
    managers: int
    fewest_delegates: int
    explanation: str | None
    set_up_on: Day
    confirmed_on: Day | None
    until: Day | None
    ended_on: Day | None
    last_met_on: Day | None
    due_on: Day | None
    days_left: int | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.form_words.update(FORM_WORDS[self.form]._asdict())


class DelegateRow(BaseModel):
    """A delegate: `label` is the unit, the seat, and the member's masked label unless they are no member.

    `still_member` is false where a member has left the union since: the seat is to be released; null for non-members.
    """

    id: UUID
    label: str
    seat: int
    congress: UUID
    employer_name: str
    member: UUID | None
    still_member: bool | None
    electing: str | None
    manager: bool
    elected_on: Day
    ended_on: Day | None


@congresses.query("", words=("职代会列表", "Workers' congresses"), offices=SEES_CONGRESSES)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="单位名称")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    living: Annotated[bool | None, Query(title="是否在届")] = None,
    overdue: Annotated[bool | None, Query(title="是否逾期未召开")] = None,
    employer: Annotated[UUID | None, Query(title="用人单位")] = None,
) -> Page[CongressRow]:
    """The congresses of the asker's area, or union; voided ones only when asked for."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        CongressRow,
        """SELECT c.id, c.revision, e.name AS label, c.state, c.area, c.union_id AS union, u.name AS union_name,
            c.employer, e.name AS employer_name, c.form, c.term_years, c.employees, d.delegates, d.managers,
            CASE WHEN c.form = 'assembly' THEN 2 ELSE greatest(30, (c.employees * 5 + 99) / 100) END
                AS fewest_delegates,
            c.explanation, c.set_up_on, c.confirmed_on, c.until, c.ended_on, m.last_met_on, y.due_on,
            y.due_on - $4::date AS days_left
        FROM congresses c JOIN unions u ON u.id = c.union_id JOIN employers e ON e.id = c.employer
        CROSS JOIN LATERAL (
            SELECT count(*) AS delegates, count(*) FILTER (WHERE manager) AS managers FROM congress_delegates
            WHERE congress = c.id AND elected_on <= $4 AND (ended_on IS NULL OR ended_on > $4)) d
        CROSS JOIN LATERAL (
            SELECT max(held_on) AS last_met_on FROM congress_sessions
            WHERE employer = c.employer AND state IN ('held', 'closed')) m
        CROSS JOIN LATERAL (
            SELECT CASE WHEN c.state = 'active' THEN make_date(greatest(extract(year FROM c.confirmed_on),
                extract(year FROM m.last_met_on) + 1)::int, 12, 31) END AS due_on) y
        WHERE c.area >= $1 AND c.area < $2 AND ($3::uuid IS NULL OR c.union_id = $3)
            AND ($5::uuid IS NULL OR c.id > $5) AND ($6::text IS NULL OR strpos(e.name, $6) > 0)
            AND (c.state = $7 OR ($7 IS NULL AND c.state <> 'void'))
            AND ($8::boolean IS NULL OR (c.state IN ('electing', 'active')) = $8)
            AND ($9::boolean IS NULL OR (y.due_on IS NOT NULL AND y.due_on < $4) = $9)
            AND ($10::uuid IS NULL OR c.employer = $10)
        ORDER BY c.id LIMIT $11""",
        *tx.scope,
        tx.org,
        tx.today,
        after,
        q,
        state,
        living,
        overdue,
        employer,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@congresses.query("/{congress}", words=("职代会", "Workers' congress"), offices=SEES_CONGRESSES)
async def one(tx: ReadTx, congress: UUID) -> CongressRow:
    """One congress of the asker's area, or union."""
    return await tx.one(
        CongressRow,
        """SELECT c.id, c.revision, e.name AS label, c.state, c.area, c.union_id AS union, u.name AS union_name,
            c.employer, e.name AS employer_name, c.form, c.term_years, c.employees, d.delegates, d.managers,
            CASE WHEN c.form = 'assembly' THEN 2 ELSE greatest(30, (c.employees * 5 + 99) / 100) END
                AS fewest_delegates,
            c.explanation, c.set_up_on, c.confirmed_on, c.until, c.ended_on, m.last_met_on, y.due_on,
            y.due_on - $4::date AS days_left
        FROM congresses c JOIN unions u ON u.id = c.union_id JOIN employers e ON e.id = c.employer
        CROSS JOIN LATERAL (
            SELECT count(*) AS delegates, count(*) FILTER (WHERE manager) AS managers FROM congress_delegates
            WHERE congress = c.id AND elected_on <= $4 AND (ended_on IS NULL OR ended_on > $4)) d
        CROSS JOIN LATERAL (
            SELECT max(held_on) AS last_met_on FROM congress_sessions
            WHERE employer = c.employer AND state IN ('held', 'closed')) m
        CROSS JOIN LATERAL (
            SELECT CASE WHEN c.state = 'active' THEN make_date(greatest(extract(year FROM c.confirmed_on),
                extract(year FROM m.last_met_on) + 1)::int, 12, 31) END AS due_on) y
        WHERE c.area >= $1 AND c.area < $2 AND ($3::uuid IS NULL OR c.union_id = $3) AND c.id = $5""",
        *tx.scope,
        tx.org,
        tx.today,
        congress,
    )


history(congresses, "/{congress}", one, words=("职代会变更记录", "Congress's history"), offices=SEES_CONGRESSES)


@delegates.query("", words=("职工代表列表", "Delegates"), offices=SEES_DELEGATES)
async def delegates_listed(  # noqa: PLR0913 - a list's filters
    tx: PersonsTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=40, title="姓氏、席位号、单位或选举单位")] = None,
    congress: Annotated[UUID | None, Query(title="职代会")] = None,
    state: Annotated[Literal["sitting", "ended"] | None, Query(title="状态")] = None,
    session: Annotated[UUID | None, Query(title="到会会议")] = None,
    ballot: Annotated[UUID | None, Query(title="领票表决")] = None,
) -> Page[DelegateRow]:
    """Delegates by congress and seat; of a session those who were there, of a ballot those who took a paper."""
    of, seat = asked.key(UUID, int)
    rows = await tx.many(
        DelegateRow,
        """SELECT d.id, concat_ws(' ', e.name, d.seat || '号', p.label) AS label, d.seat, d.congress,
            e.name AS employer_name, d.member,
            CASE WHEN d.member IS NOT NULL THEN EXISTS (
                SELECT FROM members WHERE id = d.member AND union_id = c.union_id AND state = 'active') END
                AS still_member,
            d.electing, d.manager, d.elected_on, d.ended_on
        FROM congress_delegates d JOIN congresses c ON c.id = d.congress JOIN employers e ON e.id = c.employer
            LEFT JOIN person p ON p.id = d.member
        WHERE c.area >= $1 AND c.area < $2 AND ($3::uuid IS NULL OR c.union_id = $3)
            AND ($4::uuid IS NULL OR (d.congress, d.seat) > ($4, $5::int))
            AND ($6::text IS NULL OR starts_with(p.label, $6) OR strpos(d.electing, $6) > 0
                OR strpos(e.name, $6) > 0 OR d.seat || '号' = $6 OR d.seat::text = $6)
            AND ($7::uuid IS NULL OR d.congress = $7)
            AND ($8::text IS NULL OR (d.ended_on IS NULL AND c.state IN ('electing', 'active')) = ($8 = 'sitting'))
            AND ($9::uuid IS NULL OR EXISTS (
                SELECT FROM congress_attendance WHERE session = $9 AND delegate = d.id))
            AND ($10::uuid IS NULL OR EXISTS (SELECT FROM congress_voters WHERE ballot = $10 AND delegate = d.id))
        ORDER BY d.congress, d.seat LIMIT $11""",
        *tx.scope,
        tx.org,
        of,
        seat,
        q,
        congress,
        state,
        session,
        ballot,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.congress, row.seat])
