"""The audit trail of a batch: one entry for each event, and the log's Merkle tree over what came."""

import contextlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID

import orjson

from chassis.log import merkle
from chassis.log.entry import Entry
from chassis.log.merkle import CompactRange, Node, Reader, Span
from chassis.log.tiles import Connection
from services.gateway.projection.decode import Decoded
from services.gateway.projection.ids import county_of
from services.gateway.projection.storing import Into, Row

COLUMNS = (
    "log", "position", "county", "area", "event_id", "type", "subject", "org", "actor", "on_behalf_of", "office",
    "occurred_on", "recorded_at", "sequenced_at", "leaf", "event",
)  # fmt: skip
_ENTRIES = Into(
    "audit_entry",
    COLUMNS,
    """INSERT INTO audit_entry (log, position, county, area, event_id, type, subject, org, actor, on_behalf_of, office,
        occurred_on, recorded_at, sequenced_at, leaf, event)
    SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::uuid[], $6::text[], $7::text[], $8::uuid[],
        $9::text[], $10::text[], $11::text[], $12::date[], $13::timestamptz[], $14::timestamptz[], $15::bytea[],
        $16::text[])""",
)
_SPANS: LiteralString = """
    SELECT CASE WHEN span.level = 0
        THEN ARRAY(SELECT leaf FROM projection.audit_entry
                   WHERE log = $1 AND position BETWEEN span.first + 1 AND span.first + span.length ORDER BY position)
        ELSE ARRAY(SELECT hash FROM projection.node
                   WHERE log = $1 AND level = span.level
                     AND idx BETWEEN span.first AND span.first + span.length - 1 ORDER BY idx)
        END AS hashes
    FROM unnest($2::int[], $3::bigint[], $4::int[]) WITH ORDINALITY AS span (level, first, length, number)
    ORDER BY span.number"""
_NODES: LiteralString = """
    INSERT INTO node (log, level, idx, hash)
    SELECT $1, level, idx, hash FROM unnest($2::int[], $3::bigint[], $4::bytea[]) AS new (level, idx, hash)"""


def reader(connection: Connection, log: int) -> Reader:
    """Reads the stored hashes of one log as it came, for `merkle`'s proofs, one statement a proof."""

    async def read(spans: Sequence[Span]) -> Sequence[Sequence[bytes]]:
        levels, firsts, lengths = zip(*spans, strict=True)
        return [row["hashes"] for row in await connection.fetch(_SPANS, log, levels, firsts, lengths)]

    return read


def row_of(decoded: Decoded) -> Row:
    """The audit entry of an event that was understood."""
    entry, envelope = decoded.entry, decoded.envelope
    return (
        decoded.log, entry.position, int(entry.county), decoded.area, envelope.id, envelope.type, envelope.subject,
        envelope.org, envelope.actor, envelope.onbehalfof, envelope.office, envelope.occurredon, envelope.time,
        decoded.sequenced_at, entry.leaf, entry.event,
    )  # fmt: skip


def row_of_unreadable(log: int, entry: Entry) -> Row:
    """The audit entry of an event that was not understood: whatever can be read of it, otherwise empty."""
    try:
        parsed = orjson.loads(entry.event)
    except orjson.JSONDecodeError:
        parsed = None
    said: dict[str, Any] = parsed if isinstance(parsed, dict) else {}
    sequenced_at = datetime.fromisoformat(entry.sequenced_at)
    area = _number(said.get("township"))
    return (
        log, entry.position, int(entry.county), area if county_of(area) == int(entry.county) else int(entry.county),
        event_id(said), _text(said, "type"), _text(said, "subject"), _uuid(said.get("org")), _text(said, "actor"),
        _text(said, "onbehalfof") or None, _text(said, "office"), _day(said.get("occurredon")) or sequenced_at.date(),
        _moment(said.get("time")) or sequenced_at, sequenced_at, entry.leaf, entry.event.replace("\0", "\ufffd"),
    )  # fmt: skip


def event_id(said: dict[str, Any]) -> UUID | None:
    """The event's id, when it has one."""
    return _uuid(said.get("id"))


def grown(encoded: bytes, size: int, leaves: Sequence[bytes]) -> tuple[CompactRange, list[Node]]:
    """The tree after a batch, and the nodes to store."""
    return merkle.extend(CompactRange.decode(size, encoded), leaves)


async def write(
    connection: Connection, log: int, rows: Sequence[Row], nodes: Sequence[Node], *, copied: bool = False
) -> None:
    """Store a batch's entries and nodes. `copied`: into a rebuild's tables, before which no wall stands yet."""
    await _ENTRIES.store(connection, rows, copied=copied)
    if nodes:
        levels, indexes, hashes = zip(*nodes, strict=True)
        await connection.execute(_NODES, log, levels, indexes, hashes)


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value.replace("\0", "") if isinstance(value, str) else ""


def _number(value: object) -> int:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) == 9 else 0  # noqa: PLR2004


def _uuid(value: object) -> UUID | None:
    with contextlib.suppress(ValueError):
        return UUID(value) if isinstance(value, str) else None
    return None


def _day(value: object) -> date | None:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(value) if isinstance(value, str) else None
    return None


def _moment(value: object) -> datetime | None:
    with contextlib.suppress(ValueError):
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment if moment is None or moment.tzinfo else None
    return None
