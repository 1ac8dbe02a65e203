"""Offers put right, steps taken back: one event on the original day, by the office that took the step."""

from contracts.offices import Office
from tests.membership.consultation.talks import REASON, WAY, Talks
from tests.membership.consultation.test_way import type_of


async def test_an_offer_is_put_right_as_long_as_nothing_followed(talks: Talks) -> None:
    offered = await talks.offer()
    right = {"kind": "safety", "workers": 90, "occurred_on": "2025-11-21", **REASON}
    await talks.step(offered, "correct", **right)
    corrected = await talks.last(offered)
    assert (type_of(corrected), corrected["occurredon"]) == ("record.corrected.v1", "2025-11-20")
    data = corrected["data"]
    assert (data["before"]["kind"], data["after"]["kind"]) == ("wage", "safety")
    assert (data["before_on"], data["after_on"]) == ("2025-11-20", "2025-11-21")
    assert data["after"]["due_on"] == "2025-12-11"
    row = await talks.row(offered)
    assert (row["kind"], row["workers"], row["clock"]["due_on"]) == ("safety", 90, "2025-12-11")


async def test_coverage_is_put_right_until_the_agreement_is_in_force(talks: Talks) -> None:
    agreement = await talks.until("receive")
    assert await talks.refused(agreement, "correct", kind="safety", **REASON) == (409, "only-coverage")
    other = await talks.place.employer()
    both = {"employers": [talks.employer, other]}
    assert await talks.refused(agreement, "correct", **both, **REASON) == (422, "wrong-units")
    elsewhere = {"employers": [talks.union]}
    assert await talks.refused(agreement, "correct", **elsewhere, **REASON) == (422, "unit-elsewhere")
    await talks.step(agreement, "correct", workers=99, employers=[other], **REASON)
    assert (await talks.row(agreement))["state"] == "received"
    await talks.step(agreement, "take-effect")
    effect = await talks.last(agreement)
    assert (effect["data"]["workers"], effect["data"]["employers"]) == (99, [other])
    assert await talks.refused(agreement, "correct", workers=98, **REASON) == (409, "consultation-elsewhere")


async def test_a_renewals_offer_is_put_right_by_the_rules_of_renewal(talks: Talks) -> None:
    earlier = await talks.in_force()
    later = await talks.offer(purpose="renewal", earlier=earlier, occurred_on="2026-10-15")
    early = {"occurred_on": "2026-10-13", **REASON}
    assert await talks.refused(later, "correct", **early) == (422, "too-early-to-renew")
    await talks.step(later, "correct", occurred_on="2026-10-14", **REASON)


async def test_each_step_back_leaves_the_one_before(talks: Talks) -> None:
    agreement = await talks.in_force()
    await talks.step(agreement, "publish", means="notice", occurred_on="2026-02-26")
    before = {}
    for state in ("in-force", "reported", "signed", "passed", "drafted", "negotiating", "negotiating", "offered"):
        await talks.step(agreement, "void", **REASON)
        before = await talks.row(agreement)
        assert before["state"] == state
    assert before["clock"]["due_on"] == "2025-12-10"
    assert before["members"] == []
    await talks.step(agreement, "void", **REASON)
    assert (await talks.row(agreement))["state"] == "void"
    assert await talks.refused(agreement, "void", **REASON) == (409, "consultation-elsewhere")
    events = await talks.place.events(agreement)
    voided = {event["data"]["voids"] for event in events if type_of(event) == "record.voided.v1"}
    assert voided == {event["id"] for event in events if type_of(event) != "record.voided.v1"}
    days = {event["id"]: event["occurredon"] for event in events}
    assert all(days[event["data"]["voids"]] == event["occurredon"] for event in events if "voids" in event["data"])


async def test_a_step_back_is_walked_again(talks: Talks) -> None:
    agreement = await talks.until("receive")
    await talks.step(agreement, "void", **REASON)
    await talks.step(agreement, "receive", occurred_on="2026-02-11")
    assert (await talks.last(agreement))["data"]["due_on"] == "2026-02-26"


async def test_an_effect_is_taken_back_with_the_receipt_it_follows_from(talks: Talks) -> None:
    """Otherwise the day's work would record it again a minute later."""
    agreement = await talks.in_force()
    await talks.step(agreement, "void", **REASON)
    *_, received, effect, effect_voided, receipt_voided = await talks.place.events(agreement)
    assert (effect_voided["data"]["voids"], receipt_voided["data"]["voids"]) == (effect["id"], received["id"])
    await talks.day(2026, 3, 1)
    assert (await talks.row(agreement))["state"] == "reported"


async def test_an_offer_left_unanswered_is_taken_back_with_its_note(talks: Talks) -> None:
    offered = await talks.offer()
    await talks.day(2025, 12, 11)
    await talks.row(offered)
    await talks.step(offered, "void", **REASON)
    kinds = [type_of(event) for event in await talks.place.events(offered)]
    assert kinds.count("record.voided.v1") == 2


async def test_a_step_is_taken_back_by_the_office_that_took_it(talks: Talks) -> None:
    talking = await talks.until("accept")
    await talks.step(talking, "break-off", occurred_on="2025-12-15")
    chair = talks.place.chair()
    await talks.step(talking, "coordinate", chair, coordination="closed", occurred_on="2025-12-20")
    assert await talks.refused(talking, "void", **REASON) == (409, "nothing-to-void")
    await talks.step(talking, "void", chair, **REASON)
    answer = await talks.asked(talking, "void", chair, **REASON)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-void")
    assert "乡镇工会经办" in answer.json()["detail"]
    assert (await talks.row(talking))["state"] == "stalled"


async def test_an_end_by_the_clerk_is_taken_back(talks: Talks) -> None:
    agreement = await talks.in_force()
    await talks.step(agreement, "end", reason="force-majeure", occurred_on="2026-03-20")
    await talks.step(agreement, "void", **REASON)
    assert (await talks.row(agreement))["state"] == "in-force"


async def test_nothing_lies_in_the_future_and_another_townships_clerk_sees_nothing(talks: Talks) -> None:
    offered = await talks.offer()
    for step, fields in [*WAY[:1], ("correct", REASON)]:
        later = {**fields, "occurred_on": "2027-12-01"}
        assert (await talks.refused(offered, step, **later))[1] == "day-in-the-future"
    other = talks.place.office(Office.TOWNSHIP_CLERK, f"{talks.place.code}101")
    assert (await talks.asked(offered, "accept", other)).status_code == 404
