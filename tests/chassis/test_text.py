"""Lines of text: every readable name passes, nothing hidden is kept."""

import importlib
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from chassis.fields import Line
from tests.membership.people import County, worker
from tests.support.running import Running

NAMES = [
    "王小明",
    "阿卜杜热合曼·买买提",
    "欧阳\u3007",
    "𠮷野家",  # plane 2
    "\U00031350\U000323af",  # extension H, plane 3
    "\U0002ebf0\U000323b0\U0003347b",  # extensions I and J, newer than the table
    "葛\U000e0100城",  # an ideograph in a variant of its own
    "\ue863",  # private use, as old systems stored rare names
    "José María",
    "ئابدۇراخمان",
    "岳西县（石关乡）茶厂 No.3",
    "皖工办〔2026〕1号",  # noqa: RUF001 - as document numbers are written
    "🎉联欢",
]
HIDDEN = {
    "zero-width alone": "\u200b\u200d\ufeff",
    "zero-width inside": "王\u200b小明",
    "right-to-left override": "王\u202e明小",
    "isolate": "王\u2066小明",
    "left-to-right mark": "王\u200e小明",
    "line break": "王小明\n李四",
    "carriage return": "王\r小明",
    "tab": "王\t小明",
    "escape": "王\x1b[31m小明",
    "null": "王\x00小明",
    "C1 control": "王\x9b小明",
    "line separator": "王\u2028小明",
    "soft hyphen": "王\xad小明",
    "tag": "王\U000e0041小明",
    "noncharacter": "王\uffff小明",
    "noncharacter in the block": "王\ufdd0小明",
    "noncharacter in plane 2": "王\U0002fffe小明",
    "fillers alone": "\u3164\u2800",
    "marks alone": "\u0301\ufe0f",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_in_any_script_pass(name: str) -> None:
    assert TypeAdapter(Line).validate_python(name) == name


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_hides_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_python(text)


def _free(annotation: Any, metadata: tuple[Any, ...]) -> bool:
    """Whether this is a text without a pattern or a list of codes."""
    if get_origin(annotation) in (Union, UnionType):
        return any(_free(each, metadata) for each in get_args(annotation))
    if hasattr(annotation, "__metadata__"):
        return _free(annotation.__origin__, (*metadata, *annotation.__metadata__))
    patterns = [getattr(each, "pattern", None) or _free_pattern(each) for each in metadata]
    return annotation is str and not any(patterns)


def _free_pattern(piece: Any) -> bool:
    return any(getattr(each, "pattern", None) for each in getattr(piece, "metadata", ()))


@pytest.mark.parametrize("name", ["membership", "assistance", "activities"])
def test_no_form_keeps_a_hidden_character(name: str) -> None:
    """Every free text of every command, whatever is added."""
    service = importlib.import_module(f"services.{name}.main").service
    models: list[type[BaseModel]] = [command.model for each in service.capabilities for command in each.commands]
    texts = [
        (model, field)
        for model in models
        for field, described in model.model_fields.items()
        if _free(described.annotation, tuple(described.metadata))
    ]
    assert texts
    for model, field in texts:
        with pytest.raises(ValidationError) as refused:
            model.model_validate({field: "王\u202e小明"})
        assert "value_error" in [error["type"] for error in refused.value.errors() if error["loc"] == (field,)]


async def test_a_hidden_character_is_refused_in_both_languages(membership: Running, county: str) -> None:
    place = County(county, membership)
    union = await place.base_union()
    answer = await place.clerk().post("/members", worker(union, name="王\u202e明"))
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/name"
    assert "不可见" in error["detail"]
    assert "invisible" in error["detail_en"]
    blank = await place.clerk().post("/members", worker(union, name="\u3164"))
    assert blank.json()["errors"][0]["detail"] == "没有可见的文字"
    assert await place.rows("SELECT FROM members WHERE union_id = $1", union) == []
