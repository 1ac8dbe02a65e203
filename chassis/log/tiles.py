"""The stored hashes of a service's own logs: leaves in `log`, roots of complete subtrees in `tile`."""

from collections.abc import Sequence
from typing import LiteralString, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from chassis.log.merkle import Node, Reader, Span

SPANS: LiteralString = """
    SELECT CASE WHEN span.level = 0
        THEN ARRAY(SELECT leaf FROM log
                   WHERE county = $1 AND position BETWEEN span.first + 1 AND span.first + span.length
                   ORDER BY position)
        ELSE ARRAY(SELECT hash FROM tile
                   WHERE county = $1 AND level = span.level
                     AND idx BETWEEN span.first AND span.first + span.length - 1
                   ORDER BY idx)
        END AS hashes
    FROM unnest($2::int[], $3::bigint[], $4::int[]) WITH ORDINALITY AS span (level, first, length, number)
    ORDER BY span.number"""

INSERT: LiteralString = """
    INSERT INTO tile (county, level, idx, hash)
    SELECT $1, new.level, new.idx, new.hash
    FROM unnest($2::int[], $3::bigint[], $4::bytea[]) AS new (level, idx, hash)"""


Connection: TypeAlias = (
    "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"  # the stubs' generics
)


def reader(connection: Connection, county: str) -> Reader:
    """Reads one county's stored hashes for `merkle`'s proofs, one statement a proof."""

    async def read(spans: Sequence[Span]) -> Sequence[Sequence[bytes]]:
        levels, firsts, lengths = zip(*spans, strict=True)
        return [row["hashes"] for row in await connection.fetch(SPANS, county, levels, firsts, lengths)]

    return read


async def insert(connection: Connection, county: str, nodes: Sequence[Node]) -> None:
    """Store what `merkle.extend` says is to be stored now."""
    if nodes:
        levels, indexes, hashes = zip(*nodes, strict=True)
        await connection.execute(INSERT, county, levels, indexes, hashes)
