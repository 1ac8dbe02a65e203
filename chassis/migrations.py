"""Plain SQL migrations: numbered, forward only, each in its own transaction, with lock, checksum and pre/post marks."""

import asyncio
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import asyncpg

from chassis.context import EVERYTHING

LOCK = 0x676F6E67  # "gong"
LOCK_SECONDS = 60
HEADS = {"-- gonghui: pre": "pre", "-- gonghui: post": "post"}


class MigrationError(RuntimeError):
    """A migration cannot be run: it changed after it ran, lacks its mark, or its number is taken."""


@dataclass(frozen=True)
class Migration:
    """One file. `phase` pre runs before the new code, post after it."""

    name: str
    phase: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def read(package: str) -> list[Migration]:
    """The migrations of a package's `migrations` folder, in the order of their numbers."""
    folder = Path(str(files(package))) / "migrations"
    found = []
    for file in sorted(folder.glob("*.sql")):
        sql = file.read_text()
        phase = HEADS.get(sql.partition("\n")[0].strip())
        if phase is None:
            message = f"{file.name}: the first line must be one of {', '.join(HEADS)}"
            raise MigrationError(message)
        found.append(Migration(f"{package}/{file.name}", phase, sql))
    return found


async def migrate(dsn: str, packages: list[str], phase: str | None = None) -> list[str]:
    """Run what has not run yet; answers the names. MigrationError when a file changed after it ran."""
    connection = await asyncpg.connect(dsn, timeout=10, server_settings=EVERYTHING.settings)
    try:
        async with asyncio.timeout(LOCK_SECONDS):
            await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        await connection.execute(
            """CREATE TABLE IF NOT EXISTS migration (
                name text PRIMARY KEY, checksum text NOT NULL, phase text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now())"""
        )
        done = {row["name"]: row["checksum"] for row in await connection.fetch("SELECT name, checksum FROM migration")}
        ran = []
        for migration in (each for package in packages for each in read(package)):
            if migration.name in done:
                if done[migration.name] != migration.checksum:
                    message = f"{migration.name} changed after it ran"
                    raise MigrationError(message)
                continue
            if phase is not None and migration.phase != phase:
                continue
            async with connection.transaction():
                await connection.execute(migration.sql)
                await connection.execute(
                    "INSERT INTO migration (name, checksum, phase) VALUES ($1, $2, $3)",
                    migration.name,
                    migration.checksum,
                    migration.phase,
                )
            ran.append(migration.name)
        return ran
    finally:
        await connection.close()
