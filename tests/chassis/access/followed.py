"""Membership with its relay, and a second service that folds its appointments: started and stopped part by part."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI

from chassis.access.fold import authority_fold
from chassis.app import create_app
from chassis.log.checkpoint import Signer
from chassis.log.feed import FeedClient
from chassis.log.fold import Fold
from chassis.log.publisher import Publisher
from chassis.log.relay import Relay
from chassis.postgres import Database
from chassis.settings import Settings
from contracts.offices import Office
from services.assistance.main import service as assistance
from tests.support.issuer import Issuer
from tests.support.person import Person
from tests.support.running import Running, running, serving

DECIDED = "2026-03-02"


@dataclass
class Followed:
    """A county's organiser at membership, and the assistance service that learns from it."""

    county: str
    membership: Running
    url: str
    app: FastAPI
    http: httpx.AsyncClient
    issuer: Issuer
    database: Database
    fold: Fold
    stops: dict[str, tuple[asyncio.Event, asyncio.Task[None]]] = field(default_factory=dict)

    def run(self, name: str, part: Any) -> None:
        """Start a part: `relay` or `fold`."""
        stop = asyncio.Event()
        self.stops[name] = (stop, asyncio.create_task(part(stop)))

    async def stop(self, name: str) -> None:
        """Stop a part, if it runs."""
        if name in self.stops:
            stop, task = self.stops.pop(name)
            stop.set()
            await asyncio.wait_for(task, 20)

    @property
    def organiser(self) -> Person:
        """Who appoints."""
        return self.membership.person(Office.COUNTY_ORGANISER, self.county)

    async def appoint(self, account: str, holds: str = "township-clerk", area: str | None = None) -> str:
        """An appointment by command; answers its id."""
        body = {"account": account, "holds": holds, "area": area or f"{self.county}100", "occurred_on": DECIDED}
        return str((await self.organiser.done("/appointments", body))["id"])

    async def end(self, appointment: str) -> None:
        """Ended by command."""
        body = {"reason": "transferred", "occurred_on": DECIDED}
        await self.organiser.done(f"/appointments/{appointment}/end", body, revision=1)

    def person(self, account: str) -> Person:
        """Whoever signs in with this account, at the service that follows."""
        return Person(self.http, self.issuer.token(account))

    async def code(self, account: str, path: str = "/households") -> str:
        """`ok`, or the code of the refusal of a read."""
        answer = await self.person(account).get(path)
        return "ok" if answer.status_code == 200 else str(answer.json()["code"])

    async def becomes(self, account: str, code: str, within: float = 10) -> None:
        """Wait until that is the answer; AssertionError."""
        async with asyncio.timeout(within):
            while await self.code(account) != code:
                await asyncio.sleep(0.05)


@asynccontextmanager
async def following(
    county: str, settings_of: Any, issuer: Issuer, publisher: Publisher | None = None
) -> AsyncIterator[Followed]:
    """Both services on databases of their own; the relay, with its way to Kafka if there is one, and the fold run."""
    async with AsyncExitStack() as stack:
        own: Settings = await settings_of("membership")
        membership = await stack.enter_async_context(running("membership", own, issuer))
        settings: Settings = await settings_of("assistance")
        database = Database(settings.database_url, size=2, everything=True)
        await database.open()
        stack.push_async_callback(database.close)
        feed = await stack.enter_async_context(FeedClient("membership", membership.url, own.feed_token))
        url, app = await stack.enter_async_context(serving(create_app(assistance, settings)))
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=30))
        fold = authority_fold(database.pool, feed)
        made = Followed(county, membership, url, app, http, issuer, database, fold)
        key = own.signing_key
        assert key is not None
        relay = Relay(own.database_url, "membership", publisher, Signer.load("membership", key))
        made.run("relay", relay.run)
        made.run("fold", fold.run)
        try:
            yield made
        finally:
            for name in list(made.stops):
                with suppress(TimeoutError):
                    await made.stop(name)
