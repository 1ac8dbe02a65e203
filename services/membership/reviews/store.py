"""Cadres' reviews in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.postgres import Tx
from contracts.membership.reviews import Grade
from contracts.offices import Office
from services.membership.reviews.domain import Cadre, Review


@dataclass(frozen=True)
class Tally:
    """How many of a year were reviewed, and how many of them are excellent."""

    reviewed: int
    excellent: int


async def unreviewed(tx: Tx, year: int, today: date) -> list[Cadre]:
    """The county's cadres of today who have no review of that year: no members, nobody who only stands in."""
    return await tx.many(
        Cadre,
        """SELECT a.id AS appointment, a.account, a.office, a.area, a.org FROM appointment a
        WHERE a.area >= $1 AND a.area < $2 AND a.ended_at IS NULL AND a.delegated_by IS NULL AND a.office <> $3
            AND a.since <= $4 AND (a.until IS NULL OR a.until >= $4)
            AND NOT EXISTS (
                SELECT FROM cadre_reviews r WHERE r.appointment = a.id AND r.year = $5 AND r.state <> 'void')
        ORDER BY a.id FOR SHARE OF a""",
        *tx.scope,
        Office.MEMBER.value,
        today,
        year,
    )


async def insert_all(tx: Tx, reviews: Sequence[Review]) -> None:
    """Reviews that were called for, together."""
    first = reviews[0]
    await tx.run(
        """INSERT INTO cadre_reviews (id, appointment, year, called_on, due_on, state, revision)
        SELECT each.id, each.appointment, $3, $4, $5, $6, $7
        FROM unnest($1::uuid[], $2::uuid[]) AS each (id, appointment)""",
        [review.id for review in reviews],
        [review.cadre.appointment for review in reviews],
        first.year,
        first.called_on,
        first.due_on,
        first.state,
        first.revision,
    )


async def lock(tx: Tx, review: UUID) -> Review:
    """A review about to change."""
    row = await tx.one(
        _Row,
        """SELECT r.id, r.appointment, a.account, a.office, a.area, a.org, r.year, r.called_on, r.due_on, r.state,
            r.grade, r.reviewed_on, r.document, r.revision
        FROM cadre_reviews r JOIN appointment a ON a.id = r.appointment WHERE r.id = $1 FOR UPDATE OF r""",
        review,
    )
    cadre = Cadre(row.appointment, row.account, row.office, row.area, row.org)
    return Review(
        row.id, cadre, row.year, row.called_on, row.due_on, row.state, row.grade, row.reviewed_on, row.document,
        row.revision,
    )  # fmt: skip


async def save(tx: Tx, review: Review) -> None:
    """Everything of a review that commands change."""
    await tx.run(
        """UPDATE cadre_reviews SET state = $2, grade = $3, reviewed_on = $4, document = $5, revision = $6
        WHERE id = $1""",
        review.id,
        review.state,
        review.grade,
        review.reviewed_on,
        review.document,
        review.revision,
    )


async def tally(tx: Tx, year: int) -> Tally:
    """Of those whom the asker's scope reaches."""
    return await tx.one(
        Tally,
        """SELECT count(*) AS reviewed, count(*) FILTER (WHERE grade = 'excellent') AS excellent
        FROM cadre_reviews r JOIN appointment a ON a.id = r.appointment
        WHERE r.year = $1 AND r.state = 'graded' AND a.area >= $2 AND a.area < $3""",
        year,
        *tx.scope,
    )


@dataclass(frozen=True)
class _Row:
    id: UUID
    appointment: UUID
    account: str
    office: str
    area: str
    org: UUID | None
    year: int
    called_on: date
    due_on: date
    state: str
    grade: Grade | None
    reviewed_on: date | None
    document: str | None
    revision: int
