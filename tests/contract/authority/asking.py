"""One cell asked of a service over HTTP, and what its answer means for authority."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID, uuid4

import aiohttp
import orjson

from contracts.offices import Office
from tests.contract.authority.ground import Ground
from tests.contract.authority.places import REACHED, Spot, Standing
from tests.support.running import Running

AT_ONCE = 24
ALLOWED, WRONG_OFFICE, ABSENT = "allowed", "office-may-not", "as if absent"
OTHER_REVISION = "999"
# What is answered before, or instead of, an action's own code; and never by who may.
BEFORE = {
    "authority-not-caught-up", "authority-stale", "busy", "idempotency-key-required", "in-flight", "invalid-values",
    "malformed", "no-appointment", "not-found", "office-may-not", "too-many-requests", "unauthenticated",
    "unsupported-media-type",
}  # fmt: skip
Cell = TypeVar("Cell")


@dataclass(frozen=True)
class Answer:
    """What came back, and what it means."""

    status: int
    body: bytes

    @property
    def code(self) -> str:
        """The problem's code, empty when it is none."""
        said = orjson.loads(self.body) if self.body[:1] == b"{" else {}
        return str(said.get("code", "")) if self.status >= 400 else ""

    @property
    def means(self) -> str:
        """ALLOWED (done, or refused by a rule that comes after authority), WRONG_OFFICE, ABSENT, or what it says."""
        if self.status < 300 or (self.status < 500 and self.code not in BEFORE):
            return ALLOWED
        if (self.status, self.code) == (403, WRONG_OFFICE):
            return WRONG_OFFICE
        if (self.status, self.code) == (404, "not-found"):
            return ABSENT
        return f"{self.status} {self.body.decode()[:300]}"


@dataclass
class Asker:
    """The offices of a matrix at one service; `base` may be the gateway's proxy in front of it."""

    ground: Ground
    http: aiohttp.ClientSession
    base: str = ""
    signed: dict[Office, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = self.base or self.ground.service.url
        self.signed = {office: signed_in(self.ground.service, self.ground.standing, office) for office in Office}

    async def get(self, office: Office, path: str, **params: Any) -> Answer:
        """Ask a query."""
        async with self.http.get(self.base + path, params=params, headers=self.signed[office]) as answer:
            return Answer(answer.status, await answer.read())

    async def post(self, office: Office, path: str, body: Any, *, creates: bool) -> Answer:
        """Send a command; one on a record names a revision that it does not have, so that nothing changes."""
        headers = {**self.signed[office], "Idempotency-Key": str(uuid4())}
        if not creates:
            headers["If-Match"] = f'"{OTHER_REVISION}"'
        async with self.http.post(self.base + path, json=body, headers=headers) as answer:
            return Answer(answer.status, await answer.read())


def signed_in(service: Running, standing: Standing, office: Office, **claims: Any) -> dict[str, str]:
    """Headers of the account that holds the office where the matrix stands."""
    area, org = standing.appointed(office)
    account = standing.account(office)
    appointment = service.appointed(office, area, account, org)
    token = service.issuer.token(account, azp="gonghui-demo", **claims)
    return {"Authorization": f"Bearer {token}", "Gonghui-Appointment": str(appointment)}


def expected(sign: str, spot: Spot) -> str:
    """What a sign of the table says of a record at a spot."""
    if sign == "–":
        return WRONG_OFFICE
    return ALLOWED if spot in REACHED[sign] else ABSENT


async def at_once(cells: Iterable[Cell], ask: Callable[[Cell], Awaitable[None]]) -> None:
    """Ask all of them, so many at the same time."""
    waiting: Iterator[Cell] = iter(cells)

    async def some() -> None:
        for cell in waiting:
            await ask(cell)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(some())


def filled(route: str, ids: dict[str, str]) -> str:
    """The path of a route with its ids."""
    return route.partition(" ")[2].replace(":path}", "}").format(**ids)


def nowhere() -> str:
    """An id that no record has."""
    return str(UUID(int=uuid4().int))
