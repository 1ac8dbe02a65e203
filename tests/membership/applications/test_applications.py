"""Applications to join: taken for a worker, decided by another person, and what an approval makes of the applicant."""

import asyncio
from datetime import date
from typing import Any

import pytest

from contracts.declare import event_class
from contracts.membership.applications import REVIEW
from contracts.offices import Office
from tests.membership.members.test_life import counted, periods
from tests.membership.members.ways import chair_of
from tests.membership.people import County
from tests.support.numbers import id_number

DAY = "2026-05-08"
ON = {"occurred_on": DAY}
WHY = {"reason": "wrong-entry"}


def applying(union: str, **fields: Any) -> dict[str, Any]:
    """An application's body."""
    return {
        "union": union,
        "name": "王小明",
        "id_number": id_number(),
        "employment": "platform",
        "occurred_on": "2026-05-01",
        **fields,
    }


async def taken(place: County, union: str, **fields: Any) -> str:
    """An application taken at the township's desk."""
    return str((await place.clerk().done("/applications", applying(union, **fields)))["id"])


async def test_an_application_is_decided_by_another_person_and_makes_a_member(place: County) -> None:
    """Due fifteen days after; the vault's person becomes the member's."""
    union, number = await place.base_union(), id_number()
    employer = await place.employer()
    application = await taken(place, union, name="欧阳小明", id_number=number, employer=employer)
    path = f"/applications/{application}"
    (event,) = await place.events(application)
    assert abs((date.fromisoformat(event["data"]["due_on"]) - date.fromisoformat(event["time"][:10])).days - 15) <= 1
    assert counted(event) == {("applications", "desk", 1)}
    assert [each.waiting for each in event_class(event["type"]).OPENS] == [REVIEW]
    assert not any(secret in str(event) for secret in ("欧阳", number))
    (row,) = (await place.chair().get("/applications", state="open", q="欧阳", employer=employer)).json()["items"]
    assert (row["id"], row["words"]["zh"], row["channel_words"]["zh"]) == (application, "待审核", "乡镇窗口代录")
    assert row["days_left"] in (14, 15, 16)
    same = await place.clerk().post(f"{path}/approve", ON, revision=1)
    assert (same.status_code, same.json()["code"]) == (403, "maker-is-approver")
    early = await place.chair().post(f"{path}/approve", {"occurred_on": "2026-04-30"}, revision=1)
    assert (early.status_code, early.json()["code"]) == (422, "before-application")
    await place.chair().done(f"{path}/approve", ON, revision=1)
    admitted, approved = (await place.events(application))[-2:]
    assert (admitted["data"]["employer"], REVIEW in event_class(approved["type"]).ENDS) == (employer, True)
    member = (await place.clerk().get(f"/members/{application}")).json()
    assert (member["label"][:2], member["employment"], member["state"]) == ("欧*", "platform", "active")
    assert await periods(place, application) == [(union, DAY, None)]
    row = (await place.clerk().get(path)).json()
    assert (row["state"], row["member"], row["days_left"]) == ("approved", application, None)
    again = await place.chair().post(f"{path}/refuse", {**ON, "refused_for": "other"}, revision=2)
    assert again.json()["code"] == "application-not-open"


async def test_an_enterprise_chair_takes_and_decides_in_the_own_union(place: County) -> None:
    """Takes one for a worker, which the clerk decides; decides one that the clerk took."""
    union = await place.base_union()
    chair = chair_of(place, union)
    own = (await chair.done("/applications", applying(union)))["id"]
    assert counted((await place.events(own))[0]) == {("applications", "union", 1)}
    assert (await chair.post(f"/applications/{own}/approve", ON, revision=1)).json()["code"] == "maker-is-approver"
    await place.clerk().done(f"/applications/{own}/approve", ON, revision=1)
    other = await taken(place, union)
    await chair.done(f"/applications/{other}/approve", ON, revision=1)
    assert (await chair.get(f"/members/{other}")).json()["state"] == "active"
    parent = (await place.rows("SELECT parent::text FROM unions WHERE id = $1", union))[0]["parent"]
    foreign = chair_of(place, await place.union(parent))
    assert (await foreign.get(f"/applications/{other}")).status_code == 404
    assert (await foreign.post("/applications", applying(union))).status_code == 404


async def test_whether_somebody_is_a_member_is_told_to_who_decides_and_to_nobody_who_applies(place: County) -> None:
    """The same answer to every application; the approval names the office to ask."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    other = await place.union(await place.township_union(federation, "101"), "101")
    number = id_number()
    await place.member(other, "101", id_number=number)
    answers = [
        await place.clerk().post("/applications", applying(union, id_number=each)) for each in (number, id_number())
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert set(answers[0].json()) == set(answers[1].json())
    application = answers[0].json()["id"]
    told = await place.chair().post(f"/applications/{application}/approve", ON, revision=1)
    assert (told.status_code, told.json()["code"], "乡工会101" in told.text) == (409, "already-a-member", True)
    refused = {**ON, "refused_for": "member-already"}
    same = await place.clerk().post(f"/applications/{application}/refuse", refused, revision=1)
    assert same.json()["code"] == "maker-is-approver"
    await place.chair().done(f"/applications/{application}/refuse", refused, revision=1)
    row = (await place.clerk().get(f"/applications/{application}")).json()
    assert (row["state"], row["refused_for_words"]["zh"]) == ("refused", "已是会员，应办理转会")


async def test_rule_6_a_former_member_whose_application_is_approved_is_the_same_person(place: County) -> None:
    """Another membership of the record that is there, wherever in the county it ended."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    other = await place.union(await place.township_union(federation, "101"), "101")
    number = id_number()
    member = await place.member(other, "101", id_number=number)
    left = {"left_for": "own-request", "occurred_on": "2026-04-01"}
    await place.clerk("101").done(f"/members/{member}/leave", left, revision=1)
    application = await taken(place, union, id_number=number)
    await place.chair().done(f"/applications/{application}/approve", ON, revision=1)
    assert (await place.clerk().get(f"/applications/{application}")).json()["member"] == member
    assert await periods(place, member) == [(other, "2026-03-02", "2026-04-01"), (union, DAY, None)]
    assert (await place.clerk().get(f"/members/{application}")).status_code == 404


async def test_of_two_applications_approved_at_once_one_makes_a_member(place: County) -> None:
    """Rule 6, by the index on open numbers."""
    union, number = await place.base_union(), id_number()
    both = [await taken(place, union, id_number=number) for _ in range(2)]
    chair = place.chair()
    answers = await asyncio.gather(*(chair.post(f"/applications/{each}/approve", ON, revision=1) for each in both))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    rows = await place.rows("SELECT count(*) AS n FROM members WHERE id = ANY($1::uuid[])", both)
    assert rows[0]["n"] == 1


async def test_an_application_is_withdrawn_or_refused_and_that_can_be_taken_back(place: County) -> None:
    application, clerk = await taken(place, await place.base_union()), place.clerk()
    path = f"/applications/{application}"
    none = await clerk.post(f"{path}/reopen", WHY, revision=1)
    assert none.json()["code"] == "application-not-refused"
    await clerk.done(f"{path}/withdraw", ON, revision=1)
    assert [row["id"] for row in (await clerk.get("/applications", state="answered")).json()["items"]] == [application]
    await clerk.done(f"{path}/reopen", WHY, revision=2)
    await place.chair().done(f"{path}/refuse", {**ON, "refused_for": "wrong-union"}, revision=3)
    await place.chair().done(f"{path}/reopen", WHY, revision=4)
    await place.chair().done(f"{path}/approve", ON, revision=5)
    page = (await clerk.get(f"{path}/history")).json()["items"]
    assert [each["type"].rpartition("membership.")[2] for each in reversed(page)] == [
        "application.received.v1",
        "application.withdrawn.v1",
        "record.voided.v1",
        "application.refused.v1",
        "record.voided.v1",
        "member.admitted.v1",
        "application.approved.v1",
    ]


async def test_an_application_is_corrected_or_voided_while_it_waits(place: County) -> None:
    union, clerk = await place.base_union(), place.clerk()
    application = await taken(place, union)
    path = f"/applications/{application}"
    employer = await place.employer()
    await clerk.done(f"{path}/correct", {**WHY, "employer": employer, "occurred_on": "2026-05-02"}, revision=1)
    await clerk.done(f"{path}/correct", {**WHY, "employment": "migrant"}, revision=2)
    future = await clerk.post(f"{path}/correct", {**WHY, "occurred_on": "2099-01-01"}, revision=3)
    assert future.json()["code"] == "day-in-the-future"
    await clerk.done(f"{path}/correct-particulars", {**WHY, "id_number": "11010519491231002X"}, revision=3)
    await clerk.done(f"{path}/correct-particulars", {**WHY, "name": "李小明"}, revision=4)
    row = (await clerk.get(path)).json()
    assert (row["label"], row["employer"], row["employment"]) == ("李** 110105********002X", employer, "migrant")
    assert row["applied_on"] == "2026-05-02"
    await clerk.done(f"{path}/void", WHY, revision=5)
    assert (await clerk.post(f"{path}/correct", WHY, revision=6)).json()["code"] == "application-not-open"
    assert (await clerk.get("/applications")).json()["items"] == []


async def test_an_applicant_is_seen_in_full_by_the_clerk_alone_and_erased_when_not_taken(place: County) -> None:
    union = await place.base_union()
    path = f"/applications/{await taken(place, union)}"
    asked = {"fields": ["name"], "purpose": "contact"}
    assert (await place.clerk().post(f"{path}/reveal", asked)).json()["values"] == {"name": "王小明"}
    assert (await chair_of(place, union).post(f"{path}/reveal", asked)).status_code == 403
    erase = {"reason": "own-request", "occurred_on": DAY}
    kept = await place.organiser.post(f"{path}/erase", erase, revision=1)
    assert kept.json()["code"] == "kept-by-law"
    await place.clerk().done(f"{path}/withdraw", ON, revision=1)
    await place.organiser.done(f"{path}/erase", erase, revision=2)
    assert (await place.clerk().get(path)).json()["label"] == "（已删除）"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"id_number": id_number(birthday="20200101")}, "under-age"),
        ({"occurred_on": "2019-01-01"}, "before-union-existed"),
        ({"employer": "01990000-0000-7000-8000-000000000000"}, "employer-not-there"),
    ],
)
async def test_an_impossible_application_is_refused(place: County, fields: dict[str, str], code: str) -> None:
    answer = await place.clerk().post("/applications", applying(await place.base_union(), **fields))
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_offices_that_do_not_organise_see_no_applications(place: County) -> None:
    for office in (Office.AUDITOR, Office.MEMBER, Office.COUNTY_LEADER):
        assert (await place.office(office).get("/applications")).status_code == 403
