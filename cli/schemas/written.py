"""All generated files by path, and how they compare with what is committed."""

import difflib
import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cli.schemas import asyncapi, events, pages, permissions
from cli.schemas.compatible import incompatible, removed
from cli.schemas.documents import json_text, openapi
from cli.schemas.platform import SERVICES, correcting
from services.gateway.graph.schema import sdl

ROOT = Path(__file__).resolve().parents[2]
EVENTS = "contracts/schemas/events"
SHOWN_LINES = 12


def files() -> dict[str, str]:
    """Path under the repository → text, for everything that is generated."""
    types = events.published(correcting())
    made = {f"{EVENTS}/{name}.json": json_text(events.schema(name, cls)) for name, cls in types.items()}
    made["contracts/schemas/asyncapi.yaml"] = asyncapi.document(
        types, [(service.name, service.words) for service in SERVICES]
    )
    made.update({f"contracts/schemas/openapi/{service.name}.json": openapi(service) for service in SERVICES})
    made["contracts/schemas/graphql/schema.graphql"] = sdl()
    made["docs/permissions.md"] = permissions.page(SERVICES)
    made["docs/events.md"] = pages.events(types, SERVICES)
    return made


def broken_promises(made: Mapping[str, str], root: Path = ROOT) -> list[str]:
    """Incompatible changes of event types against the files on disk and against the committed ones."""
    found: dict[str, None] = {}
    for earlier in (_on_disk(root), _committed(root)):
        for full_type, schema in earlier.items():
            text = made.get(f"{EVENTS}/{full_type}.json")
            sentences = [removed(full_type)] if text is None else incompatible(full_type, schema, json.loads(text))
            found.update(dict.fromkeys(sentences))
    return list(found)


def drift(made: Mapping[str, str], root: Path = ROOT) -> Iterator[str]:
    """What differs between the declarations and the committed files: the path and the first lines of the difference."""
    for path, text in made.items():
        file = root / path
        if not file.exists():
            yield f"{path} is missing"
        elif (there := file.read_text(encoding="utf-8")) != text:
            lines = difflib.unified_diff(
                there.splitlines(), text.splitlines(), "committed", "declared", lineterm="", n=1
            )
            shown = list(lines)
            more = [f"… {len(shown) - SHOWN_LINES} more lines"] if len(shown) > SHOWN_LINES else []
            yield "\n    ".join([f"{path} is not what the declarations say:", *shown[:SHOWN_LINES], *more])
    for file in sorted((root / "contracts/schemas").rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.is_file() and path not in made:
            yield f"{path} is declared nowhere"


def write(made: Mapping[str, str], root: Path = ROOT) -> list[str]:
    """Write what differs; answers the paths."""
    changed = []
    for path, text in made.items():
        file = root / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def _on_disk(root: Path) -> dict[str, Any]:
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted((root / EVENTS).glob("*.json"))}


def _committed(root: Path) -> dict[str, Any]:
    """Schemas where this branch left main, or at HEAD. Empty outside a clone: the files on disk are all there is."""
    if not (root / ".git").exists():
        return {}
    base = _git(root, "merge-base", "HEAD", "origin/main") or "HEAD"
    names = _git(root, "ls-tree", "--name-only", base.strip(), f"{EVENTS}/") or ""
    found = {}
    for name in names.splitlines():
        text = _git(root, "show", f"{base.strip()}:{name}")
        if text is not None:
            found[Path(name).stem] = json.loads(text)
    return found


def _git(root: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return done.stdout if done.returncode == 0 else None
