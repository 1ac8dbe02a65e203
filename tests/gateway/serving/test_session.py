"""Sign-ins and sign-outs stand in the gateway's own log."""

import asyncio
from typing import Any

import orjson

from contracts.offices import Office
from tests.support import databases
from tests.support.running import Running

SIGNED_IN, SIGNED_OUT = "cn.gonghui.gateway.session.signed-in.v1", "cn.gonghui.gateway.session.signed-out.v1"


def _bearer(gateway: Running, area: str, **claims: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {gateway.token(Office.TOWNSHIP_CLERK, area, **claims)}"}


async def _events(gateway: Running, county: str) -> list[dict[str, Any]]:
    sql = "SELECT event FROM journal WHERE county = $1 ORDER BY id"
    rows = await databases.rows(gateway.settings.database_url, sql, county)
    return [orjson.loads(row["event"]) for row in rows]


async def test_sign_in_and_out_are_recorded_with_one_session(gateway: Running, county: str, township: str) -> None:
    headers = _bearer(gateway, township)
    signed_in = await gateway.http.post("/session", headers=headers)
    assert signed_in.status_code == 201
    assert (await gateway.http.delete("/session", headers=headers)).status_code == 204
    entered, left = await _events(gateway, county)
    assert (entered["type"], left["type"]) == (SIGNED_IN, SIGNED_OUT)
    assert entered["data"]["session"] == left["data"]["session"]
    assert entered["id"] == signed_in.json()["eventId"]
    assert (entered["actor"], entered["township"]) == (f"township-clerk-{township}", township)


async def test_one_token_signs_in_once_however_often_it_is_sent(gateway: Running, county: str, township: str) -> None:
    headers = _bearer(gateway, township)
    answers = await asyncio.gather(*(gateway.http.post("/session", headers=headers) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["eventId"] for answer in answers}) == 1
    assert len(await _events(gateway, county)) == 1


async def test_next_token_signs_in_anew(gateway: Running, county: str, township: str) -> None:
    for number in range(2):
        await gateway.http.post("/session", headers=_bearer(gateway, township, jti=str(number)))
    assert len(await _events(gateway, county)) == 2


async def test_sign_out_without_a_session_records_nothing(gateway: Running, county: str, township: str) -> None:
    headers = _bearer(gateway, township)
    assert (await gateway.http.delete("/session", headers=headers)).status_code == 204
    await gateway.http.post("/session", headers=headers)
    for _ in range(2):
        assert (await gateway.http.delete("/session", headers=headers)).status_code == 204
    assert [event["type"] for event in await _events(gateway, county)] == [SIGNED_IN, SIGNED_OUT]


async def test_one_session_ends_once_however_many_pages_sign_out(gateway: Running, county: str, township: str) -> None:
    headers = _bearer(gateway, township)
    await gateway.http.post("/session", headers=headers)
    pool = gateway.app.state.database.pool
    await asyncio.gather(*(pool.fetch("SELECT pg_sleep(0.1)") for _ in range(6)))  # as many connections as pages
    answers = await asyncio.gather(*(gateway.http.delete("/session", headers=headers) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {204}
    assert [event["type"] for event in await _events(gateway, county)] == [SIGNED_IN, SIGNED_OUT]


async def test_nobody_signs_in_without_a_token(gateway: Running, county: str) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}):
        answer = await gateway.http.post("/session", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    assert await _events(gateway, county) == []
