"""Limits as a caller meets them: rates by account, the gate of the process, the body, time in the database."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio

from chassis.app import create_app
from chassis.web.limits import Rate
from contracts.offices import Office
from tests.support import databases, notes
from tests.support.half_sent import half_sent
from tests.support.issuer import Issuer
from tests.support.running import Running, serving

FEW = {"*": Rate(rate=0.5, burst=5), "importer": Rate(rate=1, burst=12)}


@pytest_asyncio.fixture
async def hurried(notes_service: Running, settings_of: Any, issuer: Issuer) -> AsyncIterator[Running]:
    """The notes service on the shared database, with small limits."""
    database_url = notes_service.settings.database_url
    settings = await settings_of(
        "activities", database_url=database_url, rate_classes=FEW, concurrency_limit=2, body_limit=200
    )
    async with (
        serving(create_app(notes.service, settings)) as (url, app),
        httpx.AsyncClient(base_url=url, timeout=30) as http,
    ):
        yield Running("activities", settings, app, url, http, issuer)


def refused(answer: httpx.Response, status: int, code: str) -> None:
    """A problem in both languages."""
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["detail"] != told["detail_en"]
    assert told["title"] != told["title_en"]


async def test_who_asks_too_often_is_told_when_to_come_again_and_others_go_on(hurried: Running, township: str) -> None:
    clerk = hurried.person(Office.TOWNSHIP_CLERK, township)
    answers = [await clerk.get("/notes") for _ in range(4)]
    answers.append(await clerk.post("/notes", {"area": township, "text": "fifth"}))
    assert {answer.status_code for answer in answers} == {200, 201}
    for late in (await clerk.get("/notes"), await clerk.post("/notes", {"area": township, "text": "sixth"})):
        refused(late, 429, "too-many-requests")
        assert 1 <= int(late.headers["retry-after"]) <= 2
    other = hurried.person(Office.TOWNSHIP_CHAIR, township)
    assert (await other.get("/notes")).status_code == 200


async def test_the_rate_follows_the_client_that_the_token_was_given_to(hurried: Running, township: str) -> None:
    importer = hurried.person(Office.TOWNSHIP_CLERK, township, azp="importer")
    codes = [(await importer.get("/notes")).status_code for _ in range(20)]
    assert codes[:12] == [200] * 12
    assert codes[-1] == 429


async def test_more_at_once_than_the_process_takes_are_told_to_come_again(hurried: Running, township: str) -> None:
    clerk = hurried.person(Office.TOWNSHIP_CLERK, township)
    asker = hurried.person(Office.TOWNSHIP_CHAIR, township)
    async with half_sent(hurried.url, "/notes", clerk.token), half_sent(hurried.url, "/notes", clerk.token):
        async with asyncio.timeout(5):
            while hurried.app.state.in_flight < 2:
                await asyncio.sleep(0.01)
        for busy in (await asker.get("/notes"), await asker.post("/notes", {"area": township, "text": "busy"})):
            refused(busy, 503, "busy")
            assert busy.headers["retry-after"] == "1"
        assert (await hurried.http.get("/livez")).status_code == 200
    async with asyncio.timeout(5):
        while hurried.app.state.in_flight:
            await asyncio.sleep(0.01)
    assert (await asker.get("/notes")).status_code == 200


async def test_a_body_beyond_the_limit_is_refused_whatever_its_length_header_says(
    hurried: Running, township: str
) -> None:
    clerk = hurried.person(Office.TOWNSHIP_CLERK, township)
    refused(await clerk.post("/notes", {"area": township, "text": "x" * 300}), 413, "too-large")

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b'{"area": "9"}'

    headers = {**clerk.signed, "Idempotency-Key": "k", "Content-Type": "application/json"}
    refused(await hurried.http.post("/notes", content=pieces(), headers=headers), 413, "too-large")


async def test_a_record_that_somebody_holds_is_not_waited_for_longer_than_two_seconds(
    notes_service: Running, township: str
) -> None:
    clerk = notes_service.person(Office.TOWNSHIP_CLERK, township)
    made = await clerk.done("/notes", {"area": township, "text": f"held {township}"})
    loop = asyncio.get_running_loop()
    async with databases.connected(notes_service.settings.database_url) as admin, admin.transaction():
        await admin.execute("SELECT FROM note WHERE id = $1 FOR UPDATE", made["id"])
        began = loop.time()
        late = await clerk.post(f"/notes/{made['id']}/change", {"text": "later"}, revision=1)
        refused(late, 409, "in-flight")
        assert 1.5 < loop.time() - began < 6


async def test_what_a_service_may_do_in_the_database_is_bounded_in_time(notes_service: Running) -> None:
    async with notes_service.app.state.database.system() as connection:
        bounds = {name: await connection.fetchval(f"SHOW {name}") for name in TIMEOUTS}
    assert bounds == TIMEOUTS


TIMEOUTS = {
    "statement_timeout": "15s",
    "lock_timeout": "2s",
    "transaction_timeout": "30s",
    "idle_in_transaction_session_timeout": "30s",
}
