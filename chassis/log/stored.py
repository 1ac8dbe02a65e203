"""Reading a service's own logs from its database: what the feed serves, and what a process reads in its own house."""

import asyncio
from dataclasses import dataclass
from typing import LiteralString

import asyncpg

from chassis.log.entry import Batch, Entry, Head, timestamp
from chassis.log.tiles import Connection
from chassis.postgres import SNAPSHOT, Database

POLL_SECONDS = 0.025

_HEADS: LiteralString = """
    SELECT county, generation, size, sequenced_at, root FROM log_head WHERE $1::text IS NULL OR county = $1
    ORDER BY county"""
_STATE: LiteralString = """
    SELECT ordinal, extract(epoch FROM clock_timestamp() - polled_at)::float8 AS idle FROM relay_state"""
_AFTER_ORDINAL: LiteralString = """
    SELECT log.ordinal, log.county, log.position, log.sequenced_at, log.leaf, journal.traceparent, journal.event
    FROM log JOIN journal ON journal.id = log.journal_id
    WHERE log.ordinal > $1 ORDER BY log.ordinal LIMIT $2"""
_AFTER_POSITION: LiteralString = """
    SELECT log.ordinal, log.county, log.position, log.sequenced_at, log.leaf, journal.traceparent, journal.event
    FROM log JOIN journal ON journal.id = log.journal_id
    WHERE log.county = $1 AND log.position > $2 ORDER BY log.position LIMIT $3"""
_CHECKPOINT: LiteralString = """
    SELECT note FROM checkpoint WHERE county = $1 ORDER BY generation DESC, size DESC LIMIT 1"""


@dataclass(frozen=True)
class StoredLog:
    """The logs of the service whose database this is."""

    service: str
    database: Database

    async def after(self, ordinal: int, limit: int = 1000, wait: float = 0) -> Batch:
        """Entries of all counties beyond `ordinal`, at most `limit`; waits up to `wait` seconds for the first one."""
        if wait:
            await self._news(ordinal, wait)
        async with self.database.system(SNAPSHOT) as connection:
            rows = await connection.fetch(_AFTER_ORDINAL, ordinal, limit)
            return await self._batch(connection, None, rows)

    async def county_after(self, county: str, position: int, limit: int = 1000) -> Batch:
        """Entries of one county beyond `position`, at most `limit`."""
        async with self.database.system(SNAPSHOT) as connection:
            rows = await connection.fetch(_AFTER_POSITION, county, position, limit)
            return await self._batch(connection, county, rows)

    async def checkpoint(self, county: str) -> str | None:
        """The county's last signed note; None when there is none yet."""
        async with self.database.system() as connection:
            note: str | None = await connection.fetchval(_CHECKPOINT, county)
        return note

    async def heads(self) -> list[Head]:
        """How far each county's log goes."""
        async with self.database.system() as connection:
            return [_head(row) for row in await connection.fetch(_HEADS, None)]

    async def _news(self, ordinal: int, wait: float) -> None:
        """Return when there is an entry beyond `ordinal`, or after `wait` seconds."""
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        while loop.time() < until:
            state = await self.database.pool.fetchrow(_STATE)
            if state and state["ordinal"] > ordinal:
                return
            await asyncio.sleep(min(POLL_SECONDS, max(until - loop.time(), 0)))

    async def _batch(self, connection: Connection, county: str | None, rows: list[asyncpg.Record]) -> Batch:
        state = await connection.fetchrow(_STATE)
        heads = [_head(row) for row in await connection.fetch(_HEADS, county)]
        entries = [self._entry(row) for row in rows]
        return Batch(heads, state["ordinal"] if state else 0, entries, state["idle"] if state else None)

    def _entry(self, row: asyncpg.Record) -> Entry:
        ordinal, county, position, sequenced_at, leaf, traceparent, event = row
        return Entry(self.service, county, position, ordinal, timestamp(sequenced_at), leaf, traceparent, event)


def _head(row: asyncpg.Record) -> Head:
    county, generation, size, sequenced_at, root = row
    return Head(county, generation, size, sequenced_at and timestamp(sequenced_at), root)
