"""What becomes of a membership: retained, restored, ended, begun again (rules 6 and 7), and what it counts."""

from datetime import date
from typing import Any

import pytest

from contracts.declare import facts_of
from services.membership.members.domain.life import Rights, rights
from tests.membership.members.ways import chair_of
from tests.membership.people import County, worker
from tests.support.numbers import id_number

RETIRED = {"retained_for": "retirement", "occurred_on": "2026-04-01"}
LEFT = {"left_for": "own-request", "occurred_on": "2026-05-01"}
DAY = "2026-05-08"


def counted(event: dict[str, Any]) -> set[tuple[str, str, int]]:
    """What an event counts: metric, code, change."""
    facts = facts_of(event["type"], event["data"], date.fromisoformat(event["occurredon"]))
    return {(each.fact.metric, dict(each.fact.dims).popitem()[1], each.fact.delta) for each in facts}


async def periods(place: County, member: str) -> list[tuple[str, str, str | None]]:
    """The memberships of a person: union, first day, day after the last."""
    rows = await place.rows(
        """SELECT union_id::text AS u, lower(valid)::text AS a, upper(valid)::text AS z
        FROM memberships WHERE member = $1 ORDER BY valid""",
        member,
    )
    return [tuple(row) for row in rows]


def test_rule_7_retained_members_owe_no_dues_have_no_vote_and_cannot_be_elected() -> None:
    assert rights("active") == Rights(dues=True, vote=True, candidacy=True)
    for state in ("retained", "left", "void"):
        assert rights(state) == Rights(dues=False, vote=False, candidacy=False)


async def test_rule_7_retirement_keeps_the_membership_and_takes_it_out_of_the_rate(place: County) -> None:
    """A member still, in the same union; no employee any more."""
    union = await place.base_union()
    member = await place.member(union)
    await place.clerk().done(f"/members/{member}/retain", RETIRED, revision=1)
    event = (await place.events(member))[-1]
    assert counted(event) == {("working-members", "regular", -1), ("retained-members", "retirement", 1)}
    row = (await place.clerk().get(f"/members/{member}")).json()
    assert (row["state"], row["words"]["zh"], row["retained_for_words"]["zh"]) == ("retained", "保留会籍", "退休")
    assert row["rights"] == {"dues": False, "vote": False, "candidacy": False}
    assert await periods(place, member) == [(union, "2026-03-02", None)]
    await place.clerk().done(f"/members/{member}/restore", {"occurred_on": "2026-04-02"}, revision=2)
    event = (await place.events(member))[-1]
    assert counted(event) == {("working-members", "regular", 1), ("retained-members", "retirement", -1)}
    assert (await place.clerk().get(f"/members/{member}")).json()["rights"]["vote"] is True


async def test_a_member_leaves_and_is_counted_no_more(place: County) -> None:
    union = await place.base_union()
    member, retained = await place.member(union), await place.member(union)
    clerk = place.clerk()
    await clerk.done(f"/members/{member}/leave", LEFT, revision=1)
    assert counted((await place.events(member))[-1]) == {
        ("members", "regular", -1),
        ("working-members", "regular", -1),
        ("leavers", "own-request", 1),
    }
    assert await periods(place, member) == [(union, "2026-03-02", "2026-05-01")]
    await clerk.done(f"/members/{retained}/retain", RETIRED, revision=1)
    await clerk.done(f"/members/{retained}/leave", {**LEFT, "left_for": "death"}, revision=2)
    assert counted((await place.events(retained))[-1]) == {
        ("members", "regular", -1),
        ("retained-members", "retirement", -1),
        ("leavers", "death", 1),
    }
    row = (await clerk.get(f"/members/{retained}")).json()
    assert (row["state"], row["ended_on"], row["left_for_words"]["en"]) == ("left", "2026-05-01", "Death")


async def test_an_enterprise_chair_keeps_the_own_unions_members(place: County) -> None:
    """In the own union, and in no other."""
    town = await place.township_union(await place.federation())
    union, other = await place.union(town), await place.union(town)
    member, foreign = await place.member(union), await place.member(other)
    chair = chair_of(place, union)
    await chair.done(f"/members/{member}/retain", RETIRED, revision=1)
    await chair.done(f"/members/{member}/restore", {"occurred_on": "2026-04-02"}, revision=2)
    await chair.done(f"/members/{member}/leave", LEFT, revision=3)
    await chair.done(f"/members/{member}/void-change", {"reason": "wrong-entry"}, revision=4)
    assert (await chair.post(f"/members/{foreign}/retain", RETIRED, revision=1)).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("retain", {**RETIRED, "occurred_on": "2026-03-01"}, 422, "before-last-change"),
        ("restore", {"occurred_on": DAY}, 409, "member-not-retained"),
        ("leave", {**LEFT, "occurred_on": "2026-03-02"}, 422, "before-joining"),
        ("leave", {**LEFT, "occurred_on": "2099-01-01"}, 422, "day-in-the-future"),
        ("leave", {**LEFT, "left_for": "expelled"}, 422, "invalid-values"),
        ("change-employment", {"employment": "regular", "occurred_on": DAY}, 422, "nothing-changed"),
        ("change-particulars", {"occurred_on": DAY}, 422, "nothing-changed"),
    ],
)
async def test_what_a_membership_does_not_allow(
    place: County, path: str, body: dict[str, str], status: int, code: str
) -> None:
    member = await place.member(await place.base_union())
    answer = await place.clerk().post(f"/members/{member}/{path}", body, revision=1)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(await place.events(member)) == 1


async def test_changes_follow_one_another(place: County) -> None:
    """Nothing happens before what happened last, retained members move nowhere, and who left does nothing any more."""
    town = await place.township_union(await place.federation())
    union, other = await place.union(town), await place.union(town)
    member, clerk = await place.member(union), place.clerk()
    path = f"/members/{member}"
    await clerk.done(f"{path}/retain", RETIRED, revision=1)
    early = {"occurred_on": "2026-03-31"}
    moved = {"to_union": other, "occurred_on": DAY}
    codes = [
        (await clerk.post(f"{path}/{verb}", body, revision=2)).json()["code"]
        for verb, body in (
            ("restore", early),
            ("leave", {**LEFT, **early}),
            ("retain", RETIRED),
            ("transfer", moved),
            ("change-employment", {"employment": "migrant", "occurred_on": DAY}),
        )
    ]
    assert codes == ["before-last-change"] * 2 + ["member-retained"] * 3
    await clerk.done(f"{path}/restore", {"occurred_on": DAY}, revision=2)
    early_move = await clerk.post(f"{path}/transfer", {**moved, "occurred_on": "2026-05-07"}, revision=3)
    assert early_move.json()["code"] == "before-last-change"
    await clerk.done(f"{path}/leave", {**LEFT, "occurred_on": DAY}, revision=3)
    gone = [
        (await clerk.post(f"{path}/{verb}", body, revision=4)).json()["code"]
        for verb, body in (
            ("retain", RETIRED),
            ("leave", LEFT),
            ("transfer", moved),
            ("correct", {"reason": "wrong-entry"}),
            ("void-transfer", {"reason": "wrong-entry"}),
            ("change-particulars", {"name": "李四", "occurred_on": DAY}),
        )
    ]
    assert gone == ["member-gone"] * 6


async def test_rule_6_who_left_joins_again_as_the_same_person(place: County) -> None:
    """Another period of the same record, also in another township's union; the number stays taken meanwhile."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    other = await place.union(await place.township_union(federation, "101"), "101")
    number = id_number()
    member = await place.member(union, id_number=number)
    again = {"union": other, "id_number": number, "employment": "platform", "occurred_on": "2026-05-01"}
    still = await place.clerk("101").post("/members/rejoin", again)
    assert (still.status_code, still.json()["code"]) == (409, "still-a-member")
    await place.clerk().done(f"/members/{member}/leave", LEFT, revision=1)
    anew = await place.clerk("101").post("/members", worker(other, id_number=number))
    assert (anew.status_code, anew.json()["code"]) == (409, "former-member")
    early = await place.clerk("101").post("/members/rejoin", {**again, "occurred_on": "2026-04-30"})
    assert (early.status_code, early.json()["code"]) == (422, "before-leaving")
    done = await place.clerk("101").done("/members/rejoin", again)
    assert (done["id"], done["revision"]) == (member, 3)
    assert await periods(place, member) == [(union, "2026-03-02", "2026-05-01"), (other, "2026-05-01", None)]
    event = (await place.events(member))[-1]
    assert event["township"] == place.code + "101"
    assert counted(event) == {
        ("members", "platform", 1),
        ("working-members", "platform", 1),
        ("admissions", "platform", 1),
    }
    assert (await place.clerk().get(f"/members/{member}")).status_code == 404
    row = (await place.clerk("101").get(f"/members/{member}")).json()
    assert (row["union"], row["state"], row["admitted_on"], row["since"]) == (
        other,
        "active",
        "2026-03-02",
        "2026-05-01",
    )


async def test_who_never_was_a_member_or_is_recorded_dead_does_not_join_again(place: County) -> None:
    union, number = await place.base_union(), id_number()
    again = {"union": union, "id_number": number, "employment": "regular", "occurred_on": DAY}
    clerk = place.clerk()
    never = await clerk.post("/members/rejoin", again)
    assert (never.status_code, never.json()["code"]) == (409, "no-former-member")
    member = await place.member(union, id_number=number)
    await clerk.done(f"/members/{member}/leave", {**LEFT, "left_for": "death"}, revision=1)
    dead = await clerk.post("/members/rejoin", again)
    assert (dead.status_code, dead.json()["code"]) == (409, "recorded-dead")
    await clerk.done(f"/members/{member}/void-change", {"reason": "not-true"}, revision=2)
    await clerk.done(f"/members/{member}/leave", LEFT, revision=3)
    assert (await clerk.done("/members/rejoin", again))["id"] == member


async def test_a_left_member_may_be_erased_and_then_joins_as_somebody_new(place: County) -> None:
    union, number = await place.base_union(), id_number()
    member = await place.member(union, id_number=number)
    erase = {"reason": "own-request", "occurred_on": DAY}
    await place.clerk().done(f"/members/{member}/retain", RETIRED, revision=1)
    kept = await place.organiser.post(f"/members/{member}/erase", erase, revision=2)
    assert kept.json()["code"] == "kept-by-law"
    await place.clerk().done(f"/members/{member}/leave", LEFT, revision=2)
    await place.organiser.done(f"/members/{member}/erase", erase, revision=3)
    assert await place.member(union, id_number=number) != member


async def test_employment_and_employer_change_on_a_day(place: County) -> None:
    """Members by form of employment move from one code to the other; the sum stays."""
    union, employer = await place.base_union(), await place.employer()
    member = await place.member(union)
    body = {"employment": "dispatched", "employer": employer, "occurred_on": DAY}
    await place.clerk().done(f"/members/{member}/change-employment", body, revision=1)
    assert counted((await place.events(member))[-1]) == {
        ("members", "dispatched", 1),
        ("members", "regular", -1),
        ("working-members", "dispatched", 1),
        ("working-members", "regular", -1),
    }
    row = (await place.clerk().get(f"/members/{member}")).json()
    assert (row["employment"], row["employer"], row["employer_name"]) == ("dispatched", employer, "石关茶厂")


async def test_a_name_changed_by_law_is_told_by_no_event(place: County) -> None:
    """From now on it is found by the new name; the number stays."""
    member = await place.member(await place.base_union(), name="王小明")
    body = {"name": "欧阳明", "phone": "13812345678", "occurred_on": DAY}
    await place.clerk().done(f"/members/{member}/change-particulars", body, revision=1)
    event = (await place.events(member))[-1]
    assert (event["data"]["changed"], "欧阳" in str(event), "1381234" in str(event)) == (
        ["name", "phone"],
        False,
        False,
    )
    (row,) = (await place.clerk().get("/members", q="欧阳")).json()["items"]
    assert (row["id"], row["label"][:3], row["revision"]) == (member, "欧**", 2)


async def test_a_number_is_checked_before_the_form_is_filled_in(place: County) -> None:
    """Free, a member here, a member elsewhere, a former one; who asks stands in the log, what was asked does not."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    other = await place.union(await place.township_union(federation, "101"), "101")
    number = id_number()
    check = {"union": union, "id_number": number}
    done = await place.clerk().done("/members/check-number", check)
    (event,) = await place.events(done["id"])
    assert (event["data"]["place"]["org"], number in str(event)) == (union, False)
    member = await place.member(other, "101", id_number=number)
    told = await place.clerk().post("/members/check-number", check)
    assert (told.status_code, told.json()["code"]) == (409, "already-a-member")
    assert ("乡工会101" in told.text, "基层工会" in told.text) == (True, False)
    here = await place.clerk("101").post("/members/check-number", {**check, "union": other})
    assert "基层工会" in here.text
    await place.clerk("101").done(f"/members/{member}/leave", LEFT, revision=1)
    former = await place.clerk().post("/members/check-number", check)
    assert former.json()["code"] == "former-member"
    rows = await place.rows(
        "SELECT event FROM journal WHERE county = $1 AND type LIKE '%.access.refused.v1'", place.code
    )
    assert (bool(rows), any(number in row["event"] for row in rows)) == (True, False)
