"""A process that stands still until another has taken over, and then goes on, changes nothing twice."""

import asyncio

import asyncpg
import pytest

from tests.faults.load import Load, assert_nothing_lost
from tests.faults.stand import Stand, until
from tests.support import databases


async def _value(dsn: str, sql: str) -> int:
    connection = await asyncpg.connect(databases.root(dsn))
    try:
        return int(await connection.fetchval(sql) or 0)
    finally:
        await connection.close()


@pytest.mark.timeout(150)
async def test_a_relay_that_was_stopped_gives_no_position_a_second_time(stand: Stand, load: Load) -> None:
    async with load.running():
        frozen = await stand.leader()
        epoch = await _value(stand.notes_dsn, "SELECT epoch FROM relay_state")
        stand.freeze(frozen)
        try:

            async def taken_over() -> bool:
                return await _value(stand.notes_dsn, "SELECT epoch FROM relay_state") > epoch

            await until(taken_over, 25, "another relay has taken over")
            reached = await _value(stand.notes_dsn, "SELECT ordinal FROM relay_state")

            async def goes_on() -> bool:
                return await _value(stand.notes_dsn, "SELECT ordinal FROM relay_state") > reached

            await until(goes_on, 10, "the other relay gives positions")
        finally:
            stand.thaw(frozen)
        await asyncio.sleep(2)  # time to do harm
        assert await stand.leader() != frozen
    assert load.refused == []
    await assert_nothing_lost(stand, load.acknowledged)


@pytest.mark.timeout(150)
async def test_a_projector_that_was_stopped_counts_nothing_twice(stand: Stand, load: Load) -> None:
    async with load.running():
        for frozen in ("ledger-work", "ledger-work-2"):
            stand.freeze(frozen)
            try:
                await asyncio.sleep(1)
                told = await _value(stand.notes_dsn, "SELECT ordinal FROM relay_state")  # written since then too

                async def taken_over(told: int = told) -> bool:
                    return await _value(stand.ledger_dsn, "SELECT sum(position) FROM ledger") >= told

                await until(taken_over, 40, "the other projector has taken over")
            finally:
                stand.thaw(frozen)
            await asyncio.sleep(2)
    assert load.refused == []
    await assert_nothing_lost(stand, load.acknowledged)
