"""A client that costs little: keep-alive connections over which requests made beforehand are sent one after another."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Self, cast
from urllib.parse import urlsplit

import httptools

Answer = tuple[int, bytes]


class BadAnswer(Exception):
    """An answer of another status than the measurement expects."""


class Connection(asyncio.Protocol):
    """One connection; one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._body: list[bytes] = []

    @classmethod
    async def to(cls, url: str) -> Self:
        """Connect to a base URL of this machine."""
        parts = urlsplit(url)
        _, protocol = await asyncio.get_running_loop().create_connection(cls, parts.hostname or "", parts.port or 80)
        return protocol

    async def ask(self, request: bytes) -> Answer:
        """Send a whole request; status and body of its answer."""
        if self._transport is None:
            raise ConnectionError
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Close."""
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Feed the parser."""
        self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail whoever waits."""
        if self._answer and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("closed"))

    def on_body(self, body: bytes) -> None:
        """A piece of the answer's body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """The answer is whole."""
        body, self._body = b"".join(self._body), []
        status = self._parser.get_status_code()
        if self._answer and not self._answer.done():
            self._answer.set_result((status, body))


def post(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """A whole POST request with a JSON body."""
    head = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


async def ask(url: str, request: bytes) -> Answer:
    """One request on a connection of its own."""
    connection = await Connection.to(url)
    try:
        return await connection.ask(request)
    finally:
        connection.close()


async def flood(url: str, requests: Iterator[bytes], connections: int, seconds: float, expected: int) -> list[float]:
    """Send as fast as answers come; answers each request's duration. BadAnswer when a status is not `expected`."""
    loop = asyncio.get_running_loop()
    took: list[float] = []
    end = loop.time() + seconds

    async def worker(connection: Connection) -> None:
        while (began := loop.time()) < end:
            status, body = await connection.ask(next(requests))
            took.append(loop.time() - began)
            if status != expected:
                raise BadAnswer(status, body[:500])

    await _on_connections(url, connections, worker)
    return took


async def paced(  # noqa: PLR0913 - a load and who hears of it
    url: str,
    requests: Iterator[bytes],
    connections: int,
    rate: float,
    seconds: float,
    answered: Callable[[int, Answer], None],
) -> float:
    """Send `rate` requests a second, evenly; `answered` hears of each by its number. Answers the rate reached."""
    loop = asyncio.get_running_loop()
    began, numbers = loop.time(), iter(range(round(rate * seconds)))

    async def worker(connection: Connection) -> None:
        for number in numbers:
            await asyncio.sleep(began + number / rate - loop.time())
            answered(number, await connection.ask(next(requests)))

    await _on_connections(url, connections, worker)
    return rate * seconds / (loop.time() - began)


async def _on_connections(url: str, connections: int, worker: Callable[[Connection], Awaitable[None]]) -> None:
    opened = [await Connection.to(url) for _ in range(connections)]
    try:
        await asyncio.gather(*(worker(connection) for connection in opened))
    finally:
        for connection in opened:
            connection.close()
