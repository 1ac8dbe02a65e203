"""The platform's own processes: migrations first, then `serve` and `work` of each service, awaited until ready."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from deploy.local import databases
from deploy.local.child import Child, spawn
from deploy.local.environment import Servers, of_service
from deploy.local.family import Family, logs
from deploy.local.places import ROOT
from deploy.local.plan import Plan
from deploy.local.ports import SERVICES
from deploy.local.postgres import Postgres
from deploy.local.progress import step
from deploy.local.trouble import Trouble

READY_SECONDS = 60.0


def migrate(plan: Plan, servers: Servers, server: Postgres | None) -> None:
    """Bring every database up, at the same time. Raises Trouble with the log of the one that failed."""
    with step("数据库升级", "migrations"):
        running = [
            spawn(
                f"{service}-migrate",
                [sys.executable, "-m", f"services.{service}", "migrate"],
                logs(plan.run) / f"{service}-migrate.log",
                environment=of_service(plan, servers, service, owner=True),
                folder=ROOT,
                tied=True,
            )
            for service in SERVICES
        ]
        try:
            for child in running:
                _await_end(child)
        finally:
            for child in running:
                child.stop(deadline=5)
        if server:
            databases.after_migrations(server, plan.own_databases)


def _await_end(child: Child) -> None:
    try:
        code = child.process.wait(120)
    except subprocess.TimeoutExpired:
        code = None
    if code != 0:
        raise Trouble(
            f"{child.name} 失败（退出码 {code}）。", f"{child.name} failed (exit code {code}).", log=child.log
        )


def start(plan: Plan, servers: Servers, family: Family) -> None:
    """Start all eight and wait until each says it is ready. Raises Trouble."""
    group: list[Child] = []
    family.adopt_group(group)
    with step("三个服务与网关（各两个进程）", "three services and the gateway, two processes each"):
        for role in ("serve", "work"):
            for service in SERVICES:
                child = spawn(
                    f"{service}-{role}",
                    [sys.executable, "-m", f"services.{service}", role],
                    logs(plan.run) / f"{service}-{role}.log",
                    environment=of_service(plan, servers, service, role=role),
                    folder=ROOT,
                    tied=True,
                )
                group.append(child)
        _await_all(plan, family)


def _await_all(plan: Plan, family: Family) -> None:
    end = time.monotonic() + READY_SECONDS
    waiting = [name for service in SERVICES for name in (service, f"{service}-work")]
    while waiting:
        family.check()
        answers = {name: readiness(plan, name) for name in waiting}
        waiting = [name for name, answer in answers.items() if answer != "ready"]
        if waiting and time.monotonic() > end:
            raise _late(plan, waiting, answers)
        time.sleep(0.1)


def _late(plan: Plan, waiting: Sequence[str], answers: dict[str, str]) -> Trouble:
    reasons = "\n".join(f"  {name}: {answers[name] or '无应答 / no answer'}" for name in waiting)
    first = waiting[0] if waiting[0].endswith("-work") else f"{waiting[0]}-serve"
    return Trouble(
        f"{READY_SECONDS:.0f} 秒内没有就绪：\n{reasons}",
        f"Not ready within {READY_SECONDS:.0f} s: {', '.join(waiting)}",
        log=logs(plan.run) / f"{first}.log",
    )


def readiness(plan: Plan, owner: str) -> str:
    """Return `ready`, the reasons why not, or nothing when it does not answer."""
    return asked(plan.url(owner))


def asked(url: str) -> str:
    """Return what a process's /readyz says: `ready`, its reasons, or nothing when it does not answer."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=3)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()
    try:
        reasons = json.loads(text).get("reasons", {})
    except ValueError:
        reasons = {"": text}
    told = "; ".join(f"{name}: {reason}" for name, reason in reasons.items())
    if answer.status == http.client.OK:
        return "ready"
    return told or str(answer.status)
