"""Both ends of the log feed: the routes a service answers, and the client that reads and checks them.

What Kafka brings, the feed serves too, with the same text and each log's head: whoever misses something gets it here.
"""

import asyncio
from http import HTTPStatus
from secrets import compare_digest
from typing import Annotated, Any, Self

import aiohttp
import orjson
from fastapi import APIRouter, Path, Query, Request, Response, params
from fastapi.responses import PlainTextResponse

from chassis.log.checkpoint import Verifier, origin
from chassis.log.entry import Batch, Entry, Head
from chassis.log.stored import StoredLog
from chassis.refusal import NotFound, Unauthenticated

LIMIT = 5000
WAIT = 5.0
DEADLINE = 10.0
"""Seconds after which a call fails, beyond the time that it was asked to wait."""

County = Annotated[str, Path(pattern=r"^\d{6}$")]
Limit = Annotated[int, Query(ge=1, le=LIMIT)]
After = Annotated[int, Query(ge=0, lt=2**63)]


class FeedUnavailable(Exception):
    """The service's feed did not answer, not in time, or not with a feed's answer: try again."""


class FeedRefused(Exception):
    """The feed does not accept this client (token) or its question."""


def only_bearer_of(token: str) -> params.Depends:
    """A dependency that lets in only who sends the shared secret; with an empty secret, nobody."""
    expected = f"Bearer {token}".encode()

    def check(request: Request) -> None:
        given = request.headers.get("authorization", "").encode("latin-1")
        if not compare_digest(given, expected) or not token:
            raise Unauthenticated

    return params.Depends(check)


def feed_routes(log: StoredLog, token: str, key: Verifier) -> APIRouter:
    """GET /log, /log/keys, /log/{county} and /log/{county}/checkpoint; `key` verifies the service's checkpoints."""
    router = APIRouter(prefix="/log", dependencies=[only_bearer_of(token)], include_in_schema=False)

    @router.get("")
    async def all_counties(
        after: After = 0, limit: Limit = 1000, wait: Annotated[float, Query(ge=0, le=WAIT)] = 0
    ) -> Response:
        return _answer(await log.after(after, limit, wait))

    @router.get("/keys")
    async def keys() -> dict[str, str]:
        origins = [origin(log.service, head.county, head.generation) for head in await log.heads()]
        return {name: key.named(name).vkey for name in origins}

    @router.get("/{county}")
    async def one_county(county: County, after: After = 0, limit: Limit = 1000) -> Response:
        return _answer(await log.county_after(county, after, limit))

    @router.get("/{county}/checkpoint")
    async def checkpoint(county: County) -> Response:
        note = await log.checkpoint(county)
        if note is None:
            raise NotFound
        return PlainTextResponse(note)

    return router


class FeedClient:
    """Reads one service's feed. Every entry that it hands out has the leaf that its text and time give."""

    def __init__(self, service: str, url: str, token: str, deadline: float = DEADLINE) -> None:
        """`url` is the base URL of the service's `serve`; `deadline` in seconds, a long poll's wait comes on top."""
        self.service = service
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        self._deadline = deadline
        self._session: aiohttp.ClientSession | None = None

    async def after(self, ordinal: int, limit: int = 1000, wait: float = 0) -> Batch:
        """Entries of all counties beyond `ordinal`. FeedUnavailable, FeedRefused, ForgedEntry."""
        parameters = {"after": str(ordinal), "limit": str(limit), "wait": str(wait)}
        return self._batch(await self._get("/log", parameters, wait))

    async def county_after(self, county: str, position: int, limit: int = 1000) -> Batch:
        """Entries of one county beyond `position`. FeedUnavailable, FeedRefused, ForgedEntry."""
        return self._batch(await self._get(f"/log/{county}", {"after": str(position), "limit": str(limit)}))

    async def checkpoint(self, county: str) -> str | None:
        """The county's last signed note, unverified; None when there is none yet."""
        note = await self._get(f"/log/{county}/checkpoint", {}, missing_as=b"")
        return note.decode() or None

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        """Open nothing yet; close at the end of the block."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self.close()

    async def _get(
        self, path: str, parameters: dict[str, str], wait: float = 0, missing_as: bytes | None = None
    ) -> bytes:
        """Body of the answer; `missing_as` for a 404, when that may be."""
        if self._session is None:
            self._session = aiohttp.ClientSession(headers=self._headers)
        try:
            async with (
                asyncio.timeout(self._deadline + wait),
                self._session.get(self._url + path, params=parameters, allow_redirects=False) as answer,
            ):
                if answer.status == HTTPStatus.NOT_FOUND and missing_as is not None:
                    return missing_as
                if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR and not answer.ok:
                    message = f"{self.service}: {answer.status} {await answer.text()}"
                    raise FeedRefused(message)
                answer.raise_for_status()
                return await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            message = f"{self.service}: {error!r}"
            raise FeedUnavailable(message) from error

    def _batch(self, body: bytes) -> Batch:
        try:
            parsed = orjson.loads(body)
            heads = [Head(**{**head, "root": bytes.fromhex(head["root"])}) for head in parsed["heads"]]
            return Batch(heads, parsed["ordinal"], [self._entry(row) for row in parsed["entries"]], parsed["idle"])
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            message = f"{self.service}: {error!r}"
            raise FeedUnavailable(message) from error

    def _entry(self, row: dict[str, Any]) -> Entry:
        return Entry(**{**row, "log": self.service, "leaf": bytes.fromhex(row["leaf"])}).checked()


def _answer(batch: Batch) -> Response:
    """The batch as JSON; hashes in hexadecimal."""
    body = {
        "heads": [
            {
                "county": head.county,
                "generation": head.generation,
                "size": head.size,
                "sequenced_at": head.sequenced_at,
                "root": head.root.hex(),
            }
            for head in batch.heads
        ],
        "ordinal": batch.ordinal,
        "idle": batch.idle,
        "entries": [
            {
                "ordinal": entry.ordinal,
                "county": entry.county,
                "position": entry.position,
                "sequenced_at": entry.sequenced_at,
                "leaf": entry.leaf.hex(),
                "traceparent": entry.traceparent,
                "event": entry.event,
            }
            for entry in batch.entries
        ],
    }
    return Response(orjson.dumps(body), media_type="application/json")
