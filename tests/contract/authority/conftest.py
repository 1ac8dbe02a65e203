"""What the tests of the matrix share."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.support.running import Running


@pytest.fixture
def running(membership: Running, assistance: Running, activities: Running) -> dict[str, Running]:
    """The services by name."""
    return {each.name: each for each in (membership, assistance, activities)}


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that keeps its connections."""
    async with aiohttp.ClientSession() as session:
        yield session
