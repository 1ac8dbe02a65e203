"""What a run writes about itself under .run/: demo.json for tools, state.json for stop, status and logs."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from deploy.local.secret_files import write_private
from deploy.local.trouble import Trouble

CLOCK_TOLERANCE = 1.0  # seconds between two readings of a process's start


@dataclass(frozen=True)
class Recorded:
    """A process as written down: its pid can be trusted only together with the moment it started."""

    name: str
    pid: int
    created: float
    log: str

    @classmethod
    def of(cls, name: str, pid: int, log: Path) -> "Recorded":
        """Write down a process that runs now."""
        try:
            created = psutil.Process(pid).create_time()
        except psutil.NoSuchProcess:
            created = 0.0
        return cls(name, pid, created, str(log))

    @property
    def process(self) -> psutil.Process | None:
        """The process while it runs; None when it ended, also when another process has its pid now."""
        with suppress(psutil.Error):
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.created) < CLOCK_TOLERANCE and process.status() != psutil.STATUS_ZOMBIE:
                return process
        return None


@dataclass(frozen=True)
class State:
    """A run: `starting`, `ready` or `stopped`, its launcher and its processes."""

    phase: str
    launcher: Recorded
    processes: list[Recorded]
    urls: dict[str, str]
    trouble: tuple[str, str] | None = None
    """Why it ended, in Chinese and English, when nobody had asked it to."""

    @property
    def ended(self) -> tuple[str, str] | None:
        """Why nothing runs any more, in both languages; None while the launcher lives."""
        if self.launcher.process:
            return None
        if self.trouble:
            zh, en = self.trouble
            return f"没有在运行。上次结束的原因：\n{zh}", f"Not running. It ended because:\n{en}"
        if self.phase != "stopped":
            return (
                "没有在运行：启动程序被强制结束。请运行 make stop 清理。",
                "Not running: the launcher was killed. make stop ends what it left.",
            )
        return "没有在运行。", "Not running."

    def write(self, run: Path) -> None:
        """Replace state.json."""
        write_private(run / "state.json", asdict(self))

    @classmethod
    def read(cls, run: Path) -> "State | None":
        """Return what the last run wrote, None when there was none."""
        try:
            kept = json.loads((run / "state.json").read_text())
        except FileNotFoundError:
            return None
        trouble = kept.get("trouble")
        return cls(
            kept["phase"],
            Recorded(**kept["launcher"]),
            [Recorded(**one) for one in kept["processes"]],
            kept["urls"],
            (trouble[0], trouble[1]) if trouble else None,
        )


def write_demo(run: Path, content: Mapping[str, Any]) -> None:
    """Replace demo.json, which tells tools where everything is."""
    write_private(run / "demo.json", content)


def forget_demo(run: Path) -> None:
    """Remove demo.json: nothing is there any more."""
    (run / "demo.json").unlink(missing_ok=True)


def check_running(run: Path) -> None:
    """Raise Trouble when the launcher whose folder this is has ended; nothing is said of a folder without one."""
    state = State.read(run)
    if state and (why := state.ended):
        raise Trouble(f"{why[0]}\n启动请运行：make demo", f"{why[1]}\nStart it with: make demo")


def read_demo(run: Path) -> dict[str, Any]:
    """Return demo.json. Raises Trouble when no demo runs here."""
    check_running(run)
    try:
        content: dict[str, Any] = json.loads((run / "demo.json").read_text())
    except FileNotFoundError:
        raise Trouble("演示环境没有启动，请运行：make demo", "The demo is not started, run: make demo") from None
    return content


@contextmanager
def only_run(run: Path) -> Iterator[None]:
    """Hold the run's lock: one launcher per `.run/`. Raises Running when another has it."""
    run.mkdir(parents=True, exist_ok=True)
    lock = os.open(run / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Running from None
        yield
    finally:
        os.close(lock)


class Running(Trouble):
    """Another launcher runs on the same data."""

    def __init__(self) -> None:
        super().__init__("演示环境已在运行。", "The demo is already running.")
