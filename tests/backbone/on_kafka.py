"""A relay and a fold on real Kafka, for as long as a test looks at them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
from aiokafka import AIOKafkaConsumer, ConsumerRecord

from chassis.log.entry import Batch
from chassis.log.fold import Fold
from chassis.log.kafka import KafkaSource
from chassis.log.publisher import Broker, Publisher
from chassis.log.relay import Relay
from chassis.log.seal import Seal
from chassis.log.stored import StoredLog
from tests.backbone.ledger import Ledger, roots

SEAL = Seal("of the backbone's tests")


@asynccontextmanager
async def relaying(dsn: str, publisher: Publisher) -> AsyncIterator[Relay]:
    """A running relay."""
    relay, stop = Relay(dsn, "membership", publisher), asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    try:
        yield relay
    finally:
        stop.set()
        await running


async def published(pool: asyncpg.Pool, count: int) -> None:
    """Wait until Kafka has acknowledged all."""
    async with asyncio.timeout(30):
        while await pool.fetchval("SELECT coalesce(sum(published), 0) FROM log_head") < count:
            await asyncio.sleep(0.02)


async def records(broker: Broker, count: int) -> Sequence[ConsumerRecord]:
    """The topic's first records, by partition."""
    consumer = AIOKafkaConsumer(broker.topic, **broker.brokers.options, auto_offset_reset="earliest")
    await consumer.start()
    found: list[ConsumerRecord] = []
    try:
        async with asyncio.timeout(20):
            while len(found) < count:
                for arrived in (await consumer.getmany(timeout_ms=200)).values():
                    found += arrived
    finally:
        await consumer.stop()
    return found


class HeadsOnly:
    """A feed that tells the heads and, unless `open`, nothing else: what was applied came from Kafka."""

    def __init__(self, stored: StoredLog) -> None:
        self.stored = stored
        self.open = False
        self.asked: list[tuple[str, int]] = []

    async def after(self, ordinal: int, limit: int = 1000, wait: float = 0) -> Batch:
        batch = await self.stored.after(ordinal, limit, wait)
        return batch if self.open else Batch(batch.heads, batch.ordinal, [])

    async def county_after(self, county: str, position: int, limit: int = 1000) -> Batch:
        self.asked.append((county, position))
        batch = await self.stored.county_after(county, position, limit)
        return batch if self.open else Batch(batch.heads, batch.ordinal, [])


@asynccontextmanager
async def folding(feed: HeadsOnly, pool: asyncpg.Pool, broker: Broker) -> AsyncIterator[tuple[Fold, KafkaSource]]:
    """A running fold from Kafka."""
    source = KafkaSource("membership", broker.brokers, broker.topic, f"{broker.topic}.ledger", broker.seal, 6000)
    fold, stop = Fold(Ledger(), "membership", feed, pool, source), asyncio.Event()
    running = asyncio.create_task(fold.run(stop))
    try:
        yield fold, source
    finally:
        stop.set()
        await running


async def level(pool: asyncpg.Pool, within: float = 15) -> None:
    """Wait until the ledger has the log's sizes and roots."""

    async def heads() -> dict[str, tuple[int, bytes]]:
        rows = await pool.fetch("SELECT county, size, root FROM log_head WHERE size > 0")
        return {row["county"]: (row["size"], row["root"]) for row in rows}

    async with asyncio.timeout(within):
        while await roots(pool) != await heads():
            await asyncio.sleep(0.05)
