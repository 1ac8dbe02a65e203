"""Fixtures of the run: one PostgreSQL, one Kafka when asked for, one clone per service, one county per test."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from chassis.log.checkpoint import create_key_file
from chassis.settings import Settings
from deploy.local import kafka as local_kafka
from deploy.local import postgres as local_postgres
from deploy.local.child import free_port
from tests.support import databases
from tests.support.issuer import Issuer
from tests.support.issuer import issuer as serve_issuer
from tests.support.keys import key_file
from tests.support.running import Running, running
from tests.support.unhurried import UNHURRIED

SERVICES = ("membership", "assistance", "activities", "gateway")
FEED_TOKEN = "feeds-of-the-tests"
MARKS = {"postgres": "db", "kafka": "kafka", "browser": "browser"}

_counties = itertools.count(990001)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test's level follows from its fixtures."""
    for item in items:
        for name, mark in MARKS.items():
            if name in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.fixture
def county() -> str:
    """The next county code: this test's own logs, rows and keys."""
    return str(next(_counties))


@pytest.fixture
def township(county: str) -> str:
    """The first township of this test's county."""
    return f"{county}100"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server in memory, not durable; its superuser's DSN."""
    folder = local_postgres.memory_dir(tmp_path_factory.mktemp("postgres"))
    server = local_postgres.start(folder, durable=False, tied=True, settings={"max_connections": "200"})
    yield server.dsn()
    server.stop()
    local_postgres.remove(folder)


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[local_kafka.Kafka]:
    """One Kafka node."""
    cluster = local_kafka.start(tmp_path_factory.mktemp("kafka"))
    yield cluster
    cluster.stop()


@pytest_asyncio.fixture(scope="session")
async def issuer() -> AsyncIterator[Issuer]:
    """The run's token issuer."""
    async with serve_issuer() as made:
        yield made


@pytest_asyncio.fixture(scope="session")
async def new_database(postgres: str) -> Callable[..., Awaitable[str]]:
    """A maker of clones of a service's migrated template: awaiting it with the service's name answers a DSN."""
    numbers = itertools.count(1)

    async def make(service: str) -> str:
        source = await databases.template(postgres, databases.packages(service))
        return await databases.clone(postgres, source, f"{service}_{next(numbers)}")

    return make


@pytest_asyncio.fixture(scope="session")
async def settings_of(
    new_database: Callable[..., Awaitable[str]], issuer: Issuer, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Awaitable[Settings]]:
    """Settings of a service on a clone of its own; keyword arguments override."""
    keys = tmp_path_factory.mktemp("keys")

    async def make(service: str, **overrides: Any) -> Settings:
        path: Path = keys / f"{service}.pem"
        if not path.exists():
            create_key_file(path)
        values = {
            "database_url": overrides.pop("database_url", None) or await new_database(service),
            "oidc_issuer": issuer.url,
            "feed_token": FEED_TOKEN,
            "signing_key": path,
            "port": free_port(),
            "vault_keys": str(key_file(keys / "vault.json")),
            **UNHURRIED,
            **overrides,
        }
        return Settings(service=service, **values)

    return make


async def _one(name: str, settings_of: Any, issuer: Issuer, stack: AsyncExitStack) -> Running:
    return await stack.enter_async_context(running(name, await settings_of(name), issuer))


@pytest_asyncio.fixture(scope="session")
async def membership(settings_of: Any, issuer: Issuer) -> AsyncIterator[Running]:
    """The membership service, running."""
    async with AsyncExitStack() as stack:
        yield await _one("membership", settings_of, issuer, stack)


@pytest_asyncio.fixture(scope="session")
async def assistance(settings_of: Any, issuer: Issuer) -> AsyncIterator[Running]:
    """The assistance service, running."""
    async with AsyncExitStack() as stack:
        yield await _one("assistance", settings_of, issuer, stack)


@pytest_asyncio.fixture(scope="session")
async def activities(settings_of: Any, issuer: Issuer) -> AsyncIterator[Running]:
    """The activities service, running."""
    async with AsyncExitStack() as stack:
        yield await _one("activities", settings_of, issuer, stack)


@pytest_asyncio.fixture(scope="session")
async def gateway(settings_of: Any, issuer: Issuer) -> AsyncIterator[Running]:
    """The gateway, running, with no service behind it."""
    async with AsyncExitStack() as stack:
        yield await _one("gateway", settings_of, issuer, stack)
