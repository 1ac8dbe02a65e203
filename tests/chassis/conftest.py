"""The notes service on a database of its own."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio

from chassis.app import create_app
from tests.support import databases, notes
from tests.support.issuer import Issuer
from tests.support.running import Running, serving


@pytest_asyncio.fixture(scope="session")
async def notes_service(postgres: str, settings_of: Any, issuer: Issuer) -> AsyncIterator[Running]:
    """The smallest service, running."""
    source = await databases.template(postgres, ["chassis"])
    dsn = await databases.clone(postgres, source, "notes")
    await databases.execute(dsn, notes.TABLE)
    settings = await settings_of("activities", database_url=dsn)
    async with (
        serving(create_app(notes.service, settings)) as (url, app),
        httpx.AsyncClient(base_url=url, timeout=30) as http,
    ):
        yield Running("activities", settings, app, url, http, issuer)
