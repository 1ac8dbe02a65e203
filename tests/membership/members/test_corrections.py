"""Admissions and transfers put right or taken back: one event, on the original day."""

from datetime import date

import pytest

from contracts.declare import facts_of
from tests.membership.people import DAY, County, worker
from tests.support.numbers import id_number

WHY = {"reason": "wrong-entry"}


async def test_corrected_admission_counts_anew_on_the_original_day(place: County) -> None:
    """The event names the first, takes its counts back and adds the right ones."""
    union = await place.base_union()
    member = await place.member(union)
    body = {**WHY, "employment": "migrant", "occurred_on": "2026-02-01", "name": "李四", "phone": "13900000000"}
    await place.clerk().done(f"/members/{member}/correct", body, revision=1)
    first, correction = await place.events(member)
    assert correction["type"] == "cn.gonghui.membership.record.corrected.v1"
    assert correction["occurredon"] == DAY
    assert correction["data"]["corrects"] == first["id"]
    assert "李四" not in str(correction)
    facts = facts_of(correction["type"], correction["data"], date.fromisoformat(correction["occurredon"]))
    members = [(f.occurred_on.isoformat(), f.fact.dims, f.fact.delta) for f in facts if f.fact.metric == "members"]
    assert members == [(DAY, (("employment", "regular"),), -1), ("2026-02-01", (("employment", "migrant"),), 1)]
    (row,) = await place.rows(
        "SELECT left(label, 2), admitted_on, since, employment FROM members JOIN person USING (id) WHERE id = $1",
        member,
    )
    assert tuple(row) == ("李*", date(2026, 2, 1), date(2026, 2, 1), "migrant")


async def test_second_correction_takes_back_what_the_first_said(place: County) -> None:
    """`before` is what has counted until now, `corrects` still the first event."""
    union = await place.base_union()
    member = await place.member(union)
    clerk = place.clerk()
    await clerk.done(f"/members/{member}/correct", {**WHY, "employment": "migrant"}, revision=1)
    await clerk.done(f"/members/{member}/correct", {**WHY, "employment": "platform"}, revision=2)
    first, _, second = await place.events(member)
    assert second["data"]["corrects"] == first["id"]
    assert second["data"]["before"]["employment"] == "migrant"
    assert second["data"]["after"]["employment"] == "platform"


async def test_admission_corrected_to_another_union_of_the_township(place: County) -> None:
    """The membership moves with it, as if it had always been there."""
    town = await place.township_union(await place.federation())
    union, right = await place.union(town), await place.union(town)
    member = await place.member(union)
    await place.clerk().done(f"/members/{member}/correct", {**WHY, "union": right}, revision=1)
    rows = await place.rows("SELECT union_id::text, lower(valid) AS a FROM memberships WHERE member = $1", member)
    assert [tuple(row) for row in rows] == [(right, date(2026, 3, 2))]


async def test_correction_into_a_foreign_township_or_an_impossible_day_is_refused(place: County) -> None:
    """The same rules as for entering."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    foreign = await place.union(await place.township_union(federation, "101"), "101")
    member = await place.member(union)
    clerk, path = place.clerk(), f"/members/{member}/correct"
    assert (await clerk.post(path, {**WHY, "union": foreign}, revision=1)).status_code == 404
    future = await clerk.post(path, {**WHY, "occurred_on": "2099-01-01"}, revision=1)
    early = await clerk.post(path, {**WHY, "occurred_on": "2019-01-01"}, revision=1)
    assert [a.json()["code"] for a in (future, early)] == ["day-in-the-future", "before-union-existed"]


async def test_corrected_id_number_must_be_free(place: County) -> None:
    """Held by the index; the answer names nobody."""
    union = await place.base_union()
    taken = id_number()
    await place.member(union, id_number=taken)
    member = await place.member(union)
    answer = await place.clerk().post(f"/members/{member}/correct", {**WHY, "id_number": taken}, revision=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "already-a-member")
    assert taken not in answer.text


async def test_voided_admission_frees_the_id_number(place: County) -> None:
    """Counts are taken back on the day, and the worker can be admitted rightly."""
    union = await place.base_union()
    body = worker(union)
    clerk = place.clerk()
    member = (await clerk.done("/members", body))["id"]
    await clerk.done(f"/members/{member}/void", {"reason": "duplicate"}, revision=1)
    voided = (await place.events(member))[-1]
    assert voided["type"] == "cn.gonghui.membership.record.voided.v1"
    facts = facts_of(voided["type"], voided["data"], date.fromisoformat(voided["occurredon"]))
    assert {(f.fact.metric, f.fact.delta, f.occurred_on.isoformat()) for f in facts} == {
        ("members", -1, DAY),
        ("working-members", -1, DAY),
        ("admissions", -1, DAY),
    }
    assert (await clerk.done("/members", body))["id"] != member
    shown = (await clerk.get("/members", state="void")).json()["items"]
    assert [row["id"] for row in shown] == [member]


@pytest.mark.parametrize("verb", ["correct", "void", "void-transfer"])
async def test_voided_member_is_changed_no_more(place: County, verb: str) -> None:
    """409."""
    member = await place.member(await place.base_union())
    await place.clerk().done(f"/members/{member}/void", WHY, revision=1)
    answer = await place.clerk().post(f"/members/{member}/{verb}", WHY, revision=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "member-void")


async def test_admission_is_fixed_while_a_transfer_builds_upon_it(place: County) -> None:
    """The transfer is voided first; then the member is back, and the admission can be voided."""
    town = await place.township_union(await place.federation())
    first, second, third = [await place.union(town) for _ in range(3)]
    member = await place.member(first)
    clerk, path = place.clerk(), f"/members/{member}"
    await clerk.done(f"{path}/transfer", {"to_union": second, "occurred_on": "2026-04-01"}, revision=1)
    await clerk.done(f"{path}/transfer", {"to_union": third, "occurred_on": "2026-05-01"}, revision=2)
    for verb in ("correct", "void"):
        answer = await clerk.post(f"{path}/{verb}", WHY, revision=3)
        assert (answer.status_code, answer.json()["code"]) == (409, "member-has-moved")
    await clerk.done(f"{path}/void-transfer", WHY, revision=3)
    voided = (await place.events(member))[-1]
    assert voided["data"]["before"]["to"]["org"] == third
    assert voided["occurredon"] == "2026-05-01"
    assert (await clerk.get(path)).json()["union"] == second
    await clerk.done(f"{path}/void-transfer", WHY, revision=4)
    none = await clerk.post(f"{path}/void-transfer", WHY, revision=5)
    assert none.json()["code"] == "member-never-moved"
    assert (await clerk.get(path)).json()["union"] == first
    await clerk.done(f"{path}/void", WHY, revision=5)
    assert await place.rows("SELECT FROM memberships WHERE member = $1", member) == []


async def test_transfer_to_another_township_is_voided_by_the_receiver_alone(place: County) -> None:
    """Who recorded it takes it back."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    other = await place.union(await place.township_union(federation, "101"), "101")
    member = await place.member(union)
    path = f"/members/{member}"
    asked = {"to_union": other, "occurred_on": "2026-04-01"}
    await place.clerk().done(f"{path}/request-transfer", asked, revision=1)
    waiting = await place.clerk().post(f"{path}/void", WHY, revision=2)
    assert waiting.json()["code"] == "transfer-waiting"
    await place.clerk("101").done(f"{path}/accept-transfer", {"occurred_on": "2026-04-02"}, revision=2)
    assert (await place.clerk().post(f"{path}/void-transfer", WHY, revision=3)).status_code == 404
    await place.clerk("101").done(f"{path}/void-transfer", WHY, revision=3)
    seen = (await place.clerk().get(path)).json()
    assert (seen["union"], seen["area"], seen["revision"]) == (union, place.code + "100", 4)
