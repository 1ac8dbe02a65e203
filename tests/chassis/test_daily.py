"""Daily work: what has fallen due is moved once, on its own day, one that fails holds up no other."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from asyncpg.pool import PoolConnectionProxy

from chassis import daily
from chassis.daily import Daily, Due, round_of, working
from chassis.ids import uuid7
from chassis.postgres import Database, Tx
from chassis.settings import Settings
from chassis.web.health import Health
from contracts.activities.activities import ActivityCancelled
from contracts.declare import Place
from deploy.local.child import free_port
from tests.support import databases

TABLE = """
CREATE TABLE task (id uuid PRIMARY KEY, area text COLLATE "C" NOT NULL, due_on date NOT NULL, done boolean NOT NULL,
    broken boolean NOT NULL);
SELECT protect('task', 'area', 'scope')"""
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
COUNTY = "990999"


@dataclass(frozen=True)
class Task:
    id: UUID
    area: str
    due_on: date
    done: bool
    broken: bool


class Broken(Exception):
    pass


async def find(connection: PoolConnectionProxy, today: date, after: UUID | None, limit: int) -> list[Due]:
    rows = await connection.fetch(
        """SELECT left(area, 6) AS county, id AS record FROM task
        WHERE NOT done AND due_on <= $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3""",
        today,
        after,
        limit,
    )
    return [Due(**row) for row in rows]


async def move(tx: Tx, record: UUID) -> None:
    task = await tx.one(Task, "SELECT id, area, due_on, done, broken FROM task WHERE id = $1 FOR UPDATE", record)
    if task.done or task.due_on > tx.today:
        return
    await tx.run("UPDATE task SET done = true WHERE id = $1", record)
    tx.allow(task.area)
    event = ActivityCancelled(activity=record, place=Place(area=task.area), kind="study")
    await tx.record(record, event, on=task.due_on, revision=2)
    if task.broken:
        raise Broken


TASKS = Daily("tasks", find, move)


@pytest_asyncio.fixture
async def settings(postgres: str, settings_of: Any, county: str) -> Settings:
    source = await databases.template(postgres, ["chassis"])
    dsn = await databases.clone(postgres, source, f"daily_{county}")
    await databases.execute(dsn, TABLE)
    made: Settings = await settings_of("activities", database_url=dsn)
    return made


@pytest_asyncio.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    opened = Database(settings.database_url, size=3)
    await opened.open()
    yield opened
    await opened.close()


async def task(settings: Settings, due_on: date, *, area: str = COUNTY + "100", broken: bool = False) -> UUID:
    made = uuid7()
    await databases.execute(
        settings.database_url, "INSERT INTO task VALUES ($1, $2, $3, false, $4)", made, area, due_on, broken
    )
    return made


async def events(settings: Settings) -> list[Any]:
    return await databases.rows(
        settings.database_url,
        """SELECT county, subject, occurred_on, event ->> 'actor' AS actor, event ->> 'office' AS office,
            event ->> 'township' AS township FROM journal ORDER BY id""",
    )


async def test_what_fell_due_is_moved_on_its_own_day_even_after_downtime(
    settings: Settings, database: Database
) -> None:
    late, other = await task(settings, date(2026, 1, 5)), await task(settings, date(2026, 3, 2), area="990998100")
    await task(settings, date(2026, 3, 3))
    ran = await round_of(database, "activities", TASKS, NOON)
    assert ran is not None
    assert (ran.moved, ran.reason) == (2, None)
    assert [tuple(row) for row in await events(settings)] == [
        (COUNTY, str(late), date(2026, 1, 5), "system:tasks", "service", COUNTY + "100"),
        ("990998", str(other), date(2026, 3, 2), "system:tasks", "service", "990998100"),
    ]


async def test_a_second_round_finds_nothing_and_two_at_once_move_it_once(
    settings: Settings, database: Database
) -> None:
    for _ in range(5):
        await task(settings, date(2026, 3, 1))
    ran = await asyncio.gather(*(round_of(database, "activities", TASKS, NOON) for _ in range(2)))
    again = await round_of(database, "activities", TASKS, NOON)
    assert again is not None
    assert again.moved == 0
    assert sum(each.moved for each in ran if each) == 5
    assert len(await events(settings)) == 5


async def test_another_process_at_it_is_left_alone(settings: Settings, database: Database) -> None:
    await task(settings, date(2026, 3, 1))
    async with database.connection() as other:
        await other.execute("SELECT pg_advisory_lock(hashtextextended('tasks', 8))")
        assert await round_of(database, "activities", TASKS, NOON) is None
        await other.execute("SELECT pg_advisory_unlock(hashtextextended('tasks', 8))")
    assert not await events(settings)
    ran = await round_of(database, "activities", TASKS, NOON)
    assert ran is not None
    assert ran.moved == 1


async def test_one_that_fails_holds_up_no_other_and_leaves_nothing(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(daily, "BATCH", 2)
    made = [await task(settings, date(2026, 3, 1), broken=number == 1) for number in range(5)]
    ran = await round_of(database, "activities", TASKS, NOON)
    assert ran is not None
    assert (ran.moved, ran.failed) == (4, ((made[1], "Broken"),))
    assert ran.reason is not None
    assert "1 条" in ran.reason
    assert str(made[1]) in caplog.text
    assert str(made[1]) not in {row["subject"] for row in await events(settings)}


async def test_a_record_that_was_moved_meanwhile_is_not_moved_again(settings: Settings, database: Database) -> None:
    made = await task(settings, date(2026, 3, 1))

    async def stale(*_: Any) -> list[Due]:
        await databases.execute(settings.database_url, "UPDATE task SET done = true")
        return [Due(COUNTY, made)]

    await round_of(database, "activities", Daily("tasks", stale, move), NOON)
    assert not await events(settings)


async def test_a_day_begins_at_midnight_in_shanghai(settings: Settings, database: Database) -> None:
    await task(settings, date(2026, 3, 3))
    before = await round_of(database, "activities", TASKS, datetime(2026, 3, 2, 15, 59, tzinfo=UTC))
    after = await round_of(database, "activities", TASKS, datetime(2026, 3, 2, 16, 0, tzinfo=UTC))
    assert before is not None
    assert after is not None
    assert (before.moved, after.moved) == (0, 1)


async def test_the_process_looks_again_and_tells_what_could_not_be_moved(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "LOOK_SECONDS", 0.05)
    broken = await task(settings, date(2026, 3, 1), broken=True)
    health, stop = Health(), asyncio.Event()
    running = asyncio.create_task(working(TASKS, clock=lambda: NOON)(settings, health, stop))
    async with asyncio.timeout(20):
        while "Broken" not in (await health.report())[1].get("daily tasks", ""):
            await asyncio.sleep(0.02)
        assert (await health.report())[0], "the process stays ready"
        await databases.execute(settings.database_url, "UPDATE task SET broken = false WHERE id = $1", broken)
        while "daily tasks" in (await health.report())[1]:
            await asyncio.sleep(0.02)
        stop.set()
        await running
    assert [row["subject"] for row in await events(settings)] == [str(broken)]


async def test_a_database_that_is_away_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "LOOK_SECONDS", 0.05)
    away = settings.model_copy(update={"database_url": f"postgresql://nobody@127.0.0.1:{free_port()}/none"})
    health, stop = Health(), asyncio.Event()
    running = asyncio.create_task(working(TASKS, clock=lambda: NOON)(away, health, stop))
    async with asyncio.timeout(20):
        while "database away" not in (await health.report())[1].get("daily tasks", ""):
            await asyncio.sleep(0.02)
        stop.set()
        await running
