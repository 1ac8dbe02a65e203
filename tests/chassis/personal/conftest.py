"""Databases that hold a vault alone."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest_asyncio

from tests.chassis.personal.people import Vault, opened
from tests.support import databases

_numbers = itertools.count(1)


@pytest_asyncio.fixture(scope="session")
async def vault_database(postgres: str) -> Callable[[], Awaitable[str]]:
    """A maker of databases with the vault's tables."""

    async def make() -> str:
        source = await databases.template(postgres, ["chassis", "chassis.personal"])
        return await databases.clone(postgres, source, f"vault_{next(_numbers)}")

    return make


@pytest_asyncio.fixture
async def people(vault_database: Callable[[], Awaitable[str]], tmp_path: Path) -> AsyncIterator[Vault]:
    """A vault of this test's own."""
    async with opened(await vault_database(), tmp_path / "vault.json") as made:
        yield made
