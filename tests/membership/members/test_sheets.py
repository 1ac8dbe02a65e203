"""Members by union, counted and listed to print; the filters of the list."""

from tests.membership.members.ways import chair_of
from tests.membership.people import County

RETIRED = {"retained_for": "retirement", "occurred_on": "2026-04-01"}
LEFT = {"left_for": "own-request", "occurred_on": "2026-05-01"}


async def test_members_are_counted_by_union_and_state(place: County) -> None:
    """In the asker's area, or union; voided and left ones apart from members."""
    town = await place.township_union(await place.federation())
    union, other = await place.union(town), await place.union(town)
    members = [await place.member(union) for _ in range(5)]
    await place.member(other)
    clerk = place.clerk()
    await clerk.done(f"/members/{members[0]}/retain", RETIRED, revision=1)
    await clerk.done(f"/members/{members[1]}/leave", LEFT, revision=1)
    await clerk.done(f"/members/{members[2]}/void", {"reason": "duplicate"}, revision=1)
    proposed = {"decided_by": "committee", "document": "石工2026-3号", "occurred_on": "2026-04-01"}
    await clerk.done(f"/members/{members[3]}/propose-expulsion", proposed, revision=1)
    (row,) = (await clerk.get("/members/of-union/counts", union=union)).json()["items"]
    assert {name: value for name, value in row.items() if isinstance(value, int)} == {
        "members": 3,
        "active": 2,
        "retained": 1,
        "waiting": 0,
        "expulsion": 1,
        "flagged": 0,
        "left": 1,
        "void": 1,
    }
    first = (await clerk.get("/members/of-union/counts", limit=1)).json()
    second = (await clerk.get("/members/of-union/counts", limit=1, after=first["next"])).json()
    assert {first["items"][0]["union"], second["items"][0]["union"]} == {union, other}
    (own,) = (await chair_of(place, other).get("/members/of-union/counts")).json()["items"]
    assert (own["union"], own["members"]) == (other, 1)


async def test_a_unions_list_is_printed_masked_by_the_surnames_pinyin(place: County) -> None:
    """Who is a member; on request who left too."""
    town = await place.township_union(await place.federation())
    union, other = await place.union(town), await place.union(town)
    employer = await place.employer()
    clerk = place.clerk()
    li = await place.member(union, name="李二", phone="13812345678", employer=employer)
    an = await place.member(union, name="安一", employment="migrant")
    gone = await place.member(union, name="白三")
    await place.member(other)
    await clerk.done(f"/members/{an}/retain", RETIRED, revision=1)
    await clerk.done(f"/members/{gone}/leave", LEFT, revision=1)
    answer = await clerk.get(f"/members/of-union/{union}")
    sheet = answer.json()
    assert (sheet["members"], sheet["retained"], sheet["area"]) == (2, 1, place.code + "100")
    assert sheet["title"]["zh"] == f"{sheet['union_name']}会员名册"
    assert [(line["number"], line["id"], line["phone"]) for line in sheet["lines"]] == [
        (1, an, None),
        (2, li, "138****5678"),
    ]
    assert [line["reason_words"] and line["reason_words"]["zh"] for line in sheet["lines"]] == ["退休", None]
    assert sheet["lines"][1]["employer_name"] == "石关茶厂"
    assert not any(secret in answer.text for secret in ("安一", "李二", "13812345678"))
    whole = (await clerk.get(f"/members/of-union/{union}", left="true")).json()
    assert [line["id"] for line in whole["lines"]] == [an, gone, li]
    assert whole["lines"][1]["reason_words"]["zh"] == "本人申请退会"
    assert (await place.clerk("101").get(f"/members/of-union/{union}")).status_code == 404
    assert (await chair_of(place, union).get(f"/members/of-union/{other}")).status_code == 404


async def test_the_list_is_narrowed_by_state_employer_employment_and_change(place: County) -> None:
    union, employer = await place.base_union(), await place.employer()
    clerk = place.clerk()
    plain = await place.member(union)
    employed = await place.member(union, employer=employer, employment="migrant")
    retained, gone, voided = [await place.member(union) for _ in range(3)]
    await clerk.done(f"/members/{retained}/retain", RETIRED, revision=1)
    await clerk.done(f"/members/{gone}/leave", LEFT, revision=1)
    await clerk.done(f"/members/{voided}/void", {"reason": "duplicate"}, revision=1)

    async def found(**filters: str) -> set[str]:
        return {row["id"] for row in (await clerk.get("/members", **filters)).json()["items"]}

    assert await found() == {plain, employed, retained, gone}
    assert await found(state="active") == {plain, employed}
    assert await found(state="living") == {plain, employed, retained}
    assert await found(state="retained") == {retained}
    assert await found(state="left") == {gone}
    assert await found(state="void") == {voided}
    assert await found(employer=employer) == await found(employment="migrant") == {employed}
    assert await found(changed="true") == {retained, gone}
    assert await found(moved="false") == {plain, employed, voided} - {voided}
