"""Opening a service's vault when it starts, and again when its database was put back: keys first, then erasures."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import LiteralString

import asyncpg
from fastapi import FastAPI

from chassis.personal import erasure, stored_keys
from chassis.personal.erasure import ErasuresUnknown
from chassis.personal.keys import Keyring
from chassis.personal.providers import KeysUnavailable, Provider, provider
from chassis.postgres import Database
from chassis.settings import Settings

LOOK_SECONDS = 2.0
"""How often a process looks for new keys, and whether its database was put back beneath it."""

AGAIN_SECONDS = 0.25
logger = logging.getLogger(__name__)

# The journal's sequence only grows; in a database put back it is lower, or the server began another timeline.
_SEEN: LiteralString = """
    SELECT coalesce(pg_sequence_last_value('journal_id_seq'), 0) AS last,
        ARRAY(SELECT version FROM vault_key) AS versions"""


@dataclass
class Opening:
    """One process's way to an open vault."""

    database: Database
    settings: Settings
    provider: Provider
    keyring: Keyring
    _last: int = field(default=0, init=False)

    async def step(self) -> None:
        """Do what is missing. KeysUnavailable, ErasuresUnknown, and what the database says when it is away."""
        async with self.database.system() as connection:
            seen = await connection.fetchrow(_SEEN)
        if seen is None:
            raise ErasuresUnknown("no row")
        if seen["last"] < self._last:
            logger.warning("the database was put back: erasures are looked through again")
            self.keyring.erasures_known = False
        self._last = seen["last"]
        if self.keyring.versions != frozenset(seen["versions"]) or not self.keyring.versions:
            await stored_keys.unlock(self.database, self.provider, self.settings.service, self.keyring)
        if not self.keyring.erasures_known:
            await self._replay()
            self.keyring.erasures_known = True

    async def _replay(self) -> None:
        url = self.settings.service_urls.get("gateway")
        service, token = self.settings.service, self.settings.feed_token
        told = await erasure.told_by_gateway(url, service, token) if url else []
        if again := await erasure.replay(self.database, told):
            logger.warning("%d persons were erased again: they had come back with a restored database", again)

    async def go_on(self) -> None:
        """Step by step for ever; while something is away, personal data answer 503 and all else goes on."""
        while True:
            pause = LOOK_SECONDS
            try:
                await self.step()
            except (KeysUnavailable, ErasuresUnknown, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                logger.warning("personal data wait: %s", type(error).__name__)
                pause = AGAIN_SECONDS if self.keyring.why_away() else LOOK_SECONDS
            await asyncio.sleep(pause)

    async def told(self) -> str | None:
        """For /readyz: why personal data are away."""
        why = self.keyring.why_away()
        return why and f"{why[0]} / {why[1]}"


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    """While the application runs its vault is open, or being opened. KeysRefused when it is set up wrongly."""
    settings: Settings = app.state.settings
    named = provider(settings.vault_keys, settings.vault_key_name, settings.vault_token_file)
    opening = Opening(app.state.database, settings, named, app.state.keyring)
    app.state.health.notes["personal data"] = opening.told
    if "gateway" not in settings.service_urls:  # nobody to wait for
        with contextlib.suppress(KeysUnavailable):
            await opening.step()
    task = asyncio.create_task(opening.go_on())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
