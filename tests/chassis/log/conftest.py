"""A database with nothing but the chassis' tables, for tests of the log itself."""

import itertools
from collections.abc import AsyncIterator

import pytest_asyncio

from chassis.postgres import Database
from tests.support import databases

_numbers = itertools.count(1)


@pytest_asyncio.fixture
async def database(postgres: str) -> AsyncIterator[Database]:
    """A database of this test alone, its pool open."""
    source = await databases.template(postgres, ["chassis"])
    database = Database(await databases.clone(postgres, source, f"log_{next(_numbers)}"))
    await database.open()
    yield database
    await database.close()
