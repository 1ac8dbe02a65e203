"""Rates at the gateway: by account on /graphql and /session, by address for those without a valid token."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from chassis.web.limits import Rate
from contracts.offices import Office
from services.gateway.serving.strangers import FAILURES, address
from tests.gateway.asker import Asker
from tests.support.issuer import Issuer
from tests.support.running import Running, running

TOLD = "{ metricCatalogue { id } }"


@pytest_asyncio.fixture
async def front(settings_of: Any, issuer: Issuer) -> AsyncIterator[Running]:
    """A gateway of this test's own: nobody has failed there yet. A proxy before it may name the address."""
    settings = await settings_of(
        "gateway",
        rate_classes={"*": Rate(rate=0.1, burst=4)},
        trusted_proxies=("127.0.0.1",),
        service_urls={"membership": "http://127.0.0.1:1"},
        concurrency_limit=1,
    )
    async with running("gateway", settings, issuer) as made:
        yield made


async def failing(front: Running, times: int, came_from: str) -> list[int]:
    """Ask without a valid token; answers the statuses."""
    headers = {"X-Forwarded-For": came_from, "Authorization": "Bearer guessed"}
    return [(await front.http.get("/session", headers=headers)).status_code for _ in range(times)]


async def test_who_asks_graphql_too_often_is_told_when_to_come_again(front: Running, county: str) -> None:
    leader = Asker(front, Office.COUNTY_LEADER, county)
    answers = [await leader.send({"query": TOLD}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 10
    assert answers[-1].json()["errors"][0]["extensions"]["code"] == "too-many-requests"
    own = {"Authorization": f"Bearer {leader.token}"}
    session = await front.http.get("/session", headers=own)
    assert (session.status_code, session.json()["code"]) == (429, "too-many-requests")


async def test_an_address_without_a_valid_token_is_held_off_and_others_are_not(front: Running, county: str) -> None:
    leader = Asker(front, Office.COUNTY_LEADER, county)
    assert (await leader.send({"query": TOLD}, X_Forwarded_For="192.0.2.1")).status_code == 200
    statuses = await failing(front, FAILURES.burst + 20, "192.0.2.1")
    assert statuses[:100] == [401] * 100
    assert statuses[-1] == 429
    held = await front.http.get("/api/membership/members", headers={"X-Forwarded-For": "192.0.2.1"})
    told = held.json()
    assert (held.status_code, told["code"]) == (429, "too-many-requests")
    assert told["detail"] != told["detail_en"]
    assert int(held.headers["retry-after"]) >= 1
    assert await failing(front, 1, "192.0.2.2") == [401]
    known = await leader.send({"query": TOLD}, X_Forwarded_For="192.0.2.1")
    assert known.status_code == 200, "a colleague behind the same address, who has signed in"


async def test_what_answers_everybody_counts_as_no_failure(front: Running) -> None:
    codes = {(await front.http.get("/config.json")).status_code for _ in range(FAILURES.burst + 20)}
    assert codes == {200}


async def test_the_proxy_takes_no_more_at_once_than_the_process_may(front: Running) -> None:
    front.app.state.in_flight = 1
    busy = await front.http.get("/api/membership/members")
    front.app.state.in_flight = 0
    assert (busy.status_code, busy.json()["code"], busy.headers["retry-after"]) == (503, "busy", "1")
    assert (await front.http.get("/api/membership/members")).json()["code"] == "service-away"


async def test_answers_that_pass_the_gateway_are_guarded_too(front: Running) -> None:
    for path in ("/graphql", "/session", "/config.json", "/api/membership/members", "/api/nobody/x"):
        headers = (await front.http.get(path)).headers
        assert headers["cache-control"] == "no-store", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers.get_list("x-content-type-options") == ["nosniff"]


def test_ipv6_neighbours_count_as_one() -> None:
    def of(host: str) -> str:
        return address({"type": "http", "client": (host, 1)})

    assert of("2001:db8::1") == of("2001:db8::ffff:1") != of("2001:db8:0:1::1")
    assert of("192.0.2.1") != of("192.0.2.2")
