"""Dues through the service: accrued for all at once, paid in whole months, waived, put right; no wage in the clear."""

import asyncio
from typing import Any

import orjson
import pytest

from contracts.declare import facts_of
from contracts.offices import Office
from tests.membership.dues.ledgers import (
    FEBRUARY,
    JANUARY,
    MARCH,
    TODAY,
    accrued,
    begun,
    members,
    payment,
    revision,
    wages,
    waiver,
)
from tests.membership.people import County

WHY = {"reason": "wrong-entry"}


async def sums(place: County, *subjects: str) -> dict[str, int]:
    """What the metrics add up to by the events of these records, in fen."""
    found: dict[str, int] = {}
    for subject in subjects:
        for event in await place.events(subject):
            for dated in facts_of(event["type"], event["data"], event["occurredon"]):
                found[dated.fact.metric] = found.get(dated.fact.metric, 0) + dated.fact.delta
    return found


async def arrears(place: County, ledger: str) -> dict[str, int]:
    """Member → months owed."""
    rows = (await place.clerk().get(f"/dues/{ledger}/arrears")).json()["items"]
    assert all("*" in row["label"] for row in rows)
    return {row["id"]: row["months"] for row in rows}


async def test_rule_10_a_month_is_accrued_for_all_whose_wage_is_known(place: County) -> None:
    """4,567.00 makes 22.80; who has no basis is left out, with a warning, and taken in when accrued again."""
    clerk, union = place.clerk(), await place.base_union()
    ledger = await begun(place, union)
    people = await members(place, union, 3)
    empty = await clerk.post(f"/dues/{ledger}/accrue", {"month": JANUARY, "occurred_on": TODAY}, revision=1)
    assert (empty.status_code, empty.json()["code"]) == (409, "nothing-to-accrue")
    await wages(clerk, ledger, people[:2], 456_700)
    without = (await clerk.get(f"/dues/{ledger}/without-basis")).json()["items"]
    assert [row["id"] for row in without] == people[2:]
    done = await accrued(clerk, ledger, "2026-01-31")
    assert [each["code"] for each in done["warnings"]] == ["wage-unknown"]
    row = (await clerk.get(f"/dues/{ledger}")).json()
    assert (row["accrued_fen"], row["arrears_fen"], row["next_month"], row["due_on"]) == (
        4_560, 4_560, FEBRUARY, "2026-02-15",
    )  # fmt: skip
    await wages(clerk, ledger, people[2:], 100_000)
    assert "warnings" not in await accrued(clerk, ledger, JANUARY)
    again = await clerk.post(f"/dues/{ledger}/accrue", {"month": JANUARY, "occurred_on": TODAY}, revision=5)
    assert again.json()["code"] == "nothing-to-accrue"
    months = (await clerk.get(f"/dues/{ledger}/months", year=2026)).json()
    assert months == [{"month": JANUARY, "accrued_fen": 5_060, "members": 3, "paid": 0, "waived": 0, "owing": 3}]
    row = (await clerk.get(f"/dues/{ledger}")).json()
    assert row["next_month"] == FEBRUARY
    assert await sums(place, ledger) == {"dues-accrued": 5_060, "dues-arrears": 5_060}


async def test_rule_7_retained_members_owe_no_dues_of_a_month(place: County) -> None:
    """Until restored, also looked at later; nor does who joined after the first; who left after it still owes it."""
    clerk, union = place.clerk(), await place.base_union()
    ledger = await begun(place, union)
    stays, retained, left = await members(place, union, 3)
    joined = await place.member(union, occurred_on="2026-01-02")
    await wages(clerk, ledger, [stays, retained, left, joined], 300_000)
    kept = {"retained_for": "unemployment", "occurred_on": JANUARY}
    await clerk.done(f"/members/{retained}/retain", kept, revision=1)
    await clerk.done(f"/members/{retained}/restore", {"occurred_on": "2026-02-02"}, revision=2)
    await place.rows("UPDATE memberships SET valid = daterange(lower(valid), '2026-01-15') WHERE member = $1", left)
    await accrued(clerk, ledger, JANUARY)
    assert await arrears(place, ledger) == {stays: 1, left: 1}
    await accrued(clerk, ledger, FEBRUARY)
    assert await arrears(place, ledger) == {stays: 2, left: 1, joined: 1}
    await accrued(clerk, ledger, MARCH)
    assert await arrears(place, ledger) == {stays: 3, left: 1, joined: 2, retained: 1}


async def test_a_month_in_which_nobody_owes_passes_once(place: County) -> None:
    """Or the next could never be accrued; taken back like any other."""
    clerk, ledger = place.clerk(), await begun(place, await place.base_union())
    await accrued(clerk, ledger, JANUARY)
    empty = {"month": JANUARY, "accrued_fen": 0, "members": 0, "paid": 0, "waived": 0, "owing": 0}
    assert (await clerk.get(f"/dues/{ledger}/months", year=2026)).json() == [empty]
    again = await clerk.post(f"/dues/{ledger}/accrue", {"month": JANUARY, "occurred_on": TODAY}, revision=2)
    assert again.json()["code"] == "nothing-to-accrue"
    await accrued(clerk, ledger, FEBRUARY)
    await clerk.done(f"/dues/{ledger}/void-accrual", WHY, revision=3)
    assert (await clerk.get(f"/dues/{ledger}")).json()["next_month"] == FEBRUARY


async def test_rule_8_who_pays_is_heard_of_on_that_day(place: County) -> None:
    """Paying keeps silence from being flagged; waiving does not."""
    ledger, people = await ready(place)
    await place.clerk().done("/dues/payments", payment(ledger, members=people[:1]))
    await place.clerk().done("/dues/waivers", waiver(ledger, people[1:2]))
    heard = await place.rows("SELECT member::text, last_on::text, kind FROM member_contact")
    assert [tuple(row) for row in heard if row["member"] in people] == [(people[0], TODAY, "dues")]


async def test_the_day_that_decides_is_the_county_s_parameter(place: County) -> None:
    """On the 20th who joined on the 2nd owes; and no month is accrued before its day has come."""
    clerk, union = place.clerk(), await place.base_union()
    ledger = await begun(place, union)
    joined = await place.member(union, occurred_on="2026-01-02")
    await wages(clerk, ledger, [joined], 300_000)
    setting = {
        "parameter": "dues-reference-day",
        "value": 20,
        "valid_from": "2026-01-01",
        "document": "工财1号",
        "occurred_on": "2026-01-01",
    }
    await place.approver.done("/parameters", setting)
    body = {"month": JANUARY, "occurred_on": "2026-01-19"}
    early = await clerk.post(f"/dues/{ledger}/accrue", body, revision=2)
    assert early.json()["code"] == "month-not-come"
    await accrued(clerk, ledger, JANUARY, "2026-01-20")
    assert await arrears(place, ledger) == {joined: 1}


async def test_months_are_accrued_in_their_order(place: County) -> None:
    """None before the ledger, none left out."""
    clerk, union = place.clerk(), await place.base_union()
    ledger = await begun(place, union)
    for month, code in (("2025-12-01", "before-ledger"), (FEBRUARY, "earlier-month-first")):
        refused = await clerk.post(f"/dues/{ledger}/accrue", {"month": month, "occurred_on": TODAY}, revision=1)
        assert (refused.status_code, refused.json()["code"]) == (422, code)


async def ready(place: County) -> tuple[str, list[str]]:
    """Three members who owe January and February."""
    clerk, union = place.clerk(), await place.base_union()
    ledger = await begun(place, union)
    people = await members(place, union, 3)
    for member, fen in zip(people, (100_000, 200_000, 456_700), strict=True):
        await wages(clerk, ledger, [member], fen)
    await accrued(clerk, ledger, JANUARY)
    await accrued(clerk, ledger, FEBRUARY)
    return ledger, people


async def test_whole_months_are_paid_and_nothing_twice(place: County) -> None:
    """One member's two months, then all the rest; then nothing is owed."""
    ledger, people = await ready(place)
    clerk = place.clerk()
    first = (await clerk.done("/dues/payments", payment(ledger, JANUARY, MARCH, members=people[2:])))["id"]
    assert await arrears(place, ledger) == {people[0]: 2, people[1]: 2}
    paid = (await place.events(first))[0]["data"]
    assert (paid["amount_fen"], paid["members"], paid["method"]) == (4_560, 1, "cash")
    second = (await clerk.done("/dues/payments", payment(ledger, JANUARY, FEBRUARY, method="transfer")))["id"]
    assert await sums(place, ledger, first, second) == {
        "dues-accrued": 7_560, "dues-arrears": 0, "dues-paid": 7_560,
    }  # fmt: skip
    nothing = await clerk.post("/dues/payments", payment(ledger, JANUARY, FEBRUARY))
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing-owed")
    early = await clerk.post("/dues/payments", payment(ledger, "2025-12-01", FEBRUARY))
    assert early.json()["code"] == "before-ledger"
    for wrong in ((FEBRUARY, JANUARY), (JANUARY, "2028-01-01")):
        assert (await clerk.post("/dues/payments", payment(ledger, *wrong))).json()["code"] == "wrong-months"
    rows = (await clerk.get("/dues/settlements", ledger=ledger)).json()["items"]
    assert [row["amount_fen"] for row in rows] == [3_000, 4_560]


async def test_payments_are_put_right_and_taken_back(place: County) -> None:
    """Another method or day by correction; voided, the months are owed again."""
    ledger, _ = await ready(place)
    clerk = place.clerk()
    early = await clerk.post("/dues/payments", payment(ledger, occurred_on="2026-03-19"))
    assert early.json()["code"] == "before-month"
    paid = (await clerk.done("/dues/payments", payment(ledger)))["id"]
    path = f"/dues/settlements/{paid}"
    await clerk.done(f"{path}/correct", {"method": "transfer", "occurred_on": "2026-03-21", **WHY}, revision=1)
    row = (await clerk.get(path)).json()
    assert (row["way"], row["settled_on"], row["revision"]) == ("transfer", "2026-03-21", 2)
    await clerk.done(f"{path}/correct", WHY, revision=2)
    await clerk.done(f"{path}/void", WHY, revision=3)
    assert (await clerk.post(f"{path}/void", WHY, revision=4)).json()["code"] == "settlement-void"
    assert await sums(place, ledger, paid) == {"dues-accrued": 7_560, "dues-arrears": 7_560, "dues-paid": 0}
    assert set((await arrears(place, ledger)).values()) == {2}
    history = (await clerk.get(f"{path}/history")).json()["items"]
    assert [each["words"]["zh"] for each in history] == ["作废", "更正", "更正", "收缴会费"]


async def test_waived_months_are_owed_no_more(place: County) -> None:
    """By the chosen alone; a waiver has no method to correct, and can be taken back."""
    ledger, people = await ready(place)
    clerk = place.clerk()
    waived = (await clerk.done("/dues/waivers", waiver(ledger, people[:1], JANUARY, FEBRUARY)))["id"]
    assert await arrears(place, ledger) == {people[1]: 2, people[2]: 2}
    assert await sums(place, ledger, waived) == {"dues-accrued": 6_560, "dues-arrears": 6_560, "dues-waived": 1_000}
    wrong = await clerk.post(f"/dues/settlements/{waived}/correct", WHY, revision=1)
    assert wrong.json()["code"] == "not-a-payment"
    row = (await clerk.get(f"/dues/{ledger}")).json()
    assert (row["waived_fen"], row["arrears_fen"]) == (1_000, 6_560)
    await clerk.done(f"/dues/settlements/{waived}/void", WHY, revision=1)
    assert len(await arrears(place, ledger)) == 3


async def test_the_last_accrual_is_taken_back_while_nothing_is_settled(place: County) -> None:
    """Its month waits again; with the right wage it makes another sum."""
    ledger, people = await ready(place)
    clerk = place.clerk()
    paid = (await clerk.done("/dues/payments", payment(ledger, FEBRUARY, FEBRUARY, members=people[:1])))["id"]
    path, seen = f"/dues/{ledger}/void-accrual", await revision(clerk, ledger)
    assert (await clerk.post(path, WHY, revision=seen)).json()["code"] == "accrual-settled"
    await clerk.done(f"/dues/settlements/{paid}/void", WHY, revision=1)
    for month in (FEBRUARY, JANUARY):
        await clerk.done(path, WHY, revision=seen)
        seen += 1
        assert (await clerk.get(f"/dues/{ledger}")).json()["next_month"] == month
    assert (await clerk.post(path, WHY, revision=seen)).json()["code"] == "nothing-accrued"
    await wages(clerk, ledger, people, 456_700)
    await accrued(clerk, ledger, JANUARY)
    assert (await sums(place, ledger))["dues-accrued"] == 3 * 2_280
    late = await place.member((await clerk.get(f"/dues/{ledger}")).json()["union"], occurred_on="2025-06-02")
    await wages(clerk, ledger, [late], 100_000)
    await accrued(clerk, ledger, JANUARY)
    await clerk.done(path, WHY, revision=await revision(clerk, ledger))
    row = (await clerk.get(f"/dues/{ledger}")).json()
    assert (row["accrued_fen"], row["next_month"]) == (3 * 2_280, FEBRUARY)


async def test_a_ledger_begins_once_and_is_put_right_before_its_first_accrual(place: County) -> None:
    """One per union; corrected, voided, begun again."""
    clerk, union = place.clerk(), await place.base_union()
    ledger = await begun(place, union)
    twice = await clerk.post("/dues", {"union": union, "month": JANUARY, "occurred_on": TODAY})
    assert (twice.status_code, twice.json()["code"]) == (409, "dues-ledger-exists")
    await clerk.done(f"/dues/{ledger}/correct", {"month": "2025-11-11", **WHY}, revision=1)
    assert (await clerk.get(f"/dues/{ledger}")).json()["begun"] == "2025-11-01"
    assert len((await clerk.get("/dues", due=True)).json()["items"]) == 1
    await clerk.done(f"/dues/{ledger}/void", WHY, revision=2)
    gone = await clerk.post(f"/dues/{ledger}/void", WHY, revision=3)
    assert gone.json()["code"] == "dues-ledger-void"
    assert (await clerk.get("/dues")).json()["items"] == []
    again = await begun(place, union)
    people = await members(place, union, 1)
    await wages(clerk, again, people, 456_700)
    await accrued(clerk, again, JANUARY)
    used = await clerk.post(f"/dues/{again}/void", WHY, revision=3)
    assert used.json()["code"] == "dues-ledger-in-use"
    history = (await clerk.get(f"/dues/{again}/history")).json()["items"]
    assert [each["words"]["zh"] for each in history] == ["计提会费", "登记会费基数", "建立会费台账"]


async def test_wages_are_stated_for_the_union_s_own_members_alone(place: County) -> None:
    """Others are refused, as one."""
    clerk, union = place.clerk(), await place.base_union()
    ledger = await begun(place, union)
    (member,) = await members(place, union, 1)
    other = await place.member(await place.union((await clerk.get(f"/unions/{union}")).json()["parent"]))
    body = {"members": [member, other], "wage_fen": 1, "since": JANUARY, "occurred_on": TODAY}
    refused = await clerk.post(f"/dues/{ledger}/wages", body, revision=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "members-elsewhere")


async def test_naming_nobody_states_the_wage_of_all_who_have_none(place: County) -> None:
    """Whose is known keep it; when everybody's is, there is nobody to state it for."""
    clerk, union = place.clerk(), await place.base_union()
    ledger = await begun(place, union)
    people = await members(place, union, 3)
    await wages(clerk, ledger, people[:1], 456_700)
    await wages(clerk, ledger, [], 100_000)
    await accrued(clerk, ledger, JANUARY)
    assert (await clerk.get(f"/dues/{ledger}")).json()["accrued_fen"] == 2_280 + 2 * 500
    body = {"wage_fen": 1, "since": JANUARY, "occurred_on": TODAY}
    nobody = await clerk.post(f"/dues/{ledger}/wages", body, revision=4)
    assert nobody.json()["code"] == "members-elsewhere"


async def test_who_moved_to_another_township_still_owes_the_month_where_they_were(place: County) -> None:
    """Accrued and paid there; the new union does not ask for it again, and begins with the next."""
    clerk, there = place.clerk(), place.clerk("101")
    federation = await place.federation()
    old = await place.union(await place.township_union(federation))
    new = await place.union(await place.township_union(federation, "101"), "101")
    ledger, other = await begun(place, old), await begun(place, new, "101")
    (member,) = await members(place, old, 1)
    await wages(clerk, ledger, [member], 456_700)
    asked = {"to_union": new, "occurred_on": "2026-01-10"}
    await clerk.done(f"/members/{member}/request-transfer", asked, revision=1)
    await there.done(f"/members/{member}/accept-transfer", {"occurred_on": "2026-01-11"}, revision=2)
    await accrued(there, other, JANUARY)
    assert (await there.get(f"/dues/{other}")).json()["accrued_fen"] == 0
    await accrued(clerk, ledger, JANUARY)
    rows = (await clerk.get(f"/dues/{ledger}/arrears")).json()["items"]
    assert [(row["id"], row["label"]) for row in rows] == [(member, "（已转出）")]
    paid = (await clerk.done("/dues/payments", payment(ledger)))["id"]
    assert (await place.events(paid))[0]["data"]["amount_fen"] == 2_280
    done = await there.post(f"/dues/{other}/wages", {
        "members": [member], "wage_fen": 456_700, "since": FEBRUARY, "occurred_on": TODAY,
    }, revision=2)  # fmt: skip
    assert done.status_code == 200


async def test_no_wage_and_no_person_s_due_stands_in_the_clear(place: County) -> None:
    """Neither in the journal nor in any column; of the lines' table only what is sealed says an amount."""
    ledger, people = await ready(place)
    await place.clerk().done("/dues/payments", payment(ledger))
    said = orjson.dumps([await place.events(each) for each in (ledger, *people)]).decode()
    assert "456700" not in said
    assert "wage_fen" not in said
    lines: list[Any] = await place.rows("SELECT * FROM dues_lines WHERE ledger = $1", ledger)
    assert {type(value).__name__ for line in lines for value in line.values()} == {"UUID", "date", "bytes", "NoneType"}
    assert all(b"2280" not in line["sealed"] for line in lines)
    stored = await place.rows("SELECT * FROM dues_wages WHERE member = ANY($1::uuid[])", people)
    assert {type(value).__name__ for row in stored for value in row.values()} == {"UUID", "date", "bytes"}


async def test_two_payments_at_once_settle_a_month_once(place: County) -> None:
    """Under the ledger's lock: one is done, the other finds nothing owed."""
    ledger, _ = await ready(place)
    clerk = place.clerk()
    answers = await asyncio.gather(*(clerk.post("/dues/payments", payment(ledger)) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize("office", [Office.COUNTY_LEADER, Office.AUDITOR])
async def test_who_reads_figures_sees_sums_and_no_members(place: County, office: Office) -> None:
    """Leaders and auditors read the ledgers, not who is in arrears."""
    ledger, _ = await ready(place)
    reader = place.office(office)
    assert (await reader.get(f"/dues/{ledger}")).json()["accrued_fen"] == 7_560
    assert (await reader.get(f"/dues/{ledger}/arrears")).status_code == 403
