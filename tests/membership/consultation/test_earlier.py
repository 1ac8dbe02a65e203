"""Renewal, change and termination: the same way again, and what becomes of the agreement before."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.daily import Daily, Due, round_of
from services.membership.consultation import work
from services.membership.consultation.domain.record import known
from tests.membership.consultation.talks import REASON, WAY, Talks
from tests.membership.consultation.test_way import type_of

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
AGAIN = {
    "accept": "2026-10-20",
    "name-delegations": "2026-10-21",
    "draft": "2026-10-22",
    "vote": "2026-10-23",
    "sign": "2026-10-24",
    "report": "2026-10-25",
    "receive": "2026-10-26",
}


async def renewed(talks: Talks, last: str, **fields: Any) -> str:
    """Talks about an earlier agreement, as far as a step."""
    later = await talks.offer(**fields)
    for step, _ in WAY:
        term: dict[str, Any] = {"term_from": "2026-11-01", "term_to": "2027-10-31"} if step == "sign" else {}
        await talks.step(later, step, occurred_on=AGAIN[step], **term)
        if step == last:
            break
    return later


async def test_article_38_renewal_is_asked_for_in_the_last_three_months(talks: Talks) -> None:
    """The term ends on 14 January 2027."""
    earlier = await talks.in_force()
    asked = {"purpose": "renewal", "earlier": earlier}
    body = {"union": talks.union, "kind": "wage", "level": "single", "offered_by": "employer",
            "employers": [talks.employer], "workers": 130, **asked}  # fmt: skip
    early = await talks.by.post("/consultations", {**body, "occurred_on": "2026-10-13"})
    assert (early.status_code, early.json()["code"]) == (422, "too-early-to-renew")
    await talks.by.done("/consultations", {**body, "occurred_on": "2026-10-14"})
    told = await talks.last(earlier)
    assert (type_of(told), told["data"]["purpose"]) == ("agreement.renewal-asked.v1", "renewal")
    second = await talks.by.post("/consultations", {**body, "occurred_on": "2026-10-14"})
    assert (second.status_code, second.json()["code"]) == (409, "renewal-under-way")


async def test_a_later_agreement_names_one_in_force_of_its_kind(talks: Talks) -> None:
    earlier, talking = await talks.in_force(), await talks.until("accept")
    body = {"union": talks.union, "kind": "wage", "level": "single", "offered_by": "employer",
            "employers": [talks.employer], "workers": 130, "occurred_on": "2026-10-14"}  # fmt: skip
    for fields, code in (
        ({"purpose": "change"}, "earlier-agreement"),
        ({"purpose": "new", "earlier": earlier}, "earlier-agreement"),
        ({"purpose": "change", "earlier": talking}, "earlier-not-in-force"),
        ({"purpose": "change", "earlier": earlier, "kind": "safety"}, "earlier-not-in-force"),
        ({"purpose": "change", "earlier": earlier, "occurred_on": "2026-02-24"}, "before-last-step"),
    ):
        answer = await talks.by.post("/consultations", {**body, **fields})
        assert (answer.status_code, answer.json()["code"]) == (422, code), fields


async def test_a_change_in_force_takes_the_earlier_agreements_place_on_its_day(talks: Talks) -> None:
    earlier = await talks.in_force()
    later = await renewed(talks, "receive", purpose="change", earlier=earlier, occurred_on="2026-10-15")
    await talks.day(2026, 11, 10)
    assert (await talks.last(later))["occurredon"] == "2026-11-10"
    ended = await talks.last(earlier)
    assert (type_of(ended), ended["occurredon"]) == ("agreement.ended.v1", "2026-11-10")
    assert (ended["data"]["reason"], ended["data"]["by"]) == ("replaced", later)
    assert (await talks.row(earlier))["state"] == "ended"
    assert await talks.refused(earlier, "void", **REASON) == (409, "built-upon")


async def test_what_took_its_place_is_taken_back_and_the_earlier_agreement_holds_again(talks: Talks) -> None:
    earlier = await talks.in_force()
    later = await renewed(talks, "receive", purpose="renewal", earlier=earlier, occurred_on="2026-10-15")
    await talks.day(2026, 11, 10)
    ended = await talks.last(earlier)
    await talks.row(later)
    await talks.step(later, "void", **REASON)
    assert (await talks.row(later))["state"] == "reported"
    voided = await talks.last(earlier)
    assert (type_of(voided), voided["data"]["voids"]) == ("record.voided.v1", ended["id"])
    row = await talks.row(earlier)
    assert (row["state"], row["ended_on"]) == ("in-force", None)
    assert await talks.refused(earlier, "void", **REASON) == (409, "built-upon")


async def test_an_agreement_that_ended_before_is_not_ended_again(talks: Talks) -> None:
    earlier = await talks.in_force()
    later = await renewed(talks, "receive", purpose="renewal", earlier=earlier, occurred_on="2026-10-15")
    await talks.row(earlier)
    await talks.step(earlier, "end", reason="condition-met", occurred_on="2026-11-01")
    await talks.day(2026, 11, 10)
    assert (await talks.last(earlier))["data"]["reason"] == "condition-met"
    await talks.row(later)
    await talks.step(later, "void", **REASON)
    assert (await talks.row(earlier))["state"] == "ended"


async def test_article_39_a_signed_termination_ends_the_earlier_agreement_on_that_day(talks: Talks) -> None:
    earlier = await talks.in_force()
    later = await renewed(talks, "vote", purpose="termination", earlier=earlier, occurred_on="2026-10-15")
    signing: dict[str, Any] = {"occurred_on": "2026-10-24"}
    assert await talks.refused(later, "sign", **signing) == (422, "term-needed")
    await talks.step(later, "sign", term_from=None, term_to=None, **signing)
    ended = await talks.last(earlier)
    assert (ended["occurredon"], ended["data"]["reason"]) == ("2026-10-24", "agreed")
    row = await talks.row(later)
    assert (row["state"], row["signed_on"], row["clock"]) == ("concluded", "2026-10-24", None)
    await talks.step(later, "void", **REASON)
    assert (await talks.row(earlier))["state"] == "in-force"
    assert (await talks.row(later))["state"] == "passed"


async def test_a_voided_offer_leaves_the_earlier_agreement_to_be_renewed(talks: Talks) -> None:
    earlier = await talks.in_force()
    later = await talks.offer(purpose="renewal", earlier=earlier, occurred_on="2026-10-15")
    await talks.row(earlier)
    assert await talks.refused(earlier, "void", **REASON) == (409, "built-upon")
    await talks.step(later, "void", **REASON)
    assert type_of(await talks.last(earlier)) == "record.voided.v1"
    await talks.row(earlier)
    await talks.offer(purpose="renewal", earlier=earlier, occurred_on="2026-10-16")


async def test_two_who_put_it_into_force_at_once_do_it_once(talks: Talks) -> None:
    agreement = await talks.until("receive")
    await asyncio.gather(
        talks.day(2026, 2, 25),
        *(talks.asked(agreement, "take-effect") for _ in range(3)),
    )
    kinds = [type_of(event) for event in await talks.place.events(agreement)]
    assert kinds.count("agreement.came-into-force.v1") == 1


async def test_a_record_that_is_not_due_any_more_is_left_as_it_is(talks: Talks) -> None:
    """Somebody was there between the day's finding it and its turn."""
    agreement = await talks.in_force()
    before = await talks.place.events(agreement)

    async def stale(*_: object) -> list[Due]:
        return [Due(talks.place.code, UUID(agreement))]

    database = talks.place.service.app.state.database
    ran = await round_of(database, "membership", Daily("consultation", stale, work.move), NOON)
    assert ran is not None
    assert (ran.moved, ran.failed) == (1, ())
    assert await talks.place.events(agreement) == before


def test_what_a_state_warrants_is_there() -> None:
    with pytest.raises(ValueError, match="None"):
        known(None)
