"""/api/<service>/…: what goes through to a service, what comes back, and what happens when it is away."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio
from aiohttp import web

from chassis.web import body
from contracts.offices import Office
from deploy.local.child import free_port
from services.gateway.serving import proxy
from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import base64_of, cells, text_table
from tests.support.half_sent import answer_to_half, half_sent
from tests.support.issuer import Issuer
from tests.support.running import Running, running


@dataclass
class Upstream:
    """A service behind the gateway that says what it was asked, in every way that a service can answer."""

    url: str = ""
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def echo(self, request: web.Request) -> web.Response:
        """What was asked."""
        body = await request.read()
        answer = {
            "method": request.method,
            "path": request.raw_path,
            "headers": {name.lower(): ", ".join(request.headers.getall(name)) for name in request.headers},
            "size": len(body),
        }
        status = int(request.query.get("status", "200"))
        headers = {"ETag": '"7"', "Set-Cookie": "a=b", "Keep-Alive": "timeout=5", "X-Own": "kept"}
        return web.json_response(answer, status=status, headers=headers)

    async def slow(self, _: web.Request) -> web.Response:
        """Never."""
        await asyncio.sleep(30)
        return web.Response()

    async def drip(self, request: web.Request) -> web.StreamResponse:
        """One piece, and another when told to go on."""
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"first")
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.left.set()
            raise
        await answer.write(b"second")
        return answer


@pytest_asyncio.fixture(scope="module")
async def upstream() -> AsyncIterator[Upstream]:
    """The service, listening."""
    made = Upstream()
    app = web.Application(client_max_size=0)
    app.router.add_get("/slow", made.slow)
    app.router.add_get("/drip", made.drip)
    app.router.add_route("*", "/{path:.*}", made.echo)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest_asyncio.fixture(scope="module")
async def front(settings_of: Any, issuer: Issuer, upstream: Upstream, membership: Running) -> AsyncIterator[Running]:
    """A gateway with services behind it: the real membership, the echo, and one that is away."""
    away = f"http://127.0.0.1:{free_port()}"
    urls = {"membership": membership.url, "assistance": upstream.url, "activities": away, "gateway": upstream.url}
    async with AsyncExitStack() as stack:
        settings = await settings_of("gateway", service_urls=urls)
        yield await stack.enter_async_context(running("gateway", settings, issuer))


async def test_a_command_goes_through_and_its_answer_comes_back(
    front: Running, membership: Running, township: str
) -> None:
    membership.appointed(Office.TOWNSHIP_CLERK, township)
    clerk = front.person(Office.TOWNSHIP_CLERK, township)
    employer = {
        "area": township,
        "name": "代理测试有限公司",
        "unit_type": "private",
        "occurred_on": "2026-01-05",
    }
    answer = await clerk.post("/api/membership/employers", employer)
    assert answer.status_code in (201, 422), answer.text  # the form's own rules are not this test's matter
    assert answer.headers["content-type"].startswith("application/")
    listed = await clerk.get("/api/membership/employers", limit=5)
    assert listed.status_code == 200
    assert "items" in listed.json()
    described = (await front.http.get("/api/membership/openapi.json")).json()
    assert "/employers" in described["paths"]


async def test_a_clerks_file_goes_through_and_comes_back_annotated(
    front: Running, membership: Running, county: str
) -> None:
    """Fifteen megabytes up, a workbook down."""
    place = County(county, membership)
    membership.appointed(Office.TOWNSHIP_CLERK, f"{county}100")
    clerk = front.person(Office.TOWNSHIP_CLERK, f"{county}100")
    file = text_table([["甲", "乙"], *(["x" * 15_000, "y"] for _ in range(1000))])
    answer = await clerk.post("/api/membership/roster", {"content": base64_of(file)})
    assert answer.status_code == 201, answer.text
    batch = answer.json()["id"]
    await Bringing.of(place).background()
    assert (await clerk.get(f"/api/membership/roster/{batch}")).json()["state"] == "mapping"
    sent = await clerk.get(f"/api/membership/roster/{batch}/workbook")
    assert sent.headers["content-disposition"].startswith("attachment")
    assert sent.headers["cache-control"] == "no-store"
    back = cells(sent.content, "数据")
    assert (len(back), back[1000][0]) == (1001, "x" * 15_000)


async def test_a_refusal_stands_in_the_log_of_the_service_that_refused(
    front: Running, membership: Running, county: str
) -> None:
    membership.appointed(Office.MEMBER, county)
    member = front.person(Office.MEMBER, county)
    answer = await member.post("/api/membership/unions/01a2083e-b7f9-7dcf-a243-ff245c02b84d/approve")
    assert answer.status_code == 403
    async with membership.app.state.database.system() as connection:
        rows = await connection.fetch("SELECT event FROM journal WHERE county = $1", county)
    assert len(rows) == 1
    assert '"action":"organisations.approve"' in rows[0]["event"]


async def test_what_the_service_sees(front: Running) -> None:
    sent = {
        "Authorization": "Bearer t",
        "Idempotency-Key": "k",
        "If-Match": '"3"',
        "X-Forwarded-For": "6.6.6.6",
        "X-Forwarded-Host": "evil.example",
        "Connection": "x-secret-hop",
        "X-Secret-Hop": "1",
        "Cookie": "session=1",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    }
    answer = await front.http.post("/api/assistance/a%2Fb/c?x=1&y=%20", content=b"{}", headers=sent)
    seen = answer.json()
    assert seen["path"] == "/a%2Fb/c?x=1&y=%20"
    headers = seen["headers"]
    assert {name: headers[name] for name in ("authorization", "idempotency-key", "if-match", "traceparent")} == {
        "authorization": "Bearer t",
        "idempotency-key": "k",
        "if-match": '"3"',
        "traceparent": sent["traceparent"],
    }
    # nobody is believed who he says another is, unless the settings name him (trusted_proxies)
    assert (headers["x-forwarded-for"], headers["x-forwarded-prefix"]) == ("127.0.0.1", "/api/assistance")
    assert headers["x-forwarded-host"] == front.url.removeprefix("http://")
    assert not {"x-secret-hop", "cookie"} & set(headers)


async def test_what_the_person_sees(front: Running) -> None:
    answer = await front.http.get("/api/assistance/any?status=418")
    assert answer.status_code == 418
    assert (answer.headers["etag"], answer.headers["x-own"]) == ('"7"', "kept")
    assert not {"set-cookie", "keep-alive"} & set(answer.headers)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_every_method_goes_through(front: Running, method: str) -> None:
    answer = await front.http.request(method, "/api/assistance/any")
    assert answer.json()["method"] == method


@pytest.mark.parametrize(
    "path",
    [
        "/api/unknown/x",
        "/api/gateway/x",
        "/api/",
        "/api/assistance/log",
        "/api/assistance/log/340828",
        "/api/assistance/witness/x",
        "/api/assistance/METRICS",
        "/api/assistance/readyz",
        "/api/assistance/%6Cog",
        "/api/assistance/x/%2e%2e/log",
    ],
)
async def test_what_is_not_for_this_door_is_404(front: Running, path: str) -> None:
    answer = await front.http.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_slash_too_many_is_404_and_tells_no_inner_address(front: Running, membership: Running) -> None:
    for path in ("/api/membership/members/", "/api/membership/openapi.json/", "/graphql/"):
        answer = await front.http.get(path)
        assert answer.status_code in (200, 404), path  # the page answers for paths of its own
        assert "location" not in answer.headers
        assert membership.url not in answer.text + str(answer.headers)


async def test_a_service_that_is_away_is_503(front: Running) -> None:
    answer = await front.http.get("/api/activities/activities")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.json()["code"] == "service-away"


async def test_a_service_that_does_not_answer_in_time_is_504(
    settings_of: Any, issuer: Issuer, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy, "SILENT_SECONDS", 0.2)
    settings = await settings_of("gateway", service_urls={"assistance": upstream.url})
    async with running("gateway", settings, issuer) as front:
        answer = await front.http.get("/api/assistance/slow")
    assert answer.status_code == 504
    assert answer.json()["code"] == "service-slow"


async def test_answers_stream(front: Running, upstream: Upstream) -> None:
    upstream.go_on.clear()
    async with asyncio.timeout(5), front.http.stream("GET", "/api/assistance/drip") as answer:
        pieces = answer.aiter_raw()
        assert await anext(pieces) == b"first"
        upstream.go_on.set()
        assert await anext(pieces) == b"second"


async def test_bodies_stream_up_to_the_limit(front: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "BODY_MOST", 100_000)

    async def pieces(count: int) -> AsyncIterator[bytes]:
        for _ in range(count):
            yield b"x" * 10_000

    answer = await front.http.post("/api/assistance/any", content=pieces(10))
    assert answer.json()["size"] == 100_000
    for content in (pieces(11), b"x" * 100_001):
        answer = await front.http.post("/api/assistance/any", content=content)
        assert answer.status_code == 413
        assert answer.json()["code"] == "too-large"


@pytest.mark.parametrize("path", ["/api/assistance/any", "/api/membership/employers"])
async def test_a_body_that_does_not_come_is_awaited_for_a_while_only(
    front: Running, membership: Running, township: str, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Whichever notices first, the gateway or the service behind it."""
    membership.appointed(Office.TOWNSHIP_CLERK, township)
    monkeypatch.setattr(body, "BODY_SECONDS", 0.2)
    token = front.person(Office.TOWNSHIP_CLERK, township).token
    head, said = await answer_to_half(front.url, path, token)
    assert head.startswith("HTTP/1.1 408 ")
    assert json.loads(said)["code"] == "body-late"


async def test_a_large_body_may_take_longer_as_long_as_it_comes(
    front: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "BODY_SECONDS", 0.3)
    monkeypatch.setattr(body, "SLOWEST", 1000)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(6):
            await asyncio.sleep(0.1)
            yield b"x" * 200

    answer = await front.http.post("/api/assistance/any", content=pieces())
    assert answer.json()["size"] == 1200


async def test_a_person_who_leaves_while_sending_is_no_failure_of_the_service(
    front: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async with half_sent(front.url, "/api/assistance/any", "t"):
        await asyncio.sleep(0.2)
    await asyncio.sleep(0.2)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_person_who_leaves_ends_the_call(front: Running, upstream: Upstream) -> None:
    upstream.go_on.clear()
    with pytest.raises(httpx.ReadTimeout):
        await front.http.get("/api/assistance/drip", timeout=0.3)
    await asyncio.wait_for(upstream.left.wait(), 5)
