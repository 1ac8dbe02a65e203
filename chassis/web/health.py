"""/livez says the process runs, /readyz whether it can do its work and if not why, /metrics what it did."""

import time
from collections.abc import Awaitable, Callable
from functools import lru_cache

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Check = Callable[[], Awaitable[str | None]]

REQUESTS = Counter("gonghui_http_requests_total", "Requests", ("method", "route", "status"))
SECONDS = Histogram(
    "gonghui_http_request_seconds",
    "Duration of requests",
    ("method", "route"),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


GONE = 499  # counted when the client left before anything was answered


class Health:
    """Named checks. Each answers None when well, otherwise the reason in words."""

    def __init__(self) -> None:
        self.checks: dict[str, Check] = {}
        # degraded: shown, but the process still takes work (Kafka away: commands go on)
        self.notes: dict[str, Check] = {}
        self.stopping = False

    async def report(self) -> tuple[bool, dict[str, str]]:
        """Whether ready, and every reason that is not well."""
        reasons = {name: found for name, check in self.checks.items() if (found := await _asked(check))}
        if self.stopping:
            reasons["process"] = "stopping"
        notes = {name: found for name, check in self.notes.items() if (found := await _asked(check))}
        return not reasons, {**reasons, **notes}

    def routes(self) -> list[Route]:
        """The three routes."""

        async def livez(_: Request) -> Response:
            return Response(b'{"status":"alive"}', media_type="application/json")

        async def readyz(_: Request) -> Response:
            ready, reasons = await self.report()
            body = {"status": "ready" if ready else "not-ready", "reasons": reasons}
            return Response(orjson.dumps(body), 200 if ready else 503, media_type="application/json")

        async def metrics(_: Request) -> Response:
            return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

        return [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _asked(check: Check) -> str | None:
    try:
        return await check()
    except Exception as error:  # noqa: BLE001 - a check that fails is itself the reason
        return type(error).__name__


class Measured:
    """Pure ASGI middleware: rate, errors and duration per route template."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Time one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = GONE

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            route = _template(scope)
            requests, seconds = _series(scope["method"], route, status)
            requests.inc()
            seconds.observe(time.perf_counter() - started)


@lru_cache(maxsize=1024)
def _series(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """The two series of a kind of request: finding them by labels costs more than counting."""
    return REQUESTS.labels(method, route, str(status)), SECONDS.labels(method, route)


def _template(scope: Scope) -> str:
    """The matched route's path. FastAPI names the route for its own endpoints only; others are found by endpoint."""
    route = scope.get("route")
    if route is None and "endpoint" in scope:
        asked = scope["endpoint"]
        route = next((each for each in scope["app"].routes if getattr(each, "endpoint", None) is asked), None)
    return getattr(route, "path", "unmatched")
