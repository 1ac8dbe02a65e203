"""A membership's last change put right or taken back: on its own day, to the state and the periods before it."""

from typing import Any

import pytest

from contracts.offices import Office
from tests.membership.members.test_life import counted, periods
from tests.membership.people import County
from tests.support.numbers import id_number

WHY = {"reason": "wrong-entry"}
RETIRED = {"retained_for": "retirement", "occurred_on": "2026-04-01"}
LEFT = {"left_for": "own-request", "occurred_on": "2026-05-01"}
WHAT = ("state", "employment", "employer", "retained_for", "ended_on", "left_for", "since", "changed_on", "union")


async def shown(place: County, member: str, township: str = "100") -> dict[str, Any]:
    """What a change may change of a member, as shown."""
    row = (await place.clerk(township).get(f"/members/{member}")).json()
    return {name: row[name] for name in WHAT}


async def test_every_change_is_taken_back_to_what_was_before(place: County) -> None:
    """One after another, each from the state that the former voiding left."""
    union, employer = await place.base_union(), await place.employer()
    number = id_number()
    member, clerk = await place.member(union, id_number=number), place.clerk()
    path = f"/members/{member}"
    again = {"union": union, "id_number": number, "employment": "platform", "occurred_on": "2026-05-03"}
    steps: list[tuple[str, dict[str, Any]]] = [
        (f"{path}/retain", RETIRED),
        (f"{path}/restore", {"occurred_on": "2026-04-02"}),
        (f"{path}/change-employment", {"employment": "migrant", "employer": employer, "occurred_on": "2026-04-03"}),
        (f"{path}/retain", {**RETIRED, "retained_for": "unemployment", "occurred_on": "2026-04-05"}),
        (f"{path}/leave", LEFT),
        ("/members/rejoin", again),
        (f"{path}/leave", {**LEFT, "occurred_on": "2026-05-05"}),
    ]
    seen, lasted, revision = [], [], 1
    for step, body in steps:
        seen.append(await shown(place, member))
        lasted.append(await periods(place, member))
        await clerk.done(step, body, revision=None if step.endswith("rejoin") else revision)
        revision += 1
    for former, before in zip(reversed(seen), reversed(lasted), strict=True):
        said = (await clerk.get(f"{path}/history")).json()["items"][0]
        await clerk.done(f"{path}/void-change", WHY, revision=revision)
        revision += 1
        found = await shown(place, member)
        if said["type"].endswith("rejoined.v1"):  # an employer is not remembered through a leaving
            former["employer"] = None
        assert {**found, "employer": former["employer"]} == former
        assert await periods(place, member) == before
    none = await clerk.post(f"{path}/void-change", WHY, revision=revision)
    assert (none.status_code, none.json()["code"]) == (409, "no-change-to-void")
    await clerk.done(f"{path}/void", WHY, revision=revision)
    assert (await clerk.post(f"{path}/void-change", WHY, revision=revision + 1)).json()["code"] == "member-void"
    sums: dict[tuple[str, str], int] = {}
    for event in await place.events(member):
        for metric, code, delta in counted(event):
            sums[metric, code] = sums.get((metric, code), 0) + delta
    assert sums
    assert not any(sums.values())


async def test_who_joined_elsewhere_again_is_back_where_they_left(place: County) -> None:
    """Voided by the township that took them; the one they left has them, as gone, again."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    other = await place.union(await place.township_union(federation, "101"), "101")
    number = id_number()
    member = await place.member(union, id_number=number)
    await place.clerk().done(f"/members/{member}/leave", LEFT, revision=1)
    again = {"union": other, "id_number": number, "employment": "platform", "occurred_on": "2026-05-03"}
    await place.clerk("101").done("/members/rejoin", again)
    await place.clerk("101").done(f"/members/{member}/void-change", WHY, revision=3)
    assert (await place.clerk("101").get(f"/members/{member}")).status_code == 404
    found = await shown(place, member)
    assert (found["state"], found["ended_on"], found["employment"]) == ("left", "2026-05-01", "regular")
    assert await periods(place, member) == [(union, "2026-03-02", "2026-05-01")]


async def test_a_change_is_corrected_in_its_day_reason_and_employment(place: County) -> None:
    """The event names the first, takes its counts back and adds the right ones; the periods follow."""
    union, employer = await place.base_union(), await place.employer()
    member, clerk = await place.member(union), place.clerk()
    path = f"/members/{member}"

    async def corrected(revision: int, **body: Any) -> dict[str, Any]:
        await clerk.done(f"{path}/correct-change", {**WHY, **body}, revision=revision)
        return await shown(place, member)

    await clerk.done(f"{path}/retain", RETIRED, revision=1)
    found = await corrected(2, retained_for="unemployment", occurred_on="2026-04-02")
    assert (found["retained_for"], found["changed_on"]) == ("unemployment", "2026-04-02")
    assert counted((await place.events(member))[-1]) == {
        ("working-members", "regular", 1),
        ("working-members", "regular", -1),
        ("retained-members", "retirement", -1),
        ("retained-members", "unemployment", 1),
    }
    found = await corrected(3)
    assert found["changed_on"] == "2026-04-02"
    await clerk.done(f"{path}/restore", {"occurred_on": "2026-04-10"}, revision=4)
    assert (await corrected(5, occurred_on="2026-04-09"))["changed_on"] == "2026-04-09"
    await clerk.done(f"{path}/change-employment", {"employment": "migrant", "occurred_on": "2026-04-12"}, revision=6)
    found = await corrected(7, employer=employer)
    assert (found["employment"], found["employer"]) == ("migrant", employer)
    found = await corrected(8, employment="platform")
    assert (found["employment"], found["employer"]) == ("platform", employer)
    await clerk.done(f"{path}/leave", LEFT, revision=9)
    found = await corrected(10, left_for="death", occurred_on="2026-05-02")
    assert (found["left_for"], found["ended_on"]) == ("death", "2026-05-02")
    assert (await periods(place, member))[0][2] == "2026-05-02"
    assert (await corrected(11))["left_for"] == "death"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"left_for": "death"}, 422, "not-its-reason"),
        ({"employment": "migrant"}, 422, "not-its-reason"),
        ({"occurred_on": "2026-03-01"}, 422, "before-last-change"),
        ({"occurred_on": "2099-01-01"}, 422, "day-in-the-future"),
    ],
)
async def test_a_correction_keeps_the_rules_and_names_what_the_change_has(
    place: County, body: dict[str, str], status: int, code: str
) -> None:
    member = await place.member(await place.base_union())
    await place.clerk().done(f"/members/{member}/retain", RETIRED, revision=1)
    answer = await place.clerk().post(f"/members/{member}/correct-change", {**WHY, **body}, revision=2)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_what_was_built_upon_is_not_corrected_beneath(place: County) -> None:
    """The admission neither, nor a transfer; who joined again is voided instead of corrected."""
    town = await place.township_union(await place.federation())
    union, other = await place.union(town), await place.union(town)
    number = id_number()
    member, clerk = await place.member(union, id_number=number), place.clerk()
    path = f"/members/{member}"
    await clerk.done(f"{path}/transfer", {"to_union": other, "occurred_on": "2026-03-20"}, revision=1)
    transfer = await clerk.post(f"{path}/void-change", WHY, revision=2)
    assert transfer.json()["code"] == "no-change-to-void"
    await clerk.done(f"{path}/retain", RETIRED, revision=2)
    beneath = [
        (await clerk.post(f"{path}/{verb}", WHY, revision=3)).json()["code"] for verb in ("void-transfer", "void")
    ]
    assert beneath == ["member-has-moved"] * 2
    await clerk.done(f"{path}/leave", LEFT, revision=3)
    again = {"union": union, "id_number": number, "employment": "regular", "occurred_on": "2026-05-03"}
    await clerk.done("/members/rejoin", again)
    refused = await clerk.post(f"{path}/correct-change", WHY, revision=5)
    assert refused.json()["code"] == "not-its-reason"


async def test_a_change_is_not_voided_where_the_member_no_longer_is(place: County) -> None:
    """A merged union's members lie elsewhere than their last change says."""
    town = await place.township_union(await place.federation())
    union, other = await place.union(town), await place.union(town)
    member = await place.member(union)
    await place.clerk().done(f"/members/{member}/retain", RETIRED, revision=1)
    await place.rows("UPDATE members SET union_id = $2 WHERE id = $1", member, other)
    answer = await place.clerk().post(f"/members/{member}/void-change", WHY, revision=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "member-has-moved")


async def test_particulars_are_corrected_whatever_became_of_the_membership(place: County) -> None:
    """In the vault alone; the event says that something was put right."""
    union = await place.base_union()
    member, clerk = await place.member(union, name="王小明"), place.clerk()
    path = f"/members/{member}/correct-particulars"
    await clerk.done(f"/members/{member}/leave", LEFT, revision=1)
    number = "11010519491231002X"
    await clerk.done(path, {**WHY, "name": "李小明", "id_number": number}, revision=2)
    row = (await clerk.get(f"/members/{member}")).json()
    assert (row["label"], row["state"], row["revision"]) == ("李** 110105********002X", "left", 3)
    event = (await place.events(member))[-1]
    assert (event["data"]["before"] == event["data"]["after"], "李" in str(event)) == (True, False)
    assert (await clerk.post(path, WHY, revision=3)).json()["code"] == "nothing-changed"
    young = await clerk.post(path, {**WHY, "id_number": id_number(birthday="20200101")}, revision=3)
    assert young.json()["code"] == "under-age"
    voided = await place.member(union)
    await clerk.done(f"/members/{voided}/void", WHY, revision=1)
    refused = await clerk.post(f"/members/{voided}/correct-particulars", {**WHY, "name": "李"}, revision=2)
    assert refused.json()["code"] == "member-void"


async def test_the_superior_puts_right_what_it_approved_and_nothing_else(place: County) -> None:
    """An expulsion is the superior's, the proposal goes with it; the rest is the township's."""
    member = await place.member(await place.base_union())
    clerk, chair, path = place.clerk(), place.chair(), f"/members/{member}"
    proposed = {"decided_by": "committee", "document": "石工2026-3号", "occurred_on": "2026-04-01"}
    await clerk.done(f"{path}/propose-expulsion", proposed, revision=1)
    await chair.done(f"{path}/expel", {"occurred_on": "2026-04-10"}, revision=2)
    refused = await clerk.post(f"{path}/void-change", WHY, revision=3)
    assert (refused.status_code, refused.json()["code"]) == (403, "entered-by-another-office")
    await chair.done(f"{path}/correct-change", {**WHY, "occurred_on": "2026-04-11"}, revision=3)
    reason = await chair.post(f"{path}/correct-change", {**WHY, "left_for": "death"}, revision=4)
    assert reason.json()["code"] == "not-its-reason"
    await chair.done(f"{path}/void-change", WHY, revision=4)
    assert (await shown(place, member))["state"] == "active"
    assert [event["data"].get("type", "").rpartition("member.")[2] for event in await place.events(member)][-2:] == [
        "expulsion-proposed.v1",
        "left.v1",
    ]
    await clerk.done(f"{path}/retain", {**RETIRED, "occurred_on": "2026-04-12"}, revision=5)
    wrong = await place.office(Office.TOWNSHIP_CHAIR, place.code + "100").post(f"{path}/void-change", WHY, revision=6)
    assert (wrong.status_code, wrong.json()["code"]) == (403, "entered-by-another-office")
