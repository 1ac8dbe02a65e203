"""Expulsion: decided in the union, approved by its superior, by two people."""

from datetime import date
from typing import Any

from contracts.declare import event_class
from contracts.membership.members import EXPEL
from contracts.offices import Office
from tests.membership.members.ways import chair_of
from tests.membership.people import County

PROPOSED = {"decided_by": "members-meeting", "document": "石工2026-3号", "occurred_on": "2026-04-01"}
APPROVED = {"occurred_on": "2026-04-10"}


async def test_an_expulsion_waits_for_the_superior_and_then_ends_the_membership(place: County) -> None:
    """The work item is due fifteen days after; nothing else happens to the member meanwhile."""
    union = await place.base_union()
    member = await place.member(union)
    path = f"/members/{member}"
    await chair_of(place, union).done(f"{path}/propose-expulsion", PROPOSED, revision=1)
    event = (await place.events(member))[-1]
    assert (event["data"]["due_on"], event["data"]["decided_by"]) == ("2026-04-16", "members-meeting")
    assert "石工" not in str(event)
    assert [each.waiting for each in event_class(event["type"]).OPENS] == [EXPEL]
    row = (await place.chair().get(path)).json()
    assert (row["state"], row["document"], row["decided_by_words"]["en"]) == (
        "expulsion",
        "石工2026-3号",
        "Members' meeting",
    )
    assert row["rights"]["vote"] is True
    (listed,) = (await place.chair().get("/members", state="expulsion")).json()["items"]
    assert listed["id"] == member
    left = {"left_for": "own-request", "occurred_on": "2026-04-02"}
    meanwhile = await place.clerk().post(f"{path}/leave", left, revision=2)
    assert meanwhile.json()["code"] == "expulsion-waiting"
    early = await place.chair().post(f"{path}/expel", {"occurred_on": "2026-03-31"}, revision=2)
    assert early.json()["code"] == "before-proposal"
    await place.chair().done(f"{path}/expel", APPROVED, revision=2)
    row = (await place.chair().get(path)).json()
    assert (row["state"], row["ended_on"], row["left_for"], row["document"]) == ("left", "2026-04-10", "expelled", None)
    assert EXPEL in event_class((await place.events(member))[-1]["type"]).ENDS


async def test_proposer_and_approver_are_two_people(place: County) -> None:
    """In whatever office the same account stands."""
    member = await place.member(await place.base_union())
    area, account = place.code + "100", f"both-{place.code}"
    clerk = place.office(Office.TOWNSHIP_CLERK, area, account)
    await clerk.done(f"/members/{member}/propose-expulsion", PROPOSED, revision=1)
    chair = place.office(Office.TOWNSHIP_CHAIR, area, account)
    answer = await chair.post(f"/members/{member}/expel", APPROVED, revision=2)
    assert (answer.status_code, answer.json()["code"]) == (403, "maker-is-approver")
    assert (await clerk.post(f"/members/{member}/expel", APPROVED, revision=2)).status_code == 403


async def test_an_expulsion_is_refused_or_withdrawn_and_the_membership_stays(place: County) -> None:
    member = await place.member(await place.base_union())
    path, clerk, chair = f"/members/{member}", place.clerk(), place.chair()
    none: list[Any] = [
        await chair.post(f"{path}/expel", APPROVED, revision=1),
        await clerk.post(f"{path}/withdraw-expulsion", APPROVED, revision=1),
    ]
    assert [each.json()["code"] for each in none] == ["no-expulsion-waiting"] * 2
    await clerk.done(f"{path}/propose-expulsion", PROPOSED, revision=1)
    refused = {**APPROVED, "expulsion_refused_for": "not-proven"}
    await chair.done(f"{path}/refuse-expulsion", refused, revision=2)
    await clerk.done(f"{path}/propose-expulsion", {**PROPOSED, "occurred_on": "2026-04-20"}, revision=3)
    await clerk.done(f"{path}/withdraw-expulsion", {"occurred_on": "2026-04-21"}, revision=4)
    reasons = [event["data"].get("expulsion_refused_for") for event in await place.events(member)]
    assert reasons == [None, None, "not-proven", None, "withdrawn"]
    row = (await clerk.get(path)).json()
    assert (row["state"], row["document"], row["expulsion_on"]) == ("active", None, None)


async def test_an_expulsion_is_proposed_after_joining_and_after_the_last_change(place: County) -> None:
    member = await place.member(await place.base_union())
    path, clerk = f"/members/{member}/propose-expulsion", place.clerk()
    joined = await clerk.post(path, {**PROPOSED, "occurred_on": "2026-03-02"}, revision=1)
    assert joined.json()["code"] == "before-joining"
    retired = {"retained_for": "retirement", "occurred_on": "2026-04-02"}
    await clerk.done(f"/members/{member}/retain", retired, revision=1)
    early = await clerk.post(path, PROPOSED, revision=2)
    assert early.json()["code"] == "before-last-change"
    await clerk.done(path, {**PROPOSED, "occurred_on": "2026-04-03"}, revision=2)
    await place.chair().done(f"/members/{member}/expel", APPROVED, revision=3)
    assert (await place.events(member))[-1]["type"].endswith("left-while-retained.v1")


async def test_how_long_the_superior_takes_is_the_countys_to_say(place: County) -> None:
    """A local value, from its day on."""
    member = await place.member(await place.base_union())
    await place.rows(
        """INSERT INTO parameters (id, name, region, valid_from, value, document, state, revision)
        VALUES (gen_random_uuid(), 'expulsion-answer-days', $1, $2, 30, '县工1号', 'set', 1)""",
        place.code,
        date(2026, 1, 1),
    )
    await place.clerk().done(f"/members/{member}/propose-expulsion", PROPOSED, revision=1)
    assert (await place.events(member))[-1]["data"]["due_on"] == "2026-05-06"
