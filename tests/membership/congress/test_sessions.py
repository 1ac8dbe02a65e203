"""Sessions: called, held with a quorum or not, closed; and each step put right."""

from datetime import datetime
from uuid import uuid4

import pytest

from chassis.postgres import SHANGHAI
from tests.membership.congress.meeting import (
    CALLED,
    CONFIRMED,
    MET,
    Unit,
    called,
    delegates_of,
    elect,
    established,
    listed,
    set_up,
    sitting,
    unit,
)
from tests.membership.congress.test_congresses import WRONG, refused
from tests.membership.people import County


async def page(of: Unit, session: str) -> dict[str, object]:
    """The session's whole page."""
    found: dict[str, object] = (await of.clerk.get(f"/congress-sessions/{session}")).json()
    return found


@pytest.mark.parametrize(("present", "state"), [(30, "held"), (29, "inquorate")])
async def test_rule_12_forty_five_delegates_need_thirty(place: County, present: int, state: str) -> None:
    of = await unit(place)
    at = await sitting(of, 45, present)
    shown = await page(of, at.session)
    assert (shown["state"], shown["delegates"], shown["present"], shown["quorum"], shown["to_pass"]) == (
        state, 45, present, 30, 23,
    )  # fmt: skip
    there = (await of.clerk.get("/congress-delegates", session=at.session, limit=100)).json()["items"]
    assert len(there) == present


async def test_rule_12_without_a_quorum_nothing_is_put_to_the_vote(place: County) -> None:
    of = await unit(place)
    at = await sitting(of, 45, 29)
    body = {"item": at.item, "method": "hands", "occurred_on": MET}
    assert await refused(of.clerk, "/congress-ballots", body) == "session-not-open"
    assert await refused(of.clerk, f"/congress-sessions/{at.session}/close", {"occurred_on": MET}, 3) == (
        "session-not-open"
    )
    await of.clerk.done(f"/congress-sessions/{at.session}/void-holding", WRONG, revision=3)
    assert (await page(of, at.session))["state"] == "called"


async def test_the_quorum_is_of_the_delegates_of_that_day(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    seats = await delegates_of(of, congress)
    leaving = {"delegates": seats[:3], "delegate_end": "resigned", "occurred_on": "2026-02-01"}
    await of.clerk.done(f"/congresses/{congress}/release", leaving, revision=3)
    session = await called(of, congress)
    path = f"/congress-sessions/{session}/hold"
    gone = {"attended": seats[2:30], "occurred_on": MET}
    assert await refused(of.clerk, path, gone, 1) == "not-a-delegate"
    await of.clerk.done(path, {"attended": seats[3:31], "occurred_on": MET}, revision=1)
    shown = await page(of, session)
    assert (shown["delegates"], shown["quorum"], shown["present"], shown["state"]) == (42, 28, 28, "held")


@pytest.mark.parametrize(("proposing", "code"), [(14, "too-few-proposing"), (15, None)])
async def test_rule_14_fifteen_of_forty_five_have_an_extra_session_called(
    place: County, proposing: int, code: str | None
) -> None:
    of = await unit(place)
    congress = await established(of)
    body = {
        "congress": congress,
        "kind": "extra",
        "proposer": "delegates",
        "proposing": proposing,
        "planned_on": MET,
        "occurred_on": CALLED,
    }
    answer = await of.clerk.post("/congress-sessions", body)
    assert answer.json().get("code") == code
    if code is None:
        shown = await page(of, answer.json()["id"])
        assert (shown["proposer"], shown["proposing"]) == ("delegates", 15)


async def test_a_session_is_called_in_an_established_congress_within_its_term(place: County) -> None:
    of = await unit(place)
    congress = await set_up(of)
    body = {"congress": congress, "planned_on": MET, "occurred_on": CALLED}
    assert await refused(of.clerk, "/congress-sessions", body) == "congress-not-active"
    await elect(of, congress, 1)
    await of.clerk.done(f"/congresses/{congress}/confirm", {"occurred_on": CONFIRMED}, revision=2)
    for fields, code in [
        ({"occurred_on": "2026-01-19"}, "before-earlier-step"),
        ({"planned_on": "2026-02-01"}, "before-earlier-step"),
        ({"planned_on": "2029-01-20"}, "beyond-term"),
    ]:
        assert await refused(of.clerk, "/congress-sessions", {**body, **fields}) == code
    await of.clerk.done("/congress-sessions", {**body, "planned_on": "2029-01-19"})


@pytest.mark.parametrize(("planned_on", "warned"), [("2026-02-09", False), ("2026-02-08", True)])
async def test_less_than_seven_days_notice_is_warned_of(place: County, planned_on: str, warned: bool) -> None:
    of = await unit(place)
    congress = await established(of)
    body = {"congress": congress, "planned_on": planned_on, "occurred_on": CALLED}
    done = await of.clerk.done("/congress-sessions", body)
    assert [each["code"] for each in done.get("warnings", [])] == (["short-notice"] if warned else [])


async def test_the_agenda_is_made_before_the_session_is_held(place: County) -> None:
    of = await unit(place)
    at = await sitting(of)
    shown = await page(of, at.session)
    assert [item["label"] for item in shown["agenda"]] == ["1. 关于年度工作的决议"]  # type: ignore[attr-defined]
    late = {"kind": "other", "title": "临时动议", "occurred_on": MET}
    path = f"/congress-sessions/{at.session}"
    assert await refused(of.clerk, f"{path}/add-item", late, 3) == "session-not-called"
    assert await refused(of.clerk, f"{path}/drop-item", {"item": at.item, "occurred_on": MET}, 3) == (
        "session-not-called"
    )
    assert "决议" not in str(await place.events(at.session))


async def test_a_dropped_matter_is_not_dropped_again_nor_from_another_session(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    one, other = await called(of, congress), await called(of, congress)
    item = await listed(of, one, 1)
    body = {"item": item, "occurred_on": CALLED}
    assert await refused(of.clerk, f"/congress-sessions/{other}/drop-item", body, 1) == "item-elsewhere"
    await of.clerk.done(f"/congress-sessions/{one}/drop-item", body, revision=2)
    assert await refused(of.clerk, f"/congress-sessions/{one}/drop-item", body, 3) == "item-elsewhere"
    assert (await of.clerk.get("/congress-agenda", session=one)).json()["items"] == []
    assert (await page(of, other))["number"] == 2


@pytest.mark.parametrize(
    ("holding", "code"),
    [
        ({"others": 5}, "others-in-assembly-only"),
        ({}, "nobody-there"),
    ],
)
async def test_who_was_there_fits_the_congress(place: County, holding: dict[str, object], code: str) -> None:
    of = await unit(place)
    session = await called(of, await established(of))
    body = {**holding, "occurred_on": MET}
    assert await refused(of.clerk, f"/congress-sessions/{session}/hold", body, 1) == code


async def test_everybody_is_there_but_for_those_who_are_named(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    seats = await delegates_of(of, congress)
    session = await called(of, congress)
    path = f"/congress-sessions/{session}"
    for wrong in ({"attended": seats[:40], "absent": seats[40:]}, {"everybody": True, "attended": seats[:1]}):
        assert await refused(of.clerk, f"{path}/hold", {**wrong, "occurred_on": MET}, 1) == "present-or-absent"
    stranger = {"everybody": True, "absent": [str(uuid4())], "occurred_on": MET}
    assert await refused(of.clerk, f"{path}/hold", stranger, 1) == "not-a-delegate"
    holding = {"everybody": True, "absent": seats[:15], "occurred_on": MET}
    await of.clerk.done(f"{path}/hold", holding, revision=1)
    assert (await place.events(session))[-1]["data"]["attended"] == sorted(seats[15:])
    await of.clerk.done(f"{path}/correct-attendance", {"everybody": True, **WRONG}, revision=2)
    assert (await page(of, session))["present"] == 45


async def test_of_an_assembly_all_workers_count(place: County) -> None:
    of = await unit(place, employees=60)
    congress = await established(of, 2, form="assembly")
    seats = await delegates_of(of, congress)
    session = await called(of, congress)
    path = f"/congress-sessions/{session}/hold"
    too_many = {"attended": seats, "others": 59, "occurred_on": MET}
    assert await refused(of.clerk, path, too_many, 1) == "too-many-present"
    early = {"attended": seats, "others": 38, "occurred_on": "2026-02-01"}
    assert await refused(of.clerk, path, early, 1) == "before-earlier-step"
    await of.clerk.done(path, {"attended": seats, "others": 38, "occurred_on": MET}, revision=1)
    shown = await page(of, session)
    assert (shown["delegates"], shown["quorum"], shown["present"], shown["state"]) == (60, 40, 40, "held")


async def test_a_session_is_closed_once_its_ballots_are_counted(place: County) -> None:
    of = await unit(place)
    at = await sitting(of)
    ballot = await at.closed()
    path = f"/congress-sessions/{at.session}"
    assert await refused(of.clerk, f"{path}/close", {"occurred_on": MET}, 3) == "ballots-waiting"
    await of.clerk.done(f"/congress-ballots/{ballot}/count", at.totals(23, 7), revision=3)
    assert await refused(of.clerk, f"{path}/close", {"occurred_on": "2026-03-01"}, 3) == "before-earlier-step"
    await of.clerk.done(f"{path}/close", {"occurred_on": MET}, revision=3)
    assert await refused(of.clerk, f"/congress-ballots/{ballot}/void-count", WRONG, 4) == "session-not-open"
    await of.clerk.done(f"{path}/void-closing", WRONG, revision=4)
    assert await refused(of.clerk, f"{path}/void-closing", WRONG, 5) == "session-not-closed"
    shown = await page(of, at.session)
    assert shown["state"] == "held"
    assert [each["outcome"] for each in shown["ballots"]] == ["passed"]  # type: ignore[attr-defined]


async def test_a_called_session_is_put_right_or_taken_back(place: County) -> None:
    of = await unit(place)
    session = await called(of, await established(of))
    path = f"/congress-sessions/{session}"
    moved = {"planned_on": "2026-03-09", "kind": "extra", "proposer": "delegates", "proposing": 20, **WRONG}
    await of.clerk.done(f"{path}/correct", moved, revision=1)
    shown = await page(of, session)
    assert (shown["planned_on"], shown["kind"], shown["proposing"]) == ("2026-03-09", "extra", 20)
    assert (await place.events(session))[-1]["data"]["after"]["planned_on"] == "2026-03-09"
    await of.clerk.done(f"{path}/correct", {"planned_on": "2026-03-10", **WRONG}, revision=2)
    assert (await page(of, session))["proposer"] == "delegates"
    await of.clerk.done(f"{path}/correct", {"proposer": "union", **WRONG}, revision=3)
    assert (await page(of, session))["proposing"] is None
    await of.clerk.done(f"{path}/correct", {"kind": "ordinary", **WRONG}, revision=4)
    assert (await page(of, session))["proposer"] is None
    cancelling = {"session_cancel": "postponed", "occurred_on": MET}
    await of.clerk.done(f"{path}/cancel", cancelling, revision=5)
    assert await refused(of.clerk, f"{path}/void", WRONG, 6) == "session-not-called"
    await of.clerk.done(f"{path}/void-cancellation", WRONG, revision=6)
    assert await refused(of.clerk, f"{path}/void-cancellation", WRONG, 7) == "session-not-cancelled"
    await of.clerk.done(f"{path}/void", WRONG, revision=7)
    assert (await page(of, session))["state"] == "void"


async def test_who_was_there_is_put_right_while_no_ballot_rests_on_it(place: County) -> None:
    of = await unit(place)
    at = await sitting(of)
    path = f"/congress-sessions/{at.session}"
    few = {"attended": at.delegates[:29], **WRONG}
    assert await refused(of.clerk, f"{path}/correct-attendance", few, 3) == "quorum-lost"
    await of.clerk.done(f"{path}/correct-attendance", {"attended": at.delegates[:31], **WRONG}, revision=3)
    assert (await page(of, at.session))["present"] == 31
    at.present = at.delegates[:31]
    await at.counted(23)
    more = {"attended": at.delegates, **WRONG}
    assert await refused(of.clerk, f"{path}/correct-attendance", more, 4) == "ballots-taken"
    assert await refused(of.clerk, f"{path}/void-holding", WRONG, 4) == "ballots-taken"


async def test_only_what_was_held_is_taken_back_as_held(place: County) -> None:
    of = await unit(place)
    session = await called(of, await established(of))
    path = f"/congress-sessions/{session}/void-holding"
    assert await refused(of.clerk, path, WRONG, 1) == "session-not-open"


async def test_the_board_shows_the_clock_of_a_called_session(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    session = await called(of, congress, planned_on="2028-12-30")
    left = (datetime(2028, 12, 30, tzinfo=SHANGHAI).date() - datetime.now(SHANGHAI).date()).days
    for filters in ({"state": "called"}, {"met": False}, {"congress": congress}, {"year": 2028}, {"q": "石关"}):
        rows = (await of.clerk.get("/congress-sessions", **filters)).json()["items"]
        assert [(row["id"], row["days_left"]) for row in rows] == [(session, left)], filters
    for filters in ({"state": "held"}, {"met": True}, {"year": 2026}, {"q": "别处"}):
        assert (await of.clerk.get("/congress-sessions", **filters)).json()["items"] == [], filters
    history = (await of.clerk.get(f"/congress-sessions/{session}/history")).json()["items"]
    assert history[0]["codes"]["ordinary"]["zh"] == "例会"
