"""Kafka away: commands go on, the backlog is shown, the ledger lives from the feed, and all drains afterwards."""

import asyncio
import os

import asyncpg
import httpx
import pytest

from tests.faults.load import Load, assert_nothing_lost
from tests.faults.stand import Stand, metric, until
from tests.support import databases

SECONDS = float(os.environ.get("FAULTS_AWAY_SECONDS", "13"))
"""Longer than the publisher waits for acknowledgements, so that it gives its producer up."""


@pytest.mark.timeout(SECONDS + 150)
async def test_while_kafka_is_away_commands_go_on_and_the_backlog_drains_after(stand: Stand, load: Load) -> None:
    async with load.running():
        await asyncio.sleep(1)
        await asyncio.to_thread(stand.kill_kafka)
        answered, folded = len(load.acknowledged), await _folded(stand)
        await asyncio.sleep(SECONDS)
        assert stand.dead() == [], "a process does not end because Kafka is away"
        assert len(load.acknowledged) > answered + 10 * SECONDS, "commands waited for Kafka"
        assert await _folded(stand) > folded + 5 * SECONDS, "the ledger waited for Kafka"
        leader = await stand.leader()
        assert "Kafka" in (await stand.reasons(leader))["kafka"]
        async with httpx.AsyncClient() as http:
            assert (await http.get(f"{stand.url(leader)}/readyz")).status_code == 200, "only told, not unready"
        assert await metric(stand.url(leader), "gonghui_relay_unpublished") > 10 * SECONDS
        assert await metric(stand.url(leader), "gonghui_kafka_up") == 0
        await asyncio.to_thread(stand.kafka.restart)
    assert load.refused == []
    await assert_nothing_lost(stand, load.acknowledged)

    async def up() -> bool:
        return await metric(stand.url(leader), "gonghui_kafka_up") == 1

    await until(up, 10, "the metric tells that Kafka is back")
    assert "kafka" not in await stand.reasons(leader)


async def _folded(stand: Stand) -> int:
    connection = await asyncpg.connect(databases.root(stand.ledger_dsn))
    try:
        return int(await connection.fetchval("SELECT coalesce(sum(position), 0) FROM ledger"))
    finally:
        await connection.close()
