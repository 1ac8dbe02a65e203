"""`gonghui dashboard` shows the county as the gateway answers it: money in yuan, no data as a dash."""

import asyncio
import json
from pathlib import Path

import pytest
import pytest_asyncio
from typer.testing import CliRunner

from chassis.ids import uuid7
from cli.main import app
from contracts.assistance.fund import AidPaid
from contracts.declare import Place
from contracts.offices import Office
from tests.cli.conftest import Answered
from tests.gateway.told import Told
from tests.support.running import Running


class Terminal:
    """A terminal of somebody who holds a token of the gateway's issuer."""

    def __init__(self, folder: Path, graphql: str, token: str) -> None:
        demo = {"gateway": "", "graphql": graphql, "services": {}, "databases": {}, "accounts": []}
        (folder / "demo.json").write_text(json.dumps(demo))
        self.environment = {"RUN_DIR": str(folder), "GONGHUI_TOKEN": token}

    async def dashboard(self, *arguments: str) -> Answered:
        runner = CliRunner(env=self.environment)
        result = await asyncio.to_thread(runner.invoke, app, ["dashboard", *arguments])
        return Answered(result.exit_code, result.stdout, result.stderr)


@pytest_asyncio.fixture
async def told(gateway: Running, county: str) -> Told:
    """A county with five members in two townships and 1,234.50 yuan of aid."""
    told = Told(county, gateway)
    await told.admit(f"{county}100", 3)
    await told.admit(f"{county}101", 2)
    place = Place(area=f"{county}100")
    paid = AidPaid(
        aid=uuid7(), household=uuid7(), place=place, programme="living", fund_source="union", amount_fen=123_450
    )
    await told.tell(paid, area=place.area)
    return told


@pytest.fixture
def terminal(gateway: Running, county: str, tmp_path: Path) -> Terminal:
    token = gateway.token(Office.COUNTY_LEADER, county, explorer=True)
    return Terminal(tmp_path, f"{gateway.url}/graphql", token)


async def test_every_township_has_its_figures_and_the_county_their_sum(told: Told, terminal: Terminal) -> None:
    shown = await terminal.dashboard()
    assert shown.code == 0, shown.errors
    rows = {line.split()[0]: line.split()[2:] for line in shown.output.splitlines() if line.startswith(told.county)}
    assert rows[f"{told.county}100"] == ["3", "—", "—", "1,234.50", "—"]
    assert rows[f"{told.county}101"][0] == "2"
    assert shown.output.splitlines()[-2].split()[2:] == ["5", "—", "—", "1,234.50", "—"]
    assert f"membership/{told.county} 5/" in shown.output


async def test_what_lies_in_no_township_has_a_row_so_that_the_rows_add_up(told: Told, terminal: Terminal) -> None:
    assert "县本级" not in (await terminal.dashboard()).output
    await told.admit(told.county, 4)
    shown = await terminal.dashboard()
    (row,) = (line for line in shown.output.splitlines() if line.startswith("县本级"))
    assert row.split()[3:] == ["4", "—", "—", "0.00", "—"]


async def test_a_township_account_is_not_told_that_other_townships_are_the_county_itself(
    told: Told, terminal: Terminal
) -> None:
    clerk = told.gateway.token(Office.TOWNSHIP_CLERK, f"{told.county}100", explorer=True)
    terminal.environment["GONGHUI_TOKEN"] = clerk
    shown = (await terminal.dashboard()).output
    assert "县本级" not in shown
    assert "辖区之外" in shown


async def test_a_day_that_has_not_come_is_said_to_be_read_as_today(told: Told, terminal: Terminal) -> None:
    shown = await terminal.dashboard("--as-of", "2099-12-31")
    assert "2099-12-31 还没有到" in shown.errors
    assert "还没有到" not in (await terminal.dashboard("--as-of", "2026-03-31")).errors
    assert told.county in shown.output


async def test_json_holds_exact_figures(told: Told, terminal: Terminal) -> None:
    shown = (await terminal.dashboard("--json")).json
    assert {one["metric"]["id"]: one["value"] for one in shown["metrics"]}["aid-paid"] == "123450"
    assert [one["code"] for one in shown["townships"]] == [f"{told.county}100", f"{told.county}101"]


async def test_a_day_before_anything_shows_nothing(told: Told, terminal: Terminal) -> None:
    shown = (await terminal.dashboard("--as-of", "2025-12-31", "--json")).json
    assert shown["code"] == told.county
    assert all(one["value"] in {None, "0"} for one in shown["metrics"])


@pytest.mark.parametrize(
    ("arguments", "words"), [(["--as-of", "yesterday"], "not a date"), (["--county", "1"], "gateway refuses")]
)
async def test_what_cannot_be_asked_is_refused(terminal: Terminal, arguments: list[str], words: str) -> None:
    refused = await terminal.dashboard(*arguments)
    assert refused.code == 2
    assert words in refused.errors


async def test_an_expired_token_and_an_absent_gateway_are_told(terminal: Terminal, tmp_path: Path) -> None:
    terminal.environment["GONGHUI_TOKEN"] = "expired"
    assert "Not signed in" in (await terminal.dashboard()).errors
    away = Terminal(tmp_path, "http://127.0.0.1:1/graphql", "any")
    assert "The gateway does not answer" in (await away.dashboard()).errors
    del away.environment["GONGHUI_TOKEN"]
    assert "set GONGHUI_TOKEN" in (await away.dashboard()).errors
