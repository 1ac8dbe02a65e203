"""What a leg tells: figures, sizes from variables, and the machine they were measured on."""

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import orjson

from deploy.local import jars
from deploy.local.places import ROOT
from deploy.local.postgres import BIN

Figures = dict[str, Any]
Measured = tuple[Figures, Figures]
"""A leg's figures and its sizes."""


def say(text: str) -> None:
    """Tell on stderr how far the leg is."""
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {text}\n")


def size(name: str, default: int) -> int:
    """A size of a leg: the variable BENCH_<NAME>, or the default that keeps the leg under a minute."""
    return int(os.environ.get(f"BENCH_{name.upper()}") or default)


def line(leg: str, figures: Figures, on: Figures, sizes: Figures) -> str:
    """The leg's JSON line."""
    return orjson.dumps({"leg": leg, "figures": figures, "on": on, "sizes": sizes}).decode()


def machine() -> Figures:
    """What the figures depend on. `load` is the load average of the last minute before the leg began."""
    return {
        "machine": _processor(),
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "postgres": _told([str(BIN / "postgres"), "--version"]).rpartition(" ")[2],
        "kafka": _kafka(),
        "commit": _commit(),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def spread(values: Sequence[float], digits: int = 0) -> Figures:
    """Median, least and most of repeated measurements."""
    return {"median": _rounded(median(values), digits), "min": _rounded(min(values), digits),
            "max": _rounded(max(values), digits)}  # fmt: skip


def milliseconds(seconds: Sequence[float]) -> Figures:
    """p50, p99 and the longest of some durations, in milliseconds."""
    if len(seconds) < 2:
        return {"count": len(seconds)}
    percentiles = quantiles(seconds, n=100, method="inclusive")
    return {
        "p50_ms": round(percentiles[49] * 1e3, 1),
        "p99_ms": round(percentiles[98] * 1e3, 1),
        "max_ms": round(max(seconds) * 1e3, 1),
    }


def _rounded(value: float, digits: int) -> float | int:
    return round(value, digits) if digits else round(value)


def _commit() -> str:
    """The commit, `-dirty` when the tree has changes; `unknown` in a copy without history."""
    if not (ROOT / ".git").exists():
        return "unknown"
    return _told(["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"])


def _told(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _kafka() -> str:
    names = [path.name for path in jars.classpath()]
    return next(name[len("kafka-clients-") : -len(".jar")] for name in names if name.startswith("kafka-clients-"))


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [each.partition(":")[2].strip() for each in lines if each.startswith("model name")]
    return f"{platform.machine()} {names[0] if names else platform.processor()}".strip()
