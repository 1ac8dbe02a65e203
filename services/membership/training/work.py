"""Folding the log of activities: hours of training by member, and who was heard of (rule 8). Read by the feed alone."""

import asyncio
import logging
from datetime import date
from uuid import UUID

import orjson

from chassis.log.entry import Entry
from chassis.log.feed import FeedClient
from chassis.log.fold import Fold
from chassis.log.projection import CursorMoved
from chassis.log.tiles import Connection
from chassis.postgres import Database
from chassis.settings import Settings
from chassis.web.health import Health
from contracts.activities.activities import ActivityHeld
from contracts.declare import Corrected, Voided
from services.membership.training import store

SOURCE = "activities"
HELD, CORRECTED, VOIDED = (cls.full_type(SOURCE) for cls in (ActivityHeld, Corrected, Voided))
logger = logging.getLogger(__name__)


class Hours:
    """The projection (see `chassis.log.fold`) of activities' logs into hours by member. Told again, the last holds."""

    async def cursor(self, connection: Connection, service: str) -> dict[str, int]:
        """County → last position applied."""
        del service
        return await store.positions(connection)

    async def generations(self, connection: Connection, service: str) -> dict[str, int]:
        """County → generation of the log that is folded."""
        del service
        return await store.generations(connection)

    async def restart(self, connection: Connection, service: str, county: str, generation: int) -> None:
        """Forget what a forked log told; who was heard of stays so."""
        del service
        await store.forget(connection, county, generation)

    async def apply(self, connection: Connection, service: str, county: str, entries: list[Entry]) -> None:
        """Apply consecutive entries: CursorMoved. What tells nothing of a holding moves the cursor alone."""
        del service
        await store.begin(connection, county)
        await _move(connection, county, entries[0].position - 1, entries[-1].position)
        for entry in entries:
            await _apply(connection, county, orjson.loads(entry.event))

    async def park(self, connection: Connection, service: str, county: str, entry: Entry, error: Exception) -> None:
        """Put one entry aside: its hours are missing until an operator has looked."""
        del service
        await store.begin(connection, county)
        await _move(connection, county, entry.position - 1, entry.position)
        event = UUID(orjson.loads(entry.event)["id"])
        await store.park(connection, county, entry.position, event, type(error).__name__)


def training_fold(database: Database, feed: FeedClient) -> Fold:
    """The fold of activities' feed into this database."""
    return Fold(Hours(), SOURCE, feed, database.pool)


async def follow_training(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Part of a `work` process: keep hours of training up to date."""
    url = settings.service_urls.get(SOURCE)
    if url is None:
        logger.warning("no address of %s: no hours of training are counted", SOURCE)
        await stop.wait()
        return
    database = Database(settings.database_url, size=2, everything=True)
    await database.open()
    try:
        async with FeedClient(SOURCE, url, settings.feed_token) as feed:
            fold = training_fold(database, feed)
            health.notes["training"] = fold.ready
            await fold.run(stop)
    finally:
        await database.close()


async def _move(connection: Connection, county: str, before: int, after: int) -> None:
    if not await store.move(connection, county, before, after):
        raise CursorMoved


async def _apply(connection: Connection, county: str, said: dict[str, object]) -> None:
    kind, data = said["type"], said["data"]
    if kind == HELD:
        held, day = ActivityHeld.model_validate(data), date.fromisoformat(str(said["occurredon"]))
        await _tell(connection, county, held, day)
    elif kind == CORRECTED:
        right = Corrected.model_validate(data)
        if right.type == HELD:
            await _tell(connection, county, ActivityHeld.model_validate(right.after), right.after_on)
    elif kind == VOIDED:
        gone = Voided.model_validate(data)
        if gone.type == HELD:
            await store.untell(connection, ActivityHeld.model_validate(gone.before).activity)


async def _tell(connection: Connection, county: str, held: ActivityHeld, day: date) -> None:
    await store.heard_of(connection, held.attended, day)
    if held.hours:
        await store.tell(connection, held.attended, held.activity, county, day, held.hours)
    else:
        await store.untell(connection, held.activity)
