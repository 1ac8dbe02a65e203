"""Ways of reading a journal in order: the relay's, and three that are known to lose or to misorder events."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

import asyncpg

from chassis.log.finder import FIND, Connection
from chassis.log.relay import Relay
from tests.support import databases


class Reader(Protocol):
    """Reads whatever is new each time it is asked."""

    async def poll(self) -> None:
        """Read what is new now."""

    async def seen(self) -> list[int]:
        """Journal ids in the order in which they were read."""


@dataclass
class TheRelay:
    """The relay itself, with its memory between polls."""

    relay: Relay

    async def poll(self) -> None:
        await self.relay.step()

    async def seen(self) -> list[int]:
        connection = await asyncpg.connect(databases.root(self.relay.dsn))
        try:
            return [row["journal_id"] for row in await connection.fetch("SELECT journal_id FROM log ORDER BY ordinal")]
        finally:
            await connection.close()


@dataclass
class BeyondTheLast:
    """`id > last`: what everybody writes first."""

    connection: Connection
    read: list[int] = field(default_factory=list)

    async def poll(self) -> None:
        last = max(self.read, default=0)
        rows = await self.connection.fetch("SELECT id FROM journal WHERE id > $1 ORDER BY id", last)
        self.read += [row["id"] for row in rows]

    async def seen(self) -> list[int]:
        return self.read


@dataclass
class BelowTheHorizon:
    """In the order of transactions, up to the oldest one that still runs (xmin of the snapshot)."""

    connection: Connection
    read: list[int] = field(default_factory=list)
    last: tuple[int, int] = (0, 0)

    async def poll(self) -> None:
        rows = await self.connection.fetch(
            """SELECT id, xmin::text::bigint AS transaction FROM journal
            WHERE (xmin::text::bigint, id) > ($1, $2)
              AND xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            ORDER BY xmin::text::bigint, id""",
            *self.last,
        )
        for row in rows:
            self.read.append(row["id"])
            self.last = (row["transaction"], row["id"])

    async def seen(self) -> list[int]:
        return self.read


@dataclass
class ForgettingByTheClock:
    """The relay's own query, but a missing id is given up after a time that no transaction may last."""

    connection: Connection
    patience: float
    read: list[int] = field(default_factory=list)
    newest: int = 0
    missing: dict[int, float] = field(default_factory=dict)

    async def poll(self) -> None:
        now = asyncio.get_running_loop().time()
        rows = await self.connection.fetch(FIND, list(self.missing), self.newest, 1000)
        found = [row["id"] for row in rows]
        newest = max([self.newest, *found])
        skipped = set(range(self.newest + 1, newest + 1)) - set(found)
        kept = {each: since for each, since in self.missing.items() if now - since < self.patience}
        self.missing = {each: since for each, since in kept.items() if each not in found} | dict.fromkeys(skipped, now)
        self.newest = newest
        self.read += found

    async def seen(self) -> list[int]:
        return self.read


@dataclass(frozen=True)
class Verdict:
    """What became of the committed events."""

    lost: list[int]
    doubled: list[int]
    misordered: list[int]

    @property
    def sound(self) -> bool:
        """Nothing lost, doubled or out of order."""
        return not (self.lost or self.doubled or self.misordered)


async def judge(dsn: str, seen: list[int]) -> Verdict:
    """Compare what was read with what is committed: each once, and each aggregate's events in their order."""
    connection = await asyncpg.connect(databases.root(dsn))
    try:
        rows = await connection.fetch("SELECT id, subject, (event->>'number')::int AS number FROM journal")
    finally:
        await connection.close()
    committed = {row["id"]: (row["subject"], row["number"]) for row in rows}
    last: dict[str, int] = {}
    misordered = []
    for each in seen:
        aggregate, number = committed[each]
        if number < last.get(aggregate, 0):
            misordered.append(each)
        last[aggregate] = number
    doubled = sorted({each for each in seen if seen.count(each) > 1}) if len(set(seen)) < len(seen) else []
    return Verdict(sorted(committed.keys() - set(seen)), doubled, misordered)
