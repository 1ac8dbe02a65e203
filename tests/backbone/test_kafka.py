"""What the relay sends to Kafka, and what the fold takes from it: the log's events, once and in order."""

import asyncio

import asyncpg
from aiokafka.partitioner import DefaultPartitioner

from chassis.log.brokers import Brokers
from chassis.log.publisher import BATCH, Broker, Publisher
from chassis.log.relay import Relay
from chassis.log.seal import Seal
from tests.backbone.on_kafka import HeadsOnly, folding, level, published, records, relaying
from tests.backbone.writing import COUNTIES, write


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
    publisher = Publisher(Broker("membership", Brokers("127.0.0.1:1"), "nowhere", Seal(""), 1, 2))
    async with relaying(journal, publisher) as relay:
        await write(journal, 5)
        async with asyncio.timeout(5):
            while await pool.fetchval("SELECT count(*) FROM log") < 5 or publisher.reason is None:
                await asyncio.sleep(0.02)
        assert relay.reason is None


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
