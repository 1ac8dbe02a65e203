"""A hash over all that a read model's tables hold: equal for equal logs, however and whenever they were folded."""

from collections.abc import Mapping
from hashlib import sha256
from typing import LiteralString

from chassis.log.tiles import Connection
from services.gateway.projection import target

# Each table whole, in the order of its key. When an event was parked is the only thing that a rebuild changes.
TABLES: Mapping[str, LiteralString] = {
    "log_cursor": "SELECT * FROM log_cursor ORDER BY log",
    "log_month": "SELECT * FROM log_month ORDER BY log, month",
    "fact": "SELECT * FROM fact ORDER BY log, position, n",
    "key_fact": "SELECT * FROM key_fact ORDER BY log, position, n",
    "current_value": "SELECT * FROM current_value ORDER BY place, metric, dim",
    "bucket": "SELECT * FROM bucket ORDER BY area, metric, dim, month, known_month",
    "located": "SELECT * FROM located ORDER BY place",
    "report": "SELECT * FROM report ORDER BY log, metric, key, day, position, n",
    "org_event": "SELECT * FROM org_event ORDER BY event_id",
    "org_standing": "SELECT * FROM org_standing ORDER BY org, valid_from, known_from",
    "org_closure": "SELECT * FROM org_closure ORDER BY ancestor, descendant, valid_from, known_from",
    "work_item": "SELECT * FROM work_item ORDER BY log, kind, subject",
    "audit_entry": "SELECT * FROM audit_entry ORDER BY log, position",
    "node": "SELECT * FROM node ORDER BY log, level, idx",
    "parked": "SELECT log, position, event_id, type, error FROM parked ORDER BY log, position",
}


async def table_hashes(connection: Connection, schema: str = target.SHOWN) -> dict[str, str]:
    """SHA-256 of each table's rows as PostgreSQL writes them. Within a transaction, best repeatable read."""
    await target.look_at(connection, schema)
    return {table: await _digest(connection, query) for table, query in TABLES.items()}


async def projection_hash(connection: Connection, schema: str = target.SHOWN) -> str:
    """One hash over all tables."""
    return total(await table_hashes(connection, schema))


async def _digest(connection: Connection, query: LiteralString) -> str:
    digest = sha256()

    async def take(data: bytes) -> None:
        digest.update(data)

    await connection.copy_from_query(query, output=take)
    return digest.hexdigest()


def total(tables: Mapping[str, str]) -> str:
    """The hash of all tables from those of each."""
    return sha256("".join(f"{name} {value}\n" for name, value in sorted(tables.items())).encode()).hexdigest()
