"""Days of another age: refused in forms, and carried by no event."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from contracts.catalogue import EVENTS
from contracts.declare import Corrected
from contracts.envelope import Envelope
from tests.support.county import Place
from tests.support.running import Running

DOCUMENTS = sorted(Path("contracts/schemas").rglob("*.json"))


def _days(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema of a day inside this one."""
    if isinstance(schema, dict):
        if schema.get("format") == "date":
            yield schema
        for inner in schema.values():
            yield from _days(inner)
    if isinstance(schema, list):
        for inner in schema:
            yield from _days(inner)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_day_that_is_described_has_bounds(document: Path) -> None:
    for day in _days(json.loads(document.read_text(encoding="utf-8"))):
        assert (day.get("formatMinimum"), day.get("formatMaximum")) == ("1949-10-01", "2099-12-31"), day


@pytest.mark.parametrize("day", ["0001-01-01", "1949-09-30", "2100-01-01", "9999-12-31"])
def test_no_event_carries_a_day_of_another_age(day: str) -> None:
    """Neither in its envelope, nor in its data, nor in what a correction says."""
    carriers: list[type[BaseModel]] = [Envelope, Corrected, *EVENTS.values()]
    for event in carriers:
        names = [name for name in event.model_fields if name.endswith("_on") or name in {"valid_from", "occurredon"}]
        with pytest.raises(ValidationError) as refused:
            event.model_validate(dict.fromkeys(names, day))
        wrong = {error["loc"][0]: error["type"] for error in refused.value.errors()}
        assert all(wrong[name] in {"greater_than_equal", "less_than_equal"} for name in names), event


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        ("0001-01-01", "不得早于 1949-10-01", "Must not lie before 1949-10-01"),
        ("9999-12-31", "不得晚于 2099-12-31", "Must not lie after 2099-12-31"),
    ],
)
async def test_a_form_says_which_days_it_takes(activities: Running, county: str, day: str, zh: str, en: str) -> None:
    body = {"title": "读书会", "kind": "culture", "planned_on": day, "occurred_on": "2026-03-02"}
    place = Place(county, activities)
    answer = await place.clerk().post("/activities", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-values")
    assert answer.json()["errors"] == [{"pointer": "/planned_on", "detail": zh, "detail_en": en}]
    assert await place.rows("SELECT FROM journal WHERE county = $1", county) == []
