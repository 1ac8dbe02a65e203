"""Terms and seats in the database: one function, one statement."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.ids import uuid7
from chassis.postgres import Tx
from contracts.membership.terms import Post
from services.membership.terms.domain import Seat, Term


async def lock(tx: Tx, term: UUID) -> Term:
    """A term about to change."""
    return await tx.one(
        Term,
        """SELECT id, union_id AS union, number, began_on, years, ends_on, extended_to, asked_until, asked_on, body,
            state, over_on, election, revision
        FROM terms WHERE id = $1 FOR UPDATE""",
        term,
    )


async def running_of(tx: Tx, union: UUID) -> Term | None:
    """A union's running term, locked; None when it has none."""
    return await tx.maybe(
        Term,
        """SELECT id, union_id AS union, number, began_on, years, ends_on, extended_to, asked_until, asked_on, body,
            state, over_on, election, revision
        FROM terms WHERE union_id = $1 AND state = 'running' FOR UPDATE""",
        union,
    )


async def last_number(tx: Tx, union: UUID) -> int:
    """The number of a union's latest term, 0 when none is on record."""
    found: int = await tx.value(
        "SELECT coalesce(max(number), 0) FROM terms WHERE union_id = $1 AND state <> 'void'", union
    )
    return found


async def over_on(tx: Tx, union: UUID, day: date) -> Term | None:
    """The term that gave way on a day, locked; None when there was none before."""
    return await tx.maybe(
        Term,
        """SELECT id, union_id AS union, number, began_on, years, ends_on, extended_to, asked_until, asked_on, body,
            state, over_on, election, revision
        FROM terms WHERE union_id = $1 AND state = 'over' AND over_on = $2 ORDER BY number DESC LIMIT 1 FOR UPDATE""",
        union,
        day,
    )


async def insert(tx: Tx, new: Term) -> None:
    """A term that begins."""
    await tx.run(
        """INSERT INTO terms (id, union_id, number, began_on, years, ends_on, body, state, election, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        new.id,
        new.union,
        new.number,
        new.began_on,
        new.years,
        new.ends_on,
        new.body,
        new.state,
        new.election,
        new.revision,
    )


async def save(tx: Tx, new: Term) -> None:
    """Everything of a term that can change."""
    await tx.run(
        """UPDATE terms SET number = $2, began_on = $3, years = $4, ends_on = $5, extended_to = $6, asked_until = $7,
            asked_on = $8, body = $9, state = $10, over_on = $11, revision = $12 WHERE id = $1""",
        new.id,
        new.number,
        new.began_on,
        new.years,
        new.ends_on,
        new.extended_to,
        new.asked_until,
        new.asked_on,
        new.body,
        new.state,
        new.over_on,
        new.revision,
    )


async def seats(tx: Tx, term: UUID) -> list[Seat]:
    """Every seat of a term, vacant ones included. The caller holds the term's lock."""
    return await tx.many(
        Seat, "SELECT id, term, member, post, since, vacated_on FROM term_seats WHERE term = $1 ORDER BY id", term
    )


async def fill(tx: Tx, term: UUID, elected: Sequence[tuple[UUID, Post]], since: date, election: UUID) -> None:
    """Who was elected holds the seat since the election's day."""
    for member, post in elected:
        await tx.run(
            "INSERT INTO term_seats (id, term, member, post, since, election) VALUES ($1, $2, $3, $4, $5, $6)",
            uuid7(),
            term,
            member,
            post,
            since,
            election,
        )


async def empty(tx: Tx, election: UUID) -> None:
    """As if that election had seated nobody."""
    await tx.run("DELETE FROM term_seats WHERE election = $1", election)


async def vacate(tx: Tx, seat: Seat) -> None:
    """Since when a seat is vacant, or that it is not."""
    await tx.run("UPDATE term_seats SET vacated_on = $2 WHERE id = $1", seat.id, seat.vacated_on)
