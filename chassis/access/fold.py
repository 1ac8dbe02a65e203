"""Organisations and appointments as a service folds them from membership's feed, with a lease on their completeness.

Membership's feed alone is the source, not Kafka: who may write a topic must not be who may give authority. An event of
this kind that does not decode stops the county's fold: it is never parked.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString, TypeAlias

import asyncpg
import orjson
from prometheus_client import Gauge

from chassis.log.entry import Batch, Entry, Head
from chassis.log.feed import FeedClient
from chassis.log.fold import Fold
from chassis.log.projection import CursorMoved, Feed
from chassis.log.tiles import Connection
from chassis.postgres import Database
from chassis.settings import Settings
from chassis.web.health import Health
from contracts.declare import Corrected, Event, Voided, event_class
from contracts.envelope import TYPE_PREFIX
from contracts.membership.cadres import Appointed, AppointmentEnded
from contracts.membership.organisations import TownshipUnionFounded, UnionApproved, UnionFounded, UnionRenamed
from contracts.membership.restructuring import UnionClosed, UnionMoved

SOURCE = "membership"
WAIT_SECONDS = 0.3
"""A turn of the long poll: a service that has just started waits so long, at most, until it knows."""
OURS = tuple(
    f"{TYPE_PREFIX}{SOURCE}.{aggregate}." for aggregate in ("appointment", "union", "township-union", "federation")
)
Founded: TypeAlias = UnionFounded | TownshipUnionFounded  # the federation's founding is one of the latter
CHANGES = tuple(cls.full_type(SOURCE) for cls in (Corrected, Voided))

AGE = Gauge("gonghui_authority_age_seconds", "Age of the last moment at which all appointments were known here")
logger = logging.getLogger(__name__)

_CURSOR: LiteralString = "SELECT county, position FROM authority_cursor"
_GENERATIONS: LiteralString = "SELECT county, generation FROM authority_cursor"
_FORGET: LiteralString = """
    WITH gone AS (DELETE FROM appointment WHERE county = $1), left_out AS (DELETE FROM organisation WHERE county = $1)
    INSERT INTO authority_cursor (county, position, generation) VALUES ($1, 0, $2)
    ON CONFLICT (county) DO UPDATE SET position = 0, generation = excluded.generation, stopped_at = NULL"""
_BEGIN: LiteralString = "INSERT INTO authority_cursor (county, position) VALUES ($1, 0) ON CONFLICT DO NOTHING"
_MOVE: LiteralString = """
    UPDATE authority_cursor SET position = $3, stopped_at = NULL WHERE county = $1 AND position = $2 RETURNING true"""
_STOP: LiteralString = "UPDATE authority_cursor SET stopped_at = coalesce(stopped_at, now()) WHERE county = ANY($1)"
_LEASE: LiteralString = """
    UPDATE authority_lease SET known_until = greatest(known_until, clock_timestamp() - make_interval(secs => $1))
    RETURNING extract(epoch FROM clock_timestamp() - known_until)::float8"""
_APPOINT: LiteralString = """
    INSERT INTO appointment (id, county, area, org, account, office, since, until, delegated_by, on_behalf_of)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"""
_END: LiteralString = "UPDATE appointment SET ended_at = $2, revision = revision + 1 WHERE id = $1"
_FOUND: LiteralString = """
    INSERT INTO organisation (id, county, area, parent, kind, name, state)
    VALUES ($1, $2, $3, $4, $5, $6, 'founding')
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, parent = excluded.parent,
        area = excluded.area"""
# Who holds an office in a union holds it where the union lies.
_MOVE_UNION: LiteralString = """
    WITH held AS (UPDATE appointment SET area = $2 WHERE org = $1)
    UPDATE organisation SET area = $2, parent = $3 WHERE id = $1"""
_RENAME: LiteralString = "UPDATE organisation SET name = $2 WHERE id = $1"
_STATE: LiteralString = "UPDATE organisation SET state = $2 WHERE id = $1"


class AuthorityProjection:
    """What membership's logs are folded into here."""

    async def cursor(self, connection: Connection, service: str) -> dict[str, int]:
        """County → last position applied."""
        del service
        return {row["county"]: row["position"] for row in await connection.fetch(_CURSOR)}

    async def generations(self, connection: Connection, service: str) -> dict[str, int]:
        """County → generation of the log that is folded."""
        del service
        return {row["county"]: row["generation"] for row in await connection.fetch(_GENERATIONS)}

    async def restart(self, connection: Connection, service: str, county: str, generation: int) -> None:
        """Forget what a forked log said; it is folded again from its beginning."""
        del service
        await connection.execute(_FORGET, county, generation)

    async def apply(self, connection: Connection, service: str, county: str, entries: list[Entry]) -> None:
        """Apply consecutive entries: CursorMoved. What is no authority event moves the cursor alone."""
        del service
        await connection.execute(_BEGIN, county)
        for entry in entries:
            await _apply(connection, county, entry)
        if not await connection.fetchval(_MOVE, county, entries[0].position - 1, entries[-1].position):
            raise CursorMoved

    async def park(self, connection: Connection, service: str, county: str, entry: Entry, error: Exception) -> None:
        """Never: authority is known whole or not at all. RuntimeError, by which the fold stops this county."""
        del connection, service, county
        raise RuntimeError(f"{entry.log_name} at {entry.position}") from error


async def _apply(connection: Connection, county: str, entry: Entry) -> None:
    said = orjson.loads(entry.event)
    kind = said["type"]
    if kind in CHANGES:
        await _change(connection, county, event_class(kind).model_validate(said["data"]))
    elif kind.startswith(OURS):
        await _happened(connection, county, event_class(kind).model_validate(said["data"]), said["time"])


async def _happened(connection: Connection, county: str, event: Event, time: str) -> None:
    if isinstance(event, Appointed):
        await connection.execute(
            _APPOINT, event.appointment, county, event.place.area, event.within, event.account, event.holds.value,
            event.since, event.until, event.delegated_by, event.on_behalf_of,
        )  # fmt: skip
    elif isinstance(event, AppointmentEnded):
        await connection.execute(_END, event.appointment, datetime.fromisoformat(time))
    elif isinstance(event, Founded):
        await _found(connection, county, event)
    elif isinstance(event, UnionApproved):
        await connection.execute(_STATE, event.union, "active")
    elif isinstance(event, UnionRenamed):
        await connection.execute(_RENAME, event.union, event.name)
    elif isinstance(event, UnionMoved):
        await connection.execute(_MOVE_UNION, event.union, event.place.area, event.parent)
    elif isinstance(event, UnionClosed):
        await connection.execute(_STATE, event.union, "closed")


async def _found(connection: Connection, county: str, event: Founded) -> None:
    await connection.execute(_FOUND, event.union, county, event.place.area, event.parent, event.kind, event.name)


async def _change(connection: Connection, county: str, change: Event) -> None:
    """A founding corrected or voided, an approval or a rename voided; other records' are not looked at."""
    if isinstance(change, Corrected) and change.type.startswith(OURS):
        after = event_class(change.type).model_validate(change.after)
        if isinstance(after, Founded):
            await _found(connection, county, after)
    elif isinstance(change, Voided) and change.type.startswith(OURS):
        before = event_class(change.type).model_validate(change.before)
        if isinstance(before, UnionApproved):
            await connection.execute(_STATE, before.union, "founding")
        elif isinstance(before, UnionRenamed):
            await connection.execute(_RENAME, before.union, before.former)
        elif isinstance(before, Founded):
            await connection.execute(_STATE, before.union, "void")


class Leased:
    """Membership's feed as the fold reads it, keeping the lease.

    Once everything up to the heads of an answer is applied, the lease goes up to the moment at which that was asked
    for, less the age of the relay's last completed poll. A county that is folded no further holds up nobody else's.
    """

    def __init__(self, feed: Feed, pool: asyncpg.Pool) -> None:
        self._feed = feed
        self._pool = pool
        self._answer: tuple[float, Sequence[Head]] | None = None
        """Loop time up to which these heads are all there is."""
        self._fold: Fold | None = None

    def read_by(self, fold: Fold) -> None:
        """Whose positions tell what is applied."""
        self._fold = fold

    async def after(self, ordinal: int, limit: int = 1000, wait: float = 0) -> Batch:
        """As the feed; renews the lease."""
        await self._renew()
        sent = asyncio.get_running_loop().time()
        batch = await self._feed.after(ordinal, limit, min(wait, WAIT_SECONDS))
        self._answer = (sent - batch.idle, batch.heads) if batch.idle is not None else None
        await self._renew()
        return batch

    async def county_after(self, county: str, position: int, limit: int = 1000) -> Batch:
        """As the feed."""
        return await self._feed.county_after(county, position, limit)

    async def _renew(self) -> None:
        if self._answer is None or self._fold is None:
            return
        known_until, heads = self._answer
        applied, stopped = self._fold.positions, self._fold.stopped
        if any(head.size > applied.get(head.county, 0) and head.county not in stopped for head in heads):
            return
        age = asyncio.get_running_loop().time() - known_until
        async with self._pool.acquire() as connection:
            if stopped:
                await connection.execute(_STOP, list(stopped))
            AGE.set(await connection.fetchval(_LEASE, age))


def authority_fold(pool: asyncpg.Pool, feed: Feed) -> Fold:
    """The fold of membership's feed into this database's organisations and appointments."""
    leased = Leased(feed, pool)
    fold = Fold(AuthorityProjection(), SOURCE, leased, pool)
    leased.read_by(fold)
    return fold


async def follow_authority(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Part of a `work` process: keep organisations and appointments up to date."""
    url = settings.service_urls.get(SOURCE)
    if url is None:
        logger.warning("no address of %s: nobody has authority here", SOURCE)
        await stop.wait()
        return
    database = Database(settings.database_url, size=2, everything=True)
    await database.open()
    try:
        async with FeedClient(SOURCE, url, settings.feed_token) as feed:
            fold = authority_fold(database.pool, feed)
            health.notes["authority"] = fold.ready
            await fold.run(stop)
    finally:
        await database.close()
