"""A congress from its preparation to its end, and each step taken back."""

from collections.abc import Mapping

import pytest

from tests.membership.congress.meeting import (
    CONFIRMED,
    SET_UP,
    Unit,
    another_unit,
    called,
    delegates_of,
    elect,
    established,
    set_up,
    unit,
)
from tests.membership.people import County
from tests.support.person import Person

WRONG = {"reason": "wrong-entry"}


async def refused(person: Person, path: str, body: Mapping[str, object], revision: int | None = None) -> str:
    """The code of the refusal."""
    answer = await person.post(path, body, revision=revision)
    assert answer.status_code in (409, 422, 403, 404), answer.text
    return str(answer.json()["code"])


async def record(of: Unit, congress: str) -> dict[str, object]:
    """The congress as its page shows it."""
    found: dict[str, object] = (await of.clerk.get(f"/congresses/{congress}")).json()
    return found


async def test_a_congress_is_established_with_its_delegates(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    shown = await record(of, congress)
    assert shown["state"] == "active"
    assert (shown["delegates"], shown["managers"], shown["fewest_delegates"]) == (45, 0, 30)
    assert (shown["employees"], shown["until"]) == (200, "2029-01-19")
    events = await place.events(congress)
    assert [event["type"].split("membership.")[1] for event in events] == [
        "congress.set-up.v1",
        "congress.delegates-elected.v1",
        "congress.confirmed.v1",
    ]
    assert events[2]["data"]["due_on"] == "2026-12-31"
    assert events[2]["data"]["appears_on"] == CONFIRMED


async def test_the_unions_own_chair_acts_for_it_and_for_no_other(place: County) -> None:
    of = await unit(place)
    town = (await place.organiser.get("/unions", kind="township")).json()["items"][0]["id"]
    other = await another_unit(place, town)
    body = {"union": of.union, "employer": of.employer, "occurred_on": SET_UP}
    congress = (await of.chair.done("/congresses", body))["id"]
    await of.chair.done(f"/congresses/{congress}/elect", {"non_members": 45, "occurred_on": SET_UP}, revision=1)
    elsewhere = {"union": other.union, "employer": other.employer, "occurred_on": SET_UP}
    assert await refused(of.chair, "/congresses", elsewhere) == "not-found"
    assert (await other.chair.get(f"/congresses/{congress}")).status_code == 404


async def test_rule_12a_refuses_too_few_delegates_and_says_how_many_are_needed(place: County) -> None:
    of = await unit(place, employees=601)
    congress = await set_up(of)
    await elect(of, congress, 1, non_members=30)
    answer = await of.clerk.post(f"/congresses/{congress}/confirm", {"occurred_on": CONFIRMED}, revision=2)
    assert answer.json()["code"] == "too-few-delegates"
    assert "31" in answer.json()["detail"]
    await elect(of, congress, 2, non_members=1)
    await of.clerk.done(f"/congresses/{congress}/confirm", {"occurred_on": CONFIRMED}, revision=3)


async def test_rule_12a_more_managers_than_a_fifth_must_be_explained(place: County) -> None:
    of = await unit(place)
    congress = await set_up(of)
    await elect(of, congress, 1, non_members=35)
    await elect(of, congress, 2, non_members=10, managers=True)
    path = f"/congresses/{congress}/confirm"
    assert await refused(of.clerk, path, {"occurred_on": CONFIRMED}, 3) == "managers-unexplained"
    explained = {"explanation": "各分厂均须有负责人参加", "occurred_on": CONFIRMED}
    done = await of.clerk.done(path, explained, revision=3)
    assert [warning["code"] for warning in done["warnings"]] == ["many-managers"]
    assert "explanation" not in (await place.events(congress))[-1]["data"]


async def test_a_member_has_one_seat_and_is_shown_by_the_masked_label(place: County) -> None:
    of = await unit(place)
    member = await place.member(of.union)
    congress = await set_up(of)
    await elect(of, congress, 1, members=[member, member], non_members=1, electing="一车间")
    rows = (await of.clerk.get("/congress-delegates", congress=congress)).json()["items"]
    assert [row["seat"] for row in rows] == [1, 2]
    assert rows[0]["label"].startswith("石关茶厂 1号 王**")
    assert rows[1]["label"] == "石关茶厂 2号"
    for asked, seats in (("王", [1]), ("2号", [2]), ("2", [2]), ("一车间", [1, 2]), ("石关", [1, 2]), ("李", [])):
        found = (await of.clerk.get("/congress-delegates", q=asked)).json()["items"]
        assert [row["seat"] for row in found] == seats, asked
    again = {"members": [member], "occurred_on": SET_UP}
    assert await refused(of.clerk, f"/congresses/{congress}/elect", again, 2) == "delegate-already"
    assert member not in str([event["data"] for event in await place.events(congress)])


async def test_a_delegate_who_has_left_the_union_is_pointed_out(place: County) -> None:
    of = await unit(place)
    town = (await place.organiser.get("/unions", kind="township")).json()["items"][0]["id"]
    member = await place.member(of.union)
    congress = await set_up(of)
    await elect(of, congress, 1, members=[member], non_members=1)
    moving = {"to_union": await place.union(town), "occurred_on": "2026-04-01"}
    shown = [(await of.clerk.get("/congress-delegates", congress=congress)).json()["items"]]
    await of.clerk.done(f"/members/{member}/transfer", moving, revision=1)
    shown.append((await of.clerk.get("/congress-delegates", congress=congress)).json()["items"])
    assert [[row["still_member"] for row in rows] for rows in shown] == [[True, None], [False, None]]


async def test_rule_7_only_active_members_of_the_union_are_elected(place: County) -> None:
    of = await unit(place)
    town = (await place.organiser.get("/unions", kind="township")).json()["items"][0]["id"]
    stranger = await place.member(await place.union(town))
    congress = await set_up(of)
    body = {"members": [stranger], "occurred_on": SET_UP}
    assert await refused(of.clerk, f"/congresses/{congress}/elect", body, 1) == "member-elsewhere"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"term_years": 4}, "wrong-congress-term"),
        ({"form": "assembly"}, "too-many-for-assembly"),
    ],
)
async def test_what_cannot_be_set_up(place: County, fields: dict[str, object], code: str) -> None:
    of = await unit(place)
    body = {"union": of.union, "employer": of.employer, "occurred_on": SET_UP, **fields}
    assert await refused(of.clerk, "/congresses", body) == code


async def test_the_union_covers_the_unit_and_its_employees_are_known(place: County) -> None:
    of = await unit(place, employees=None)
    stranger = await place.employer()
    body = {"union": of.union, "employer": stranger, "occurred_on": SET_UP}
    assert await refused(of.clerk, "/congresses", body) == "employer-not-covered"
    body = {"union": of.union, "employer": of.employer, "occurred_on": SET_UP}
    assert await refused(of.clerk, "/congresses", body) == "employees-unknown"
    await of.clerk.done("/congresses", {**body, "employees": 40})
    assert await refused(of.clerk, "/congresses", {**body, "employees": 40}) == "congress-exists"


async def test_days_follow_one_another_and_somebody_is_elected(place: County) -> None:
    of = await unit(place)
    congress = await set_up(of)
    path = f"/congresses/{congress}"
    assert await refused(of.clerk, f"{path}/elect", {"occurred_on": SET_UP}, 1) == "nobody-elected"
    early = {"non_members": 45, "occurred_on": "2026-01-04"}
    assert await refused(of.clerk, f"{path}/elect", early, 1) == "before-earlier-step"
    await elect(of, congress, 1)
    assert await refused(of.clerk, f"{path}/confirm", {"occurred_on": "2026-01-04"}, 2) == "before-earlier-step"
    await of.clerk.done(f"{path}/confirm", {"occurred_on": CONFIRMED}, revision=2)
    ending = {"congress_end": "term-over", "occurred_on": "2026-01-19"}
    assert await refused(of.clerk, f"{path}/end", ending, 3) == "before-earlier-step"
    assert await refused(of.clerk, f"{path}/confirm", {"occurred_on": CONFIRMED}, 3) == "congress-not-electing"


async def test_released_delegates_leave_seats_that_a_by_election_fills(place: County) -> None:
    of = await unit(place)
    congress = await established(of, 30)
    seats = await delegates_of(of, congress)
    path = f"/congresses/{congress}"
    leaving = {"delegates": seats[:2], "delegate_end": "left-employer", "occurred_on": "2026-02-02"}
    done = await of.clerk.done(f"{path}/release", leaving, revision=3)
    assert [warning["code"] for warning in done["warnings"]] == ["delegates-below-minimum"]
    assert await refused(of.clerk, f"{path}/release", leaving, 4) == "not-a-delegate"
    await elect(of, congress, 4, non_members=2, occurred_on="2026-02-03")
    assert (await record(of, congress))["delegates"] == 30
    rows = (await of.clerk.get("/congress-delegates", congress=congress, state="ended")).json()["items"]
    assert [row["id"] for row in rows] == seats[:2]
    assert len(await delegates_of(of, congress)) == 30


async def test_one_cannot_cease_to_be_a_delegate_before_the_election(place: County) -> None:
    of = await unit(place)
    congress = await established(of, 30)
    seats = await delegates_of(of, congress)
    early = {"delegates": seats[:1], "delegate_end": "other", "occurred_on": "2026-01-01"}
    assert await refused(of.clerk, f"/congresses/{congress}/release", early, 3) == "not-a-delegate"


async def test_an_ended_congress_makes_way_for_the_next(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    session = await called(of, congress)
    ending = {"congress_end": "term-over", "occurred_on": "2026-06-01"}
    path = f"/congresses/{congress}"
    assert await refused(of.clerk, f"{path}/end", ending, 3) == "sessions-under-way"
    cancelling = {"session_cancel": "not-needed", "occurred_on": "2026-02-03"}
    await of.clerk.done(f"/congress-sessions/{session}/cancel", cancelling, revision=1)
    await of.clerk.done(f"{path}/end", ending, revision=3)
    assert (await place.events(congress))[-1]["data"]["delegates"] == 45
    assert await refused(of.clerk, f"{path}/elect", {"non_members": 1, "occurred_on": "2026-06-02"}, 4) == (
        "congress-over"
    )
    assert await refused(of.clerk, f"{path}/end", ending, 4) == "congress-not-active"
    await of.clerk.done(f"{path}/void-end", WRONG, revision=4)
    assert (await record(of, congress))["state"] == "active"
    assert await refused(of.clerk, f"{path}/void-end", WRONG, 5) == "congress-not-ended"


async def test_each_step_is_taken_back_the_last_first(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    path = f"/congresses/{congress}"
    assert await refused(of.clerk, f"{path}/void-election", WRONG, 3) == "later-step"
    assert await refused(of.clerk, f"{path}/correct-election", {"managers": True, **WRONG}, 3) == "later-step"
    assert await refused(of.clerk, f"{path}/void-release", WRONG, 3) == "later-step"
    assert await refused(of.clerk, f"{path}/void", WRONG, 3) == "congress-not-electing"
    await of.clerk.done(f"{path}/void-confirmation", WRONG, revision=3)
    await of.clerk.done(f"{path}/correct-election", {"managers": True, **WRONG}, revision=4)
    assert (await record(of, congress))["managers"] == 45
    assert await refused(of.clerk, f"{path}/void", WRONG, 5) == "later-step"
    await of.clerk.done(f"{path}/void-election", WRONG, revision=5)
    assert (await record(of, congress))["delegates"] == 0
    await of.clerk.done(f"{path}/correct", {"term_years": 5, "employees": 300, **WRONG}, revision=6)
    assert (await record(of, congress))["employees"] == 300
    await of.clerk.done(f"{path}/void", WRONG, revision=7)
    assert (await record(of, congress))["state"] == "void"
    changes = [event["data"]["reason"] for event in await place.events(congress) if "record." in event["type"]]
    assert changes == ["wrong-entry"] * 5


async def test_a_release_is_taken_back_unless_somebody_was_elected_again(place: County) -> None:
    of = await unit(place)
    member = await place.member(of.union)
    congress = await set_up(of)
    await elect(of, congress, 1, members=[member], non_members=0)
    seat = (await delegates_of(of, congress))[0]
    path = f"/congresses/{congress}"
    leaving = {"delegates": [seat], "delegate_end": "recalled", "occurred_on": SET_UP}
    await of.clerk.done(f"{path}/release", leaving, revision=2)
    await of.clerk.done(f"{path}/void-release", WRONG, revision=3)
    assert await delegates_of(of, congress) == [seat]
    await of.clerk.done(f"{path}/release", leaving, revision=4)
    await elect(of, congress, 5, members=[member], non_members=0)
    assert await refused(of.clerk, f"{path}/void-release", WRONG, 6) == "later-step"


async def test_delegates_who_were_at_a_session_are_not_voided(place: County) -> None:
    of = await unit(place)
    congress = await established(of, 30)
    await elect(of, congress, 3, non_members=1, occurred_on="2026-01-25")
    seats = await delegates_of(of, congress)
    session = await called(of, congress)
    holding = {"attended": seats, "occurred_on": "2026-03-02"}
    await of.clerk.done(f"/congress-sessions/{session}/hold", holding, revision=1)
    assert await refused(of.clerk, f"/congresses/{congress}/void-election", WRONG, 4) == "delegates-in-use"
    assert await refused(of.clerk, f"/congresses/{congress}/void-confirmation", WRONG, 4) == "congress-in-use"


async def test_an_assembly_needs_two_workers_who_count(place: County) -> None:
    of = await unit(place, employees=60)
    congress = await set_up(of, form="assembly")
    await elect(of, congress, 1, non_members=1)
    path = f"/congresses/{congress}/confirm"
    assert await refused(of.clerk, path, {"occurred_on": CONFIRMED}, 2) == "too-few-participants"
    await elect(of, congress, 2, non_members=1)
    await of.clerk.done(path, {"occurred_on": CONFIRMED}, revision=3)
    assert (await record(of, congress))["form_words"] == {"zh": "职工大会", "en": "Assembly of all workers"}


async def test_lists_are_filtered_and_history_is_there(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    for filters in (
        {"state": "active"},
        {"living": True},
        {"overdue": False},
        {"q": "石关"},
        {"employer": of.employer},
    ):
        items = (await of.clerk.get("/congresses", **filters)).json()["items"]
        assert [item["id"] for item in items] == [congress], filters
    for filters in ({"state": "ended"}, {"living": False}, {"overdue": True}, {"q": "别处"}):
        assert (await of.clerk.get("/congresses", **filters)).json()["items"] == [], filters
    history = (await of.clerk.get(f"/congresses/{congress}/history")).json()["items"]
    assert [each["words"]["zh"] for each in history] == ["建立职代会", "选举职工代表", "筹备职代会"]
