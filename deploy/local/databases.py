"""The four databases of a local server: an owner, an application and a read-only role each; made once, kept alike."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import LiteralString

import asyncpg

from deploy.local.postgres import Postgres

ROLES = ("owner", "app", "reader")
# What the read-only role sees of each service: the log and what is beside it, no record of a person.
READABLE = (
    "checkpoint",
    "followed_log",
    "journal",
    "log",
    "log_generation",
    "log_head",
    "migration",
    "relay_state",
    "tile",
    "witness",
)

# Roles and databases cannot be parameters of a statement: the server itself quotes them into one by format().
_ROLE: LiteralString = (
    "SELECT format('CREATE ROLE %I LOGIN', $1::text) WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)"
)
_ENTRY: LiteralString = "SELECT format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)"
_DATABASE: LiteralString = """
    SELECT format('CREATE DATABASE %I OWNER %I', $1::text, $2::text)
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = $1)"""

# The application role may hold nothing for long: an open transaction would hold up the relay's memory of missing ids.
# The read-only role sees every county's log, and nothing but the log's tables.
_RIGHTS: LiteralString = """
    SELECT unnest(ARRAY[
        format('ALTER ROLE %I SET transaction_timeout = %L', app, '30s'),
        format('ALTER ROLE %I SET statement_timeout = %L', app, '20s'),
        format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', app, '20s'),
        format('ALTER ROLE %I BYPASSRLS', reader),
        format('ALTER ROLE %I SET default_transaction_read_only = on', reader),
        format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()),
        format('GRANT CONNECT ON DATABASE %I TO %I, %I', current_database(), app, reader),
        format('ALTER SCHEMA public OWNER TO %I', owner),
        format('GRANT USAGE ON SCHEMA public TO %I, %I', app, reader),
        format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT USAGE ON SCHEMAS TO %I', owner, app),
        format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', owner, app),
        format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT USAGE, SELECT ON SEQUENCES TO %I', owner, app)
    ]) FROM (SELECT $1::text AS owner, $2::text AS app, $3::text AS reader) AS role"""
_READ: LiteralString = """
    SELECT format('GRANT SELECT ON %I TO %I', relname, $1::text) FROM pg_class
    WHERE relname = ANY($2) AND relkind = 'r' AND relnamespace = 'public'::regnamespace"""
# The gateway holds no personal data: its read model, and the one that a rebuild makes anew, are seen whole.
_READ_MODEL: LiteralString = """
    SELECT unnest(ARRAY[
        format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT USAGE ON SCHEMAS TO %I', $1::text, $2::text),
        format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT SELECT ON TABLES TO %I', $1::text, $2::text)
    ])"""
_NARROW: LiteralString = """
    SELECT format('REVOKE UPDATE, DELETE ON %I FROM %I', relname, $1::text) FROM pg_class
    WHERE relname IN ('journal', 'log') AND relnamespace = 'public'::regnamespace"""


def names(service: str) -> list[str]:
    """Return a service's role names: owner (migrations), application, read-only."""
    return [f"{service}_{role}" for role in ROLES]


def dsns(server: Postgres, service: str, passwords: Mapping[str, str]) -> dict[str, str]:
    """Return role (`owner`, `app`, `reader`) → DSN of a service's database."""
    return {
        role: server.dsn(f"gonghui_{service}", name, passwords[name])
        for role, name in zip(ROLES, names(service), strict=True)
    }


def prepare(server: Postgres, services: Sequence[str], passwords: Mapping[str, str]) -> None:
    """Make what is missing: roles, databases, rights that the migrations' tables will carry."""
    asyncio.run(_prepare(server, services, passwords))


def after_migrations(server: Postgres, services: Sequence[str]) -> None:
    """Let the read-only role see the log's tables, and take from the application the right to change the truth."""
    asyncio.run(_after_migrations(server, services))


async def make_role(connection: "asyncpg.Connection[asyncpg.Record]", name: str, password: str) -> None:
    """Make a role that may log in, unless it is there; it has that password from now on."""
    await _run_built(connection, _ROLE, name)
    await _run_built(connection, _ENTRY, name, password)


async def give_rights(
    connection: "asyncpg.Connection[asyncpg.Record]", owner: str, application: str, reader: str
) -> None:
    """Rights in the database that the superuser's connection reaches: the owner's schema, what the others see of it."""
    await _run_built(connection, _RIGHTS, owner, application, reader)


async def show_all(connection: "asyncpg.Connection[asyncpg.Record]", owner: str, reader: str) -> None:
    """Let the read-only role see every table that migrations will make."""
    await _run_built(connection, _READ_MODEL, owner, reader)


async def show_log(connection: "asyncpg.Connection[asyncpg.Record]", reader: str) -> None:
    """Let the read-only role see the log's tables, after migrations."""
    await _run_built(connection, _READ, reader, list(READABLE))


async def keep_truth(connection: "asyncpg.Connection[asyncpg.Record]", application: str) -> None:
    """Take from the application's role the right to change what was recorded, after migrations."""
    await _run_built(connection, _NARROW, application)


async def _prepare(server: Postgres, services: Sequence[str], passwords: Mapping[str, str]) -> None:
    connection = await asyncpg.connect(server.dsn())
    try:
        for service in services:
            for name in names(service):
                await make_role(connection, name, passwords[name])
            await _run_built(connection, _DATABASE, f"gonghui_{service}", names(service)[0])
    finally:
        await connection.close()
    for service in services:
        connection = await asyncpg.connect(server.dsn(f"gonghui_{service}"))
        try:
            await give_rights(connection, *names(service))
            if service == "gateway":
                owner, _, reader = names(service)
                await show_all(connection, owner, reader)
        finally:
            await connection.close()


async def _after_migrations(server: Postgres, services: Sequence[str]) -> None:
    for service in services:
        _, application, reader = names(service)
        connection = await asyncpg.connect(server.dsn(f"gonghui_{service}"))
        try:
            await show_log(connection, reader)
            await keep_truth(connection, application)
        finally:
            await connection.close()


async def _run_built(connection: "asyncpg.Connection[asyncpg.Record]", query: LiteralString, *values: object) -> None:
    """Run each statement that `query` builds."""
    for (statement,) in await connection.fetch(query, *values):
        await connection.execute(statement)
