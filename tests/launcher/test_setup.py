"""Set-up does each step once, again when its inputs change, and says what a person has to do when it cannot."""

import subprocess
from pathlib import Path

import pytest

from deploy.local import disk, setup
from deploy.local.places import ROOT
from deploy.local.setup import Step
from deploy.local.trouble import Trouble


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own: one lock file."""
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")
    (tmp_path / "lock").write_text("one")
    return tmp_path


def counted(folder: Path) -> tuple[Step, list[int]]:
    """A step that installs `product`, and how often it ran."""
    ran: list[int] = []

    def work() -> None:
        ran.append(1)
        (folder / "product").write_text("installed")

    return Step("步骤", "a step", [folder / "lock"], work, folder / "product"), ran


def test_second_set_up_does_nothing(folder: Path) -> None:
    step, ran = counted(folder)
    step.do()
    step.do()
    assert len(ran) == 1


def test_changed_lock_is_installed_again(folder: Path) -> None:
    step, ran = counted(folder)
    step.do()
    (folder / "lock").write_text("two")
    step.do()
    assert len(ran) == 2


def test_removed_product_is_installed_again(folder: Path) -> None:
    step, ran = counted(folder)
    step.do()
    (folder / "product").unlink()
    step.do()
    assert len(ran) == 2


def test_failed_step_is_tried_again(folder: Path) -> None:
    step, ran = counted(folder)
    step.do()

    def fail() -> None:
        raise Trouble("坏了", "broken")

    (folder / "lock").write_text("two")
    with pytest.raises(Trouble):
        Step(step.zh, step.en, step.inputs, fail, step.product).do()
    step.do()
    assert len(ran) == 2


def test_failing_command_shows_what_it_said(folder: Path) -> None:
    with pytest.raises(Trouble, match="no such registry"):
        setup.run(["sh", "-c", "echo no such registry >&2; exit 1"], folder)


def test_full_disk_is_told_as_such(folder: Path) -> None:
    with pytest.raises(Trouble, match="disk is full"):
        setup.run(["sh", "-c", "echo 'OSError: [Errno 28] No space left on device'; exit 1"], folder)


def test_full_disk_is_told_when_the_command_could_not_say_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "ROOM_TO_GO_ON", 1 << 60)
    with pytest.raises(Trouble, match=r"(?s)磁盘已满.*disk is full"):
        setup.run(["sh", "-c", "exit 1"], folder)


def test_missing_program_is_named(folder: Path) -> None:
    with pytest.raises(Trouble, match="no-such-program"):
        setup.run(["/nowhere/no-such-program"], folder)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the tests' programs, and nobody who may install them."""
    monkeypatch.setattr(setup, "installed", lambda _package: False)
    monkeypatch.setattr("os.geteuid", lambda: 1000)


@pytest.mark.usefixtures("bare")
def test_missing_browser_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WITHOUT", raising=False)
    with pytest.raises(Trouble, match=r"apt-get install chromium fonts-noto-cjk kcat.*WITHOUT=browser"):
        setup.system_packages()


@pytest.mark.usefixtures("bare")
def test_tests_without_browser_need_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WITHOUT", "browser")
    with pytest.raises(Trouble, match="apt-get install kcat"):
        setup.system_packages()


def test_old_python_is_refused_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "OLDEST", (99, 0))
    with pytest.raises(Trouble, match="PYTHON="):
        setup.main("demo")


def test_set_up_runs_on_a_python_without_any_package() -> None:
    program = "import sys; sys.path.insert(0, '.'); import deploy.local.setup as s; print(len(list(s.steps())))"
    answer = subprocess.run(
        ["/usr/bin/env", "python3", "-I", "-S", "-c", program], cwd=ROOT, capture_output=True, check=False
    )
    assert answer.stdout.strip() == b"5", answer.stderr.decode()


def test_make_alone_prints_help() -> None:
    answer = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("setup", "demo", "stop", "logs", "status", "test", "test-quick", "check", "bench", "bench-%"):
        assert f"make {target} " in answer.stdout
    assert "PORT_KAFKA=8107" in answer.stdout
