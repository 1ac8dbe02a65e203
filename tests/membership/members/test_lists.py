"""Lists of members: masked, filtered, paged, and closed to who does not work with people."""

import pytest

from contracts.offices import Office
from tests.membership.people import County


async def test_list_shows_masked_values_only(place: County) -> None:
    """王** 340828********1234, never the number itself."""
    union = await place.base_union()
    await place.member(union, name="欧阳小明", id_number="11010519491231002X", phone="13812345678")
    answer = await place.clerk().get("/members")
    (row,) = answer.json()["items"]
    assert row["label"] == "欧*** 110105********002X"
    assert row["words"] == {"zh": "在会", "en": "Member"}
    assert row["employment_words"]["en"] == "Regular"
    assert not any(secret in answer.text for secret in ("欧阳", "19491231", "13812345678"))


async def test_members_are_found_by_last_four_by_name_by_union_and_by_state(place: County) -> None:
    """The filters."""
    town = await place.township_union(await place.federation())
    union, other = await place.union(town), await place.union(town)
    first = await place.member(union, name="王一", id_number="11010519491231002X")
    second = await place.member(other, name="李二")
    clerk = place.clerk()

    async def found(**filters: str) -> set[str]:
        return {row["id"] for row in (await clerk.get("/members", **filters)).json()["items"]}

    assert await found(q="002x") == {first}
    assert await found(q="李") == {second}
    assert await found(union=union) == {first}
    assert await found(state="active") == {first, second}
    assert await found(state="waiting") == set()
    assert await found(moved="false") == {first, second}
    await clerk.done(f"/members/{first}/transfer", {"to_union": other, "occurred_on": "2026-05-06"}, revision=1)
    assert await found(moved="true") == {first}
    assert await found(moved="false") == {second}


async def test_list_is_paged_without_losing_anybody(place: County) -> None:
    """Keyset cursors; a foreign cursor is refused."""
    union = await place.base_union()
    entered = {await place.member(union) for _ in range(5)}
    clerk = place.clerk()
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = (await clerk.get("/members", limit=2, **after)).json()
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert len(seen) == 5
    assert set(seen) == entered
    assert (await clerk.get("/members", after="nonsense")).json()["code"] == "wrong-cursor"
    assert (await clerk.get("/members", limit=101)).status_code == 422


async def test_scope_is_the_area_of_the_asker(place: County) -> None:
    """A township sees its own, the county all, another county nothing."""
    federation = await place.federation()
    for township in ("100", "101"):
        await place.member(await place.union(await place.township_union(federation, township), township), township)

    async def count(office: Office, area: str) -> int:
        return len((await place.office(office, area).get("/members")).json()["items"])

    assert await count(Office.TOWNSHIP_CLERK, place.code + "100") == 1
    assert await count(Office.COUNTY_ORGANISER, place.code) == 2
    assert await count(Office.COUNTY_ORGANISER, "110101") == 0


@pytest.mark.parametrize("office", [Office.AUDITOR, Office.COUNTY_LEADER, Office.MEMBER])
async def test_offices_that_do_not_work_with_people_see_none(place: County, office: Office) -> None:
    """403, also without a token 401."""
    assert (await place.office(office).get("/members")).status_code == 403
    assert (await place.clerk().http.get("/members")).status_code == 401


async def test_labels_are_served_in_batches_for_the_own_area(place: County) -> None:
    """Ids of other areas and of voided admissions are left out."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    other = await place.union(await place.township_union(federation, "101"), "101")
    mine = await place.member(union, name="王一", id_number="11010519491231002X")
    voided, foreign = await place.member(union), await place.member(other, "101")
    await place.clerk().done(f"/members/{voided}/void", {"reason": "duplicate"}, revision=1)
    answer = await place.clerk().get("/labels", ids=[mine, voided, foreign])
    assert answer.json() == [{"id": mine, "label": "王* 110105********002X"}]
    assert (await place.clerk().get("/labels")).status_code == 422
    assert (await place.clerk().get("/labels", ids=[mine] * 101)).status_code == 422
    assert (await place.office(Office.AUDITOR).get("/labels", ids=[mine])).status_code == 403
