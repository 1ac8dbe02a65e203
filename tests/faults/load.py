"""Clerks who write notes and, when no answer comes, send the same note again until one does."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import asyncpg
import httpx

from contracts.offices import Office
from tests.backbone.ledger import roots
from tests.backbone.writing import COUNTIES
from tests.faults.stand import Stand, until
from tests.support import databases
from tests.support.appointing import account, appoint
from tests.support.issuer import Issuer

_texts = itertools.count(1)
CLERKS = 6
PAUSE = 0.06
MINUTE = 60


@dataclass
class Load:
    """Commands sent to the notes service; `acknowledged` holds the events of all that were answered with success."""

    stand: Stand
    issuer: Issuer
    acknowledged: list[UUID] = field(default_factory=list)
    _tokens: dict[str, tuple[float, str]] = field(default_factory=dict)
    repeated: int = 0
    refused: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Load"]:
        """Write until the block ends and every command is answered."""
        ended = asyncio.Event()
        clerks = [asyncio.create_task(self._clerk(ended, county)) for county in COUNTIES * (CLERKS // len(COUNTIES))]
        try:
            yield self
            ended.set()
            async with asyncio.timeout(60):
                await asyncio.gather(*clerks)
        finally:
            for clerk in clerks:
                clerk.cancel()

    async def write(self, count: int, county: str = COUNTIES[0]) -> None:
        """Write some notes, one after another."""
        async with self.client() as http:
            for _ in range(count):
                await self._note(http, county)

    async def _clerk(self, ended: asyncio.Event, county: str) -> None:
        async with self.client() as http:
            while not ended.is_set():
                await self._note(http, county)
                await asyncio.sleep(PAUSE)

    def client(self) -> httpx.AsyncClient:
        """A connection to the notes service."""
        return httpx.AsyncClient(base_url=self.stand.url("notes-serve"), timeout=10)

    def text(self) -> str:
        """A text that no other note has."""
        return f"note {next(_texts)}"

    def authorization(self, area: str) -> str:
        """A clerk's bearer token, a new one every minute."""
        made, token = self._tokens.get(area, (0.0, ""))
        if made < time.monotonic() - MINUTE:
            who = account(Office.TOWNSHIP_CLERK, area)
            appoint(self.stand.notes_dsn, who, Office.TOWNSHIP_CLERK, area)
            token = f"Bearer {self.issuer.token(who)}"
            self._tokens[area] = time.monotonic(), token
        return token

    async def _note(self, http: httpx.AsyncClient, county: str) -> None:
        area = f"{county}100"
        body = {"area": area, "text": self.text()}
        key = str(uuid4())
        while True:
            headers = {"Authorization": self.authorization(area), "Idempotency-Key": key}
            try:
                answer = await http.post("/notes", json=body, headers=headers)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code in (200, 201):
                self.acknowledged.append(UUID(answer.json()["eventId"]))
                return
            if answer is not None and answer.status_code < 500 and answer.json()["code"] != "in-flight":
                self.refused.append(answer.text)
                return
            self.repeated += 1
            await asyncio.sleep(0.3)


async def assert_nothing_lost(stand: Stand, acknowledged: list[UUID], within: float = 60) -> None:
    """Each acknowledged command has one event, each event one position, and the ledger is the fold of the log."""
    notes, ledger = (
        await asyncpg.connect(databases.root(stand.notes_dsn)),
        await asyncpg.create_pool(databases.root(stand.ledger_dsn), min_size=1),
    )
    try:
        journalled = [row["event_id"] for row in await notes.fetch("SELECT event_id FROM journal")]
        assert len(acknowledged) == len(set(acknowledged))
        assert set(journalled) == set(acknowledged)
        assert await notes.fetchval("SELECT count(*) FROM note") == len(acknowledged)

        async def level() -> bool:
            rows = await notes.fetch("SELECT county, size, root, published FROM log_head WHERE size > 0")
            heads = {row["county"]: (row["size"], row["root"]) for row in rows}
            complete = sum(size for size, _ in heads.values()) == len(acknowledged)
            published = all(row["published"] == row["size"] for row in rows)
            return complete and published and await roots(ledger) == heads

        await until(level, within, "journal, log, Kafka and ledger are level")
        in_log = await notes.fetch("SELECT event_id FROM log JOIN journal ON journal.id = journal_id ORDER BY ordinal")
        assert sorted(row["event_id"] for row in in_log) == sorted(acknowledged)
        assert await ledger.fetchval("SELECT count(*) FROM ledger_audit WHERE parked") == 0
        assert await ledger.fetchval("SELECT sum(events) FROM ledger_sum") == len(acknowledged)
        assert await ledger.fetchval("SELECT sum(amount) FROM ledger_sum") == len(acknowledged)
    finally:
        await notes.close()
        await ledger.close()
