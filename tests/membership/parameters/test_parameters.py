"""Membership's parameters: every one that a rule declares can be set, within what the rule can be calculated with."""

from typing import Any

import pytest

from chassis.parameters import declared_in
from tests.membership.people import County


def setting(**fields: Any) -> dict[str, Any]:
    """A setting's body: dues of one percent."""
    return {
        "parameter": "dues-rate",
        "value": 100,
        "valid_from": "2026-02-01",
        "document": "工财1号",
        "occurred_on": "2026-01-05",
        **fields,
    }


async def in_force(place: County, on: str) -> dict[str, int]:
    """All values on a day."""
    found = (await place.clerk().get("/parameters/in-force", on=on)).json()
    return {each["parameter"]: each["value"] for each in found}


async def test_every_declared_parameter_is_shown_and_can_be_chosen(place: County) -> None:
    """Those of membership's rules and no other service's; the form lists the same."""
    known = declared_in("services.membership")
    assert {"dues-rate", "fund-rate"} <= set(known)
    assert await in_force(place, "2026-01-01") == {name: each.default for name, each in known.items()}
    schema = place.service.app.openapi()["components"]["schemas"]["SetParameter"]["properties"]["parameter"]
    assert set(schema["enum"]) == set(known) == {option["value"] for option in schema["x-options"]}
    assert all(option["zh"] and option["en"] for option in schema["x-options"])


async def test_a_value_holds_from_its_day_until_it_is_voided(place: County) -> None:
    """For the county alone."""
    done = await place.approver.done("/parameters", setting())
    assert [(await in_force(place, day))["dues-rate"] for day in ("2026-01-31", "2026-02-01")] == [50, 100]
    await place.approver.done(f"/parameters/{done['id']}/void", {"reason": "wrong-entry"}, revision=1)
    assert (await in_force(place, "2026-02-01"))["dues-rate"] == 50
    rows = (await place.clerk().get("/parameters")).json()["items"]
    assert [(row["state"], row["value"]) for row in rows] == [("void", 100)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"value": 0}, "value-out-of-bounds"),
        ({"value": 1_001}, "value-out-of-bounds"),
        ({"parameter": "poverty-line"}, "no-such-parameter"),
    ],
)
async def test_a_value_fits_its_rule(place: County, fields: dict[str, Any], code: str) -> None:
    """And the parameter is one of this service."""
    refused = await place.approver.post("/parameters", setting(**fields))
    assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_a_share_may_be_nothing(place: County) -> None:
    """Where the rule can be calculated with zero."""
    await place.approver.done("/parameters", setting(parameter="fund-township-share", value=0))
