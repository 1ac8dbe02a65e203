"""A record's history: its events in words, newest first, for whoever may see the record and nobody else."""

from contracts.offices import Office
from tests.membership.people import County
from tests.support.running import Running


async def test_history_tells_every_event_newest_first(membership: Running, county: str) -> None:
    place = County(county, membership)
    union = await place.base_union()
    member = await place.member(union)
    clerk = place.clerk()
    right = {"employment": "migrant", "reason": "wrong-entry"}
    await clerk.done(f"/members/{member}/correct", right, revision=1)
    first = (await clerk.get(f"/members/{member}/history", limit="1")).json()
    (corrected,) = first["items"]
    assert (corrected["words"]["zh"], corrected["of"]["zh"]) == ("更正", "会员入会")
    assert corrected["codes"]["migrant"] == {"zh": "农民工", "en": "Migrant worker"}
    assert corrected["office"] == "township-clerk"
    rest = (await clerk.get(f"/members/{member}/history", after=first["next"])).json()
    assert [each["words"]["zh"] for each in rest["items"]] == ["会员入会"]
    assert rest["next"] is None


async def test_history_is_kept_from_who_may_not_see_the_record(membership: Running, county: str) -> None:
    place = County(county, membership)
    member = await place.member(await place.base_union())
    assert (await place.clerk("101").get(f"/members/{member}/history")).status_code == 404
    assert (await place.office(Office.AUDITOR).get(f"/members/{member}/history")).status_code == 403
