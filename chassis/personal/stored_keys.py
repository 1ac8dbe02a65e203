"""The service's keys as the database holds them: wrapped by the provider, made once, unwrapped at start."""

import secrets
from typing import LiteralString

from chassis.personal.keys import Keyring
from chassis.personal.providers import KEY_BYTES, KeysRefused, Provider
from chassis.postgres import Database

DATA, INDEX = "data", "index"
Wrapped = dict[tuple[str, int], str]
"""By kind and version."""

_HELD: LiteralString = """
    SELECT 'data' AS kind, version, wrapped FROM vault_key
    UNION ALL SELECT 'index', 1, wrapped FROM vault_secret"""
_ADD: LiteralString = "INSERT INTO vault_key (version, wrapped) VALUES ($1, $2) ON CONFLICT (version) DO NOTHING"
_ADD_INDEX: LiteralString = "INSERT INTO vault_secret (wrapped) VALUES ($1) ON CONFLICT (one) DO NOTHING"
_PERSONS: LiteralString = "SELECT EXISTS (SELECT FROM person_key)"


async def unlock(database: Database, provider: Provider, service: str, keyring: Keyring) -> None:
    """Unwrap what the table holds into the ring; make the first keys when it holds none.

    The provider is asked while no transaction is open. KeysUnavailable, KeysRefused.
    """
    held = await stored(database)
    missing = {DATA, INDEX} - {kind for kind, _ in held}
    if missing:
        async with database.system() as connection:
            sealed = await connection.fetchval(_PERSONS)
        if sealed:
            raise KeysRefused(f"{service} holds persons and not the keys that they were sealed with: restore vault_key")
        if DATA in missing:
            await add(database, provider, service, 1)
        if INDEX in missing:
            wrapped = await provider.wrap(secrets.token_bytes(KEY_BYTES), about(service, INDEX, 1))
            async with database.system() as connection:
                await connection.execute(_ADD_INDEX, wrapped)
        held = await stored(database)
    plain = {each: await provider.unwrap(wrapped, about(service, *each)) for each, wrapped in held.items()}
    keyring.hold({version: key for (kind, version), key in plain.items() if kind == DATA}, plain[INDEX, 1])


async def stored(database: Database) -> Wrapped:
    """The table."""
    async with database.system() as connection:
        return {(row["kind"], row["version"]): row["wrapped"] for row in await connection.fetch(_HELD)}


async def add(database: Database, provider: Provider, service: str, version: int) -> None:
    """Make a key that wraps persons' keys, and keep it wrapped; when another process was first, its key stays."""
    wrapped = await provider.wrap(secrets.token_bytes(KEY_BYTES), about(service, DATA, version))
    async with database.system() as connection:
        await connection.execute(_ADD, version, wrapped)


def about(service: str, kind: str, version: int) -> bytes:
    """What a wrapped key is bound to."""
    return f"gonghui|{service}|{kind}|{version}".encode()
