"""What the relay sends to Kafka, and what the fold takes from it: the log's events, whatever else lies there."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from aiokafka.partitioner import DefaultPartitioner

from chassis.log.entry import Batch
from chassis.log.fold import Fold
from chassis.log.kafka import KafkaSource
from chassis.log.publisher import BATCH, Broker, Publisher
from chassis.log.relay import Relay
from chassis.log.seal import Seal
from chassis.log.stored import StoredLog
from chassis.postgres import Database
from deploy.local.kafka import Kafka
from tests.backbone.ledger import SCHEMA, Ledger, roots
from tests.backbone.writing import COUNTIES, write

SEAL = Seal("of the backbone's tests")
EVENT = json.dumps({"county": COUNTIES[0]}).encode()
Record = tuple[bytes | None, bytes | None, list[tuple[str, bytes]]]
_topics = itertools.count(1)


@pytest.fixture
def broker(kafka: Kafka) -> Broker:
    """A topic of this test's own, not created yet."""
    return Broker("membership", kafka.bootstrap, f"backbone.{next(_topics)}", SEAL, 1, 5)


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
    consumer = AIOKafkaConsumer(broker.topic, bootstrap_servers=broker.bootstrap, auto_offset_reset="earliest")
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


async def test_a_record_is_the_journals_text_with_its_position_beside(
    journal: str, broker: Broker, pool: asyncpg.Pool
) -> None:
    for county in COUNTIES:
        await write(journal, 3, county, 备注="岳西县")
    async with relaying(journal, Publisher(broker)):
        await published(pool, 9)
    found = await records(broker, 9)
    rows = await pool.fetch(
        """SELECT log.county, position, ordinal, event::text,
            to_char(sequenced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS sequenced_at
        FROM log JOIN journal ON journal.id = journal_id"""
    )
    sent = {(record.key.decode(), int(dict(record.headers)["position"])): record for record in found}
    assert len(sent) == len(rows) == 9
    for row in rows:
        record = sent[row["county"], row["position"]]
        headers = {name: value.decode() for name, value in record.headers}
        assert record.value == row["event"].encode()
        assert headers == {
            "position": str(row["position"]),
            "ordinal": str(row["ordinal"]),
            "sequenced_at": row["sequenced_at"],
            "content-type": "application/cloudevents+json",
            "seal": headers["seal"],
        }
        assert len(headers["seal"]) == 64


async def test_a_countys_events_are_in_the_partition_that_kafkas_own_partitioner_gives(
    journal: str, broker: Broker, pool: asyncpg.Pool
) -> None:
    for county in COUNTIES:
        await write(journal, 2, county)
    async with relaying(journal, Publisher(broker)):
        await published(pool, 6)
    for record in await records(broker, 6):
        assert record.partition == DefaultPartitioner()(record.key, list(range(12)), list(range(12)))


async def test_an_event_carries_its_traceparent_and_a_forked_log_its_generation(
    journal: str, broker: Broker, pool: asyncpg.Pool
) -> None:
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    await pool.execute("INSERT INTO log_head (county, root, generation) VALUES ($1, sha256(''), 2)", COUNTIES[0])
    await pool.execute(
        """INSERT INTO journal (county, event_id, type, subject, occurred_on, event, traceparent)
        VALUES ($1, gen_random_uuid(), 't', 's', '2026-11-23', '{}', $2)""",
        COUNTIES[0],
        parent,
    )
    async with relaying(journal, Publisher(broker)):
        await published(pool, 1)
    (record,) = await records(broker, 1)
    headers = dict(record.headers)
    assert headers["traceparent"] == parent.encode()
    assert headers["generation"] == b"2"


async def test_a_backlog_beyond_what_memory_holds_is_published_in_order(
    journal: str, broker: Broker, pool: asyncpg.Pool
) -> None:
    count = 12 * BATCH + 1
    await pool.execute(
        """INSERT INTO journal (county, event_id, type, subject, occurred_on, event)
        SELECT $1, gen_random_uuid(), 't', 's', '2026-11-23', json_build_object('n', n)
        FROM generate_series(1, $2) AS n""",
        COUNTIES[0],
        count,
    )
    relay, publisher = Relay(journal, "membership", Publisher(broker)), Publisher(broker)
    await relay.step()  # offers more than is kept, and nobody publishes
    await relay.close()
    async with relaying(journal, publisher):
        await published(pool, count)
    positions = [int(dict(record.headers)["position"]) for record in await records(broker, count)]
    assert positions == list(range(1, count + 1))


async def test_a_new_relay_sends_again_from_what_was_acknowledged(
    journal: str, broker: Broker, pool: asyncpg.Pool
) -> None:
    await write(journal, 5)
    async with relaying(journal, Publisher(broker)):
        await published(pool, 5)
    await pool.execute("UPDATE log_head SET published = 3")  # as if the acknowledgement had not been noted
    await write(journal, 2)
    async with relaying(journal, Publisher(broker)):
        await published(pool, 7)
    positions = [int(dict(record.headers)["position"]) for record in await records(broker, 9)]
    assert positions == [1, 2, 3, 4, 5, 4, 5, 6, 7]


async def test_what_an_earlier_relay_offered_is_not_sent_in_place_of_what_the_database_says(
    journal: str, broker: Broker, pool: asyncpg.Pool
) -> None:
    """A database put back under a running process gives the same ordinals to other events."""
    publisher = Publisher(broker)
    await write(journal, 1)
    relay = Relay(journal, "membership", publisher)
    await relay.step()
    await relay.close()
    gone = publisher._offered[0][0]._replace(event=b'{"of": "the database that was put back"}')
    publisher._offered[0][0] = gone
    async with relaying(journal, publisher):
        await published(pool, 1)
    (record,) = await records(broker, 1)
    assert record.value != gone.event


async def test_sequencing_goes_on_and_the_reason_is_told_while_there_is_no_kafka(
    journal: str, pool: asyncpg.Pool
) -> None:
    publisher = Publisher(Broker("membership", "127.0.0.1:1", "nowhere", Seal(""), 1, 2))
    async with relaying(journal, publisher) as relay:
        await write(journal, 5)
        async with asyncio.timeout(5):
            while await pool.fetchval("SELECT count(*) FROM log") < 5 or publisher.reason is None:
                await asyncio.sleep(0.02)
        assert relay.reason is None


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


@pytest_asyncio.fixture
async def feed(journal: str) -> AsyncIterator[HeadsOnly]:
    database = Database(journal, 6)
    await database.open()
    await database.pool.execute(SCHEMA)
    yield HeadsOnly(StoredLog("membership", database))
    await database.close()


@asynccontextmanager
async def folding(feed: HeadsOnly, pool: asyncpg.Pool, broker: Broker) -> AsyncIterator[tuple[Fold, KafkaSource]]:
    """A running fold from Kafka."""
    source = KafkaSource("membership", broker.bootstrap, broker.topic, f"{broker.topic}.ledger", broker.seal, 6000)
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


async def test_what_kafka_brings_is_folded_without_asking_the_feed(
    journal: str, broker: Broker, pool: asyncpg.Pool, feed: HeadsOnly
) -> None:
    async with relaying(journal, Publisher(broker)):
        for county in COUNTIES:
            await write(journal, 20, county)
        await published(pool, 60)
        async with folding(feed, pool, broker) as (fold, source):
            await level(pool)
            feed.asked.clear()
            for county in COUNTIES:
                await write(journal, 20, county)
            await published(pool, 120)
            await level(pool)
            assert feed.asked == []
            assert source.malformed == 0
            assert await fold.ready() is None


async def test_a_second_start_continues_and_counts_nothing_twice(
    journal: str, broker: Broker, pool: asyncpg.Pool, feed: HeadsOnly
) -> None:
    async with relaying(journal, Publisher(broker)):
        for _ in range(2):
            await write(journal, 10)
            await published(pool, await pool.fetchval("SELECT count(*) FROM journal"))
            async with folding(feed, pool, broker):
                await level(pool)
    assert await pool.fetchval("SELECT sum(events) FROM ledger_sum") == 20


async def send(broker: Broker, *forged: Record) -> None:
    """Put records into the topic beside the relay's."""
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap)
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


async def test_a_tail_that_kafka_never_brought_comes_from_the_feed_within_seconds(
    journal: str, broker: Broker, pool: asyncpg.Pool, feed: HeadsOnly
) -> None:
    feed.open = True
    relay = Relay(journal, "membership")
    async with relaying(journal, Publisher(broker)):
        await write(journal, 3)
        await published(pool, 3)
    async with folding(feed, pool, broker) as (_, source):
        async with asyncio.timeout(10):
            while source.reason is not None:
                await asyncio.sleep(0.05)
        await level(pool)
        await asyncio.sleep(1.2)  # the last long poll is over: from now on only heads are compared
        await write(journal, 2)
        await relay.step()  # sequenced, and never published
        await level(pool, within=5)
    await relay.close()
