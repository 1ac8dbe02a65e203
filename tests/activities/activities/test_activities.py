"""Activities from plan to holding or cancelling, birthday gifts (29a), and putting things right."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.declare import facts_of
from contracts.offices import Office
from tests.activities.people import HELD, OPENED, PLANNED, County, members
from tests.support.appointing import know_union

OPEN = {"places": 10, "occurred_on": OPENED}
WHY = {"reason": "wrong-entry"}


def deltas(event: dict[str, Any]) -> list[tuple[str, int]]:
    """What an event counts, by metric."""
    facts = facts_of(event["type"], event["data"], date.fromisoformat(event["occurredon"]))
    return [(each.fact.metric, each.fact.delta) for each in facts]


async def test_a_union_that_is_not_there_holds_no_activity(place: County) -> None:
    """Unknown, in another township, or awaiting approval: all the same to whoever asks."""
    dsn, foreign, founding = place.service.settings.database_url, uuid4(), uuid4()
    know_union(dsn, foreign, f"{place.code}101")
    know_union(dsn, founding, f"{place.code}100", "founding")
    body = {"kind": "culture", "title": "篮球赛", "planned_on": PLANNED, "occurred_on": PLANNED}
    for union in (uuid4(), foreign, founding):
        answer = await place.clerk().post("/activities", {**body, "union": str(union)})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-union")
        assert answer.json()["errors"][0]["pointer"] == "/union"


async def test_activity_is_planned_opened_and_held(place: County) -> None:
    """Three events; members by id, others by number, cost in fen. The title stays in the row."""
    came = sorted(members(3))
    union = str(uuid4())
    know_union(place.service.settings.database_url, UUID(union), f"{place.code}100")
    activity = await place.planned(union=union)
    path = f"/activities/{activity}"
    await place.clerk().done(f"{path}/open", OPEN, revision=1)
    body = {"occurred_on": HELD, "attended": [*came, came[0]], "guests": 2, "cost_fen": 12_345}
    await place.clerk().done(f"{path}/hold", body, revision=2)
    planned, opened, held = await place.events(activity)
    assert planned["data"] == {
        "activity": activity,
        "place": {"org": union, "area": place.code + "100"},
        "kind": "culture",
        "planned_on": HELD,
    }
    assert planned["org"] == union
    assert opened["data"]["places"] == 10
    assert (held["data"]["attendance"], held["data"]["attended"]) == (5, came)
    assert ("participants", 5) in deltas(held)
    assert ("activity-cost", 12_345) in deltas(held)
    assert deltas(held).count(("people-reached", 1)) == 3
    row = (await place.clerk().get(path)).json()
    assert (row["label"], row["words"]["zh"], row["kind_words"]["en"]) == ("三八活动", "已举办", "Culture")
    assert (row["attendance"], row["cost_fen"], row["held_on"]) == (5, 12_345, HELD)


async def test_steps_come_in_their_order(place: County) -> None:
    """409 for what does not follow, 422 for a day before the step it follows."""
    activity = await place.planned()
    clerk, path = place.clerk(), f"/activities/{activity}"
    early = await clerk.post(f"{path}/open", {**OPEN, "occurred_on": "2026-03-01"}, revision=1)
    assert (early.status_code, early.json()["code"]) == (422, "before-earlier-step")
    unopened = await clerk.post(f"{path}/hold", {"occurred_on": HELD, "guests": 1}, revision=1)
    assert (unopened.status_code, unopened.json()["code"]) == (409, "activity-not-open")
    await clerk.done(f"{path}/open", OPEN, revision=1)
    twice = await clerk.post(f"{path}/open", OPEN, revision=2)
    assert twice.json()["code"] == "activity-not-planned"
    for verb, body in (("hold", {"guests": 1}), ("cancel", {})):
        early = await clerk.post(f"{path}/{verb}", {**body, "occurred_on": PLANNED}, revision=2)
        assert (early.status_code, early.json()["code"]) == (422, "before-earlier-step")
    nobody = await clerk.post(f"{path}/hold", {"occurred_on": HELD}, revision=2)
    assert (nobody.status_code, nobody.json()["code"]) == (422, "nobody-came")
    future = await clerk.post(f"{path}/hold", {"occurred_on": "2099-01-01", "guests": 1}, revision=2)
    assert future.json()["code"] == "day-in-the-future"
    await clerk.done(f"{path}/hold", {"occurred_on": HELD, "guests": 1}, revision=2)
    over = await clerk.post(f"{path}/cancel", {"occurred_on": HELD}, revision=3)
    assert (over.status_code, over.json()["code"]) == (409, "activity-over")


async def test_activity_is_cancelled_from_the_plan_or_while_open(place: County) -> None:
    """Its work item ends with it."""
    for activity, revision in ((await place.planned(), 1), (await place.opened(), 2)):
        path = f"/activities/{activity}/cancel"
        await place.clerk().done(path, {"occurred_on": HELD}, revision=revision)
        assert (await place.events(activity))[-1]["type"].endswith("activity.cancelled.v1")
        row = (await place.clerk().get(f"/activities/{activity}")).json()
        assert row["words"] == {"zh": "已取消", "en": "Cancelled"}


async def test_of_holding_and_cancelling_at_once_one_wins(place: County) -> None:
    """The row's lock."""
    activity = await place.opened()
    hold = place.clerk().post(f"/activities/{activity}/hold", {"occurred_on": HELD, "guests": 1}, revision=2)
    cancel = place.clerk().post(f"/activities/{activity}/cancel", {"occurred_on": HELD}, revision=2)
    answers = await asyncio.gather(hold, cancel)
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert len(await place.events(activity)) == 3


async def test_planned_day_may_lie_in_the_future_the_day_of_planning_not(place: County) -> None:
    """Only the business day has come."""
    await place.planned(planned_on="2099-01-01")
    body = {"title": "春游", "kind": "culture", "planned_on": HELD, "occurred_on": "2099-01-01"}
    answer = await place.clerk().post("/activities", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "day-in-the-future")


async def test_rule_29a_birthday_gift_costs_at_most_300_yuan_a_member(place: County) -> None:
    """300 itself is allowed; guests get none; other activities have no such cap."""
    came = members(2)
    activity = await place.opened(kind="birthday")
    path, body = f"/activities/{activity}/hold", {"occurred_on": HELD, "attended": came, "guests": 5}
    dear = await place.clerk().post(path, {**body, "cost_fen": 60_001}, revision=2)
    assert (dear.status_code, dear.json()["code"]) == (422, "birthday-gift-too-dear")
    assert "300 元" in dear.json()["detail"]
    await place.clerk().done(path, {**body, "cost_fen": 60_000}, revision=2)
    await place.held(came, cost_fen=60_001)


async def test_rule_29a_each_member_has_one_birthday_gift_a_year(place: County) -> None:
    """Held by the key, under concurrency too; voiding the holding frees it."""
    (member,) = members(1)
    activities = [await place.opened(kind="birthday") for _ in range(3)]
    body = {"occurred_on": HELD, "attended": [member], "cost_fen": 100}
    answers = await asyncio.gather(
        *(place.clerk().post(f"/activities/{each}/hold", body, revision=2) for each in activities)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"birthday-gift-twice"}
    held = next(each for each, a in zip(activities, answers, strict=True) if a.status_code == 200)
    other = next(each for each in activities if each != held)
    await place.clerk().done(f"/activities/{held}/void-holding", WHY, revision=3)
    await place.clerk().done(f"/activities/{other}/hold", body, revision=2)


async def test_plan_is_corrected_and_voided_until_opened(place: County) -> None:
    """One event on the day of planning."""
    activity = await place.planned()
    clerk, path = place.clerk(), f"/activities/{activity}"
    body = {**WHY, "kind": "sport", "title": "运动会", "planned_on": "2026-04-01"}
    await clerk.done(f"{path}/correct", body, revision=1)
    await clerk.done(f"{path}/correct", WHY, revision=2)
    events = await place.events(activity)
    assert [event["occurredon"] for event in events] == [PLANNED] * 3
    assert deltas(events[1]) == [("activities-planned", -1), ("activities-planned", 1)]
    assert (events[1]["data"]["after"]["kind"], events[2]["data"]["after"]["kind"]) == ("sport", "sport")
    assert (await clerk.get(path)).json()["label"] == "运动会"
    await clerk.done(f"{path}/void", WHY, revision=3)
    assert deltas((await place.events(activity))[-1]) == [("activities-planned", -1)]
    for verb, sent in (("correct", WHY), ("void", WHY), ("open", OPEN)):
        late = await clerk.post(f"{path}/{verb}", sent, revision=4)
        assert (late.status_code, late.json()["code"]) == (409, "activity-not-planned")
    assert (await clerk.get("/activities", state="void")).json()["items"][0]["id"] == activity


async def test_holding_is_corrected_on_its_day(place: County) -> None:
    """Who came, how many others, what it cost; what is left out stays."""
    first, second = members(2)
    activity = await place.held([first], guests=4, cost_fen=100)
    clerk, path = place.clerk(), f"/activities/{activity}/correct-holding"
    await clerk.done(path, {**WHY, "attended": [first, second]}, revision=3)
    await clerk.done(path, {**WHY, "guests": 0, "cost_fen": 0}, revision=4)
    one, two = (await place.events(activity))[-2:]
    assert (one["occurredon"], two["occurredon"]) == (HELD, HELD)
    assert (one["data"]["after"]["attendance"], one["data"]["after"]["cost_fen"]) == (6, 100)
    assert (two["data"]["before"]["attendance"], two["data"]["after"]["attendance"]) == (6, 2)
    assert two["data"]["after"]["cost_fen"] == 0
    nobody = await clerk.post(path, {**WHY, "attended": []}, revision=5)
    assert nobody.json()["code"] == "nobody-came"
    unheld = await clerk.post(f"/activities/{await place.opened()}/correct-holding", WHY, revision=2)
    assert (unheld.status_code, unheld.json()["code"]) == (409, "activity-not-held")


async def test_voided_holding_takes_its_counts_back_and_opens_it_again(place: County) -> None:
    """Then it is held rightly."""
    activity = await place.held(members(2), cost_fen=7)
    clerk, path = place.clerk(), f"/activities/{activity}"
    await clerk.done(f"{path}/void-holding", WHY, revision=3)
    voided = (await place.events(activity))[-1]
    assert voided["occurredon"] == HELD
    assert ("participants", -2) in deltas(voided)
    assert ("activity-cost", -7) in deltas(voided)
    again = await clerk.post(f"{path}/void-holding", WHY, revision=4)
    assert again.json()["code"] == "activity-not-held"
    await clerk.done(f"{path}/hold", {"occurred_on": HELD, "guests": 9}, revision=4)
    assert (await clerk.get(path)).json()["attendance"] == 9


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "party"), ("title", "x"), ("planned_on", "soon"), ("union", "u"), ("area", "34"), ("surplus", 1)],
)
async def test_wrong_value_is_pointed_at(place: County, field: str, value: object) -> None:
    """422 with a pointer in both languages."""
    body = {"title": "春游", "kind": "culture", "planned_on": HELD, "occurred_on": PLANNED, field: value}
    answer = await place.clerk().post("/activities", body)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == f"/{field}"
    assert error["detail"]
    assert error["detail_en"]


async def test_activities_belong_to_their_township_and_its_clerk(place: County) -> None:
    """404, 403, 428, 412, and filters of the list."""
    activity = await place.planned()
    path = f"/activities/{activity}/open"
    assert (await place.clerk("101").post(path, OPEN, revision=1)).status_code == 404
    assert (await place.chair().post(path, OPEN, revision=1)).status_code == 403
    assert (await place.clerk().post(path, OPEN)).status_code == 428
    assert (await place.clerk().post(path, OPEN, revision=9)).status_code == 412
    body = {"title": "春游", "kind": "culture", "planned_on": HELD, "occurred_on": PLANNED}
    assert (await place.clerk().post("/activities", {**body, "area": place.code + "101"})).status_code == 404
    clerk = place.clerk()
    for filters in ({}, {"q": "三八"}, {"state": "planned"}, {"kind": "culture"}):
        assert [row["id"] for row in (await clerk.get("/activities", **filters)).json()["items"]] == [activity]
    for filters in ({"q": "五一"}, {"state": "open"}, {"kind": "sport"}):
        assert (await clerk.get("/activities", **filters)).json()["items"] == []
    assert (await place.clerk("101").get("/activities")).json()["items"] == []
    assert (await place.clerk("101").get(f"/activities/{activity}")).status_code == 404
    leader = place.office(Office.COUNTY_LEADER)
    assert [row["id"] for row in (await leader.get("/activities")).json()["items"]] == [activity]


async def test_hours_of_training_are_told_of_what_teaches(place: County) -> None:
    """In the event and the row, put right like the rest, gone with the holding; of a match there are none."""
    activity = await place.planned(kind="training")
    clerk, path = place.clerk(), f"/activities/{activity}"
    await clerk.done(f"{path}/open", OPEN, revision=1)
    await clerk.done(f"{path}/hold", {"occurred_on": HELD, "attended": members(2), "hours": 6}, revision=2)
    await clerk.done(f"{path}/correct-holding", {"hours": 8, **WHY}, revision=3)
    await clerk.done(f"{path}/correct-holding", {"guests": 1, **WHY}, revision=4)
    assert (await clerk.get(path)).json()["hours"] == 8
    _, _, held, first, second = await place.events(activity)
    assert held["data"]["hours"] == 6
    assert [each["data"]["after"]["hours"] for each in (first, second)] == [8, 8]
    await clerk.done(f"{path}/void-holding", WHY, revision=5)
    assert (await clerk.get(path)).json()["hours"] is None
    match = await place.planned(kind="sport")
    await clerk.done(f"/activities/{match}/open", OPEN, revision=1)
    refused = await clerk.post(f"/activities/{match}/hold", {"occurred_on": HELD, "guests": 1, "hours": 2}, revision=2)
    assert (refused.status_code, refused.json()["code"]) == (422, "no-hours-for-this-kind")
