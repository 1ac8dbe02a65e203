"""A request's body: bounded in size, and awaited for a bounded time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request

from chassis.refusal import BodyLate, TooLarge

BODY_SECONDS = 15.0
SMALL = 1024 * 1024  # a body that comes at once, or not at all
SLOWEST = 16 * 1024  # bytes a second, for what is too large to come in that time


@asynccontextmanager
async def awaited() -> AsyncIterator[None]:
    """While a small body comes in. BodyLate when that takes too long."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            yield
    except TimeoutError as error:
        raise BodyLate from error


async def read_body(request: Request, limit: int) -> bytes:
    """The body. TooLarge as soon as it is longer than the limit, whatever its Content-Length says; BodyLate."""
    if int(request.headers.get("content-length") or 0) > limit:
        raise TooLarge(limit=limit)
    body = bytearray()
    if limit > SMALL:
        async for piece in in_time(request.stream(), limit):
            body += piece
        return bytes(body)
    async with awaited():
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise TooLarge(limit=limit)
    return bytes(body)


async def in_time(stream: AsyncIterator[bytes], limit: int) -> AsyncIterator[bytes]:
    """The pieces of a body that is passed on, while they come fast enough and are not too many. BodyLate, TooLarge."""
    loop = asyncio.get_running_loop()
    started, size = loop.time(), 0
    while True:
        try:
            async with asyncio.timeout_at(started + BODY_SECONDS + size / SLOWEST):
                piece = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise BodyLate from error
        size += len(piece)
        if size > limit:
            raise TooLarge(limit=limit)
        yield piece
