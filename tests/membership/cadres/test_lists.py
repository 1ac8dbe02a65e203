"""Appointments in lists: sorted and filtered; the roster of cadres with masked names."""

from typing import Any

from contracts.offices import Office
from tests.membership.people import County

DAY = "2026-03-02"


async def appointed(place: County) -> list[str]:
    """Accounts in their order: by area, office, account."""
    offices = [
        (Office.TOWNSHIP_CLERK, f"{place.code}101", "a"),
        (Office.TOWNSHIP_CLERK, f"{place.code}100", "b"),
        (Office.TOWNSHIP_CLERK, f"{place.code}100", "a"),
        (Office.TOWNSHIP_CHAIR, f"{place.code}100", "c"),
        (Office.COUNTY_ORGANISER, place.code, "d"),
    ]
    for office, area, name in offices:
        place.service.appointed(office, area, f"{name}-{area}")
    return [f"d-{place.code}", *(f"{name}-{place.code}100" for name in "cab"), f"a-{place.code}101"]


async def listed(place: County, **filters: Any) -> list[str]:
    """The accounts of a list, page by page."""
    leader = place.office(Office.COUNTY_LEADER, subject="reads")
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = (await leader.get("/appointments", limit=2, **filters, **after)).json()
        found += [row["account"] for row in page["items"] if row["account"] != "reads"]
        if not page["next"]:
            return found
        after = {"after": page["next"]}


async def test_appointments_are_sorted_and_filtered(place: County) -> None:
    """By area, office and account, over pages; by office, by area, by part of the account."""
    order = await appointed(place)
    assert await listed(place) == order
    assert await listed(place, office="township-clerk") == [order[2], order[3], order[4]]
    assert await listed(place, area=f"{place.code}100") == order[1:4]
    assert await listed(place, q="A-9") == [order[2], order[4]]
    wrong = await place.organiser.get("/appointments", area="x")
    assert wrong.status_code == 422


async def test_a_cadre_is_described_and_the_roster_shows_a_masked_name(place: County) -> None:
    """Told again, the last holds; an appointment that is over is not described."""
    member = await place.member(await place.base_union(), name="李一二")
    organiser = place.organiser
    made = await organiser.done(
        "/appointments",
        {"account": f"new-{place.code}", "holds": "mediator", "area": f"{place.code}100", "occurred_on": DAY},
    )
    path = f"/appointments/{made['id']}"
    for revision, duty in ((1, "part-time"), (2, "full-time")):
        body = {"duty": duty, "member": member, "occurred_on": DAY}
        await organiser.done(f"{path}/describe", body, revision=revision)
    rows = (await organiser.get("/cadre-roster", office="mediator", duty="full-time")).json()["items"]
    (row,) = rows
    assert row["label"].startswith("李**")
    assert (row["duty_words"]["zh"], row["hours"], row["target"], row["missing"]) == ("专职", 0, 40, 40)
    assert (await place.events(made["id"]))[-1]["data"]["member"] == member
    missing = await organiser.post(f"{path}/describe", {
        "duty": "full-time", "member": made["id"], "occurred_on": DAY,
    }, revision=3)  # fmt: skip
    assert missing.status_code == 404
    await organiser.done(f"{path}/describe", {"duty": "seconded", "occurred_on": DAY}, revision=3)
    (row,) = (await organiser.get("/cadre-roster", office="mediator")).json()["items"]
    assert (row["label"], row["name"]) == (f"new-{place.code}", None)
    await organiser.done(f"{path}/end", {"reason": "retired", "occurred_on": DAY}, revision=4)
    over = await organiser.post(f"{path}/describe", {"duty": "seconded", "occurred_on": DAY}, revision=5)
    assert over.json()["code"] == "appointment-over"
    assert (await organiser.get("/cadre-roster", office="mediator")).json()["items"] == []
