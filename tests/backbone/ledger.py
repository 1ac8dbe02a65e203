"""The smallest projection that can go wrong: sums and an audit trail with its Merkle tree, folded from one service."""

# ruff: noqa: ARG002 - a projection is told more than this one needs

import hashlib
import json

import asyncpg

from chassis.log.entry import Entry
from chassis.log.fold import CursorMoved
from chassis.log.merkle import CompactRange, extend
from chassis.log.tiles import Connection

SCHEMA = """
CREATE TABLE ledger (county text PRIMARY KEY, position bigint NOT NULL, compact_range bytea[] NOT NULL,
    generation int NOT NULL DEFAULT 1);
CREATE TABLE ledger_sum (county text, subject text, amount bigint NOT NULL, events bigint NOT NULL,
    PRIMARY KEY (county, subject));
CREATE TABLE ledger_audit (county text, position bigint, leaf bytea NOT NULL, event text NOT NULL,
    parked boolean NOT NULL, PRIMARY KEY (county, position))"""


class Poison(ValueError):
    """The event says that it breaks this projection."""


def amounts(entries: list[Entry], *, cured: bool) -> dict[str, tuple[int, int]]:
    """Subject → (amount, events): the fold itself, as a pure function."""
    sums: dict[str, tuple[int, int]] = {}
    for entry in entries:
        event = json.loads(entry.event)
        if event.get("poison") and not cured:
            raise Poison(entry.position)
        amount, events = sums.get(event["subject"], (0, 0))
        sums[event["subject"]] = (amount + event.get("amount", 1), events + 1)
    return sums


class Ledger:
    """See `chassis.log.projection.Projection`. `cured` is a newer release, which understands poisonous events."""

    def __init__(self) -> None:
        self.cured = False

    async def cursor(self, connection: Connection, service: str) -> dict[str, int]:
        rows = await connection.fetch("SELECT county, position FROM ledger")
        return {row["county"]: row["position"] for row in rows}

    async def generations(self, connection: Connection, service: str) -> dict[str, int]:
        rows = await connection.fetch("SELECT county, generation FROM ledger")
        return {row["county"]: row["generation"] for row in rows}

    async def restart(self, connection: Connection, service: str, county: str, generation: int) -> None:
        await forget(connection, county)
        await connection.execute("INSERT INTO ledger VALUES ($1, 0, '{}', $2)", county, generation)

    async def apply(self, connection: Connection, service: str, county: str, entries: list[Entry]) -> None:
        await self._move(connection, county, entries)
        sums = amounts(entries, cured=self.cured)
        await connection.executemany(
            """INSERT INTO ledger_sum VALUES ($1, $2, $3, $4) ON CONFLICT (county, subject) DO UPDATE
            SET amount = ledger_sum.amount + excluded.amount, events = ledger_sum.events + excluded.events""",
            [(county, subject, *totals) for subject, totals in sums.items()],
        )
        await self._audit(connection, county, entries, parked=False)

    async def park(self, connection: Connection, service: str, county: str, entry: Entry, error: Exception) -> None:
        await self._move(connection, county, [entry])
        await self._audit(connection, county, [entry], parked=True)

    async def _move(self, connection: Connection, county: str, entries: list[Entry]) -> None:
        first, last = entries[0].position, entries[-1].position
        assert [entry.position for entry in entries] == list(range(first, last + 1))
        await connection.execute("INSERT INTO ledger VALUES ($1, 0, '{}') ON CONFLICT DO NOTHING", county)
        row = await connection.fetchrow("SELECT position, compact_range FROM ledger WHERE county = $1", county)
        assert row is not None
        if row["position"] != first - 1:
            raise CursorMoved
        tree, _ = extend(CompactRange(first - 1, tuple(row["compact_range"])), [entry.leaf for entry in entries])
        moved = await connection.fetchval(
            "UPDATE ledger SET position = $2, compact_range = $3 WHERE county = $1 AND position = $4 RETURNING true",
            county,
            last,
            list(tree.hashes),
            first - 1,
        )
        if not moved:
            raise CursorMoved

    async def _audit(self, connection: Connection, county: str, entries: list[Entry], *, parked: bool) -> None:
        await connection.executemany(
            "INSERT INTO ledger_audit VALUES ($1, $2, $3, $4, $5)",
            [(county, entry.position, entry.leaf, entry.event, parked) for entry in entries],
        )


async def forget(connection: Connection, county: str) -> None:
    """Drop one log's projection, so that it is folded from the beginning."""
    for table in ("ledger", "ledger_sum", "ledger_audit"):
        await connection.execute(f"DELETE FROM {table} WHERE county = $1", county)  # noqa: S608 - three known names


async def roots(pool: asyncpg.Pool) -> dict[str, tuple[int, bytes]]:
    """County → size and root of the tree over what was folded."""
    rows = await pool.fetch("SELECT county, position, compact_range FROM ledger WHERE position > 0")
    return {
        row["county"]: (row["position"], CompactRange(row["position"], tuple(row["compact_range"])).root)
        for row in rows
    }


async def fingerprint(pool: asyncpg.Pool) -> str:
    """Hash over all that the projection holds: equal when two projections hold the same bytes."""
    held = [
        await pool.fetch("SELECT county, position, compact_range, generation FROM ledger ORDER BY county"),
        await pool.fetch("SELECT * FROM ledger_sum ORDER BY county, subject"),
        await pool.fetch("SELECT * FROM ledger_audit ORDER BY county, position"),
    ]
    return hashlib.sha256(repr([[tuple(row) for row in rows] for rows in held]).encode()).hexdigest()
