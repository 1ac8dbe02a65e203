"""/api/<service>/…: one origin for all services. Streams both ways; forwards the person's token unchanged."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from typing import Final

import aiohttp
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from yarl import URL

from chassis.refusal import BodyLate, Refusal, TooLarge
from chassis.web.body import SLOWEST, in_time
from chassis.web.limits import entered
from chassis.web.problems import refused

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 3.0
SILENT_SECONDS = 30.0  # between two pieces of an answer
DEADLINE = 120.0  # and as long as a large body may take to come
BODY_MOST = 32 * 1024 * 1024  # imports; the services set narrower limits for commands
CHUNK = 64 * 1024

HOP_BY_HOP: Final = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
OURS: Final = {"host", "content-length", "forwarded", "expect", "cookie"}
# What services say to each other and to their operators is not for this door.
INSIDE: Final = {"log", "witness", "livez", "readyz", "metrics"}


class UnknownService(Refusal):
    """No service of this name, or not for this door."""

    status = 404
    code = "unknown-service"
    zh = "没有这个服务"
    en = "There is no such service"


class ServiceAway(Refusal):
    """The service does not answer."""

    status = 503
    code = "service-away"
    zh = "服务 {service} 暂不可用，请稍后再试"
    en = "The service {service} is away: try again shortly"


class ServiceSlow(Refusal):
    """The service took the request and did not answer in time; whether it was done is not known here."""

    status = 504
    code = "service-slow"
    zh = "服务 {service} 未按时答复，请以同一 Idempotency-Key 重试"
    en = "The service {service} did not answer in time: repeat with the same Idempotency-Key"


class Proxy:
    """Forwards to the services' base URLs."""

    def __init__(self, services: Mapping[str, str]) -> None:
        self._services = {name: url.rstrip("/") for name, url in services.items() if name != "gateway"}
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make the connections' pool."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=200, keepalive_timeout=15),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("User-Agent", "Accept-Encoding", "Accept"),
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    async def __call__(self, request: Request) -> Response:
        """Forward one request; a problem when the service is unknown, away or slow, or the body late."""
        name = request.path_params["service"]
        base = self._services.get(name)
        segments = request.path_params["path"].lower().split("/")
        if base is None or segments[0] in INSIDE or {".", ".."} & set(segments):
            return refused(UnknownService())
        try:
            if _announced(request) > BODY_MOST:
                return refused(TooLarge(limit=BODY_MOST))
        except ValueError:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        body = _Body(request)
        try:
            with entered(request.app.state):
                answer = await self._sent(request, base, body)
        except (TimeoutError, aiohttp.ClientError) as error:
            if body.failure:
                raise body.failure from error
            return self._failed(name, error)
        return StreamingResponse(_pieces(answer), answer.status, _back(answer))

    async def _sent(self, request: Request, base: str, body: "_Body") -> aiohttp.ClientResponse:
        if self._session is None:
            raise aiohttp.ClientConnectionError
        prefix = f"/api/{request.path_params['service']}"
        path = request.scope["raw_path"].decode("ascii").removeprefix(prefix) or "/"
        query = request.scope["query_string"].decode("ascii")
        url = URL(f"{base}{path}" + (f"?{query}" if query else ""), encoded=True)
        has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
        return await self._session.request(
            request.method,
            url,
            headers=_onward(request, prefix),
            data=body.pieces() if has_body else None,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(
                total=DEADLINE + _announced(request) / SLOWEST, sock_connect=CONNECT_SECONDS, sock_read=SILENT_SECONDS
            ),
        )

    @staticmethod
    def _failed(name: str, error: Exception) -> Response:
        logger.warning("service %s: %s", name, type(error).__name__)
        connecting = isinstance(error, aiohttp.ConnectionTimeoutError | aiohttp.ClientConnectorError)
        if isinstance(error, TimeoutError) and not connecting:
            return refused(ServiceSlow(service=name))
        return refused(ServiceAway(service=name, retry_after=2))


class _Body:
    """The request's body, piece by piece, ended when it grows too large, comes too slowly or its sender leaves."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.failure: Exception | None = None

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            async for piece in in_time(self._request.stream(), BODY_MOST):
                if piece:
                    yield piece
        except (ClientDisconnect, BodyLate, TooLarge) as failure:
            self.failure = failure
            raise aiohttp.ClientPayloadError from failure


def _announced(request: Request) -> int:
    """The bytes that its body is said to have. ValueError."""
    return int(request.headers.get("content-length") or 0)


def _onward(request: Request, prefix: str) -> list[tuple[str, str]]:
    """Headers for the service: end-to-end ones, and whence it came. X-Forwarded-* of the client are dropped."""
    named = {name.strip().lower() for name in request.headers.get("connection", "").split(",")}
    dropped = HOP_BY_HOP | OURS | named
    headers = [
        (name, value)
        for name, value in request.headers.items()
        if name not in dropped and not name.startswith("x-forwarded-")
    ]
    if request.headers.get("content-length", "0") != "0":
        headers.append(("content-length", request.headers["content-length"]))
    client = request.client.host if request.client else "unknown"
    headers += [
        ("x-forwarded-for", client),
        ("x-forwarded-proto", request.url.scheme),
        ("x-forwarded-host", request.headers.get("host", "")),
        ("x-forwarded-prefix", prefix),
    ]
    return headers


def _back(answer: aiohttp.ClientResponse) -> dict[str, str]:
    """End-to-end headers of the answer. The services send none twice."""
    named = {name.strip().lower() for name in answer.headers.get("connection", "").split(",")}
    dropped = HOP_BY_HOP | named | {"server", "date", "set-cookie"}
    headers = {name: value for name, value in answer.headers.items() if name.lower() not in dropped}
    if answer.status == HTTPStatus.REQUEST_TIMEOUT:
        headers["Connection"] = "close"
    return headers


async def _pieces(answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.content.iter_chunked(CHUNK):
            yield piece
    except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
        # the status is out: ending the connection is the only honest sign left
        raise ConnectionResetError from error
    finally:
        answer.close()
