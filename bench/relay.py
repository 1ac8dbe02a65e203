"""Leg `relay`: a backlog drained from the journal to Kafka, and how long a commit takes to arrive in Kafka."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from bench import filling
from bench.report import Figures, Measured, milliseconds, say, size
from bench.stand import Stand, stand
from chassis.log.topic import PARTITIONS

SERVICE = "membership"
TOPIC = "gonghui.membership"
COUNTIES = ["340828", "340825", "340826"]
WRITERS = 8
WARM_SECONDS = 2
LATE_SECONDS = 2.0


async def measure() -> Measured:
    """First the backlog, then single commits at a steady rate."""
    events, rate, seconds = size("events", 100_000), size("rate", 1000), size("seconds", 10)
    async with stand(kafka=True) as on:
        drained = await _drain(on, events)
        await _arrivals(on, rate, WARM_SECONDS)
        arrived = await _arrivals(on, rate, seconds)
    return {"drain": drained, "commit_to_kafka": arrived}, {
        "events": events, "counties": len(COUNTIES), "rate": rate, "seconds": seconds
    }  # fmt: skip


async def _drain(on: Stand, events: int) -> Figures:
    """The relay finds `events` rows in the journal when it starts; until Kafka has acknowledged the last one."""
    await filling.journal(on.dsn(SERVICE), events, COUNTIES)
    await on.witness()
    connection = await asyncpg.connect(on.dsn(SERVICE))
    await on.start(SERVICE, "work")
    progress = filling.Progress(on, ("membership-work", "postgres", "kafka"))
    while (published := await connection.fetchval(filling.PUBLISHED)) < events:
        progress.at(published)
        await asyncio.sleep(0.02)
    progress.at(events)
    await connection.close()
    say(f"drained {events} events: {progress.rate:.0f} a second")
    return progress.figures


async def _arrivals(on: Stand, rate: int, seconds: int) -> Figures:
    """Commits of one event each, spread evenly; from the moment COMMIT is known to the moment a consumer has it."""
    committed: dict[str, float] = {}
    arrived: dict[str, float] = {}
    rows = list(filling.admitted(rate * seconds, COUNTIES))
    pool = await asyncpg.create_pool(on.dsn(SERVICE), min_size=WRITERS, max_size=WRITERS)
    async with _consumer(on) as consumer:
        reading = asyncio.create_task(_read(consumer, arrived))
        began = time.perf_counter()

        async def writer(number: int) -> None:
            for index in range(number, len(rows), WRITERS):
                await asyncio.sleep(began + index / rate - time.perf_counter())
                await pool.execute(filling.INSERT, *rows[index])
                committed[str(rows[index][1])] = time.perf_counter()

        await asyncio.gather(*(writer(number) for number in range(WRITERS)))
        took = time.perf_counter() - began
        await asyncio.sleep(LATE_SECONDS)
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reading
    await pool.close()
    waits = [max(arrived[event] - moment, 0.0) for event, moment in committed.items() if event in arrived]
    say(f"{len(waits)} of {len(committed)} commits seen in Kafka")
    return {
        "commits_per_second": round(len(rows) / took),
        "missing": len(committed) - len(waits),
        **milliseconds(waits),
    }


@asynccontextmanager
async def _consumer(on: Stand) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=on.kafka.bootstrap if on.kafka else "",
        enable_auto_commit=False,
        fetch_max_wait_ms=500,
    )
    await consumer.start()
    partitions = [TopicPartition(TOPIC, number) for number in range(PARTITIONS)]
    consumer.assign(partitions)
    await consumer.seek_to_end(*partitions)
    for partition in partitions:
        await consumer.position(partition)
    try:
        yield consumer
    finally:
        await consumer.stop()


async def _read(consumer: AIOKafkaConsumer, arrived: dict[str, float]) -> None:
    while True:
        found = await consumer.getmany(timeout_ms=100)
        now = time.perf_counter()
        for records in found.values():
            for record in records:
                arrived[orjson.loads(record.value)["id"]] = now
