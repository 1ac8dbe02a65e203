"""Files are personal data and are kept no longer than needed: after their time the key goes, then what it sealed."""

from typing import LiteralString
from uuid import UUID

from chassis import parameters
from chassis.imports import store
from chassis.imports.store import Stored
from chassis.imports.workshop import Workshop
from chassis.postgres import Tx

BATCH = 100
WAITING = frozenset({"mapping", "checked", "unreadable"})

_OLD: LiteralString = """
    SELECT import_batch.id FROM import_key JOIN import_batch ON import_batch.id = import_key.batch
    WHERE state NOT IN ('checking', 'running', 'undoing') AND ended_at < $1::timestamptz - interval '1 day'
        AND kind = ANY($2::text[]) AND ($3::uuid IS NULL OR import_batch.id > $3)
    ORDER BY import_batch.id LIMIT $4"""
_FORGET: LiteralString = """
    WITH keys AS (DELETE FROM import_key WHERE batch = $1)
    DELETE FROM import_piece WHERE batch = $1"""


async def forget(shop: Workshop) -> int:
    """Delete the files whose time is over; one that still waited for its clerk is cancelled. Answers how many."""
    after: UUID | None = None
    gone = 0
    while True:
        async with shop.database.system() as connection:
            rows = await connection.fetch(_OLD, shop.clock(), list(shop.kinds), after, BATCH)
            found = [await connection.fetchrow(store.COLUMNS, row["id"]) for row in rows]
            old = [Stored(**each) for each in found if each is not None]
        for stored in old:
            async with shop.anyway(stored) as tx:
                gone += await _forgotten(tx, shop, stored)
        if len(rows) < BATCH:
            return gone
        after = rows[-1]["id"]


async def _forgotten(tx: Tx, shop: Workshop, stored: Stored) -> bool:
    kind, now = shop.kind(stored), await store.lock(tx, stored.id)
    (days,) = await parameters.values(tx, now.county, tx.today, kind.kept_days)
    if now.revision != stored.revision or now.ended_at is None or (tx.now - now.ended_at).days < days:
        return False
    await tx.run(_FORGET, now.id)
    if now.state in WAITING:
        await store.end(tx, now.id, "cancelled", "content-gone")
        event = kind.announce.cancelled(now.batch, now.counts)
        await tx.record(now.id, event, on=tx.today, revision=now.revision + 1)
    return True
