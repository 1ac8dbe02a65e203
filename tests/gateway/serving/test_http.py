"""GraphQL over HTTP at its edges: methods, media types, languages, sizes, what cannot be read."""

import json
import time
from collections.abc import AsyncIterator

import pytest

from chassis.web import body as awaited_body
from contracts.offices import Office
from services.gateway.serving import http
from services.gateway.serving.http import GRAPHQL, JSON
from tests.gateway.asker import Asker
from tests.gateway.told import Told
from tests.support.half_sent import answer_to_half
from tests.support.running import Running

VIEWER = "{ viewer { area } }"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON}", GRAPHQL),
        (f"{JSON};q=0.5, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL};q=0.1, {JSON}", JSON),
        (f"{GRAPHQL};q=0, */*;q=0.1", JSON),
        ("text/html", None),
        ("application/json;q=0", None),
    ],
)
def test_media_type_is_negotiated(accept: str, kind: str | None) -> None:
    assert http.accepted(accept) == kind


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "zh"), ("en-GB,en;q=0.9", "en"), ("zh-CN,en;q=0.5", "zh"), ("en;q=0.5,zh;q=0.6", "zh"), ("fr", "zh")],
)
def test_language_is_chinese_unless_english_is_preferred(header: str, language: str) -> None:
    assert http.language_of(header) == language


async def test_no_token_is_401_with_words(gateway: Running) -> None:
    answer = await gateway.http.post("/graphql", json={"query": VIEWER})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["errors"][0]["extensions"]["code"] == "unauthenticated"


async def test_expired_and_foreign_tokens_are_401(gateway: Running, county: str) -> None:
    now = int(time.time())
    for claims in ({"exp": now - 60, "iat": now - 120}, {"aud": "elsewhere"}, {"iss": "https://elsewhere.example"}):
        asker = Asker(gateway, Office.COUNTY_LEADER, county, **claims)
        assert (await asker.send({"query": VIEWER})).status_code == 401


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_other_methods_are_405(gateway: Running, method: str) -> None:
    answer = await gateway.http.request(method, "/graphql")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


async def test_get_answers_queries(leader: Asker) -> None:
    headers = {"Authorization": f"Bearer {leader.token}"}
    answer = await leader.gateway.http.get("/graphql", params={"query": VIEWER}, headers=headers)
    assert answer.json() == {"data": {"viewer": {"area": leader_area(answer.json())}}}
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    twice = await leader.gateway.http.get(f"/graphql?query={VIEWER}&query={VIEWER}", headers=headers)
    assert twice.status_code == 400


def leader_area(body: dict[str, dict[str, dict[str, str]]]) -> str:
    """The area in the answer."""
    return body["data"]["viewer"]["area"]


async def test_unacceptable_is_406(leader: Asker) -> None:
    assert (await leader.send({"query": VIEWER}, Accept="text/html")).status_code == 406


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/json; charset=gbk",
    ],
)
async def test_other_bodies_are_415(leader: Asker, content_type: str) -> None:
    headers = {"Authorization": f"Bearer {leader.token}", "Content-Type": content_type}
    answer = await leader.gateway.http.post("/graphql", content=b"{}", headers=headers)
    assert answer.status_code == 415


@pytest.mark.parametrize("body", [[], [{"query": VIEWER}], "text", 7, {"query": 7}, {"query": VIEWER, "variables": []}])
async def test_bodies_that_say_nothing_are_400(leader: Asker, body: object) -> None:
    answer = await leader.send(body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "malformed"


async def test_large_bodies_are_413_with_or_without_a_length(leader: Asker) -> None:
    large = b'{"query": "' + b" " * http.BODY_LIMIT + b'"}'
    headers = {"Authorization": f"Bearer {leader.token}", "Content-Type": "application/json"}
    assert (await leader.gateway.http.post("/graphql", content=large, headers=headers)).status_code == 413

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(large), 1000):
            yield large[start : start + 1000]

    assert (await leader.gateway.http.post("/graphql", content=pieces(), headers=headers)).status_code == 413


async def test_a_body_that_does_not_come_is_awaited_for_a_while_only(
    leader: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awaited_body, "BODY_SECONDS", 0.2)
    head, said = await answer_to_half(leader.gateway.url, "/graphql", leader.token)
    assert head.startswith("HTTP/1.1 408 ")
    assert json.loads(said)["errors"][0]["extensions"]["code"] == "body-late"


async def test_nul_is_refused_and_not_a_database_error(told: Told, leader: Asker) -> None:
    await told.admit(f"{told.county}100")
    query = "query ($a: String) { auditTrail(filter: {actor: $a}) { edges { cursor } } }"
    answer = await leader.send({"query": query, "variables": {"a": "x\0y"}})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "malformed"


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ("Date", "2026-02-30"),
        ("Date", "0001-01-01"),
        ("Date", 20260101),
        ("DateTime", "2026-01-01T00:00:00"),
        ("DateTime", "0001-01-01T00:00:00+14:00"),
    ],
)
async def test_wrong_days_and_moments_are_400(leader: Asker, declared: str, value: object) -> None:
    argument = "asOf" if declared == "Date" else "knownAt"
    query = f"query ($v: {declared}) {{ county({argument}: $v) {{ code }} }}"
    answer = await leader.send({"query": query, "variables": {"v": value}})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "invalid-document"
    assert "data" not in answer.json()


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, "9223372036854775808", 1.5, True, "one"])
async def test_long_has_64_bits(leader: Asker, value: object) -> None:
    query = "query ($log: String!, $p: Long!) { proof(log: $log, position: $p) { size } }"
    log = f"membership/{(await leader.data(VIEWER))['viewer']['area']}"
    assert (await leader.send({"query": query, "variables": {"log": log, "p": value}})).status_code == 400
    assert await leader.data(query, log=log, p=str(2**63 - 1)) == {"proof": None}


async def test_subscriptions_and_mutations_are_not_for_http(leader: Asker) -> None:
    assert await leader.refused("subscription { positions { at } }") == "wrong-transport"
    assert await leader.refused("mutation { __typename }") == "invalid-document"


async def test_language_of_a_refusals_message(leader: Asker) -> None:
    query = {"query": '{ county(code: "110101") { code } }'}
    error = (await leader.send(query, Accept_Language="en")).json()["errors"][0]
    assert error["message"] == error["extensions"]["en"]
    error = (await leader.send(query)).json()["errors"][0]
    assert error["message"] == error["extensions"]["zh"]


async def test_an_unexpected_error_says_nothing_of_the_inside(
    told: Told, leader: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    await told.admit(f"{told.county}100")

    async def broken(*_: object) -> None:
        raise LookupError("secret 340828199001011234")

    monkeypatch.setattr("services.gateway.queries.audit.audit_trail", broken)
    answer = await leader.send({"query": "{ auditTrail { edges { cursor } } }"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "internal"
    assert "secret" not in answer.text


async def test_a_database_that_is_away_is_503(told: Told, leader: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    await told.admit(f"{told.county}100")

    async def away(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("services.gateway.queries.areas.county", away)
    answer = await leader.send({"query": "{ county { code name { zh } } }"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["errors"][0]["extensions"]["code"] == "unavailable"
