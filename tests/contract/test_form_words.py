"""Forms draw themselves: every field a command asks has its words in both languages, enumerations their options."""

import importlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from chassis.command import Declared

SERVICES = ("membership", "assistance", "activities")
COMMANDS = [
    declared
    for name in SERVICES
    for capability in importlib.import_module(f"services.{name}.main").service.capabilities
    for declared in capability.commands
]


def chinese(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return re.search("[一-鿿]", text) is not None


def plain(described: dict[str, Any]) -> dict[str, Any]:
    """The field without the alternative of leaving it out."""
    return {**described, **described.get("anyOf", [{}])[0]}


@pytest.mark.parametrize("declared", COMMANDS, ids=lambda each: f"{each.capability.name}.{each.handler.__name__}")
def test_every_field_of_a_form_speaks_both_languages(declared: Declared) -> None:
    """Title and hint; options for each code; a picker names its list."""
    assert chinese(declared.words.zh)
    assert not chinese(declared.words.en)
    for name, described in declared.model.model_json_schema()["properties"].items():
        if described.get("x-hidden"):
            continue
        assert chinese(described["title"]), name
        assert described["x-title-en"], name
        assert ("description" in described) == ("x-hint-en" in described), name
        field = plain(described)
        if "enum" in field:
            assert {option["value"] for option in field["x-options"]} == set(field["enum"]), name
            assert all(chinese(option["zh"]) and option["en"] for option in field["x-options"]), name
        if field.get("format") == "uuid" or field.get("items", {}).get("format") == "uuid":
            assert field["x-picker-source"], name


DOCUMENTS = sorted(Path("contracts/schemas/openapi").glob("*.json"))
PICKED = [
    pytest.param(document["paths"], parameter["schema"], id=operation["operationId"])
    for document in (json.loads(path.read_text(encoding="utf-8")) for path in DOCUMENTS)
    for path in document["paths"].values()
    for operation in path.values()
    for parameter in operation.get("parameters", [])
    if "x-picker-source" in parameter["schema"]
]


@pytest.mark.parametrize(("paths", "picked"), PICKED)
def test_the_records_a_command_can_act_on_come_from_a_list_that_is_there(
    paths: dict[str, Any], picked: dict[str, Any]
) -> None:
    """Path, filters and their values are those of a query of the same service."""
    assert chinese(picked["title"])
    assert picked["x-title-en"]
    source = urlsplit(picked["x-picker-source"])
    known = {each["name"]: plain(each["schema"]) for each in paths[source.path]["get"]["parameters"]}
    for name, value in parse_qsl(source.query):
        assert value in known[name].get("enum", ["true", "false"]), name
