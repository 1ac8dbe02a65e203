"""Which position each log has reached: kept in memory, so that an answer's version costs nothing to ask.

The projector says NOTIFY after each batch; whatever is lost is found by reading again every two seconds.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import asyncpg

from chassis.context import EVERYTHING
from services.gateway.projection import target
from services.gateway.queries import freshness

logger = logging.getLogger(__name__)

CHANNEL = "positions"
AGAIN_AFTER = 2.0  # seconds between readings when no ping comes
APART = 0.05  # seconds between two readings, however many pings come
TRUSTED_FOR = 10.0  # seconds after the last reading during which the versions may be believed
PUSH_APART = 0.3  # seconds between two pushes to one watcher
READ_SECONDS = 5.0
# It serves no person: the positions of every county are read.
_SERVER = {"application_name": "gonghui positions", **EVERYTHING.settings}


@dataclass(frozen=True)
class Standing:
    """How one county's logs stand: `version` decides an answer, `positions` is what watchers are told of."""

    version: tuple[Any, ...]
    positions: Mapping[str, int]
    moved: tuple[Any, ...]


NOTHING = Standing((), {}, ())


class Versions:
    """The standing of every county's logs, as last read."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._counties: dict[str, Standing] = {}
        self._read_at = float("-inf")
        self._pinged = asyncio.Event()
        self._changed = asyncio.Event()
        self.watching = 0

    def version(self, county: str) -> tuple[Any, ...] | None:
        """What an answer about this county depends on; None when it is not known well enough to keep answers."""
        if time.monotonic() - self._read_at > TRUSTED_FOR:
            return None
        return self._counties.get(county, NOTHING).version

    def positions(self, county: str) -> Mapping[str, int]:
        """How far each log of a county is counted, as last read."""
        return self._counties.get(county, NOTHING).positions

    async def known(self) -> str | None:
        """Health: None when the positions are being read."""
        age = time.monotonic() - self._read_at
        return None if age <= TRUSTED_FOR else "日志位置读取中断 / positions are not being read"

    async def incomplete(self) -> str | None:
        """Health: which logs hold events that could not be counted."""
        logs = [f"{log} ≥ {since}" for each in self._counties.values() for log, _, since in each.moved[1:] if since]
        return f"未能计入的事件 / parked events: {', '.join(sorted(logs)[:10])}" if logs else None

    async def moves(self, county: str) -> AsyncIterator[Mapping[str, int]]:
        """Positions of a county's logs now, and whenever they have moved; at most about three times a second."""
        sent: tuple[Any, ...] | None = None
        while True:
            changed = self._changed
            standing = self._counties.get(county, NOTHING)
            if standing.moved != sent:
                sent = standing.moved
                yield standing.positions
                await asyncio.sleep(PUSH_APART)
            else:
                await changed.wait()

    async def run(self) -> None:
        """Listen and read until cancelled; a lost connection is made anew."""
        while True:
            try:
                await self._listen()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                logger.warning("positions: %s; connecting again", type(error).__name__)
            except Exception:  # whatever it is: without positions nothing is kept, and /readyz says so
                logger.exception("positions cannot be read")
            await asyncio.sleep(1)

    async def _listen(self) -> None:
        connection = await asyncpg.connect(
            self._dsn, timeout=READ_SECONDS, command_timeout=READ_SECONDS, server_settings=_SERVER
        )
        lost = self._pinged.set  # a closed connection wakes the loop, whose next reading then fails
        try:
            await connection.add_listener(CHANNEL, self._ping)
            connection.add_termination_listener(lambda _: lost())
            while True:
                self._pinged.clear()
                await self.read(connection)
                await asyncio.sleep(APART)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._pinged.wait(), AGAIN_AFTER)
        finally:
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await connection.close(timeout=1)

    def _ping(self, *_: object) -> None:
        self._pinged.set()

    async def read(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        """Read the standing of all logs, in one snapshot."""
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            incarnation = await target.incarnation(connection)  # equal positions of another stand for other tables
            logs = await freshness.freshness(connection)
        self.take(incarnation, logs)

    def take(self, incarnation: int, logs: tuple[freshness.LogFreshness, ...]) -> None:
        """Make this the standing, and wake whoever watches when something moved."""
        by_county: dict[str, list[freshness.LogFreshness]] = {}
        for log in logs:
            by_county.setdefault(log.county, []).append(log)
        counties = {county: _standing(incarnation, rows) for county, rows in by_county.items()}
        self._read_at = time.monotonic()
        if counties != self._counties:
            self._counties = counties
            changed, self._changed = self._changed, asyncio.Event()
            changed.set()


def _standing(incarnation: int, logs: list[freshness.LogFreshness]) -> Standing:
    moved = (incarnation, *((log.log, log.position, log.incomplete_since) for log in logs))
    return Standing((moved, *(log.head for log in logs)), {log.log: log.position for log in logs}, moved)
