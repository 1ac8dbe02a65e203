"""Each step of aid taken back by the office that took it, its money set free, as one event on its day."""

from datetime import date
from typing import Any

from contracts.declare import facts_of
from tests.assistance.people import ASKED, LINE, County

COUNTY = {"fund_source": "county", "occurred_on": ASKED}
PAID = {"occurred_on": "2026-03-05"}
WHY = {"reason": "wrong-entry"}


def deltas(event: dict[str, Any]) -> dict[str, int]:
    """What an event counts, by metric."""
    facts = facts_of(event["type"], event["data"], date.fromisoformat(event["occurredon"]))
    return {each.fact.metric: each.fact.delta for each in facts}


async def test_asked_aid_is_corrected_until_somebody_agreed(place: County) -> None:
    """Amount and programme; rule 22 holds for the right amount too."""
    await place.budget(100_000)
    file = await place.file()
    aid = await place.asked(file, 10_000)
    clerk, path = place.clerk(), f"/aid/{aid}/correct"
    over = await clerk.post(path, {**WHY, "programme": "living", "amount_fen": 12 * LINE + 1}, revision=1)
    assert over.json()["code"] == "over-living-aid-cap"
    await clerk.done(path, {**WHY, "amount_fen": 20_000}, revision=1)
    corrected = (await place.events(aid))[-1]
    assert corrected["occurredon"] == ASKED
    before, after = corrected["data"]["before"], corrected["data"]["after"]
    assert (before["amount_fen"], after["amount_fen"], after["programme"]) == (10_000, 20_000, "medical")
    await clerk.done(path, {**WHY, "programme": "living"}, revision=2)
    await place.approver.done(f"/aid/{aid}/approve", COUNTY, revision=3)
    assert (await place.events(aid))[-1]["data"]["amount_fen"] == 20_000
    for verb in ("correct", "void"):
        late = await clerk.post(f"/aid/{aid}/{verb}", WHY, revision=4)
        assert (late.status_code, late.json()["code"]) == (409, "aid-not-waiting")


async def test_approval_is_voided_and_its_money_is_free(place: County) -> None:
    """The endorsement before it is taken back too, so that two people agree again."""
    await place.budget(1_000_000)
    aid = await place.asked(await place.file(), 600_000)
    await place.approver.done(f"/aid/{aid}/approve", COUNTY, revision=1)
    await place.another_approver("second").done(f"/aid/{aid}/approve", COUNTY, revision=2)
    await place.approver.done(f"/aid/{aid}/void-approval", WHY, revision=3)
    assert await place.balance() == (1_000_000, 0, 0)
    *_, endorsement, approval = await place.events(aid)
    assert endorsement["data"]["type"].endswith("aid.endorsed.v1")
    assert deltas(approval) == {"aid-approved": -600_000}
    again = await place.approver.post(f"/aid/{aid}/void-approval", WHY, revision=4)
    assert again.json()["code"] == "aid-not-approved"
    await place.approver.done(f"/aid/{aid}/approve", COUNTY, revision=4)
    assert (await place.approver.get(f"/aid/{aid}")).json()["state"] == "endorsed"


async def test_payment_is_voided_and_its_money_put_aside_again(place: County) -> None:
    """Returned by the bank; then paid rightly."""
    aid = await place.approved(100_000)
    path = f"/aid/{aid}/void-payment"
    unpaid = await place.payer.post(path, WHY, revision=2)
    assert (unpaid.status_code, unpaid.json()["code"]) == (409, "aid-not-paid")
    await place.payer.done(f"/aid/{aid}/pay", PAID, revision=2)
    paid = await place.approver.post(f"/aid/{aid}/void-approval", WHY, revision=3)
    assert paid.json()["code"] == "aid-not-approved"
    await place.payer.done(path, WHY, revision=3)
    assert await place.balance() == (200_000, 100_000, 0)
    voided = (await place.events(aid))[-1]
    assert voided["occurredon"] == "2026-03-05"
    assert deltas(voided) == {"aid-paid": -100_000, "aid-payments": -1, "households-helped": -1}
    await place.payer.done(f"/aid/{aid}/pay", PAID, revision=4)
    assert await place.balance() == (200_000, 0, 100_000)
