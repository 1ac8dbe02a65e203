"""Congresses and delegates in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.postgres import Tx
from services.membership.congress.domain.congresses import Congress, Delegates


@dataclass(frozen=True)
class Seat:
    """A delegate's seat to be given: the member, or None for one who is no member of the union."""

    id: UUID
    member: UUID | None


async def lock(tx: Tx, congress: UUID) -> Congress:
    """A congress about to change."""
    return await tx.one(
        Congress,
        """SELECT id, county, area, union_id, employer, form, term_years, employees, state, set_up_on, confirmed_on,
            until, ended_on, explanation, seats, revision
        FROM congresses WHERE id = $1 FOR UPDATE""",
        congress,
    )


async def read(tx: Tx, congress: UUID) -> Congress:
    """A congress that must stay as it is until the command ends."""
    return await tx.one(
        Congress,
        """SELECT id, county, area, union_id, employer, form, term_years, employees, state, set_up_on, confirmed_on,
            until, ended_on, explanation, seats, revision
        FROM congresses WHERE id = $1 FOR SHARE""",
        congress,
    )


async def insert(tx: Tx, new: Congress) -> None:
    """A congress in preparation."""
    await tx.run(
        """INSERT INTO congresses
            (id, county, area, union_id, employer, form, term_years, employees, state, set_up_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        new.id,
        new.county,
        new.area,
        new.union_id,
        new.employer,
        new.form,
        new.term_years,
        new.employees,
        new.state,
        new.set_up_on,
        new.revision,
    )


async def save(tx: Tx, new: Congress) -> None:
    """Everything of a congress that commands change."""
    await tx.run(
        """UPDATE congresses SET form = $2, term_years = $3, employees = $4, state = $5, set_up_on = $6,
            confirmed_on = $7, until = $8, ended_on = $9, explanation = $10, seats = $11, revision = $12
        WHERE id = $1""",
        new.id,
        new.form,
        new.term_years,
        new.employees,
        new.state,
        new.set_up_on,
        new.confirmed_on,
        new.until,
        new.ended_on,
        new.explanation,
        new.seats,
        new.revision,
    )


async def covers(tx: Tx, union: UUID, employer: UUID, on: date) -> bool:
    """Whether the union covers the employer on a day."""
    found: bool = await tx.value(
        """SELECT EXISTS (SELECT FROM coverage c JOIN employers e ON e.id = c.employer
            WHERE c.union_id = $1 AND c.employer = $2 AND c.since <= $3 AND (c.until IS NULL OR c.until > $3)
                AND e.state = 'active')""",
        union,
        employer,
        on,
    )
    return found


async def employees(tx: Tx, employer: UUID, on: date) -> int | None:
    """The headcount last stated for the day or before; None when there is none."""
    found: int | None = await tx.value(
        "SELECT headcount FROM headcounts WHERE employer = $1 AND day <= $2 ORDER BY day DESC LIMIT 1", employer, on
    )
    return found


async def members_of(tx: Tx, union: UUID, members: Sequence[UUID]) -> set[UUID]:
    """Those of the members who are active ones of the union (rule 7), and stay so until the command ends."""
    rows = await tx.connection.fetch(
        """SELECT id FROM members WHERE id = ANY($1::uuid[]) AND union_id = $2 AND state = 'active'
        ORDER BY id FOR SHARE""",
        list(members),
        union,
    )
    return {row["id"] for row in rows}


async def seat(  # noqa: PLR0913 - a group's facts
    tx: Tx, congress: UUID, first: int, seats: Sequence[Seat], electing: str | None, on: date, *, manager: bool
) -> None:
    """Give seats, numbered from `first` on. The database refuses a member's second one."""
    await tx.run(
        """INSERT INTO congress_delegates (id, congress, member, seat, electing, manager, elected_on)
        SELECT id, $1, member, $2 + n::int - 1, $5, $6, $7
        FROM unnest($3::uuid[], $4::uuid[]) WITH ORDINALITY AS given (id, member, n)""",
        congress,
        first,
        [each.id for each in seats],
        [each.member for each in seats],
        electing,
        manager,
        on,
    )


async def sitting(tx: Tx, congress: UUID, on: date) -> list[UUID]:
    """The delegates on a day."""
    found = await tx.value(
        """SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM congress_delegates
        WHERE congress = $1 AND elected_on <= $2 AND (ended_on IS NULL OR ended_on > $2)""",
        congress,
        on,
    )
    return list(found)


async def composition(tx: Tx, congress: UUID, on: date) -> Delegates:
    """How many delegates there are on a day, and managers among them."""
    return await tx.one(
        Delegates,
        """SELECT count(*) AS count, count(*) FILTER (WHERE manager) AS managers FROM congress_delegates
        WHERE congress = $1 AND elected_on <= $2 AND (ended_on IS NULL OR ended_on > $2)""",
        congress,
        on,
    )


async def release(tx: Tx, delegates: Sequence[UUID], on: date | None) -> None:
    """They are delegates until a day, or go on being so (None)."""
    await tx.run("UPDATE congress_delegates SET ended_on = $2 WHERE id = ANY($1::uuid[])", list(delegates), on)


async def in_use(tx: Tx, delegates: Sequence[UUID]) -> bool:
    """Whether one of them was at a session, put a motion, or has ended."""
    found: bool = await tx.value(
        """SELECT EXISTS (SELECT FROM congress_attendance WHERE delegate = ANY($1::uuid[]))
            OR EXISTS (SELECT FROM motion_proposers WHERE delegate = ANY($1::uuid[]))
            OR EXISTS (SELECT FROM congress_delegates WHERE id = ANY($1::uuid[]) AND ended_on IS NOT NULL)""",
        list(delegates),
    )
    return found


async def unseat(tx: Tx, delegates: Sequence[UUID]) -> None:
    """They should never have been entered: nothing rests on them."""
    await tx.run("DELETE FROM congress_delegates WHERE id = ANY($1::uuid[])", list(delegates))


async def mark_managers(tx: Tx, delegates: Sequence[UUID], *, managers: bool) -> None:
    """Whether they are middle or senior managers."""
    await tx.run("UPDATE congress_delegates SET manager = $2 WHERE id = ANY($1::uuid[])", list(delegates), managers)


async def used(tx: Tx, congress: UUID) -> bool:
    """Whether a session was called or a motion put. The caller holds the congress's lock."""
    found: bool = await tx.value(
        """SELECT EXISTS (SELECT FROM congress_sessions WHERE congress = $1 AND state <> 'void')
            OR EXISTS (SELECT FROM motions WHERE congress = $1 AND state <> 'void')""",
        congress,
    )
    return found


async def meetings(tx: Tx, employer: UUID) -> list[date]:
    """Rule 13: the days on which the employer's congress met with a quorum, in whatever term."""
    rows = await tx.connection.fetch(
        """SELECT held_on FROM congress_sessions WHERE employer = $1 AND state IN ('held', 'closed')
        ORDER BY held_on""",
        employer,
    )
    return [row["held_on"] for row in rows]
