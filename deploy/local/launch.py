"""`make demo`: checks first, then servers, migrations, processes, the sample county; watches; stops all, always."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import FrameType

from deploy.local import appointing, disk, environment, issuer, keycloak, processes, progress, servers
from deploy.local.accounts import accounts
from deploy.local.disk import DiskFull
from deploy.local.environment import Servers
from deploy.local.family import Family, logs, stop_leftovers
from deploy.local.jars import classpath
from deploy.local.places import CONSOLE, ISSUER, ROOT
from deploy.local.plan import Plan
from deploy.local.ports import SERVICES, check_free
from deploy.local.secret_files import write_private
from deploy.local.state import Recorded, State, forget_demo, only_run, write_demo
from deploy.local.trouble import Trouble

WATCH_SECONDS = 0.5
AGAIN_SECONDS = 0.05
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGALRM)
"""What ends a run; SIGALRM is a signal of the others that comes again."""


def run(plan: Plan, when_ready: Callable[[], None]) -> int:
    """Run until a signal or a trouble; answers the exit code. Nothing that was started is left when it returns."""
    began = time.monotonic()
    family = Family()
    trouble: Trouble | None = None
    with only_run(plan.run), _signals():
        try:
            _check(plan)
            _write_state(plan, family, "starting")
            started = _start(plan, family)
            if not plan.issuer:
                appointing.appoint(plan, started)
            _load_sample(plan, family)
            _write_state(plan, family, "ready")
            password = keycloak.password(plan.run) if plan.keycloak else ""
            progress.ready(plan, _addresses(plan, started), _states(plan), time.monotonic() - began, password)
            when_ready()
            _watch(plan, family)
        except Trouble as error:
            trouble = disk.explained(plan.run, error)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            trouble = DiskFull(plan.run)
        except KeyboardInterrupt:
            pass
        finally:
            _stop(plan, family, trouble)
    if trouble:
        progress.trouble(trouble)
    return 1 if trouble else 0


def _check(plan: Plan) -> None:
    """Everything that can be known before a process starts."""
    last = State.read(plan.run)
    if last and (left := stop_leftovers(last.processes)):
        progress.hint(
            f"已停止上次遗留的进程：{', '.join(left)}", f"Stopped processes left by the last run: {', '.join(left)}"
        )
    check_free(plan.listening)
    setup = ("请运行：make setup", "run: make setup")
    if plan.keycloak:
        keycloak.check_installed()
    elif not plan.issuer and not (ISSUER / "node_modules" / "oidc-provider").is_dir():
        raise Trouble(f"演示身份服务没有安装，{setup[0]}", f"The demo issuer is not installed, {setup[1]}")
    if not (CONSOLE / "dist" / "index.html").is_file():
        raise Trouble(f"页面没有构建，{setup[0]}", f"The console page is not built, {setup[1]}")
    if not plan.kafka:
        classpath()
    if plan.issuer:
        issuer.check_own(plan.issuer_url)
    disk.check_room(plan.run)


def _start(plan: Plan, family: Family) -> Servers:
    begun = servers.start(plan, family)
    started = begun.servers
    processes.migrate(plan, started, begun.postgres)
    begun.await_ready(plan)
    processes.start(plan, started, family)
    write_private(plan.run / "environment.json", environment.of_tools(plan, started))
    write_demo(plan.run, _demo(plan, started, family))
    return started


def _demo(plan: Plan, started: Servers, family: Family) -> dict[str, object]:
    """What tools may know; `databases` are DSNs of the read-only role."""
    return {
        "gateway": plan.url("gateway"),
        "graphql": f"{plan.url('gateway')}/graphql",
        "services": {service: plan.url(service) for service in SERVICES},
        "work": {service: plan.url(f"{service}-work") for service in SERVICES},
        "databases": dict(started.readers),
        "kafka": started.kafka,
        "kafka_ca": str(started.kafka_walls.ca) if started.kafka_walls else None,
        "kafka_topic_prefix": environment.topic_prefix(),
        "checkpoint_keys": str(started.checkpoint_keys),
        "issuer": plan.issuer_url,
        "identity": "own" if plan.issuer else "keycloak" if plan.keycloak else "demo",
        "accounts": [] if plan.issuer else [account.public for account in accounts()],
        "processes": {child.name: child.pid for child in family.children},
        "environment": str(plan.run / "environment.json"),
    }


def _load_sample(plan: Plan, family: Family) -> None:
    """Fill the county the first time, or go on where a load was cut off; its progress bar has the terminal."""
    done = plan.run / "sample-members"
    if plan.members == 0 or plan.issuer or (done.exists() and int(done.read_text()) >= plan.members):
        return
    if find_spec("deploy.local.sample") is None:
        raise Trouble("缺少样例县的载入程序。", "The loader of the sample county is missing.")
    command = [sys.executable, "-m", "deploy.local.sample"]
    # the parent's own terminal, no session of its own: the progress bar needs the one, Ctrl-C the other
    loader = subprocess.Popen(  # noqa: S603  # a module of ours
        command, cwd=ROOT, env={**os.environ, "MEMBERS": str(plan.members), "RUN_DIR": str(plan.run)}
    )
    try:
        while loader.poll() is None:
            family.check()
            time.sleep(WATCH_SECONDS)
    finally:
        if loader.poll() is None:
            loader.terminate()
            _end(loader)
    if loader.returncode:
        raise Trouble(
            f"样例县没有载入完（退出码 {loader.returncode}）；再次 make demo 会接着载入。",
            f"The sample county was not loaded to the end (exit code {loader.returncode}); make demo goes on with it.",
        )
    done.write_text(str(plan.members))


def _end(loader: "subprocess.Popen[bytes]") -> None:
    try:
        loader.wait(10)
    except subprocess.TimeoutExpired:
        loader.kill()
        loader.wait()


def _watch(plan: Plan, family: Family) -> None:
    while True:
        family.check()
        if disk.full(plan.run):
            raise DiskFull(plan.run)
        time.sleep(WATCH_SECONDS)


def _stop(plan: Plan, family: Family, trouble: Trouble | None) -> None:
    """Stop all; a second signal must not cut this short, nor a disk that is still full."""
    for sign in ENDING:
        signal.signal(sign, signal.SIG_IGN)
    forget_demo(plan.run)
    if family.members:
        with progress.step("全部停止", "all stopped"):
            family.stop()
    try:
        _write_state(plan, family, "stopped", trouble)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def _write_state(plan: Plan, family: Family, phase: str, trouble: Trouble | None = None) -> None:
    launcher = Recorded.of("launcher", os.getpid(), logs(plan.run) / "launcher.log")
    urls = {owner: plan.url(owner) for service in SERVICES for owner in (service, f"{service}-work")}
    State(phase, launcher, family.recorded(), urls, (trouble.zh, trouble.en) if trouble else None).write(plan.run)


def _addresses(plan: Plan, started: Servers) -> dict[str, str]:
    return {
        "页面 · page": f"http://localhost:{plan.ports['gateway'].number}",
        "GraphQL": f"{plan.url('gateway')}/graphql",
        **{f"{service} /openapi.json": plan.url(service) for service in SERVICES if service != "gateway"},
        "身份 · identity": plan.issuer_url,
        "Kafka": started.kafka,
        "PostgreSQL": " ".join(
            sorted({dsn.rpartition("@")[2].partition("/")[0] for dsn in started.databases.values()})
        ),
        "数据 · data": str(plan.run),
    }


def _states(plan: Plan) -> dict[str, str]:
    owners = {"页面 · page": "gateway", **{f"{service} /openapi.json": service for service in SERVICES}}
    return {name: processes.readiness(plan, owner) for name, owner in owners.items()}


@contextmanager
def _signals() -> Iterator[None]:
    """Make SIGTERM and SIGHUP end a run the way Ctrl-C does; none of them is lost."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def again(dropped: "sys.UnraisableHookArgs") -> None:
        if dropped.exc_type is not KeyboardInterrupt:
            sys.__unraisablehook__(dropped)
            return
        signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)  # it fell where Python drops errors, as in a fork's hooks

    before = {sign: signal.signal(sign, interrupt) for sign in ENDING}
    hook, sys.unraisablehook = sys.unraisablehook, again
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = hook
        for sign, handler in before.items():
            signal.signal(sign, handler)
