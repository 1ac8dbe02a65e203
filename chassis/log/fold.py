"""Folding one service's logs into a projection: Kafka brings the entries, the feed what Kafka did not.

A position at or below the cursor is a duplicate, the next one is applied, one beyond waits until the missing run has
come from the feed. The projection moves its cursor by compare-and-set in the batch's transaction, so that a process
that was stopped, or whose partitions were given to another, changes nothing.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby

import asyncpg
from opentelemetry import trace
from prometheus_client import Counter, Gauge

from chassis.log.entry import Batch, Entry, ForgedEntry, Head
from chassis.log.feed import FeedRefused, FeedUnavailable
from chassis.log.finder import DATABASE_AWAY
from chassis.log.kafka import KafkaSource
from chassis.log.projection import CursorMoved, Feed, Projection, Replaceable, Restartable
from chassis.telemetry import link, tracer

BATCH = 500
RUN = 2000
"""Entries asked of the feed at a time."""
LAST = 2**63 - 1
WAIT_SECONDS = 1.0
MOVED_SECONDS = 0.02
REMEMBERED = 128
"""Leaves kept for each county, so that a duplicate that says something else is noticed."""
LINKS = 128
LONGEST_PAUSE = 2.0
"""Seconds between two tries while something is away: so much later, at most, is it noticed that it is back."""

# PostgreSQL's classes of errors that an event can cause: cardinality, data, integrity, WITH CHECK, limits, RAISE.
BY_THE_EVENT = frozenset({"21", "22", "23", "44", "54", "P0"})

APPLIED = Counter("gonghui_fold_applied_total", "Events applied to the projection", ("service",))
PARKED = Counter("gonghui_fold_parked_total", "Events put aside because they break the projection", ("service",))
BEHIND = Gauge("gonghui_fold_behind", "Events of the logs that the projection has not applied yet", ("service",))
STOPPED = Gauge("gonghui_fold_stopped", "Logs that are not folded any more, for a reason in /readyz", ("service",))
logger = logging.getLogger(__name__)

__all__ = ["CursorMoved", "Fold", "Projection"]


class Fold:
    """One service's logs on their way into one projection."""

    def __init__(
        self, projection: Projection, service: str, feed: Feed, pool: asyncpg.Pool, kafka: KafkaSource | None = None
    ) -> None:
        self.service = service
        self.troubles: dict[str, str] = {"feed": "starting"}
        """What does not work at this moment (feed, kafka, apply), in words; empty while all is well."""
        self.stopped: dict[str, str] = {}
        """County → why its log is not folded any more: it contradicts what has been applied. Needs an operator."""
        self.positions: dict[str, int] = {}
        self._projection = projection
        self._feed = feed
        self._pool = pool
        self._kafka = kafka
        self._leaves: dict[str, deque[bytes]] = {}
        self._generations: dict[str, int] = {}
        self._incarnation: int | None = None
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def step(self) -> int:
        """Apply what the feed has now; answers how many events were applied. FeedUnavailable, FeedRefused."""
        await self._load()
        before = sum(self.positions.values())
        await self._catch_up(await self._feed.after(LAST, 1))
        return sum(self.positions.values()) - before

    async def run(self, stop: asyncio.Event) -> None:
        """Fold until `stop` is set, through every failure of Kafka, of the feed and of the database."""
        parts: list[asyncio.Task[None]] = [asyncio.create_task(self._lasting("feed", self._read_feed))]
        if self._kafka:
            parts.append(asyncio.create_task(self._lasting("kafka", self._read_kafka)))
        waiter = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait([waiter, *parts], return_when=asyncio.FIRST_COMPLETED)
            for part in parts:
                if part.done():
                    part.result()  # a defect: let the process end loudly
        finally:
            tasks = [waiter, *parts]
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            if self._kafka:
                await self._kafka.close()

    async def ready(self) -> str | None:
        """For /readyz: what keeps dashboards from being complete."""
        stopped = [f"{self.service}/{county}: {why}" for county, why in self.stopped.items()]
        return "; ".join([*stopped, *self.troubles.values()]) or None

    async def _lasting(self, name: str, part: Callable[[], Awaitable[None]]) -> None:
        """Run a part again after every failure of the outside world, later and later."""
        pause = 0.1
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._load()
                await part()
            except (FeedUnavailable, FeedRefused, ForgedEntry) as error:
                self._explain(name, error)
            except Exception as error:
                if not _transient(error):
                    raise
                self._explain(name, error)
            lasted = asyncio.get_running_loop().time() - began
            pause = 0.1 if lasted > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    def _explain(self, name: str, error: Exception) -> None:
        self.troubles[name] = f"{type(error).__name__}: {error}"[:200]
        logger.warning("%s: %s tries again after %s", self.service, name, self.troubles[name])

    async def _load(self) -> bool:
        """Read the cursors again. Whether another projection was put in place: that one contradicts nothing yet."""
        incarnation, generations = None, {}
        async with self._pool.acquire() as connection:
            if isinstance(self._projection, Replaceable):
                incarnation = await self._projection.incarnation(connection)  # before what is read of it
            if isinstance(self._projection, Restartable):
                generations = await self._projection.generations(connection, self.service)
            positions = await self._projection.cursor(connection, self.service)
        # from here on at once: what is known of a log is never half of one generation, half of another
        replaced, self._incarnation = incarnation != self._incarnation, incarnation
        if replaced:
            self._leaves.clear()
            self.stopped.clear()
            STOPPED.labels(self.service).set(0)
        for county, generation in generations.items():
            if generation != self._generations.get(county, 1):
                self._begin_anew(county, generation)  # another process has taken up the fork
        for county, position in positions.items():
            if self.positions.get(county) != position:
                self._leaves.pop(county, None)
        self.positions = positions
        return replaced

    async def _read_kafka(self) -> None:
        """What Kafka brings, batch after batch."""
        kafka = self._kafka
        if not isinstance(self._projection, Restartable):  # else it remembers the logs' generations itself
            await self._check((await self._feed.after(LAST, 1)).heads, {})
        while kafka:
            assigned, entries = await kafka.poll(self._generations)
            self.troubles.pop("kafka", None)
            if assigned:
                await self._load()
            for county, run in _by_county(entries).items():
                await self._bring(county, run)
            await kafka.handled()

    async def _read_feed(self) -> None:
        """One long poll after another: all entries without Kafka, otherwise the heads, to see what it did not bring."""
        batch = await self._feed.after(LAST, 1)
        if not self._by_kafka():
            await self._catch_up(batch)
        seen: dict[str, int] = {}
        while True:
            self.troubles.pop("feed", None)
            if self._by_kafka():
                seen = await self._compare(seen)
                await asyncio.sleep(WAIT_SECONDS)
                continue
            told = dict(self.positions)
            after, batch = batch.ordinal, await self._feed.after(batch.ordinal, RUN, WAIT_SECONDS)
            await self._check(batch.heads, told)
            for county, run in _by_county(batch.entries).items():
                await self._bring(county, run)
            if batch.entries:
                batch = Batch(batch.heads, batch.entries[-1].ordinal, [])
            elif batch.ordinal < after:
                raise FeedUnavailable(f"{self.service}: the feed went back from {after} to {batch.ordinal}")

    def _by_kafka(self) -> bool:
        return self._kafka is not None and self._kafka.reason is None

    async def _compare(self, seen: dict[str, int]) -> dict[str, int]:
        """Fetch the tail of each log that has not moved since last time and is behind its head; answers the cursors."""
        told = dict(self.positions)
        batch = await self._feed.after(LAST, 1)
        await self._check(batch.heads, told)
        for head in batch.heads:
            at = self.positions.get(head.county, 0)
            mine = self._kafka is None or self._kafka.owns(head.county)
            if mine and at < head.size and seen.get(head.county, 0) == at:
                await self._refill(head.county, head.size)
        return {head.county: self.positions.get(head.county, 0) for head in batch.heads}

    async def _catch_up(self, batch: Batch) -> None:
        """Bring every log up to the heads of the feed's answer."""
        await self._check(batch.heads, {})
        for head in batch.heads:
            await self._refill(head.county, head.size)

    async def _check(self, heads: Sequence[Head], told: dict[str, int]) -> None:
        """Stop logs that are shorter than what was applied before the feed was asked (`told`); take up forked ones."""
        if self.stopped and await self._load():
            told = {}  # of the projection that was replaced
        behind = 0
        for head in heads:
            if head.generation != self._known_generation(head):
                await self._fork(head)
            elif head.size < (applied := min(told.get(head.county, 0), self.positions.get(head.county, 0))):
                # less than was told is applied where another process has taken up a fork meanwhile
                self._stop(head.county, f"the log ends at {head.size}, {applied} are applied")
            behind += max(head.size - self.positions.get(head.county, 0), 0)
        BEHIND.labels(self.service).set(behind)

    def _known_generation(self, head: Head) -> int:
        """The generation that was folded. A projection that does not remember it takes the first it is told of."""
        first = 1 if isinstance(self._projection, Restartable) else head.generation
        return self._generations.setdefault(head.county, first)

    async def _fork(self, head: Head) -> None:
        """The log has begun a new generation: fold it anew, or stop."""
        county, generation = head.county, head.generation
        if not isinstance(self._projection, Restartable) or generation < self._generations[county]:
            self._stop(
                county, f"generation {generation} instead of {self._generations[county]}: rebuild its projection"
            )
            return
        logger.warning("%s/%s is folded again as generation %d", self.service, county, generation)
        async with self._locks[county]:
            async with self._pool.acquire() as connection, connection.transaction():
                await self._projection.restart(connection, self.service, county, generation)
            self._begin_anew(county, generation)
            self.positions.pop(county, None)
        await self._refill(county, head.size)

    def _begin_anew(self, county: str, generation: int) -> None:
        """What was known of the log, and what stopped it, was of another generation."""
        self._generations[county] = generation
        self._leaves.pop(county, None)
        self.stopped.pop(county, None)
        STOPPED.labels(self.service).set(len(self.stopped))

    def _stop(self, county: str, why: str) -> None:
        if county not in self.stopped:
            logger.error("%s/%s is not folded any more: %s", self.service, county, why)
        self.stopped[county] = why
        STOPPED.labels(self.service).set(len(self.stopped))

    async def _bring(self, county: str, entries: Sequence[Entry]) -> None:
        """Apply entries of one log in whatever order and number they came; a missing run comes from the feed."""
        ordered = sorted(entries, key=lambda entry: entry.position)
        while (fresh := self._fresh(county, ordered)) and county not in self.stopped:
            at = self.positions.get(county, 0)
            if fresh[0].position > at + 1:
                await self._refill(county, fresh[0].position - 1)
                if self.positions.get(county, 0) == at:
                    logger.warning("%s/%s: the feed has no position %d yet", self.service, county, at + 1)
                    return  # what came is not lost: the feed brings it once it has it
                continue
            async with self._locks[county]:
                await self._apply(county, fresh)
            ordered = fresh

    def _fresh(self, county: str, ordered: Sequence[Entry]) -> list[Entry]:
        """What is beyond the cursor, each position once; duplicates must say what was applied."""
        at = self.positions.get(county, 0)
        fresh: list[Entry] = []
        for entry in ordered:
            if entry.position <= at:
                self._same(county, entry, self._applied(county, entry.position, at))
            elif fresh and fresh[-1].position == entry.position:
                self._same(county, entry, fresh[-1].leaf)
            else:
                fresh.append(entry)
        return fresh

    def _applied(self, county: str, position: int, at: int) -> bytes | None:
        leaves = self._leaves.get(county, ())
        back = at - position
        return leaves[-1 - back] if back < len(leaves) else None

    def _same(self, county: str, entry: Entry, leaf: bytes | None) -> None:
        if leaf is not None and leaf != entry.leaf:
            self._stop(county, f"two different events at position {entry.position}")

    async def _refill(self, county: str, until: int) -> None:
        """Apply what the feed has up to a position, or as far as it goes."""
        async with self._locks[county]:
            while county not in self.stopped and (at := self.positions.get(county, 0)) < until:
                batch = await self._feed.county_after(county, at, RUN)
                if any(head.generation != self._known_generation(head) for head in batch.heads):
                    return  # the next look at all heads takes it up
                fresh = self._fresh(county, batch.entries)
                if not fresh or fresh[0].position != at + 1:
                    return
                await self._apply(county, fresh)

    async def _apply(self, county: str, fresh: Sequence[Entry]) -> None:
        """Apply the entries that follow the cursor without a gap, in batches. The county's lock is held."""
        at = self.positions.get(county, 0)
        run = [entry for number, entry in enumerate(fresh, at + 1) if entry.position == number]
        pending = [run[first : first + BATCH] for first in range(0, len(run), BATCH)][::-1]
        while pending:
            entries = pending.pop()
            try:
                error = await self._try(county, entries)
                if error and len(entries) > 1:  # halves, until the one that breaks it stands alone
                    half = len(entries) // 2
                    pending += [entries[half:], entries[:half]]
                    continue
                if error:
                    await self._park(county, entries[0], error)
            except CursorMoved:
                await asyncio.sleep(MOVED_SECONDS)  # whoever moved it is at work
                await self._load()
                return
            self.positions[county] = entries[-1].position
            self._leaves.setdefault(county, deque(maxlen=REMEMBERED)).extend(entry.leaf for entry in entries)

    async def _try(self, county: str, entries: list[Entry]) -> Exception | None:
        """Apply one batch; answers the error when an event of it is to blame. Trouble outside is waited out."""
        pause = 0.05
        while True:
            try:
                with self._span(county, entries):
                    async with self._pool.acquire() as connection, connection.transaction():
                        await self._projection.apply(connection, self.service, county, entries)
            except CursorMoved:
                raise
            except Exception as error:  # noqa: BLE001 - sorted here: the event's fault, or the outside world's
                if not _transient(error):
                    return error
                self._explain("apply", error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                self.troubles.pop("apply", None)
                APPLIED.labels(self.service).inc(len(entries))
                return None

    async def _park(self, county: str, entry: Entry, error: Exception) -> None:
        """Put the entry aside; a log whose entry cannot even be parked stops."""
        logger.error("%s parked at %d: %r", entry.log_name, entry.position, error)
        pause = 0.05
        while True:
            try:
                async with self._pool.acquire() as connection, connection.transaction():
                    await self._projection.park(connection, self.service, county, entry, error)
            except CursorMoved:
                raise
            except Exception as failure:
                if not _transient(failure):
                    self._stop(county, f"position {entry.position} can be neither applied nor parked: {failure!r}")
                    raise CursorMoved from failure
                self._explain("apply", failure)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                PARKED.labels(self.service).inc()
                return

    def _span(self, county: str, entries: Sequence[Entry]) -> contextlib.AbstractContextManager[object]:
        """One `process` span for the batch, with links to the spans that created its events."""
        parents = dict.fromkeys(entry.traceparent for entry in entries if entry.traceparent)
        return tracer().start_as_current_span(
            f"process {self.service}",
            kind=trace.SpanKind.CONSUMER,
            links=[link(parent) for parent in list(parents)[:LINKS]],
            attributes={
                "messaging.system": "kafka",
                "messaging.operation.type": "process",
                "messaging.operation.name": "process",
                "messaging.batch.message_count": len(entries),
                "gonghui.log": f"{self.service}/{county}",
            },
        )


def _by_county(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    ordered = sorted(entries, key=lambda entry: entry.county)
    return {county: list(run) for county, run in groupby(ordered, key=lambda entry: entry.county)}


def _transient(error: Exception) -> bool:
    """Whether trying again can help: the database or the network is to blame, not the event."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "")[:2] not in BY_THE_EVENT
    return isinstance(error, DATABASE_AWAY)
