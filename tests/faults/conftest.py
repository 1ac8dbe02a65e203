"""One stand for all fault tests, which run one after another; each begins with everything running."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from tests.faults import stand as stands
from tests.faults.load import Load
from tests.faults.stand import Stand
from tests.support import databases
from tests.support.issuer import Issuer

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder kills processes."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("faults")
            item.add_marker("kafka")
            item.add_marker("db")


@pytest_asyncio.fixture(scope="session")
async def whole_stand(request: pytest.FixtureRequest, issuer: Issuer) -> AsyncIterator[Stand]:
    """Servers and processes, started once; what they wrote stays when a test has failed."""
    folder = Path(tempfile.mkdtemp(prefix="gonghui-faults-"))  # pytest's own folders are closed to others than root
    folder.chmod(0o755)  # PostgreSQL does not run as root and must reach its data
    stand = await stands.build(folder, issuer.url)
    yield stand
    stand.close()
    if not request.session.testsfailed:
        shutil.rmtree(folder)


@pytest_asyncio.fixture
async def stand(whole_stand: Stand) -> Stand:
    """The stand, everything running."""
    await whole_stand.heal()
    return whole_stand


@pytest_asyncio.fixture
async def load(stand: Stand, issuer: Issuer) -> Load:
    """Commands to send; what earlier tests were acknowledged counts on."""
    connection = await asyncpg.connect(databases.root(stand.notes_dsn))
    try:
        before: list[UUID] = [row["event_id"] for row in await connection.fetch("SELECT event_id FROM journal")]
    finally:
        await connection.close()
    return Load(stand, issuer, list(before))
