"""Forking a log: a restored database goes on as a new generation, and each event that it no longer has is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString, NamedTuple
from uuid import UUID

import orjson

from chassis.log.merkle import CompactRange, extend
from chassis.log.relay import Known
from chassis.log.tiles import Connection
from chassis.personal import erasure
from contracts.personal import PersonErased

_HEAD: LiteralString = "SELECT generation, restored FROM log_head WHERE county = $1 FOR UPDATE"
_LEAVES: LiteralString = "SELECT leaf FROM log WHERE county = $1 ORDER BY position"
_HELD: LiteralString = "SELECT event_id FROM journal WHERE event_id = ANY($1::uuid[])"
_NAME: LiteralString = """
    INSERT INTO log_generation (county, generation, forked_from_size, forked_from_root, kept_size, reason)
    VALUES ($1, $2, $3, $4, $5, $6)"""
_BEGIN: LiteralString = """
    UPDATE log_head SET generation = $2, restored = false, restored_reason = NULL, published = least(published, $3)
    WHERE county = $1"""
# The running relay notices and starts anew; what it may have under way fails.
_EPOCH: LiteralString = "UPDATE relay_state SET epoch = epoch + 1"


class NotRestored(Exception):
    """The county does not wait for a fork."""


class IncompleteAudit(Exception):
    """The audit entries are not the log that the witness knows, so they cannot name what was lost."""


class Audited(NamedTuple):
    """An entry of the log as the audit trail keeps it: positions from 1, in order, none missing."""

    position: int
    leaf: bytes
    event: str


@dataclass(frozen=True, slots=True)
class Forked:
    """A fork that was made: the new generation begins with the first `kept` events of the old one."""

    county: str
    generation: int
    kept: int
    lost: list[Audited]
    erased: list[UUID]
    """Persons whose erasure was among the lost events: it was carried over and needs no entering."""


async def fork(
    connection: Connection, county: str, witnessed: Known, audited: Sequence[Audited], reason: str
) -> Forked:
    """Begin a county's next generation, in one transaction; answers the events that are to be entered again.

    `witnessed` is the old log as its witness knows it, `audited` that log's entries. NotRestored, IncompleteAudit.
    """
    tree, _ = extend(CompactRange(), [entry.leaf for entry in audited])
    if (tree.size, tree.root) != (witnessed.size, witnessed.root):
        raise IncompleteAudit(f"{county}: {tree.size} audit entries, the witness knows {witnessed.size} events")
    async with connection.transaction():
        await connection.execute(_EPOCH)
        head = await connection.fetchrow(_HEAD, county)
        if head is None or not head["restored"]:
            raise NotRestored(county)
        leaves = [row["leaf"] for row in await connection.fetch(_LEAVES, county)]
        kept = _common([entry.leaf for entry in audited], leaves)
        lost = await _lost(connection, audited[kept:])
        generation = max(head["generation"], witnessed.generation) + 1
        await connection.execute(_NAME, county, generation, witnessed.size, witnessed.root, kept, reason)
        await connection.execute(_BEGIN, county, generation, kept)
        erased = await erasure.enter_again(connection, [entry.event for entry in lost])
    carried = f".{PersonErased.TYPE}"
    left = [entry for entry in lost if not orjson.loads(entry.event)["type"].endswith(carried)]
    return Forked(county, generation, kept, left, erased)


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """How many leaves two logs have in common from their beginning."""
    return next(
        (number for number, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


async def _lost(connection: Connection, entries: Sequence[Audited]) -> list[Audited]:
    """Entries whose event is not in the journal: one that is there without a position is only sequenced again."""
    ids = [UUID(orjson.loads(entry.event)["id"]) for entry in entries]
    held = {row["event_id"] for row in await connection.fetch(_HELD, ids)}
    return [entry for entry, event_id in zip(entries, ids, strict=True) if event_id not in held]
