"""Where a fold writes: the read model that is shown, or the one that a rebuild fills beside it; and who may when."""

from typing import LiteralString

from chassis.log.tiles import Connection

SHOWN = "projection"
BESIDE = "rebuild"

_SWAPPING = 0x67687265
_COUNTY = 0x67686374

# Statements that write name their tables without a schema: the path decides which of the two read models is meant.
_ENTER: LiteralString = """
    SELECT set_config('search_path', $1 || ', public', true), set_config('synchronous_commit', 'off', true),
        pg_advisory_xact_lock_shared($2, 0),
        CASE WHEN $5 THEN pg_advisory_xact_lock($3, $4) ELSE pg_advisory_xact_lock_shared($3, $4) END"""
_SWAP: LiteralString = "SELECT pg_advisory_xact_lock($1, 0)"
_INCARNATION: LiteralString = "SELECT 'projection'::regnamespace::oid::bigint"
_PATH: LiteralString = "SELECT set_config('search_path', $1 || ', public', true)"


async def incarnation(connection: Connection) -> int:
    """Which read model is shown: a rebuild puts a new schema in the old one's place."""
    return int(await connection.fetchval(_INCARNATION))


async def enter(connection: Connection, schema: str, county: str, *, alone: bool) -> None:
    """Begin writing in a transaction. `alone`: no other log of the county is folded meanwhile, since the tree changes.

    Waits while a rebuild swaps the read models. COMMIT does not wait for the disk: what a crash takes comes again with
    the cursor that it takes along, and a cosignature, which does wait, brings all that it rests on to the disk first.
    """
    await connection.execute(_ENTER, schema, _SWAPPING, _COUNTY, int(county), alone)


async def stop_all(connection: Connection) -> None:
    """Wait until nothing is being folded, and keep it so until the transaction ends."""
    await connection.execute(_SWAP, _SWAPPING)


async def look_at(connection: Connection, schema: str) -> None:
    """Let the transaction's statements mean the tables of one read model."""
    await connection.execute(_PATH, schema)
