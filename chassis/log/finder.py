"""Finding new journal rows without losing or misordering one: ids become visible out of order, and some never do.

An id that is skipped while larger ones are visible is *missing*. It may still be committed by whoever held the
journal's insert lock at that moment, so it is forgotten only when none of those transactions holds it any more and a
later snapshot, not cut off by its limit, still lacks it. No clock and no transaction id is involved: a commit that
waits for its synchronous replica keeps its lock, however long, and `nextval` may come before the transaction id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import LiteralString, TypeAlias

import asyncpg

# asyncpg answers a connection that dies in the middle with an internal error now and then
DATABASE_AWAY = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

# One OR instead of the two halves turns into a scan of the whole table at the sixth execution.
FIND: LiteralString = """
    (SELECT id, county, convert_to(event::text, 'UTF8') AS event, traceparent
     FROM journal WHERE id = ANY($1::bigint[]) ORDER BY id LIMIT $3)
    UNION ALL
    (SELECT id, county, convert_to(event::text, 'UTF8') AS event, traceparent
     FROM journal WHERE id > $2 ORDER BY id LIMIT $3)
    ORDER BY id LIMIT $3"""

# Every INSERT holds this lock before it draws its number, until its transaction has become visible or has ended.
HOLDERS: LiteralString = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
      AND relation = 'journal'::regclass
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""

KNOWN: LiteralString = """
    SELECT greatest(floor, (SELECT max(journal_id) FROM log)) AS newest, floor FROM relay_state"""

UNSETTLED: LiteralString = """
    SELECT id FROM generate_series($1::bigint + 1, $2::bigint) AS id
    WHERE NOT EXISTS (SELECT FROM log WHERE journal_id = id)"""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows (id, county, event as UTF-8, traceparent) by id, and what the finder will know once they are committed."""

    rows: list[asyncpg.Record]
    newest: int
    missing: dict[int, frozenset[str]]


class Finder:
    """The relay's memory of the journal: the newest id seen, and the missing ids below it with who may bring them."""

    def __init__(self, connection: Connection, newest: int, missing: dict[int, frozenset[str]]) -> None:
        self._connection = connection
        self.newest = newest
        self.missing = missing
        self._held: set[int] = set()

    @classmethod
    async def start(cls, connection: Connection) -> "Finder":
        """Remember from the database alone: what lies above the floor and is not in the log, visible or not."""
        known = await connection.fetchrow(KNOWN)
        if known is None:
            message = "relay_state has no row"
            raise LookupError(message)
        newest, floor = known
        unsettled = [row["id"] for row in await connection.fetch(UNSETTLED, floor, newest)]
        holders = await _holders(connection) if unsettled else frozenset()
        return cls(connection, newest, dict.fromkeys(unsettled, holders))

    async def find(self, limit: int) -> Found:
        """At most `limit` rows that are not in the log yet. Changes nothing: call `keep` after the COMMIT."""
        rows = await self._connection.fetch(FIND, list(self.missing), self.newest, limit)
        if not rows and not self.missing:
            return Found(rows, self.newest, {})
        seen = {row["id"] for row in rows}
        newest = max(self.newest, rows[-1]["id"]) if rows else self.newest
        cut = len(rows) >= limit
        waiting = {
            number: holders for number, holders in self.missing.items() if number not in seen and (holders or cut)
        }
        skipped = [number for number in range(self.newest + 1, newest + 1) if number not in seen]
        if not waiting and not skipped:
            return Found(rows, newest, {})
        now = await _holders(self._connection)  # after the snapshot above
        missing = {number: holders & now for number, holders in waiting.items()}
        missing.update(dict.fromkeys(skipped, now))
        return Found(rows, newest, missing)

    def keep(self, found: Found) -> None:
        """Take over what was found, now that its rows are known to be in the log (or that there were none)."""
        self.newest, self.missing = found.newest, found.missing

    def hold(self, numbers: Iterable[int]) -> None:
        """Leave rows out of the log for now (their county waits for a fork): the floor stays below them."""
        self._held.update(numbers)

    def floor(self, found: Found) -> int:
        """Highest id up to which every id is settled once `found` is in the log."""
        return min(found.missing.keys() | self._held, default=found.newest + 1) - 1


async def _holders(connection: Connection) -> frozenset[str]:
    return frozenset([row["virtualtransaction"] for row in await connection.fetch(HOLDERS)])
