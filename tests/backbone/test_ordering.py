"""Every committed event is sequenced once and in order; other ways of finding rows fail the same check (teeth)."""

import asyncio
import os
import random
from contextlib import suppress

import asyncpg
import pytest

from chassis.log.finder import Finder
from chassis.log.relay import Relay
from tests.backbone import scenarios
from tests.backbone.readers import (
    BelowTheHorizon,
    BeyondTheLast,
    ForgettingByTheClock,
    TheRelay,
    Verdict,
    judge,
)
from tests.backbone.scenarios import Scenario
from tests.backbone.writing import Load, append, connected

SECONDS = float(os.environ.get("ORDERING_SECONDS", "8"))
ALL = [
    scenarios.late_commit,
    scenarios.late_rollback_among_commits,
    scenarios.early_transaction,
    scenarios.held_by_its_replica,
]


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.__name__)
async def test_the_relay_loses_and_misorders_nothing(journal: str, scenario: Scenario) -> None:
    reader = TheRelay(Relay(journal, "membership"))
    try:
        await scenario(journal, reader)
        assert await judge(journal, await reader.seen()) == Verdict([], [], [])
    finally:
        await reader.relay.close()


async def test_reading_beyond_the_last_id_loses_a_late_commit(journal: str) -> None:
    async with connected(journal) as connection:
        reader = BeyondTheLast(connection)
        await scenarios.late_commit(journal, reader)
        assert (await judge(journal, await reader.seen())).lost


async def test_reading_below_the_transaction_horizon_misorders_a_record(journal: str) -> None:
    async with connected(journal) as connection:
        reader = BelowTheHorizon(connection)
        await scenarios.early_transaction(journal, reader)
        verdict = await judge(journal, await reader.seen())
        assert verdict.misordered
        assert not verdict.lost


async def test_forgetting_by_the_clock_loses_a_commit_held_by_its_replica(journal: str) -> None:
    async with connected(journal) as connection:
        reader = ForgettingByTheClock(connection, scenarios.PATIENCE)
        await scenarios.held_by_its_replica(journal, reader)
        assert (await judge(journal, await reader.seen())).lost


async def test_forgetting_by_the_clock_passes_where_nothing_is_held(journal: str) -> None:
    """The twin is a fair one: it fails by its clock, not by being badly written."""
    async with connected(journal) as connection:
        reader = ForgettingByTheClock(connection, scenarios.PATIENCE)
        await scenarios.late_commit(journal, reader)
        await scenarios.early_transaction(journal, reader)
        assert (await judge(journal, await reader.seen())).sound


async def test_an_id_whose_writer_has_ended_is_forgotten_and_the_floor_rises(journal: str) -> None:
    relay = Relay(journal, "membership")
    try:
        await scenarios.late_rollback_among_commits(journal, TheRelay(relay))
        await relay.step()
        assert relay._session is not None
        assert relay._session.finder.missing == {}
        await scenarios.late_commit(journal, TheRelay(relay))
        async with connected(journal) as connection:
            assert await connection.fetchval("SELECT floor = (SELECT max(id) FROM journal) FROM relay_state")
    finally:
        await relay.close()


async def test_a_missing_id_is_not_forgotten_by_a_snapshot_that_was_cut_off(journal: str) -> None:
    async with connected(journal) as slow, connected(journal) as quick, connected(journal) as reading:
        finder, read = await Finder.start(reading), []
        first = slow.transaction()
        await first.start()
        for _ in range(3):
            await append(slow, "slow")
        async with quick.transaction():
            await append(quick, "quick")
        for turn in range(5):
            found = await finder.find(1)
            finder.keep(found)
            read += [row["id"] for row in found.rows]
            if turn == 0:
                await first.commit()
        assert read == [4, 1, 2, 3]


async def test_a_relay_that_starts_anew_still_waits_for_what_was_missing(journal: str) -> None:
    """What one relay's memory held is in no table: the next one derives it from the floor."""
    async with connected(journal) as slow, connected(journal) as quick:
        first = slow.transaction()
        await first.start()
        await append(slow, "slow")
        async with quick.transaction():
            await append(quick, "quick")
        one, two = Relay(journal, "membership"), Relay(journal, "membership")
        assert await one.step() == 1
        await one.close()
        assert await two.step() == 0
        await first.commit()
        assert await two.step() == 1
        await two.close()


async def test_under_load_with_restarts_every_committed_event_is_sequenced_once_and_in_order(journal: str) -> None:
    load = Load(journal)
    seed = random.randrange(1 << 30)
    ended = asyncio.Event()
    restarts = asyncio.create_task(_restarting_relay(journal, ended, random.Random(seed)))
    await load.run(SECONDS, seed)
    ended.set()
    assert await restarts > 3
    relay = Relay(journal, "membership")
    for _ in range(3):
        await relay.step()
    assert relay._session is not None
    assert relay._session.finder.missing == {}
    verdict = await judge(journal, await TheRelay(relay).seen())
    await relay.close()
    assert verdict == Verdict([], [], []), f"seed {seed}"
    async with connected(journal) as connection:
        logged = {
            str(row["event_id"])
            for row in await connection.fetch("SELECT event_id FROM log JOIN journal ON journal.id = journal_id")
        }
        assert set(load.acknowledged) <= logged
        assert len(load.acknowledged) > 50 * SECONDS
        assert await connection.fetchval(
            "SELECT bool_and(size = positions AND positions = last) FROM log_head JOIN (SELECT county, count(*) AS "
            "positions, max(position) AS last FROM log GROUP BY county) AS found USING (county)"
        )
        assert await connection.fetchval("SELECT max(ordinal) = count(*) FROM log")


async def _restarting_relay(dsn: str, ended: asyncio.Event, chance: random.Random) -> int:
    """A relay that is cut off, or replaced, again and again; answers how often."""
    times = 0
    while not ended.is_set():
        relay, stop = Relay(dsn, "membership"), asyncio.Event()
        running = asyncio.create_task(relay.run(stop))
        for _ in range(2):
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), 0.1 + chance.random())
            await _cut_off(dsn)
            times += 1
        stop.set()
        await running
    return times


async def _cut_off(dsn: str) -> None:
    async with connected(dsn) as admin:
        with suppress(asyncpg.PostgresError):
            await admin.execute(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE 'relay %'"""
            )
