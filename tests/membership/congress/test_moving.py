"""What a union's congress has left behind moves with the union."""

from tests.membership.congress.meeting import MET, Unit, sitting, unit
from tests.membership.motions.records import put
from tests.membership.openness.test_openness import disclosed, suggested
from tests.membership.people import County


async def test_records_follow_their_union_to_another_township(place: County) -> None:
    of = await unit(place)
    at = await sitting(of)
    await at.opened()
    await put(place, "100", at.congress)
    await suggested(of, await disclosed(of))
    await place.rows("UPDATE unions SET area = $2 WHERE id = $1::uuid", of.union, f"{place.code}101")
    there = Unit(place, of.union, of.employer, "101")
    for path in ("congresses", "congress-sessions", "congress-ballots", "motions", "openness", "openness-suggestions"):
        assert (await of.clerk.get(f"/{path}")).json()["items"] == [], path
        assert len((await there.clerk.get(f"/{path}")).json()["items"]) == 1, path
    closing = {"occurred_on": MET}
    ballots = (await there.clerk.get("/congress-ballots")).json()["items"]
    await there.clerk.done(f"/congress-ballots/{ballots[0]['id']}/void", {"reason": "not-true"}, revision=1)
    await there.clerk.done(f"/congress-sessions/{at.session}/close", closing, revision=3)
    assert (await place.events(at.session))[-1]["township"] == f"{place.code}101"
