"""A thousand reveals while the service is killed and its connections are cut: each one shown is recorded, once."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
import pytest_asyncio

from chassis.ids import uuid7
from chassis.settings import Settings
from contracts.offices import Office
from tests.membership.people import County
from tests.support import databases
from tests.support.appointing import account, appoint
from tests.support.issuer import Issuer
from tests.support.running import running
from tests.support.unhurried import VARIABLES

REVEALS, PEOPLE, AT_ONCE = 1000, 20, 8
KILLS, CUTS = 4, 20
ASKED = {"fields": ["name", "id_number"], "purpose": "inspect"}


class Killed:
    """Membership's `serve` as a process of its own, which is killed and comes back."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.url = f"http://127.0.0.1:{settings.port}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and return when it answers."""
        own = self.settings
        environment = {
            **os.environ,
            "DATABASE_URL_MEMBERSHIP": own.database_url,
            "OIDC_ISSUER": own.oidc_issuer,
            "FEED_TOKEN": own.feed_token,
            "SIGNING_KEY_MEMBERSHIP": str(own.signing_key),
            "VAULT_KEYS_MEMBERSHIP": own.vault_keys,
            "PORT_MEMBERSHIP": str(own.port),
            **VARIABLES,
        }
        command = [sys.executable, "-m", "services.membership", "serve"]
        self._process = await asyncio.create_subprocess_exec(
            *command, env=environment, stderr=asyncio.subprocess.DEVNULL
        )
        async with httpx.AsyncClient(base_url=self.url) as http, asyncio.timeout(60):
            while True:
                with suppress(httpx.HTTPError):
                    if (await http.get("/readyz")).status_code == 200:
                        return
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        if self._process:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.communicate()


@pytest_asyncio.fixture
async def killed(settings_of: Callable[..., Awaitable[Settings]]) -> AsyncIterator[Killed]:
    service = Killed(await settings_of("membership"))
    yield service
    await service.kill()


async def _shown(http: httpx.AsyncClient, signed: dict[str, str], member: str, key: str) -> dict[str, Any]:
    """Ask under one key until it is shown, as a client does that gets no answer."""
    headers = {**signed, "Idempotency-Key": key}
    while True:
        with suppress(httpx.HTTPError):
            answer = await http.post(f"/members/{member}/reveal", json=ASKED, headers=headers)
            if answer.status_code == 200:
                return {"member": member, **answer.json()}
            assert answer.status_code in (409, 503), answer.text
            assert "values" not in answer.text
        await asyncio.sleep(0.02)


async def _cut(dsn: str) -> None:
    """Every connection of the service's database but this one, whatever is under way on it."""
    connection = await asyncpg.connect(databases.root(dsn))
    await connection.execute(
        """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()"""
    )
    await connection.close()


@pytest.mark.timeout(240)
async def test_a_thousand_reveals_with_kills_between_equal_their_events(
    killed: Killed, issuer: Issuer, county: str
) -> None:
    """Nobody saw anything that is not recorded, and no request was recorded twice, however often it was sent."""
    settings = killed.settings
    async with running("membership", settings, issuer) as service:
        place = County(county, service)
        union = await place.base_union()
        people = {await place.member(union, name=f"王{number}"): f"王{number}" for number in range(PEOPLE)}
    township = f"{county}100"
    appointment = appoint(
        settings.database_url, account(Office.TOWNSHIP_CLERK, township), Office.TOWNSHIP_CLERK, township
    )
    token = issuer.token(account(Office.TOWNSHIP_CLERK, township))
    signed = {"Authorization": f"Bearer {token}", "Gonghui-Appointment": str(appointment)}
    members, answers = list(people), list[dict[str, Any]]()
    keys = [str(uuid7()) for _ in range(REVEALS)]
    waiting = iter(enumerate(keys))

    async def asking(http: httpx.AsyncClient) -> None:
        for number, key in waiting:
            answers.append(await _shown(http, signed, members[number % PEOPLE], key))

    async def breaking() -> None:
        for number in range(1, KILLS + CUTS + 1):
            while len(answers) < number * REVEALS // (KILLS + CUTS + 1):
                await asyncio.sleep(0.005)
            if number % (CUTS // KILLS + 1):
                await _cut(settings.database_url)
            else:
                await killed.kill()
                await killed.start()

    await killed.start()
    async with httpx.AsyncClient(base_url=killed.url, timeout=10) as http:
        await asyncio.gather(breaking(), *(asking(http) for _ in range(AT_ONCE)))

    assert len(answers) == REVEALS
    assert all(answer["values"]["name"] == people[answer["member"]] for answer in answers)
    connection = await asyncpg.connect(databases.root(settings.database_url))
    kind = "%.personal-data-revealed.v1"
    recorded = {
        row["event_id"] for row in await connection.fetch("SELECT event_id FROM journal WHERE type LIKE $1", kind)
    }
    await connection.close()
    assert recorded == {UUID(answer["eventId"]) for answer in answers}
    assert len(recorded) == REVEALS
