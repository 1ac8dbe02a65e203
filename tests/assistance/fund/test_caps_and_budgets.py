"""Rule 22, the year's cap of living aid, and rule 26, budgets never overspent, each under concurrency too."""

import asyncio

import asyncpg
import pytest

from contracts.offices import Office
from services.assistance.fund.domain import OverCap, within_cap
from tests.assistance.people import ASKED, LINE, County

CAP = 12 * LINE
COUNTY = {"fund_source": "county", "occurred_on": ASKED}
WHY = {"reason": "wrong-entry"}


def living(file: str, amount_fen: int, **fields: object) -> dict[str, object]:
    """A request for living aid."""
    return {"household": file, "programme": "living", "amount_fen": amount_fen, "occurred_on": ASKED, **fields}


def test_rule_22_cap_includes_itself_and_binds_living_aid_alone() -> None:
    """Twelve months exactly are allowed, a fen more is not."""
    within_cap("living", CAP, 0, LINE, 12)
    within_cap("living", 1, CAP - 1, LINE, 12)
    within_cap("medical", CAP, CAP, LINE, 12)
    with pytest.raises(OverCap) as refused:
        within_cap("living", 2, CAP - 1, LINE, 12)
    told = "超过生活救助年度上限：上限 9,000.00 元，本年度已申请 8,999.99 元，本次最多 0.01 元"
    assert refused.value.detail[0] == told


async def test_rule_22_all_aid_of_the_year_is_summed(place: County) -> None:
    """Other programmes count, refused and voided aid does not, nor does another year's or another household's."""
    file = await place.file()
    clerk = place.clerk()
    await place.asked(await place.file(), CAP, "living")
    medical = await place.asked(file, CAP // 2, "medical")
    over = await clerk.post("/aid", living(file, CAP // 2 + 1))
    assert (over.status_code, over.json()["code"]) == (409, "over-living-aid-cap")
    assert over.json()["errors"][0]["pointer"] == "/amount_fen"
    first = (await clerk.done("/aid", living(file, CAP // 2)))["id"]
    assert (await clerk.post("/aid", living(file, 1))).status_code == 409
    await place.approver.done(f"/aid/{medical}/refuse", {"reason": "other", "occurred_on": ASKED}, revision=1)
    await clerk.done(f"/aid/{first}/void", WHY, revision=1)
    await clerk.done("/aid", living(file, CAP))


async def test_rule_22_holds_for_requests_at_the_same_time(place: County) -> None:
    """The household's lock lines them up."""
    file = await place.file()
    answers = await asyncio.gather(*(place.clerk().post("/aid", living(file, CAP // 3)) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 409, 409, 409]


async def test_rule_22_cap_follows_the_countys_line_and_months(place: County) -> None:
    """Parameters on a document."""
    setting = {"document": "民字3号", "valid_from": "2026-01-01", "occurred_on": ASKED}
    await place.approver.done("/parameters", {**setting, "parameter": "poverty-line", "value": 100_000})
    await place.approver.done("/parameters", {**setting, "parameter": "living-aid-months", "value": 2})
    file = await place.file()
    assert (await place.clerk().post("/aid", living(file, 200_001))).status_code == 409
    await place.clerk().done("/aid", living(file, 200_000))


async def test_rule_26_source_is_not_overspent(place: County) -> None:
    """The last fen may be spent, none beyond; other sources and years do not help."""
    await place.budget(100_000)
    await place.budget(900_000, "union")
    await place.budget(900_000, "county", year=2025)
    file = await place.file()
    await place.approver.done(f"/aid/{await place.asked(file, 99_999)}/approve", COUNTY, revision=1)
    two, one = await place.asked(file, 2), await place.asked(file, 1)
    over = await place.approver.post(f"/aid/{two}/approve", COUNTY, revision=1)
    assert (over.status_code, over.json()["code"]) == (409, "over-budget")
    assert "0.01 元" in over.json()["detail"]
    assert (await place.approver.get(f"/aid/{two}")).json()["state"] == "asked"
    await place.approver.done(f"/aid/{one}/approve", COUNTY, revision=1)
    none = await place.approver.post(f"/aid/{two}/approve", {**COUNTY, "fund_source": "donation"}, revision=1)
    assert none.json()["code"] == "over-budget"


async def test_rule_26_holds_for_approvals_at_the_same_time(place: County) -> None:
    """Ten at once from money for four."""
    await place.budget(40_000)
    aids = [await place.asked(await place.file(), 10_000) for _ in range(10)]
    answers = await asyncio.gather(
        *(
            place.another_approver(f"approver-{n}").post(f"/aid/{aid}/approve", COUNTY, revision=1)
            for n, aid in enumerate(aids)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [409] * 6
    assert await place.balance() == (40_000, 40_000, 0)


async def test_rule_26_is_held_by_the_database_itself(place: County) -> None:
    """A check on the row: no statement whatever can overspend."""
    await place.budget(100)
    with pytest.raises(asyncpg.CheckViolationError):
        await place.rows("UPDATE budgets SET reserved_fen = 60, paid_fen = 41 WHERE county = $1", place.code)


async def test_budget_grows_by_allotments_and_shrinks_by_voided_ones(place: County) -> None:
    """As far as nothing was approved from it."""
    first, second = await place.budget(60_000), await place.budget(40_000)
    (event,) = await place.events(first)
    assert "township" not in event
    assert (event["data"]["amount_fen"], event["data"]["fund_source"], event["data"]["year"]) == (
        60_000,
        "county",
        2026,
    )
    aid = await place.asked(await place.file(), 50_000)
    await place.approver.done(f"/aid/{aid}/approve", COUNTY, revision=1)
    committed = await place.payer.post(f"/budgets/{first}/void", WHY, revision=1)
    assert (committed.status_code, committed.json()["code"]) == (409, "budget-committed")
    await place.payer.done(f"/budgets/{second}/void", WHY, revision=1)
    assert await place.balance() == (60_000, 50_000, 0)
    again = await place.payer.post(f"/budgets/{second}/void", WHY, revision=2)
    assert again.json()["code"] == "allotment-void"
    rows = (await place.payer.get("/budgets/allotments")).json()["items"]
    assert [(row["id"], row["state"]) for row in rows] == [(first, "allotted"), (second, "void")]
    stranger = place.office(Office.COUNTY_ASSISTANCE_CLERK, "110101")
    assert (await stranger.post(f"/budgets/{first}/void", WHY, revision=1)).status_code == 404
    assert (await stranger.get("/budgets")).json() == []
    assert (await place.clerk().post("/budgets", {})).status_code == 403
