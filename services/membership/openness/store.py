"""What was made public, and suggestions, in the database: one function, one statement."""

from datetime import date
from uuid import UUID

from chassis.postgres import Tx
from services.membership.openness.domain import Disclosure, Suggestion


async def unit_type(tx: Tx, union: UUID, employer: UUID, on: date) -> str | None:
    """What kind of unit it is; None when the union does not cover it on that day."""
    found: str | None = await tx.value(
        """SELECT e.unit_type FROM coverage c JOIN employers e ON e.id = c.employer
        WHERE c.union_id = $1 AND c.employer = $2 AND c.since <= $3 AND (c.until IS NULL OR c.until > $3)
            AND e.state <> 'void'""",
        union,
        employer,
        on,
    )
    return found


async def type_of(tx: Tx, employer: UUID) -> str:
    """What kind of unit it is, whoever covers it now."""
    found: str = await tx.value("SELECT unit_type FROM employers WHERE id = $1", employer)
    return found


async def lock(tx: Tx, disclosure: UUID) -> Disclosure:
    """An entry about to change, or to be commented on."""
    return await tx.one(
        Disclosure,
        """SELECT id, county, area, union_id, employer, category, medium, period, title, place AS "where", state,
            published_on, revision
        FROM disclosures WHERE id = $1 FOR UPDATE""",
        disclosure,
    )


async def insert(tx: Tx, new: Disclosure) -> None:
    """A matter that was made public."""
    await tx.run(
        """INSERT INTO disclosures (id, county, area, union_id, employer, category, medium, period, title, place, state,
            published_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""",
        new.id,
        new.county,
        new.area,
        new.union_id,
        new.employer,
        new.category,
        new.medium,
        new.period,
        new.title,
        new.where,
        new.state,
        new.published_on,
        new.revision,
    )


async def save(tx: Tx, new: Disclosure) -> None:
    """Everything of an entry that commands change."""
    await tx.run(
        """UPDATE disclosures SET category = $2, medium = $3, period = $4, title = $5, place = $6, state = $7,
            published_on = $8, revision = $9 WHERE id = $1""",
        new.id,
        new.category,
        new.medium,
        new.period,
        new.title,
        new.where,
        new.state,
        new.published_on,
        new.revision,
    )


async def in_use(tx: Tx, disclosure: UUID) -> bool:
    """Whether a suggestion stands. The caller holds the entry's lock."""
    found: bool = await tx.value(
        "SELECT EXISTS (SELECT FROM openness_suggestions WHERE disclosure = $1 AND state <> 'void')", disclosure
    )
    return found


async def lock_suggestion(tx: Tx, suggestion: UUID) -> Suggestion:
    """A suggestion about to change."""
    return await tx.one(
        Suggestion,
        """SELECT id, disclosure, county, area, union_id, body, state, received_on, due_on, answered_on, answer, rating,
            rated_on, revision
        FROM openness_suggestions WHERE id = $1 FOR UPDATE""",
        suggestion,
    )


async def insert_suggestion(tx: Tx, new: Suggestion) -> None:
    """A suggestion that came in."""
    await tx.run(
        """INSERT INTO openness_suggestions
            (id, disclosure, county, area, union_id, body, state, received_on, due_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        new.id,
        new.disclosure,
        new.county,
        new.area,
        new.union_id,
        new.body,
        new.state,
        new.received_on,
        new.due_on,
        new.revision,
    )


async def save_suggestion(tx: Tx, new: Suggestion) -> None:
    """Everything of a suggestion that commands change."""
    await tx.run(
        """UPDATE openness_suggestions SET body = $2, state = $3, received_on = $4, due_on = $5, answered_on = $6,
            answer = $7, rating = $8, rated_on = $9, revision = $10 WHERE id = $1""",
        new.id,
        new.body,
        new.state,
        new.received_on,
        new.due_on,
        new.answered_on,
        new.answer,
        new.rating,
        new.rated_on,
        new.revision,
    )
