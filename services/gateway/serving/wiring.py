"""Puts the gateway's parts together on the application, and starts and stops what runs beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.routing import Route, WebSocketRoute

from services.gateway.serving import session
from services.gateway.serving.cache import Cache
from services.gateway.serving.console import Console
from services.gateway.serving.documents import Documents, console_documents, own_documents
from services.gateway.serving.endpoint import Endpoint, Gateway
from services.gateway.serving.live import Live
from services.gateway.serving.proxy import Proxy
from services.gateway.serving.strangers import Strangers
from services.gateway.serving.versions import Versions
from services.gateway.settings import GatewaySettings

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def put_together(app: FastAPI) -> None:
    """Mount everything. The most asked route stands first, the console's catch-all last."""
    state = app.state
    own = GatewaySettings()
    documents = Documents([*console_documents(own.console_dist), *own_documents()])
    gateway = Gateway(
        access=state.access,
        documents=documents,
        cache=Cache(own.cache_bytes),
        versions=Versions(state.settings.database_url),
        database=state.database,
        clock=state.clock,
    )
    live = Live(gateway, own.allowed_origins, own.sockets_most)
    proxy = Proxy(state.settings.service_urls)
    state.gateway, state.live, state.proxy = gateway, live, proxy
    app.add_middleware(Strangers, known=state.access.tokens.knows)
    state.health.checks["positions"] = gateway.versions.known
    state.health.notes["parked"] = gateway.versions.incomplete
    app.router.routes[:0] = [Route("/graphql", Endpoint(gateway)), WebSocketRoute("/graphql", live.__call__)]
    app.router.routes.extend(
        [
            *session.ROUTES,
            Route("/api/{service}/{path:path}", proxy.__call__, methods=METHODS),
        ]
    )


def mount_console(app: FastAPI) -> None:
    """Mount the console behind everything else."""
    app.router.routes.extend(Console(app.state.settings, GatewaySettings()).routes())


@asynccontextmanager
async def beside(app: FastAPI) -> AsyncIterator[None]:
    """While the application runs: positions are read, the proxy's connections are open."""
    state = app.state
    await state.proxy.open()
    running = [asyncio.create_task(part) for part in (state.gateway.versions.run(), state.live.watch())]
    try:
        yield
    finally:
        await state.live.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await state.proxy.close()
