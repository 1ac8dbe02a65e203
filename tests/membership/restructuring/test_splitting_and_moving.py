"""Splits, moves, units that join and leave: who goes, where it lies, what stays covered."""

from chassis.ids import uuid7
from contracts.offices import Office
from tests.membership.employers.test_headcounts import both
from tests.membership.people import County
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

EARLIER = "2026-03-31"


async def test_split_gives_units_with_their_workers_and_chosen_members(place: County) -> None:
    """Who works for a unit that goes, goes with it; the joint union is warned of having too few."""
    town = await place.township_union(await place.federation())
    one, two = await place.employer(headcount=30), await place.employer(headcount=10)
    old = await place.union(town, kind="joint", employers=[one, two])
    new = await place.union(town, kind="single", employers=[one])
    worker, chosen, stays = [await place.member(old, **more) for more in ({"employer": one}, {}, {"employer": two})]
    split = await asked(place, "split", union=old, into=new, employers=[one], members=[chosen])
    answer = await approved(place, split)
    assert [each["code"] for each in answer["warnings"]] == ["joint-of-one"]
    assert [await union_of(place, each) for each in (worker, chosen, stays)] == [
        (new, "100"),
        (new, "100"),
        (old, "100"),
    ]
    assert (await covers(place, old), await covers(place, new)) == ({two}, {one})
    assert await both(place, one, DAY) == (30, 30)
    assert kinds(await place.events(old))[-1] == "union.coverage-changed.v1"


async def test_what_cannot_split(place: County) -> None:
    """Nothing chosen, another township, foreign units and members, a transfer that waits, a second unit for one."""
    federation = await place.federation()
    town, other = await place.township_union(federation), await place.township_union(federation, "101")
    one, two, foreign = [await place.employer() for _ in range(3)]
    old = await place.union(town, kind="joint", employers=[one, two])
    new = await place.union(town, kind="village-community")
    there = await place.union(other, "101")
    member, stranger = await place.member(old), await place.member(new)
    assert await refused(place, "split", union=old, into=new) == "nothing-chosen"
    assert await refused(place, "split", union=old, into=there, members=[member]) == "other-area"
    assert await refused(place, "split", union=old, into=new, employers=[foreign]) == "units-do-not-fit"
    single = await place.union(town, kind="single", employers=[foreign])
    split = await asked(place, "split", union=old, into=single, employers=[one])
    assert await not_approved(place, split) == "union-of-one-unit"
    await place.clerk().done(f"/restructurings/{split}/void", WHY, revision=1)
    split = await asked(place, "split", union=old, into=new, members=[stranger])
    assert await not_approved(place, split) == "not-its-members"
    await place.clerk().done(f"/restructurings/{split}/correct", {"members": [member], **WHY}, revision=1)
    out = {"to_union": there, "occurred_on": "2026-03-21"}
    await place.clerk().done(f"/members/{member}/request-transfer", out, revision=1)
    late = await place.chair().post(f"/restructurings/{split}/approve", approval(), revision=2)
    assert late.json()["code"] == "transfers-waiting"
    await place.clerk().done(f"/members/{member}/withdraw-transfer", {"occurred_on": "2026-03-22"}, revision=2)
    await approved(place, split, revision=2)
    assert await union_of(place, member) == (new, "100")


async def test_move_under_another_superior_of_the_township(place: County) -> None:
    """The tree of a past day is the past tree."""
    town = await place.township_union(await place.federation())
    federation, union = await place.union(town, kind="area-federation"), await place.union(town)
    below = await place.union(union, occurred_on="2020-03-02")
    member = await place.member(union)
    await done(place, "move", union=union, parent=federation)
    assert kinds(await place.events(below))[-1] == "union.approved.v1"

    async def parent(day: str) -> str:
        rows = (await place.clerk().get("/unions/tree", on=day)).json()
        return str(next(row["parent"] for row in rows if row["id"] == union))

    assert (await parent(EARLIER), await parent(DAY)) == (town, federation)
    assert await union_of(place, member) == (union, "100")
    assert kinds(await place.events(union))[-1] == "union.moved.v1"


async def test_move_to_another_township_takes_all_that_lies_there(place: County) -> None:
    """Unions below, members, former members, units, offices held in it; the old township sees none of it."""
    federation = await place.federation()
    town, other = await place.township_union(federation), await place.township_union(federation, "101")
    unit = await place.employer(headcount=25)
    union = await place.union(town, kind="joint", employers=[unit, await place.employer()])
    below = await place.union(union, occurred_on="2020-03-02")
    member, under, left = await place.member(union), await place.member(below), await place.member(union)
    leaving = {"left_for": "own-request", "occurred_on": "2026-03-10"}
    await place.clerk().done(f"/members/{left}/leave", leaving, revision=1)
    held = {"account": f"c-{place.code}", "holds": "enterprise-chair", "area": f"{place.code}100", "union": union}
    appointment = (await place.organiser.done("/appointments", {**held, "occurred_on": DAY}))["id"]
    move = await asked(place, "move", union=union, parent=other)
    await approved(place, move, county=True)
    assert await union_of(place, member) == (union, "101")
    assert await union_of(place, under) == (below, "101")
    assert await union_of(place, left) == (union, "101")
    assert (await place.clerk("101").get(f"/employers/{unit}")).json()["headcount"] == 25
    (row,) = await place.rows("SELECT area FROM appointment WHERE id = $1", appointment)
    assert row["area"] == f"{place.code}101"
    assert kinds(await place.events(unit))[-1] == "employer.moved.v1"
    assert kinds(await place.events(below))[-1] == "union.moved.v1"
    tree = (await place.clerk().get("/unions/tree", on=EARLIER)).json()
    assert next(row["area"] for row in tree if row["id"] == below) == f"{place.code}100"
    moved = (await place.clerk("101").get(f"/unions/{below}")).json()
    assert (moved["area"], moved["parent"]) == (f"{place.code}101", union)
    await place.clerk("101").done(f"/employers/{unit}/headcount", {"headcount": 26, "occurred_on": DAY}, revision=2)
    assert await both(place, unit, DAY) == (26, 26)


async def test_what_cannot_move(place: County) -> None:
    """Where it is, below itself, under a union of one unit, a shared unit, a township's own union."""
    federation = await place.federation()
    town, other = await place.township_union(federation), await place.township_union(federation, "101")
    shared = await place.employer()
    union = await place.union(town, kind="single", employers=[shared])
    await place.union(town, kind="joint", employers=[shared, await place.employer()])
    village = await place.union(town)
    below = await place.union(village, occurred_on="2020-03-02")
    assert await refused(place, "move", union=village, parent=town) == "same-unions"
    assert await refused(place, "move", union=village, parent=union) == "wrong-superior"
    assert await refused(place, "move", union=village, parent=federation) == "wrong-superior"
    assert await refused(place, "move", union=town, parent=other) == "not-a-base-union"
    assert await refused(place, "move", union=village, parent=str(uuid7())) == "not-found"
    assert await not_approved(place, await asked(place, "move", union=village, parent=below)) == "below-itself"
    move = await asked(place, "move", union=union, parent=other)
    assert await not_approved(place, move, county=True) == "unit-shared"


async def test_units_leave_and_join_from_a_day_on(place: County) -> None:
    """What counts as covered begins and ends on those days, and may begin again."""
    town = await place.township_union(await place.federation())
    one, two, three = [await place.employer(headcount=10) for _ in range(3)]
    union = await place.union(town, kind="joint", employers=[one, two])
    assert await refused(place, "leave", union=union, employers=[three]) == "units-do-not-fit"
    assert await refused(place, "join", union=union, employers=[one]) == "units-do-not-fit"
    assert await refused(place, "join", union=union, employers=[]) == "nothing-chosen"
    leaving = await asked(place, "leave", union=union, employers=[one])
    await approved(place, leaving)
    assert (await both(place, one, EARLIER), await both(place, one, DAY)) == ((10, 10), (10, 0))
    joining = await asked(place, "join", union=union, employers=[one, three], occurred_on=DAY)
    await approved(place, joining, occurred_on="2026-04-03")
    assert (await both(place, one, "2026-04-02"), await both(place, one, "2026-04-03")) == ((10, 0), (10, 10))
    assert await covers(place, union) == {one, two, three}
    rows = (await place.organiser.get(f"/unions/{union}", on="2026-04-02")).json()["units"]
    assert {row["id"] for row in rows} == {two}
    again = await asked(place, "leave", union=union, employers=[one], occurred_on=DAY)
    assert await not_approved(place, again, occurred_on="2026-04-03") == "changed-since"


async def test_units_that_do_not_join(place: County) -> None:
    """Of another township, registered later, ended; none joins a union of one unit."""
    federation = await place.federation()
    town, _ = await place.township_union(federation), await place.township_union(federation, "101")
    own = await place.employer()
    single = await place.union(town, kind="single", employers=[own])
    union = await place.union(town, kind="joint", employers=[own, await place.employer()])
    assert await refused(place, "join", union=single, employers=[await place.employer()]) == "union-of-one-unit"
    elsewhere = await asked(place, "join", union=union, employers=[await place.employer("101")])
    assert await not_approved(place, elsewhere) == "employer-elsewhere"
    later = await place.employer(occurred_on="2026-05-01")
    await place.clerk().done(f"/restructurings/{elsewhere}/correct", {"employers": [later], **WHY}, revision=1)
    late = await place.chair().post(f"/restructurings/{elsewhere}/approve", approval(), revision=2)
    assert late.json()["code"] == "changed-since"


async def test_request_is_corrected_voided_or_returned_while_it_waits(place: County) -> None:
    """Returned with a reason and an opinion that stands in no event; decided, nothing of it changes."""
    town = await place.township_union(await place.federation())
    one, two = await place.employer(), await place.employer()
    union = await place.union(town, kind="joint", employers=[one, two])
    first = await asked(place, "leave", union=union, employers=[one])
    right = {"employers": [two], "occurred_on": "2026-03-22", **WHY}
    await place.clerk().done(f"/restructurings/{first}/correct", right, revision=1)
    row = (await place.clerk().get(f"/restructurings/{first}")).json()
    assert (row["employers"], row["due_on"], row["change_words"]["zh"]) == ([two], "2026-04-07", "单位退出")
    answer = {"returned_for": "papers-missing", "opinion": "请附单位证明", "occurred_on": DAY}
    wrong = await place.organiser.post(f"/restructurings/{first}/return", answer, revision=2)
    assert wrong.json()["code"] == "not-the-superior"
    await place.chair().done(f"/restructurings/{first}/return", answer, revision=2)
    assert "请附单位证明" not in str(await place.events(first))
    for verb, body in (("correct", right), ("void", WHY)):
        late = await place.clerk().post(f"/restructurings/{first}/{verb}", body, revision=3)
        assert late.json()["code"] == "not-waiting"
    second = await asked(place, "move", union=union, parent=await place.union(town))
    await place.clerk().done(f"/restructurings/{second}/correct", {"occurred_on": DAY, **WHY}, revision=1)
    await place.clerk().done(f"/restructurings/{second}/void", WHY, revision=2)
    listed = (await place.chair().get("/restructurings")).json()["items"]
    assert [(row["id"], row["returned_words"]["zh"], row["opinion"]) for row in listed] == [
        (first, "材料不齐", "请附单位证明")
    ]
    history = (await place.chair().get(f"/restructurings/{first}/history")).json()["items"]
    assert [row["words"]["zh"] for row in history] == ["退回组织变更申请", "更正", "申请组织变更"]
    stranger = place.office(Office.TOWNSHIP_CHAIR, f"{place.code}101")
    assert (await stranger.get(f"/restructurings/{first}")).status_code == 404
