"""Holding each service's logs against what came of them: heads, roots, checkpoints, the gateway's cosignature.

Equality of the roots proves that nothing was lost, doubled or altered between the log and the dashboards.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import LiteralString, Protocol

import asyncpg
from prometheus_client import Gauge

from chassis.log import merkle
from chassis.log.checkpoint import CheckpointError, Keys, Signer, origin
from chassis.log.entry import Head
from chassis.log.feed import FeedRefused, FeedUnavailable
from chassis.log.finder import DATABASE_AWAY
from chassis.log.projection import Feed
from chassis.log.tiles import Connection
from services.gateway.projection import audit
from services.gateway.projection.ids import log_id, log_name

WATCH_SECONDS = 1.0
LAST = 2**63 - 1

DISAGREES = Gauge("gonghui_logs_disagree", "Logs whose root or checkpoint contradicts what came of them", ("service",))
PARKED = Gauge("gonghui_parked", "Events put aside because they cannot be counted", ("service",))
_NONE: Mapping[str, str] = {}
logger = logging.getLogger(__name__)

_HEADS: LiteralString = """
    INSERT INTO head (log, generation, size, sequenced_at, root, complete_until)
    SELECT * FROM unnest($1::int[], $2::int[], $3::bigint[], $4::timestamptz[], $5::bytea[], $6::timestamptz[])
    ON CONFLICT (log) DO UPDATE SET generation = excluded.generation, size = excluded.size,
        sequenced_at = excluded.sequenced_at, root = excluded.root, complete_until = excluded.complete_until"""
_STATE: LiteralString = """
    SELECT head.log, head.size, head.root, log_cursor.county::text AS county, log_cursor.generation,
        log_cursor.position, log_cursor.compact_range, seen.size AS seen_size, seen.generation AS seen_generation,
        seen.problem, EXISTS (SELECT FROM alarm WHERE alarm.log = head.log AND cleared_at IS NULL) AS alarmed,
        witness.size AS cosigned_size, witness.root AS cosigned_root
    FROM head
    JOIN projection.log_cursor ON log_cursor.log = head.log AND log_cursor.generation = head.generation
    LEFT JOIN seen_checkpoint AS seen ON seen.log = head.log
    LEFT JOIN witness ON witness.service = log_cursor.service AND witness.county = log_cursor.county::text
        AND witness.generation = log_cursor.generation
    WHERE log_cursor.service = $1"""
_SEEN: LiteralString = """
    INSERT INTO seen_checkpoint (log, generation, size, root, note, seen_at, problem)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (log) DO UPDATE SET generation = excluded.generation, size = excluded.size, root = excluded.root,
        note = excluded.note, seen_at = excluded.seen_at, problem = excluded.problem"""
_COSIGNED: LiteralString = """
    INSERT INTO witness (service, county, generation, size, root, note, cosigned_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (service, county, generation) DO UPDATE SET
        size = excluded.size, root = excluded.root, note = excluded.note, cosigned_at = excluded.cosigned_at
    WHERE witness.size < excluded.size"""
_RAISE: LiteralString = """
    INSERT INTO alarm (log, size, problem, note) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"""
_CLEAR: LiteralString = """
    UPDATE alarm SET cleared_at = now(), cleared_why = 'agrees again' WHERE log = $1 AND cleared_at IS NULL"""
_PARKED: LiteralString = """
    SELECT log, count(*) AS events, min(parked.position) AS first
    FROM projection.parked JOIN projection.log_cursor USING (log) WHERE service = $1 GROUP BY log"""


class Watched(Feed, Protocol):
    """A feed that has the logs' checkpoints too."""

    async def checkpoint(self, county: str) -> str | None:
        """The county's last signed note."""


class Watching:
    """One service's logs under watch."""

    def __init__(  # noqa: PLR0913 - what is watched, and by what it is judged
        self,
        service: str,
        feed: Watched,
        pool: asyncpg.Pool,
        keys: Keys | None = None,
        signer: Signer | None = None,
        stopped: Mapping[str, str] = _NONE,
    ) -> None:
        """Without `keys` and `signer` only roots are compared. `stopped` is the fold's, which goes on changing it."""
        self.service = service
        self.problems: dict[str, str] = {}
        """County → what contradicts."""
        self.parked: dict[str, str] = {}
        self._feed = feed
        self._pool = pool
        self._keys = keys
        self._signer = signer
        self._stopped = stopped

    async def run(self, stop: asyncio.Event) -> None:
        """Watch about every second until `stop` is set."""
        while not stop.is_set():
            try:
                await self.step()
            except (FeedUnavailable, FeedRefused, *DATABASE_AWAY, asyncpg.PostgresError) as error:
                logger.warning("watching %s: %r", self.service, error)
            try:
                async with asyncio.timeout(WATCH_SECONDS):
                    await stop.wait()
            except TimeoutError:
                continue

    async def step(self) -> None:
        """Ask the service how far its logs go, and hold that against what came. FeedUnavailable, FeedRefused."""
        asked = datetime.now(UTC)
        batch = await self._feed.after(LAST, 1)
        async with self._pool.acquire() as connection:
            if batch.heads:
                await self._remember(connection, batch.heads, asked - timedelta(seconds=batch.idle or 0))
            rows = await connection.fetch(_STATE, self.service)
            for row in rows:
                if why := self._stopped.get(row["county"]):  # never as long as the log again: no root to compare
                    await self._disagree(connection, row, row["position"], why, None)
                else:
                    await self._look(connection, row)
            found = await connection.fetch(_PARKED, self.service)
        self.parked = {log_name(row["log"]): f"{row['events']} parked from {row['first']}" for row in found}
        PARKED.labels(self.service).set(sum(row["events"] for row in found))
        DISAGREES.labels(self.service).set(len(self.problems))

    async def disagreeing(self) -> str | None:
        """For /readyz: logs that contradict what came of them."""
        return "; ".join(f"{self.service}/{county}: {why}" for county, why in sorted(self.problems.items())) or None

    async def incomplete(self) -> str | None:
        """For /readyz: logs of which events are put aside."""
        return "; ".join(f"{log}: {what}" for log, what in sorted(self.parked.items())) or None

    async def _remember(self, connection: Connection, heads: list[Head], until: datetime) -> None:
        rows = [
            (log_id(self.service, head.county), head.generation, head.size,
             datetime.fromisoformat(head.sequenced_at) if head.sequenced_at else None, head.root, until)
            for head in heads
        ]  # fmt: skip
        await connection.execute(_HEADS, *map(list, zip(*rows, strict=True)))

    async def _look(self, connection: Connection, row: asyncpg.Record) -> None:
        if row["size"] == row["position"]:
            tree, _ = audit.grown(row["compact_range"], row["position"], [])
            if tree.root != row["root"]:
                await self._disagree(connection, row, row["size"], f"another root at {row['size']}", None)
                return
        due = (row["seen_size"] or 0) < row["position"] or row["seen_generation"] != row["generation"]
        if not self._keys or not self._signer:
            if row["size"] == row["position"]:
                await self._agree(connection, row)
        elif due or row["problem"] or row["alarmed"]:
            note = await self._feed.checkpoint(row["county"])
            if note is not None:
                await self._hold_against(connection, row, note, self._keys, self._signer)

    async def _agree(self, connection: Connection, row: asyncpg.Record) -> None:
        self.problems.pop(row["county"], None)
        if row["alarmed"]:
            await connection.execute(_CLEAR, row["log"])

    async def _hold_against(
        self, connection: Connection, row: asyncpg.Record, note: str, keys: Keys, signer: Signer
    ) -> None:
        county, generation = row["county"], row["generation"]
        try:
            checkpoint = keys.open(note, origin(self.service, county, generation))
        except CheckpointError as error:
            await self._disagree(connection, row, row["size"], f"{type(error).__name__}: {error}"[:200], note)
            return
        if checkpoint.size > row["position"]:
            return  # not received in full yet
        problem = await self._problem(connection, row, checkpoint.size, checkpoint.root)
        now = datetime.now(UTC)
        await connection.execute(_SEEN, row["log"], generation, checkpoint.size, checkpoint.root, note, now, problem)
        if problem:
            await self._disagree(connection, row, checkpoint.size, problem, note)
            return
        await self._agree(connection, row)
        if checkpoint.size > (row["cosigned_size"] or 0):
            cosigned = signer.cosign(note, now)
            await connection.execute(
                _COSIGNED, self.service, county, generation, checkpoint.size, checkpoint.root, cosigned, now
            )

    async def _problem(self, connection: Connection, row: asyncpg.Record, size: int, root: bytes) -> str | None:
        """Why a checkpoint cannot be cosigned: it must say what came, and begin with what was cosigned before."""
        read = audit.reader(connection, row["log"])
        cosigned = row["cosigned_size"] or 0
        if size < cosigned:
            return f"goes back to {size} from {cosigned}"
        if (await merkle.range_at(read, size)).root != root:
            return f"another root at {size}"
        if cosigned and (await merkle.range_at(read, cosigned)).root != row["cosigned_root"]:
            return f"does not begin with the {cosigned} events cosigned before"
        return None

    async def _disagree(
        self, connection: Connection, row: asyncpg.Record, size: int, why: str, note: str | None
    ) -> None:
        if self.problems.get(row["county"]) != why:
            logger.error("%s/%s disagrees with what came of it: %s", self.service, row["county"], why)
        self.problems[row["county"]] = why
        await connection.execute(_RAISE, row["log"], size, why, note)
