"""`python -m cli.schemas` writes what is generated; `--check` fails on drift. Both refuse an incompatible change."""

import argparse
import sys

from cli.schemas.written import broken_promises, drift, files, write


def main() -> int:
    """Run; exit 0 when all is as declared, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m cli.schemas", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on drift")
    arguments = parser.parse_args()
    made = files()
    promises = broken_promises(made)
    if promises:
        print("An event type changed incompatibly:", *promises, sep="\n  ", file=sys.stderr)
        return 1
    if not arguments.check:
        changed = write(made)
        print(f"{len(made)} files, {len(changed)} changed", *changed, sep="\n  ")
    found = list(drift(made))
    if found:
        print("Run `python -m cli.schemas` and commit what it writes:", *found, sep="\n  ", file=sys.stderr)
        return 1
    if arguments.check:
        print(f"{len(made)} generated files are as declared.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
