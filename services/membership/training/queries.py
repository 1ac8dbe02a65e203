"""The roster of cadres, masked, each with the last review and the year's hours; and the hours of one, by activity."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Capability, Paging
from chassis.parameters import values
from chassis.personal.reading import PersonsTx
from chassis.web.paging import Page
from contracts.membership.cadres import DUTY_WORDS, Duty
from contracts.membership.reviews import GRADE_WORDS, Grade
from contracts.offices import COUNTY_OFFICES, Office
from services.membership.training.domain import TARGET_HOURS, missing

training = Capability("training", "/cadre-roster", words=("工会干部名册", "Roster of cadres"))

SEES_ROSTER = (*sorted(COUNTY_OFFICES - {Office.AUDITOR, Office.COUNTY_LEADER}), Office.TOWNSHIP_CHAIR)
Year = Annotated[int | None, Query(ge=2000, le=2098, title="年度")]


class CadreRow(BaseModel):
    """A cadre of today: `id` is the appointment's, `name` masked where the member is known. Hours of one year."""

    id: UUID
    label: str
    account: str
    name: str | None
    member: UUID | None
    office: Office
    office_words: dict[str, str] = Field(default_factory=dict)
    duty: Duty | None
    duty_words: dict[str, str] = Field(default_factory=dict)
    area: str
    since: str
    until: str | None
    year: int
    hours: int
    target: int
    missing: int
    grade: Grade | None
    grade_year: int | None
    grade_words: dict[str, str] = Field(default_factory=dict)

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.office_words.update(self.office.words._asdict())
        if self.duty:
            self.duty_words.update(DUTY_WORDS[self.duty]._asdict())
        if self.grade:
            self.grade_words.update(GRADE_WORDS[self.grade]._asdict())


class HoursRow(BaseModel):
    """Training that a cadre attended."""

    activity: UUID
    day: str
    hours: int


@dataclass(frozen=True)
class _Row:
    id: UUID
    account: str
    name: str | None
    member: UUID | None
    office: str
    duty: Duty | None
    area: str
    since: str
    until: str | None
    hours: int
    grade: Grade | None
    grade_year: int | None


@training.query("", words=("工会干部名册", "Roster of cadres"), offices=SEES_ROSTER)
async def roster(  # noqa: PLR0913 - a list's filters
    tx: PersonsTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=200, title="账号")] = None,
    office: Annotated[Office | None, Query(title="职务")] = None,
    duty: Annotated[Duty | None, Query(title="任职方式")] = None,
    year: Year = None,
    short: Annotated[bool | None, Query(title="只看学时不足的")] = None,
) -> Page[CadreRow]:
    """Who holds an office today in the asker's area, by area, office and account; members and deputies are none."""
    area, last_office, account, after = asked.key(str, str, str, UUID)
    year = year or tx.today.year
    (target,) = await values(tx, tx.principal.county, date(year, 1, 1), TARGET_HOURS)
    rows = await tx.many(
        _Row,
        """SELECT a.id, a.account, p.label AS name, c.member, a.office, c.duty, a.area, a.since::text, a.until::text,
            t.hours, r.grade, r.year AS grade_year
        FROM appointment a LEFT JOIN cadre_particulars c ON c.appointment = a.id
        LEFT JOIN person p ON p.id = c.member
        CROSS JOIN LATERAL (SELECT coalesce(sum(hours), 0)::int AS hours FROM training_hours
            WHERE member = c.member AND extract(year FROM day) = $3) t
        LEFT JOIN LATERAL (SELECT grade, year FROM cadre_reviews
            WHERE appointment = a.id AND state = 'graded' ORDER BY year DESC LIMIT 1) r ON true
        WHERE a.area >= $1 AND a.area < $2 AND a.ended_at IS NULL AND a.delegated_by IS NULL AND a.office <> 'member'
            AND a.since <= $4 AND (a.until IS NULL OR a.until >= $4)
            AND ($5::text IS NULL OR (a.area, a.office, a.account, a.id) > ($5, $6, $7, $8::uuid))
            AND ($9::text IS NULL OR strpos(lower(a.account), lower($9)) > 0)
            AND ($10::text IS NULL OR a.office = $10) AND ($11::text IS NULL OR c.duty = $11)
            AND ($12::boolean IS NULL OR (t.hours < $13) = $12)
        ORDER BY a.area, a.office, a.account, a.id LIMIT $14""",
        *tx.scope,
        year,
        tx.today,
        area,
        last_office,
        account,
        after,
        q,
        office.value if office else None,
        duty,
        short,
        target,
        asked.fetch,
    )
    page = asked.page(rows, lambda row: [row.area, row.office, row.account, row.id])
    return Page(items=[_shown(row, year, target) for row in page.items], next=page.next)


@training.query("/{appointment}/hours", words=("培训学时", "Hours of training"), offices=SEES_ROSTER)
async def hours(tx: PersonsTx, appointment: UUID, year: Year = None) -> list[HoursRow]:
    """What a cadre attended in a year, oldest first."""
    found = await tx.one(
        _Cadre,
        """SELECT a.id, c.member FROM appointment a LEFT JOIN cadre_particulars c ON c.appointment = a.id
        WHERE a.id = $1 AND a.area >= $2 AND a.area < $3""",
        appointment,
        *tx.scope,
    )
    return await tx.many(
        HoursRow,
        """SELECT activity, day::text, hours FROM training_hours
        WHERE member = $1 AND extract(year FROM day) = $2 ORDER BY day, activity""",
        found.member,
        year or tx.today.year,
    )


@dataclass(frozen=True)
class _Cadre:
    id: UUID
    member: UUID | None


def _shown(row: _Row, year: int, target: int) -> CadreRow:
    return CadreRow(
        id=row.id,
        label=row.name or row.account,
        account=row.account,
        name=row.name,
        member=row.member,
        office=Office(row.office),
        duty=row.duty,
        area=row.area,
        since=row.since,
        until=row.until,
        year=year,
        hours=row.hours,
        target=target,
        missing=missing(row.hours, target),
        grade=row.grade,
        grade_year=row.grade_year,
    )
