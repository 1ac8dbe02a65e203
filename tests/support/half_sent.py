"""A request whose body is announced and never sent whole, on a connection of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def half_sent(
    url: str, path: str, token: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """POST one byte of a hundred, and leave it at that."""
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {host}",
        f"Authorization: Bearer {token}",
        "Idempotency-Key: half",
        "Content-Type: application/json",
        "Content-Length: 100",
    ]
    writer.write("\r\n".join([*lines, "", "{"]).encode())
    await writer.drain()
    try:
        yield reader, writer
    finally:
        writer.close()


async def answer_to_half(url: str, path: str, token: str) -> tuple[str, str]:
    """Head and body of the answer; the connection has to end with it."""
    async with half_sent(url, path, token) as (reader, _), asyncio.timeout(5):
        head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    return head, body
