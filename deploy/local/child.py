"""One child process: started in a session of its own with its output in a file, stopped by pid within a deadline."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local import disk
from deploy.local.disk import DiskFull
from deploy.local.trouble import Trouble

PR_SET_PDEATHSIG = 1
LAST_LINES = 25
SAID_BYTES = 64 << 10


@dataclass
class Child:
    """A running (or ended) process, its name and the file that holds what it wrote."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    begins: int = 0
    """Where in the log it began to write: earlier processes' words are before."""

    @property
    def pid(self) -> int:
        """Process id, which is also the id of its session."""
        return self.process.pid

    @property
    def exit_code(self) -> int | None:
        """Exit code, negative for a signal; None while it runs."""
        return self.process.poll()

    @property
    def said(self) -> str:
        """What it wrote, at most the last 64 KiB of it."""
        with self.log.open("rb") as file:
            file.seek(max(self.begins, file.seek(0, os.SEEK_END) - SAID_BYTES))
            return file.read().decode(errors="replace")

    def stop(self, sign: signal.Signals = signal.SIGTERM, deadline: float = 25.0) -> None:
        """Ask it to end and wait; after `deadline` seconds kill its whole session."""
        if self.exit_code is None:
            self.signal(sign)
            try:
                self.process.wait(deadline)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End the whole session at once (SIGKILL) and reap the process."""
        if self.exit_code is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def signal(self, sign: signal.Signals) -> None:
        """Send a signal to the process alone; nothing happens when it has ended."""
        self.process.send_signal(sign)


def spawn(  # noqa: PLR0913  # each is a choice of the caller with a default
    name: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    tied: bool = False,
) -> Child:
    """Start `command` with its output appended to `log`.

    `tied` asks the kernel to end the child when the thread that started it ends, so that nothing is left when the
    launcher itself is killed; start tied children from the main thread only.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        begins = output.seek(0, os.SEEK_END)
        process = subprocess.Popen(  # noqa: S603  # the command comes from this package, never from a user
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if environment is None else dict(environment),
            cwd=folder,
            start_new_session=True,
            preexec_fn=_end_with_parent() if tied else None,  # noqa: PLW1509  # one prctl call, no lock taken
        )
    return Child(name, process, log, begins)


def _end_with_parent() -> Callable[[], None]:
    """Return what the child runs before exec: SIGTERM when its parent thread is gone (Linux only)."""
    if not hasattr(os, "uname") or os.uname().sysname != "Linux":
        return lambda: None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)

    return tie


def await_ready(child: Child, ready: Callable[[], bool], deadline: float) -> None:
    """Wait until `ready()`; Trouble when the child ends first or `deadline` seconds pass."""
    end = time.monotonic() + deadline
    while not ready():
        if child.exit_code is not None:
            raise ended(child)
        if time.monotonic() > end:
            raise Trouble(
                f"{child.name} 在 {deadline:.0f} 秒内没有就绪。",
                f"{child.name} was not ready within {deadline:.0f} s.",
                log=child.log,
            )
        time.sleep(0.05)


def ended(child: Child) -> Trouble:
    """Tell that a child ended by itself, and name the disk when that is why."""
    zh = f"进程 {child.name} 意外结束（退出码 {child.exit_code}）。"
    en = f"Process {child.name} ended unexpectedly (exit code {child.exit_code})."
    if disk.full(child.log.parent, child.said):
        return DiskFull(child.log.parent, (zh, en), log=child.log)
    return Trouble(zh, en, log=child.log)


def last_lines(log: Path, count: int = LAST_LINES) -> str:
    """Return the last `count` lines of a log, empty when there is none."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 16_384))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-count:])


def listening(port: int) -> bool:
    """Whether somebody accepts connections on 127.0.0.1:port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
