"""Hours of training in the database, and how far the logs that tell them are folded."""

from collections.abc import Sequence
from datetime import date
from typing import LiteralString
from uuid import UUID

from chassis.log.tiles import Connection

_CURSOR: LiteralString = "SELECT county, position FROM training_cursor"
_GENERATIONS: LiteralString = "SELECT county, generation FROM training_cursor"
_BEGIN: LiteralString = "INSERT INTO training_cursor (county, position) VALUES ($1, 0) ON CONFLICT DO NOTHING"
_MOVE: LiteralString = "UPDATE training_cursor SET position = $3 WHERE county = $1 AND position = $2 RETURNING true"
_FORGET: LiteralString = """
    WITH gone AS (DELETE FROM training_hours WHERE county = $1),
        parked AS (DELETE FROM training_parked WHERE county = $1)
    INSERT INTO training_cursor (county, position, generation) VALUES ($1, 0, $2)
    ON CONFLICT (county) DO UPDATE SET position = 0, generation = excluded.generation"""
_PARK: LiteralString = "INSERT INTO training_parked (county, position, event_id, reason) VALUES ($1, $2, $3, $4)"
_UNTELL: LiteralString = "DELETE FROM training_hours WHERE activity = $1"
_TELL: LiteralString = """
    INSERT INTO training_hours (member, activity, county, day, hours)
    SELECT DISTINCT member, $2::uuid, $3, $4::date, $5::int FROM unnest($1::uuid[]) AS member"""
# Rule 8. Who came to an activity was heard of; ids that are no members of ours are left out.
_HEARD_OF: LiteralString = """
    INSERT INTO member_contact (member, last_on, kind)
    SELECT id, $2, 'activity' FROM members WHERE id = ANY($1::uuid[])
    ON CONFLICT (member) DO UPDATE SET last_on = excluded.last_on, kind = excluded.kind
        WHERE excluded.last_on > member_contact.last_on"""


async def positions(connection: Connection) -> dict[str, int]:
    """County → last position folded."""
    return {row["county"]: row["position"] for row in await connection.fetch(_CURSOR)}


async def generations(connection: Connection) -> dict[str, int]:
    """County → generation of the log that is folded."""
    return {row["county"]: row["generation"] for row in await connection.fetch(_GENERATIONS)}


async def forget(connection: Connection, county: str, generation: int) -> None:
    """What a county's log told, before it is folded anew."""
    await connection.execute(_FORGET, county, generation)


async def begin(connection: Connection, county: str) -> None:
    """A county's log is folded from its beginning, unless it is already."""
    await connection.execute(_BEGIN, county)


async def move(connection: Connection, county: str, before: int, after: int) -> bool:
    """Move the cursor; False when it is not where it is thought to be."""
    return bool(await connection.fetchval(_MOVE, county, before, after))


async def park(connection: Connection, county: str, position: int, event: UUID, reason: str) -> None:
    """Put aside what cannot be folded."""
    await connection.execute(_PARK, county, position, event, reason)


async def untell(connection: Connection, activity: UUID) -> None:
    """Nobody has hours of this activity."""
    await connection.execute(_UNTELL, activity)


async def tell(  # noqa: PLR0913 - what is told of one activity
    connection: Connection, members: Sequence[UUID], activity: UUID, county: str, day: date, hours: int
) -> None:
    """These members attended it for so many hours, in place of what was told before."""
    await untell(connection, activity)
    await connection.execute(_TELL, list(members), activity, county, day, hours)


async def heard_of(connection: Connection, members: Sequence[UUID], day: date) -> None:
    """Rule 8: these members came to an activity that day."""
    await connection.execute(_HEARD_OF, list(members), day)
