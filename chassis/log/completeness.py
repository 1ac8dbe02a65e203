"""Whether the log has everything that the journal has: looked at soon after the relay's start, and every night."""

import asyncio
from typing import LiteralString

import asyncpg
from prometheus_client import Gauge

from chassis.context import EVERYTHING
from chassis.log.finder import Connection

SOON_SECONDS = 60.0
NIGHTLY_SECONDS = 24 * 3600.0
NAMED = 10

LEFT_OUT = Gauge("gonghui_journal_left_out", "Journal rows that were settled without a position: 0", ("service",))

# Above the floor a row may still be on its way, or wait for its county's fork.
_LEFT_OUT: LiteralString = """
    SELECT id FROM journal WHERE id <= (SELECT floor FROM relay_state)
      AND NOT EXISTS (SELECT FROM log WHERE log.journal_id = journal.id) ORDER BY id LIMIT $1"""


class Completeness:
    """Proves `journal` minus `log` empty for one service."""

    def __init__(self, service: str) -> None:
        self._service = service
        self.left_out: list[int] = []
        """Journal ids, at most ten, that have no position and will get none: an alarm."""

    async def run(self, dsn: str) -> None:
        """Look soon, then every night, until cancelled. Errors of the database end it."""
        await asyncio.sleep(SOON_SECONDS)
        while True:
            connection = await asyncpg.connect(dsn, timeout=10, server_settings=EVERYTHING.settings)
            try:
                await self.look(connection)
            finally:
                await connection.close()
            await asyncio.sleep(NIGHTLY_SECONDS)

    def forget(self) -> None:
        """Another relay looks from now on, and tells."""
        self.left_out = []
        LEFT_OUT.labels(self._service).set(0)

    async def look(self, connection: Connection) -> list[int]:
        """Look now; answers what was left out."""
        self.left_out = [row["id"] for row in await connection.fetch(_LEFT_OUT, NAMED)]
        LEFT_OUT.labels(self._service).set(len(self.left_out))
        return self.left_out
