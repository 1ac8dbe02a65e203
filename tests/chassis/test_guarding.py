"""Headers of every answer: of commands, queries, problems, health; strict transport only where there is TLS."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from chassis.app import create_app
from chassis.web.guarding import ALWAYS
from contracts.offices import Office
from tests.support import notes
from tests.support.issuer import Issuer
from tests.support.running import Running, serving

ORIGIN = {"Origin": "https://elsewhere.example"}


@pytest_asyncio.fixture
async def behind_a_proxy(notes_service: Running, settings_of: Any, issuer: Issuer) -> AsyncIterator[Running]:
    """The notes service, told whose word about the asker it may believe."""
    database_url = notes_service.settings.database_url
    settings = await settings_of("activities", database_url=database_url, trusted_proxies=("127.0.0.0/8",))
    async with (
        serving(create_app(notes.service, settings)) as (url, app),
        httpx.AsyncClient(base_url=url, timeout=30) as http,
    ):
        yield Running("activities", settings, app, url, http, issuer)


@pytest.mark.parametrize("path", ["/notes", "/livez", "/metrics", "/openapi.json", "/log", "/nothing-there"])
async def test_every_answer_tells_the_browser_to_load_frame_and_keep_nothing(notes_service: Running, path: str) -> None:
    headers = (await notes_service.http.get(path, headers=ORIGIN)).headers
    assert {name: headers[name] for name in ALWAYS} == ALWAYS
    assert "strict-transport-security" not in headers
    assert not [name for name in headers if name.startswith("access-control-")]


async def test_an_answer_with_personal_data_is_kept_nowhere(notes_service: Running, township: str) -> None:
    clerk = notes_service.person(Office.TOWNSHIP_CLERK, township)
    for answer in (
        await clerk.get("/notes"),
        await clerk.post("/notes", {"area": township, "text": "guarded"}),
        await clerk.post("/notes", {"area": township}),
    ):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


async def test_no_other_origins_page_is_let_in(notes_service: Running) -> None:
    asked = {**ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    answer = await notes_service.http.options("/notes", headers=asked)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_transport_is_strict_where_a_proxy_that_is_believed_says_tls(
    notes_service: Running, behind_a_proxy: Running
) -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    believed = (await behind_a_proxy.http.get("/livez", headers=said)).headers
    assert believed["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "strict-transport-security" not in (await behind_a_proxy.http.get("/livez")).headers
    assert "strict-transport-security" not in (await notes_service.http.get("/livez", headers=said)).headers
