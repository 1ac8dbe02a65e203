"""Proofs over the logs as the gateway received them: inclusion of an event, and the checkpoints it verified."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from chassis.log import merkle
from chassis.log.merkle import CompactRange
from chassis.log.tiles import Connection
from services.gateway.projection import audit
from services.gateway.projection.ids import log_name, parse_log
from services.gateway.queries.reach import across_county

_ENTRY: LiteralString = """
    SELECT entry.area, entry.sequenced_at, entry.leaf, entry.event, log_cursor.position AS received,
        witness.size, witness.note
    FROM projection.audit_entry AS entry JOIN projection.log_cursor USING (log)
    LEFT JOIN witness ON witness.service = log_cursor.service AND witness.county = log_cursor.county::text
        AND witness.generation = log_cursor.generation
    WHERE entry.log = $1 AND entry.position = $2"""
_CHECKPOINTS: LiteralString = """
    SELECT seen.log, seen.size, seen.root, coalesce(witness.note, seen.note) AS note,
        witness.note IS NOT NULL AS cosigned, seen.seen_at AS at, seen.problem IS NULL AS agrees
    FROM seen_checkpoint AS seen JOIN projection.log_cursor USING (log)
    LEFT JOIN witness ON witness.service = log_cursor.service AND witness.county = log_cursor.county::text
        AND witness.generation = seen.generation AND witness.size = seen.size AND witness.root = seen.root
    WHERE $1::int IS NULL OR log_cursor.county = $1
    ORDER BY log_cursor.service, log_cursor.county"""


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """RFC 9162 audit path of the event at `position` in the tree of `size`; `note` a checkpoint of just that size."""

    log: str
    position: int
    size: int
    leaf: bytes
    path: tuple[bytes, ...]
    root: bytes
    note: str | None
    area: str
    sequenced_at: datetime
    event: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The last checkpoint of a log that the gateway looked at: whether its root is ours, whether we cosigned it."""

    log: str
    size: int
    root: bytes
    note: str
    cosigned: bool
    at: datetime
    agrees: bool


async def inclusion_proof(
    connection: Connection, log: str, position: int, size: int | None = None
) -> InclusionProof | None:
    """Proof for `membership/340828` at a position; None when the log or position is unknown or beyond `size`.

    `size` defaults to that of the last cosigned checkpoint when it covers the position, else to all received.
    """
    try:
        number = parse_log(log)
    except ValueError:
        return None
    row = await connection.fetchrow(_ENTRY, number, position)
    if row is None:
        return None
    cosigned = row["size"] if row["size"] and position <= row["size"] <= row["received"] else None
    wanted = size or cosigned or row["received"]
    if not position <= wanted <= row["received"]:
        return None
    read = audit.reader(connection, number)
    async with across_county(connection):  # a path is made of the hashes of everybody's entries
        path = await merkle.inclusion_proof(read, position - 1, wanted)
        tree: CompactRange = await merkle.range_at(read, wanted)
    return InclusionProof(
        log=log,
        position=position,
        size=wanted,
        leaf=row["leaf"],
        path=tuple(path),
        root=tree.root,
        note=row["note"] if wanted == row["size"] else None,
        area=str(row["area"]),
        sequenced_at=row["sequenced_at"],
        event=row["event"],
    )


async def checkpoints(connection: Connection, county: str | None = None) -> tuple[Checkpoint, ...]:
    """The last checkpoint of each log (of one county)."""
    rows = await connection.fetch(_CHECKPOINTS, None if county is None else int(county))
    return tuple(Checkpoint(**{**row, "log": log_name(row["log"])}) for row in rows)
