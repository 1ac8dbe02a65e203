"""The whole launcher: ready, status, a second start that goes on, troubles that leave nothing running."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import asyncpg
import psutil
import pytest

from deploy.local import disk, launch
from deploy.local import issuer as issuers
from deploy.local.child import free_port, listening
from deploy.local.places import ROOT
from deploy.local.plan import Plan
from deploy.local.ports import DEFAULTS, SERVICES
from deploy.local.processes import asked
from deploy.local.state import State
from deploy.local.trouble import Trouble

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

PROCESSES = {f"{service}-{role}" for service in SERVICES for role in ("serve", "work")} | {
    "postgres",
    "kafka",
    "issuer",
}


@dataclass
class Demo:
    """A demo on data and ports of its own."""

    run: Path
    environment: dict[str, str]

    def call(self, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """What `make <command>` runs once everything is installed."""
        return subprocess.run(
            [sys.executable, "-m", "deploy.local", command],
            cwd=ROOT,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=200,
        )

    def gonghui(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line against this demo."""
        command = [sys.executable, "-m", "cli.main", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    @property
    def state(self) -> State:
        state = State.read(self.run)
        assert state is not None
        return state

    def await_stopped(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while self.state.phase != "stopped" or self.state.launcher.process:
            assert time.monotonic() < end, "still running"
            time.sleep(0.1)

    def log(self, name: str) -> str:
        return (self.run / "logs" / f"{name}.log").read_text()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo of this test's own, not started."""
    yield from _demo(tmp_path)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that one test after another starts, if it does not run, and breaks."""
    yield from _demo(tmp_path_factory.mktemp("run"))


def _demo(run: Path) -> Iterator[Demo]:
    """A demo with an empty county, not started; stopped at the end if it still runs."""
    first = _free_run_of_ports()
    numbers = {variable: str(first + count) for count, (variable, _) in enumerate(DEFAULTS.values())}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "PORT"))}
    made = Demo(run, {**environment, **numbers, "RUN_DIR": str(run), "MEMBERS": "0"})
    yield made
    if State.read(run):
        made.call("stop")


def _free_run_of_ports(count: int = 52) -> int:
    """The first of `count` free ports in a row (Kafka's inner listeners come 20 and 40 above its broker)."""
    for _ in range(100):
        first = free_port()
        if first + count < 1 << 16 and all(_free(first + step) for step in range(count)):
            return first
    pytest.fail("no free ports in a row")


def _free(number: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True


def _left(demo: Demo, pids: list[int]) -> list[str]:
    """Processes of a run that still live, and its ports on which somebody still listens."""
    living = [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]
    ports = [int(port) for name, port in demo.environment.items() if "PORT" in name]
    return [f"pid {pid}" for pid in living] + [f"listening {port}" for port in ports if listening(port)]


async def test_demo_is_ready_stops_cleanly_and_goes_on_where_it_was(lasting: Demo) -> None:
    started = lasting.call("demo", DETACH="1")
    assert started.returncode == 0, started.stdout + started.stderr
    assert "organiser-340828" in started.stdout
    told = json.loads((lasting.run / "demo.json").read_text())
    assert set(told["processes"]) == PROCESSES
    assert all(psutil.pid_exists(pid) for pid in told["processes"].values())
    assert told["accounts"][0]["explorer"] is True
    assert lasting.call("status").returncode == 0
    assert lasting.call("demo", DETACH="1").returncode == 0, "a second call shows what runs"
    assert lasting.call("demo").returncode == 1
    assert asked(told["gateway"]) == "ready"
    memory = sum(one.process.memory_info().rss for one in lasting.state.processes if one.process)
    assert memory < 1.5e9, f"{memory / 1e6:.0f} MB"

    reader = await asyncpg.connect(told["databases"]["membership"])
    applied = await reader.fetch("SELECT name, applied_at FROM migration ORDER BY name")
    await reader.close()
    cluster = (lasting.run / "kafka-1" / "node-1" / "data" / "meta.properties").read_text()
    pids = [*told["processes"].values(), lasting.state.launcher.pid]
    assert lasting.call("stop").returncode == 0
    assert _left(lasting, pids) == []
    assert not (lasting.run / "demo.json").exists()
    stopped = lasting.call("status")
    assert (stopped.returncode, stopped.stdout.strip()) == (3, "没有在运行。\nNot running.")
    assert lasting.call("stop").returncode == 0, "stopping what is stopped is no error"

    assert lasting.call("demo", DETACH="1").returncode == 0
    told = json.loads((lasting.run / "demo.json").read_text())
    reader = await asyncpg.connect(told["databases"]["membership"])
    assert await reader.fetch("SELECT name, applied_at FROM migration ORDER BY name") == applied
    await reader.close()
    assert (lasting.run / "kafka-1" / "node-1" / "data" / "meta.properties").read_text() == cluster


def test_dead_process_is_named_and_everything_else_stopped(lasting: Demo) -> None:
    assert lasting.call("demo", DETACH="1").returncode == 0
    pids = json.loads((lasting.run / "demo.json").read_text())["processes"]
    os.kill(pids["assistance-work"], signal.SIGKILL)
    lasting.await_stopped()
    assert _left(lasting, list(pids.values())) == []
    told = lasting.log("launcher")
    assert "进程 assistance-work 意外结束（退出码 -9）" in told
    assert "Process assistance-work ended unexpectedly (exit code -9)" in told
    status = lasting.call("status")
    assert status.returncode == 3
    assert "进程 assistance-work 意外结束（退出码 -9）" in status.stdout
    assert "Process assistance-work ended unexpectedly (exit code -9)" in status.stdout
    asked = lasting.gonghui("dashboard")
    assert asked.returncode == 2
    assert "Process assistance-work ended unexpectedly" in asked.stderr
    assert "Start it with: make demo" in asked.stderr


def test_with_walls_around_kafka_events_go_their_way_and_each_process_knows_its_own_password_alone(
    lasting: Demo,
) -> None:
    lasting.call("stop")
    started = lasting.call("demo", DETACH="1", KAFKA_SECURITY="sasl")
    assert started.returncode == 0, started.stdout + started.stderr
    told = lasting.gonghui("tail", "--since", "600", "--count", "1", "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["type"].startswith("cn.gonghui.membership.")
    secrets = json.loads((lasting.run / "secrets.json").read_text())
    words = {secret for name, secret in secrets.items() if name.startswith("kafka-")}
    assert len(words) == 2 * len(SERVICES) + 1
    knowing = {}
    for name, pid in json.loads((lasting.run / "demo.json").read_text())["processes"].items():
        process = psutil.Process(pid)
        assert not words & set(" ".join(process.cmdline()).split()), f"{name} shows a password in ps"
        knowing[name] = words & set(process.environ().values())
    own = [f"{service}-{role}" for service in SERVICES for role in ("serve", "work")]
    assert {name for name, known in knowing.items() if known} == set(own)
    assert [len(knowing[name]) for name in own] == [1] * len(own)
    assert len(set.union(*knowing.values())) == len(own), "everyone another one"


def test_nothing_is_left_when_the_launcher_itself_is_killed(lasting: Demo) -> None:
    assert lasting.call("demo", DETACH="1").returncode == 0
    pids = json.loads((lasting.run / "demo.json").read_text())["processes"]
    os.kill(lasting.state.launcher.pid, signal.SIGKILL)
    while lasting.state.launcher.process:
        time.sleep(0.02)
    assert "the launcher was killed" in lasting.gonghui("token", "organiser-340828").stderr
    assert "the launcher was killed" in lasting.call("status").stdout
    assert lasting.call("stop").returncode == 0
    assert "killed" not in lasting.call("status").stdout
    end = time.monotonic() + 30
    while _left(lasting, list(pids.values())) and time.monotonic() < end:
        time.sleep(0.1)
    assert _left(lasting, list(pids.values())) == []


def test_interrupt_during_the_start_leaves_nothing(demo: Demo) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-m", "deploy.local", "demo"], cwd=ROOT, env=demo.environment, stdout=subprocess.DEVNULL
    )
    end = time.monotonic() + 60
    while not (demo.run / "logs" / "kafka-1.log").exists() and time.monotonic() < end:
        time.sleep(0.02)
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait(60) == 0
    assert demo.state.phase == "stopped"
    assert _left(demo, []) == []


def test_interrupt_that_falls_where_python_drops_errors_comes_again() -> None:
    """The hooks of a fork are such a place; so is a finalizer."""

    class Dropping:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    before = signal.getsignal(signal.SIGALRM)
    with launch._signals():
        Dropping()
        with pytest.raises(KeyboardInterrupt):
            time.sleep(5)
    assert signal.getsignal(signal.SIGALRM) == before


def test_port_in_use_is_told_before_anything_starts(demo: Demo) -> None:
    port = int(demo.environment["PORT_POSTGRES"])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        answer = demo.call("demo", DETACH="1")
        assert answer.returncode == 1
    assert f"{port} (postgres), held by" in answer.stdout
    assert f"pid {os.getpid()}" in answer.stdout
    assert "PORT_POSTGRES=" in answer.stdout
    assert not (demo.run / "postgres").exists()
    assert _left(demo, []) == []


def test_process_that_cannot_start_ends_the_start(demo: Demo) -> None:
    answer = demo.call("demo", DETACH="1", KAFKA_REPLICATION="many", KAFKA_BOOTSTRAP_SERVERS="127.0.0.1:1")
    assert answer.returncode == 1
    assert "KAFKA_REPLICATION=many" in answer.stdout
    assert demo.state.phase == "stopped"
    assert _left(demo, []) == []


@pytest.mark.parametrize("issuer", ["nonsense", "file:///etc", "http://127.0.0.1:1", "http://127.0.0.1:1/realm/"])
def test_issuer_that_publishes_nothing_is_told_before_anything_starts(demo: Demo, issuer: str) -> None:
    answer = demo.call("demo", DETACH="1", OIDC_ISSUER=issuer)
    assert answer.returncode == 1
    told = "".join(answer.stdout.split())
    assert f"读不到{issuer.rstrip('/')}/.well-known/openid-configuration" in told
    assert "nobodycouldsignin" in told
    assert not (demo.run / "postgres").exists()
    assert "nobody could sign in" in demo.call("status").stdout


def test_issuer_of_another_name_is_told_before_anything_starts() -> None:
    elsewhere = {"issuer": "https://id.example/realm", "jwks_uri": "https://id.example/keys"}
    itself = r"(?s)自称 https://id.example/realm.*calls itself https://id.example/realm"
    with _publishing(elsewhere) as url, pytest.raises(Trouble, match=itself):
        issuers.check_own(url)
    with _publishing({"jwks_uri": "https://id.example/keys"}) as url, pytest.raises(Trouble, match="KeyError"):
        issuers.check_own(url)
    with _publishing({}) as url:
        issuers.check_own(url + "/whole")


@contextmanager
def _publishing(document: dict[str, str]) -> Iterator[str]:
    """A server that gives this discovery document; below `/whole`, one that is as it should be."""

    class Published(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            named = f"http://127.0.0.1:{server.server_port}/whole"
            whole = {"issuer": f"{named}/", "jwks_uri": f"{named}/keys"}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(whole if self.path.startswith("/whole") else document).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Published)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("command", [["deploy.local", "demo"], ["deploy.local.setup", "demo"]])
def test_reader_that_goes_away_ends_it_quietly(demo: Demo, command: list[str]) -> None:
    """`make demo | head -3`."""
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**demo.environment, "OIDC_ISSUER": "nonsense"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        told = process.stderr.read().decode()
    assert "Traceback" not in told
    assert "BrokenPipe" not in told


def test_full_disk_is_told_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUN_DIR", str(tmp_path))
    monkeypatch.setattr(disk, "ROOM_TO_START", 1 << 60)
    with pytest.raises(Trouble, match=r"(?s)磁盘已满.*disk is full"):
        launch._check(Plan.of({variable: str(free_port()) for variable, _ in DEFAULTS.values()}))


def test_missing_page_names_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUN_DIR", str(tmp_path))
    monkeypatch.setattr(launch, "CONSOLE", tmp_path)
    with pytest.raises(Trouble, match="make setup"):
        launch._check(Plan.of({variable: str(free_port()) for variable, _ in DEFAULTS.values()}))


@pytest.mark.parametrize("command", ["demo", "stop", "status"])
def test_run_folder_that_cannot_be_written_is_told_in_words(demo: Demo, command: str) -> None:
    occupied = demo.run / "a file"
    occupied.touch()
    answer = demo.call(command, RUN_DIR=str(occupied / "run"))
    assert answer.returncode == 1
    assert f"无法读写 {occupied}" in answer.stdout
    assert f"Cannot read or write {occupied}" in answer.stdout
    assert "Traceback" not in answer.stdout + answer.stderr


def test_child_that_dies_on_a_full_disk_without_a_word_ends_with_the_disks_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kafka wrote a stack of something else; how little is free says why."""

    def fail(plan: Plan, _: object) -> None:
        monkeypatch.setattr(disk, "ROOM_TO_GO_ON", 1 << 60)
        raise Trouble("坏了", "broken", log=plan.run / "kafka-1.log")

    monkeypatch.setenv("RUN_DIR", str(tmp_path))
    monkeypatch.setattr(launch, "_start", fail)
    assert launch.run(Plan.of({variable: str(free_port()) for variable, _ in DEFAULTS.values()}), lambda: None) == 1
    told = " ".join(capsys.readouterr().out.split())  # lines are folded where the folder's name is long
    for words in ("磁盘已满", "坏了", "The disk is full", "broken"):
        assert words in told
