"""What one member earns and owes is shown to who collects it, one by one, recorded without the figures."""

from typing import Any

import pytest

from contracts.offices import Office
from tests.membership.dues.ledgers import FEBRUARY, JANUARY, accrued, begun, members, payment, wages
from tests.membership.people import County


def asked(member: str, *fields: str) -> dict[str, Any]:
    """The request's body."""
    return {"member": member, "fields": list(fields), "purpose": "contact"}


async def ready(place: County) -> tuple[str, str, str]:
    """Ledger, union, and a member who owes two months."""
    clerk, union = place.clerk(), await place.base_union()
    ledger = await begun(place, union)
    (member,) = await members(place, union, 1)
    await wages(clerk, ledger, [member], 456_700)
    await accrued(clerk, ledger, JANUARY)
    await accrued(clerk, ledger, FEBRUARY)
    return ledger, union, member


async def test_what_a_member_owes_is_shown_and_that_it_was_is_recorded(place: County) -> None:
    """The event names person, fields and purpose."""
    ledger, _, member = await ready(place)
    clerk = place.clerk()
    done = await clerk.done(f"/dues/{ledger}/reveal", asked(member, "wage_fen", "dues_fen"), revision=4)
    assert done["values"] == {"wage_fen": "456700", "dues_fen": "4560"}
    event = (await place.events(member))[-1]
    assert event["data"] == {"person": member, "fields": ["wage_fen", "dues_fen"], "purpose": "contact"}
    await clerk.done("/dues/payments", payment(ledger, JANUARY, FEBRUARY))
    done = await clerk.done(f"/dues/{ledger}/reveal", asked(member, "dues_fen"), revision=4)
    assert done["values"] == {"dues_fen": "0"}


async def test_who_has_moved_away_is_shown_by_what_they_owe_here(place: County) -> None:
    """Not by the wage, which is the other union's to know."""
    ledger, union, member = await ready(place)
    parent = (await place.clerk().get(f"/unions/{union}")).json()["parent"]
    other = await place.union(parent)
    moved = {"to_union": other, "occurred_on": "2026-03-21"}
    await place.clerk().done(f"/members/{member}/transfer", moved, revision=1)
    body = asked(member, "wage_fen", "dues_fen")
    done = await place.clerk().done(f"/dues/{ledger}/reveal", body, revision=4)
    assert done["values"] == {"dues_fen": "4560"}


@pytest.mark.parametrize("known", [True, False])
async def test_who_is_not_of_the_union_is_not_shown(place: County, known: bool) -> None:
    """A member of another union, and somebody who is nobody."""
    ledger, union, _ = await ready(place)
    parent = (await place.clerk().get(f"/unions/{union}")).json()["parent"]
    other = await place.member(await place.union(parent)) if known else union
    refused = await place.clerk().post(f"/dues/{ledger}/reveal", asked(other, "dues_fen"), revision=4)
    assert (refused.status_code, refused.json()["code"]) == (404, "nothing-to-reveal")


async def test_only_who_keeps_the_ledger_is_shown_it(place: County) -> None:
    """Not the county, which reads sums."""
    ledger, _, member = await ready(place)
    leader = place.office(Office.COUNTY_ORGANISER)
    assert (await leader.post(f"/dues/{ledger}/reveal", asked(member, "dues_fen"), revision=4)).status_code == 403
