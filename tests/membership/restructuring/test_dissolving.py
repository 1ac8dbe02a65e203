"""Rule 4: a union is dissolved only when its employer ends, by its superior's approval, reported upward."""

from tests.membership.people import County
from tests.membership.restructuring.ways import (
    DAY,
    WHY,
    approved,
    asked,
    done,
    kinds,
    not_approved,
    refused,
)

ENDED = {"end_reason": "bankrupt", "document": "（2026）皖破1号", "occurred_on": "2026-03-15"}
WHYS = {"end_reason": "bankrupt"}


async def test_rule_4_union_is_dissolved_when_its_employer_ends_and_the_county_sees_it(place: County) -> None:
    """Two people, then the county; the union is no more and covers nobody."""
    town = await place.township_union(await place.federation())
    employer = await place.employer(headcount=12)
    union = await place.union(town, kind="single", employers=[employer])
    assert await refused(place, "dissolve", union=union, **WHYS) == "employer-goes-on"
    await place.clerk().done(f"/employers/{employer}/end", ENDED, revision=1)
    dissolution = await asked(place, "dissolve", union=union, **WHYS)
    early = await place.organiser.post(f"/restructurings/{dissolution}/see", {"occurred_on": DAY}, revision=1)
    assert early.json()["code"] == "no-report"
    await approved(place, dissolution)
    record = (await place.clerk().get(f"/unions/{union}")).json()
    assert (record["state"], record["successor"], record["units"]) == ("closed", None, [])
    last = (await place.events(dissolution))[-1]
    assert (kinds([last]), last["data"]["due_on"]) == (["restructuring.dissolution-approved.v1"], "2026-04-16")
    reported = (await place.organiser.get("/restructurings", state="reported")).json()["items"]
    assert [(row["id"], row["end_words"]["zh"]) for row in reported] == [(dissolution, "破产")]
    path = f"/restructurings/{dissolution}/see"
    before = await place.organiser.post(path, {"occurred_on": "2026-03-31"}, revision=2)
    assert before.json()["code"] == "changed-later"
    await place.organiser.done(path, {"occurred_on": "2026-04-02"}, revision=2)
    assert kinds(await place.events(dissolution))[-1] == "restructuring.dissolution-seen.v1"
    twice = await place.organiser.post(path, {"occurred_on": "2026-04-02"}, revision=3)
    assert twice.json()["code"] == "no-report"
    revived = await place.clerk().post(f"/employers/{employer}/void-end", WHY, revision=2)
    assert revived.json()["code"] == "employer-in-use"


async def test_rule_4_joint_union_is_dissolved_when_all_units_ended_or_left(place: County) -> None:
    """One that goes on keeps it."""
    town = await place.township_union(await place.federation())
    one, two = await place.employer(), await place.employer()
    union = await place.union(town, kind="joint", employers=[one, two])
    await place.clerk().done(f"/employers/{one}/end", ENDED, revision=1)
    assert await refused(place, "dissolve", union=union, **WHYS) == "employer-goes-on"
    await done(place, "leave", union=union, employers=[two])
    dissolution = await asked(place, "dissolve", union=union, occurred_on=DAY, **WHYS)
    await approved(place, dissolution, occurred_on="2026-04-02")
    same_name = (await place.clerk().get(f"/unions/{union}")).json()["label"]
    await place.founded(town, name=same_name)


async def test_rule_4_union_with_members_or_subordinates_is_not_dissolved(place: County) -> None:
    """They are moved, or their membership ended, first; nor one that never had an employer."""
    town = await place.township_union(await place.federation())
    employer = await place.employer()
    union = await place.union(town, kind="joint", employers=[employer, await place.employer()])
    village = await place.union(town)
    assert await refused(place, "dissolve", union=village, **WHYS) == "employer-goes-on"
    assert await refused(place, "dissolve", union=town, **WHYS) == "not-a-base-union"
    for unit in (row["id"] for row in (await place.clerk().get(f"/unions/{union}")).json()["units"]):
        await place.clerk().done(f"/employers/{unit}/end", ENDED, revision=1)
    member = await place.member(union)
    below = await place.founded(union, occurred_on="2020-03-02")
    dissolution = await asked(place, "dissolve", union=union, **WHYS)
    assert await not_approved(place, dissolution) == "members-or-unions-left"
    await place.clerk().done(f"/unions/{below}/void", WHY, revision=1)
    assert await not_approved(place, dissolution) == "members-or-unions-left"
    moved = {"to_union": village, "occurred_on": "2026-03-25"}
    await place.clerk().done(f"/members/{member}/transfer", moved, revision=1)
    corrected = {"end_reason": "dissolved", **WHY}
    await place.clerk().done(f"/restructurings/{dissolution}/correct", corrected, revision=1)
    await approved(place, dissolution, revision=2)
