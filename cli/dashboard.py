"""`gonghui dashboard`: the county and its townships as a table in the terminal."""

import os
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import aiohttp
import typer

from cli import terminal
from cli.demo import Demo, DemoOption, JsonOption
from cli.token import asking
from deploy.local.trouble import Trouble

COUNTY_DIGITS = 6
DEADLINE = aiohttp.ClientTimeout(total=20)
COLUMNS = {
    "members": "会员 members",
    "unions": "工会 unions",
    "files": "建档户 files",
    "aid-paid": "发放（元） aid, yuan",
    "participants": "参加人次 participants",
}
QUERY = """
query Dashboard($code: String, $asOf: Date, $since: Date, $metrics: [String!]) {
  viewer { area }
  county(code: $code, asOf: $asOf, since: $since) {
    code name { zh en } asOf since complete
    metrics(ids: $metrics) { metric { id unit } value }
    townships { code name { zh en } metrics(ids: $metrics) { metric { id unit } value } }
    freshness { log position head }
  }
}"""


def dashboard(
    county: Annotated[str | None, typer.Option(help="县代码 · county code; default: the account's")] = None,
    as_of: Annotated[str | None, typer.Option(help="截至日 YYYY-MM-DD · as of a day")] = None,
    since: Annotated[str | None, typer.Option(help="期间起始日 · first day of flows; default 1 January")] = None,
    account: Annotated[str | None, typer.Option(help="账号 · account; default: the first")] = None,
    demo: DemoOption = None,
    json: JsonOption = False,
) -> None:
    """Show members, unions, household files, aid paid and participants of every township."""
    for day in (as_of, since):
        if day is not None:
            _check(day)
    terminal.run(_dashboard, demo, {"code": county, "asOf": as_of, "since": since}, account, json)


def _check(day: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise typer.BadParameter(f"不是日期 · not a date: {day}") from error


async def _dashboard(path: Path | None, variables: dict[str, str | None], account: str | None, json: bool) -> int:
    demo = Demo.read(path)
    token = await asking(demo, path, os.environ.get("GONGHUI_TOKEN"), account)
    data = await _asked(demo.graphql, token, {**variables, "metrics": list(COLUMNS)})
    county = data["county"]
    if county is None:
        raise Trouble("没有这个县，或无权查看。", "No such county, or not in this account's scope.")
    asked = variables["asOf"]
    if asked is not None and asked > county["asOf"]:
        terminal.errors.print(
            f"[yellow]{asked} 还没有到，以下按今天（{county['asOf']}）统计。[/yellow]\n"
            f"{asked} has not come yet: the figures are as of today, {county['asOf']}."
        )
    terminal.print_json(county) if json else _show(county, beside=_beside(data["viewer"]["area"]))
    return terminal.HELD


async def _asked(url: str, token: str, variables: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/graphql-response+json"}
    try:
        async with (
            aiohttp.ClientSession(timeout=DEADLINE, headers=headers) as session,
            session.post(url, json={"query": QUERY, "variables": variables}) as answer,
        ):
            body = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise Trouble(f"网关没有回答：{error!r}", f"The gateway does not answer: {error!r}") from error
    if "errors" in body or "data" not in body:
        zh, en = _refusal(body)
        raise Trouble(f"网关拒绝：{zh}", f"The gateway refuses: {en}")
    data: dict[str, Any] = body["data"]
    return data


def _refusal(body: dict[str, Any]) -> tuple[str, str]:
    """Words of a GraphQL error, or of a problem."""
    errors = [
        {"zh": each["message"], "en": each["message"], **each.get("extensions", {})} for each in body.get("errors", [])
    ]
    if errors:
        return "; ".join(each["zh"] for each in errors), "; ".join(each["en"] for each in errors)
    return str(body.get("detail")), str(body.get("detail_en"))


def _beside(area: str) -> str:
    """What lies beside the townships shown: whose office is in a township is not shown the other townships either."""
    return "县本级 County level" if len(area) == COUNTY_DIGITS else "辖区之外 Outside the account's area"


def _show(county: dict[str, Any], beside: str) -> None:
    name = county["name"]
    terminal.console.print(
        f"[bold]{name['zh']} {name['en']}[/bold]  {county['since']} – {county['asOf']}"
        + ("" if county["complete"] else "  [red]不完整 incomplete[/red]")
    )
    rows = [[f"{one['code']} {one['name']['zh']}", *_figures(one["metrics"])] for one in county["townships"]]
    rest = _rest(county)
    if any(each["value"] not in {None, "0"} for each in rest):
        rows.append([beside, *_figures(rest)])
    rows.append([f"[bold]{county['code']} {name['zh']}[/bold]", *_figures(county["metrics"])])
    terminal.table(["单位 unit", *COLUMNS.values()], rows, right=range(1, len(COLUMNS) + 1))
    counted = "  ".join(f"{log['log']} {log['position']}/{log['head']}" for log in county["freshness"])
    terminal.console.print(f"计至 · counted up to: {counted}", style="dim")


def _rest(county: dict[str, Any]) -> list[dict[str, Any]]:
    """The county's totals less its townships' figures. All metrics shown here add up."""
    shown: Counter[str] = Counter()
    for township in county["townships"]:
        shown.update({each["metric"]["id"]: int(each["value"] or 0) for each in township["metrics"]})
    return [
        {**each, "value": None if each["value"] is None else str(int(each["value"]) - shown[each["metric"]["id"]])}
        for each in county["metrics"]
    ]


def _figures(metrics: list[dict[str, Any]]) -> list[str]:
    """One cell per column; a dash where there is no data, which is not 0. Money in yuan."""
    values = {each["metric"]["id"]: (each["value"], each["metric"]["unit"]) for each in metrics}
    return [_figure(*values.get(metric, (None, "count"))) for metric in COLUMNS]


def _figure(value: str | None, unit: str) -> str:
    if value is None:
        return "—"
    return f"{int(value) / 100:,.2f}" if unit == "fen" else f"{int(value):,}"
