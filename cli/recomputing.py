"""Recomputing a log from its journal, event by event, beside what the gateway received of it."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import LiteralString, TypeAlias

import asyncpg

from chassis.log import merkle
from chassis.log.entry import timestamp
from chassis.log.merkle import CompactRange
from services.gateway.projection.ids import log_id

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"  # the stubs' generics
CHUNK = 5000

_OWN: LiteralString = """
    SELECT log.position, log.sequenced_at, log.leaf, journal.event::text AS event
    FROM log JOIN journal ON journal.id = log.journal_id
    WHERE log.county = $1 AND log.position > $2 ORDER BY log.position LIMIT $3"""
_SEEN: LiteralString = """
    SELECT position, sequenced_at, leaf, event FROM projection.audit_entry
    WHERE log = $1 AND position > $2 ORDER BY position LIMIT $3"""
_HEAD: LiteralString = "SELECT size, root FROM log_head WHERE county = $1"
_CURSOR: LiteralString = "SELECT position, compact_range FROM projection.log_cursor WHERE log = $1"


class Different(Exception):
    """Where two of journal, log, audit trail and their trees first differ; `position` None: in size or root."""

    def __init__(self, problem: str, position: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.position = position


@dataclass
class Tree:
    """The tree over a log's leaves as they are recomputed, and its roots at the sizes that were asked for."""

    marks: set[int]
    range: CompactRange = field(default_factory=CompactRange)
    roots: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The empty tree's root."""
        self.roots[0] = merkle.EMPTY_ROOT

    def grow(self, leaves: Sequence[bytes]) -> None:
        """Append leaves, stopping at each mark."""
        start, end = self.range.size, self.range.size + len(leaves)
        for mark in sorted({each for each in self.marks if start < each < end} | {end}):
            at = self.range.size
            self.range, _ = merkle.extend(self.range, leaves[at - start : mark - start])
            self.roots[mark] = self.range.root


async def recompute(own: Connection, gateway: Connection, service: str, county: str, marks: set[int]) -> Tree:
    """Compare a log with its audit trail, each in a snapshot; answers the tree with its roots at the marks. Different.

    `own` reaches the service's database, `gateway` the gateway's, by other connections than each other.
    """
    log = log_id(service, county)
    async with AsyncExitStack() as snapshots:
        await snapshots.enter_async_context(own.transaction(isolation="repeatable_read", readonly=True))
        head = await own.fetchrow(_HEAD, county)
        size = head["size"] if head else 0
        await snapshots.enter_async_context(gateway.transaction(isolation="repeatable_read", readonly=True))
        cursor = await gateway.fetchrow(_CURSOR, log)
        counted = cursor["position"] if cursor else 0
        tree = Tree({*marks, counted, size})
        while rows := await own.fetch(_OWN, county, tree.range.size, CHUNK):
            seen = await gateway.fetch(_SEEN, log, tree.range.size, min(len(rows), max(counted - tree.range.size, 0)))
            tree.grow(_compared(rows, seen, tree.range.size, counted))
        if head:
            _headed(tree.range, head)
        if cursor and counted <= tree.range.size and _root(cursor) != tree.roots[counted]:
            raise Different(f"网关的根在 {counted} 处不同 · the gateway's root at {counted} differs")
    if counted > tree.range.size:
        await _catching_up(own, county, counted)
    return tree


def _headed(tree: CompactRange, head: asyncpg.Record) -> None:
    """Different when log_head says another size or root than the log has."""
    if tree.size != head["size"]:
        raise Different(f"log_head 记 {head['size']} · log_head says {head['size']}, log has {tree.size}")
    if tree.root != head["root"]:
        said, is_ = head["root"].hex()[:16], tree.root.hex()[:16]
        raise Different(f"log_head 的根不符 · log_head says the root is {said}…, the log's is {is_}…")


async def _catching_up(own: Connection, county: str, counted: int) -> None:
    """What the gateway has beyond the snapshot must be in the log by now; Different when the log is shorter."""
    await asyncio.sleep(0)
    head = await own.fetchrow(_HEAD, county)
    size = head["size"] if head else 0
    if size < counted:
        raise Different(
            f"网关有 {counted} 条，日志只有 {size} 条 · the gateway has {counted}, the log {size}", size + 1
        )


def _compared(rows: Sequence[asyncpg.Record], seen: Sequence[asyncpg.Record], at: int, counted: int) -> list[bytes]:
    """Leaves of consecutive log rows after position `at`; Different at the first that is not what it should be."""
    received = {row["position"]: row for row in seen}
    leaves = []
    for position, row in enumerate(rows, at + 1):
        if row["position"] != position:
            raise Different(f"缺少位置 {position} · position {position} is missing", position)
        leaf = merkle.leaf(timestamp(row["sequenced_at"]), row["event"])
        if leaf != row["leaf"]:
            raise Different("日志与叶子不符 · the journal's text is not what the log's leaf covers", position)
        if position <= counted:
            _same(row, received.get(position), position)
        leaves.append(leaf)
    return leaves


def _same(row: asyncpg.Record, received: asyncpg.Record | None, position: int) -> None:
    if received is None:
        raise Different("网关缺少此条 · the gateway lacks it", position)
    if tuple(row)[1:] != tuple(received)[1:]:
        raise Different("网关所收内容不同 · the gateway received something else", position)


def _root(cursor: asyncpg.Record) -> bytes | None:
    """Root of the gateway's own tree; None when what it keeps is no tree of that size."""
    try:
        return CompactRange.decode(cursor["position"], cursor["compact_range"]).root
    except ValueError:
        return None
