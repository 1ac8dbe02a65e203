"""The background's turn: imports one after the other, each by one process, resumed where a killed one left it."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, LiteralString
from uuid import UUID

import asyncpg

from chassis.access.authority import Authority
from chassis.imports import dry_run, expiry, run, store
from chassis.imports.content import ContentGone
from chassis.imports.kind import Kind
from chassis.imports.store import Stored
from chassis.imports.workshop import AuthorityEnded, Workshop
from chassis.personal.keys import Keyring
from chassis.personal.opening import Opening
from chassis.personal.providers import provider
from chassis.postgres import Database, utc_now
from chassis.refusal import Refusal
from chassis.settings import Settings
from chassis.web.health import Health

LOOK_SECONDS = 0.5
EXPIRY_SECONDS = 600.0
POOL = 4
logger = logging.getLogger(__name__)

_WAITING: LiteralString = """
    SELECT id FROM import_batch WHERE state IN ('checking', 'running', 'undoing') AND kind = ANY($1::text[])
    ORDER BY queued_at LIMIT 20"""
# What passes by itself: another command holds a row, an ID number was taken this very moment, the database is away.
PASSING = (
    asyncpg.UniqueViolationError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.QueryCanceledError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    OSError,
    TimeoutError,
)
Work = Callable[[Settings, Health, asyncio.Event], Coroutine[Any, Any, None]]
STEPS: dict[str, Callable[[Workshop, Stored], Awaitable[None]]] = {
    "checking": dry_run.check,
    "running": run.write_piece,
    "undoing": run.undo_piece,
}


async def work_on_next(shop: Workshop, stop: asyncio.Event | None = None) -> bool:
    """Work on the import that has waited longest and nobody else works on, to its end; False when there is none."""
    async with shop.database.system() as connection:
        waiting: list[UUID] = [row["id"] for row in await connection.fetch(_WAITING, list(shop.kinds))]
    for batch in waiting:
        async with shop.database.connection() as alone:
            if not await alone.fetchval("SELECT pg_try_advisory_lock(hashtextextended($1::text, 9))", str(batch)):
                continue
            try:
                await _to_its_end(shop, batch, stop)
            finally:
                if not alone.is_closed():
                    await alone.execute("SELECT pg_advisory_unlock(hashtextextended($1::text, 9))", str(batch))
            return True
    return False


async def _to_its_end(shop: Workshop, batch: UUID, stop: asyncio.Event | None) -> None:
    while not (stop and stop.is_set()):
        stored = await _stored(shop, batch)
        if stored is None or stored.state not in STEPS:
            return
        try:
            await STEPS[stored.state](shop, stored)
        except AuthorityEnded:
            await run.stop(shop, stored, "authority-ended")
        except ContentGone:
            await run.stop(shop, stored, "content-gone")
        except PASSING:
            raise
        except Refusal as refusal:
            if refusal.status == 503:  # noqa: PLR2004 - something is away
                raise
            logger.error("import %s stopped: %s", batch, refusal.code)  # noqa: TRY400 - as below
            await run.stop(shop, stored, "failed")
        except Exception as error:  # noqa: BLE001 - told on its page and in the log; the queue goes on
            where = traceback.extract_tb(error.__traceback__)[-1]  # the message itself may repeat what a row holds
            logger.error("import %s stopped: %s at %s:%s", batch, type(error).__name__, where.filename, where.lineno)  # noqa: TRY400
            await run.stop(shop, stored, "failed")


async def _stored(shop: Workshop, batch: UUID) -> Stored | None:
    async with shop.database.system() as connection:
        found = await connection.fetchrow(store.COLUMNS, batch)
    return None if found is None else Stored(**found)


def importing(*kinds: Kind, owns_appointments: bool = False) -> Work:
    """Part of a `work` process: imports in the order in which they were asked for, until told to stop."""

    async def work(settings: Settings, health: Health, stop: asyncio.Event) -> None:
        reasons: dict[str, str | None] = {"imports": None}

        async def told() -> str | None:
            return reasons["imports"]

        health.notes["imports"] = told
        database = Database(settings.database_url, size=POOL)
        await database.open()
        shop = _shop(settings, database, kinds, own=owns_appointments)
        vault = Opening(
            database,
            settings,
            provider(settings.vault_keys, settings.vault_key_name, settings.vault_token_file),
            shop.keyring,
        )
        opening = asyncio.create_task(vault.go_on())
        try:
            await _until(shop, stop, reasons)
        finally:
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
            await database.close()

    return work


def _shop(settings: Settings, database: Database, kinds: tuple[Kind, ...], *, own: bool) -> Workshop:
    authority = Authority(database, utc_now, own=own)
    return Workshop(settings.service, database, Keyring(), authority, {kind.name: kind for kind in kinds})


async def _until(shop: Workshop, stop: asyncio.Event, reasons: dict[str, str | None]) -> None:
    loop = asyncio.get_running_loop()
    expired = -EXPIRY_SECONDS
    while not stop.is_set():
        worked = False
        try:
            if shop.keyring.why_away() is None:
                if loop.time() - expired > EXPIRY_SECONDS:
                    await expiry.forget(shop)
                    expired = loop.time()
                worked = await work_on_next(shop, stop)
            reasons["imports"] = None
        except (*PASSING, Refusal) as error:
            reasons["imports"] = f"导入等待 / imports wait: {type(error).__name__}"
        if not worked:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await stop.wait()
