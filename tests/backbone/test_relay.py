"""One relay at a time, time that never goes back, checkpoints that begin with the last, and what it tells."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from unittest import mock

import asyncpg
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from prometheus_client import REGISTRY

from chassis.log.checkpoint import Keys, Signer, origin
from chassis.log.finder import Finder
from chassis.log.relay import LOCK, Known, Relay, WitnessSilent
from chassis.log.sequencer import ClockJumped, Moments, Superseded
from tests.backbone.writing import COUNTIES, connected, write

SIGNER = Signer("membership", Ed25519PrivateKey.generate())


@pytest_asyncio.fixture
async def relay(journal: str) -> AsyncIterator[Relay]:
    made = Relay(journal, "membership", signer=SIGNER)
    yield made
    await made.close()


class Clocks:
    """A wall clock and a steady one that a test sets."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0
        self.passed = 0.0

    def moments(self) -> Moments:
        return Moments(lambda: self.now, lambda: self.passed)

    def go(self, seconds: float, *, jump: float = 0) -> None:
        self.passed += seconds
        self.now += seconds + jump


async def test_a_second_relay_waits_until_the_first_is_gone(journal: str, relay: Relay) -> None:
    await relay.step()
    second = Relay(journal, "membership")
    waiting = asyncio.create_task(second.step())
    await write(journal, 3)
    await asyncio.sleep(0.7)
    assert not waiting.done()
    assert second.reason is None, "a relay that stands by is well"
    await relay.close()
    assert await waiting == 3
    await second.close()


async def test_a_relay_whose_epoch_has_ended_writes_nothing(journal: str, relay: Relay, pool: asyncpg.Pool) -> None:
    await relay.step()
    await pool.execute("UPDATE relay_state SET epoch = epoch + 1")
    await write(journal, 3)
    with pytest.raises(Superseded):
        await relay.step()
    assert await pool.fetchval("SELECT count(*) FROM log") == 0
    assert await relay.step() == 3, "started anew, it is the relay of the next epoch"


async def test_a_head_that_somebody_else_changed_is_not_overwritten(
    journal: str, relay: Relay, pool: asyncpg.Pool
) -> None:
    await write(journal, 2)
    await relay.step()
    await pool.execute("UPDATE log_head SET generation = 2")
    await write(journal, 2)
    with pytest.raises(Superseded):
        await relay.step()
    assert await pool.fetchval("SELECT max(position) FROM log") == 2


async def test_no_position_is_given_while_the_clock_is_ahead_of_the_time_that_passed(journal: str) -> None:
    clocks = Clocks()
    relay = Relay(journal, "membership", moments=clocks.moments())
    await write(journal, 1)
    assert await relay.step() == 1
    clocks.go(10, jump=3600)
    await write(journal, 1)
    for _ in range(2):  # not even by trying again
        with pytest.raises(ClockJumped, match="3600 s ahead"):
            await relay.step()
    clocks.go(10, jump=-3600)
    assert await relay.step() == 1
    await relay.close()


async def test_time_goes_on_where_the_clock_went_back(journal: str, pool: asyncpg.Pool) -> None:
    clocks = Clocks()
    relay = Relay(journal, "membership", moments=clocks.moments())
    for jump in (0, -3600, -60):
        clocks.go(1, jump=jump)
        await write(journal, 2)
        await relay.step()
    await relay.close()
    clocks.go(1, jump=3600)  # back to the right time: no jump ahead of what has passed
    again = Relay(journal, "membership", moments=clocks.moments())
    await write(journal, 1)
    await again.step()
    await again.close()
    moments = [row["sequenced_at"] for row in await pool.fetch("SELECT sequenced_at FROM log ORDER BY ordinal")]
    assert moments == sorted(moments)
    assert moments[2] == moments[1] + timedelta(microseconds=1)


async def test_a_new_relay_goes_on_after_a_log_whose_time_is_ahead(
    journal: str, relay: Relay, pool: asyncpg.Pool
) -> None:
    await write(journal, 1)
    await relay.step()
    await relay.close()
    future = datetime.now(UTC) + timedelta(seconds=30)
    await pool.execute("UPDATE log_head SET sequenced_at = $1", future)
    await write(journal, 1)
    await relay.step()
    assert await pool.fetchval("SELECT sequenced_at FROM log WHERE position = 2") > future


async def test_a_checkpoint_says_what_the_log_is_and_each_begins_with_the_last(
    journal: str, relay: Relay, pool: asyncpg.Pool
) -> None:
    for size in (3, 300):
        await write(journal, size)
        await relay.step()
    notes = await pool.fetch("SELECT size, note FROM checkpoint ORDER BY size")
    checkpoints = [Keys([SIGNER.verifier]).open(row["note"], origin("membership", COUNTIES[0])) for row in notes]
    assert [checkpoint.size for checkpoint in checkpoints] == [3, 303]
    assert checkpoints[-1].root == await pool.fetchval("SELECT root FROM log_head")
    assert await pool.fetchval("SELECT count(*) FROM tile") == 1


async def test_a_log_that_contradicts_its_last_checkpoint_is_not_signed_again(
    journal: str, relay: Relay, pool: asyncpg.Pool
) -> None:
    await write(journal, 3)
    await write(journal, 2, COUNTIES[1])
    await relay.step()
    await pool.execute("ALTER TABLE log DISABLE TRIGGER USER")
    await pool.execute("UPDATE log SET leaf = sha256('forged') WHERE county = $1 AND position = 2", COUNTIES[0])
    await write(journal, 3)
    await write(journal, 2, COUNTIES[1])
    await relay.step()
    assert relay.signing is not None
    assert relay.signing.inconsistent == {COUNTIES[0]: 3}
    last = await pool.fetch("SELECT county, max(size) AS size FROM checkpoint GROUP BY county ORDER BY county")
    assert [tuple(row) for row in last] == [(COUNTIES[0], 3), (COUNTIES[1], 4)]


async def test_while_running_it_signs_within_about_a_second(journal: str, relay: Relay, pool: asyncpg.Pool) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    for size in (1, 2, 3):
        await write(journal, 1)
        async with asyncio.timeout(2.5):
            while await pool.fetchval("SELECT max(size) FROM checkpoint") != size:
                await asyncio.sleep(0.02)
    stop.set()
    await running


async def test_it_says_why_it_does_not_sequence_and_goes_on_when_the_witness_speaks(
    journal: str, pool: asyncpg.Pool
) -> None:
    silent = True

    async def witness(_: object) -> dict[str, str]:
        if silent:
            raise WitnessSilent("nobody there")
        return {}

    relay, stop = Relay(journal, "membership", witness=witness), asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    await write(journal, 2)
    await asyncio.sleep(0.5)
    assert "nobody there" in str(relay.reason)
    assert await pool.fetchval("SELECT count(*) FROM log") == 0
    silent = False
    async with asyncio.timeout(5):
        while await pool.fetchval("SELECT count(*) FROM log") < 2:
            await asyncio.sleep(0.02)
    assert relay.reason is None
    stop.set()
    await running


async def test_a_witness_that_takes_long_does_not_cost_the_lock(journal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.log.relay.STALLED_MS", "1500")

    async def witness(_: object) -> dict[str, str]:
        await asyncio.sleep(3)
        return {}

    relay = Relay(journal, "membership", witness=witness)
    await write(journal, 2)
    assert await relay.step() == 2
    await relay.close()


class Witnessing:
    """A witness that answers while it is `there`."""

    def __init__(self) -> None:
        self.there = True
        self.asked = 0

    async def __call__(self, _: object) -> dict[str, str]:
        self.asked += 1
        if not self.there:
            raise WitnessSilent("away")
        return {}


async def test_a_lost_session_goes_on_without_the_witness_where_the_database_is_as_it_was_left(journal: str) -> None:
    witness = Witnessing()
    relay = Relay(journal, "membership", witness=witness)
    await write(journal, 300)
    assert await relay.step() == 300
    witness.there = False
    await relay.close()
    await write(journal, 2)
    assert await relay.step() == 2
    with mock.patch.object(Finder, "keep", side_effect=ConnectionError("the answer to COMMIT is lost")):
        await write(journal, 2)
        with pytest.raises(ConnectionError):
            await relay.step()
    await write(journal, 1)
    assert await relay.step() == 1
    assert witness.asked == 1
    await relay.close()


@pytest.mark.parametrize(
    "happened",
    [
        "UPDATE relay_state SET epoch = epoch + 1",
        "UPDATE log_head SET generation = 2",
        "UPDATE log_head SET size = 3",
        "UPDATE log_head SET root = sha256('another')",
        "DELETE FROM log_head",
    ],
)
async def test_a_lost_session_asks_the_witness_where_anything_is_otherwise(
    journal: str, pool: asyncpg.Pool, happened: str
) -> None:
    witness = Witnessing()
    relay = Relay(journal, "membership", witness=witness)
    await write(journal, 5)
    await relay.step()
    await relay.close()
    witness.there = False
    await pool.execute(happened)
    with pytest.raises(WitnessSilent):
        await relay.step()
    await relay.close()


async def test_events_of_a_county_that_waits_for_a_fork_are_held_and_others_go_on(
    journal: str, pool: asyncpg.Pool
) -> None:
    async def witness(_: dict[str, Known]) -> dict[str, str]:
        return {COUNTIES[0]: "shorter than it was"}

    relay = Relay(journal, "membership", witness=witness)  # type: ignore[arg-type]
    await write(journal, 2, COUNTIES[0])
    await write(journal, 2, COUNTIES[1])
    assert await relay.step() == 2
    assert relay.restored == {COUNTIES[0]}
    assert await pool.fetchval("SELECT floor FROM relay_state") == 0, "what is held is not settled"
    await relay.close()
    await pool.execute("UPDATE log_head SET restored = false")
    forked = Relay(journal, "membership")
    assert await forked.step() == 2
    await forked.close()


async def test_a_running_relay_notices_that_a_county_was_released(journal: str, pool: asyncpg.Pool) -> None:
    await write(journal, 2)
    await pool.execute("INSERT INTO log_head (county, root, restored) VALUES ($1, sha256(''), true)", COUNTIES[0])
    relay, stop = Relay(journal, "membership"), asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    await asyncio.sleep(0.5)
    assert await pool.fetchval("SELECT count(*) FROM log") == 0
    await pool.execute("UPDATE log_head SET restored = false")
    async with asyncio.timeout(5):
        while await pool.fetchval("SELECT count(*) FROM log") < 2:
            await asyncio.sleep(0.02)
    stop.set()
    await running


async def test_a_relay_that_stands_by_tells_nothing_of_what_it_knew_while_it_led(
    journal: str, relay: Relay, pool: asyncpg.Pool
) -> None:
    await pool.execute("INSERT INTO log_head (county, root, restored) VALUES ($1, sha256(''), true)", COUNTIES[0])
    stop = asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    async with asyncio.timeout(5):
        while REGISTRY.get_sample_value("gonghui_relay_restored", {"service": "membership"}) != 1:
            await asyncio.sleep(0.02)
    assert relay.restored == {COUNTIES[0]}
    async with connected(journal) as other:  # takes the lock as soon as the session is gone
        await other.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        await other.execute("SELECT pg_advisory_lock($1)", LOCK)
        async with asyncio.timeout(5):
            while relay.reason is not None or relay.restored:
                await asyncio.sleep(0.02)
        assert REGISTRY.get_sample_value("gonghui_relay_restored", {"service": "membership"}) == 0
        assert REGISTRY.get_sample_value("gonghui_relay_leading", {"service": "membership"}) == 0
    stop.set()
    await running


async def test_the_journal_and_the_log_cannot_be_changed(journal: str, relay: Relay) -> None:
    await write(journal, 1)
    await relay.step()
    async with connected(journal) as connection:
        for statement in (
            "UPDATE journal SET subject = 'x'",
            "DELETE FROM journal",
            "TRUNCATE journal",
            "UPDATE log SET position = 9",
            "DELETE FROM log",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)


async def test_a_row_that_was_left_out_of_the_log_is_an_alarm(journal: str, relay: Relay, pool: asyncpg.Pool) -> None:
    await write(journal, 3)
    await relay.step()
    async with connected(journal) as connection:
        assert await relay.completeness.look(connection) == []
        await connection.execute("ALTER TABLE log DISABLE TRIGGER USER")
        await connection.execute("DELETE FROM log WHERE position = 2")
        left_out = await pool.fetchval("SELECT id FROM journal ORDER BY id OFFSET 1 LIMIT 1")
        assert await relay.completeness.look(connection) == [left_out]
