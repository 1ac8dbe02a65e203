"""Databases for tests: one server per run, a template per service named by its migrations, one clone per service.

A clone is reached by its application's role, as a service reaches its own. `owner` and `root` are for what a service
may not do: migrations and rebuilds; making tables, putting wrong rows in place.
"""

import hashlib
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from chassis import migrations
from deploy.local import databases as roles

OWNER, APPLICATION, READER = "test_owner", "test_app", "test_reader"


def packages(service: str) -> list[str]:
    """Whose migrations make a service's database: the chassis', the vault's where it holds persons, its own."""
    found: list[str] = importlib.import_module(f"services.{service}.main").service.packages
    return found


def renamed(dsn: str, database: str) -> str:
    """The same server's DSN for another database."""
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{database}"))


def root(dsn: str) -> str:
    """The same database by the server's superuser, before whom no wall stands."""
    return _by(dsn, "postgres")


def owner(dsn: str) -> str:
    """The same database by the owner of its tables."""
    return _by(dsn, OWNER)


def reader(dsn: str) -> str:
    """The same database by the role of the command line, which sees every row and writes none."""
    return _by(dsn, READER)


def application(dsn: str) -> str:
    """The same database by its application's role."""
    return _by(dsn, APPLICATION)


async def template(server: str, packages: list[str]) -> str:
    """The migrated template of these packages, made when this server has none yet; answers its name."""
    files = [each for package in packages for each in migrations.read(package)]
    name = "t_" + hashlib.sha256("".join(each.checksum for each in files).encode()).hexdigest()[:16]
    admin = await asyncpg.connect(server)
    try:
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            for role in (OWNER, APPLICATION, READER):
                await roles.make_role(admin, role, urlsplit(server).password or "")
            await admin.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}')
            await _migrate(renamed(server, name), packages)
    finally:
        await admin.close()
    return name


async def _migrate(dsn: str, packages: list[str]) -> None:
    """Bring a new database up by its owner. What tests make in its clones as root, the application may use too."""
    admin = await asyncpg.connect(dsn)
    try:
        await roles.give_rights(admin, OWNER, APPLICATION, READER)
        await admin.execute(f"ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION}")
        if "services.gateway" in packages:
            await roles.show_all(admin, OWNER, READER)
        await migrations.migrate(owner(dsn), packages)
        await roles.show_log(admin, READER)
        await roles.keep_truth(admin, APPLICATION)
    finally:
        await admin.close()


async def clone(server: str, source: str, name: str) -> str:
    """A fresh copy of a template; answers its application's DSN."""
    admin = await asyncpg.connect(root(server))
    try:
        await admin.execute(f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{source}" STRATEGY FILE_COPY')
        await admin.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        await admin.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {APPLICATION}, {READER}')
    finally:
        await admin.close()
    return application(renamed(server, name))


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection as root: tables of a test's own, rows of every organisation, rows that no service would write."""
    admin = await asyncpg.connect(root(dsn))
    try:
        yield admin
    finally:
        await admin.close()


async def execute(dsn: str, sql: str, *values: object) -> None:
    """Run a statement as root; several, when there are no values."""
    async with connected(dsn) as admin:
        await admin.execute(sql, *values)


async def rows(dsn: str, sql: str, *values: object) -> list[asyncpg.Record]:
    """What the database holds, as root sees it."""
    async with connected(dsn) as admin:
        found: list[asyncpg.Record] = await admin.fetch(sql, *values)
    return found


async def drop(server: str, dsn: str) -> None:
    """Give a clone's memory back."""
    admin = await asyncpg.connect(root(server))
    try:
        await admin.execute(f'DROP DATABASE "{urlsplit(dsn).path[1:]}" WITH (FORCE)')
    finally:
        await admin.close()


def _by(dsn: str, role: str) -> str:
    """All roles of the run's server have the superuser's password."""
    parts = urlsplit(dsn)
    return urlunsplit(parts._replace(netloc=f"{role}:{parts.password}@{parts.hostname}:{parts.port}"))
