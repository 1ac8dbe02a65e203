"""`gonghui fork`: after a restore, go on with a log as a new generation, and name the events that were lost."""

import json as standard_json
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated, Any, LiteralString

import asyncpg
import typer

from chassis.context import EVERYTHING
from chassis.log.fork import Audited, Forked, IncompleteAudit, NotRestored, fork
from chassis.log.relay import Known, WitnessSilent
from chassis.log.seal import Seal
from chassis.log.topic_end import entries
from chassis.log.vouching import followed_logs
from cli import terminal
from cli.demo import Demo, DemoOption, JsonOption
from cli.recomputing import Connection
from contracts.declare import event_class
from deploy.local.trouble import Trouble
from services.gateway.projection.ids import log_id
from services.gateway.projection.vouching import received_logs

_AUDITED: LiteralString = """
    SELECT position, leaf, event FROM projection.audit_entry WHERE log = $1 ORDER BY position"""


def fork_log(
    service: Annotated[str, typer.Argument(help="服务 · service")],
    county: Annotated[str, typer.Argument(help="县（六位区划代码） · county, six digits")],
    reason: Annotated[str, typer.Option(help="原因，写入日志 · why, kept for ever")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="所失事件的文件 · file for the lost events")
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="服务数据库属主 DSN · owner DSN of the service's database")
    ] = None,
    demo: DemoOption = None,
    json: JsonOption = False,
) -> None:
    """List the events a restored database no longer has, and begin the log's next generation without them."""
    if not yes:
        typer.confirm(f"分叉 {service}/{county}？此后须重新录入所失事件。· Fork it?", abort=True, err=True)
    terminal.run(_fork, service, county, reason, output, database, demo, json)


async def _fork(
    service: str, county: str, reason: str, output: Path | None, database: str | None, path: Path | None, json: bool
) -> int:
    demo = Demo.read(path)
    async with AsyncExitStack() as stack:

        async def connected(dsn: str) -> Connection:
            connection = await asyncpg.connect(dsn, timeout=10, server_settings=EVERYTHING.settings)
            stack.push_async_callback(connection.close)
            return connection

        gateway = await connected(demo.database("gateway"))
        membership = await connected(demo.database("membership"))
        known = await (followed_logs(membership, service) if service == "gateway" else received_logs(gateway, service))
        witnessed = next((Known(log.generation, log.size, log.root) for log in known if log.county == county), None)
        if witnessed is None:
            raise Trouble(f"见证方不知道 {service}/{county}。", f"The witness knows no log {service}/{county}.")
        audited = await _audited(gateway, demo, service, county, witnessed)
        own = await connected(database or demo.owner(service))
        try:
            forked = await fork(own, county, witnessed, audited, reason)
        except NotRestored as error:
            raise Trouble(
                f"{service}/{county} 不在等待分叉。", f"{service}/{county} does not wait for a fork."
            ) from error
        except IncompleteAudit as error:
            raise Trouble(f"审计记录不全，不能分叉：{error}", f"The audit trail is incomplete: {error}") from error
    saved = _save(service, forked, output)
    _show(service, forked, saved, json=json)
    return terminal.HELD


async def _audited(gateway: Connection, demo: Demo, service: str, county: str, witnessed: Known) -> Sequence[Audited]:
    """The old log's entries: from the audit trail, and what that lacks (the gateway's own was restored) from Kafka."""
    rows = await gateway.fetch(_AUDITED, log_id(service, county))
    found = [Audited(row["position"], row["leaf"], row["event"]) for row in rows][: witnessed.size]
    if len(found) < witnessed.size:
        missing: dict[int, tuple[int, Audited]] = {}
        topic, seal = f"{demo.kafka_topic_prefix}{service}", Seal(demo.setting("FEED_TOKEN"))
        try:
            async for generation, entry in entries(service, demo.brokers, topic, seal):
                if entry.county != county or not len(found) < entry.position <= witnessed.size:
                    continue
                earlier, _ = missing.get(entry.position, (0, None))
                if earlier < generation <= witnessed.generation:  # what an earlier fork left behind is there too
                    missing[entry.position] = generation, Audited(entry.position, entry.leaf, entry.event)
        except WitnessSilent as silent:
            raise Trouble(f"审计记录不全且 Kafka 不可用：{silent}", f"Audit trail incomplete and: {silent}") from silent
        found += [missing[position][1] for position in sorted(missing)]
    return found


def _save(service: str, forked: Forked, output: Path | None) -> Path:
    """Keep the lost events' exact text: the gateway forgets them with the old generation."""
    path = output or Path(f"fork-{service}-{forked.county}-g{forked.generation}.json")
    lost = [{"position": entry.position, "leaf": entry.leaf.hex(), "event": entry.event} for entry in forked.lost]
    text = {"log": f"{service}/{forked.county}", "generation": forked.generation, "kept": forked.kept, "lost": lost}
    path.write_text(standard_json.dumps(text, ensure_ascii=False, indent=1))
    return path


def _show(service: str, forked: Forked, saved: Path, *, json: bool) -> None:
    events = [(entry.position, standard_json.loads(entry.event)) for entry in forked.lost]
    if json:
        lost = [{"position": position, **_told(event)} for position, event in events]
        terminal.print_json(
            {
                "log": f"{service}/{forked.county}",
                "generation": forked.generation,
                "kept": forked.kept,
                "lost": lost,
                "erased": len(forked.erased),
                "file": saved,
            }
        )
        return
    terminal.console.print(
        f"{service}/{forked.county} 第 {forked.generation} 代自 {forked.kept} 条起 · "
        f"generation {forked.generation} goes on from {forked.kept} events"
    )
    terminal.console.print(f"须重新录入 {len(events)} 条 · {len(events)} events to be entered again ({saved})")
    if forked.erased:
        terminal.console.print(
            f"其间删除的 {len(forked.erased)} 人已再次删除 · {len(forked.erased)} persons that were erased stay erased"
        )
    columns = ["位置 position", "事件 event", "对象 subject", "经办 actor", "业务日 day"]
    rows = [
        [str(position), told["words"], told["subject"], told["actor"], told["occurredOn"]]
        for position, told in ((position, _told(event)) for position, event in events)
    ]
    terminal.table(columns, rows, right=(0,))


def _told(event: dict[str, Any]) -> dict[str, str]:
    try:
        words = event_class(event["type"]).words()
        what = f"{words.zh} {words.en}"
    except KeyError:
        what = event["type"]
    return {
        "id": event["id"],
        "type": event["type"],
        "words": what,
        "subject": event["subject"],
        "actor": event["actor"],
        "occurredOn": event["occurredon"],
    }
