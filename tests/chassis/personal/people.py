"""A vault without a service: a database of the vault's tables, keys in memory, and transactions of somebody's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.personal import stored_keys, vault
from chassis.personal.keys import Keyring
from chassis.personal.providers import KeyFile, Provider
from chassis.personal.vault import Home, Particulars
from chassis.postgres import Database, Request, Tx, utc_now
from contracts.offices import Office
from tests.support.numbers import id_number

SERVICE = "membership"


@dataclass
class Vault:
    """One database with its keys."""

    database: Database
    provider: Provider
    keyring: Keyring

    @asynccontextmanager
    async def tx(self, area: str) -> AsyncIterator[Tx]:
        """A transaction of a clerk over an area."""
        asked = Request(SERVICE, Principal("clerk", Office.TOWNSHIP_CLERK, area), utc_now(), keys=self.keyring)
        async with self.database.tx(asked) as tx:
            yield tx

    async def enter(self, area: str, **fields: str) -> UUID:
        """Somebody in an area."""
        person = uuid7()
        known = Particulars.of(**{"name": "王小明", "id_number": id_number(), **fields})
        async with self.tx(area) as tx:
            assert await vault.enter(tx, person, Home(area[:6], area), known)
        return person

    async def read(self, area: str, person: UUID, *fields: str) -> Particulars:
        """Their data as somebody over an area reads them."""
        async with self.tx(area) as tx:
            return await vault.read(tx, person, fields or ("name", "id_number", "phone"))

    async def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """What the database holds."""
        async with self.database.system() as connection:
            return [tuple(row) for row in await connection.fetch(sql, *values)]


@asynccontextmanager
async def opened(dsn: str, keys: Path) -> AsyncIterator[Vault]:
    """A vault over a database, its keys in a file."""
    provider = KeyFile(keys) if keys.exists() else KeyFile.create(keys)
    database = Database(dsn, 4)
    await database.open()
    try:
        keyring = Keyring()
        await stored_keys.unlock(database, provider, SERVICE, keyring)
        keyring.erasures_known = True
        yield Vault(database, provider, keyring)
    finally:
        await database.close()
