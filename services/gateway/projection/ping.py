"""Telling the serving processes that logs have moved: NOTIFY on a connection of its own, at most ten times a second."""

import asyncio
import logging
from contextlib import suppress
from typing import LiteralString

import asyncpg
import orjson

from chassis.context import EVERYTHING
from chassis.log.finder import DATABASE_AWAY
from services.gateway.projection.ids import log_county, log_name

CHANNEL = "positions"
APART = 0.1
COMMITS_WITHIN = 0.01
LOOKS = 20

logger = logging.getLogger(__name__)

_POSITIONS: LiteralString = "SELECT log, position FROM projection.log_cursor WHERE log = ANY($1::int[])"
_NOTIFY: LiteralString = "SELECT pg_notify($1, $2)"


class Ping:
    """Says which positions logs have reached, soon after their transactions have committed."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._moved: dict[int, int] = {}
        """Log → how often it was looked at since it was said to move."""
        self._told: dict[int, int] = {}
        self._news = asyncio.Event()

    def moved(self, log: int) -> None:
        """A log's cursor moves in a transaction that is about to commit."""
        self._moved[log] = 0
        self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Tell until `stop` is set; a lost connection is made anew. What is not told, others find by reading."""
        stopping = asyncio.create_task(stop.wait())
        telling = asyncio.create_task(self._lasting())
        await asyncio.wait([stopping, telling], return_when=asyncio.FIRST_COMPLETED)
        if telling.done():
            telling.result()  # a defect: let the process end loudly
        for task in (telling, stopping):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _lasting(self) -> None:
        while True:
            try:
                await self._tell()
            except (*DATABASE_AWAY, asyncpg.PostgresError) as error:
                logger.warning("positions are not told: %r", error)
                await asyncio.sleep(1)

    async def _tell(self) -> None:
        connection = await asyncpg.connect(self._dsn, timeout=5, command_timeout=5, server_settings=EVERYTHING.settings)
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                await asyncio.sleep(COMMITS_WITHIN)
                told = await self._look(connection)
                if self._moved:
                    self._news.set()
                await asyncio.sleep(APART if told else 0)
        finally:
            connection.terminate()

    async def _look(self, connection: "asyncpg.Connection[asyncpg.Record]") -> bool:
        """Tell what has moved; whether anything had."""
        asked = list(self._moved)
        news: dict[str, dict[str, int]] = {}
        for row in await connection.fetch(_POSITIONS, asked):
            log, position = row["log"], row["position"]
            if self._told.get(log) != position:
                self._told[log] = position
                self._moved.pop(log, None)
                news.setdefault(log_county(log), {})[log_name(log)] = position
        for county, logs in news.items():
            message = orjson.dumps({"county": county, "logs": logs}).decode()
            await connection.execute(_NOTIFY, CHANNEL, message)
        for log in asked:  # not committed yet, or rolled back
            if log in self._moved:
                self._moved[log] += 1
                if self._moved[log] > LOOKS:
                    del self._moved[log]
        return bool(news)
