"""Databases for tests: one server per run, a template per service named by its migrations, one clone per service."""

import hashlib
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from chassis import migrations


def renamed(dsn: str, database: str) -> str:
    """The same server's DSN for another database."""
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{database}"))


async def template(server: str, packages: list[str]) -> str:
    """The migrated template of these packages, made when this server has none yet; answers its name."""
    files = [each for package in packages for each in migrations.read(package)]
    name = "t_" + hashlib.sha256("".join(each.checksum for each in files).encode()).hexdigest()[:16]
    admin = await asyncpg.connect(server)
    try:
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await admin.execute(f'CREATE DATABASE "{name}"')
            await migrations.migrate(renamed(server, name), packages)
    finally:
        await admin.close()
    return name


async def clone(server: str, source: str, name: str) -> str:
    """A fresh copy of a template; answers its DSN."""
    admin = await asyncpg.connect(server)
    try:
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
    finally:
        await admin.close()
    return renamed(server, name)


async def drop(server: str, dsn: str) -> None:
    """Give a clone's memory back."""
    admin = await asyncpg.connect(server)
    try:
        await admin.execute(f'DROP DATABASE "{urlsplit(dsn).path[1:]}" WITH (FORCE)')
    finally:
        await admin.close()
