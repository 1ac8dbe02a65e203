"""Elections in the database: one function, one statement."""

from collections.abc import Sequence
from uuid import UUID

from chassis.postgres import Tx
from services.membership.elections.domain import Election, Membership, Stands


async def lock(tx: Tx, election: UUID) -> Election:
    """An election about to change."""
    return await tx.one(
        Election,
        """SELECT id, union_id AS union, ballot, meeting, body, held_on, entitled, present, seats, years, number, state,
            term, due_on, revision
        FROM elections WHERE id = $1 FOR UPDATE""",
        election,
    )


async def insert(tx: Tx, new: Election) -> None:
    """An election whose result is reported."""
    await tx.run(
        """INSERT INTO elections (id, union_id, ballot, meeting, body, held_on, entitled, present, seats, years, number,
            state, due_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""",
        new.id,
        new.union,
        new.ballot,
        new.meeting,
        new.body,
        new.held_on,
        new.entitled,
        new.present,
        new.seats,
        new.years,
        new.number,
        new.state,
        new.due_on,
        new.revision,
    )


async def save(tx: Tx, new: Election) -> None:
    """Everything of an election that can change."""
    await tx.run(
        """UPDATE elections SET meeting = $2, held_on = $3, entitled = $4, present = $5, seats = $6, years = $7,
            number = $8, state = $9, term = $10, due_on = $11, revision = $12 WHERE id = $1""",
        new.id,
        new.meeting,
        new.held_on,
        new.entitled,
        new.present,
        new.seats,
        new.years,
        new.number,
        new.state,
        new.term,
        new.due_on,
        new.revision,
    )


async def put_candidates(tx: Tx, election: UUID, judged: Sequence[Stands]) -> None:
    """Who stood, in place of whoever was entered before."""
    await tx.run("DELETE FROM election_candidates WHERE election = $1", election)
    await tx.run(
        """INSERT INTO election_candidates (election, member, post, votes, elected)
        SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::int[], $5::boolean[])""",
        election,
        [each.member for each in judged],
        [each.post for each in judged],
        [each.votes for each in judged],
        [each.elected for each in judged],
    )


async def candidates(tx: Tx, election: UUID) -> list[Stands]:
    """Who stood. The caller holds the election's lock."""
    return await tx.many(
        Stands,
        "SELECT member, post, votes, elected FROM election_candidates WHERE election = $1 ORDER BY member",
        election,
    )


async def memberships(tx: Tx, union: UUID, members: Sequence[UUID]) -> list[Membership]:
    """What people are to a union; they stay so until the command ends."""
    return await tx.many(
        Membership,
        """SELECT m.id AS member, m.state, EXISTS (
                WITH RECURSIVE above AS (
                    SELECT id, parent FROM unions WHERE id = m.union_id
                    UNION SELECT u.id, u.parent FROM unions u JOIN above ON u.id = above.parent
                ) SELECT FROM above WHERE id = $1) AS within
        FROM members m WHERE m.id = ANY($2::uuid[]) ORDER BY m.id FOR SHARE OF m""",
        union,
        list(members),
    )


async def is_last(tx: Tx, election: Election) -> bool:
    """Whether no other election has been approved for its term since."""
    found: bool = await tx.value(
        """SELECT NOT EXISTS (SELECT FROM elections WHERE term = $1 AND state = 'approved' AND id <> $2
            AND ($3 = 'general-election' OR held_on >= $4))""",
        election.term,
        election.id,
        election.ballot,
        election.held_on,
    )
    return found
