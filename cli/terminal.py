"""The terminal: tables for people, JSON for programs, troubles in both languages, exit codes."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NoReturn, ParamSpec

import asyncpg
import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.local.trouble import Trouble

P = ParamSpec("P")
HELD, FAILED, NOT_CHECKED = 0, 1, 2

WIDE = 160
"""Columns when the output goes into a file or another program: no line is folded for a screen that is not there."""

console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
errors = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else WIDE)


def print_json(value: Any) -> None:
    """One JSON value on one line."""
    sys.stdout.write(orjson.dumps(value, default=str).decode() + "\n")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Rows under headings; `right` are the columns (from 0) that are aligned to the right."""
    made = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for number, name in enumerate(columns):
        made.add_column(name, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*row)
    console.print(made)


def equal_or(problem: str | None, position: int | None) -> str:
    """A cell that says `equal`, or what is different and at which position, if that is known."""
    if problem is None:
        return "[green]一致 equal[/green]"
    where = f"位置 {position} · position {position}: " if position else ""
    return f"[red]不一致 different · {where}{escape(problem)}[/red]"


def stop(zh: str, en: str, code: int = NOT_CHECKED) -> NoReturn:
    """Say why it ends, in both languages, and end."""
    errors.print(f"[red]{zh}[/red]\n{en}")
    raise SystemExit(code)


def run(work: Callable[P, int | Coroutine[Any, Any, int]], *args: P.args, **kwargs: P.kwargs) -> NoReturn:
    """Do a command's work and exit with what it answers; what it cannot reach ends it with exit code 2."""
    try:
        answer = work(*args, **kwargs)
        code = answer if isinstance(answer, int) else asyncio.run(answer)
        sys.stdout.flush()
    except Trouble as trouble:
        stop(trouble.zh, trouble.en)
    except BrokenPipeError:  # `gonghui tail | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = FAILED
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        stop(f"无法完成：{error}", f"Cannot do it: {type(error).__name__}: {error}")
    except KeyboardInterrupt:
        code = HELD
    raise SystemExit(code)
