"""Handing out positions: found journal rows become the next entries of their counties' logs, in one transaction."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import LiteralString, NamedTuple

import asyncpg

from chassis.log import tiles
from chassis.log.entry import timestamp
from chassis.log.finder import Connection
from chassis.log.merkle import CompactRange, Node, extend, hash_leaf

TICK = timedelta(microseconds=1)
JUMP_SECONDS = 60.0
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

_STATE: LiteralString = "SELECT ordinal, (SELECT max(sequenced_at) FROM log_head) AS last FROM relay_state"
_HEADS: LiteralString = "SELECT county, generation, size, compact_range, restored FROM log_head"
_MINE: LiteralString = """
    UPDATE relay_state SET ordinal = $2, floor = $3, polled_at = clock_timestamp() WHERE epoch = $1 RETURNING true"""
_INSERT: LiteralString = """
    INSERT INTO log (ordinal, county, position, journal_id, sequenced_at, leaf)
    SELECT new.ordinal, new.county, new.position, new.journal_id, $1, new.leaf
    FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bytea[])
        AS new (ordinal, county, position, journal_id, leaf)"""
_HEAD: LiteralString = """
    INSERT INTO log_head (county, generation, size, root, compact_range, sequenced_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (county) DO UPDATE SET
        size = excluded.size, root = excluded.root,
        compact_range = excluded.compact_range, sequenced_at = excluded.sequenced_at
    WHERE log_head.generation = $2 AND log_head.size = $7 AND NOT log_head.restored
    RETURNING true"""


class Superseded(Exception):
    """Another relay is in charge, or a fork changed what this one remembers: start anew."""


class ClockJumped(Exception):
    """The machine's clock went ahead of the time that has passed: no position is given until it is right again."""


class Outgoing(NamedTuple):
    """A sequenced event on its way to Kafka; `event` is the journal's text in UTF-8."""

    ordinal: int
    county: str
    generation: int
    position: int
    sequenced_at: str
    traceparent: str | None
    event: bytes


@dataclass
class Moments:
    """Moments of sequencing: strictly increasing, and never from a clock that jumped ahead.

    `wall` in seconds since 1970, `steady` in seconds of a clock that only time moves, sleep of the machine included.
    One object lives as long as the relay's process: after a jump only the right time, or a new process, goes on.
    """

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = field(default=lambda: time.clock_gettime(time.CLOCK_BOOTTIME))
    last: datetime = BEGINNING

    def __post_init__(self) -> None:
        """Begin to compare the two clocks."""
        self._wall, self._steady = self.wall(), self.steady()

    def check(self) -> float:
        """The time now, in seconds; ClockJumped when it is more than a minute ahead of what has passed."""
        wall, steady = self.wall(), self.steady()
        expected = self._wall + steady - self._steady
        if wall - expected > JUMP_SECONDS:
            message = f"the clock is {wall - expected:.0f} s ahead of the time that has passed"
            raise ClockJumped(message)
        self._wall, self._steady = max(wall, expected), steady
        return wall

    def next(self) -> datetime:
        """A moment after every earlier one."""
        return max(datetime.fromtimestamp(self.check(), UTC), self.last + TICK)


@dataclass(slots=True)
class Log:
    """One county's log as the relay remembers it."""

    generation: int
    tree: CompactRange


@dataclass(slots=True)
class _Growth:
    """What a batch adds to one county's log."""

    log: Log
    leaves: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.log.tree.size + len(self.leaves)


class Sequencer:
    """Memory of the logs' heads; it changes only after a COMMIT is known. Any error: discard it, start anew."""

    def __init__(self, connection: Connection, epoch: int, moments: Moments) -> None:
        self._connection = connection
        self._epoch = epoch
        self._moments = moments
        self.ordinal = 0
        self.logs: dict[str, Log] = {}
        self.restored: frozenset[str] = frozenset()
        """Counties whose log the witness knows longer or otherwise: nothing is sequenced for them."""

    async def load(self) -> None:
        """Remember the logs as the database has them."""
        state = await self._connection.fetchrow(_STATE)
        if state is None:
            message = "relay_state has no row"
            raise LookupError(message)
        self.ordinal = state["ordinal"]
        self._moments.last = max(self._moments.last, state["last"] or self._moments.last)
        rows = await self._connection.fetch(_HEADS)
        self.logs = {
            row["county"]: Log(row["generation"], CompactRange(row["size"], tuple(row["compact_range"])))
            for row in rows
        }
        self.restored = frozenset(row["county"] for row in rows if row["restored"])

    async def sequence(self, rows: Iterable[asyncpg.Record], floor: int) -> list[Outgoing]:
        """Give the rows (in order of id) their positions, durably; answers them for publishing.

        ClockJumped, Superseded, and any error of the database: the outcome is unknown, load again.
        """
        moment = self._moments.next()
        grown: dict[str, _Growth] = {}
        outgoing, ids, leaves = self._place(rows, timestamp(moment), grown)
        trees = {county: extend(growth.log.tree, growth.leaves) for county, growth in sorted(grown.items())}
        async with self._connection.transaction():
            if not await self._connection.fetchval(_MINE, self._epoch, self.ordinal + len(outgoing), floor):
                message = f"epoch {self._epoch} has ended"
                raise Superseded(message)
            columns = [list(column) for column in zip(*outgoing, strict=True)]
            await self._connection.execute(_INSERT, moment, columns[0], columns[1], columns[3], ids, leaves)
            await self._store(trees, grown, moment)
        self._moments.last = moment
        self.ordinal += len(outgoing)
        for county, (tree, _) in trees.items():
            self.logs[county] = Log(grown[county].log.generation, tree)
        return outgoing

    def _place(
        self, rows: Iterable[asyncpg.Record], sequenced_at: str, grown: dict[str, _Growth]
    ) -> tuple[list[Outgoing], list[int], list[bytes]]:
        """Next positions, in memory: what goes out, and beside it the journal ids and the leaves."""
        covered = sequenced_at.encode() + b"\n"
        outgoing: list[Outgoing] = []
        ids: list[int] = []
        leaves: list[bytes] = []
        for ordinal, (number, county, event, traceparent) in enumerate(rows, self.ordinal + 1):
            growth = grown.get(county)
            if growth is None:
                growth = grown[county] = _Growth(self.logs.get(county) or Log(1, CompactRange()))
            leaf = hash_leaf(covered + event)
            growth.leaves.append(leaf)
            leaves.append(leaf)
            outgoing.append(
                Outgoing(ordinal, county, growth.log.generation, growth.size, sequenced_at, traceparent, event)
            )
            ids.append(number)
        return outgoing, ids, leaves

    async def _store(
        self, trees: Mapping[str, tuple[CompactRange, list[Node]]], grown: Mapping[str, _Growth], moment: datetime
    ) -> None:
        heads = [
            (
                county,
                grown[county].log.generation,
                tree.size,
                tree.root,
                tree.hashes,
                moment,
                grown[county].log.tree.size,
            )
            for county, (tree, _) in trees.items()
        ]
        if len(await self._connection.fetchmany(_HEAD, heads)) < len(heads):
            message = "a log's head was changed by somebody else"
            raise Superseded(message)
        for county, (_, nodes) in trees.items():
            await tiles.insert(self._connection, county, nodes)
