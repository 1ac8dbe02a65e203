"""`python -m deploy.local demo|stop|logs|status`: what the Makefile's targets call."""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from rich.table import Table

from deploy.local import detach, launch, progress
from deploy.local.family import STOP_SECONDS, logs, stop_leftovers
from deploy.local.places import run_dir
from deploy.local.plan import Plan
from deploy.local.processes import asked
from deploy.local.state import Running, State, forget_demo
from deploy.local.trouble import Trouble

STOP_ALL_SECONDS = 3 * STOP_SECONDS


def demo() -> int:
    """Start everything: in this terminal until Ctrl-C, or with DETACH=1 in the background."""
    plan = Plan.of()
    state = State.read(plan.run)
    if state and state.phase != "stopped" and state.launcher.process:
        if os.environ.get("DETACH") == "1":
            return status()
        raise Running
    if os.environ.get("DETACH") == "1":
        return detach.start()
    return launch.run(plan, lambda: detach.let_go(plan.run))


def stop() -> int:
    """Stop the launcher, which stops its processes; if it was killed, stop what it left."""
    state = State.read(run_dir())
    launcher = state.launcher.process if state else None
    if state is None or (launcher is None and not _cleared(state)):
        progress.hint("没有在运行。", "Nothing is running.")
        return 0
    if launcher:
        launcher.send_signal(signal.SIGTERM)
        end = time.monotonic() + STOP_ALL_SECONDS
        while state.launcher.process:
            if time.monotonic() > end:
                raise Trouble(f"进程 {launcher.pid} 没有停下。", f"Process {launcher.pid} does not stop.")
            time.sleep(0.1)
        stop_leftovers(state.processes)
    progress.hint("已停止。", "Stopped.")
    return 0


def _cleared(state: State) -> list[str]:
    """End what a launcher left that was killed itself; the names of the processes that still ran."""
    left = stop_leftovers(state.processes)
    if state.phase != "stopped":
        forget_demo(run_dir())
        replace(state, phase="stopped", processes=[]).write(run_dir())
    return left


def show_logs() -> int:
    """Print each log's last lines; with FOLLOW=1 go on until Ctrl-C; NAME picks one process."""
    folder = logs(run_dir())
    name = os.environ.get("NAME", "")
    files = sorted(file for file in folder.glob("*.log") if name in file.stem)
    if not files:
        raise Trouble(f"没有日志：{folder}", f"No logs in {folder}")
    follow = ["-F"] if os.environ.get("FOLLOW") == "1" else []
    os.execvp("tail", ["tail", "-n", os.environ.get("LINES_EACH", "15"), *follow, *map(str, files)])  # noqa: S606, S607


def status() -> int:
    """Print each process and its health; exit code 0 only when all run and are ready."""
    state = State.read(run_dir())
    if state is None:
        progress.hint("没有在运行。", "Not running.")
        return 3
    if why := state.ended:
        progress.hint(*why)
        return 3
    table = Table(title=f"{state.phase} · {run_dir()}", title_justify="left", show_edge=False)
    for heading in ("进程 · process", "pid", "内存 · MB", "状态 · state"):
        table.add_column(heading, overflow="fold")
    well = state.phase == "ready"
    for one in [state.launcher, *state.processes]:
        process = one.process
        url = state.urls.get(one.name.removesuffix("-serve"))
        health = "已退出 · ended" if process is None else asked(url) if url else "运行 · running"
        well = well and process is not None and (not url or health == "ready")
        memory = str(process.memory_info().rss >> 20) if process else ""
        table.add_row(one.name, str(one.pid), memory, health or "无应答 · no answer")
    progress.terminal.print(table)
    return 0 if well else 1


def main() -> int:
    """Run one command; a trouble is told in words, exit code 1."""
    commands = {"demo": demo, "stop": stop, "logs": show_logs, "status": status}
    command = commands.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        sys.exit(f"python -m deploy.local {'|'.join(commands)}")
    try:
        return command()
    except Trouble as error:
        progress.trouble(error)
    except OSError as error:
        if error.filename is None or not Path(os.fsdecode(error.filename)).is_relative_to(run_dir()):
            raise
        progress.trouble(
            Trouble(
                f"无法读写 {error.filename}：{error.strerror}。请检查 RUN_DIR={run_dir()}。",
                f"Cannot read or write {error.filename}: {error.strerror}. Look at RUN_DIR={run_dir()}.",
            )
        )
    return 1


if __name__ == "__main__":
    sys.exit(main())
