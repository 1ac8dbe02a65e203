"""Records that the relay did not write: left out, whatever they say, and no true event's place is taken."""

import asyncio
import json
from typing import Any

import asyncpg
from aiokafka import AIOKafkaProducer

from chassis.log.publisher import Broker, Publisher
from chassis.log.seal import Seal
from tests.backbone.on_kafka import SEAL, HeadsOnly, folding, level, published, records, relaying
from tests.backbone.writing import COUNTIES, write

EVENT = json.dumps({"county": COUNTIES[0]}).encode()
Record = tuple[bytes | None, bytes | None, list[tuple[str, bytes]]]


async def send(broker: Broker, *forged: Record) -> None:
    """Put records into the topic beside the relay's."""
    producer = AIOKafkaProducer(**broker.brokers.options)
    await producer.start()
    for key, value, headers in forged:
        for partition in range(12):
            await producer.send_and_wait(broker.topic, value, key=key, headers=headers, partition=partition)
    await producer.stop()


def record(
    position: object,
    value: bytes | None = EVENT,
    key: bytes | None = COUNTIES[0].encode(),
    seal: Seal = SEAL,
    **others: str,
) -> Record:
    """A record that is sealed as it is: by the services' secret, unless another is named."""
    all_of = {"position": str(position), "ordinal": "1", "sequenced_at": "2026-11-23T01:02:03.000004Z", **others}
    numbers: list[Any] = [all_of.get("generation", 1), all_of["position"], all_of["ordinal"]]
    county, (generation, place, ordinal) = (key or b"").decode(), numbers
    sealed = seal.of("membership", county, generation, place, ordinal, all_of["sequenced_at"], value or b"")
    return key, value, [*((name, value.encode()) for name, value in all_of.items()), ("seal", sealed)]


async def test_records_that_are_no_events_are_counted_and_skipped(
    journal: str, broker: Broker, pool: asyncpg.Pool, feed: HeadsOnly
) -> None:
    malformed: list[Record] = [
        (COUNTIES[0].encode(), EVENT, []),
        record("first"),
        record(0),
        record(-3),
        record(1, ordinal="x"),
        record(1, sequenced_at="yesterday"),
        record(1, generation="x"),
        record(1, b"\xff\xfe"),
        record(1, b"[]"),
        record(1, b"{"),
        record(1, None),
        record(1, key=None),
        record(1, key=b"990009"),
        record(1, json.dumps({"county": "county"}).encode(), b"county"),
    ]
    async with relaying(journal, Publisher(broker)):
        await write(journal, 3)
        await published(pool, 3)
        await send(broker, *malformed)
        await write(journal, 3)
        await published(pool, 6)
        async with folding(feed, pool, broker) as (fold, source):
            await level(pool)
            async with asyncio.timeout(10):
                while source.malformed < 12 * len(malformed):
                    await asyncio.sleep(0.05)
            assert await fold.ready() is None
            assert source.malformed == 12 * len(malformed)
    assert await pool.fetchval("SELECT count(*) FROM ledger_audit WHERE parked") == 0


async def test_a_record_without_the_services_seal_takes_no_true_events_place(
    journal: str, broker: Broker, pool: asyncpg.Pool, feed: HeadsOnly
) -> None:
    async with relaying(journal, Publisher(broker)):
        await write(journal, 3)
        await published(pool, 3)
        event = json.dumps({"county": COUNTIES[0], "subject": "forged"}).encode()
        unsealed = record(4, event)
        own_seal = record(4, event, seal=Seal("a stranger's"))
        (copied,) = [each for each in await records(broker, 3) if dict(each.headers)["position"] == b"3"]
        replayed = (copied.key, event, [*unsealed[2][:3], ("seal", dict(copied.headers)["seal"])])
        moved = (copied.key, copied.value, [("position", b"4"), *list(copied.headers)[1:]])
        forged = [(unsealed[0], unsealed[1], unsealed[2][:3]), own_seal, replayed, moved]
        await send(broker, *forged)
        async with folding(feed, pool, broker) as (fold, source):
            async with asyncio.timeout(10):
                while source.malformed < 12 * len(forged):
                    await asyncio.sleep(0.05)
            await level(pool)
            feed.asked.clear()
            await write(journal, 2)
            await level(pool)
            assert await fold.ready() is None
            assert feed.asked == []
    assert await pool.fetchval("SELECT count(*) FROM ledger_sum WHERE subject = 'forged'") == 0


async def test_a_forged_record_beyond_the_log_stays_out_and_the_true_events_come_from_the_feed(
    journal: str, broker: Broker, pool: asyncpg.Pool, feed: HeadsOnly
) -> None:
    feed.open = True
    async with relaying(journal, Publisher(broker)):
        await write(journal, 3)
        await published(pool, 3)
        forged = json.dumps({"county": COUNTIES[0], "subject": "forged"}).encode()
        await send(broker, record(9, forged))
        async with folding(feed, pool, broker):
            await level(pool)
            await write(journal, 8)
            await level(pool)
    assert await pool.fetchval("SELECT count(*) FROM ledger_sum WHERE subject = 'forged'") == 0


async def test_records_of_an_older_generation_are_left_out(
    journal: str, broker: Broker, pool: asyncpg.Pool, feed: HeadsOnly
) -> None:
    feed.open = True
    async with relaying(journal, Publisher(broker)):
        await write(journal, 3)
        await published(pool, 3)
        old = json.dumps({"county": COUNTIES[0], "subject": "of the old log"}).encode()
        await send(broker, record(4, old))
        await pool.execute("UPDATE log_head SET generation = 2")
        await pool.execute("UPDATE relay_state SET epoch = epoch + 1")
        async with folding(feed, pool, broker):
            await level(pool)
            await write(journal, 2)
            await level(pool)
    assert await pool.fetchval("SELECT count(*) FROM ledger_sum WHERE subject = 'of the old log'") == 0
    assert await pool.fetchval("SELECT generation FROM ledger") == 2
