"""`make audit`: what the lock files name, held against the vulnerabilities that have been published since; weekly.

Needs the registries' advisories. A package that cannot be looked up is a failure: silence is no answer.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.local.places import CONSOLE, ISSUER, ROOT
from deploy.local.setup import npm, search_path

UV = Path(sys.executable).parent / "uv"


def audits() -> list[tuple[list[str], Path]]:
    """Commands, each with the folder it runs in."""
    python = ["tool", "run", "pip-audit", "--strict", "--disable-pip", "--require-hashes", "--progress-spinner=off"]
    scripts = [*npm(), "audit", "--audit-level=moderate"]
    return [
        ([str(UV), *python, "-r", str(ROOT / "requirements.lock")], ROOT),
        (scripts, CONSOLE),
        (scripts, ISSUER),
    ]


def main(commands: Sequence[tuple[list[str], Path]]) -> int:
    """Run all of them; exit code 1 when one found something or could not look."""
    failed = []
    for command, folder in commands:
        environment = {**os.environ, "PATH": search_path(command[0])}
        if subprocess.run(command, cwd=folder, env=environment, check=False, stdin=subprocess.DEVNULL).returncode:  # noqa: S603 - commands of ours
            failed.append(str(folder.relative_to(ROOT)))
    if failed:
        sys.stderr.write(f"未通过或无法核对 · vulnerable, or not to be looked up: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(audits()))
