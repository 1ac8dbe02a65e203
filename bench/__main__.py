"""`python -m bench [leg …]`: each leg on servers of its own, one JSON line each on stdout; progress on stderr."""

import importlib
import signal
import sys

import uvloop

from bench import report

LEGS = (
    "command",
    "relay",
    "projector",
    "freshness",
    "authority",
    "dashboard",
    "walls",
    "blind_index",
    "roster",
    "rebuild",
    "verify",
    "demo",
)


def main(asked: list[str]) -> int:
    """Run the named legs, or all; 2 when a name is none of them."""
    if unknown := set(asked) - set(LEGS):
        sys.stderr.write(f"no such leg: {', '.join(sorted(unknown))}; there are {', '.join(LEGS)}\n")
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # servers are stopped then too
    for leg in asked or LEGS:
        report.say(f"— {leg}")
        on = report.machine()
        figures, sizes = uvloop.run(importlib.import_module(f"bench.{leg}").measure())
        print(report.line(leg, figures, on, sizes), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
