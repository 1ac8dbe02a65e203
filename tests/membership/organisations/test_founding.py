"""Unions: founded, approved by the superior alone (rule 1), corrected and voided within limits."""

import asyncio

import pytest

from chassis.ids import uuid7
from contracts.offices import Office
from tests.membership.people import County, worker
from tests.support import databases
from tests.support.numbers import credit_code

APPROVED = {"occurred_on": "2020-03-02"}
WHY = {"reason": "wrong-entry"}


async def test_county_federation_is_approved_on_a_document(place: County) -> None:
    """Its superior is not on the platform."""
    body = {"name": "县总工会", "occurred_on": "2020-01-02"}
    union = (await place.organiser.done("/unions/federation", body))["id"]
    own = await place.organiser.post(f"/unions/{union}/approve", APPROVED, revision=1)
    assert (own.status_code, own.json()["code"]) == (403, "maker-is-approver")
    without = await place.approver.post(f"/unions/{union}/approve", APPROVED, revision=1)
    assert (without.status_code, without.json()["code"]) == (422, "document-required")
    assert without.json()["errors"][0]["pointer"] == "/document"
    await place.approver.done(f"/unions/{union}/approve", {**APPROVED, "document": "2020-1号"}, revision=1)
    founded, approved = await place.events(union)
    assert "township" not in founded
    assert founded["data"]["due_on"] == "2020-01-17"
    assert approved["data"]["place"] == {"org": union, "area": place.code}


async def test_whoever_founded_or_corrected_a_union_does_not_approve_it(place: County) -> None:
    """The same account in another office is the same person."""
    town = await place.township_union(await place.federation())
    both = f"both-{place.code}"
    clerk = place.office(Office.TOWNSHIP_CLERK, f"{place.code}100", both)
    chair = place.office(Office.TOWNSHIP_CHAIR, f"{place.code}100", both)
    body = {"name": "石关村工会", "kind": "village-community", "parent": town, "occurred_on": "2020-03-01"}
    own = (await clerk.done("/unions", body))["id"]
    refused = await chair.post(f"/unions/{own}/approve", APPROVED, revision=1)
    assert (refused.status_code, refused.json()["code"]) == (403, "maker-is-approver")
    other = await place.founded(town)
    await clerk.done(f"/unions/{other}/correct", {"name": "石关二村工会", **WHY}, revision=1)
    refused = await chair.post(f"/unions/{other}/approve", APPROVED, revision=2)
    assert (refused.status_code, refused.json()["code"]) == (403, "maker-is-approver")
    await place.chair().done(f"/unions/{other}/approve", APPROVED, revision=2)


async def test_rule_1_base_union_is_approved_by_its_township_alone(place: County) -> None:
    """Not by the county, not by the clerk, not by another township's chair."""
    town = await place.township_union(await place.federation())
    union = await place.founded(town)
    path = f"/unions/{union}/approve"
    county = await place.organiser.post(path, APPROVED, revision=1)
    assert (county.status_code, county.json()["code"]) == (403, "not-the-superior")
    assert (await place.clerk().post(path, APPROVED, revision=1)).status_code == 403
    assert (await place.chair("101").post(path, APPROVED, revision=1)).status_code == 404
    assert (await place.chair().get(f"/unions/{union}")).json()["words"]["zh"] == "待批"
    await place.chair().done(path, APPROVED, revision=1)
    assert (await place.chair().get(f"/unions/{union}")).json()["state"] == "active"


async def test_rule_1_township_union_is_approved_by_the_county_alone(place: County) -> None:
    """Not by its own chair."""
    body = {"name": "乡工会", "kind": "township", "parent": await place.federation(), "occurred_on": "2020-02-01"}
    union = (await place.clerk().done("/unions", body))["id"]
    own = await place.chair().post(f"/unions/{union}/approve", APPROVED, revision=1)
    assert (own.status_code, own.json()["code"]) == (403, "not-the-superior")
    await place.organiser.done(f"/unions/{union}/approve", APPROVED, revision=1)


async def test_of_two_approvals_at_once_one_wins(place: County) -> None:
    """One event, one count."""
    union = await place.founded(await place.township_union(await place.federation()))
    answers = await asyncio.gather(
        *(place.chair().post(f"/unions/{union}/approve", APPROVED, revision=1) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert len(await place.events(union)) == 2


async def test_union_is_approved_once_and_not_before_its_founding(place: County) -> None:
    """409 and 422."""
    town = await place.township_union(await place.federation())
    union = await place.founded(town)
    early = await place.chair().post(f"/unions/{union}/approve", {"occurred_on": "2020-02-29"}, revision=1)
    assert early.json()["code"] == "before-founding"
    await place.chair().done(f"/unions/{union}/approve", APPROVED, revision=1)
    again = await place.chair().post(f"/unions/{union}/approve", APPROVED, revision=2)
    assert (again.status_code, again.json()["code"]) == (409, "union-not-awaiting")


async def test_superior_must_be_there_active_and_of_the_right_kind(place: County) -> None:
    """A base union under its own township's, a township's union under the county's."""
    federation = await place.federation()
    town = await place.township_union(federation)
    other = await place.township_union(federation, "101")
    founding = await place.founded(town)

    async def code(**fields: str) -> str:
        body = {"name": "新工会", "kind": "village-community", "occurred_on": "2020-03-01", **fields}
        return str((await place.clerk().post("/unions", body)).json()["code"])

    assert await code(parent=str(uuid7())) == "not-found"
    assert await code(parent=federation) == "wrong-superior"
    assert await code(parent=other) == "wrong-superior"
    assert await code(parent=founding) == "union-not-active"
    assert await code(parent=town, occurred_on="2020-02-01") == "before-union-existed"
    assert await code(parent=town, kind="township") == "wrong-superior"
    assert await code(parent=town, area=place.code + "101") == "not-found"
    assert await code(parent=town, kind="county-federation") == "invalid-values"


async def test_township_union_lies_in_a_township(place: County) -> None:
    """A clerk whose area is the county has to say which."""
    clerk = place.office(Office.TOWNSHIP_CLERK)
    body = {"name": "乡工会", "kind": "township", "parent": await place.federation(), "occurred_on": "2020-02-01"}
    answer = await clerk.post("/unions", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong-area")
    await clerk.done("/unions", {**body, "area": place.code + "100"})


async def test_employers_fit_the_kind(place: County) -> None:
    """One for a single unit's union, two for a joint one, all of the township, none voided."""
    town = await place.township_union(await place.federation())
    here, voided = await place.employer(), await place.employer()
    there = await place.employer("101")
    await place.clerk().done(f"/employers/{voided}/void", WHY, revision=1)
    late = await place.employer(occurred_on="2020-04-01")

    async def code(kind: str, *employers: str) -> str:
        body = {
            "name": "新工会",
            "kind": kind,
            "parent": town,
            "employers": employers,
            "occurred_on": "2020-03-01",
        }
        return str((await place.clerk().post("/unions", body)).json().get("code"))

    assert await code("single") == "wrong-employers"
    assert await code("joint", here) == "wrong-employers"
    assert await code("joint", here, here) == "wrong-employers"
    for elsewhere in (there, voided, str(uuid7())):
        assert await code("single", elsewhere) == "employer-elsewhere"
    assert await code("single", late) == "before-registration"
    assert await code("single", here) == "None"


async def test_second_federation_second_township_union_and_same_name_are_refused(place: County) -> None:
    """Held by the database; a voided founding frees its place."""
    federation = await place.federation()
    town = await place.township_union(federation)
    body = {"name": "县总工会二", "occurred_on": "2020-01-02"}
    assert (await place.organiser.post("/unions/federation", body)).json()["code"] == "federation-exists"
    again = {"name": "乡工会二", "kind": "township", "parent": federation, "occurred_on": "2020-02-01"}
    assert (await place.clerk().post("/unions", again)).json()["code"] == "township-union-exists"
    union = await place.founded(town, name="桃花村工会")
    same = {"name": "桃花村工会", "kind": "village-community", "parent": town, "occurred_on": "2020-03-01"}
    assert (await place.clerk().post("/unions", same)).json()["code"] == "union-name-taken"
    await place.clerk().done(f"/unions/{union}/void", {"reason": "duplicate"}, revision=1)
    await place.clerk().done("/unions", same)


async def test_founding_is_corrected_by_who_entered_it_until_approved(place: County) -> None:
    """One event on the founding's day."""
    town = await place.township_union(await place.federation())
    union = await place.founded(town)
    body = {**WHY, "name": "石关村工会"}
    county = await place.organiser.post(f"/unions/{union}/correct", body, revision=1)
    assert (county.status_code, county.json()["code"]) == (403, "entered-by-another-office")
    await place.clerk().done(f"/unions/{union}/correct", body, revision=1)
    event = (await place.events(union))[-1]
    assert event["occurredon"] == "2020-03-01"
    assert event["data"]["after"]["name"] == "石关村工会"
    assert event["data"]["type"] == "cn.gonghui.membership.union.founded.v1"
    await place.chair().done(f"/unions/{union}/approve", APPROVED, revision=2)
    assert (await place.events(union))[-1]["data"]["name"] == "石关村工会"
    for verb, sent in (("correct", body), ("void", WHY)):
        late = await place.clerk().post(f"/unions/{union}/{verb}", sent, revision=3)
        assert (late.status_code, late.json()["code"]) == (409, "union-not-awaiting")


async def test_federation_and_township_foundings_are_voided_by_their_own_office(place: County) -> None:
    """The county its own, the township its own."""
    body = {"name": "县总工会", "occurred_on": "2020-01-02"}
    union = (await place.organiser.done("/unions/federation", body))["id"]
    await place.organiser.done(f"/unions/{union}/void", WHY, revision=1)
    voided = (await place.events(union))[-1]
    assert voided["data"]["type"] == "cn.gonghui.membership.federation.founded.v1"
    assert (await place.organiser.get("/unions", state="void")).json()["items"][0]["id"] == union


async def test_approval_is_voided_while_nobody_depends_on_it(place: County) -> None:
    """The union awaits approval again; with members or subordinates it stays."""
    town = await place.township_union(await place.federation())
    union = await place.union(town)
    path = f"/unions/{union}/void-approval"
    assert (await place.organiser.post(path, WHY, revision=2)).json()["code"] == "not-the-superior"
    used = await place.organiser.post(f"/unions/{town}/void-approval", WHY, revision=2)
    assert (used.status_code, used.json()["code"]) == (409, "union-in-use")
    await place.chair().done(path, WHY, revision=2)
    assert (await place.chair().get(f"/unions/{union}")).json()["state"] == "founding"
    twice = await place.chair().post(path, WHY, revision=3)
    assert twice.json()["code"] == "union-not-active"
    await place.chair().done(f"/unions/{union}/approve", APPROVED, revision=3)
    await place.member(union)
    kept = await place.chair().post(path, WHY, revision=4)
    assert kept.json()["code"] == "union-in-use"


async def test_admission_waits_for_an_approval_being_voided_and_is_then_refused(place: County) -> None:
    """A member never lands in a union whose approval was taken back in the same moment."""
    union = await place.union(await place.township_union(await place.federation()))
    async with databases.connected(place.service.settings.database_url) as voiding:
        transaction = voiding.transaction()
        await transaction.start()
        await voiding.execute("SELECT FROM unions WHERE id = $1 FOR UPDATE", union)
        await voiding.execute(
            "UPDATE unions SET state = 'founding', approved_on = NULL, revision = revision + 1 WHERE id = $1", union
        )
        admission = asyncio.create_task(place.clerk().post("/members", worker(union)))
        waiting = "SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
        while not await voiding.fetch(waiting):
            assert not admission.done()
            await asyncio.sleep(0.01)
        await transaction.commit()
    answer = await admission
    assert (answer.status_code, answer.json()["code"]) == (409, "union-not-active")
    assert await place.rows("SELECT FROM members WHERE union_id = $1", union) == []


@pytest.mark.parametrize(("code", "ok"), [("81340828MC12345678", False), (None, True), ("91", False)])
async def test_union_code_is_checked(place: County, code: str | None, ok: bool) -> None:
    """81… with a right check digit, or none yet."""
    town = await place.township_union(await place.federation())
    body = {"name": "村工会", "kind": "village-community", "parent": town, "occurred_on": "2020-03-01"}
    sent = {**body, "credit_code": code if code and len(code) > 2 else credit_code(code or "81")}
    assert (await place.clerk().post("/unions", sent)).status_code == (201 if ok else 422)


async def test_unions_are_listed_for_the_own_area_or_the_county(place: County) -> None:
    """Organisations are public in their county; other counties see nothing."""
    federation = await place.federation()
    first = await place.township_union(federation)
    second = await place.township_union(federation, "101")
    clerk = place.clerk()

    async def found(**filters: str) -> set[str]:
        return {row["id"] for row in (await clerk.get("/unions", **filters)).json()["items"]}

    assert await found() == {first}
    assert await found(scope="county") == {federation, first, second}
    assert await found(scope="county", kind="township") == {first, second}
    assert await found(scope="county", area=place.code + "101") == {second}
    assert await found(scope="county", q="总工会") == {federation}
    assert await found(state="founding") == set()
    assert (await clerk.get(f"/unions/{second}")).json()["kind_words"]["zh"] == "乡镇工会"
    stranger = place.office(Office.TOWNSHIP_CLERK, "110101100")
    assert (await stranger.get(f"/unions/{second}")).status_code == 404
