"""What the launcher says at the terminal: a line per step, the table when ready, troubles with their log."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from deploy.local.accounts import accounts, newcomers
from deploy.local.child import last_lines
from deploy.local.plan import Plan
from deploy.local.trouble import Trouble

WIDE = 120
"""Columns where there is no terminal: tables are not folded for a screen that is not there."""

terminal = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


@contextmanager
def step(zh: str, en: str, began: float | None = None) -> Iterator[None]:
    """Tell how long a step took, since `began` (monotonic) or now; an error leaves no line of its own."""
    began = began or time.monotonic()
    if terminal.is_terminal:
        with terminal.status(f"{zh} · {en}"):
            yield
    else:
        yield
    terminal.print(f"[green]✓[/] {zh} · {en} [dim]{time.monotonic() - began:.1f} s[/]")


def trouble(error: Trouble) -> None:
    """Print both languages, and the last lines of the log if there is one."""
    terminal.print(f"\n[bold red]✗[/] {error.zh}\n[bold red]✗[/] {error.en}")
    if error.log and (last := last_lines(error.log)):
        terminal.rule(str(error.log), style="red")
        terminal.print(last, markup=False)
        terminal.rule(style="red")


def ready(plan: Plan, addresses: Mapping[str, str], states: Mapping[str, str], seconds: float, password: str) -> None:
    """Print the short table: addresses, accounts with their `password` if the issuer asks for one, state."""
    table = Table(title=f"工会县域平台已就绪 · ready ({seconds:.0f} s)", title_justify="left", show_edge=False)
    for heading in ("什么 · what", "地址 · address", "状态 · state"):
        table.add_column(heading, overflow="fold")
    for name, address in addresses.items():
        table.add_row(name, address, states.get(name, ""))
    terminal.print()
    terminal.print(table)
    if not plan.issuer:
        asked = (f"密码：{password}", f"password: {password}") if password else ("无密码", "no password")
        title = f"登录账号（{asked[0]}）· accounts ({asked[1]})"
        people = Table(title=title, title_justify="left", show_edge=False)
        for heading in ("账号 · account", "姓名 · name", "职务 · office", "组织 · organisation"):
            people.add_column(heading)
        for account in accounts():
            if account.shown:
                words = account.office.words
                people.add_row(account.name, account.display, f"{words.zh} · {words.en}", account.place.zh)
        for newcomer in newcomers():
            people.add_row(newcomer.name, newcomer.display, "没有任职 · no appointment", "")
        terminal.print()
        terminal.print(people)


def hint(zh: str, en: str) -> None:
    """Print a last line: what to do next."""
    terminal.print(f"\n{zh}\n{en}")
