"""Consultations in the database: one function, one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from asyncpg.pool import PoolConnectionProxy

from chassis.daily import Due
from chassis.postgres import Tx
from services.membership.consultation.domain.record import Consultation


@dataclass(frozen=True)
class Taken:
    """In which office the last step was taken."""

    office: str


async def lock(tx: Tx, consultation: UUID) -> Consultation:
    """A consultation about to change."""
    return await tx.one(
        Consultation,
        """SELECT id, county, area, union_id AS union, kind, level, purpose, earlier, offered_by, employers, workers,
            offered_on, since, state, due_on, provisional, unanswered_on, answered_on, members, chief, chief_as,
            outside_workers, employer_side, outside_employer, drafted_on, passed_on, forum, ballot, delegates, present,
            yes, signed_on, term_from, term_to, reported_on, received_on, in_force_on, published_on, ended_on, revision
        FROM consultations WHERE id = $1 FOR UPDATE""",
        consultation,
    )


async def insert(tx: Tx, new: Consultation) -> None:
    """A consultation that an offer begins."""
    await tx.run(
        """INSERT INTO consultations (id, county, area, union_id, kind, level, purpose, earlier, offered_by, employers,
            workers, offered_on, since, state, due_on, provisional, members, outside_workers, employer_side,
            outside_employer, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '{}', 0, 0, 0, $17)""",
        new.id,
        new.county,
        new.area,
        new.union,
        new.kind,
        new.level,
        new.purpose,
        new.earlier,
        new.offered_by,
        new.employers,
        new.workers,
        new.offered_on,
        new.since,
        new.state,
        new.due_on,
        new.provisional,
        new.revision,
    )


async def save(tx: Tx, new: Consultation) -> None:
    """All that steps and corrections change."""
    await tx.run(
        """UPDATE consultations SET kind = $2, level = $3, employers = $4, workers = $5, offered_on = $6, since = $7,
            state = $8, due_on = $9, provisional = $10, unanswered_on = $11, answered_on = $12, members = $13,
            chief = $14, chief_as = $15, outside_workers = $16, employer_side = $17, outside_employer = $18,
            drafted_on = $19, passed_on = $20, forum = $21, ballot = $22, delegates = $23, present = $24, yes = $25,
            signed_on = $26, term_from = $27, term_to = $28, reported_on = $29, received_on = $30, in_force_on = $31,
            published_on = $32, ended_on = $33, revision = $34
        WHERE id = $1""",
        new.id,
        new.kind,
        new.level,
        new.employers,
        new.workers,
        new.offered_on,
        new.since,
        new.state,
        new.due_on,
        new.provisional,
        new.unanswered_on,
        new.answered_on,
        new.members,
        new.chief,
        new.chief_as,
        new.outside_workers,
        new.employer_side,
        new.outside_employer,
        new.drafted_on,
        new.passed_on,
        new.forum,
        new.ballot,
        new.delegates,
        new.present,
        new.yes,
        new.signed_on,
        new.term_from,
        new.term_to,
        new.reported_on,
        new.received_on,
        new.in_force_on,
        new.published_on,
        new.ended_on,
        new.revision,
    )


async def write(tx: Tx, consultation: UUID, step: str, day: date, text: str | None) -> None:
    """What a step says in free words; nothing when it says none."""
    if text:
        await tx.run(
            "INSERT INTO consultation_texts (consultation, step, day, text) VALUES ($1, $2, $3, $4)",
            consultation,
            step,
            day,
            text,
        )


async def units_at(tx: Tx, employers: Sequence[UUID], area: str) -> int:
    """How many of these employers are there and lie in that area; they stay so until the command ends."""
    found = await tx.connection.fetch(
        """SELECT id FROM employers WHERE id = ANY($1::uuid[]) AND area = $2 AND state <> 'void'
        ORDER BY id FOR KEY SHARE""",
        list(employers),
        area,
    )
    return len(found)


async def members_at(tx: Tx, members: Sequence[UUID], area: str) -> int:
    """How many of these are active members in that area, as the asker sees them."""
    found: int = await tx.value(
        "SELECT count(*) FROM members WHERE id = ANY($1::uuid[]) AND area = $2 AND state = 'active'",
        list(members),
        area,
    )
    return found


async def office_of(tx: Tx, event: UUID) -> str:
    """In which office an event was recorded."""
    found = await tx.one(Taken, "SELECT event ->> 'office' AS office FROM journal WHERE event_id = $1", event)
    return found.office


async def fallen_due(
    connection: PoolConnectionProxy, today: date, settled: date, after: UUID | None, limit: int
) -> list[Due]:
    """What the day moves on: offers left unanswered, reviews that have ended, terms that are over, clocks to compute.

    `settled` is the last day of the calendar that is published.
    """
    rows = await connection.fetch(
        """SELECT county, id AS record FROM consultations
        WHERE (state IN ('offered', 'received', 'in-force') OR provisional)
            AND (state = 'offered' AND due_on < $1 AND unanswered_on IS NULL
                OR state = 'received' AND due_on <= $1
                OR state = 'in-force' AND term_to < $1
                OR provisional AND due_on <= $2)
            AND ($3::uuid IS NULL OR id > $3)
        ORDER BY id LIMIT $4""",
        today,
        settled,
        after,
        limit,
    )
    return [Due(**row) for row in rows]
