"""Aid from asking to payment: first the file (21), whose money (25), two people for money (27), each step in order."""

import asyncio

import pytest

from chassis.ids import uuid7
from contracts.offices import Office
from tests.assistance.people import ASKED, County

COUNTY = {"fund_source": "county", "occurred_on": ASKED}
PAID = {"occurred_on": "2026-03-05"}


async def test_aid_is_asked_approved_and_paid(place: County) -> None:
    """Three events, three offices; money is put aside, then spent."""
    aid = await place.approved(100_000)
    assert await place.balance() == (200_000, 100_000, 0)
    await place.payer.done(f"/aid/{aid}/pay", PAID, revision=2)
    assert await place.balance() == (200_000, 0, 100_000)
    asked, approved, paid = await place.events(aid)
    assert (asked["data"]["due_on"], approved["data"]["due_on"]) == ("2026-03-17", "2026-03-12")
    assert paid["data"] == {
        "aid": aid,
        "household": asked["data"]["household"],
        "place": {"org": None, "area": place.code + "100"},
        "programme": "medical",
        "fund_source": "county",
        "amount_fen": 100_000,
    }
    row = (await place.payer.get(f"/aid/{aid}")).json()
    assert (row["words"]["zh"], row["fund_source_words"]["en"], row["paid_on"]) == (
        "已发放",
        "County funds",
        "2026-03-05",
    )


@pytest.mark.parametrize("decision", [None, "refuse"])
async def test_rule_21_first_the_file_then_help(place: County, decision: str | None) -> None:
    """No aid for a file that waits or was refused."""
    file = await place.applied()
    if decision:
        body = {"occurred_on": ASKED, "reason": "incomplete"}
        await place.approver.done(f"/households/{file}/refuse", body, revision=1)
    ask = {"household": file, "programme": "living", "amount_fen": 1, "occurred_on": ASKED}
    answer = await place.clerk().post("/aid", ask)
    assert (answer.status_code, answer.json()["code"]) == (409, "file-not-approved")


async def test_rule_21_no_help_before_the_files_approval(place: County) -> None:
    """The day of asking lies on it or after."""
    ask = {"household": await place.file(), "programme": "living", "amount_fen": 1, "occurred_on": "2026-02-19"}
    answer = await place.clerk().post("/aid", ask)
    assert (answer.status_code, answer.json()["code"]) == (422, "before-approval")


async def test_rule_21_nothing_is_paid_without_a_bank_card_or_consent(place: County) -> None:
    """To a card, never cash; the township completes the file and then it is paid."""
    aid = await place.approved(bank_card=None)
    file = (await place.events(aid))[0]["data"]["household"]
    clerk, correct = place.clerk(), f"/households/{file}/correct"
    answer = await place.payer.post(f"/aid/{aid}/pay", PAID, revision=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "no-bank-card")
    why = {"reason": "other"}
    await clerk.done(correct, {**why, "bank_card": "4111111111111111", "consent": False}, revision=2)
    answer = await place.payer.post(f"/aid/{aid}/pay", PAID, revision=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "consent-missing")
    await clerk.done(correct, {**why, "consent": True}, revision=3)
    await place.payer.done(f"/aid/{aid}/pay", PAID, revision=2)


async def test_rule_25_central_and_provincial_money_is_for_nationally_filed_households(place: County) -> None:
    """The county's own money is for all."""
    local, national = await place.file(), await place.file(nationally_filed=True)
    for source in ("central", "provincial"):
        await place.budget(10_000, source)
        body = {**COUNTY, "fund_source": source}
        refused = await place.approver.post(f"/aid/{await place.asked(local, 5_000)}/approve", body, revision=1)
        assert (refused.status_code, refused.json()["code"]) == (409, "not-nationally-filed")
        await place.approver.done(f"/aid/{await place.asked(national, 5_000)}/approve", body, revision=1)


async def test_rule_27_who_asked_does_not_approve(place: County) -> None:
    """The same account in another office is the same person."""
    await place.budget(100_000)
    file = await place.file()
    both = place.office(Office.TOWNSHIP_CLERK, place.code + "100", "account-7")
    ask = {"household": file, "programme": "medical", "amount_fen": 1_000, "occurred_on": ASKED}
    aid = (await both.done("/aid", ask))["id"]
    answer = await place.another_approver("account-7").post(f"/aid/{aid}/approve", COUNTY, revision=1)
    assert (answer.status_code, answer.json()["code"]) == (403, "maker-is-approver")
    await place.approver.done(f"/aid/{aid}/approve", COUNTY, revision=1)


async def test_rule_27_above_the_limit_a_second_person_approves(place: County) -> None:
    """5,000 yuan itself needs one, a fen more needs two; money is put aside by the second alone."""
    await place.budget(2_000_000)
    file = await place.file()
    at_limit, above = await place.asked(file, 500_000), await place.asked(file, 500_001)
    await place.approver.done(f"/aid/{at_limit}/approve", COUNTY, revision=1)
    await place.approver.done(f"/aid/{above}/approve", COUNTY, revision=1)
    assert (await place.approver.get(f"/aid/{above}")).json()["words"]["zh"] == "待二级审批"
    assert await place.balance() == (2_000_000, 500_000, 0)
    unpaid = await place.payer.post(f"/aid/{above}/pay", PAID, revision=2)
    assert unpaid.json()["code"] == "aid-not-approved"
    same = await place.approver.post(f"/aid/{above}/approve", COUNTY, revision=2)
    assert (same.status_code, same.json()["code"]) == (403, "second-approver-needed")
    await place.another_approver("second").done(f"/aid/{above}/approve", COUNTY, revision=2)
    kinds = [event["type"].split(".")[-2] for event in await place.events(above)]
    assert kinds == ["asked", "endorsed", "approved"]
    assert await place.balance() == (2_000_000, 1_000_001, 0)


async def test_rule_27_the_limit_is_the_countys_parameter(place: County) -> None:
    """A county that asks two people from 1,000 yuan on."""
    setting = {
        "parameter": "second-approver-above",
        "value": 100_000,
        "document": "工字2号",
        "valid_from": "2026-01-01",
        "occurred_on": ASKED,
    }
    await place.approver.done("/parameters", setting)
    await place.budget(200_000)
    aid = await place.asked(await place.file(), 100_001)
    await place.approver.done(f"/aid/{aid}/approve", COUNTY, revision=1)
    assert (await place.approver.get(f"/aid/{aid}")).json()["state"] == "endorsed"


async def test_of_two_approvals_at_once_one_wins(place: County) -> None:
    """Money is put aside once."""
    await place.budget(100_000)
    aid = await place.asked(await place.file(), 10_000)
    people = [place.another_approver(f"a{n}") for n in range(4)]
    answers = await asyncio.gather(*(person.post(f"/aid/{aid}/approve", COUNTY, revision=1) for person in people))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert await place.balance() == (100_000, 10_000, 0)


async def test_of_two_payments_at_once_one_wins(place: County) -> None:
    """Paid once."""
    aid = await place.approved(100_000)
    answers = await asyncio.gather(*(place.payer.post(f"/aid/{aid}/pay", PAID, revision=2) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    assert await place.balance() == (200_000, 0, 100_000)


async def test_refused_aid_is_over(place: County) -> None:
    """With a code; nothing more can be decided."""
    aid = await place.asked(await place.file())
    body = {"reason": "not-true", "occurred_on": ASKED}
    await place.approver.done(f"/aid/{aid}/refuse", body, revision=1)
    assert (await place.events(aid))[-1]["data"]["reason"] == "not-true"
    for verb, sent in (("refuse", body), ("approve", COUNTY)):
        again = await place.approver.post(f"/aid/{aid}/{verb}", sent, revision=2)
        assert (again.status_code, again.json()["code"]) == (409, "aid-not-waiting")


async def test_no_step_lies_before_the_one_it_follows(place: County) -> None:
    """422."""
    await place.budget(100_000)
    aid = await place.asked(await place.file(), 10_000)
    early = {"occurred_on": "2026-03-01"}
    refuse = await place.approver.post(f"/aid/{aid}/refuse", {**early, "reason": "other"}, revision=1)
    approve = await place.approver.post(f"/aid/{aid}/approve", {**COUNTY, **early}, revision=1)
    await place.approver.done(f"/aid/{aid}/approve", COUNTY, revision=1)
    pay = await place.payer.post(f"/aid/{aid}/pay", early, revision=2)
    assert [answer.json()["code"] for answer in (refuse, approve, pay)] == ["before-earlier-step"] * 3


async def test_each_step_belongs_to_its_office_and_area(place: County) -> None:
    """403 for other offices, 404 for other areas."""
    aid = await place.asked(await place.file())
    assert (await place.clerk().post(f"/aid/{aid}/approve", COUNTY, revision=1)).status_code == 403
    assert (await place.approver.post(f"/aid/{aid}/pay", PAID, revision=1)).status_code == 403
    assert (await place.payer.post(f"/aid/{aid}/approve", COUNTY, revision=1)).status_code == 403
    stranger = place.office(Office.COUNTY_APPROVER, "110101")
    assert (await stranger.post(f"/aid/{aid}/approve", COUNTY, revision=1)).status_code == 404
    assert (await place.clerk("101").get(f"/aid/{aid}")).status_code == 404
    file = (await place.events(aid))[0]["data"]["household"]
    ask = {"household": file, "programme": "living", "amount_fen": 1, "occurred_on": ASKED}
    assert (await place.clerk("101").post("/aid", ask)).status_code == 404
    assert (await place.clerk().post("/aid", {**ask, "household": str(uuid7())})).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount_fen", 0), ("amount_fen", -5), ("amount_fen", 10**13), ("amount_fen", 1.5), ("programme", "gifts")],
)
async def test_wrong_value_is_pointed_at(place: County, field: str, value: object) -> None:
    """422 with a pointer."""
    ask = {"household": str(uuid7()), "programme": "living", "amount_fen": 1, "occurred_on": ASKED, field: value}
    answer = await place.clerk().post("/aid", ask)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"


async def test_aid_is_listed_by_state_household_and_programme(place: County) -> None:
    """With the household's masked label."""
    file = await place.file()
    aid = await place.asked(file, programme="student")
    clerk = place.clerk()
    for filters in ({}, {"state": "asked"}, {"household": file}, {"programme": "student"}):
        rows = (await clerk.get("/aid", **filters)).json()["items"]
        assert [row["id"] for row in rows] == [aid]
        assert rows[0]["label"].startswith("王** ")
    for filters in ({"state": "paid"}, {"household": str(uuid7())}, {"programme": "living"}):
        assert (await clerk.get("/aid", **filters)).json()["items"] == []
