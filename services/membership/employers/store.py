"""Employers, their headcounts and the unions that cover them, in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.postgres import Tx
from services.membership.employers.domain import Employer, Reports


@dataclass(frozen=True)
class _Stated:
    employer: UUID
    days: list[date]
    counts: list[int]
    since: list[date]
    until: list[date | None]
    ended_on: date | None


async def lock(tx: Tx, employer: UUID) -> Employer:
    """An employer about to change or to report."""
    return await tx.one(
        Employer,
        """SELECT id, county, area, name, unit_type, state, registered_on, revision, ended_on
        FROM employers WHERE id = $1 FOR UPDATE""",
        employer,
    )


async def lock_all(tx: Tx, employers: Sequence[UUID]) -> list[Employer]:
    """Several employers, always in the same order, so that two commands never wait for each other."""
    return await tx.many(
        Employer,
        """SELECT id, county, area, name, unit_type, state, registered_on, revision, ended_on
        FROM employers WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE""",
        list(employers),
    )


async def insert(tx: Tx, employer: Employer, credit_code: str) -> bool:
    """A newly registered employer; False when its code is registered in the county already."""
    tag = await tx.run(
        """INSERT INTO employers (id, county, area, name, credit_code, unit_type, state, registered_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (county, credit_code) WHERE state <> 'void' DO NOTHING""",
        employer.id,
        employer.county,
        employer.area,
        employer.name,
        credit_code,
        employer.unit_type,
        employer.state,
        employer.registered_on,
        employer.revision,
    )
    return tag.endswith(" 1")


async def save(tx: Tx, employer: Employer, credit_code: str | None = None, end: tuple[str, str] | None = None) -> None:
    """Everything of an employer that can change; its code stays unless a new one is given. `end`: reason, document."""
    await tx.run(
        """UPDATE employers SET name = $2, unit_type = $3, state = $4, registered_on = $5, revision = $6,
            credit_code = coalesce($7, credit_code), ended_on = $8,
            end_reason = CASE WHEN $8::date IS NULL THEN NULL ELSE coalesce($9, end_reason) END,
            end_document = CASE WHEN $8::date IS NULL THEN NULL ELSE coalesce($10, end_document) END
        WHERE id = $1""",
        employer.id,
        employer.name,
        employer.unit_type,
        employer.state,
        employer.registered_on,
        employer.revision,
        credit_code,
        employer.ended_on,
        *(end or (None, None)),
    )


async def state_headcount(tx: Tx, employer: UUID, day: date, headcount: int) -> None:
    """What the employer states for a day, in place of what stood there."""
    await tx.run(
        """INSERT INTO headcounts (employer, day, headcount) VALUES ($1, $2, $3)
        ON CONFLICT (employer, day) DO UPDATE SET headcount = excluded.headcount""",
        employer,
        day,
        headcount,
    )


async def forget_headcount(tx: Tx, employer: UUID, day: date) -> None:
    """Nothing is stated for that day any more."""
    await tx.run("DELETE FROM headcounts WHERE employer = $1 AND day = $2", employer, day)


async def reports(tx: Tx, employers: Sequence[UUID]) -> dict[UUID, Reports]:
    """What each employer has stated, and when unions cover it. The caller holds the employers' locks."""
    rows = await tx.many(
        _Stated,
        """SELECT e.id AS employer,
            coalesce(array_agg(h.day ORDER BY h.day) FILTER (WHERE h.day IS NOT NULL), '{}') AS days,
            coalesce(array_agg(h.headcount ORDER BY h.day) FILTER (WHERE h.day IS NOT NULL), '{}') AS counts,
            ARRAY(SELECT since FROM coverage WHERE employer = e.id AND since IS NOT NULL ORDER BY id) AS since,
            ARRAY(SELECT until FROM coverage WHERE employer = e.id AND since IS NOT NULL ORDER BY id) AS until,
            e.ended_on
        FROM employers e LEFT JOIN headcounts h ON h.employer = e.id
        WHERE e.id = ANY($1::uuid[]) GROUP BY e.id""",
        list(employers),
    )
    return {row.employer: _reports(row) for row in rows}


def _reports(row: _Stated) -> Reports:
    stated = dict(zip(row.days, row.counts, strict=True))
    return Reports(stated, tuple(zip(row.since, row.until, strict=True)), row.ended_on)


async def list_under(tx: Tx, union: UUID, employers: Sequence[UUID]) -> None:
    """The union will cover these employers once it is approved."""
    await tx.run("INSERT INTO coverage (union_id, employer) SELECT $1, unnest($2::uuid[])", union, list(employers))


async def listed_under(tx: Tx, union: UUID) -> list[UUID]:
    """The employers a union lists: covers, or will once it is approved."""
    found = await tx.value(
        """SELECT coalesce(array_agg(employer ORDER BY employer), '{}') FROM coverage
        WHERE union_id = $1 AND until IS NULL""",
        union,
    )
    return list(found)


async def in_use(tx: Tx, employer: UUID) -> bool:
    """Whether a union lists it, a headcount was stated or a member works there, in whatever township."""
    await tx.across(tx.principal.county)
    found: bool = await tx.value(
        """SELECT EXISTS (SELECT FROM coverage WHERE employer = $1)
            OR EXISTS (SELECT FROM members WHERE employer = $1 AND state <> 'void')
            OR EXISTS (SELECT FROM headcounts WHERE employer = $1)""",
        employer,
    )
    return found


async def office_of_code(tx: Tx, county: str, credit_code: str) -> str | None:
    """Where an employer with this code is registered in the county: the township's union, or its area code."""
    found: str | None = await tx.value(
        """SELECT coalesce(u.name, e.area) FROM employers e
        LEFT JOIN unions u ON u.area = e.area AND u.kind IN ('township', 'street') AND u.state = 'active'
        WHERE e.county = $1 AND e.credit_code = $2 AND e.state <> 'void'""",
        county,
        credit_code,
    )
    return found
