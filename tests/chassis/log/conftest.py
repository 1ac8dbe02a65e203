"""A database with nothing but the chassis' tables, for tests of the log itself."""

import itertools
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from chassis.postgres import Database
from tests.support import databases

_numbers = itertools.count(1)


@pytest.fixture
def new_name() -> Callable[[], str]:
    """A name for a further database."""
    return lambda: f"log_{next(_numbers)}"


@pytest_asyncio.fixture
async def database(postgres: str, new_name: Callable[[], str]) -> AsyncIterator[Database]:
    """A database of this test alone, its pool open."""
    source = await databases.template(postgres, ["chassis"])
    database = Database(await databases.clone(postgres, source, new_name()))
    await database.open()
    yield database
    await database.close()
