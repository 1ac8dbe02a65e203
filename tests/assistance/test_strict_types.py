"""Values come in their own type or not at all: what is nearly a number is a mistake of the sender."""

from typing import Any

import pytest

from tests.assistance.people import OPENED, County, household

WHOLE = ("应为整数", "Must be a whole number")
YES_OR_NO = ("应为是或否", "Must be true or false")
DAY = ("应为日期（YYYY-MM-DD）", "Must be a date (YYYY-MM-DD)")
TEXT = ("应为文字", "Must be text")


@pytest.mark.parametrize("value", [True, "100", " 12 ", "1_000", 5.0, 5.5, [5]])
async def test_an_amount_is_a_whole_number_and_nothing_like_one(place: County, value: Any) -> None:
    budget = {"year": 2026, "fund_source": "county", "document": "工财1号", "occurred_on": OPENED}
    answer = await place.payer.post("/budgets", {**budget, "amount_fen": value})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "/amount_fen", "detail": WHOLE[0], "detail_en": WHOLE[1]}]
    assert await place.rows("SELECT FROM journal WHERE county = $1", place.code) == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("consent", "yes", YES_OR_NO),
        ("consent", "true", YES_OR_NO),
        ("consent", 1, YES_OR_NO),
        ("size", "3", WHOLE),
        ("name", 7, TEXT),
        ("occurred_on", "2026-02-02T00:00:00Z", DAY),
        ("occurred_on", "2026-02-02T00:00:00", DAY),
        ("occurred_on", 1_770_000_000, DAY),
        ("occurred_on", "20260202", DAY),
    ],
)
async def test_every_kind_of_field_refuses_another_kind(
    place: County, field: str, value: Any, words: tuple[str, str]
) -> None:
    answer = await place.clerk().post("/households", household(**{field: value}))
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": f"/{field}", "detail": words[0], "detail_en": words[1]}]
    assert await place.rows("SELECT FROM journal WHERE county = $1", place.code) == []
