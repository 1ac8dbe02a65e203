"""`make demo DETACH=1`: a launcher of its own session shows its progress here, then lets the terminal go."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from deploy.local import progress
from deploy.local.family import logs
from deploy.local.places import ROOT

READY_FD = "GONGHUI_READY_FD"


def start() -> int:
    """Start the launcher and return when the demo is ready (0) or could not start (its exit code)."""
    reading, writing = os.pipe()
    launcher = subprocess.Popen(
        [sys.executable, "-m", "deploy.local", "demo"],
        cwd=ROOT,
        env={**os.environ, READY_FD: str(writing), "DETACH": ""},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=(writing,),
    )
    os.close(writing)
    try:
        ready = os.read(reading, 16)
    except KeyboardInterrupt:
        launcher.send_signal(signal.SIGTERM)
        launcher.wait()
        return 130
    finally:
        os.close(reading)
    if not ready:
        return launcher.wait() or 1  # stopped before it was ready
    progress.hint(
        f"在后台运行（pid {launcher.pid}）。停止：make stop，日志：make logs，状态：make status",
        f"Running in the background (pid {launcher.pid}). make stop, make logs, make status",
    )
    return 0


def let_go(run: Path) -> None:
    """In the launcher, when ready: write into launcher.log from now on, and tell who waits."""
    descriptor = os.environ.pop(READY_FD, "")
    if not descriptor:
        progress.hint("停止：Ctrl-C", "Ctrl-C stops everything")
        return
    log = logs(run) / "launcher.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    kept = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for standard in (1, 2):
        os.dup2(kept, standard)
    os.close(kept)
    os.write(int(descriptor), b"ready")
    os.close(int(descriptor))
