"""A service under test: its real application on a real port, in the test run's own event loop."""

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from fastapi import FastAPI

from chassis.app import create_app
from chassis.settings import Settings
from contracts.offices import Office
from tests.support.appointing import account, appoint, know_authority
from tests.support.issuer import Issuer
from tests.support.person import Person


@dataclass
class Running:
    """A service that answers at `url`."""

    name: str
    settings: Settings
    app: FastAPI
    url: str
    http: httpx.AsyncClient
    issuer: Issuer

    def person(self, office: Office, area: str, subject: str | None = None, **claims: Any) -> Person:
        """Somebody appointed to an office over an area, who calls this service."""
        appointment = self.appointed(office, area, subject)
        return Person(self.http, self.issuer.token(subject or account(office, area), **claims), appointment)

    def token(self, office: Office, area: str, subject: str | None = None, **claims: Any) -> str:
        """An access token of somebody appointed here to an office over an area."""
        self.appointed(office, area, subject)
        return self.issuer.token(subject or account(office, area), **claims)

    def appointed(self, office: Office, area: str, subject: str | None = None, org: UUID | None = None) -> UUID:
        """The appointment of an account (by default the office's own) in this service's database, made when missing."""
        return appoint(self.settings.database_url, subject or account(office, area), office, area, org)


@asynccontextmanager
async def running(name: str, settings: Settings, issuer: Issuer) -> AsyncIterator[Running]:
    """Start a service's application (its `service` in main.py) on a free port."""
    main = importlib.import_module(f"services.{name}.main")
    know_authority(settings.database_url)
    async with (
        serving(create_app(main.service, settings)) as (url, app),
        httpx.AsyncClient(base_url=url, timeout=30) as http,
    ):
        yield Running(name, settings, app, url, http, issuer)


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[tuple[str, FastAPI]]:
    """Serve an application on a free port of 127.0.0.1; yields its URL."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="warning", access_log=False, lifespan="on", proxy_headers=False
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    while not server.started:
        if task.done():
            task.result()
            message = "the application did not start"
            raise RuntimeError(message)
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}", app
    finally:
        server.should_exit = True
        await asyncio.wait_for(task, 20)
