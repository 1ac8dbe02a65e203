"""The whole platform on free ports in a folder of its own: started once for all journeys, stopped after them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.child import free_port
from deploy.local.places import ROOT
from deploy.local.ports import DEFAULTS
from deploy.local.state import read_demo

START_SECONDS = 200
KAFKA_CONTROLLER_ABOVE = 20


@dataclass(frozen=True)
class Stack:
    """A running platform: where its page is, and the folder that holds its secrets."""

    gateway: str
    run: Path
    demo: dict[str, Any]


@contextmanager
def running(run: Path) -> Iterator[Stack]:
    """Start an empty county; the launcher's own output is the reason when it does not."""
    environment = {**os.environ, **_ports(), "RUN_DIR": str(run), "MEMBERS": "0", "DETACH": "1"}
    for name in ("OIDC_ISSUER", "KAFKA_BOOTSTRAP_SERVERS"):
        environment.pop(name, None)
    try:
        _launcher("demo", environment)
        demo = read_demo(run)
        yield Stack(str(demo["gateway"]), run, demo)
    finally:
        _launcher("stop", environment)


def _launcher(verb: str, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "deploy.local", verb]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=START_SECONDS, check=False
    )
    assert done.returncode == 0, f"{verb}:\n{done.stdout[-6000:]}\n{done.stderr[-2000:]}"


def _ports() -> dict[str, str]:
    found = {variable: str(free_port()) for variable, _ in DEFAULTS.values()}
    while any(int(found["PORT_KAFKA"]) + KAFKA_CONTROLLER_ABOVE == int(port) for port in found.values()):
        found["PORT_KAFKA"] = str(free_port())
    return found
