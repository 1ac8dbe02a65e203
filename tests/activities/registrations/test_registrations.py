"""Registrations: places in the order of coming, a waiting list that moves up, nobody twice."""

import asyncio

from chassis.ids import uuid7
from contracts.offices import Office
from tests.activities.people import HELD, OPENED, County, members

LEAVE = {"occurred_on": "2026-03-06"}


async def states(place: County, activity: str) -> list[str]:
    """The registrations' states in the order of coming."""
    rows = (await place.clerk().get("/registrations", activity=activity, limit=100)).json()["items"]
    return [row["state"] for row in rows]


async def test_who_comes_when_the_places_are_full_waits(place: County) -> None:
    """The event says so."""
    activity = await place.opened(places=2)
    registrations = [await place.registered(activity, member) for member in members(3)]
    assert await states(place, activity) == ["registered", "registered", "waiting"]
    waiting = [(await place.events(each))[0]["data"]["waiting"] for each in registrations]
    assert waiting == [False, False, True]
    row = (await place.clerk().get(f"/activities/{activity}")).json()
    assert (row["places"], row["taken"], row["waiting"]) == (2, 2, 1)


async def test_first_who_waits_moves_up_when_a_place_becomes_free(place: County) -> None:
    """In one transaction with the withdrawal; a withdrawn waiter frees no place."""
    activity = await place.opened(places=1)
    first, second, third, fourth = [await place.registered(activity, member) for member in members(4)]
    await place.clerk().done(f"/registrations/{second}/withdraw", LEAVE, revision=1)
    assert await states(place, activity) == ["registered", "withdrawn", "waiting", "waiting"]
    await place.clerk().done(f"/registrations/{first}/withdraw", LEAVE, revision=1)
    assert await states(place, activity) == ["withdrawn", "withdrawn", "registered", "waiting"]
    moved = (await place.events(third))[-1]
    assert moved["type"].endswith("activity.moved-up.v1")
    withdrawn = (await place.events(first))[-1]
    assert (withdrawn["data"]["waiting"], (await place.events(second))[-1]["data"]["waiting"]) == (False, True)
    assert moved["correlationid"] == withdrawn["correlationid"]
    for each, revision in ((third, 2), (fourth, 2)):
        await place.clerk().done(f"/registrations/{each}/withdraw", LEAVE, revision=revision)
    row = (await place.clerk().get(f"/activities/{activity}")).json()
    assert (row["taken"], row["waiting"]) == (0, 0)


async def test_places_are_never_oversold(place: County) -> None:
    """Ten at once for three places."""
    activity = await place.opened(places=3)
    await asyncio.gather(*(place.registered(activity, member) for member in members(10)))
    assert sorted(await states(place, activity)) == ["registered"] * 3 + ["waiting"] * 7


async def test_withdrawals_and_registrations_at_once_keep_the_places_full(place: County) -> None:
    """Nobody waits while a place is free."""
    activity = await place.opened(places=3)
    registrations = [await place.registered(activity, member) for member in members(6)]
    rows = (await place.clerk().get("/registrations", activity=activity)).json()["items"]
    assert [row["id"] for row in rows] == registrations
    leaving = [place.clerk().post(f"/registrations/{each}/withdraw", LEAVE, revision=1) for each in registrations[:3]]
    coming = [place.registered(activity, member) for member in members(3)]
    left, _ = await asyncio.gather(asyncio.gather(*leaving), asyncio.gather(*coming))
    assert [answer.status_code for answer in left] == [200, 200, 200]
    found = await states(place, activity)
    assert (found.count("registered"), found.count("waiting"), found.count("withdrawn")) == (3, 3, 3)


async def test_member_registers_once_and_again_after_withdrawing(place: County) -> None:
    """Two at once too."""
    activity = await place.opened()
    (member,) = members(1)
    body = {"activity": activity, "member": member, "occurred_on": OPENED}
    answers = await asyncio.gather(*(place.clerk().post("/registrations", body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"registered-already"}
    registration = next(a.json()["id"] for a in answers if a.status_code == 201)
    path = f"/registrations/{registration}/withdraw"
    await place.clerk().done(path, LEAVE, revision=1)
    again = await place.clerk().post(path, LEAVE, revision=2)
    assert (again.status_code, again.json()["code"]) == (409, "withdrawn-already")
    await place.registered(activity, member)


async def test_registration_needs_an_open_activity_and_a_day_since_its_opening(place: County) -> None:
    """409 and 422; withdrawing too."""
    (member,) = members(1)
    body = {"member": member, "occurred_on": OPENED}
    clerk = place.clerk()
    planned = await clerk.post("/registrations", {**body, "activity": await place.planned()})
    assert (planned.status_code, planned.json()["code"]) == (409, "activity-not-open")
    activity = await place.opened()
    early = await clerk.post("/registrations", {**body, "activity": activity, "occurred_on": "2026-03-04"})
    assert (early.status_code, early.json()["code"]) == (422, "before-earlier-step")
    registration = await place.registered(activity, member)
    path = f"/registrations/{registration}/withdraw"
    early = await clerk.post(path, {"occurred_on": "2026-03-04"}, revision=1)
    assert (early.status_code, early.json()["code"]) == (422, "before-earlier-step")
    await clerk.done(f"/activities/{activity}/hold", {"occurred_on": HELD, "attended": [member]}, revision=2)
    late = await clerk.post(path, LEAVE, revision=1)
    assert (late.status_code, late.json()["code"]) == (409, "activity-not-open")


async def test_registrations_belong_to_the_activitys_township(place: County) -> None:
    """404 for others, 403 for other offices, 428 without the revision; the list by member and state."""
    activity = await place.opened()
    (member,) = members(1)
    body = {"activity": activity, "member": member, "occurred_on": OPENED}
    assert (await place.clerk("101").post("/registrations", body)).status_code == 404
    assert (await place.clerk().post("/registrations", {**body, "activity": str(uuid7())})).status_code == 404
    assert (await place.chair().post("/registrations", body)).status_code == 403
    registration = await place.registered(activity, member)
    path = f"/registrations/{registration}"
    assert (await place.clerk("101").post(f"{path}/withdraw", LEAVE, revision=1)).status_code == 404
    assert (await place.clerk().post(f"/registrations/{uuid7()}/withdraw", LEAVE, revision=1)).status_code == 404
    assert (await place.clerk().post(f"{path}/withdraw", LEAVE)).status_code == 428
    assert (await place.clerk("101").get(path)).status_code == 404
    assert (await place.clerk().get(path)).json()["words"]["en"] == "Registered"
    found = (await place.clerk().get("/registrations", member=member, state="registered")).json()["items"]
    assert [row["id"] for row in found] == [registration]
    assert (await place.office(Office.AUDITOR).get("/registrations")).status_code == 403
