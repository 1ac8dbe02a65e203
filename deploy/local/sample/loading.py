"""Loads the sample county into a running demo, with a progress bar; goes on where an earlier load was cut off."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from deploy.local.progress import hint, terminal
from deploy.local.sample import activities, assistance, county, membership, neighbour
from deploy.local.sample.sending import Sender
from deploy.local.sample.started import Started
from deploy.local.sample.steps import Load
from deploy.local.state import read_demo
from deploy.local.tokens import Bearer, bearer

RENEW_SECONDS = 90  # a token is not used in its last seconds


def planned(day: date, members: int, code: str, name: str, townships: dict[str, str]) -> Load:
    """Everything to enter for a county of so many members as of a day."""
    made = county.invent(day, members, code, name, townships)
    stages = {part.SERVICE: part.stages(made) for part in (membership, assistance, activities)}
    stages[neighbour.SERVICE] += neighbour.stages()
    return Load(stages)


def load(run: Path, members: int) -> None:
    """Enter what is not in yet. Trouble when a service refuses or is away; a further call goes on."""
    started = Started.of(run, members)
    if started.finished:
        size = started.members
        hint(f"样例县已经载入（{size} 名会员）。", f"The sample county is loaded already ({size} members).")
        return
    began = time.monotonic()
    todo = planned(started.day, started.members, *county.named())
    addresses = read_demo(run)["services"]
    with _bar(len(todo)) as bar:
        sender = Sender(addresses, Tokens(run).of, lambda: bar.advance(bar.task_ids[0]))
        asyncio.run(sender.run(todo))
    started.done()
    seconds = time.monotonic() - began
    words = f"{len(todo)} 条命令 · {len(todo)} commands, {seconds:.0f} s"
    terminal.print(f"[green]✓[/] 样例县已载入 · sample county loaded [dim]{words}[/]")
    if sender.stale:
        hint(
            f"{sender.stale} 条记录已有后续办理，保持不变。",
            f"{sender.stale} records had moved on and were left as they are.",
        )


class Tokens:
    """Bearer tokens of the demo's accounts, each asked for once and renewed before it ends."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.kept: dict[str, Bearer] = {}
        self.locks: dict[str, asyncio.Lock] = {}

    async def of(self, account: str) -> str:
        """A token that lasts a while yet. Trouble when the issuer gives none."""
        async with self.locks.setdefault(account, asyncio.Lock()):
            kept = self.kept.get(account)
            if kept is None or kept.expires < time.time() + RENEW_SECONDS:
                kept = self.kept[account] = await asyncio.to_thread(bearer, account, self.run)
            return kept.token


@contextmanager
def _bar(total: int) -> Iterator[Progress]:
    columns = (
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=terminal, transient=True) as bar:
        bar.add_task("载入样例县 · loading the sample county", total=total)
        yield bar
