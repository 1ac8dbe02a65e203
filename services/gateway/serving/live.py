"""The subscription's socket: graphql-transport-ws only, by Origin and token, for as long as the token lives."""

import asyncio
import inspect
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import orjson
from graphql import ExecutionResult, OperationType, subscribe
from prometheus_client import Gauge
from starlette.websockets import WebSocket, WebSocketDisconnect

from chassis.access.principal import Principal
from chassis.refusal import Refusal
from services.gateway.graph.refusals import OverSocket
from services.gateway.graph.schema import CORE
from services.gateway.serving import errors, http
from services.gateway.serving.documents import Invalid, Operation
from services.gateway.serving.endpoint import Gateway
from services.gateway.serving.strangers import address

PROTOCOL = "graphql-transport-ws"
SOCKETS_MOST = 1_000
OF_ONE_ACCOUNT = 30  # tabs of one person
UNKNOWN_OF_ONE_ADDRESS = 50  # sockets that have not said yet whose they are; they have INIT_SECONDS for it
UNKNOWN_MOST = 500
SUBSCRIPTIONS_MOST = 4
MESSAGE_MOST = 64 * 1024
INIT_SECONDS = 5.0
SEND_SECONDS = 10.0
PING_SECONDS = 25.0
WATCH_SECONDS = 0.3  # how often the appointments of open sockets are looked at
SILENT_SECONDS = 60.0  # a client that answers no ping for so long is gone

logger = logging.getLogger(__name__)
OPEN = Gauge("gonghui_graphql_sockets", "Open sockets")

BAD, FORBIDDEN, UNAUTHORIZED, NOT_ACCEPTABLE = 4400, 4403, 4401, 4406
INIT_TIMEOUT, TAKEN, TOO_MANY_INITS, TRY_LATER, GOING_AWAY = 4408, 4409, 4429, 1013, 1001


class Closing(Exception):
    """The socket is to be closed with a code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def same_origin(headers: Mapping[str, str], allowed: tuple[str, ...]) -> bool:
    """Whether a browser's page may open the socket: one of this host, or an allowed one. Programs send no Origin."""
    origin = headers.get("origin")
    return origin is None or origin in allowed or urlsplit(origin).netloc == headers.get("host")


class Live:
    """Opens sockets; a bounded number of them."""

    def __init__(self, gateway: Gateway, allowed_origins: tuple[str, ...] = (), most: int = SOCKETS_MOST) -> None:
        self._gateway = gateway
        self._allowed = allowed_origins
        self._most = most
        self._open: dict[_Socket, None] = {}  # the oldest first

    async def __call__(self, websocket: WebSocket) -> None:
        """Serve one socket until it closes."""
        if not same_origin(websocket.headers, self._allowed):
            await websocket.close(FORBIDDEN)  # before it is accepted: HTTP 403
            return
        offered = websocket.scope.get("subprotocols") or []
        await websocket.accept(subprotocol=PROTOCOL if PROTOCOL in offered else None)
        if PROTOCOL not in offered:
            await websocket.close(NOT_ACCEPTABLE, "Subprotocol not acceptable")
            return
        self._make_room(where := address(websocket.scope))
        socket = _Socket(websocket, self._gateway, where, self._admit)
        self._open[socket] = None
        OPEN.set(len(self._open))
        try:
            await socket.serve()
        finally:
            self._open.pop(socket, None)
            OPEN.set(len(self._open))

    def _make_room(self, where: str) -> None:
        """Close the longest open of those that have not said whose they are: who means it says so at once."""
        unknown = [socket for socket in self._open if socket.account is None]
        near = [socket for socket in unknown if socket.where == where]
        if len(near) >= UNKNOWN_OF_ONE_ADDRESS or len(unknown) >= UNKNOWN_MOST:
            (near or unknown)[0].stop(Closing(TRY_LATER, "Too many sockets"))

    def _admit(self, account: str) -> None:
        """Refuse who has too many open, or comes when there are too many in all: Closing."""
        known = [socket.account for socket in self._open if socket.account is not None]
        if len(known) >= self._most or known.count(account) >= OF_ONE_ACCOUNT:
            raise Closing(TRY_LATER, "Too many sockets")

    async def watch(self) -> None:
        """Close the sockets of people whose appointment has ended, until cancelled."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            held = {socket.appointment for socket in self._open if socket.appointment}
            if not held:
                continue
            try:
                still = await self._gateway.access.authority.holding(list(held))
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
                logger.warning("appointments of open sockets could not be read: %s", type(error).__name__)
                continue
            for socket in list(self._open):
                if socket.appointment and socket.appointment not in still and socket.appointment in held:
                    socket.stop(Closing(FORBIDDEN, "The appointment has ended"))

    async def close(self) -> None:
        """Tell every client that this process stops."""
        for socket in list(self._open):
            socket.stop(Closing(GOING_AWAY, "The gateway stops"))


class _Socket:
    """One socket, one person."""

    def __init__(self, websocket: WebSocket, gateway: Gateway, where: str, admit: Callable[[str], None]) -> None:
        self.where = where
        self.account: str | None = None
        """Whose it is, once that is known."""
        self._admit = admit
        self._websocket = websocket
        self._gateway = gateway
        self._language = http.language_of(websocket.headers.get("accept-language", ""))
        self._subscriptions: dict[str, asyncio.Task[None]] = {}
        self.appointment: UUID | None = None
        self._heard = time.monotonic()
        self._end: asyncio.Future[Closing] = asyncio.get_running_loop().create_future()

    def stop(self, closing: Closing) -> None:
        """Close as soon as possible; the first reason counts."""
        if not self._end.done():
            self._end.set_result(closing)

    async def serve(self) -> None:
        reading = asyncio.create_task(self._read())
        closing: Closing | None = None
        try:
            ends: list[asyncio.Future[Any]] = [reading, self._end]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            closing = self._end.result() if self._end.done() else None
        finally:
            tasks = [reading, *self._subscriptions.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if closing:
                with suppress(RuntimeError, WebSocketDisconnect, OSError, TimeoutError):
                    async with asyncio.timeout(SEND_SECONDS):
                        await self._websocket.close(closing.code, closing.reason)

    async def _read(self) -> None:
        try:
            principal = await self._opened()
            keeping = asyncio.create_task(self._keep(principal))
            try:
                while True:
                    await self._take(await self._message(), principal)
            finally:
                keeping.cancel()
        except Closing as closing:
            self.stop(closing)
        except WebSocketDisconnect:
            return

    async def _message(self) -> dict[str, Any]:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        if text is None or len(text) > MESSAGE_MOST:
            raise Closing(BAD, "Messages are text of at most 64 KiB")
        self._heard = time.monotonic()
        try:
            parsed = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise Closing(BAD, "Invalid JSON") from error
        if not isinstance(parsed, dict) or not isinstance(parsed.get("type"), str):
            raise Closing(BAD, "Invalid message")
        return parsed

    async def _opened(self) -> Principal:
        """Wait for connection_init, answer it; the asker. Pings may come before it."""
        try:
            async with asyncio.timeout(INIT_SECONDS):
                message = await self._message()
                while message["type"] in {"ping", "pong"}:
                    await self._pong(message)
                    message = await self._message()
        except TimeoutError as error:
            raise Closing(INIT_TIMEOUT, "Connection initialisation timeout") from error
        if message["type"] == "subscribe":
            raise Closing(UNAUTHORIZED, "Unauthorized")
        if message["type"] != "connection_init":
            raise Closing(BAD, "Invalid message")
        payload = message.get("payload")
        try:
            principal = await self._gateway.access.principal(_headers(payload if isinstance(payload, dict) else {}))
        except Refusal as refusal:
            raise Closing(FORBIDDEN, "Forbidden") from refusal
        self._admit(principal.subject)
        self.account, self.appointment = principal.subject, principal.appointment
        await self._send({"type": "connection_ack"})
        return principal

    async def _keep(self, principal: Principal) -> None:
        """Ping, notice silence, and close when the token ends."""
        while True:
            left = principal.expires - time.time()
            if left <= 0:
                self.stop(Closing(FORBIDDEN, "The token has expired"))
                return
            await asyncio.sleep(min(left, PING_SECONDS))
            if time.monotonic() - self._heard > SILENT_SECONDS:
                self.stop(Closing(INIT_TIMEOUT, "Silent"))
                return
            if principal.expires > time.time() and not await self._pinged():
                return

    async def _pinged(self) -> bool:
        try:
            await self._send({"type": "ping"})
        except Closing as closing:
            self.stop(closing)
            return False
        return True

    async def _take(self, message: dict[str, Any], principal: Principal) -> None:
        kind = message["type"]
        if kind == "ping":
            await self._pong(message)
        elif kind == "subscribe":
            await self._subscribe(message, principal)
        elif kind == "complete":
            self._forget(_id(message))
        elif kind == "connection_init":
            raise Closing(TOO_MANY_INITS, "Too many initialisation requests")
        elif kind != "pong":
            raise Closing(BAD, "Invalid message")

    async def _pong(self, message: dict[str, Any]) -> None:
        if message["type"] == "ping":
            await self._send({"type": "pong"})

    async def _subscribe(self, message: dict[str, Any], principal: Principal) -> None:
        name = _id(message)
        if name in self._subscriptions:
            raise Closing(TAKEN, f"Subscriber for {name} already exists")
        if len(self._subscriptions) >= SUBSCRIPTIONS_MOST:
            raise Closing(BAD, "Too many subscriptions")
        try:
            sent = http.sent_of(message.get("payload"))
            operation = self._gateway.document_of(sent, principal).operation(sent.operation)
            if operation.kind is not OperationType.SUBSCRIPTION:
                raise OverSocket
            await self._gateway.authorise(operation, principal, sent.variables)
        except Refusal as refusal:
            await self._send({"id": name, "type": "error", "payload": [errors.refused(refusal, self._language)]})
            return
        except Invalid as invalid:
            shown = [errors.formatted(error, self._language) for error in invalid.errors]
            await self._send({"id": name, "type": "error", "payload": shown})
            return
        self._subscriptions[name] = asyncio.create_task(self._push(name, operation, sent.variables, principal))

    async def _push(self, name: str, operation: Operation, variables: Mapping[str, Any], principal: Principal) -> None:
        try:
            async with self._gateway.asking(principal) as asking:
                source = subscribe(
                    CORE,
                    operation.document.node,
                    context_value=asking,
                    variable_values=dict(variables),
                    operation_name=operation.name,
                    hide_suggestions=not principal.explorer,
                )
                found = await source if inspect.isawaitable(source) else source
                if isinstance(found, ExecutionResult):
                    shown = [errors.formatted(error, self._language) for error in found.errors or ()]
                    await self._send({"id": name, "type": "error", "payload": shown})
                    return
                await self._next(name, found)
            await self._send({"id": name, "type": "complete"})
        except Closing as closing:
            self.stop(closing)
        finally:
            self._subscriptions.pop(name, None)

    async def _next(self, name: str, results: AsyncIterator[ExecutionResult]) -> None:
        async for result in results:
            payload: dict[str, Any] = {"data": result.data}
            if result.errors:
                payload["errors"] = [errors.formatted(error, self._language) for error in result.errors]
            await self._send({"id": name, "type": "next", "payload": payload})

    def _forget(self, name: str) -> None:
        task = self._subscriptions.pop(name, None)
        if task:
            task.cancel()

    async def _send(self, message: dict[str, Any]) -> None:
        """Send within the deadline; a client that does not read is left."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._websocket.send_text(orjson.dumps(message).decode())
        except (TimeoutError, RuntimeError, WebSocketDisconnect, OSError) as error:
            raise Closing(GOING_AWAY, "The client does not read") from error


def _headers(payload: dict[str, Any]) -> dict[str, str]:
    """A browser's socket has no headers of its own: they come in the first message."""
    return {name.lower(): value for name, value in payload.items() if isinstance(value, str)}


def _id(message: dict[str, Any]) -> str:
    name = message.get("id")
    if not isinstance(name, str) or not name:
        raise Closing(BAD, "Invalid message")
    return name
