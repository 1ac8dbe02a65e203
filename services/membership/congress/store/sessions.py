"""Sessions, their agenda and who was there, in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.postgres import Tx
from contracts.membership.congress import ItemKind
from services.membership.congress.domain.sessions import Session


@dataclass(frozen=True)
class Item:
    """A matter on a session's agenda."""

    id: UUID
    session: UUID
    kind: ItemKind
    state: str


async def lock(tx: Tx, session: UUID) -> Session:
    """A session about to change."""
    return await tx.one(
        Session,
        """SELECT id, congress, county, area, union_id, employer, number, kind, proposer, proposing, noticed_on,
            planned_on, state, held_on, closed_on, delegates, present, others, revision
        FROM congress_sessions WHERE id = $1 FOR UPDATE""",
        session,
    )


async def insert(tx: Tx, new: Session) -> int:
    """A session that was called; answers its number, which counts the employer's sessions of the term."""
    number: int = await tx.value(
        """INSERT INTO congress_sessions (id, congress, county, area, union_id, employer, number, kind, proposer,
            proposing, noticed_on, planned_on, state, revision)
        SELECT $1, $2, $3, $4, $5, $6, coalesce(max(number), 0) + 1, $7, $8, $9, $10, $11, $12, $13
        FROM congress_sessions WHERE congress = $2
        RETURNING number""",
        new.id,
        new.congress,
        new.county,
        new.area,
        new.union_id,
        new.employer,
        new.kind,
        new.proposer,
        new.proposing,
        new.noticed_on,
        new.planned_on,
        new.state,
        new.revision,
    )
    return number


async def save(tx: Tx, new: Session) -> None:
    """Everything of a session that commands change."""
    await tx.run(
        """UPDATE congress_sessions SET kind = $2, proposer = $3, proposing = $4, noticed_on = $5, planned_on = $6,
            state = $7, held_on = $8, closed_on = $9, delegates = $10, present = $11, others = $12, revision = $13
        WHERE id = $1""",
        new.id,
        new.kind,
        new.proposer,
        new.proposing,
        new.noticed_on,
        new.planned_on,
        new.state,
        new.held_on,
        new.closed_on,
        new.delegates,
        new.present,
        new.others,
        new.revision,
    )


async def attend(tx: Tx, session: UUID, attended: Sequence[UUID]) -> None:
    """Who was there, in place of what stood there."""
    await tx.run("DELETE FROM congress_attendance WHERE session = $1", session)
    await tx.run(
        "INSERT INTO congress_attendance (session, delegate) SELECT $1, unnest($2::uuid[])", session, list(attended)
    )


async def attended(tx: Tx, session: UUID) -> set[UUID]:
    """The delegates who were there."""
    found = await tx.value(
        "SELECT coalesce(array_agg(delegate), '{}') FROM congress_attendance WHERE session = $1", session
    )
    return set(found)


async def add_item(tx: Tx, session: UUID, item: UUID, kind: ItemKind, title: str) -> None:
    """One more matter on the agenda."""
    await tx.run(
        """INSERT INTO congress_agenda (id, session, number, kind, title, state)
        SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, 'listed' FROM congress_agenda WHERE session = $2""",
        item,
        session,
        kind,
        title,
    )


async def item(tx: Tx, item_id: UUID) -> Item:
    """A matter of an agenda."""
    return await tx.one(Item, "SELECT id, session, kind, state FROM congress_agenda WHERE id = $1", item_id)


async def drop_item(tx: Tx, item_id: UUID) -> None:
    """No longer on the agenda."""
    await tx.run("UPDATE congress_agenda SET state = 'dropped' WHERE id = $1", item_id)


async def voted_on(tx: Tx, session: UUID) -> bool:
    """Whether a ballot of the session stands. The caller holds the session's lock."""
    found: bool = await tx.value(
        "SELECT EXISTS (SELECT FROM congress_ballots WHERE session = $1 AND state <> 'void')", session
    )
    return found


async def voting(tx: Tx, session: UUID) -> bool:
    """Whether a ballot of the session is not counted yet. The caller holds the session's lock."""
    found: bool = await tx.value(
        "SELECT EXISTS (SELECT FROM congress_ballots WHERE session = $1 AND state IN ('open', 'closed'))", session
    )
    return found


async def under_way(tx: Tx, congress: UUID) -> bool:
    """Whether a session of the congress is called or not closed. The caller holds the congress's lock."""
    found: bool = await tx.value(
        "SELECT EXISTS (SELECT FROM congress_sessions WHERE congress = $1 AND state IN ('called', 'held'))", congress
    )
    return found
