"""Rebuilding the read model from the services' feeds: beside the one that is shown, compared, swapped in one moment."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import LiteralString

import asyncpg

from chassis.context import EVERYTHING
from chassis.log.entry import Entry, timestamp
from chassis.log.finder import DATABASE_AWAY
from chassis.log.fold import BY_THE_EVENT
from chassis.log.projection import Feed
from chassis.log.tiles import Connection
from services.gateway.projection import beside, hashing, sums, target, work_items
from services.gateway.projection.ids import log_county, log_id, log_name, log_service
from services.gateway.projection.projection import ReadModel

PAGE = 5000
AT_ONCE = 2
"""Logs that are loaded side by side: one is decoded while PostgreSQL stores the other."""
NEARLY = 500
LAST = 2**63 - 1
_ONE_REBUILD = 0x6772_6264

logger = logging.getLogger(__name__)

_ALONE: LiteralString = "SELECT pg_try_advisory_lock($1)"
_GENERATION: LiteralString = "UPDATE log_cursor SET generation = $2 WHERE log = $1"
_BEHIND: LiteralString = """
    SELECT shown.log, coalesce(rebuilt.position, 0) AS position, shown.position AS until
    FROM projection.log_cursor AS shown LEFT JOIN rebuild.log_cursor AS rebuilt USING (log)
    WHERE shown.position > coalesce(rebuilt.position, 0) AND shown.generation = coalesce(rebuilt.generation, 1)
    ORDER BY log"""
_COUNTED: LiteralString = """
    SELECT position, sequenced_at, leaf, event FROM projection.audit_entry
    WHERE log = $1 AND position > $2 ORDER BY position LIMIT $3"""
_PARKED_LOGS: LiteralString = "SELECT DISTINCT log FROM projection.parked ORDER BY log"


class AlreadyRebuilding(Exception):
    """Another rebuild is at work on this database."""


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild did: events read again, and each table's hash before and after, at the same positions."""

    events: int
    logs: tuple[str, ...]
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def differing(self) -> tuple[str, ...]:
        """Tables that came out otherwise. None, unless something had been parked or counted by other code."""
        return tuple(table for table, value in self.before.items() if self.after.get(table) != value)

    @property
    def hash(self) -> str:
        """The hash of the read model that is shown now."""
        return hashing.total(self.after)


Progress = Callable[[str, int], None]
"""Told after each page: the log's name, and how many events of it have been read."""


async def parked_logs(dsn: str) -> list[int]:
    """Logs of which an event is parked."""
    connection = await asyncpg.connect(dsn, server_settings=_SERVER)
    try:
        return [row["log"] for row in await connection.fetch(_PARKED_LOGS)]
    finally:
        await connection.close()


async def rebuild(
    dsn: str, feeds: Mapping[str, Feed], only: Collection[int] | None = None, progress: Progress | None = None
) -> Rebuilt:
    """Fold all logs of the services in `feeds` anew (or `only` those logs) while everything else goes on.

    `dsn` is the gateway's database, by its owner role. FeedUnavailable, AlreadyRebuilding; then nothing has changed.
    """
    async with asyncpg.create_pool(dsn, min_size=1, max_size=AT_ONCE + 2, server_settings=_SERVER) as pool:
        connection = await pool.acquire()
        try:
            if not await connection.fetchval(_ALONE, _ONE_REBUILD):
                raise AlreadyRebuilding
            return await _Rebuild(pool, connection, feeds, progress).run(only)
        except ExceptionGroup as several:  # of logs that were loaded side by side
            raise several.exceptions[0] from several
        finally:
            await pool.release(connection)  # which gives up the lock


_SERVER = {"timezone": "UTC", "synchronous_commit": "off", "application_name": "gonghui rebuild", **EVERYTHING.settings}


class _Rebuild:
    """One rebuild under way."""

    def __init__(
        self, pool: asyncpg.Pool, connection: Connection, feeds: Mapping[str, Feed], progress: Progress | None
    ) -> None:
        self._pool = pool
        self._connection = connection
        self._feeds = feeds
        self._progress = progress
        self._loading = ReadModel(schema=target.BESIDE, live=False)
        self._generations: dict[int, int] = {}
        self._events = 0

    async def run(self, only: Collection[int] | None) -> Rebuilt:
        generations = self._generations = await self._logs(only)
        await beside.make(self._connection)
        if only is not None:
            await beside.copy_others(self._connection, list(generations))
        gate = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for log, generation in generations.items():
                group.create_task(self._load(gate, log, generation))
        await beside.finish(self._pool)
        await self._complete()
        await beside.analyse(self._connection)
        before, after = await self._take_over()
        with suppress(asyncpg.LockNotAvailableError):  # somebody still reads it: the next rebuild drops it
            await beside.drop_replaced(self._connection)
        return Rebuilt(self._events, tuple(log_name(log) for log in generations), before, after)

    async def _logs(self, only: Collection[int] | None) -> dict[int, int]:
        """The logs to read again, each with its generation."""
        found = {}
        for service, feed in self._feeds.items():
            for head in (await feed.after(LAST, 1)).heads:
                log = log_id(service, head.county)
                if only is None or log in only:
                    found[log] = head.generation
        return found

    async def _load(self, gate: asyncio.Semaphore, log: int, generation: int) -> None:
        """Read one log from its feed: while one page is stored, the next one is under way."""
        feed, county = self._feeds[log_service(log)], log_county(log)
        async with gate:
            page = (await feed.county_after(county, 0, PAGE)).entries
            while page:
                coming = asyncio.create_task(feed.county_after(county, page[-1].position, PAGE))
                try:
                    async with self._pool.acquire() as connection:
                        await _put(connection, self._loading, page)
                finally:
                    batch = await coming
                self._tell(log, page)
                page = batch.entries
        if generation > 1:
            async with self._pool.acquire() as connection, connection.transaction():
                await target.look_at(connection, target.BESIDE)
                await connection.execute(_GENERATION, log, generation)

    async def _complete(self) -> None:
        """What follows from all facts together."""
        async with self._connection.transaction():
            await target.look_at(self._connection, target.BESIDE)
            await sums.add_up(self._connection)
            for log, corrected in self._loading.corrected.items():
                await work_items.refold(self._connection, log, log_county(log), corrected, LAST)

    async def _take_over(self) -> tuple[dict[str, str], dict[str, str]]:
        """Catch up with what has been counted meanwhile, at last while nothing is counted; compare; swap."""
        model = ReadModel(schema=target.BESIDE)
        while await self._catch_up(model) > NEARLY:
            continue
        async with self._connection.transaction():
            await self._connection.execute("SET LOCAL lock_timeout = '60s'")
            await target.stop_all(self._connection)
            await self._catch_up(model)
            async with asyncio.TaskGroup() as group:
                before = group.create_task(self._shown())
                after = group.create_task(hashing.table_hashes(self._connection, target.BESIDE))
            await beside.swap(self._connection)
        return before.result(), after.result()

    async def _shown(self) -> dict[str, str]:
        """What is shown, read beside the transaction that keeps it from changing."""
        async with self._pool.acquire() as connection, connection.transaction():
            return await hashing.table_hashes(connection, target.SHOWN)

    async def _catch_up(self, model: ReadModel) -> int:
        """Fold what the shown read model has more; answers how many events that were.

        What is rebuilt is read from its feed, never from what is shown: that may be what has to be mended.
        """
        caught = 0
        for row in await self._connection.fetch(_BEHIND):
            log, at, until = row["log"], row["position"], row["until"]
            while page := [entry for entry in await self._more(log, at) if entry.position <= until]:
                await _put(self._connection, model, page)
                at = page[-1].position
                caught += len(page)
        return caught

    async def _more(self, log: int, position: int) -> list[Entry]:
        if log not in self._generations:
            return await self._counted(log, position)
        return (await self._feeds[log_service(log)].county_after(log_county(log), position, PAGE)).entries

    async def _counted(self, log: int, position: int) -> list[Entry]:
        rows = await self._connection.fetch(_COUNTED, log, position, PAGE)
        service, county = log_service(log), log_county(log)
        return [
            Entry(service, county, row["position"], 0, timestamp(row["sequenced_at"]), row["leaf"], None, row["event"])
            for row in rows
        ]

    def _tell(self, log: int, page: Sequence[Entry]) -> None:
        self._events += len(page)
        if self._progress:
            self._progress(log_name(log), page[-1].position)


async def _put(connection: Connection, model: ReadModel, page: list[Entry]) -> None:
    """Apply consecutive entries; one that cannot be folded is parked, found by halving."""
    pending = [page]
    while pending:
        entries = pending.pop()
        service, county = entries[0].log, entries[0].county
        try:
            async with connection.transaction():
                await model.apply(connection, service, county, entries)
        except Exception as error:
            if not _by_the_event(error):
                raise
            if len(entries) > 1:
                half = len(entries) // 2
                pending += [entries[half:], entries[:half]]
                continue
            async with connection.transaction():
                await model.park(connection, service, county, entries[0], error)


def _by_the_event(error: Exception) -> bool:
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "")[:2] in BY_THE_EVENT
    return isinstance(error, ValueError | LookupError | TypeError) and not isinstance(error, DATABASE_AWAY)
