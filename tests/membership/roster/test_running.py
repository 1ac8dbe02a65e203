"""A roster from the upload to the last member: admitted once each, and taken back while untouched."""

from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import people, workbook

UNION = "SELECT name FROM unions WHERE id = $1"


async def test_every_good_row_is_admitted_with_an_event_of_its_own(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(workbook(people(5), title="某某厂会员花名册"), union=union)
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["rows"], seen["good"], seen["wrong"]) == ("checked", 5, 5, 0), seen
    await bringing.do(batch, "confirm", {"good_only": False})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["made"], seen["refused"]) == ("done", 5, 0), seen
    members = await place.rows("SELECT id FROM members WHERE union_id = $1", union)
    assert len(members) == 5
    for row in members:
        (event,) = await place.events(str(row["id"]))
        assert event["type"] == "cn.gonghui.membership.member.admitted.v1"
        assert event["actor"] == f"township-clerk-{place.code}100"
        assert event["data"]["place"] == {"org": union, "area": f"{place.code}100"}
