"""The witness of a service's logs: what another service knows of them, and what that means for a relay that starts.

A restored or promoted database agrees with itself, so a relay asks somebody else before it gives out positions: the
gateway for the services, the membership service for the gateway. Commands go on while it waits for the answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import aiohttp
import asyncpg
import orjson
from fastapi import APIRouter, Response

from chassis.context import EVERYTHING
from chassis.log import merkle, tiles
from chassis.log.checkpoint import witness_name
from chassis.log.entry import timestamp
from chassis.log.feed import County, only_bearer_of
from chassis.log.relay import Known, WitnessSilent
from chassis.log.tiles import Connection
from chassis.refusal import NotFound, Unavailable

DEADLINE = 30.0
"""Seconds a relay waits for the answer: the witness reads Kafka to its end first."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What the witness knows of a county's log: how far it goes, and the last checkpoint that it cosigned."""

    county: str
    generation: int
    size: int
    root: bytes
    note: str | None = None
    cosigned_at: datetime | None = None


Knowing = Callable[[str], Awaitable[Sequence[Witnessed]]]
"""What is known of a service's logs, after everything that Kafka held when it was called. WitnessSilent."""


def witness_routes(knowing: Knowing, token: str) -> APIRouter:
    """GET /witness/{service} and /witness/{service}/{county}, for relays; 503 while the witness cannot vouch."""
    router = APIRouter(prefix="/witness", dependencies=[only_bearer_of(token)], include_in_schema=False)

    async def known(service: str) -> Sequence[Witnessed]:
        try:
            return await knowing(service)
        except WitnessSilent as silent:
            raise Unavailable(what=str(silent)) from silent

    @router.get("/{service}")
    async def all_counties(service: str) -> Response:
        logs = [_json(log) for log in await known(service)]
        return Response(orjson.dumps({"logs": logs}), media_type="application/json")

    @router.get("/{service}/{county}")
    async def one_county(service: str, county: County) -> Response:
        for log in await known(service):
            if log.county == county:
                return Response(orjson.dumps(_json(log)), media_type="application/json")
        raise NotFound

    return router


class WitnessClient:
    """Asks a service's witness and judges the answer. Call it with the heads: it is the relay's `Witness`."""

    def __init__(self, service: str, url: str, token: str, dsn: str, deadline: float = DEADLINE) -> None:
        """`url` of the witness's `serve`, `dsn` of the service's own database, `deadline` in seconds."""
        self.service = service
        self._url = f"{url.rstrip('/')}/witness/{service}"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._dsn = dsn
        self._deadline = deadline

    async def __call__(self, heads: Mapping[str, Known]) -> Mapping[str, str]:
        """Reason by county for each log that its witness knows longer or otherwise; WitnessSilent."""
        witnessed = {log.county: log for log in await self._ask()}
        unknown = [county for county, head in heads.items() if head.size and county not in witnessed]
        if unknown:
            message = f"the witness has not seen {self.service}/{unknown[0]} yet"
            raise WitnessSilent(message)
        connection = await asyncpg.connect(self._dsn, timeout=10, server_settings=EVERYTHING.settings)
        try:
            judged = {county: await judge(connection, heads.get(county), log) for county, log in witnessed.items()}
        finally:
            await connection.close()
        return {county: reason for county, reason in judged.items() if reason}

    async def _ask(self) -> list[Witnessed]:
        try:
            async with (
                asyncio.timeout(self._deadline),
                aiohttp.ClientSession(headers=self._headers) as session,
                session.get(self._url, allow_redirects=False) as answer,
            ):
                told = orjson.loads(await answer.read())
                if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
                    raise WitnessSilent(f"the witness of {self.service} is silent: {told['detail_en']}")
                answer.raise_for_status()
                return [_parsed(log) for log in told["logs"]]
        except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
            message = f"the witness of {self.service} at {self._url} does not answer: {error!r}"
            raise WitnessSilent(message) from error


async def judge(connection: Connection, head: Known | None, log: Witnessed) -> str | None:
    """Why the database's log is not the one that its witness knows; None when it is that log, or begins with it.

    `head` is the log's in the database that `connection` reaches. A log forked by an operator has a generation that
    its witness need not know yet.
    """
    own = head or Known(1, 0, merkle.EMPTY_ROOT)
    if own.generation > log.generation:
        return None
    if own.generation < log.generation:
        return f"generation {own.generation}, the witness knows {log.generation}"
    if own.size < log.size:
        return f"{own.size} events, the witness knows {log.size}"
    tree = await merkle.range_at(tiles.reader(connection, log.county), log.size)
    if tree.root != log.root:
        return f"another log than the {log.size} events that the witness knows"
    return None


def witness_of(service: str, service_urls: Mapping[str, str], token: str, dsn: str) -> WitnessClient | None:
    """The client that asks the service's witness; None when no address of it is set (a service on its own)."""
    url = service_urls.get(witness_name(service))
    return WitnessClient(service, url, token, dsn) if url else None


def _json(log: Witnessed) -> dict[str, object]:
    return {
        "county": log.county,
        "generation": log.generation,
        "size": log.size,
        "root": log.root.hex(),
        "note": log.note,
        "cosigned_at": log.cosigned_at and timestamp(log.cosigned_at),
    }


def _parsed(log: dict[str, object]) -> Witnessed:
    at = log["cosigned_at"]
    return Witnessed(
        str(log["county"]),
        int(str(log["generation"])),
        int(str(log["size"])),
        bytes.fromhex(str(log["root"])),
        None if log["note"] is None else str(log["note"]),
        None if at is None else datetime.fromisoformat(str(at)),
    )
