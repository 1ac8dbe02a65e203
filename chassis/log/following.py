"""Following another service's logs to be their witness: the tree over what came, and its checkpoints cosigned.

Only leaves are looked at, so that nothing in an event can stop it. The gateway has its projection for this; other
services that are asked to vouch follow with this.
"""

import asyncio
import logging
from datetime import UTC, datetime
from typing import LiteralString

import asyncpg
from prometheus_client import Gauge

from chassis.log import merkle
from chassis.log.checkpoint import CheckpointError, Keys, Signer, origin
from chassis.log.entry import Entry
from chassis.log.feed import FeedClient, FeedRefused, FeedUnavailable
from chassis.log.merkle import CompactRange
from chassis.log.projection import CursorMoved
from chassis.log.tiles import Connection

COSIGN_SECONDS = 1.0

DISAGREES = Gauge("gonghui_witness_disagrees", "Logs whose checkpoint contradicts what came", ("service",))
logger = logging.getLogger(__name__)

_CURSOR: LiteralString = "SELECT county, size FROM followed_log WHERE service = $1"
_GENERATIONS: LiteralString = "SELECT county, generation FROM followed_log WHERE service = $1"
_RESTART: LiteralString = """
    UPDATE followed_log SET generation = $3, size = 0, compact_range = '{}'
    WHERE service = $1 AND county = $2 AND generation < $3"""
_TREE: LiteralString = "SELECT size, compact_range FROM followed_log WHERE service = $1 AND county = $2 FOR UPDATE"
_BEGIN: LiteralString = """
    INSERT INTO followed_log (service, county, size, compact_range) VALUES ($1, $2, 0, '{}') ON CONFLICT DO NOTHING"""
_GROW: LiteralString = """
    UPDATE followed_log SET size = $4, compact_range = $5 WHERE service = $1 AND county = $2 AND size = $3
    RETURNING true"""
_DUE: LiteralString = """
    SELECT followed_log.county, followed_log.generation, followed_log.size, followed_log.compact_range
    FROM followed_log LEFT JOIN witness USING (service, county, generation)
    WHERE service = $1 AND followed_log.size > coalesce(witness.size, 0)"""
_COSIGNED: LiteralString = """
    INSERT INTO witness (service, county, generation, size, root, note, cosigned_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (service, county, generation) DO UPDATE SET
        size = excluded.size, root = excluded.root, note = excluded.note, cosigned_at = excluded.cosigned_at
    WHERE witness.size < excluded.size"""


class Following:
    """The projection (see `fold`) of a log into nothing but its tree."""

    async def cursor(self, connection: Connection, service: str) -> dict[str, int]:
        """County → size of the tree."""
        return {row["county"]: row["size"] for row in await connection.fetch(_CURSOR, service)}

    async def apply(self, connection: Connection, service: str, county: str, entries: list[Entry]) -> None:
        """Let the tree grow by consecutive entries: CursorMoved."""
        await connection.execute(_BEGIN, service, county)
        row = await connection.fetchrow(_TREE, service, county)
        if row is None or row["size"] != entries[0].position - 1:
            raise CursorMoved
        tree, _ = merkle.extend(
            CompactRange(row["size"], tuple(row["compact_range"])), [entry.leaf for entry in entries]
        )
        if not await connection.fetchval(_GROW, service, county, row["size"], tree.size, list(tree.hashes)):
            raise CursorMoved

    async def park(self, connection: Connection, service: str, county: str, entry: Entry, error: Exception) -> None:
        """Never put anything aside: a leaf cannot be at fault, so the log stops and says why."""
        del connection, service, county
        raise RuntimeError(f"{entry.log_name} at {entry.position}") from error

    async def generations(self, connection: Connection, service: str) -> dict[str, int]:
        """County → generation of the log that is followed."""
        return {row["county"]: row["generation"] for row in await connection.fetch(_GENERATIONS, service)}

    async def restart(self, connection: Connection, service: str, county: str, generation: int) -> None:
        """Follow a forked log from its beginning. What was cosigned of the old generation stays in `witness`."""
        await connection.execute(_RESTART, service, county, generation)


class Cosigning:
    """Cosigns a followed service's checkpoints when they say what came; each begins with the one cosigned before."""

    def __init__(self, service: str, feed: FeedClient, keys: Keys, signer: Signer) -> None:
        """`feed` and `keys` are those of the followed service, `signer` the witness's own."""
        self.service = service
        self.disagreements: dict[str, str] = {}
        """County → why its checkpoint is not cosigned."""
        self._feed = feed
        self._keys = keys
        self._signer = signer

    async def run(self, pool: asyncpg.Pool, stop: asyncio.Event) -> None:
        """Cosign what is new, about every second, until `stop` is set."""
        while not stop.is_set():
            try:
                await self.step(pool)
            except (FeedUnavailable, FeedRefused, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                logger.warning("checkpoints of %s: %r", self.service, error)
            try:
                async with asyncio.timeout(COSIGN_SECONDS):
                    await stop.wait()
            except TimeoutError:
                continue

    async def step(self, pool: asyncpg.Pool) -> int:
        """Look at the last checkpoint of each log that has grown; answers how many were cosigned."""
        cosigned = 0
        for row in await pool.fetch(_DUE, self.service):
            note = await self._feed.checkpoint(row["county"])
            if note is not None:
                cosigned += await self._cosign(pool, row, note)
        DISAGREES.labels(self.service).set(len(self.disagreements))
        return cosigned

    async def _cosign(self, pool: asyncpg.Pool, row: asyncpg.Record, note: str) -> int:
        county, generation = row["county"], row["generation"]
        tree = CompactRange(row["size"], tuple(row["compact_range"]))
        try:
            checkpoint = self._keys.open(note, origin(self.service, county, generation))
        except CheckpointError as error:
            self._disagree(county, f"{type(error).__name__}: {error}")
            return 0
        if checkpoint.size != tree.size:
            return 0  # one of the two is ahead of the other: they meet when the log rests for a second
        if checkpoint.root != tree.root:
            self._disagree(county, f"another root at {tree.size}")
            return 0
        self.disagreements.pop(county, None)
        now = datetime.now(UTC)
        signed = self._signer.cosign(note, now)
        await pool.execute(_COSIGNED, self.service, county, generation, tree.size, tree.root, signed, now)
        return 1

    def _disagree(self, county: str, why: str) -> None:
        if self.disagreements.get(county) != why:
            logger.error("%s/%s is not cosigned: %s", self.service, county, why)
        self.disagreements[county] = why
