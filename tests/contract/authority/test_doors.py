"""Routes that no appointment opens, sessions, and the gateway's proxy in front of every service."""

import importlib
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any
from uuid import UUID

import aiohttp
import pytest

from contracts.offices import Office
from tests.contract.authority import grounds, table
from tests.contract.authority.asking import ALLOWED, Answer, Asker, at_once, filled, signed_in
from tests.contract.authority.places import PLACES, Standing
from tests.contract.authority.test_matrix import Cell, send
from tests.support.issuer import Issuer
from tests.support.running import Running
from tests.support.running import running as serving

TABLE = table.read()
NOT_OF_AN_ACTION = {"/graphql", "/session", "/api/{service}/{path:path}"}


@pytest.fixture
def everywhere(running: dict[str, Running], gateway: Running) -> dict[str, Running]:
    """The four services by name."""
    return {**running, "gateway": gateway}


@pytest.fixture
async def door(running: dict[str, Running], settings_of: Any, issuer: Issuer) -> AsyncIterator[Running]:
    """A gateway with the services behind it."""
    urls = {name: service.url for name, service in running.items()}
    async with serving("gateway", await settings_of("gateway", service_urls=urls), issuer) as made:
        yield made


def test_every_route_stands_in_the_table(everywhere: dict[str, Running]) -> None:
    for name, service in everywhere.items():
        known = {route.partition(" ")[2] for route in (*TABLE.signs[name], *TABLE.between[name], *TABLE.public[name])}
        main: Any = importlib.import_module(f"services.{name}.main")
        made = {getattr(route, "path", None) for route in _flat(service.app.router.routes)}
        assert made - known - NOT_OF_AN_ACTION == set(), name
        assert main.service.name == name


async def test_no_persons_token_opens_what_is_between_services(
    everywhere: dict[str, Running], county: str, http: aiohttp.ClientSession
) -> None:
    standing = _standing(county)
    cells = [
        (name, office, filled(route, {"county": place, "service": "membership"}))
        for name in everywhere
        for route in TABLE.between[name]
        for place in (standing.county, standing.foreign)
        for office in Office
    ]
    wrong = []

    async def ask(cell: tuple[str, Office, str]) -> None:
        name, office, path = cell
        headers = signed_in(everywhere[name], standing, office)
        async with http.get(everywhere[name].url + path, headers=headers) as answer:
            if answer.status != 401:
                wrong.append((*cell, answer.status))

    await at_once(cells, ask)
    assert wrong == []
    assert len(cells) >= 21 * 2 * len(Office)
    print(f"between services: {len(cells)} cells")  # noqa: T201 - the count is to be seen


async def test_public_routes_say_nothing_of_a_county(
    everywhere: dict[str, Running], county: str, http: aiohttp.ClientSession
) -> None:
    for name, service in everywhere.items():
        for route in TABLE.public[name]:
            async with http.get(service.url + filled(route, {"path": "nothing.js"})) as answer:
                assert answer.status in {200, 404, 503}, route
                assert county not in await answer.text(), route


async def test_everybody_has_a_session_of_their_own(gateway: Running, county: str, http: aiohttp.ClientSession) -> None:
    standing = _standing(county)
    for office in Office:
        headers = signed_in(gateway, standing, office)
        for method, status in (("POST", 201), ("GET", 200), ("DELETE", 204)):
            assert TABLE.signs["gateway"][f"{method} /session"][office] == "己 S"
            async with http.request(method, f"{gateway.url}/session", headers=headers) as answer:
                assert answer.status == status
                said = await answer.json() if method == "GET" else None
            if said:
                held = [(each["office"], each["area"]) for each in said["appointments"]]
                assert held == [(office.value, standing.appointed(office)[0])]


@pytest.mark.parametrize("service", ["membership", "assistance", "activities"])
async def test_the_proxy_answers_as_the_service_does(
    service: str, running: dict[str, Running], door: Running, county: str, http: aiohttp.ClientSession
) -> None:
    """All queries, and one command, of every office in every place: the same status and the same bytes."""
    ground = await grounds.MAKERS[service](running[service], (county, f"8{county[1:]}"))
    direct = Asker(ground, http)
    through = Asker(ground, http, f"{door.url}/api/{service}")
    item, one = {
        "membership": ("GET /members/{member}", "POST /members/{member}/void"),
        "assistance": ("GET /households/{household}", "POST /households/{household}/approve"),
        "activities": ("GET /activities/{activity}", "POST /activities/{activity}/void"),
    }[service]
    name = item.split("{")[1].strip("}")
    commands = _commands(service)
    cells = [
        Cell(office, route, spot, TABLE.signs[service][route][office])
        for route in (item, one)
        for spot in PLACES
        for office in Office
    ]
    compared: list[Answer] = []

    async def ask(cell: Cell) -> None:
        ids = {name: ground.record(cell.route, name, cell.spot, cell.office)}
        first, second = [await send(asker, cell, ids, commands.get(cell.route)) for asker in (direct, through)]
        assert first == second, cell
        compared.append(second)

    await at_once(cells, ask)
    assert len(compared) == len(cells)
    assert {answer.means for answer in compared} > {ALLOWED}
    for office in Office:
        for inside in ("log", f"log/{county}", "LOG", "metrics", "witness/membership"):
            assert (await through.get(office, f"/{inside}")).code == "unknown-service"


def _commands(service: str) -> dict[str, Any]:
    main: Any = importlib.import_module(f"services.{service}.main")
    return {f"POST {each.route}": each for capability in main.service.capabilities for each in capability.commands}


def _standing(county: str) -> Standing:
    return Standing(county, f"8{county[1:]}", UUID(int=int(county)))


def _flat(routes: Iterable[Any]) -> Iterator[Any]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from _flat(inner.routes) if inner is not None else (route,)
