"""Leg `demo`: how long `make demo` takes with an empty county, and how much memory all its processes hold."""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from bench.report import Figures, Measured, say
from deploy.local.child import free_port
from deploy.local.places import ROOT
from deploy.local.ports import DEFAULTS
from deploy.local.state import State

SETTLED_SECONDS = 3
MIB = 1 << 20


async def measure() -> Measured:
    """A first start (empty databases, nothing under .run) and a second one on the same data."""
    folder = _folder()
    environment = {**os.environ, "RUN_DIR": str(folder / "run"), "MEMBERS": "0", "DETACH": "1"}
    environment |= {variable: str(free_port()) for variable, _ in DEFAULTS.values()}
    try:
        first = await _start(environment)
        await asyncio.sleep(SETTLED_SECONDS)
        memory = _memory(folder / "run")
        await _run("stop", environment)
        second = await _start(environment)
    finally:
        await _run("stop", environment)
        shutil.rmtree(folder, ignore_errors=True)
    return {"first_start_s": round(first, 1), "second_start_s": round(second, 1), **memory}, {"members": 0}


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gonghui-bench-"))
    folder.chmod(0o755)  # PostgreSQL, started by root, runs as nobody
    return folder


async def _start(environment: dict[str, str]) -> float:
    began = time.perf_counter()
    if await _run("demo", environment):
        message = "the demo did not start"
        raise RuntimeError(message)
    took = time.perf_counter() - began
    say(f"ready after {took:.1f} s")
    return took


async def _run(command: str, environment: dict[str, str]) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "deploy.local", command, cwd=ROOT, env=environment, stdout=sys.stderr
    )
    return await process.wait()


def _memory(run: Path) -> Figures:
    """MB of all processes and their children: resident, and proportional (shared pages counted once)."""
    state = State.read(run)
    recorded = [state.launcher, *state.processes] if state else []
    resident: dict[str, float] = {}
    proportional = 0.0
    for one in recorded:
        if one.process is None:
            continue
        for process in (one.process, *one.process.children(recursive=one is not recorded[0])):
            if one is recorded[0] and process is not one.process:
                continue  # the launcher's children are recorded themselves
            with suppress(psutil.NoSuchProcess):
                found = process.memory_full_info()
                resident[one.name] = resident.get(one.name, 0) + found.rss / MIB
                proportional += getattr(found, "pss", found.rss) / MIB
    return {
        "resident_mb": round(sum(resident.values())),
        "proportional_mb": round(proportional),
        "processes": {name: round(amount) for name, amount in sorted(resident.items())},
    }
