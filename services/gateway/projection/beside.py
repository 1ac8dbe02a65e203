"""The second read model that a rebuild fills: its tables, its indexes, its place in the first one's stead."""

import asyncio
from collections.abc import Sequence
from typing import LiteralString

import asyncpg

from chassis.log.tiles import Connection
from services.gateway.projection import target

# What a rebuild loads first and indexes once afterwards; the other tables are looked up in while it loads.
_LOADED = ("fact", "key_fact", "audit_entry", "current_value", "bucket", "located")
_LARGEST = "audit_entry"

# The server itself builds statements whose names cannot be parameters. The second schema is made alike by definition,
# so that its indexes and constraints have the names that migrations know.
_TABLES: LiteralString = """
    SELECT format('CREATE TABLE rebuild.%1$I (LIKE projection.%1$I INCLUDING ALL EXCLUDING INDEXES)', relname)
    FROM pg_class WHERE relnamespace = 'projection'::regnamespace AND relkind = 'r' ORDER BY relname"""
_OTHERS: LiteralString = """
    SELECT relname::text FROM pg_class
    WHERE relnamespace = 'projection'::regnamespace AND relkind = 'r' AND NOT relname = ANY($1)"""
_KEYS: LiteralString = """
    SELECT format('ALTER TABLE rebuild.%I ADD CONSTRAINT %I %s', pg_class.relname, conname,
        pg_get_constraintdef(pg_constraint.oid))
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE connamespace = 'projection'::regnamespace AND contype IN ('p', 'u') AND relname = ANY($1)
    ORDER BY relname, conname"""
_INDEXES: LiteralString = """
    SELECT replace(pg_get_indexdef(indexrelid), ' ON projection.', ' ON rebuild.')
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'projection'::regnamespace AND relname = ANY($1)
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY indexrelid"""
# LIKE copies no row security. What stands around the shown tables is put around the others as it is written there.
_WALLS: LiteralString = """
    SELECT format('ALTER TABLE rebuild.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', relname)
    FROM pg_class WHERE relnamespace = 'projection'::regnamespace AND relrowsecurity
    UNION ALL
    SELECT format('CREATE POLICY %I ON rebuild.%I FOR %s', policyname, tablename, cmd)
        || coalesce(' USING (' || qual || ')', '') || coalesce(' WITH CHECK (' || with_check || ')', '')
    FROM pg_policies WHERE schemaname = 'projection'"""
_COPIED: tuple[LiteralString, ...] = (
    "INSERT INTO rebuild.log_cursor SELECT * FROM projection.log_cursor WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.log_month SELECT * FROM projection.log_month WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.fact SELECT * FROM projection.fact WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.key_fact SELECT * FROM projection.key_fact WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.report SELECT * FROM projection.report WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.org_event SELECT * FROM projection.org_event WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.org_standing SELECT * FROM projection.org_standing WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.org_closure SELECT * FROM projection.org_closure WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.work_item SELECT * FROM projection.work_item WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.audit_entry SELECT * FROM projection.audit_entry WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.node SELECT * FROM projection.node WHERE NOT log = ANY($1::int[])",
    "INSERT INTO rebuild.parked SELECT * FROM projection.parked WHERE NOT log = ANY($1::int[])",
)
_SWAP: tuple[LiteralString, ...] = (
    "ALTER SCHEMA projection RENAME TO replaced",
    "ALTER SCHEMA rebuild RENAME TO projection",
)


async def make(connection: Connection) -> None:
    """An empty second read model, whatever an earlier rebuild left; loaded tables without keys and indexes yet."""
    async with connection.transaction():
        await connection.execute("DROP SCHEMA IF EXISTS rebuild CASCADE")
        await connection.execute("CREATE SCHEMA rebuild")
        await _run_built(connection, _TABLES)
        looked_up_in = [row["relname"] for row in await connection.fetch(_OTHERS, _LOADED)]
        await _run_built(connection, _KEYS, looked_up_in)
        await _run_built(connection, _INDEXES, looked_up_in)


async def copy_others(connection: Connection, logs: Sequence[int]) -> None:
    """Take over what was counted of all other logs, as of one moment."""
    async with connection.transaction(isolation="repeatable_read"):
        for statement in _COPIED:
            await connection.execute(statement, logs)


async def finish(pool: asyncpg.Pool) -> None:
    """Give the loaded tables their keys and indexes: those of the largest beside all others."""

    async def of(tables: Sequence[str]) -> None:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
            await _run_built(connection, _KEYS, tables)
            await _run_built(connection, _INDEXES, tables)

    async with asyncio.TaskGroup() as group:
        group.create_task(of([_LARGEST]))
        group.create_task(of([table for table in _LOADED if table != _LARGEST]))


async def analyse(connection: Connection) -> None:
    """Let the planner know the new tables before anybody asks them."""
    async with connection.transaction():
        await target.look_at(connection, target.BESIDE)
        await _run_built(connection, """
            SELECT format('ANALYZE rebuild.%I', relname) FROM pg_class
            WHERE relnamespace = 'rebuild'::regnamespace AND relkind = 'r' ORDER BY relname""")  # fmt: skip


async def swap(connection: Connection) -> None:
    """Put the second read model in the first one's place, inside a transaction in which nothing is folded.

    Its walls are put up last: rows are copied into tables that have none.
    """
    await _run_built(connection, _WALLS)
    for statement in _SWAP:
        await connection.execute(statement)


async def drop_replaced(connection: Connection) -> None:
    """Drop what was replaced, when nobody reads it any more."""
    await connection.execute("DROP SCHEMA IF EXISTS replaced CASCADE")


async def _run_built(connection: Connection, query: LiteralString, *values: object) -> None:
    """Run each statement that `query` builds."""
    for (statement,) in await connection.fetch(query, *values):
        await connection.execute(statement)
