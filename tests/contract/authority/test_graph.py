"""Every office × every root field of GraphQL and the subscription × own township, other township, other county."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp
import pytest

from chassis.ids import uuid7
from contracts.assistance.fund import AidAsked
from contracts.declare import Place
from contracts.offices import Office
from services.gateway.graph.schema import CORE
from tests.contract.authority import table
from tests.contract.authority.asking import ABSENT, ALLOWED, WRONG_OFFICE, at_once, expected, signed_in
from tests.contract.authority.places import PLACES, Spot, Standing
from tests.gateway.told import SPRING, Told
from tests.support.running import Running

SIGNS = table.read().signs["gateway"]
AREAS = (Spot.TOWNSHIP, Spot.COUNTY, Spot.FOREIGN)
COUNTIES = (Spot.COUNTY, Spot.FOREIGN)
Variables = dict[str, Any]
REFUSALS = {"office-may-not": WRONG_OFFICE, "out-of-scope": ABSENT}
LEAST = 400


@dataclass
class Counted:
    """What the gateway has counted, by spot: an event, its position in the log, what waits because of it."""

    standing: Standing
    gateway: Running
    event: dict[Spot, str] = field(default_factory=dict)
    position: dict[Spot, int] = field(default_factory=dict)
    waiting: dict[Spot, str] = field(default_factory=dict)

    def county(self, spot: Spot) -> str:
        return self.standing.area(spot)[:6]


@dataclass(frozen=True)
class Field:
    """A root field as it is asked: the query, its variables at a spot, and what stands in an answer that shows it."""

    query: str
    variables: Callable[[Counted, Spot], Variables] = lambda _, __: {}
    shows: Callable[[Counted, Spot], str] = lambda _, __: ""
    spots: tuple[Spot, ...] = PLACES


def _code(counted: Counted, spot: Spot) -> Variables:
    return {"code": counted.standing.area(spot)}


def _of_county(name: str) -> Callable[[Counted, Spot], Variables]:
    return lambda counted, spot: {name: counted.county(spot)}


FIELDS: dict[str, list[Field]] = {
    "viewer": [Field("{ viewer { area } }", shows=lambda _, __: '"area"', spots=(Spot.MINE,))],
    "metricCatalogue": [Field("{ metricCatalogue { id } }", shows=lambda _, __: "members", spots=(Spot.COUNTY,))],
    "areaName": [
        Field("query ($code: String!) { areaName(code: $code) { zh } }", _code, lambda c, s: c.standing.area(s), AREAS)
    ],
    "county": [
        Field(
            "query ($code: String!) { county(code: $code) { code } }",
            _of_county("code"),
            lambda c, s: f'"code":"{c.county(s)}"',
            COUNTIES,
        )
    ],
    "township": [
        Field(
            "query ($code: String!) { township(code: $code) { code organisations { edges { cursor } } } }",
            _code,
            lambda c, s: c.standing.area(s),
            AREAS,
        )
    ],
    "auditTrail": [
        Field(
            "query ($area: String!) { auditTrail(filter: { area: $area }) { edges { node { id } } } }",
            lambda c, s: {"area": c.standing.area(s)},
            lambda c, s: c.event[s],
            AREAS,
        ),
        Field("{ auditTrail(first: 100) { edges { node { id } } } }", shows=lambda c, s: c.event[s]),
    ],
    "event": [
        Field("query ($id: UUID!) { event(id: $id) { id } }", lambda c, s: {"id": c.event[s]}, lambda c, s: c.event[s])
    ],
    "proof": [
        Field(
            "query ($log: String!, $position: Long!) { proof(log: $log, position: $position) { position } }",
            lambda c, s: {"log": f"assistance/{c.county(s)}", "position": str(c.position[s])},
            lambda c, s: f'"position":"{c.position[s]}"',
        )
    ],
    "checkpoints": [
        Field(
            "query ($county: String!) { checkpoints(county: $county) { log } }",
            _of_county("county"),
            lambda _, __: "[",
            COUNTIES,
        )
    ],
    "applied": [
        Field(
            "query ($id: UUID!) { applied(eventId: $id) { applied log } }",
            lambda c, s: {"id": c.event[s]},
            lambda _, __: '"applied":true',
        )
    ],
    "workQueue": [
        Field(
            "query ($area: String!) { workQueue(area: $area) { edges { node { subject } } } }",
            lambda c, s: {"area": c.standing.area(s)},
            lambda c, s: c.waiting[s],
            AREAS,
        ),
        Field("{ workQueue(first: 100) { edges { node { subject } } } }", shows=lambda c, s: c.waiting[s]),
    ],
    "parked": [
        Field(
            "query ($county: String!) { parked(county: $county) { log } }",
            _of_county("county"),
            lambda c, s: f"assistance/{c.county(s)}",
            COUNTIES,
        )
    ],
}


@pytest.fixture
async def counted(gateway: Running, county: str) -> Counted:
    """In each place somebody is admitted and aid is asked; in each county an event cannot be read."""
    standing = Standing(county, f"8{county[1:]}", UUID(int=int(county)))
    made = Counted(standing, gateway)
    logs = {code: Told(code, gateway) for code in (standing.county, standing.foreign)}
    for spot in PLACES:
        area, aid = standing.area(spot), uuid7()
        org = standing.union if spot is Spot.UNION else None
        told, place = logs[made.county(spot)], Place(area=area, org=org)
        asked = AidAsked(aid=aid, household=uuid7(), place=place, programme="medical", amount_fen=1000, due_on=SPRING)
        await told.admit(area)
        (event,) = await told.tell(asked, area=area, subject=aid, org=org)
        made.event[spot], made.waiting[spot] = str(event), str(aid)
        made.position[spot] = len(told.log("assistance").entries)
    for told in logs.values():
        await told.park("assistance")
    return made


@dataclass(frozen=True)
class Cell:
    """One office, one root field, one place."""

    office: Office
    name: str
    number: int
    spot: Spot

    def __str__(self) -> str:
        sign = SIGNS[f"query {self.name}"][self.office]
        return f"{self.office.value} {self.name} [{self.spot.value}], by the table {sign}"


class Asker:
    """The offices at the gateway, who may send open queries."""

    def __init__(self, counted: Counted, http: aiohttp.ClientSession) -> None:
        self.counted = counted
        self.http = http
        self.signed = {each: signed_in(counted.gateway, counted.standing, each, explorer=True) for each in Office}

    async def ask(self, office: Office, query: str, variables: Variables) -> bytes:
        """The body of an answer."""
        sent = {"query": query, "variables": variables}
        url = f"{self.counted.gateway.url}/graphql"
        async with self.http.post(url, json=sent, headers=self.signed[office]) as answer:
            return await answer.read()


def _means(body: bytes, shows: str) -> str:
    said = json.loads(body)
    if said.get("errors"):
        code = said["errors"][0]["extensions"]["code"]
        return REFUSALS.get(code, f"{body.decode()[:300]}")
    return ALLOWED if shows.encode() in body else ABSENT


async def test_every_root_field_is_as_the_table_says(walls: str, counted: Counted, http: aiohttp.ClientSession) -> None:
    assert CORE.query_type
    assert CORE.subscription_type
    assert set(FIELDS) == set(CORE.query_type.fields)
    routes = {f"query {name}" for name in FIELDS} | {f"subscription {name}" for name in CORE.subscription_type.fields}
    assert routes == {route for route in SIGNS if not route.endswith("/session")}
    asker, wrong = Asker(counted, http), []
    cells = [
        Cell(office, name, number, spot)
        for name, ways in FIELDS.items()
        for number, way in enumerate(ways)
        for spot in way.spots
        for office in Office
    ]

    async def ask(cell: Cell) -> None:
        way = FIELDS[cell.name][cell.number]
        body = await asker.ask(cell.office, way.query, way.variables(counted, cell.spot))
        found = _means(body, way.shows(counted, cell.spot))
        wanted = expected(SIGNS[f"query {cell.name}"][cell.office], cell.spot)
        if found != wanted:
            wrong.append(f"{cell}: {wanted}, but {found}")

    for _ in range(2):  # computed, and from the cache
        await at_once(cells, ask)
    assert not wrong, "\n".join(wrong[:40])
    assert len(cells) >= LEAST
    print(f"GraphQL, {walls}: {len(cells)} cells, {len(FIELDS)} root fields")  # noqa: T201 - the count is to be seen


@pytest.mark.parametrize("name", ["event", "applied", "areaName", "proof"])
async def test_what_is_elsewhere_and_what_is_nowhere_have_one_answer(
    name: str, counted: Counted, http: aiohttp.ClientSession
) -> None:
    asker, way = Asker(counted, http), FIELDS[name][0]
    nowhere: Mapping[str, Any] = {"id": str(uuid7()), "code": f"{counted.standing.county}999", "position": "999"}
    spot = Spot.FOREIGN if name in {"applied", "areaName"} else Spot.COUNTY
    elsewhere = way.variables(counted, spot)
    missing = {key: nowhere.get(key, value) for key, value in elsewhere.items()}
    clerk = Office.TOWNSHIP_CLERK
    assert await asker.ask(clerk, way.query, elsewhere) == await asker.ask(clerk, way.query, missing)


async def test_a_county_shows_the_townships_of_the_askers_scope(counted: Counted, http: aiohttp.ClientSession) -> None:
    asker, standing = Asker(counted, http), counted.standing
    both = {standing.area(Spot.TOWNSHIP), standing.area(Spot.COUNTY)}
    query = "{ county { townships { code } } }"
    for office, sign in SIGNS["query township"].items():
        said = json.loads(await asker.ask(office, query, {}))
        if office is Office.SERVICE:
            assert said["errors"][0]["extensions"]["code"] == "office-may-not"
            continue
        seen = {each["code"] for each in said["data"]["county"]["townships"]}
        assert seen == {"县 C": both, "乡 T": {standing.area(Spot.TOWNSHIP)}, "–": set()}[sign], office


async def test_the_subscription_is_as_the_table_says(counted: Counted, http: aiohttp.ClientSession) -> None:
    cells = [(office, spot) for office in Office for spot in COUNTIES]
    wrong = []
    for office, spot in cells:
        wanted = expected(SIGNS["subscription positions"][office], spot)
        found = await _subscribed(http, counted, office, counted.county(spot))
        if found != wanted:
            wrong.append(f"{office.value} positions [{spot.value}]: {wanted}, but {found}")
    assert not wrong, "\n".join(wrong)
    print(f"subscription: {len(cells)} cells")  # noqa: T201 - the count is to be seen


async def _subscribed(http: aiohttp.ClientSession, counted: Counted, office: Office, county: str) -> str:
    headers = signed_in(counted.gateway, counted.standing, office, explorer=True)
    query = "subscription ($county: String!) { positions(county: $county) { logs { log } } }"
    async with http.ws_connect(f"{counted.gateway.url}/graphql", protocols=["graphql-transport-ws"]) as socket:
        await socket.send_json({"type": "connection_init", "payload": headers})
        assert (await socket.receive_json(timeout=5))["type"] == "connection_ack"
        asked = {"query": query, "variables": {"county": county}}
        await socket.send_json({"id": "1", "type": "subscribe", "payload": asked})
        message = await socket.receive_json(timeout=5)
    if message["type"] == "next":
        return ALLOWED if f"assistance/{county}" in json.dumps(message) else ABSENT
    code = message["payload"][0]["extensions"]["code"]
    return REFUSALS.get(code, str(code))
