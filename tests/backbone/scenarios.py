"""Interleavings of writers in which an event becomes visible late, built step by step: they happen every time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from chassis.log.finder import Connection
from tests.backbone.readers import Reader
from tests.backbone.writing import append, connected

Scenario = Callable[[str, Reader], Awaitable[None]]
PATIENCE = 0.3
"""Seconds: longer than the writers' transaction_timeout in `held_by_its_replica`."""


async def late_commit(dsn: str, reader: Reader) -> None:
    """The smaller id is committed after the larger one was read."""
    async with connected(dsn) as slow, connected(dsn) as quick:
        first = slow.transaction()
        await first.start()
        await append(slow, "slow")
        async with quick.transaction():
            await append(quick, "quick")
        await reader.poll()
        await first.commit()
        await reader.poll()


async def late_rollback_among_commits(dsn: str, reader: Reader) -> None:
    """Some ids never come, some come late, while a limit of time has long passed for neither."""
    async with connected(dsn) as slow, connected(dsn) as gone, connected(dsn) as quick:
        first, never = slow.transaction(), gone.transaction()
        await first.start()
        await never.start()
        await append(gone, "gone")
        await append(slow, "slow")
        for _ in range(3):
            async with quick.transaction():
                await append(quick, "quick")
            await reader.poll()
        await never.rollback()
        await reader.poll()
        await reader.poll()
        await first.commit()
        await reader.poll()


async def early_transaction(dsn: str, reader: Reader) -> None:
    """A transaction that has its number early writes its event late, after a younger one wrote of the same record."""
    async with connected(dsn) as early, connected(dsn) as young:
        first = early.transaction()
        await first.start()
        await early.fetchval("SELECT pg_current_xact_id()")
        async with young.transaction():
            await append(young, "shared")
        await append(early, "shared")
        await first.commit()
        await reader.poll()


async def held_by_its_replica(dsn: str, reader: Reader) -> None:
    """A commit waits for a synchronous replica that is away, far beyond the transaction's time-out."""
    async with (
        missing_replica(dsn),
        connected(dsn, synchronous_commit="on", transaction_timeout="200") as held,
        connected(dsn, synchronous_commit="off") as quick,
        connected(dsn) as watcher,
    ):
        transaction = held.transaction()
        await transaction.start()
        await append(held, "held")
        pid = held.get_server_pid()
        commit = asyncio.create_task(transaction.commit())
        await _waits_for_replica(watcher, pid)
        async with quick.transaction():
            await append(quick, "quick")
        until = asyncio.get_running_loop().time() + 2.5 * PATIENCE
        while asyncio.get_running_loop().time() < until:
            await reader.poll()
            await asyncio.sleep(0.02)
        assert not commit.done(), "the commit was to be held until now"
        await _replica_back(watcher)
        await commit
        await reader.poll()


@asynccontextmanager
async def missing_replica(dsn: str) -> AsyncIterator[None]:
    """The server waits for a replica that is not there, for transactions with synchronous_commit on."""
    async with connected(dsn) as admin:
        await admin.execute("ALTER SYSTEM SET synchronous_standby_names TO 'none_such'")
        await admin.execute("SELECT pg_reload_conf()")
        await asyncio.sleep(0.3)
        try:
            yield
        finally:
            await _replica_back(admin)


async def _replica_back(connection: Connection) -> None:
    await connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
    await connection.execute("SELECT pg_reload_conf()")


async def _waits_for_replica(watcher: Connection, pid: int) -> None:
    async with asyncio.timeout(5):
        while await watcher.fetchval("SELECT wait_event FROM pg_stat_activity WHERE pid = $1", pid) != "SyncRep":
            await asyncio.sleep(0.01)
