"""`make test`: the legs of the test suite one after the other, and a summary that says what was left out.

Arguments are names of legs; without any, all. WITHOUT=browser leaves that leg out.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.places import CONSOLE, ROOT
from deploy.local.setup import npm, search_path

APART = ("browser", "backbone", "faults", "launcher", "contract")
SERVERS = "db or kafka or browser or faults"
NO_SERVER = f"not ({SERVERS})"


@dataclass(frozen=True)
class Leg:
    """A part of the suite: pytest's arguments, how many seconds it should take on two cores."""

    name: str
    limit: int
    runs: tuple[tuple[str, ...], ...]
    console: bool = False


@dataclass
class Outcome:
    """What a leg brought."""

    leg: Leg
    seconds: float = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("tests", "failures", "errors", "skipped"), 0))
    skipped: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def _but(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"--ignore=tests/{folder}" for folder in folders)


LEGS = (
    Leg("unit", 30, (("tests", "-m", NO_SERVER, *_but(APART)),), console=True),
    Leg("integration", 640, (("tests", "-m", SERVERS, *_but(APART)), ("tests/contract",), ("tests/launcher",))),
    Leg("browser", 330, (("tests/browser",),)),
    Leg("faults", 300, (("tests/backbone", "tests/faults"),)),
)


def main(names: list[str]) -> int:
    """Run the legs; exit code 1 when anything failed or a leg had no tests."""
    unknown = set(names) - {leg.name for leg in LEGS}
    if unknown:
        say(f"没有这些部分 · no such legs: {', '.join(sorted(unknown))}")
        return 2
    without = {name for name in os.environ.get("WITHOUT", "").split(",") if name}
    chosen = [leg for leg in LEGS if not names or leg.name in names]
    outcomes = [run(leg) for leg in chosen if leg.name not in without]
    summarise(outcomes, [leg.name for leg in chosen if leg.name in without])
    return 1 if any(outcome.broken for outcome in outcomes) else 0


def run(leg: Leg) -> Outcome:
    """Run a leg's parts, all of them even when one fails."""
    outcome = Outcome(leg)
    began = time.monotonic()
    for arguments in leg.runs:
        say(f"\n── {leg.name}: pytest {' '.join(arguments)}")
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
            code = subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL).returncode
            if code:
                outcome.broken.append(f"pytest {' '.join(arguments)} → {code}")
            if report.exists():
                _count(outcome, report)
    if leg.console:
        say(f"\n── {leg.name}: console")
        command = [*npm(), "test"]
        environment = {**os.environ, "PATH": search_path(command[0])}
        code = subprocess.run(command, cwd=CONSOLE, env=environment, check=False, stdin=subprocess.DEVNULL).returncode
        if code:
            outcome.broken.append(f"npm test → {code}")
    outcome.seconds = time.monotonic() - began
    return outcome


def _count(outcome: Outcome, report: Path) -> None:
    for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314  # pytest wrote it just now
        for name in outcome.counts:
            outcome.counts[name] += int(suite.get(name, "0"))
        for case in suite.iter("testcase"):
            if (skipped := case.find("skipped")) is not None:
                outcome.skipped.append(f"{case.get('classname')}.{case.get('name')}: {skipped.get('message')}")


def summarise(outcomes: list[Outcome], left_out: list[str]) -> None:
    """Print one line a leg, every skipped test with its reason, and the legs that were left out."""
    say("\n── 小结 · summary")
    for outcome in outcomes:
        counts = outcome.counts
        bad = counts["failures"] + counts["errors"]
        slow = f"（应在 {outcome.leg.limit} s 内 · over its limit）" if outcome.seconds > outcome.leg.limit else ""
        state = "✗" if outcome.broken else "✓"
        say(
            f"{state} {outcome.leg.name:<12} {counts['tests']:>5} tests, {bad} failed, {counts['skipped']} skipped, "
            f"{outcome.seconds:.0f} s{slow}"
        )
        for line in [*outcome.broken, *outcome.skipped]:
            say(f"    {line}")
    for name in left_out:
        say(f"– {name:<12} 未运行（WITHOUT={name}）· left out")


def say(line: str) -> None:
    """Tell at once, in order with what the tests print."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
