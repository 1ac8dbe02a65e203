"""Processes are watched and stopped; a dead one is named; nothing that is not ours is touched."""

import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from deploy.local import disk
from deploy.local import family as families
from deploy.local.child import Child, spawn
from deploy.local.family import Family, stop_leftovers, stop_together
from deploy.local.state import Recorded
from deploy.local.trouble import Trouble

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)


def python(name: str, program: str, folder: Path) -> Child:
    return spawn(name, [sys.executable, "-c", program], folder / f"{name}.log")


def wrote(child: Child, text: str) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if text in child.log.read_text():
            return True
        time.sleep(0.02)
    return False


def test_dead_child_is_named_with_its_exit_code_and_log(tmp_path: Path) -> None:
    family = Family()
    group: list[Child] = []
    family.adopt_group(group)
    group.append(python("healthy", "import time; time.sleep(60)", tmp_path))
    group.append(python("ailing", "import sys; print('the last words'); sys.exit(7)", tmp_path))
    group[1].process.wait(10)
    try:
        with pytest.raises(Trouble, match=r"(?s)ailing.*7") as raised:
            family.check()
        assert raised.value.log is not None
        assert "the last words" in raised.value.log.read_text()
    finally:
        family.stop()
    assert not psutil.pid_exists(group[0].pid)


FULL = r"(?s)磁盘已满.*writer.*disk is full.*writer"


def ended(program: str, folder: Path) -> Family:
    """A family whose only process has ended."""
    child = python("writer", program, folder)
    child.process.wait(10)
    family = Family()
    family.adopt_group([child])
    return family


@pytest.mark.parametrize(
    "program",
    [
        "import sys; sys.exit('OSError: [Errno 28] No space left on device')",
        "import sys; print('No space left on device'); sys.exit('at java.base/java.lang\\n' * 200)",
    ],
)
def test_full_disk_is_told_as_such(program: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=FULL):
        ended(program, tmp_path).check()


def test_full_disk_is_told_when_the_dead_process_could_not_write_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = ended("raise SystemExit(1)", tmp_path)
    with pytest.raises(Trouble) as raised:
        family.check()
    assert "disk" not in raised.value.en
    monkeypatch.setattr(disk, "ROOM_TO_GO_ON", 1 << 60)
    with pytest.raises(Trouble, match=FULL):
        family.check()


def test_full_disk_of_an_earlier_run_is_not_taken_for_todays(tmp_path: Path) -> None:
    (tmp_path / "writer.log").write_text("No space left on device\n")
    with pytest.raises(Trouble) as raised:
        ended("raise SystemExit(1)", tmp_path).check()
    assert "disk" not in raised.value.en


def test_process_deaf_to_sigterm_is_killed_when_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(families, "STOP_SECONDS", 0.3)
    deaf = python("deaf", STUBBORN, tmp_path)
    assert wrote(deaf, "deaf")
    stop_together([deaf])
    assert deaf.exit_code == -signal.SIGKILL


def test_last_started_is_stopped_first_and_an_error_spares_nobody() -> None:
    stopped: list[str] = []

    def fail() -> None:
        stopped.append("second")
        raise OSError

    family = Family()
    family.adopt(list, lambda: stopped.append("first"))
    family.adopt(list, fail)
    family.adopt(list, lambda: stopped.append("third"))
    with pytest.raises(OSError):  # noqa: PT011  # the one above
        family.stop()
    assert stopped == ["third", "second", "first"]


def test_leftovers_are_stopped_by_pid_and_start_time(tmp_path: Path) -> None:
    child = python("left", "import time; print('up', flush=True); time.sleep(60)", tmp_path)
    assert wrote(child, "up")
    recorded = Recorded.of("left", child.pid, child.log)
    stranger = replace(recorded, created=recorded.created - 100)  # the pid was given to another process
    assert stop_leftovers([stranger]) == []
    assert child.exit_code is None
    assert stop_leftovers([recorded]) == ["left"]
    assert child.process.wait(5) == -signal.SIGTERM


def test_tied_child_ends_with_its_launcher(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys, time\n"
        "from deploy.local.child import spawn\n"
        f"child = spawn('tied', ['sleep', '60'], pathlib.Path({str(tmp_path)!r}) / 'tied.log', tied=True)\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    launcher = python("launcher", program, tmp_path)
    assert wrote(launcher, "\n")
    pid = int(launcher.log.read_text().split()[-1])
    assert psutil.pid_exists(pid)
    launcher.kill()
    end = time.monotonic() + 5
    while Recorded.of("tied", pid, launcher.log).process and time.monotonic() < end:
        time.sleep(0.02)
    assert Recorded.of("tied", pid, launcher.log).process is None
