"""Unions beyond their founding: eight kinds; returned, handed in again, renamed, registered; tree and certificate."""

import pytest

from contracts.membership.organisations import UNIT_TYPE_NUMBERS, UNIT_TYPE_WORDS
from contracts.offices import Office
from tests.membership.people import County
from tests.support.numbers import credit_code

DAY = {"occurred_on": "2020-03-02"}
WHY = {"reason": "wrong-entry"}
RETURN = {"returned_for": "name-wrong", "opinion": "名称应含乡镇名", "occurred_on": "2020-03-04"}
RENAME = {"name": "桃花源村工会", "document": "石工2021-3号", "occurred_on": "2021-05-06"}


async def test_street_union_is_a_township_union_in_law(place: County) -> None:
    """Approved by the county, above the base unions of its area; there is one of both in an area."""
    federation = await place.federation()
    body = {"name": "城关街道工会", "kind": "street", "parent": federation, "occurred_on": "2020-02-01"}
    street = (await place.clerk().done("/unions", body))["id"]
    assert (await place.events(street))[0]["type"].endswith(".township-union.founded.v1")
    own = await place.chair().post(f"/unions/{street}/approve", DAY, revision=1)
    assert own.json()["code"] == "not-the-superior"
    await place.organiser.done(f"/unions/{street}/approve", DAY, revision=1)
    second = {**body, "name": "城关乡工会", "kind": "township"}
    assert (await place.clerk().post("/unions", second)).json()["code"] == "township-union-exists"
    await place.union(street, occurred_on="2020-03-02")


@pytest.mark.parametrize("kind", ["area-federation", "industry-federation", "village-community"])
async def test_area_and_industry_federations_are_told_apart(place: County, kind: str) -> None:
    """Kinds of their own; the old one of both is no longer offered."""
    town = await place.township_union(await place.federation())
    union = await place.union(town, kind=kind)
    assert (await place.clerk().get(f"/unions/{union}")).json()["kind"] == kind
    body = {"name": "片区工会", "kind": "area-industry", "parent": town, "occurred_on": "2020-03-01"}
    assert (await place.clerk().post("/unions", body)).json()["code"] == "invalid-values"


def test_every_type_of_unit_has_its_number() -> None:
    """110 state … 170 private, 400 institution, 500 agency, 600 individual, 700 private non-enterprise."""
    assert set(UNIT_TYPE_NUMBERS) == set(UNIT_TYPE_WORDS)
    assert list(UNIT_TYPE_NUMBERS.values()) == sorted(set(UNIT_TYPE_NUMBERS.values()))
    assert (UNIT_TYPE_NUMBERS["state"], UNIT_TYPE_NUMBERS["private"]) == (110, 170)


async def test_rule_1_superior_returns_a_founding_and_the_clerk_hands_it_in_again(place: County) -> None:
    """With a reason; put right, it awaits approval as at first. What is returned is not approved."""
    town = await place.township_union(await place.federation())
    first, second = await place.employer(), await place.employer()
    union = await place.founded(town, kind="single", employers=[first])
    path = f"/unions/{union}"
    early = await place.chair().post(f"{path}/return", {**RETURN, "occurred_on": "2020-02-28"}, revision=1)
    assert early.json()["code"] == "before-founding"
    assert (await place.organiser.post(f"{path}/return", RETURN, revision=1)).json()["code"] == "not-the-superior"
    await place.chair().done(f"{path}/return", RETURN, revision=1)
    shown = (await place.clerk().get(path)).json()
    assert (shown["state"], shown["returned_words"]["zh"], shown["opinion"]) == (
        "returned",
        "名称不规范",
        "名称应含乡镇名",
    )
    assert "名称应含乡镇名" not in str(await place.events(union))
    for verb in ("approve", "return"):
        again = await place.chair().post(f"{path}/{verb}", RETURN if verb == "return" else DAY, revision=2)
        assert again.json()["code"] == "union-not-awaiting"
    right = {"name": "石关茶厂工会", "employers": [second], "industry": "C", "unit_type": "private", **WHY}
    await place.clerk().done(f"{path}/correct", {**right, "credit_code": credit_code("81")}, revision=2)
    resubmitted = {"occurred_on": "2020-03-09"}
    assert (await place.organiser.post(f"{path}/resubmit", resubmitted, revision=3)).json()["code"] == (
        "entered-by-another-office"
    )
    await place.clerk().done(f"{path}/resubmit", resubmitted, revision=3)
    assert (await place.events(union))[-1]["data"]["due_on"] == "2020-03-24"
    twice = await place.clerk().post(f"{path}/resubmit", resubmitted, revision=4)
    assert twice.json()["code"] == "union-not-returned"
    await place.chair().done(f"{path}/approve", {"occurred_on": "2020-03-10"}, revision=4)
    record = (await place.clerk().get(path)).json()
    assert (record["label"], record["industry_words"]["zh"], record["unit_type_number"]) == (
        "石关茶厂工会",
        "制造业",
        170,
    )
    assert [unit["id"] for unit in record["units"]] == [second]


async def test_whoever_handed_it_in_again_does_not_approve_it(place: County) -> None:
    """The deputy who resubmits is a maker too."""
    town = await place.township_union(await place.federation())
    union = await place.founded(town)
    await place.chair().done(f"/unions/{union}/return", RETURN, revision=1)
    both = f"both-{place.code}"
    clerk = place.office(Office.TOWNSHIP_CLERK, f"{place.code}100", both)
    await clerk.done(f"/unions/{union}/resubmit", {"occurred_on": "2020-03-05"}, revision=2)
    chair = place.office(Office.TOWNSHIP_CHAIR, f"{place.code}100", both)
    assert (await chair.post(f"/unions/{union}/approve", DAY, revision=3)).json()["code"] == "maker-is-approver"


async def test_returned_foundings_of_township_and_county_go_back_to_their_founders(place: County) -> None:
    """The county's own is its organiser's to hand in again; a township's is its clerk's."""
    made = await place.organiser.done("/unions/federation", {"name": "县总工会", "occurred_on": "2020-01-02"})
    path = f"/unions/{made['id']}"
    await place.approver.done(f"{path}/return", RETURN, revision=1)
    assert (await place.events(made["id"]))[-1]["type"].endswith("federation.returned.v1")
    await place.organiser.done(f"{path}/correct", {"name": "某某县总工会", **WHY}, revision=2)
    await place.organiser.done(f"{path}/resubmit", {"occurred_on": "2020-03-05"}, revision=3)
    await place.approver.done(
        f"{path}/approve", {**DAY, "document": "市工2020-1号", "occurred_on": "2020-03-06"}, revision=4
    )
    body = {"name": "乡工会", "kind": "township", "parent": made["id"], "occurred_on": "2020-03-07"}
    town = (await place.clerk().done("/unions", body))["id"]
    await place.organiser.done(f"/unions/{town}/return", {**RETURN, "occurred_on": "2020-03-08"}, revision=1)
    await place.clerk().done(f"/unions/{town}/resubmit", {"occurred_on": "2020-03-09"}, revision=2)
    assert (await place.events(town))[-1]["type"].endswith("township-union.resubmitted.v1")


async def test_voiding_a_returned_founding_leaves_nothing_waiting(place: County) -> None:
    """Each of its events is taken back, the last first."""
    union = await place.founded(await place.township_union(await place.federation()))
    await place.chair().done(f"/unions/{union}/return", RETURN, revision=1)
    await place.clerk().done(f"/unions/{union}/void", WHY, revision=2)
    voided = [event["data"]["type"] for event in (await place.events(union))[2:]]
    assert [each.rpartition("membership.")[2] for each in voided] == ["union.returned.v1", "union.founded.v1"]


async def test_union_is_renamed_from_a_day_on_by_its_superior(place: County) -> None:
    """The past keeps the old name, the document stands with the change; the last rename can be voided."""
    town = await place.township_union(await place.federation())
    union = await place.union(town, name="桃花村工会")
    path = f"/unions/{union}"
    assert (await place.organiser.post(f"{path}/rename", RENAME, revision=2)).json()["code"] == "not-the-superior"
    early = await place.chair().post(f"{path}/rename", {**RENAME, "occurred_on": "2020-03-01"}, revision=2)
    assert early.json()["code"] == "before-union-existed"
    same = await place.chair().post(f"{path}/rename", {**RENAME, "name": "桃花村工会"}, revision=2)
    assert same.json()["code"] == "same-name"
    never = await place.chair().post(f"{path}/void-rename", WHY, revision=2)
    assert never.json()["code"] == "not-renamed-last"
    await place.chair().done(f"{path}/rename", RENAME, revision=2)
    back = await place.chair().post(f"{path}/rename", {**RENAME, "name": "又一村工会", **DAY}, revision=3)
    assert back.json()["code"] == "changed-later"

    async def named(day: str) -> set[str]:
        return {row["label"] for row in (await place.clerk().get("/unions/tree", on=day)).json()}

    assert "桃花村工会" in await named("2021-05-05")
    assert "桃花源村工会" in await named("2021-05-06")
    used = await place.chair().post(f"{path}/void-approval", WHY, revision=3)
    assert used.json()["code"] == "union-in-use"
    await place.chair().done(f"{path}/void-rename", WHY, revision=3)
    assert (await place.clerk().get(path)).json()["label"] == "桃花村工会"
    assert "桃花村工会" in await named("2021-05-07")


async def test_credit_code_follows_the_approval_and_stands_on_the_certificate(place: County) -> None:
    """A base union's certificate becomes a legal person's with its code."""
    union = await place.base_union()
    clerk = place.clerk()
    paper = (await clerk.get(f"/unions/{union}/certificate")).json()
    assert (paper["certificate_words"]["zh"], paper["superior"], paper["chair"]) == ("基层工会证书", "乡工会100", None)
    code = credit_code("81")
    body = {"credit_code": code, "industry": "A", **DAY}
    assert (await place.organiser.post(f"/unions/{union}/register", body, revision=2)).json()["code"] == (
        "entered-by-another-office"
    )
    await clerk.done(f"/unions/{union}/register", body, revision=2)
    await clerk.done(f"/unions/{union}/register", {"unit_type": "institution", **DAY}, revision=3)
    paper = (await clerk.get(f"/unions/{union}/certificate")).json()
    assert (paper["certificate"], paper["credit_code"], paper["approved_on"]) == ("legal-person", code, "2020-03-02")
    last = (await place.events(union))[-1]["data"]
    assert (last["credit_code"], last["industry"], last["unit_type"]) == (code, "A", "institution")
    assert (await place.clerk("101").get(f"/unions/{union}/certificate")).status_code == 404
    found = (await clerk.get("/unions", q=code.lower())).json()["items"]
    assert [row["id"] for row in found] == [union]


async def test_record_names_the_chain_above_and_children_are_listed(place: County) -> None:
    """The nearest first; subordinate unions by their parent."""
    federation = await place.federation()
    town = await place.township_union(federation)
    village = await place.union(town)
    single = await place.union(
        village, kind="single", employers=[await place.employer(headcount=12)], occurred_on="2020-03-02"
    )
    record = (await place.clerk().get(f"/unions/{single}", on="2020-05-01")).json()
    assert [each["id"] for each in record["above"]] == [village, town, federation]
    assert [(unit["headcount"], unit["since"]) for unit in record["units"]] == [(12, "2020-03-02")]
    before = (await place.clerk().get(f"/unions/{single}", on="2020-03-01")).json()
    assert before["units"] == []
    children = (await place.clerk().get("/unions", parent=town)).json()["items"]
    assert [row["id"] for row in children] == [village]
    waiting = await place.founded(town)
    rows = (await place.clerk().get("/unions", state="unapproved")).json()["items"]
    assert [row["id"] for row in rows] == [waiting]
    assert {row["id"] for row in (await place.clerk().get("/unions/tree", on="2020-02-15")).json()} == {
        federation,
        town,
    }
