"""Signing checkpoints of a service's logs: every second or thousand events, only when consistent with the last one."""

import asyncio
from base64 import b64encode
from datetime import UTC, datetime
from typing import LiteralString

import asyncpg

from chassis.context import EVERYTHING
from chassis.log import tiles
from chassis.log.checkpoint import Checkpoint, Signer, origin
from chassis.log.finder import Connection
from chassis.log.merkle import range_at

POLL_SECONDS = 0.25

_DUE: LiteralString = """
    SELECT head.county, head.generation, head.size, head.root, last.size AS old_size, last.root AS old_root,
        fork.forked_from_size, fork.forked_from_root
    FROM log_head AS head
    LEFT JOIN log_generation AS fork USING (county, generation)
    LEFT JOIN LATERAL (
        SELECT size, root, signed_at FROM checkpoint
        WHERE county = head.county AND generation = head.generation ORDER BY size DESC LIMIT 1
    ) AS last ON true
    WHERE NOT head.restored AND head.size > coalesce(last.size, 0)
      AND ($1 OR last.size IS NULL OR head.size >= last.size + 1000
           OR last.signed_at <= clock_timestamp() - interval '1 second')"""
_STORE: LiteralString = """
    INSERT INTO checkpoint (county, generation, size, root, note, signed_at)
    SELECT $1, $2, $3, $4, $5, $6 WHERE EXISTS (SELECT FROM relay_state WHERE epoch = $7)
    ON CONFLICT DO NOTHING"""


class Signing:
    """Signs one service's logs while its relay's epoch lasts."""

    def __init__(self, service: str, signer: Signer, epoch: int) -> None:
        self._service = service
        self._signer = signer
        self._epoch = epoch
        self.inconsistent: dict[str, int] = {}
        """County → size of its last checkpoint, where the stored tree no longer begins with it: never signed again."""

    async def run(self, dsn: str) -> None:
        """Sign what is due until cancelled. Errors of the database end it."""
        connection = await asyncpg.connect(dsn, timeout=10, server_settings=EVERYTHING.settings)
        try:
            while True:
                await self.sign(connection)
                await asyncio.sleep(POLL_SECONDS)
        finally:
            connection.terminate()

    async def sign(self, connection: Connection, *, at_once: bool = False) -> None:
        """Sign each log that has grown a second or a thousand events beyond its last checkpoint, or `at_once`."""
        for row in await connection.fetch(_DUE, at_once):
            county, old_size = row["county"], row["old_size"]
            if old_size and (await range_at(tiles.reader(connection, county), old_size)).root != row["old_root"]:
                self.inconsistent[county] = old_size
                continue
            self.inconsistent.pop(county, None)
            await self._sign(connection, row)

    async def _sign(self, connection: Connection, row: asyncpg.Record) -> None:
        county, generation, size, root = row["county"], row["generation"], row["size"], row["root"]
        forked: tuple[str, ...] = ()
        if row["forked_from_root"] is not None:
            forked = (f"forked {row['forked_from_size']} {b64encode(row['forked_from_root']).decode()}",)
        note = self._signer.sign(Checkpoint(origin(self._service, county, generation), size, root, forked))
        await connection.execute(_STORE, county, generation, size, root, note, datetime.now(UTC), self._epoch)
