"""Every office × every command and query × own union, own township, other township, other county: as the table says.

The table is docs/permissions.md as committed. What it says of a cell is worked out here, by nothing of the services'.
"""

import importlib
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from chassis.command import Declared
from chassis.postgres import Tx
from contracts.offices import Office
from tests.contract.authority import grounds, table
from tests.contract.authority.asking import ABSENT, ALLOWED, Answer, Asker, at_once, expected, filled, nowhere
from tests.contract.authority.ground import Ground
from tests.contract.authority.places import REACHED, Spot
from tests.support.running import Running

TABLE = table.read()
SERVICES = ("membership", "assistance", "activities")
LEAST = {"membership": 1600, "assistance": 1100, "activities": 600}
"""Fewer cells would mean that some were left out."""

WIDER = ("GET /unions", "GET /employers", "GET /members/transfers", "GET /members/of-union")
"""Of directories row-level security lets a county's people read all, and whoever leaves is seen at both ends."""


@dataclass(frozen=True)
class Cell:
    """One office, one action, one place."""

    office: Office
    route: str
    spot: Spot
    sign: str

    def __str__(self) -> str:
        return f"{self.office.value} {self.route} [{self.spot.value}], by the table {self.sign}"


@dataclass
class Asked:
    """What was found: which cells were judged, which were wrong, what stands for records that are not to be seen."""

    cells: set[Cell] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    wrong_routes: set[str] = field(default_factory=set)
    hidden: dict[str, set[bytes]] = field(default_factory=dict)

    def judge(self, cell: Cell, answer: Answer) -> None:
        self.cells.add(cell)
        wanted = expected(cell.sign, cell.spot)
        if answer.means != wanted:
            self.wrong.append(f"{cell}: {wanted}, but {answer.means}")
            self.wrong_routes.add(cell.route)
        elif wanted is ABSENT:
            self.hidden.setdefault(cell.route, set()).add(answer.body)


@pytest.mark.parametrize("service", SERVICES)
async def test_every_cell_is_as_the_table_says(
    service: str, walls: str, running: dict[str, Running], county: str, http: aiohttp.ClientSession
) -> None:
    ground = await grounds.MAKERS[service](running[service], (county, f"8{county[1:]}"))
    signs = TABLE.signs[ground.service.name]
    declared = declared_by(ground)
    assert set(declared) == set(signs), "the table and the service name other actions"
    asker, asked = Asker(ground, http), Asked()
    await _lists(asker, asked, signs)
    items = [route for route in signs if route not in ground.rows and route.startswith("GET")]
    await _items(asker, asked, signs, items, declared)
    commands = [route for route in signs if route.startswith("POST")]
    await _items(asker, asked, signs, [route for route in commands if "{" in route], declared)
    await _creations(asker, asked, signs, [route for route in commands if "{" not in route], declared)
    assert not asked.wrong, "\n".join(asked.wrong[:40])
    _none_is_missing(asked, ground, declared)
    await _nothing_tells_hidden_from_missing(asker, asked, signs, declared)
    print(f"{service}, {walls}: {len(asked.cells)} cells, {len(signs)} actions")  # noqa: T201 - the count is to be seen


def _none_is_missing(asked: Asked, ground: Ground, declared: dict[str, Declared | None]) -> None:
    """Every action was asked by every office, for a record of the own county and one of another's."""
    judged = {(each.route, each.office, each.spot) for each in asked.cells}
    for route, command in declared.items():
        names_no_place = command and command.creates and not ground.placed_by(command.model)
        spots = {Spot.COUNTY} if names_no_place else {Spot.COUNTY, Spot.FOREIGN}
        missing = [(office, spot) for office in Office for spot in spots if (route, office, spot) not in judged]
        assert missing == [], route
    assert len(judged) == len(asked.cells) >= LEAST[ground.service.name]


@pytest.mark.parametrize("service", SERVICES)
async def test_row_level_security_alone_hides_what_the_table_hides(
    service: str,
    running: dict[str, Running],
    county: str,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The service's own bounds are gone, offices stay. Little shows more then."""
    ground = await grounds.MAKERS[service](running[service], (county, f"8{county[1:]}"))
    monkeypatch.setattr(Tx, "reaches", lambda *_: True)
    monkeypatch.setattr(Tx, "scope", ("", "~"))
    monkeypatch.setattr(Tx, "org", None)
    signs, declared = TABLE.signs[service], declared_by(ground)
    asker, asked = Asker(ground, http), Asked()
    await _lists(asker, asked, signs)
    items = [route for route in signs if route not in ground.rows and route.startswith("GET")]
    await _items(asker, asked, signs, items, declared)
    assert {route for route in asked.wrong_routes if not route.startswith(WIDER)} == set(), asked.wrong
    print(f"{service}, second wall alone: {len(asked.cells)} cells of reading")  # noqa: T201 - as above


async def _lists(asker: Asker, asked: Asked, signs: dict[str, dict[Office, str]]) -> None:
    """One answer judges all places: no row of a place beyond the sign's, and those within."""
    ground = asker.ground

    async def ask(cell: tuple[str, Office]) -> None:
        route, office = cell
        params = {"limit": 100} if "limit" not in ground.asked.get(route, {}) and _paged(ground, route) else {}
        answer = await asker.get(office, filled(route, {}), **params, **ground.asked.get(route, {}))
        rows = dict(ground.rows[route])
        if route == "GET /appointments":
            rows[Spot.MINE] = ground.mine["appointment"][office]
        for spot, text in rows.items():
            one = Cell(office, route, spot, signs[route][office])
            seen = answer if text.encode() in answer.body or answer.means is not ALLOWED else NOT_SEEN
            asked.judge(one, seen)

    await at_once([(route, office) for route in ground.rows for office in Office], ask)
    for route in ground.rows:
        asked.hidden.pop(route, None)


NOT_SEEN = Answer(404, json.dumps({"code": "not-found"}).encode())


async def _items(
    asker: Asker,
    asked: Asked,
    signs: dict[str, dict[Office, str]],
    routes: list[str],
    declared: dict[str, Declared | None],
) -> None:
    ground = asker.ground
    cells = [
        Cell(office, route, spot, signs[route][office])
        for route in routes
        for spot in ground.spots(route, _names(route)[0])
        for office in Office
        if spot is not Spot.MINE or signs[route][office] != "–"
    ]

    async def ask(cell: Cell) -> None:
        ids = {name: ground.record(cell.route, name, cell.spot, cell.office) for name in _names(cell.route)}
        asked.judge(cell, await send(asker, cell, ids, declared[cell.route]))

    await at_once(cells, ask)


async def _creations(
    asker: Asker,
    asked: Asked,
    signs: dict[str, dict[Office, str]],
    routes: list[str],
    declared: dict[str, Declared | None],
) -> None:
    ground = asker.ground
    cells = []
    for route in routes:
        command = declared[route]
        assert command
        placed = ground.placed_by(command.model)
        spots = ground.spots(route, placed) if placed else [Spot.COUNTY]
        cells += [
            Cell(office, route, spot, signs[route][office])
            for spot in spots
            for office in Office
            if spot is not Spot.MINE or signs[route][office] != "–"
        ]

    async def ask(cell: Cell) -> None:
        asked.judge(cell, await send(asker, cell, {}, declared[cell.route]))

    await at_once(cells, ask)


async def send(asker: Asker, cell: Cell, ids: dict[str, str], command: Declared | None) -> Answer:
    """Ask one cell."""
    path = filled(cell.route, ids)
    if command is None:
        return await asker.get(cell.office, path)
    body = asker.ground.body(cell.route, command.model, cell.spot, cell.office)
    return await asker.post(cell.office, path, body, creates=command.creates)


async def _nothing_tells_hidden_from_missing(
    asker: Asker, asked: Asked, signs: dict[str, dict[Office, str]], declared: dict[str, Declared | None]
) -> None:
    """The answer for what is beyond the scope is, byte for byte, the one for what is nowhere."""
    assert asked.hidden
    for route, bodies in asked.hidden.items():
        office = next(office for office, sign in signs[route].items() if REACHED[sign])
        cell = Cell(office, route, Spot.MINE, signs[route][office])
        if names := _names(route):
            missing = await send(asker, cell, {name: nowhere() for name in names}, declared[route])
            assert bodies == {missing.body}, route
        else:
            assert len(bodies) == 1, route


def declared_by(ground: Ground) -> dict[str, Declared | None]:
    """Every route that the service declares, with its command."""
    main: Any = importlib.import_module(f"services.{ground.service.name}.main")
    found: dict[str, Declared | None] = {}
    for capability in main.service.capabilities:
        found.update({f"POST {each.route}": each for each in capability.commands})
        found.update({f"GET {capability.prefix}{each.path}": None for each in capability.queries})
    return found


def _names(route: str) -> list[str]:
    return [part.partition("}")[0] for part in route.split("{")[1:]]


def _paged(ground: Ground, route: str) -> bool:
    path = ground.service.app.openapi()["paths"][filled(route, {})]["get"]
    return any(each["name"] == "limit" for each in path.get("parameters", []))
