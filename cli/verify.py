"""`gonghui verify`: every log's journal = the gateway's audit trail = the last checkpoint; or a bundle, offline."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, LiteralString

import asyncpg
import typer

from chassis.log.checkpoint import CheckpointError, Keys, origin, witness_name
from cli import beside, offline, terminal
from cli.demo import Demo, DemoOption, JsonOption
from cli.recomputing import Connection, Different, recompute
from services.gateway.projection.ids import log_id, log_name

POLL_SECONDS = 0.25

_HEADS: LiteralString = "SELECT county, generation, size, restored FROM log_head ORDER BY county"
_COUNTED: LiteralString = "SELECT position FROM projection.log_cursor WHERE log = $1"
_KNOWN: LiteralString = "SELECT log FROM projection.log_cursor"
_NOTE: LiteralString = "SELECT size, note FROM witness WHERE service = $1 AND county = $2 AND generation = $3"
_OWN_NOTE: LiteralString = """
    SELECT size, root, note FROM checkpoint WHERE county = $1 AND generation = $2 ORDER BY size DESC LIMIT 1"""
_UNPLACED: LiteralString = """
    SELECT journal.id, journal.county FROM journal LEFT JOIN log ON log.journal_id = journal.id
    WHERE log.journal_id IS NULL ORDER BY journal.id LIMIT 1000"""


@dataclass
class Found:
    """What was found of one log. `problem` None: journal, audit trail and checkpoint are equal."""

    log: str
    size: int = 0
    root: str = ""
    checkpoint: int = 0
    cosigned_at: datetime | None = None
    problem: str | None = None
    position: int | None = None

    def fail(self, problem: str, position: int | None = None) -> None:
        """Note the first problem."""
        if self.problem is None:
            self.problem, self.position = problem, position


def verify(
    bundle: Annotated[
        Path | None,
        typer.Argument(help="导出的证据包；不给则核验运行中的平台 · an exported bundle; none: the platform"),
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="信任的公钥（JSON） · keys to trust, a JSON object name → vkey", exists=True)
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0, help="等待网关与检查点跟上的秒数 · seconds to wait for the gateway")
    ] = 15,
    demo: DemoOption = None,
    json: JsonOption = False,
) -> None:
    """Verify that journal, audit trail and checkpoints are equal, or a bundle offline. Exit code 0: all held."""
    if bundle:
        terminal.run(offline.verify, bundle, keys, json)
    terminal.run(_platform, demo, keys, wait, json)


async def _platform(path: Path | None, keys: Path | None, wait: float, json: bool) -> int:
    demo = Demo.read(path)
    trusted = offline.trusted(keys or demo.checkpoint_keys)
    async with AsyncExitStack() as stack:
        connections: dict[str, Connection] = {}
        for service in demo.databases:
            connection = await asyncpg.connect(demo.database(service), timeout=10)
            stack.push_async_callback(connection.close)
            connections[service] = connection
        audit = await asyncpg.connect(demo.database("gateway"), timeout=10)
        stack.push_async_callback(audit.close)
        found = [
            each
            for service in connections
            for each in await Verification(service, connections, audit, trusted, wait).all_counties()
        ]
    _show(found, json=json)
    return terminal.FAILED if any(each.problem for each in found) else terminal.HELD


class Verification:
    """The verification of one service's logs."""

    def __init__(
        self, service: str, connections: dict[str, Connection], audit: Connection, keys: Keys, wait: float
    ) -> None:
        """`connections` by service, `audit` a further one to the gateway's database, `wait` in seconds."""
        self._service = service
        self._own = connections[service]
        self._audit = audit
        self._witness = connections[witness_name(service)]
        self._keys = keys
        self._until = asyncio.get_running_loop().time() + wait

    async def all_counties(self) -> list[Found]:
        """Each log of the service, by county; those too that only the gateway knows."""
        heads = {row["county"]: row for row in await self._own.fetch(_HEADS)}
        unplaced = await self._unplaced()
        found = [await self._log(county, row["generation"], row["size"]) for county, row in heads.items()]
        known = {log_name(row["log"]) for row in await self._audit.fetch(_KNOWN)}
        missing = {name for name in known if name.startswith(f"{self._service}/")} - {each.log for each in found}
        missing |= {f"{self._service}/{county}" for county in unplaced} - {each.log for each in found}
        found += [Found(name, problem="服务没有此日志 · the service has no such log") for name in sorted(missing)]
        for each in found:
            county = each.log.partition("/")[2]
            if county in unplaced:
                each.fail(f"流水 {unplaced[county]} 没有位置 · journal row {unplaced[county]} has no position")
            if county in heads and heads[county]["restored"]:
                before = f" ({each.problem.rpartition(' · ')[2]})" if each.problem else ""
                each.problem = f"数据库由备份恢复，等待分叉 · restored: waits for `gonghui fork`{before}"
        return found

    async def _unplaced(self) -> dict[str, int]:
        """County → id of a journal row that stays without a position."""
        while rows := await self._own.fetch(_UNPLACED):
            if not self._time_left():
                return {row["county"]: row["id"] for row in reversed(rows)}
            await asyncio.sleep(POLL_SECONDS)
        return {}

    async def _log(self, county: str, generation: int, size: int) -> Found:
        found = Found(f"{self._service}/{county}", size)
        await self._reached(found, county, generation)
        row = await self._witness.fetchrow(_NOTE, self._service, county, generation)
        found.checkpoint = row["size"] if row else 0
        own = await self._own.fetchrow(_OWN_NOTE, county, generation)
        marks = {size, found.checkpoint, own["size"] if own else 0}
        try:
            tree = await recompute(self._own, self._audit, self._service, county, marks)
        except Different as different:
            found.fail(different.problem, different.position)
            return found
        found.root = tree.roots.get(size, b"").hex()
        if size not in tree.roots:
            found.fail(f"日志变短：原有 {size} 条 · the log was {size} long when asked first", tree.range.size + 1)
        await self._beside(found, county)
        name = origin(self._service, county, generation)
        if row:
            self._cosigned(found, row["note"], name, tree.roots)
        else:
            found.fail("没有联署的检查点 · no cosigned checkpoint")
        self._signed(found, own, name, tree.roots)
        return found

    async def _beside(self, found: Found, county: str) -> None:
        """The columns beside the text must say what it says, in the journal and in the audit trail."""
        if differing := await beside.journal(self._own, county):
            found.fail(differing.told("journal"), differing.first)
        if differing := await beside.audit(self._audit, log_id(self._service, county), county):
            found.fail(differing.told("audit_entry"), differing.first)

    async def _reached(self, found: Found, county: str, generation: int) -> None:
        """Wait until the gateway and the last checkpoint cover the log's size."""
        while True:
            counted = await self._audit.fetchval(_COUNTED, log_id(self._service, county)) or 0
            row = await self._witness.fetchrow(_NOTE, self._service, county, generation)
            covered = row["size"] if row else 0
            if min(counted, covered) >= found.size:
                return
            if not self._time_left():
                break
            await asyncio.sleep(POLL_SECONDS)
        if counted < found.size:
            found.fail(f"网关只到 {counted} · the gateway is only at {counted}", counted + 1)
        else:
            found.fail(f"检查点只到 {covered} · the last cosigned checkpoint covers only {covered}")

    def _cosigned(self, found: Found, note: str, name: str, roots: dict[int, bytes]) -> None:
        """The checkpoint that the witness keeps."""
        try:
            checkpoint = self._keys.open(note, name)
            found.cosigned_at = self._keys.cosigned_at(note, witness_name(self._service))
        except CheckpointError as error:
            found.fail(f"检查点无效 · checkpoint: {type(error).__name__}: {error}")
            return
        if checkpoint.root != roots.get(checkpoint.size):
            found.fail(f"检查点的根在 {checkpoint.size} 处不同 · the checkpoint's root at {checkpoint.size} differs")

    def _signed(self, found: Found, own: asyncpg.Record | None, name: str, roots: dict[int, bytes]) -> None:
        """The last checkpoint in the service's own database: what it serves to whoever asks."""
        size = own["size"] if own else 0
        if own is None or size < found.checkpoint:
            found.fail(f"服务自己的检查点只到 {size} · the service's own last checkpoint covers only {size}")
            return
        try:
            checkpoint = self._keys.open(own["note"], name)
        except CheckpointError as error:
            found.fail(f"服务自己的检查点无效 · the service's own checkpoint: {type(error).__name__}: {error}")
            return
        if not (checkpoint.size == size and checkpoint.root == own["root"] == roots.get(size)):
            found.fail(f"服务自己的检查点不符 · the service's own checkpoint of {size} is not of this log")

    def _time_left(self) -> bool:
        return asyncio.get_running_loop().time() < self._until


def _show(found: list[Found], *, json: bool) -> None:
    if json:
        equal = all(each.problem is None for each in found)
        terminal.print_json({"equal": equal, "logs": found})
        return
    if not found:
        terminal.console.print("还没有日志。· No logs yet.")
        return
    columns = ["日志 log", "条数 size", "检查点 checkpoint", "联署 cosigned", "结果 result"]
    rows = [
        [
            each.log,
            f"{each.size:,}",
            f"{each.checkpoint:,}",
            each.cosigned_at.isoformat() if each.cosigned_at else "—",
            terminal.equal_or(each.problem, each.position),
        ]
        for each in found
    ]
    terminal.table(columns, rows, right=(1, 2))
