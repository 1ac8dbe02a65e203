"""One's own membership: shown to the account that holds the office, masked, and to nobody else."""

import asyncio
from uuid import UUID

from contracts.offices import Office
from tests.membership.people import DAY, County
from tests.support.person import Person


async def named(place: County, union: str, member: str, office: Office = Office.MEMBER) -> tuple[str, Person]:
    """An account appointed within a union, of which the organiser has said which member it is."""
    account, area = f"{office.value}-{member}", f"{place.code}100"
    body = {"account": account, "holds": office.value, "area": area, "union": union, "occurred_on": DAY}
    made = str((await place.organiser.done("/appointments", body))["id"])
    described = {"duty": "part-time", "member": member, "occurred_on": DAY}
    await place.organiser.done(f"/appointments/{made}/describe", described, revision=1)
    return made, acting(place, account, made)


def acting(place: County, account: str, appointment: str | UUID) -> Person:
    """Somebody signed in who says which appointment they act in."""
    return Person(place.service.http, place.service.issuer.token(account), UUID(str(appointment)))


async def test_a_member_and_a_chair_see_their_own_membership_masked_and_no_other(place: County) -> None:
    """Each the one that the organiser named; the lists and the records of single members stay closed to a member."""
    union = await place.base_union()
    one, other = await place.member(union, name="王小明"), await place.member(union, name="李一二")
    _, member = await named(place, union, one)
    _, chair = await named(place, union, other, Office.ENTERPRISE_CHAIR)
    own = (await member.get("/members/me")).json()
    assert (own["id"], own["union"], own["label"][:3], own["state"]) == (one, union, "王**", "active")
    assert (await chair.get("/members/me")).json()["id"] == other
    for path in ("/members", f"/members/{one}", f"/members/{one}/history", f"/members/of-union/{union}"):
        assert (await member.get(path)).status_code == 403, path
    assert (await place.clerk().get("/members/me")).status_code == 403


async def test_an_appointment_of_which_no_member_was_named_shows_nobody(place: County) -> None:
    """The answer is that of a record which is not there."""
    union = await place.base_union()
    await place.member(union)
    area, account = f"{place.code}100", f"nobody-{place.code}"
    made = place.service.appointed(Office.MEMBER, area, account, UUID(union))
    answer = await acting(place, account, made).get("/members/me")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_an_appointment_in_one_union_shows_no_membership_of_another(place: County) -> None:
    """Even where the organiser named somebody of the other union."""
    top = await place.township_union(await place.federation())
    union, elsewhere = await place.union(top), await place.union(top)
    _, stranger = await named(place, union, await place.member(elsewhere))
    assert (await stranger.get("/members/me")).status_code == 404


async def test_an_appointment_that_ended_shows_nothing_any_more(place: County) -> None:
    """Refused like everything else that was asked under it."""
    union = await place.base_union()
    made, member = await named(place, union, await place.member(union))
    assert (await member.get("/members/me")).status_code == 200
    over = {"reason": "resigned", "occurred_on": DAY}
    await place.organiser.done(f"/appointments/{made}/end", over, revision=2)
    await asyncio.sleep(0.3)  # an account's appointments are looked up again after 250 ms
    assert (await member.get("/members/me")).status_code == 403
