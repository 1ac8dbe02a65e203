"""Rotating a service's keys: a new version, then every person's key wrapped anew, some at a time; resumable."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import LiteralString

import asyncpg

from chassis.personal import stored_keys
from chassis.personal.keys import Keyring
from chassis.personal.opening import LOOK_SECONDS
from chassis.personal.providers import Provider
from chassis.postgres import Database

BATCH = 500
SETTLE_SECONDS = 3 * LOOK_SECONDS
"""Until every process has looked for new keys, so that none meets a person wrapped by a key it does not have."""

_OLDER: LiteralString = """
    SELECT person, version, wrapped FROM person_key WHERE version < $1 ORDER BY version, person LIMIT $2 FOR UPDATE"""
_REWRAP: LiteralString = """
    UPDATE person_key SET version = $1, wrapped = new.wrapped
    FROM unnest($2::uuid[], $3::bytea[]) AS new (person, wrapped) WHERE person_key.person = new.person"""
_OLDER_FILES: LiteralString = """
    SELECT batch AS person, version, wrapped FROM import_key WHERE version < $1 ORDER BY version, batch LIMIT $2
    FOR UPDATE"""
_REWRAP_FILES: LiteralString = """
    UPDATE import_key SET version = $1, wrapped = new.wrapped
    FROM unnest($2::uuid[], $3::bytea[]) AS new (batch, wrapped) WHERE import_key.batch = new.batch"""
_COUNTS: LiteralString = """
    SELECT key.version, made_at::text,
        (SELECT count(*) FROM person_key WHERE person_key.version = key.version) AS persons
    FROM vault_key AS key ORDER BY key.version"""
_RETIRE: LiteralString = """
    DELETE FROM vault_key WHERE version < $1 AND NOT EXISTS (SELECT FROM person_key WHERE person_key.version < $1)
        AND NOT EXISTS (SELECT FROM import_key WHERE import_key.version < $1)"""
_UNDER: LiteralString = "UPDATE vault_key SET wrapped = $2 WHERE version = $1"
_INDEX_UNDER: LiteralString = "UPDATE vault_secret SET wrapped = $1"


@dataclass(frozen=True)
class Version:
    """One of the service's keys: when it was made, and how many persons' keys it wraps."""

    version: int
    made_at: str
    persons: int


async def status(database: Database) -> list[Version]:
    """The versions, oldest first. More than one: a rotation is under way, or was cut off."""
    async with database.system() as connection:
        return [Version(**row) for row in await connection.fetch(_COUNTS)]


async def rotate(  # noqa: PLR0913 - the two last are for tests
    database: Database,
    provider: Provider,
    service: str,
    moved: Callable[[int], None],
    settle: float = SETTLE_SECONDS,
    batch: int = BATCH,
) -> int:
    """Wrap every person's key by a new version and delete the old ones; answers how many persons it touched.

    Cut off anywhere, it goes on when called again: while an older version wraps anybody, no further one is made.
    `moved` is told each batch's size. `settle` in seconds. KeysUnavailable, KeysRefused.
    """
    keyring = Keyring()
    await stored_keys.unlock(database, provider, service, keyring)
    if len(keyring.versions) == 1:
        await stored_keys.add(database, provider, service, max(keyring.versions) + 1)
        await stored_keys.unlock(database, provider, service, keyring)
    newest = max(keyring.versions)
    touched = 0
    for _ in range(2):  # the second time for whoever was entered by a process that had not looked yet
        await asyncio.sleep(settle)
        while count := await _some(database, keyring, newest, batch):
            touched += count
            moved(count)
        while await _some(database, keyring, newest, batch, _OLDER_FILES, _REWRAP_FILES):
            pass
    with contextlib.suppress(asyncpg.ForeignKeyViolationError):  # somebody still used it: the next rotation's
        async with database.system() as connection:
            await connection.execute(_RETIRE, newest)
    return touched


async def rewrap_service_keys(database: Database, provider: Provider, service: str) -> int:
    """Wrap the service's own keys by the provider's newest key; answers how many. KeysUnavailable, KeysRefused."""
    held = await stored_keys.stored(database)
    for (kind, version), wrapped in held.items():
        about = stored_keys.about(service, kind, version)
        again = await provider.wrap(await provider.unwrap(wrapped, about), about)
        async with database.system() as connection:
            if kind == stored_keys.DATA:
                await connection.execute(_UNDER, version, again)
            else:
                await connection.execute(_INDEX_UNDER, again)
    return len(held)


async def _some(  # noqa: PLR0913 - persons' keys, or imports'
    database: Database,
    keyring: Keyring,
    newest: int,
    batch: int,
    older: LiteralString = _OLDER,
    rewrap: LiteralString = _REWRAP,
) -> int:
    async with database.system() as connection:
        rows = await connection.fetch(older, newest, batch)
        persons = [row["person"] for row in rows]
        wrapped = [keyring.rewrapped(row["person"], row["version"], row["wrapped"], newest) for row in rows]
        if rows:
            await connection.execute(rewrap, newest, persons, wrapped)
    return len(rows)
