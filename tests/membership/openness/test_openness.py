"""Openness: matters made public, suggestions with their thirty days, and what can be put right."""

from datetime import datetime
from typing import Any

import pytest

from chassis.postgres import SHANGHAI
from contracts.declare import facts_of
from contracts.envelope import Envelope
from services.gateway.projection import work_items
from tests.membership.congress.meeting import Unit, another_unit, unit
from tests.membership.congress.test_congresses import WRONG, refused
from tests.membership.people import County

PUBLISHED, RECEIVED, DUE = "2026-03-02", "2026-03-10", "2026-04-09"


async def disclosed(of: Unit, **fields: Any) -> str:
    """A matter made public."""
    body = {
        "union": of.union,
        "employer": of.employer,
        "category": "pay",
        "medium": "notice-board",
        "period": "quarter",
        "title": "一季度工资发放情况",
        "where": "厂门公开栏",
        "occurred_on": PUBLISHED,
        **fields,
    }
    return str((await of.clerk.done("/openness", body))["id"])


async def suggested(of: Unit, disclosure: str, **fields: Any) -> str:
    """A suggestion about it."""
    body = {"disclosure": disclosure, "body": "建议公布加班费算法", "occurred_on": RECEIVED, **fields}
    return str((await of.clerk.done("/openness-suggestions", body))["id"])


async def waiting(place: County, suggestion: str) -> dict[str, str | None]:
    """What waits: kind → due."""
    items: dict[tuple[str, str], work_items.Item | None] = {}
    events = await place.events(suggestion)
    for said in work_items.history(Envelope.model_validate(event) for event in events):
        work_items.fold(items, said)
    return {kind: item.due_on.isoformat() if item.due_on else None for (kind, _), item in items.items() if item}


async def counted(place: County, *subjects: str) -> dict[str, int]:
    """What the dashboards count."""
    totals: dict[str, int] = {}
    for event in [event for subject in subjects for event in await place.events(subject)]:
        for fact in facts_of(event["type"], event["data"], Envelope.model_validate(event).occurredon):
            totals[fact.fact.metric] = totals.get(fact.fact.metric, 0) + fact.fact.delta
    return {metric: total for metric, total in totals.items() if total}


async def test_a_suggestion_is_answered_and_rated(place: County) -> None:
    of = await unit(place)
    disclosure = await disclosed(of)
    suggestion = await suggested(of, disclosure)
    assert await waiting(place, suggestion) == {"answer-suggestion": DUE}
    path = f"/openness-suggestions/{suggestion}"
    await of.clerk.done(f"{path}/answer", {"answer": "已张贴", "occurred_on": DUE}, revision=1)
    assert await waiting(place, suggestion) == {}
    await of.clerk.done(f"{path}/rate", {"rating": "satisfied", "occurred_on": DUE}, revision=2)
    shown = (await of.clerk.get(path)).json()
    assert (shown["state"], shown["answer"], shown["rating_words"]["zh"]) == ("rated", "已张贴", "满意")
    assert await counted(place, disclosure, suggestion) == {
        "disclosures": 1,
        "publishing-employers": 1,
        "openness-suggestions": 1,
        "openness-answers": 1,
        "openness-answers-in-time": 1,
        "openness-ratings": 1,
    }
    said = str(await place.events(disclosure)) + str(await place.events(suggestion))
    for word in ("工资发放", "公开栏", "加班费", "张贴"):
        assert word not in said


@pytest.mark.parametrize(("on", "in_time"), [(DUE, 1), ("2026-04-10", 0)])
async def test_an_answer_on_the_thirtieth_day_is_in_time(place: County, on: str, in_time: int) -> None:
    of = await unit(place)
    suggestion = await suggested(of, await disclosed(of))
    path = f"/openness-suggestions/{suggestion}"
    await of.clerk.done(f"{path}/answer", {"answer": "已张贴", "occurred_on": on}, revision=1)
    assert (await place.events(suggestion))[-1]["data"]["in_time"] == in_time


async def test_a_county_may_set_other_days_to_answer(place: County) -> None:
    chosen = {
        "parameter": "openness-answer-days",
        "value": 15,
        "valid_from": "2026-01-01",
        "document": "工办1号",
        "occurred_on": "2026-01-01",
    }
    await place.approver.done("/parameters", chosen)
    of = await unit(place)
    assert await waiting(place, await suggested(of, await disclosed(of))) == {"answer-suggestion": "2026-03-25"}


async def test_the_union_covers_the_unit_and_an_office_alone_opens_government(place: County) -> None:
    of = await unit(place)
    body = {
        "union": of.union,
        "employer": await place.employer(),
        "category": "pay",
        "medium": "website",
        "title": "事项",
        "occurred_on": PUBLISHED,
    }
    assert await refused(of.clerk, "/openness", body) == "employer-not-covered"
    body |= {"employer": of.employer, "category": "government-budget"}
    assert await refused(of.clerk, "/openness", body) == "not-a-government-office"
    town = (await place.organiser.get("/unions", kind="township")).json()["items"][0]["id"]
    agency = await place.employer(unit_type="agency")
    union = await place.union(town, kind="single", employers=[agency])
    await of.clerk.done("/openness", {**body, "union": union, "employer": agency})


async def test_the_unions_own_chair_sees_and_enters_the_own_alone(place: County) -> None:
    of = await unit(place)
    town = (await place.organiser.get("/unions", kind="township")).json()["items"][0]["id"]
    other = await another_unit(place, town)
    disclosure = await disclosed(of)
    assert [row["id"] for row in (await of.chair.get("/openness")).json()["items"]] == [disclosure]
    assert (await other.chair.get("/openness")).json()["items"] == []
    body = {"disclosure": disclosure, "body": "建议", "occurred_on": RECEIVED}
    assert await refused(other.chair, "/openness-suggestions", body) == "not-found"


async def test_steps_follow_one_another(place: County) -> None:
    of = await unit(place)
    disclosure = await disclosed(of)
    early = {"disclosure": disclosure, "body": "建议", "occurred_on": "2026-03-01"}
    assert await refused(of.clerk, "/openness-suggestions", early) == "before-earlier-step"
    suggestion = await suggested(of, disclosure)
    path = f"/openness-suggestions/{suggestion}"
    rating = {"rating": "unsatisfied", "occurred_on": DUE}
    assert await refused(of.clerk, f"{path}/rate", rating, 1) == "suggestion-other-step"
    before = {"answer": "答复", "occurred_on": "2026-03-09"}
    assert await refused(of.clerk, f"{path}/answer", before, 1) == "before-earlier-step"
    await of.clerk.done(f"{path}/answer", {"answer": "答复", "occurred_on": DUE}, revision=1)
    assert await refused(of.clerk, f"{path}/answer", {"answer": "答复", "occurred_on": DUE}, 2) == (
        "suggestion-other-step"
    )
    assert await refused(of.clerk, f"{path}/rate", {**rating, "occurred_on": "2026-04-08"}, 2) == "before-earlier-step"


async def test_an_entry_is_put_right_or_taken_back(place: County) -> None:
    of = await unit(place)
    disclosure = await disclosed(of)
    path = f"/openness/{disclosure}"
    change = {"category": "safety", "medium": "meeting", "period": "year", "title": "新事项", "where": "会议室"}
    await of.clerk.done(f"{path}/correct", {**change, **WRONG}, revision=1)
    shown = (await of.clerk.get(path)).json()
    assert (shown["category"], shown["medium"], shown["label"], shown["where"]) == (
        "safety", "meeting", "新事项", "会议室",
    )  # fmt: skip
    suggestion = await suggested(of, disclosure)
    assert await refused(of.clerk, f"{path}/void", WRONG, 2) == "disclosure-in-use"
    await of.clerk.done(f"/openness-suggestions/{suggestion}/void-step", WRONG, revision=1)
    await of.clerk.done(f"{path}/void", WRONG, revision=2)
    assert await refused(of.clerk, f"{path}/correct", WRONG, 3) == "disclosure-void"
    about = {"disclosure": disclosure, "body": "建议", "occurred_on": RECEIVED}
    assert await refused(of.clerk, "/openness-suggestions", about) == "disclosure-void"
    assert await counted(place, disclosure, suggestion) == {}


async def test_an_entry_is_not_put_right_into_a_category_that_is_not_the_units(place: County) -> None:
    of = await unit(place)
    path = f"/openness/{await disclosed(of)}/correct"
    assert await refused(of.clerk, path, {"category": "government-service", **WRONG}, 1) == "not-a-government-office"


async def test_a_suggestions_day_is_put_right_and_its_clock_follows(place: County) -> None:
    of = await unit(place)
    suggestion = await suggested(of, await disclosed(of))
    path = f"/openness-suggestions/{suggestion}"
    await of.clerk.done(f"{path}/correct", {"occurred_on": "2026-03-11", **WRONG}, revision=1)
    assert await waiting(place, suggestion) == {"answer-suggestion": "2026-04-10"}
    await of.clerk.done(f"{path}/correct", {"body": "另一建议", **WRONG}, revision=2)
    assert (await of.clerk.get(path)).json()["label"] == "另一建议"
    tomorrow = {"occurred_on": "2098-01-01", **WRONG}
    assert await refused(of.clerk, f"{path}/correct", tomorrow, 3) == "day-in-the-future"
    await of.clerk.done(f"{path}/answer", {"answer": "答复", "occurred_on": DUE}, revision=3)
    assert await refused(of.clerk, f"{path}/correct", WRONG, 4) == "suggestion-other-step"


async def test_a_suggestions_steps_are_taken_back_the_last_first(place: County) -> None:
    of = await unit(place)
    suggestion = await suggested(of, await disclosed(of))
    path = f"/openness-suggestions/{suggestion}"
    await of.clerk.done(f"{path}/answer", {"answer": "答复", "occurred_on": DUE}, revision=1)
    await of.clerk.done(f"{path}/rate", {"rating": "unsatisfied", "occurred_on": DUE}, revision=2)
    states = []
    for revision in (3, 4, 5):
        await of.clerk.done(f"{path}/void-step", WRONG, revision=revision)
        states.append(((await of.clerk.get(path)).json()["state"], await waiting(place, suggestion)))
    assert states == [("answered", {}), ("received", {"answer-suggestion": DUE}), ("void", {})]
    assert await refused(of.clerk, f"{path}/void-step", WRONG, 6) == "suggestion-other-step"


async def test_lists_are_filtered_and_show_the_clock(place: County) -> None:
    of = await unit(place)
    disclosure = await disclosed(of)
    suggestion = await suggested(of, disclosure)
    for filters in ({"category": "pay"}, {"q": "工资"}, {"employer": of.employer}, {"year": 2026}, {}):
        rows = (await of.clerk.get("/openness", **filters)).json()["items"]
        assert [(row["id"], row["suggestions"], row["waiting"]) for row in rows] == [(disclosure, 1, 1)], filters
    for filters in ({"category": "rules"}, {"q": "别的"}, {"year": 2025}, {"state": "void"}):
        assert (await of.clerk.get("/openness", **filters)).json()["items"] == [], filters
    left = (datetime(2026, 4, 9, tzinfo=SHANGHAI).date() - datetime.now(SHANGHAI).date()).days
    waits: list[dict[str, Any]] = [{"state": "received"}, {"overdue": True}, {"disclosure": disclosure}, {"q": "加班"}]
    for asked in waits:
        rows = (await of.clerk.get("/openness-suggestions", **asked)).json()["items"]
        assert [(row["id"], row["days_left"]) for row in rows] == [(suggestion, left)], asked
    without: list[dict[str, Any]] = [{"state": "rated"}, {"overdue": False}, {"q": "别的"}]
    for asked in without:
        assert (await of.clerk.get("/openness-suggestions", **asked)).json()["items"] == [], asked
    for path in (f"/openness/{disclosure}/history", f"/openness-suggestions/{suggestion}/history"):
        assert len((await of.clerk.get(path)).json()["items"]) == 1
