"""Admitting members: who may, which values, once per person (rule 6)."""

from tests.membership.people import DAY, County, id_number, worker


async def test_admitted_member_is_in_the_journal_without_personal_data(place: County) -> None:
    """The event carries ids and codes; name and number stay in the row."""
    town = await place.township_union(await place.federation())
    union = await place.union(town)
    body = worker(union, phone="13812345678")
    member = (await place.clerk().done("/members", body))["id"]
    (event,) = await place.events(member)
    assert event["type"] == "cn.gonghui.membership.member.admitted.v1"
    assert event["occurredon"] == DAY
    assert event["data"] == {
        "member": member,
        "place": {"org": union, "area": place.code + "100"},
        "employment": "regular",
    }
    assert body["id_number"] not in str(event)
    assert body["name"] not in str(event)
    assert body["phone"] not in str(event)
