"""Generated files follow the declarations; an event type that is recorded for ever changes compatibly or not at all."""

import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli.schemas import events
from cli.schemas.compatible import incompatible
from contracts.catalogue import EVENTS
from tests.contract.trees import ROOT, Tree

MEMBERS = "contracts/membership/members.py"
ADMITTED = "cn.gonghui.membership.member.admitted.v1"
PLACE_AND_CODE = "    member: UUID\n    place: Place\n    employment: Employment\n    employer: UUID | None = None\n"
Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "tree")


def test_everything_committed_is_as_declared(tree: Tree) -> None:
    code, said = tree.run("-m", "cli.schemas", "--check")
    assert code == 0, said


def test_changed_words_fail_the_check_until_written(tree: Tree) -> None:
    tree.change(MEMBERS, '"Member admitted"', '"Worker admitted"')
    code, said = tree.run("-m", "cli.schemas", "--check")
    assert code == 1
    assert f"contracts/schemas/events/{ADMITTED}.json is not what the declarations say" in said
    assert "docs/events.md is not what the declarations say" in said
    assert tree.run("-m", "cli.schemas")[0] == 0
    assert tree.run("-m", "cli.schemas", "--check")[0] == 0


def test_a_stray_schema_fails_the_check(tree: Tree) -> None:
    tree.write("contracts/schemas/openapi/nobody.json", "{}")
    code, said = tree.run("-m", "cli.schemas", "--check")
    assert code == 1
    assert "contracts/schemas/openapi/nobody.json is declared nowhere" in said


def test_a_new_required_field_is_refused_by_check_and_by_write(tree: Tree) -> None:
    tree.change(MEMBERS, PLACE_AND_CODE, PLACE_AND_CODE + "    wage_fen: int\n")
    for arguments in (["--check"], []):
        code, said = tree.run("-m", "cli.schemas", *arguments)
        assert code == 1
        assert f"{ADMITTED}: the new field data.wage_fen is required." in said
        assert "declare cn.gonghui.membership.member.admitted.v2 beside it, and add an upcaster v1 -> v2" in said


def test_a_new_optional_field_only_needs_writing(tree: Tree) -> None:
    tree.change(MEMBERS, PLACE_AND_CODE, PLACE_AND_CODE + "    trade: str | None = None\n")
    assert tree.run("-m", "cli.schemas", "--check")[0] == 1
    code, said = tree.run("-m", "cli.schemas")
    assert code == 0, said
    assert tree.run("-m", "cli.schemas", "--check")[0] == 0


def test_a_type_that_is_gone_is_refused(tree: Tree) -> None:
    tree.change("contracts/gateway/access.py", '"session.signed-out.v1"', '"session.closed.v1"')
    code, said = tree.run("-m", "cli.schemas")
    assert code == 1
    assert "cn.gonghui.gateway.session.signed-out.v1: this event type is gone" in said


def test_editing_the_schema_along_with_the_event_does_not_help(tree: Tree) -> None:
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q"], ["add", "contracts/schemas"], ["commit", "-qm", "released"]):
        subprocess.run([*git, *command], cwd=tree.folder, check=True)
    tree.change(MEMBERS, PLACE_AND_CODE, "    member: UUID\n    place: Place\n    employment: Employment = 'regular'\n")
    (tree.folder / f"contracts/schemas/events/{ADMITTED}.json").unlink()
    code, said = tree.run("-m", "cli.schemas")
    assert code == 1
    assert f"{ADMITTED}: the field data.employment became optional" in said


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_each_schema_is_a_valid_json_schema(name: str) -> None:
    schema = json.loads((ROOT / f"contracts/schemas/events/{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)


def _data(schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema["$defs"]["Data"]
    return found


COMPATIBLE: dict[str, Change] = {
    "words": lambda schema: schema.update({"x-words": {"zh": "新", "en": "new"}}),
    "description": lambda schema: _data(schema).update(description="Another sentence."),
    "a new optional field": lambda schema: _data(schema)["properties"].update(trade={"type": "string", "default": ""}),
    "a new code": lambda schema: _data(schema)["properties"]["kind"]["enum"].append("district"),
    "a wider bound": lambda schema: _data(schema)["properties"]["name"].update(maxLength=200),
}
INCOMPATIBLE: dict[str, tuple[Change, str]] = {
    "a field gone": (lambda schema: _data(schema)["properties"].pop("name"), "the field data.name is gone"),
    "a new required field": (
        lambda schema: (
            _data(schema)["properties"].update(chair={"type": "string"}),
            _data(schema)["required"].append("chair"),
        ),
        "the new field data.chair is required",
    ),
    "no longer required": (
        lambda schema: _data(schema)["required"].remove("name"),
        "the field data.name became optional",
    ),
    "a code gone": (
        lambda schema: _data(schema)["properties"]["kind"]["enum"].remove("joint"),
        "the code 'joint' of data.kind is gone",
    ),
    "another type": (
        lambda schema: _data(schema)["properties"]["name"].update(type="integer"),
        "type of data.name changed",
    ),
    "another format": (
        lambda schema: _data(schema)["properties"]["due_on"].update(format="date-time"),
        "format of data.due_on changed",
    ),
    "a narrower bound": (
        lambda schema: _data(schema)["properties"]["name"].update(maxLength=50),
        "max length of data.name was narrowed to 50",
    ),
    "no longer nullable": (
        lambda schema: _data(schema)["properties"].update(parent={"type": "string", "format": "uuid"}),
        "data.parent is no longer of the same type",
    ),
    "a list of codes out of free text": (
        lambda schema: _data(schema)["properties"]["name"].update(enum=["a"]),
        "data.name is now a list of codes",
    ),
    "elements of another type": (
        lambda schema: _data(schema)["properties"]["employers"].update(items={"type": "integer"}),
        "type of data.employers[] changed",
    ),
    "inside a referenced type": (
        lambda schema: schema["$defs"]["Place"]["properties"]["area"].update(pattern=r"^\d{6}$"),
        "pattern of data.place.area changed",
    ),
    "the envelope": (lambda schema: schema["properties"].pop("office"), "the field office is gone"),
    "another default": (
        lambda schema: schema["$defs"]["Place"]["properties"]["org"].update(default="00000000"),
        "default of data.place.org changed",
    ),
}


def _founded() -> dict[str, Any]:
    name = "cn.gonghui.membership.union.founded.v1"
    schema = events.schema(name, EVENTS[name])
    _data(schema)["properties"]["name"]["maxLength"] = 100
    return schema


@pytest.mark.parametrize("change", COMPATIBLE.values(), ids=COMPATIBLE)
def test_compatible_changes_pass(change: Change) -> None:
    later = copy.deepcopy(_founded())
    change(later)
    assert incompatible("cn.gonghui.membership.union.founded.v1", _founded(), later) == []


@pytest.mark.parametrize(("change", "sentence"), INCOMPATIBLE.values(), ids=INCOMPATIBLE)
def test_incompatible_changes_are_named(change: Change, sentence: str) -> None:
    later = copy.deepcopy(_founded())
    change(later)
    found = incompatible("cn.gonghui.membership.union.founded.v1", _founded(), later)
    assert found
    assert any(sentence in each for each in found), found
