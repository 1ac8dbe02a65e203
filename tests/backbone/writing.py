"""Writers as commands are: the aggregate's row is locked in one statement, the event appended in a later one."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import asyncpg

from chassis.log import tiles
from chassis.log.finder import DATABASE_AWAY, Connection
from tests.support import databases

AGGREGATE = "CREATE TABLE aggregate (key text PRIMARY KEY, county text NOT NULL, number int NOT NULL DEFAULT 0)"
COUNTIES = ("990001", "990002", "990003")


async def append(connection: tiles.Connection, aggregate: str, county: str = COUNTIES[0], **data: Any) -> str:
    """One event of an aggregate, numbered after its last one; answers the event's id. Needs a transaction."""
    await connection.execute(
        "INSERT INTO aggregate (key, county) VALUES ($1, $2) ON CONFLICT DO NOTHING", aggregate, county
    )
    number = await connection.fetchval("SELECT number + 1 FROM aggregate WHERE key = $1 FOR UPDATE", aggregate)
    event_id = uuid4()
    event = json.dumps({"id": str(event_id), "county": county, "subject": aggregate, "number": number, **data})
    await connection.execute(
        """INSERT INTO journal (county, event_id, type, subject, occurred_on, event)
        VALUES ($1, $2, 'cn.gonghui.test.thing.done.v1', $3, '2026-11-23', $4::json)""",
        county,
        event_id,
        aggregate,
        event,
    )
    await connection.execute("UPDATE aggregate SET number = $2 WHERE key = $1", aggregate, number)
    return str(event_id)


async def write(dsn: str, count: int, county: str = COUNTIES[0], **data: Any) -> list[str]:
    """Append and commit `count` events of one aggregate; answers their ids."""
    connection = await asyncpg.connect(databases.root(dsn))
    try:
        async with connection.transaction():
            return [await append(connection, f"of {county}", county, **data) for _ in range(count)]
    finally:
        await connection.close()


@asynccontextmanager
async def connected(dsn: str, **settings: str) -> AsyncIterator[Connection]:
    """A connection of its own, before which no wall stands: these tests look into everything."""
    connection = await asyncpg.connect(databases.root(dsn), server_settings=settings)
    try:
        yield connection
    finally:
        connection.terminate()


@dataclass
class Load:
    """Writers that hesitate, roll back and lose their connections."""

    dsn: str
    writers: int = 6
    aggregates: int = 8
    longest: float = 1.0
    """Seconds after which PostgreSQL ends a writer's transaction; some writers hesitate that long."""
    acknowledged: list[str] = field(default_factory=list)
    """Ids of events whose COMMIT was answered."""

    async def run(self, seconds: float, seed: int) -> None:
        """Write until the time is over."""
        end = asyncio.get_running_loop().time() + seconds
        await asyncio.gather(*(self._writer(end, random.Random(seed + each)) for each in range(self.writers)))

    async def _writer(self, end: float, chance: random.Random) -> None:
        timeout = str(int(self.longest * 1000))
        while asyncio.get_running_loop().time() < end:
            with suppress(*DATABASE_AWAY):
                async with connected(self.dsn, transaction_timeout=timeout, synchronous_commit="off") as connection:
                    while asyncio.get_running_loop().time() < end:
                        await self._command(connection, chance)

    async def _command(self, connection: Connection, chance: random.Random) -> None:
        transaction = connection.transaction()
        await transaction.start()
        aggregate = chance.randrange(self.aggregates)
        county = COUNTIES[aggregate % len(COUNTIES)]
        events = [await append(connection, f"{aggregate}", county)]
        await asyncio.sleep(_hesitation(chance, self.longest))
        if chance.random() < 0.3:
            events.append(await append(connection, f"{aggregate}", county))
        outcome = chance.random()
        if outcome < 0.15:
            await transaction.rollback()
        elif outcome < 0.18:
            connection.terminate()
        else:
            await transaction.commit()
            self.acknowledged += events


def _hesitation(chance: random.Random, longest: float) -> float:
    kind = chance.random()
    if kind < 0.01:
        return longest * 1.1
    if kind < 0.03:
        return chance.random() * longest
    return chance.random() * 0.01
