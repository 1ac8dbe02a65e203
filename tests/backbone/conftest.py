"""A service's database with the chassis tables alone, a clone for each test: these tests break relays and servers."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest
import pytest_asyncio

from chassis.log.publisher import Broker
from chassis.log.stored import StoredLog
from chassis.postgres import Database
from deploy.local.kafka import Kafka
from tests.backbone.ledger import SCHEMA
from tests.backbone.on_kafka import SEAL, HeadsOnly
from tests.backbone.writing import AGGREGATE
from tests.support import databases

_numbers = itertools.count(1)
_topics = itertools.count(1)


@pytest_asyncio.fixture(scope="session")
async def new_journal(postgres: str) -> Callable[[], Awaitable[str]]:
    """Make an empty journal; answers its DSN."""

    async def make() -> str:
        source = await databases.template(postgres, ["chassis"])
        dsn = await databases.clone(postgres, source, f"backbone_{next(_numbers)}")
        await databases.execute(dsn, AGGREGATE)
        return dsn

    return make


@pytest_asyncio.fixture
async def journal(new_journal: Callable[[], Awaitable[str]], postgres: str) -> AsyncIterator[str]:
    """DSN of an empty journal of this test's own."""
    dsn = await new_journal()
    yield dsn
    await databases.drop(postgres, dsn)


@pytest_asyncio.fixture
async def pool(journal: str) -> AsyncIterator[asyncpg.Pool]:
    """Connections to this test's journal, before which no wall stands: what a test itself looks at and puts there."""
    async with asyncpg.create_pool(databases.root(journal), min_size=1, max_size=8) as made:
        yield made


@pytest.fixture
def broker(kafka: Kafka) -> Broker:
    """A topic of this test's own, not created yet."""
    return Broker("membership", kafka.brokers, f"backbone.{next(_topics)}", SEAL, 1, 5)


@pytest_asyncio.fixture
async def feed(journal: str) -> AsyncIterator[HeadsOnly]:
    database = Database(journal, 6)
    await database.open()
    await databases.execute(journal, SCHEMA)
    yield HeadsOnly(StoredLog("membership", database))
    await database.close()
