"""Mergers: members, units and subordinate unions go over in one transaction, the union is no more."""

import asyncio
from datetime import date
from typing import Any

import pytest

from chassis.ids import uuid7
from contracts.offices import Office
from tests.journeys.living import Living
from tests.membership.employers.test_headcounts import both
from tests.membership.people import County, worker
from tests.membership.restructuring.ways import (
    DAY,
    WHY,
    approval,
    approved,
    asked,
    covers,
    done,
    kinds,
    not_approved,
    refused,
    union_of,
)
from tests.support.running import Running


@pytest.fixture
def living(place: County, gateway: Running) -> Living:
    """This test's county, counted by the gateway."""
    return Living(place, gateway)


async def test_absorbed_union_gives_members_units_and_unions_and_is_no_more(place: County) -> None:
    """Each member has one event on that day, in the union that absorbs; the headcounts stay covered."""
    town = await place.township_union(await place.federation())
    one, two, three = [await place.employer(headcount=20) for _ in range(3)]
    small = await place.union(town, kind="joint", employers=[one, two])
    large = await place.union(town, kind="joint", employers=[two, three])
    below = await place.union(small, kind="area-federation", occurred_on="2020-03-02")
    members = [await place.member(small) for _ in range(3)]
    retained = {"retained_for": "retirement", "occurred_on": "2026-03-10"}
    await place.clerk().done(f"/members/{members[2]}/retain", retained, revision=1)
    chair = place.office(Office.COUNTY_ORGANISER)
    held = {"account": "chair-1", "holds": "enterprise-chair", "area": f"{place.code}100", "union": small}
    appointment = (await chair.done("/appointments", {**held, "occurred_on": DAY}))["id"]
    merger = await asked(place, "merge", union=small, into=large)
    await approved(place, merger)
    for member in members:
        assert await union_of(place, member) == (large, "100")
    assert kinds(await place.events(members[0]))[-1] == "member.moved-with-union.v1"
    assert kinds(await place.events(members[2]))[-1] == "member.moved-with-union-while-retained.v1"
    periods = await place.rows("SELECT union_id, valid FROM memberships WHERE member = $1 ORDER BY valid", members[0])
    assert [(str(row["union_id"]), row["valid"].isempty) for row in periods] == [(small, False), (large, False)]
    assert await covers(place, large) == {one, two, three}
    assert await covers(place, small) == set()
    assert await both(place, one, DAY) == (20, 20)
    record = (await place.clerk().get(f"/unions/{small}")).json()
    assert (record["state"], record["successor"], record["closed_on"]) == ("closed", large, DAY)
    assert (await place.clerk().get(f"/unions/{below}")).json()["parent"] == large
    assert kinds(await place.events(appointment))[-1] == "appointment.ended.v1"
    assert kinds(await place.events(merger)) == ["restructuring.asked.v1", "restructuring.approved.v1"]
    late = await place.clerk().post("/members", worker(small, occurred_on=DAY))
    assert late.json()["code"] == "union-closed"
    row = (await place.chair().get(f"/restructurings/{merger}")).json()
    assert (row["state"], row["moved"], row["words"]["zh"]) == ("approved", 3, "已批准")


async def test_an_absorbed_unions_term_and_committees_end_with_it(living: Living) -> None:
    """Nothing waits any more for a union that is no more; what its day counted stays."""
    place = living.place
    town = await place.township_union(await place.federation())
    clerk = place.clerk()
    small, large = [
        await place.union(town, kind="joint", employers=[await place.employer(), await place.employer()])
        for _ in range(2)
    ]
    for union in (small, large):
        await clerk.done(
            "/terms", {"union": union, "number": 1, "years": 5, "body": "committee", "occurred_on": "2025-03-02"}
        )
    formed = {"union": small, "women": 12, "occurred_on": "2025-03-10"}
    await clerk.done("/committees/women-count", formed)
    (women,) = [each for each in await _committees(place, small) if each["committee"] == "women"]
    body = {"form": "full", "size": 3, "occurred_on": "2025-03-12"}
    await clerk.done(f"/committees/{women['id']}/form", body, revision=women["revision"])
    await living.day_ends(date(2026, 3, 1), terms_running=2, womens_committees=1, unions=4)
    waiting = {each["subject"] for each in await living.waiting("committee-missing")}
    audits = {each["id"]: union for union in (small, large) for each in await _committees(place, union)}
    assert len(waiting & set(audits)) == 2
    await done(place, "merge", union=small, into=large)
    await living.day_ends(date(2026, 4, 1), terms_running=1, womens_committees=0, unions=3)
    left = {each["subject"] for each in await living.waiting("committee-missing")}
    assert {audits[each] for each in left} == {large}
    assert {each["state"] for each in await _committees(place, small)} <= {"ended", "not-needed"}
    await living.past_stands()


async def _committees(place: County, union: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await place.clerk().get("/committees", union=union)).json()["items"]
    return found


async def test_who_moved_with_the_union_is_not_moved_back_alone(place: County) -> None:
    """A merger's member events are voided by no single member; a transfer is the way."""
    town = await place.township_union(await place.federation())
    small, large = await place.union(town), await place.union(town)
    member = await place.member(small)
    await done(place, "merge", union=small, into=large)
    back = await place.clerk().post(f"/members/{member}/void-transfer", WHY, revision=2)
    assert back.json()["code"] == "moved-with-union"


async def test_merger_is_approved_by_another_and_by_the_superior(place: County) -> None:
    """Neither by who asked nor by the county; once."""
    town = await place.township_union(await place.federation())
    small, large = await place.union(town), await place.union(town)
    both_offices = f"both-{place.code}"
    clerk = place.office(Office.TOWNSHIP_CLERK, f"{place.code}100", both_offices)
    body = {"union": small, "into": large, "occurred_on": "2026-03-20"}
    merger = (await clerk.done("/restructurings/merge", body))["id"]
    path = f"/restructurings/{merger}/approve"
    own = await place.office(Office.TOWNSHIP_CHAIR, f"{place.code}100", both_offices).post(path, approval(), revision=1)
    assert own.json()["code"] == "maker-is-approver"
    assert await not_approved(place, merger, county=True) == "not-the-superior"
    assert await not_approved(place, merger, occurred_on="2026-03-19") == "changed-later"
    assert await refused(place, "merge", union=small, into=large) == "restructuring-waits"
    answers = await asyncio.gather(*(place.chair().post(path, approval(), revision=1) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    again = await place.chair().post(path, approval(), revision=2)
    assert again.json()["code"] == "not-waiting"


async def test_what_cannot_merge(place: County) -> None:
    """A union and itself, a township's own, one below, one of one unit that would have two."""
    federation = await place.federation()
    town = await place.township_union(federation)
    village = await place.union(town)
    below = await place.union(village, occurred_on="2020-03-02")
    single = await place.union(town, kind="single", employers=[await place.employer()])
    unit = await place.union(town, kind="single", employers=[await place.employer()])
    assert await refused(place, "merge", union=village, into=village) == "same-unions"
    assert await refused(place, "merge", union=town, into=village) == "not-a-base-union"
    assert await refused(place, "merge", union=village, into=town) == "not-a-base-union"
    assert await refused(place, "merge", union=village, into=str(uuid7())) == "not-found"
    assert await not_approved(place, await asked(place, "merge", union=village, into=below)) == "below-itself"
    assert await not_approved(place, await asked(place, "merge", union=unit, into=single)) == "union-of-one-unit"


async def test_what_waits_or_came_later_is_settled_first(place: County) -> None:
    """A transfer that waits, a founding below, a member who joined on the day or after it, a later change."""
    federation = await place.federation()
    town, other = await place.township_union(federation), await place.township_union(federation, "101")
    small, large = await place.union(town), await place.union(town)
    there = await place.union(other, "101")
    member = await place.member(small)
    merger = await asked(place, "merge", union=small, into=large)
    out = {"to_union": there, "occurred_on": "2026-03-21"}
    await place.clerk().done(f"/members/{member}/request-transfer", out, revision=1)
    assert await not_approved(place, merger) == "transfers-waiting"
    await place.clerk().done(f"/members/{member}/withdraw-transfer", {"occurred_on": "2026-03-22"}, revision=2)
    waiting = await place.founded(small, occurred_on="2020-03-02")
    assert await not_approved(place, merger) == "founding-below"
    await place.clerk().done(f"/unions/{waiting}/void", WHY, revision=1)
    await place.member(small, occurred_on=DAY)
    assert await not_approved(place, merger) == "changed-since"
    renamed = {"name": "又一工会", "document": "石工2026-1号", "occurred_on": "2026-04-05"}
    await place.chair().done(f"/unions/{large}/rename", renamed, revision=2)
    assert await not_approved(place, merger, occurred_on="2026-04-02") == "changed-later"
    await approved(place, merger, occurred_on="2026-04-06")


async def test_merger_between_townships_takes_members_units_and_unions_along(place: County) -> None:
    """The county approves; all lie in the other township from then on."""
    federation = await place.federation()
    town, other = await place.township_union(federation), await place.township_union(federation, "101")
    unit = await place.employer(headcount=9)
    small = await place.union(town, kind="village-community", employers=[unit])
    below = await place.union(small, occurred_on="2020-03-02")
    large = await place.union(other, "101")
    here, under = await place.member(small), await place.member(below)
    merger = await asked(place, "merge", union=small, into=large)
    assert kinds(await place.events(merger)) == ["county-restructuring.asked.v1"]
    assert await not_approved(place, merger) == "not-the-superior"
    await approved(place, merger, county=True)
    assert await union_of(place, here) == (large, "101")
    assert await union_of(place, under) == (below, "101")
    assert (await place.clerk("101").get(f"/employers/{unit}")).json()["area"] == f"{place.code}101"
    assert (await place.clerk("101").get(f"/members/{under}")).json()["union"] == below
    assert (await place.clerk().get(f"/members/{under}")).status_code == 404
    assert await both(place, unit, DAY) == (9, 9)
