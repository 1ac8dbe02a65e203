"""`gonghui rebuild` and `gonghui unpark`: the gateway's read model folded anew from the feeds, and swapped."""

from collections.abc import Collection
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TextColumn

from chassis.log.feed import FeedClient, FeedRefused, FeedUnavailable
from cli import terminal
from cli.demo import Demo, DemoOption, JsonOption
from deploy.local.trouble import Trouble
from services.gateway.projection import rebuild as rebuilding
from services.gateway.projection.ids import log_name, parse_log
from services.gateway.projection.rebuild import AlreadyRebuilding, Rebuilt

LogsArgument = Annotated[
    list[str] | None, typer.Argument(help="日志名，如 membership/340828；不给则全部 · names of logs; none: all")
]


def rebuild(logs: LogsArgument = None, demo: DemoOption = None, json: JsonOption = False) -> None:
    """Fold logs anew beside the shown read model, compare, swap. Exit code 0: it came out the same."""
    terminal.run(_rebuild, logs, demo, json)


def unpark(logs: LogsArgument = None, demo: DemoOption = None, json: JsonOption = False) -> None:
    """Fold the logs that have parked events anew, in order. Exit code 0: nothing is parked any more."""
    terminal.run(_unpark, logs, demo, json)


async def _rebuild(logs: list[str] | None, path: Path | None, json: bool) -> int:
    demo = Demo.read(path)
    done = await _done(demo, [_number(name) for name in logs] if logs else None, json=json)
    if json:
        terminal.print_json(
            {
                "equal": not done.differing,
                "events": done.events,
                "logs": done.logs,
                "hash": done.hash,
                "differing": done.differing,
            }
        )
    else:
        terminal.console.print(f"已重建 {len(done.logs)} 个日志、{done.events:,} 条 · rebuilt; {done.hash}")
        _show_difference(done)
    return terminal.FAILED if done.differing else terminal.HELD


def _show_difference(done: Rebuilt) -> None:
    if not done.differing:
        terminal.console.print("[green]一致 equal[/green]")
        return
    terminal.console.print(
        f"[yellow]与先前不同，现已采用新的 · different from before, the new one is shown now: "
        f"{', '.join(done.differing)}[/yellow]"
    )


async def _unpark(logs: list[str] | None, path: Path | None, json: bool) -> int:
    only = [_number(name) for name in logs or ()]
    demo = Demo.read(path)
    dsn = demo.owner("gateway")
    asked = [log for log in await rebuilding.parked_logs(dsn) if not only or log in only]
    if asked:
        await _done(demo, asked, json=json)
    left = [log_name(log) for log in await rebuilding.parked_logs(dsn) if log in asked]
    if json:
        terminal.print_json({"unparked": [log_name(log) for log in asked if log_name(log) not in left], "parked": left})
        return terminal.FAILED if left else terminal.HELD
    if not asked:
        terminal.console.print("没有搁置的事件。· Nothing is parked.")
    for log in asked:
        state = "[red]仍有搁置 still parked[/red]" if log_name(log) in left else "[green]完整 complete[/green]"
        terminal.console.print(f"{log_name(log)}  {state}")
    return terminal.FAILED if left else terminal.HELD


async def _done(demo: Demo, only: Collection[int] | None, *, json: bool) -> Rebuilt:
    """Rebuild, with the progress on the terminal."""
    token = demo.setting("FEED_TOKEN")
    async with AsyncExitStack() as stack:
        feeds = {
            service: await stack.enter_async_context(FeedClient(service, url, token))
            for service, url in demo.services.items()
        }
        shown = Progress(
            TextColumn("{task.description}"), TextColumn("{task.completed:,}"), console=terminal.errors, disable=json
        )
        stack.enter_context(shown)
        tasks = {}

        def progress(log: str, position: int) -> None:
            if log not in tasks:
                tasks[log] = shown.add_task(log, total=None)
            shown.update(tasks[log], completed=position)

        return await _rebuilt(demo, feeds, only, progress)


async def _rebuilt(
    demo: Demo, feeds: dict[str, FeedClient], only: Collection[int] | None, progress: rebuilding.Progress
) -> Rebuilt:
    """What cannot be rebuilt is a trouble, alone or out of a group of tasks."""
    failed: Exception
    try:
        return await rebuilding.rebuild(demo.owner("gateway"), feeds, only, progress)
    except* (FeedUnavailable, FeedRefused) as errors:
        failed = Trouble(f"读取日志失败：{errors.exceptions[0]}", f"A feed cannot be read: {errors.exceptions[0]}")
    except* AlreadyRebuilding:
        failed = Trouble("另一个重建正在进行。", "Another rebuild is at work.")
    raise failed


def _number(name: str) -> int:
    try:
        return parse_log(name)
    except ValueError as error:
        raise Trouble(f"没有日志 {name}。", f"{name!r} is no log.") from error
