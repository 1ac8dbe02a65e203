"""Fixtures of the gateway's tests: a read model of its own, and a way to fold logs made by hand into it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import asyncpg
import pytest
import pytest_asyncio

from chassis.context import EVERYTHING
from chassis.log.entry import Entry
from contracts.offices import Office
from services.gateway.projection.projection import ReadModel
from tests.gateway.asker import Asker
from tests.gateway.told import Told
from tests.support.logs import Log
from tests.support.running import Running


@dataclass
class Folding:
    """A read model in a database of its own, written by the projection alone."""

    pool: asyncpg.Pool
    model: ReadModel

    async def fold(self, *logs: Log, batch: int = 500) -> None:
        """Apply what the logs have beyond their cursors, log after log."""
        for log in logs:
            async with self.pool.acquire() as connection:
                at = (await self.model.cursor(connection, log.service)).get(log.county, 0)
            for first in range(at, len(log.entries), batch):
                await self.apply(log, log.entries[first : first + batch])

    async def apply(self, log: Log, entries: list[Entry]) -> None:
        """Apply one batch in a transaction."""
        async with self.pool.acquire() as connection, connection.transaction():
            await self.model.apply(connection, log.service, log.county, entries)

    async def park(self, log: Log, entry: Entry, error: Exception) -> None:
        """Park one entry in a transaction."""
        async with self.pool.acquire() as connection, connection.transaction():
            await self.model.park(connection, log.service, log.county, entry, error)


@pytest_asyncio.fixture(scope="session")
async def gateway_pool(new_database: Callable[..., Awaitable[str]]) -> AsyncIterator[asyncpg.Pool]:
    """Connections to a gateway database that these tests share; each has a county of its own."""
    pool = await asyncpg.create_pool(
        await new_database("gateway"), min_size=1, max_size=6, server_settings=EVERYTHING.settings
    )
    yield pool
    await pool.close()


@pytest.fixture
def folding(gateway_pool: asyncpg.Pool) -> Folding:
    """The projection on the shared database."""
    return Folding(gateway_pool, ReadModel())


@pytest.fixture
def told(gateway: Running, county: str) -> Told:
    """This test's county, of which the running gateway has heard nothing yet."""
    return Told(county, gateway)


@pytest.fixture
def leader(gateway: Running, county: str) -> Asker:
    """The county's leader, who may send open queries."""
    return Asker(gateway, Office.COUNTY_LEADER, county)


@pytest.fixture
def clerk(gateway: Running, township: str) -> Asker:
    """The clerk of the first township, who may send open queries."""
    return Asker(gateway, Office.TOWNSHIP_CLERK, township)
