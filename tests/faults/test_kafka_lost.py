"""Kafka's topic deleted, Kafka's disks emptied: the ledger converges to the same bytes, from the feed alone."""

import asyncio

import asyncpg
import pytest
from aiokafka.admin import AIOKafkaAdminClient

from tests.backbone.ledger import fingerprint
from tests.faults.load import Load, assert_nothing_lost
from tests.faults.stand import Stand, until
from tests.support import databases


@pytest.mark.timeout(240)
async def test_the_ledger_converges_when_kafka_forgets_everything(stand: Stand, load: Load) -> None:
    async with load.running():
        await asyncio.sleep(1)
        await _delete_topic(stand)
        await asyncio.sleep(2)
    await assert_nothing_lost(stand, load.acknowledged)
    async with load.running():
        await asyncio.sleep(1)
        await asyncio.to_thread(stand.kill_kafka)
        await asyncio.to_thread(stand.kafka.wipe)
        await asyncio.sleep(1)
    assert load.refused == []
    await assert_nothing_lost(stand, load.acknowledged)


@pytest.mark.timeout(120)
async def test_a_ledger_that_lost_everything_is_folded_again_to_the_same_bytes(stand: Stand, load: Load) -> None:
    await load.write(5)
    await assert_nothing_lost(stand, load.acknowledged)
    async with asyncpg.create_pool(databases.root(stand.ledger_dsn), min_size=1) as pool:
        before = await fingerprint(pool)
        projectors = ("ledger-work", "ledger-work-2")
        await asyncio.gather(*(asyncio.to_thread(stand.stop, name) for name in projectors))
        await _delete_topic(stand)
        await pool.execute("TRUNCATE ledger, ledger_sum, ledger_audit")
        for name in projectors:
            stand.start(name)

        async def same() -> bool:
            return await fingerprint(pool) == before

        await until(same, 60, "the ledger has the same bytes as before")


async def _delete_topic(stand: Stand) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=stand.kafka.bootstrap)
    await admin.start()
    await admin.delete_topics([stand.topic])
    await admin.close()
