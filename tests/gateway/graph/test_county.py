"""A county's figures through the graph."""

from datetime import date, datetime
from typing import Any

from chassis.ids import uuid7
from contracts.assistance.fund import AidPaid
from contracts.declare import Place
from contracts.membership.organisations import HeadcountReported
from tests.gateway.asker import Asker
from tests.gateway.told import Told

FIGURES = "metrics { metric { id } value numerator denominator parts { dimension code words { zh } value } }"


def _values(place: dict[str, Any]) -> dict[str, str | None]:
    return {figure["metric"]["id"]: figure["value"] for figure in place["metrics"]}


async def test_county_is_the_sum_of_its_townships(told: Told, leader: Asker, county: str) -> None:
    await told.admit(f"{county}100", 3)
    await told.admit(f"{county}101", 2)
    found = (await leader.data(f"{{ county {{ code asOf {FIGURES} townships {{ code {FIGURES} }} }} }}"))["county"]
    assert found["code"] == county
    assert _values(found)["members"] == "5"
    assert {each["code"]: _values(each)["members"] for each in found["townships"]} == {
        f"{county}100": "3",
        f"{county}101": "2",
    }
    members = next(figure for figure in found["metrics"] if figure["metric"]["id"] == "members")
    assert members["parts"] == [
        {
            "dimension": "employment",
            "code": "regular",
            "words": {"zh": members["parts"][0]["words"]["zh"]},
            "value": "5",
        }
    ]
    assert members["parts"][0]["words"]["zh"] != "regular"


async def test_no_data_is_null_and_not_zero(told: Told, leader: Asker, county: str) -> None:
    await told.admit(f"{county}100")
    found = (await leader.data(f"{{ county {{ {FIGURES} }} }}"))["county"]
    assert _values(found)["aid-paid"] is None
    assert _values(found)["members"] == "1"


async def test_ratio_shows_both_its_parts_in_millionths(told: Told, leader: Asker, county: str) -> None:
    place = Place(area=f"{county}100")
    await told.admit(f"{county}100", 1)
    await told.tell(HeadcountReported(employer=uuid7(), place=place, headcount=4, covered=4), area=place.area)
    found = await leader.data('{ county { metrics(ids: ["membership-rate"]) { value numerator denominator } } }')
    assert found["county"]["metrics"] == [{"value": "250000", "numerator": "1", "denominator": "4"}]


async def test_money_beyond_32_bits_is_exact(told: Told, leader: Asker, county: str) -> None:
    amount = 2**53 + 1
    paid = AidPaid(
        aid=uuid7(),
        household=uuid7(),
        place=Place(area=f"{county}100"),
        programme="medical",
        fund_source="county",
        amount_fen=amount,
    )
    await told.tell(paid, area=f"{county}100")
    found = await leader.data('{ county { metrics(ids: ["aid-paid"]) { value } } }')
    assert found["county"]["metrics"][0]["value"] == str(amount)


async def test_as_of_a_past_day_counts_only_what_had_occurred(told: Told, leader: Asker, county: str) -> None:
    await told.admit(f"{county}100", 2, on=date(2026, 2, 1))
    await told.admit(f"{county}100", 3, on=date(2026, 4, 1))
    query = 'query ($day: Date) { county(asOf: $day) { asOf since metrics(ids: ["members"]) { value } } }'
    found = (await leader.data(query, day="2026-03-01"))["county"]
    assert found == {"asOf": "2026-03-01", "since": "2026-01-01", "metrics": [{"value": "2"}]}


async def test_as_known_at_a_moment_leaves_out_what_came_later(told: Told, leader: Asker, county: str) -> None:
    await told.admit(f"{county}100", 1)
    known = told.log("membership").now.isoformat()
    await told.admit(f"{county}100", 1)
    query = 'query ($at: DateTime) { county(knownAt: $at) { knownAt metrics(ids: ["members"]) { value } } }'
    found = (await leader.data(query, at=known))["county"]
    assert found["metrics"] == [{"value": "1"}]
    assert datetime.fromisoformat(found["knownAt"]) <= datetime.fromisoformat(known)


async def test_series_has_a_point_a_month_and_the_last_is_now(told: Told, leader: Asker, county: str) -> None:
    await told.admit(f"{county}100", 2, on=date(2026, 2, 10))
    await told.admit(f"{county}100", 1, on=date(2026, 3, 10))
    query = """{ county(asOf: "2026-03-31") {
        series(metric: "members", months: 3) { month value }
        townships { series(metric: "admissions", months: 2) { value } }
    } }"""
    found = (await leader.data(query))["county"]
    assert [point["value"] for point in found["series"]][1:] == ["2", "3"]
    assert [point["month"] for point in found["series"]] == ["2026-01", "2026-02", "2026-03"]
    assert found["townships"][0]["series"] == [{"value": "2"}, {"value": "1"}]


async def test_unknown_metric_names_the_argument(told: Told, leader: Asker, county: str) -> None:
    await told.admit(f"{county}100")
    assert await leader.refused('{ county { metrics(ids: ["happiness"]) { value } } }') == "wrong-argument"
    assert await leader.refused('{ county { series(metric: "happiness") { value } } }') == "wrong-argument"
    assert await leader.refused('{ county { series(metric: "members", months: 0) { value } } }') == "wrong-argument"
    assert await leader.refused('{ county(since: "2026-05-01", asOf: "2026-04-01") { code } }') == "wrong-argument"


async def test_freshness_says_how_far_each_log_is_counted(told: Told, leader: Asker, county: str) -> None:
    await told.admit(f"{county}100", 3)
    found = await leader.data("{ county { complete freshness { log service position complete incompleteSince } } }")
    assert found["county"]["complete"] is True
    assert found["county"]["freshness"] == [
        {
            "log": f"membership/{county}",
            "service": "membership",
            "position": "3",
            "complete": True,
            "incompleteSince": None,
        }
    ]


async def test_county_that_nobody_has_heard_of_is_null(leader: Asker) -> None:
    assert await leader.data("{ county { code } }") == {"county": None}
