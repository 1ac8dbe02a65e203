"""`gonghui export`: entries of a log with everything that proves them, as a bundle for `gonghui verify`."""

import json as standard_json
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, LiteralString

import asyncpg
import typer

from chassis.log import bundle as bundles
from chassis.log.checkpoint import witness_name
from chassis.log.entry import timestamp
from chassis.log.merkle import Reader, Span
from cli import terminal
from cli.demo import Demo, DemoOption, JsonOption
from cli.recomputing import Connection
from deploy.local.trouble import Trouble
from services.gateway.projection import audit
from services.gateway.projection.ids import parse_log

_NOTE: LiteralString = """
    SELECT size, note FROM witness WHERE service = $1 AND county = $2 ORDER BY generation DESC LIMIT 1"""
_ENTRIES: LiteralString = """
    SELECT position, sequenced_at, event FROM projection.audit_entry
    WHERE log = $1 AND position BETWEEN $2 AND $3 ORDER BY position"""


def export(
    logs: Annotated[list[str], typer.Argument(help="日志名，如 membership/340828 · names of logs")],
    first: Annotated[int, typer.Option("--from", min=1, help="首个位置 · first position")] = 1,
    last: Annotated[int | None, typer.Option("--to", min=1, help="末个位置 · last position")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="文件 · file")] = Path("bundle.json"),
    demo: DemoOption = None,
    json: JsonOption = False,
) -> None:
    """Write entries of the audit trail up to the last cosigned checkpoint, with their proofs."""
    terminal.run(_export, logs, first, last, output, demo, json)


async def _export(logs: list[str], first: int, last: int | None, output: Path, path: Path | None, json: bool) -> int:
    if last is not None and last < first:
        raise Trouble(f"没有从 {first} 到 {last} 的位置。", f"There are no positions from {first} to {last}.")
    demo = Demo.read(path)
    if demo.checkpoint_keys is None:
        raise Trouble("没有公钥文件。", "demo.json names no checkpoint_keys.")
    keys: dict[str, str] = standard_json.loads(demo.checkpoint_keys.read_bytes())
    async with AsyncExitStack() as stack:
        connections: dict[str, Connection] = {}
        for service in ("gateway", "membership"):
            connections[service] = await asyncpg.connect(demo.database(service), timeout=10)
            stack.push_async_callback(connections[service].close)
        parts = [await _log(name, first, last, connections) for name in dict.fromkeys(logs)]
    bundle = {
        "format": bundles.FORMAT,
        "made_at": timestamp(datetime.now(UTC)),
        "keys": {vkey.partition("+")[0]: vkey for vkey in keys.values()},
        "logs": parts,
    }
    output.write_text(standard_json.dumps(bundle, ensure_ascii=False, indent=1))
    _show(output, parts, json=json)
    return terminal.HELD


async def _log(name: str, first: int, last: int | None, connections: dict[str, Connection]) -> dict[str, Any]:
    try:
        log = parse_log(name)
    except ValueError as error:
        raise Trouble(f"没有日志 {name}。", f"{name!r} is no log.") from error
    service, _, county = name.partition("/")
    note = await connections[witness_name(service)].fetchrow(_NOTE, service, county)
    if note is None:
        raise Trouble(f"{name} 还没有联署的检查点。", f"{name} has no cosigned checkpoint yet.")
    end = min(last or note["size"], note["size"])
    if end < first:
        raise Trouble(
            f"{name} 联署的检查点只到 {end}，没有位置 {first}。",
            f"The cosigned checkpoint of {name} covers {end}: there is no position {first} to export.",
        )
    gateway = connections["gateway"]
    lacking = Trouble(
        f"网关缺少 {name} 的记录，请先运行 gonghui verify。",
        f"The gateway lacks entries of {name}: run gonghui verify.",
    )
    async with gateway.transaction(isolation="repeatable_read", readonly=True):
        rows = await gateway.fetch(_ENTRIES, log, first, end)
        entries = [(row["position"], timestamp(row["sequenced_at"]), row["event"]) for row in rows]
        if len(entries) != end - first + 1:
            raise lacking
        try:
            return await bundles.bundled(name, note["note"], note["size"], entries, _reader(gateway, log))
        except LookupError as error:  # a proof needs what is beside the range
            raise lacking from error


def _reader(connection: Connection, log: int) -> Reader:
    """The gateway's own tree of a log. Spans are kept: neighbouring proofs share nearly all of them."""
    kept: dict[Span, Sequence[bytes]] = {}
    stored = audit.reader(connection, log)

    async def read(spans: Sequence[Span]) -> Sequence[Sequence[bytes]]:
        wanted = [span for span in spans if span not in kept]
        if wanted:
            kept.update(zip(wanted, await stored(wanted), strict=True))
        return [kept[span] for span in spans]

    return read


def _show(output: Path, parts: list[dict[str, Any]], *, json: bool) -> None:
    if json:
        logs = [{"log": part["log"], "from": part["from"], "to": part["to"]} for part in parts]
        terminal.print_json({"bundle": output, "logs": logs})
        return
    for part in parts:
        count = len(part["entries"])
        terminal.console.print(f"{part['log']} {part['from']}–{part['to']}: {count:,} 条 · entries")
    terminal.console.print(f"已写入 {output} · written; gonghui verify {output}")
