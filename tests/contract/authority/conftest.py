"""What the tests of the matrix share."""

from collections.abc import AsyncIterator
from typing import Literal

import aiohttp
import pytest

from chassis.context import EVERYTHING, Context
from tests.support.running import Running

Walls = Literal["both walls", "first wall alone"]


@pytest.fixture
def running(membership: Running, assistance: Running, activities: Running) -> dict[str, Running]:
    """The services by name."""
    return {each.name: each for each in (membership, assistance, activities)}


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that keeps its connections."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(params=["both walls", "first wall alone"])
def walls(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Walls:
    """As it is; and without row-level security, to whom everybody is a process of the service itself.

    That row-level security holds alone is shown by the tests that ask tables (tests/chassis/access).
    """
    which: Walls = request.param
    if which == "first wall alone":
        monkeypatch.setattr(Context, "of", lambda _: EVERYTHING)
        monkeypatch.setattr(Context, "across_county", lambda _: EVERYTHING)
    return which
