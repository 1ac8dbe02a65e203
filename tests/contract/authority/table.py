"""docs/permissions.md as a reader has it: the signs of each action for each office."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from contracts.offices import Office

PAGE = Path(__file__).resolve().parents[3] / "docs/permissions.md"
_SERVICE = re.compile(r"^## .* \(`(\w+)`\)$")


@dataclass
class Table:
    """`signs`: service → route → office → sign. `between`, `public`: service → routes that no appointment opens."""

    signs: dict[str, dict[str, dict[Office, str]]] = field(default_factory=dict)
    between: dict[str, set[str]] = field(default_factory=dict)
    public: dict[str, set[str]] = field(default_factory=dict)


def read() -> Table:
    """The page as it is committed."""
    table, service = Table(), ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if found := _SERVICE.match(line):
            service = found.group(1)
        elif line.startswith("## "):
            service = ""
        elif service and line.startswith("|") and "`" in line:
            _, route, _, *signs = _cells(line)
            table.signs.setdefault(service, {})[route.strip("`")] = dict(zip(Office, signs, strict=True))
        elif not service and line.startswith("| `"):
            name, between, public = _cells(line)
            table.between[name.strip("`")] = set(_routes(between))
            table.public[name.strip("`")] = set(_routes(public))
    return table


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _routes(cell: str) -> Iterator[str]:
    return (route.strip("`") for route in cell.split("<br>") if route != "–")
