"""The gateway as witness of the services' logs: what it received of each, and what it cosigned."""

from collections.abc import Sequence
from typing import LiteralString

import asyncpg
from fastapi import FastAPI

from chassis.log.merkle import CompactRange
from chassis.log.tiles import Connection
from chassis.log.vouching import caught_up, in_kafka
from chassis.log.witness import Witnessed, witness_routes
from chassis.postgres import Database
from chassis.settings import Settings

# A rebuild swaps the projection; the last cosignature stays and is never below what was counted when it was given.
_KNOWN: LiteralString = """
    SELECT log_cursor.county::text AS county, log_cursor.generation, log_cursor.position, log_cursor.compact_range,
        witness.size, witness.root, witness.note, witness.cosigned_at
    FROM projection.log_cursor
    LEFT JOIN witness ON witness.service = log_cursor.service AND witness.county = log_cursor.county::text
        AND witness.generation = log_cursor.generation
    WHERE log_cursor.service = $1 ORDER BY 1"""


def vouch(app: FastAPI) -> None:
    """Answer the services' relays at /witness. The application's state must hold settings and database."""
    settings: Settings = app.state.settings
    database: Database = app.state.database

    async def knowing(service: str) -> Sequence[Witnessed]:
        async def logs() -> Sequence[Witnessed]:
            async with database.system() as connection:
                return await received_logs(connection, service)

        return await caught_up(logs, service, await in_kafka(settings, service))

    app.include_router(witness_routes(knowing, settings.feed_token))


async def received_logs(connection: Connection, service: str) -> list[Witnessed]:
    """What the gateway knows of a service's logs."""
    return [_witnessed(row) for row in await connection.fetch(_KNOWN, service)]


def _witnessed(row: asyncpg.Record) -> Witnessed:
    """What was received, or what was cosigned when that goes further (a rebuild is under way)."""
    size, root = row["position"], row["root"]
    if (row["size"] or 0) > size:
        size = row["size"]
    else:
        root = CompactRange.decode(size, row["compact_range"]).root
    return Witnessed(row["county"], row["generation"], size, root, row["note"], row["cosigned_at"])
