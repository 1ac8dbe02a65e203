"""Whatever races on one member (transfers, retirements, voidings, returns) ends in one consistent state (rule 6)."""

import asyncio
import random
from typing import Any

import httpx

from tests.membership.members.test_life import counted, periods
from tests.membership.people import County
from tests.support.numbers import id_number

ROUNDS = 12
DAY = "2026-05-01"


async def test_rule_6_whatever_races_on_a_member_one_of_each_revision_wins(place: County) -> None:
    """Each round all offices try at the revision they saw: one succeeds, and log, table and periods agree."""
    federation = await place.federation()
    towns = [await place.township_union(federation, township) for township in ("100", "101")]
    unions = [await place.union(towns[0]), await place.union(towns[0]), await place.union(towns[1], "101")]
    number = id_number()
    member = await place.member(unions[0], id_number=number)
    chance = random.Random(8)
    for _ in range(ROUNDS):
        (row,) = await place.rows("SELECT area, union_id::text AS u, revision FROM members WHERE id = $1", member)
        near = unions[1] if row["u"] == unions[0] else unions[0]
        bodies: list[tuple[str, dict[str, Any]]] = [
            ("transfer", {"to_union": near, "occurred_on": DAY}),
            ("request-transfer", {"to_union": unions[2], "occurred_on": DAY}),
            ("withdraw-transfer", {"occurred_on": DAY}),
            ("retain", {"retained_for": "retirement", "occurred_on": DAY}),
            ("restore", {"occurred_on": DAY}),
            ("leave", {"left_for": "own-request", "occurred_on": DAY}),
            ("void-change", {"reason": "wrong-entry"}),
            ("void-transfer", {"reason": "wrong-entry"}),
            ("change-employment", {"employment": chance.choice(["migrant", "platform"]), "occurred_on": DAY}),
        ]
        chance.shuffle(bodies)
        clerk = place.clerk(row["area"][6:])
        answers: list[httpx.Response] = await asyncio.gather(
            *(clerk.post(f"/members/{member}/{verb}", body, revision=row["revision"]) for verb, body in bodies),
            place.clerk().post(
                "/members/rejoin",
                {"union": near, "id_number": number, "employment": "regular", "occurred_on": DAY},
            ),
            place.clerk("101").post(
                f"/members/{member}/accept-transfer", {"occurred_on": DAY}, revision=row["revision"]
            ),
        )
        assert {answer.status_code for answer in answers} <= {200, 201, 404, 409, 412, 422}
        assert sum(answer.status_code == 200 for answer in answers) <= 1
    (row,) = await place.rows("SELECT state, union_id::text AS u, revision FROM members WHERE id = $1", member)
    assert row["revision"] > ROUNDS // 2
    assert row["revision"] == len(await place.events(member))
    still = [union for union, _, until in await periods(place, member) if until is None]
    assert still == ([row["u"]] if row["state"] in ("active", "retained") else [])
    sums: dict[str, int] = {}
    for event in await place.events(member):
        for metric, _, delta in counted(event):
            sums[metric] = sums.get(metric, 0) + delta
    assert sums["members"] == len(still)
    assert sums.get("retained-members", 0) == (row["state"] == "retained")


async def test_rule_6_of_many_who_take_a_former_member_back_one_does(place: County) -> None:
    """The row's lock, and the temporal key beneath it."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    other = await place.union(await place.township_union(federation, "101"), "101")
    number = id_number()
    member = await place.member(union, id_number=number)
    await place.clerk().done(f"/members/{member}/leave", {"left_for": "own-request", "occurred_on": DAY}, revision=1)
    again = {"id_number": number, "employment": "regular", "occurred_on": DAY}
    answers = await asyncio.gather(
        *(place.clerk("100").post("/members/rejoin", {**again, "union": union}) for _ in range(4)),
        *(place.clerk("101").post("/members/rejoin", {**again, "union": other}) for _ in range(4)),
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len(await periods(place, member)) == 2
