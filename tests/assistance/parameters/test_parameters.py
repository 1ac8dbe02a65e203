"""Parameters: defaults, the county's own values from a day on, and taking them back."""

from contracts.offices import Office
from tests.assistance.people import County

LINE = {
    "parameter": "poverty-line",
    "value": 80_000,
    "valid_from": "2026-01-01",
    "document": "民字1号",
    "occurred_on": "2026-01-05",
}
WHY = {"reason": "wrong-entry"}


async def in_force(place: County, on: str) -> int:
    """The poverty line on a day."""
    found = (await place.approver.get("/parameters/in-force", on=on)).json()
    return next(int(each["value"]) for each in found if each["parameter"] == "poverty-line")


async def test_default_holds_until_the_county_sets_its_own_value(place: County) -> None:
    """From its day on, the latest; after voiding, the one before."""
    assert await in_force(place, "2026-06-01") == 75_000
    await place.approver.done("/parameters", LINE)
    second = (await place.approver.done("/parameters", {**LINE, "value": 85_000, "valid_from": "2026-07-01"}))["id"]
    days = ("2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01")
    assert [await in_force(place, day) for day in days] == [75_000, 80_000, 80_000, 85_000]
    elsewhere = County("110101", place.service)
    assert await in_force(elsewhere, "2026-07-01") == 75_000
    await place.approver.done(f"/parameters/{second}/void", WHY, revision=1)
    assert await in_force(place, "2026-07-01") == 80_000
    set_event, voided = await place.events(second)
    assert (set_event["data"]["parameter"], set_event["data"]["value"]) == ("poverty-line", 85_000)
    assert voided["data"]["voids"] == set_event["id"]
    rows = (await place.approver.get("/parameters")).json()["items"]
    assert [row["state"] for row in rows] == ["set", "void"]


async def test_wider_region_gives_way_to_the_county(place: County) -> None:
    """The province's value holds where the county has none."""
    await place.rows(
        """INSERT INTO parameters (id, name, region, valid_from, value, document, state, revision)
        VALUES (gen_random_uuid(), 'poverty-line', $1, '2026-03-01', 77000, 'x', 'set', 1)""",
        place.code[:5],
    )
    assert await in_force(place, "2026-03-01") == 77_000
    await place.approver.done("/parameters", LINE)
    assert await in_force(place, "2026-03-01") == 80_000
    await place.rows("DELETE FROM parameters WHERE region = $1", place.code[:5])


async def test_value_is_set_once_a_day_and_voided_once(place: County) -> None:
    """409; then 404 for strangers, 403 for other offices, 422 for values out of range."""
    setting = (await place.approver.done("/parameters", LINE))["id"]
    again = await place.approver.post("/parameters", LINE)
    assert (again.status_code, again.json()["code"]) == (409, "parameter-already-set")
    stranger = place.office(Office.COUNTY_APPROVER, "110101")
    assert (await stranger.post(f"/parameters/{setting}/void", WHY, revision=1)).status_code == 404
    await place.approver.done(f"/parameters/{setting}/void", WHY, revision=1)
    twice = await place.approver.post(f"/parameters/{setting}/void", WHY, revision=2)
    assert twice.json()["code"] == "setting-void"
    await place.approver.done("/parameters", LINE)
    assert (await place.clerk().post("/parameters", LINE)).status_code == 403
    assert (await place.approver.post("/parameters", {**LINE, "value": 0})).status_code == 422
    assert (await place.approver.post("/parameters", {**LINE, "parameter": "x"})).status_code == 422
