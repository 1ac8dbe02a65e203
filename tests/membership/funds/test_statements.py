"""Employers' funds through the service: stated, divided, paid in parts, put right; the queue follows."""

import asyncio
from typing import Any

import pytest

from contracts.declare import event_class, facts_of
from tests.membership.people import County

WHY = {"reason": "wrong-entry"}
TODAY = "2026-03-05"


def payroll(employer: str, **fields: Any) -> dict[str, Any]:
    """A statement's body: 10,000.00 yuan in February."""
    return {
        "employer": employer,
        "month": "2026-02-10",
        "payroll_fen": 1_000_000,
        "occurred_on": TODAY,
        **fields,
    }


def paid(fen: int, **fields: Any) -> dict[str, Any]:
    """A payment's body."""
    return {"amount_fen": fen, "method": "transfer", "occurred_on": TODAY, **fields}


async def stated(place: County, employer: str | None = None, **fields: Any) -> str:
    """A month's statement."""
    body = payroll(employer or await place.employer(), **fields)
    return str((await place.clerk().done("/funds", body))["id"])


async def sums(place: County, statement: str) -> dict[str, int]:
    """What the metrics add up to by its events, fen."""
    found: dict[str, int] = {}
    for event in await place.events(statement):
        for dated in facts_of(event["type"], event["data"], event["occurredon"]):
            found[dated.fact.metric] = found.get(dated.fact.metric, 0) + dated.fact.delta
    return {metric: fen for metric, fen in found.items() if fen}


async def test_rule_9_a_stated_payroll_makes_a_fund_that_is_divided_and_due(place: County) -> None:
    """200.00 of 10,000.00, 60 % of it the base's; due on the 15th of the next month."""
    statement = await stated(place)
    row = (await place.clerk().get(f"/funds/{statement}")).json()
    assert (row["accrued_fen"], row["base_fen"], row["township_fen"], row["superior_fen"]) == (20_000, 12_000, 0, 8_000)
    assert (row["due_on"], row["state"]) == ("2026-03-15", "overdue")
    assert await sums(place, statement) == {
        "fund-accrued": 20_000,
        "fund-arrears": 20_000,
        "fund-base-share": 12_000,
        "fund-superior-share": 8_000,
    }


async def test_the_county_s_own_rates_and_shares_hold_for_its_months(place: County) -> None:
    """By the month, not by the day it is stated; shares over the whole are refused."""
    for name, value in (("fund-base-share", 50), ("fund-township-share", 10), ("fund-due-day", 20)):
        setting = {
            "parameter": name,
            "value": value,
            "valid_from": "2026-02-01",
            "document": "工财1号",
            "occurred_on": TODAY,
        }
        await place.approver.done("/parameters", setting)
    employer = await place.employer()
    before, since = await stated(place, employer, month="2026-01-01"), await stated(place, employer)
    clerk = place.clerk()
    assert (await clerk.get(f"/funds/{before}")).json()["base_fen"] == 12_000
    row = (await clerk.get(f"/funds/{since}")).json()
    assert (row["base_fen"], row["township_fen"], row["superior_fen"], row["due_on"]) == (
        10_000, 2_000, 8_000, "2026-03-20",
    )  # fmt: skip
    over = {"parameter": "fund-township-share", "value": 60, "valid_from": "2026-03-01", "document": "工财2号"}
    await place.approver.done("/parameters", {**over, "occurred_on": TODAY})
    refused = await clerk.post("/funds", payroll(employer, month="2026-03-01"))
    assert (refused.status_code, refused.json()["code"]) == (409, "shares-over-whole")


async def test_it_is_paid_in_parts_and_never_over(place: County) -> None:
    """What is over is refused and says what is left; the last part ends the item, voiding it opens it again."""
    statement, clerk = await stated(place), place.clerk()
    path = f"/funds/{statement}"
    await clerk.done(f"{path}/pay", paid(15_000), revision=1)
    over = await clerk.post(f"{path}/pay", paid(5_001), revision=2)
    assert (over.status_code, over.json()["code"]) == (422, "more-than-owed")
    assert "50.00" in over.json()["detail"]
    await clerk.done(f"{path}/pay", paid(5_000, method="cash"), revision=2)
    kinds = [event_class(event["type"]) for event in await place.events(statement)]
    assert [[item.kind for item in kind.ENDS] for kind in kinds] == [[], [], ["collect-fund"]]
    assert (await clerk.get(path)).json()["state"] == "paid"
    assert (await clerk.get("/funds", owing=True)).json()["items"] == []
    assert [each["amount_fen"] for each in (await clerk.get(f"{path}/payments")).json()] == [15_000, 5_000]
    assert (await sums(place, statement))["fund-paid"] == 20_000
    early = await clerk.post(f"{path}/correct", {"payroll_fen": 1, **WHY}, revision=3)
    assert early.json()["code"] == "statement-paid-on"
    await clerk.done(f"{path}/void-payment", WHY, revision=3)
    assert (await clerk.get(path)).json()["left_fen"] == 5_000
    await clerk.done(f"{path}/void-payment", WHY, revision=4)
    nothing = await clerk.post(f"{path}/void-payment", WHY, revision=5)
    assert nothing.json()["code"] == "nothing-paid"
    assert (await sums(place, statement))["fund-arrears"] == 20_000
    before = await clerk.post(f"{path}/pay", paid(1, occurred_on="2026-03-04"), revision=5)
    assert before.json()["code"] == "before-stated"


async def test_a_statement_is_put_right_or_voided_and_stated_anew(place: County) -> None:
    """Another payroll by correction; voided, the month is free again."""
    employer, clerk = await place.employer(), place.clerk()
    statement = await stated(place, employer)
    twice = await clerk.post("/funds", payroll(employer))
    assert (twice.status_code, twice.json()["code"]) == (409, "month-already-stated")
    await clerk.done(f"/funds/{statement}/correct", {"payroll_fen": 2_000_000, **WHY}, revision=1)
    assert (await sums(place, statement))["fund-accrued"] == 40_000
    await clerk.done(f"/funds/{statement}/void", WHY, revision=2)
    assert await sums(place, statement) == {}
    gone = await clerk.post(f"/funds/{statement}/pay", paid(1), revision=3)
    assert gone.json()["code"] == "statement-void"
    assert (await clerk.get(f"/funds/{statement}")).json()["words"]["zh"] == "已作废"
    history = (await clerk.get(f"/funds/{statement}/history")).json()["items"]
    assert [each["words"]["zh"] for each in history] == ["作废", "更正", "计提工会经费"]
    await stated(place, employer)
    ledger = (await clerk.get(f"/funds/employers/{employer}", year=2026)).json()
    assert (ledger["accrued_fen"], ledger["left_fen"], len(ledger["months"])) == (20_000, 20_000, 1)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"month": "2026-04-01"}, "month-not-come"),
        ({"month": "2019-12-31"}, "before-registration"),
        ({"payroll_fen": 49}, "nothing-due"),
    ],
)
async def test_what_cannot_be_stated(place: County, fields: dict[str, Any], code: str) -> None:
    """Months to come, months before the employer, a payroll that makes no fen."""
    refused = await place.clerk().post("/funds", payroll(await place.employer(), **fields))
    assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_a_voided_employer_states_nothing(place: County) -> None:
    """Its registration is no more."""
    employer, clerk = await place.employer(), place.clerk()
    await clerk.done(f"/employers/{employer}/void", WHY, revision=1)
    assert (await clerk.post("/funds", payroll(employer))).json()["code"] == "employer-void"


async def test_two_payments_at_once_are_not_paid_twice(place: County) -> None:
    """The second has not seen the first."""
    statement, clerk = await stated(place), place.clerk()
    sent = (clerk.post(f"/funds/{statement}/pay", paid(20_000), revision=1) for _ in range(3))
    answers = await asyncio.gather(*sent)
    assert sorted(each.status_code for each in answers) == [200, 412, 412]
