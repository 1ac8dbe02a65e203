"""Bringing the log to Kafka: what lies beyond `log_head.published`, in order, until every record is acknowledged.

The sequencer offers what it has just committed and never waits; what does not fit is read from the database later. Any
error discards the producer (an idempotent one can fail for ever after an outage, aiokafka#1017): a new one sends again
from `published`. Consumers skip by position what came twice.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString, NamedTuple

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, ProducerClosed
from aiokafka.producer.message_accumulator import BatchBuilder
from opentelemetry import trace
from prometheus_client import Gauge

from chassis.context import EVERYTHING
from chassis.log.brokers import Brokers
from chassis.log.entry import timestamp
from chassis.log.finder import DATABASE_AWAY, Connection
from chassis.log.seal import Seal
from chassis.log.sequencer import Outgoing
from chassis.log.topic import ensure, partition_of
from chassis.telemetry import link, tracer

BATCH = 2000
BATCH_BYTES = 262_144
LINGER_MS = 5
IN_FLIGHT = 4
OFFERED = 10
"""Batches kept in memory for Kafka; when it is away the rest waits in the database."""
ADVANCE_SECONDS = 0.1
LINKS = 128
STOP_SECONDS = 3.0
LONGEST_PAUSE = 2.0

UP = Gauge("gonghui_kafka_up", "1 when the relay's last dealings with Kafka succeeded", ("service",))
BEHIND = Gauge("gonghui_relay_unpublished", "Positions not yet acknowledged by Kafka", ("service",))
logger = logging.getLogger(__name__)
# What was acknowledged is told again after a crash. The relay serves no person: it publishes every county.
_SERVER = {"synchronous_commit": "off", **EVERYTHING.settings}

_FIRST: LiteralString = """
    SELECT coalesce(min(log.ordinal) - 1, (SELECT ordinal FROM relay_state)) FROM log_head AS head
    JOIN log ON log.county = head.county AND log.position = head.published + 1"""
_READ: LiteralString = """
    SELECT log.ordinal, log.county, head.generation, log.position, log.sequenced_at, journal.traceparent,
        convert_to(journal.event::text, 'UTF8') AS event
    FROM log JOIN log_head AS head USING (county) JOIN journal ON journal.id = log.journal_id
    WHERE log.ordinal > $1 ORDER BY log.ordinal LIMIT $2"""
# Rows are locked in the same order as the sequencer locks them.
_ADVANCE: LiteralString = """
    WITH mine AS (
        SELECT head.county, acknowledged.position
        FROM log_head AS head JOIN unnest($2::text[], $3::bigint[]) AS acknowledged (county, position) USING (county)
        WHERE EXISTS (SELECT FROM relay_state WHERE epoch = $1)
        ORDER BY head.county FOR UPDATE OF head
    )
    UPDATE log_head SET published = greatest(published, mine.position)
    FROM mine WHERE log_head.county = mine.county"""


@dataclass(frozen=True)
class Broker:
    """Where the service's events go. `acknowledged_within` in seconds: after it a new producer tries again."""

    service: str
    brokers: Brokers
    topic: str
    seal: Seal
    replication: int = 1
    acknowledged_within: float = 15.0


class Sent(NamedTuple):
    """A batch under way: what to await, its last ordinal, and each county's last position in it."""

    futures: "list[asyncio.Future[object]]"
    ordinal: int
    positions: dict[str, int]


class Publisher:
    """One relay's way to Kafka. `run` serves one epoch at a time."""

    def __init__(self, broker: Broker) -> None:
        self.broker = broker
        self.reason: str | None = None
        """Why nothing is being published; None while all is well."""
        self.published = 0
        """Last ordinal that Kafka has acknowledged with all before it."""
        self._offered: deque[list[Outgoing]] = deque(maxlen=OFFERED)
        self._news = asyncio.Event()

    def offer(self, batch: list[Outgoing]) -> None:
        """Take what was just sequenced, without waiting. The oldest offers give way: the database has them."""
        if batch:
            self._offered.append(batch)
            self._news.set()

    def behind(self, ordinal: int) -> None:
        """Tell the metrics how far Kafka is behind the log's last ordinal."""
        BEHIND.labels(self.broker.service).set(ordinal - self.published)

    async def run(self, dsn: str, epoch: int) -> None:
        """Publish for one epoch until cancelled; errors of Kafka and the database are tried again, never raised."""
        self._offered.clear()  # of an earlier epoch: a restored database gives their ordinals to other events
        try:
            await self._lasting(dsn, epoch)
        finally:
            self.reason = None  # from now on another relay tells, or this one's next epoch
            BEHIND.labels(self.broker.service).set(0)

    async def _lasting(self, dsn: str, epoch: int) -> None:
        pause = 0.1
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._publish(dsn, epoch)
            except* (KafkaError, *DATABASE_AWAY) as failed:
                error = failed.exceptions[0]
                self.reason = f"{type(error).__name__}: {error}"[:200]
                UP.labels(self.broker.service).set(0)
                logger.warning("%s: publishing again after %s", self.broker.service, self.reason)
            lasted = asyncio.get_running_loop().time() - began
            pause = 0.1 if lasted > self.broker.acknowledged_within else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _publish(self, dsn: str, epoch: int) -> None:
        """One producer's life."""
        connection = await asyncpg.connect(dsn, timeout=10, server_settings=_SERVER)
        producer = AIOKafkaProducer(
            **self.broker.brokers.options,
            enable_idempotence=True,
            acks="all",
            max_batch_size=BATCH_BYTES,
            linger_ms=LINGER_MS,
            request_timeout_ms=10_000,
        )
        try:
            async with asyncio.timeout(self.broker.acknowledged_within):
                await ensure(self.broker.brokers, self.broker.topic, self.broker.replication)
                await producer.start()
            sent: asyncio.Queue[Sent] = asyncio.Queue(IN_FLIGHT)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._send_all(connection, producer, sent))
                group.create_task(self._acknowledge(dsn, epoch, sent))
        finally:
            connection.terminate()
            await _discard(producer)

    async def _send_all(self, connection: Connection, producer: AIOKafkaProducer, sent: "asyncio.Queue[Sent]") -> None:
        after = int(await connection.fetchval(_FIRST) or 0)
        self.published = after
        while True:
            self._news.clear()
            batch = self._take(after) or await self._read(connection, after)
            if not batch:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), 1)
                continue
            async with asyncio.timeout(self.broker.acknowledged_within):
                futures = await self._send(producer, batch)
            await sent.put(Sent(futures, batch[-1].ordinal, {event.county: event.position for event in batch}))
            after = batch[-1].ordinal

    def _take(self, after: int) -> list[Outgoing] | None:
        """The offered batch that goes on after that ordinal; None when the database must be asked."""
        while self._offered and self._offered[0][-1].ordinal <= after:
            self._offered.popleft()
        if self._offered and self._offered[0][0].ordinal == after + 1:
            return self._offered.popleft()
        return None

    async def _read(self, connection: Connection, after: int) -> list[Outgoing]:
        rows = await connection.fetch(_READ, after, BATCH)
        return [
            Outgoing(ordinal, county, generation, position, timestamp(moment), traceparent, event)
            for ordinal, county, generation, position, moment, traceparent, event in rows
        ]

    async def _send(self, producer: AIOKafkaProducer, batch: Sequence[Outgoing]) -> "list[asyncio.Future[object]]":
        """Hand a batch to the producer; answers what to await for the acknowledgements."""
        topic = self.broker.topic
        count = len(await producer.partitions_for(topic))
        futures: list[asyncio.Future[object]] = []
        with self._span(batch):
            for partition, builder in _pack(producer, batch, count, self.broker):
                future = await producer.send_batch(builder, topic, partition=partition)
                # one that nobody awaits any more has failed with the producer, not unseen
                future.add_done_callback(lambda done: done.cancelled() or done.exception())
                futures.append(future)
        return futures

    def _span(self, batch: Sequence[Outgoing]) -> contextlib.AbstractContextManager[object]:
        """One `send` span for the batch, with links to the spans that created its events."""
        parents = dict.fromkeys(event.traceparent for event in batch if event.traceparent)
        return tracer().start_as_current_span(
            f"send {self.broker.topic}",
            kind=trace.SpanKind.PRODUCER,
            links=[link(parent) for parent in list(parents)[:LINKS]],
            attributes={
                "messaging.system": "kafka",
                "messaging.operation.type": "send",
                "messaging.operation.name": "send",
                "messaging.destination.name": self.broker.topic,
                "messaging.batch.message_count": len(batch),
            },
        )

    async def _acknowledge(self, dsn: str, epoch: int, sent: "asyncio.Queue[Sent]") -> None:
        """Await acknowledgements in order, and remember now and then how far they go."""
        connection = await asyncpg.connect(dsn, timeout=10, server_settings=_SERVER)
        loop = asyncio.get_running_loop()
        positions: dict[str, int] = {}
        due = loop.time()
        try:
            while True:
                oldest = None
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(max(due - loop.time(), 0.001) if positions else None):
                        oldest = await sent.get()
                if oldest:
                    async with asyncio.timeout(self.broker.acknowledged_within):
                        await asyncio.gather(*oldest.futures)
                    positions |= oldest.positions
                    self.published, self.reason = oldest.ordinal, None
                    UP.labels(self.broker.service).set(1)
                if positions and loop.time() >= due:
                    await connection.execute(_ADVANCE, epoch, list(positions), list(positions.values()))
                    positions, due = {}, loop.time() + ADVANCE_SECONDS
        finally:
            connection.terminate()


def _pack(
    producer: AIOKafkaProducer, batch: Sequence[Outgoing], partitions: int, broker: Broker
) -> list[tuple[int, BatchBuilder]]:
    """The batch as closed record batches with their partitions: far cheaper than a future for every record."""
    packed: list[tuple[int, BatchBuilder]] = []
    places: dict[str, tuple[bytes, int]] = {}
    opened: dict[int, BatchBuilder] = {}
    for event in batch:
        key, partition = places.get(event.county) or places.setdefault(
            event.county, (event.county.encode(), partition_of(event.county, partitions))
        )
        headers = _headers(event, broker)
        builder = opened.get(partition)
        if builder and builder.append(timestamp=None, key=key, value=event.event, headers=headers):
            continue
        builder = opened[partition] = producer.create_batch()
        builder.append(timestamp=None, key=key, value=event.event, headers=headers)
        packed.append((partition, builder))
    for _, builder in packed:
        builder.close()
    return packed


def _headers(event: Outgoing, broker: Broker) -> list[tuple[str, bytes]]:
    _, county, generation, position, at, _, text = event
    seal = broker.seal.of(broker.service, county, generation, position, event.ordinal, at, text)
    headers = [
        ("position", b"%d" % event.position),
        ("ordinal", b"%d" % event.ordinal),
        ("sequenced_at", event.sequenced_at.encode()),
        ("content-type", b"application/cloudevents+json"),
        (Seal.HEADER, seal),
    ]
    if event.traceparent:
        headers.append(("traceparent", event.traceparent.encode()))
    if event.generation > 1:
        headers.append(("generation", b"%d" % event.generation))
    return headers


async def _discard(producer: AIOKafkaProducer) -> None:
    """End a producer without waiting for what it has not delivered: `stop` alone waits for brokers that are away.

    What is under way fails first, else its sender would go on by itself and send old records among the new one's. The
    sender may trip over that (KeyError, when it puts a batch back for a broker that has just died): whatever it says,
    this producer is given up, and the relay goes on with the next one.
    """
    producer._message_accumulator.fail_all(ProducerClosed())  # noqa: SLF001 - there is no public way
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await producer.stop()
    except Exception as error:  # noqa: BLE001 - see above
        logger.warning("producer ended by force: %r", error)
        if task := producer._sender.sender_task:  # noqa: SLF001
            task.cancel()
        with contextlib.suppress(KafkaError, OSError, TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await producer.client.close()
