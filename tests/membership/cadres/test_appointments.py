"""Appointments: authority given, lent, taken away; nobody gives it to themselves."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from chassis.postgres import SHANGHAI, utc_now
from contracts.offices import Office
from tests.membership.people import County, worker
from tests.support.person import Person
from tests.support.running import Running

DECIDED = "2026-03-02"


@pytest.fixture
def place(county: str, membership: Running) -> County:
    return County(county, membership)


def today() -> date:
    return utc_now().astimezone(SHANGHAI).date()


def signed_in(membership: Running, account: str) -> Person:
    """Somebody with a valid token, whatever they may do."""
    return Person(membership.http, membership.issuer.token(account))


def making(account: str, area: str, holds: Office = Office.TOWNSHIP_CLERK, **fields: Any) -> dict[str, Any]:
    return {"account": account, "holds": holds.value, "area": area, "occurred_on": DECIDED, **fields}


async def test_an_account_acts_from_its_appointment_until_its_end(place: County, membership: Running) -> None:
    account = f"new-{place.code}"
    clerk = signed_in(membership, account)
    refused = await clerk.get("/members")
    assert (refused.status_code, refused.json()["code"]) == (403, "no-appointment")
    assert account in refused.json()["detail"]
    made = await place.organiser.done("/appointments", making(account, f"{place.code}100"))
    assert (await clerk.get("/members")).status_code == 200
    ending = {"reason": "transferred", "occurred_on": DECIDED}
    await place.organiser.done(f"/appointments/{made['id']}/end", ending, revision=1)
    await asyncio.sleep(0.3)
    assert (await clerk.get("/members")).json()["code"] == "no-appointment"
    made_event, ended_event = await place.events(made["id"])
    assert made_event["data"]["account"] == ended_event["data"]["account"] == account
    assert made_event["actor"] == f"county-organiser-{place.code}"


async def test_the_office_and_its_area_are_all_one_gets(place: County, membership: Running) -> None:
    account = f"chair-of-{place.code}"
    await place.organiser.done("/appointments", making(account, f"{place.code}100", Office.TOWNSHIP_CHAIR))
    chair = signed_in(membership, account)
    body = {"name": "一厂", "unit_type": "private", "credit_code": "91340828MA2T0BAX0F", "occurred_on": DECIDED}
    assert (await chair.post("/employers", body)).json()["code"] == "office-may-not"
    assert (await chair.post("/appointments", making("x", f"{place.code}100"))).json()["code"] == "office-may-not"


@pytest.mark.parametrize(
    ("holds", "area", "code"),
    [
        (Office.COUNTY_LEADER, "100", "wrong-level"),
        (Office.TOWNSHIP_CLERK, "", "wrong-level"),
        (Office.ENTERPRISE_CHAIR, "100", "union-needed"),
        (Office.MEMBER, "100", "union-needed"),
    ],
)
async def test_an_office_is_held_at_its_own_level(place: County, holds: Office, area: str, code: str) -> None:
    answer = await place.organiser.post("/appointments", making("somebody", place.code + area, holds))
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_the_service_office_is_nobodys(place: County) -> None:
    answer = await place.organiser.post("/appointments", making("somebody", place.code, Office.SERVICE))
    assert answer.status_code == 422


async def test_nobody_appoints_or_dismisses_themselves(place: County) -> None:
    me = f"county-organiser-{place.code}"
    own = await place.organiser.post("/appointments", making(me, place.code, Office.COUNTY_APPROVER))
    assert (own.status_code, own.json()["code"]) == (403, "own-appointment")
    appointment = place.service.appointed(Office.COUNTY_ORGANISER, place.code)
    ending = {"reason": "resigned", "occurred_on": DECIDED}
    ended = await place.organiser.post(f"/appointments/{appointment}/end", ending, revision=1)
    assert (ended.status_code, ended.json()["code"]) == (403, "own-appointment")


async def test_nobody_appoints_in_another_county(place: County) -> None:
    elsewhere = f"{int(place.code) - 1}"
    answer = await place.organiser.post("/appointments", making("somebody", f"{elsewhere}100"))
    assert answer.status_code == 404


async def test_the_same_office_is_held_once(place: County) -> None:
    body = making("twice", f"{place.code}100")
    answers = await asyncio.gather(*(place.organiser.post("/appointments", body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    assert {answer.json().get("code") for answer in answers} == {None, "already-appointed"}


async def test_an_appointment_begins_and_ends_by_its_days(place: County, membership: Running) -> None:
    later = f"later-{place.code}"
    body = making(later, f"{place.code}100", since=(today() + timedelta(1)).isoformat())
    await place.organiser.done("/appointments", body)
    assert (await signed_in(membership, later).get("/members")).json()["code"] == "no-appointment"
    short = f"short-{place.code}"
    await place.organiser.done("/appointments", making(short, f"{place.code}100", until=today().isoformat()))
    assert (await signed_in(membership, short).get("/members")).status_code == 200
    past = making("past", f"{place.code}100", since="2026-01-01")
    assert (await place.organiser.post("/appointments", past)).json()["code"] == "wrong-period"
    ends = making("ends", f"{place.code}100", until="2026-01-01")
    refused = (await place.organiser.post("/appointments", ends)).json()
    assert (refused["code"], refused["detail"]) == ("wrong-period", f"截止日不得早于起始日 {today().isoformat()}")


async def test_a_lent_office_is_exercised_on_the_lenders_behalf(place: County, membership: Running) -> None:
    lender = f"township-clerk-{place.code}100"
    own = membership.appointed(Office.TOWNSHIP_CLERK, f"{place.code}100")
    deputy = f"deputy-{place.code}"
    until = (today() + timedelta(7)).isoformat()
    lending = {"appointment": str(own), "account": deputy, "until": until, "occurred_on": DECIDED}
    lent = await place.clerk().done("/appointments/delegations", lending)
    union = await place.base_union()
    member = await signed_in(membership, deputy).done("/members", worker(union))
    event = (await place.events(member["id"]))[0]
    assert (event["actor"], event["onbehalfof"], event["office"]) == (deputy, lender, "township-clerk")
    await place.clerk().done(f"/appointments/{lent['id']}/take-back", {"occurred_on": DECIDED}, revision=1)
    await asyncio.sleep(0.3)
    assert (await signed_in(membership, deputy).get("/members")).json()["code"] == "no-appointment"


async def test_a_lent_office_falls_with_the_lenders_own(place: County, membership: Running) -> None:
    account, deputy = f"lender-{place.code}", f"falls-{place.code}"
    made = await place.organiser.done("/appointments", making(account, f"{place.code}100"))
    lending = {
        "appointment": made["id"],
        "account": deputy,
        "until": (today() + timedelta(7)).isoformat(),
        "occurred_on": DECIDED,
    }
    await signed_in(membership, account).done("/appointments/delegations", lending)
    assert (await signed_in(membership, deputy).get("/members")).status_code == 200
    ending = {"reason": "dismissed", "occurred_on": DECIDED}
    await place.organiser.done(f"/appointments/{made['id']}/end", ending, revision=1)
    await asyncio.sleep(0.3)
    assert (await signed_in(membership, deputy).get("/members")).json()["code"] == "no-appointment"


async def test_only_ones_own_office_is_lent_for_a_while_and_not_again(place: County, membership: Running) -> None:
    own = membership.appointed(Office.TOWNSHIP_CLERK, f"{place.code}100")
    lending = {"appointment": str(own), "account": "deputy", "occurred_on": DECIDED}
    near = {**lending, "until": (today() + timedelta(7)).isoformat()}
    stranger = await place.office(Office.TOWNSHIP_CLERK, f"{place.code}100", f"other-{place.code}").post(
        "/appointments/delegations", near
    )
    assert stranger.json()["code"] == "not-found"
    far = {**lending, "until": (today() + timedelta(93)).isoformat()}
    assert (await place.clerk().post("/appointments/delegations", far)).json()["code"] == "delegation-too-long"
    mine = (
        await place.clerk().post("/appointments/delegations", {**near, "account": f"township-clerk-{place.code}100"})
    ).json()
    assert (mine["code"], mine["detail"]) == ("own-appointment", "不能把职务委托给本人")
    deputy = f"again-{place.code}"
    lent = await place.clerk().done("/appointments/delegations", {**near, "account": deputy})
    again = {**near, "appointment": lent["id"], "account": "third"}
    assert (await signed_in(membership, deputy).post("/appointments/delegations", again)).json()[
        "code"
    ] == "not-lendable"


async def test_whoever_holds_several_offices_says_which(place: County, membership: Running) -> None:
    account = f"both-{place.code}"
    clerk = await place.organiser.done("/appointments", making(account, f"{place.code}100"))
    chair = await place.organiser.done("/appointments", making(account, f"{place.code}100", Office.TOWNSHIP_CHAIR))
    token = membership.issuer.token(account)
    body = {"name": "二厂", "unit_type": "private", "occurred_on": DECIDED}
    codes = {}
    for name, made in (("clerk", clerk), ("chair", chair)):
        acting = Person(membership.http, token, made["id"])
        codes[name] = (await acting.post("/employers", body)).json()["code"]
    assert codes == {"clerk": "invalid-values", "chair": "office-may-not"}
    unknown = Person(membership.http, token, made["id"])
    unknown.signed["Gonghui-Appointment"] = "no-id"
    assert (await unknown.get("/members")).status_code == 400
    foreign = Person(membership.http, token, membership.appointed(Office.COUNTY_APPROVER, place.code))
    assert (await foreign.get("/members")).json()["code"] == "no-appointment"


async def test_others_appointments_are_seen_by_who_oversees_them(place: County) -> None:
    await place.organiser.done("/appointments", making(f"seen-{place.code}", f"{place.code}100"))
    listed = (await place.organiser.get("/appointments", state="current", limit=100)).json()["items"]
    assert f"seen-{place.code}" in {each["account"] for each in listed}
    found = (await place.organiser.get("/appointments", q=f"EEN-{place.code}")).json()["items"]
    assert [each["label"] for each in found] == [f"seen-{place.code}"]
    place.clerk("101")
    own = (await place.clerk().get("/appointments")).json()["items"]
    assert {each["account"] for each in own} == {f"township-clerk-{place.code}100"}
