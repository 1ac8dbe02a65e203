"""Daily work of a service: records whose day has come are moved on by the service itself, also after it was down."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from asyncpg.pool import PoolConnectionProxy

from chassis.access.principal import Principal
from chassis.log.finder import DATABASE_AWAY
from chassis.postgres import SHANGHAI, Clock, Database, Request, Tx, utc_now
from chassis.settings import Settings
from chassis.web.health import Health
from contracts.offices import Office

LOOK_SECONDS = 60.0
BATCH = 200
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """A record whose day has come, and the county whose log its event goes into."""

    county: str
    record: UUID


Find = Callable[[PoolConnectionProxy, date, UUID | None, int], Awaitable[list[Due]]]
Move = Callable[[Tx, UUID], Awaitable[None]]
Work = Callable[[Settings, Health, asyncio.Event], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Daily:
    """One kind of daily work; its events name `system:<name>` as who did them, in the office of a service.

    `find(connection, today, after, limit)` answers at most `limit` records that are due today, in the order of their
    ids, beyond `after`. `move(tx, record)` has a transaction of its own in the record's county: it locks the record,
    looks again whether it is due, and records at most one step, dated on the day it fell due. So nothing happens twice,
    whoever else moves the record meanwhile, and what fell due while the service was down happens on its own day.
    """

    name: str
    find: Find
    move: Move


@dataclass(frozen=True)
class Ran:
    """One round: how many records were looked at, and which could not be moved, by what."""

    moved: int
    failed: tuple[tuple[UUID, str], ...] = ()

    @property
    def reason(self) -> str | None:
        """The failures in words, None when there are none."""
        if not self.failed:
            return None
        kinds = ", ".join(sorted({kind for _, kind in self.failed}))
        return f"{len(self.failed)} 条记录未能办理 / records could not be moved on: {kinds}"


async def round_of(database: Database, service: str, daily: Daily, now: datetime) -> Ran | None:
    """Move all that is due by now, each in its own transaction, so that one that fails holds up no other.

    One process at a time: None when another is at it.
    """
    async with database.connection() as alone:
        if not await alone.fetchval("SELECT pg_try_advisory_lock(hashtextextended($1, 8))", daily.name):
            return None
        try:
            return await _all_due(database, service, daily, now)
        finally:
            await alone.execute("SELECT pg_advisory_unlock(hashtextextended($1, 8))", daily.name)


def working(*kinds: Daily, clock: Clock = utc_now) -> Work:
    """Part of a `work` process: look at once and every minute for what has fallen due, until told to stop.

    /readyz tells what could not be moved; the process stays ready.
    """

    async def work(settings: Settings, health: Health, stop: asyncio.Event) -> None:
        reasons: dict[str, str | None] = {}
        for daily in kinds:
            health.notes[f"daily {daily.name}"] = _told(reasons, daily.name)
        database = Database(settings.database_url, size=2)
        await database.open()
        try:
            while not stop.is_set():
                for daily in kinds:
                    reasons[daily.name] = await _attempt(database, settings.service, daily, clock())
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await stop.wait()
        finally:
            await database.close()

    return work


async def _attempt(database: Database, service: str, daily: Daily, now: datetime) -> str | None:
    try:
        ran = await round_of(database, service, daily, now)
    except (*DATABASE_AWAY, TimeoutError) as error:
        return f"数据库不可用 / database away: {type(error).__name__}"
    return ran.reason if ran else None


async def _all_due(database: Database, service: str, daily: Daily, now: datetime) -> Ran:
    today, after = now.astimezone(SHANGHAI).date(), None
    moved, failed = 0, []
    while True:
        async with database.system() as connection:
            found = await daily.find(connection, today, after, BATCH)
        for due in found:
            if kind := await _moved(database, service, daily, due, now):
                failed.append((due.record, kind))
            else:
                moved += 1
        if len(found) < BATCH:
            return Ran(moved, tuple(failed))
        after = found[-1].record


async def _moved(database: Database, service: str, daily: Daily, due: Due, now: datetime) -> str | None:
    """Move one record; the kind of error when it failed."""
    principal = Principal(f"system:{daily.name}", Office.SERVICE, due.county)
    try:
        async with database.tx(Request(service, principal, now)) as tx:
            await daily.move(tx, due.record)
    except Exception as error:  # told in /readyz and in the log; the next round tries again
        logger.exception("%s: %s %s could not be moved on", service, daily.name, due.record)
        return type(error).__name__
    return None


def _told(reasons: dict[str, str | None], name: str) -> Callable[[], Awaitable[str | None]]:
    async def told() -> str | None:
        return reasons.get(name)

    return told
