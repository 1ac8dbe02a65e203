"""Values of membership's parameters, for the matrix and for generated requests."""

from typing import Any

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import Spot
from tests.contract.worlds import World
from tests.membership.people import County

STEPS = {Spot.COUNTY: 1_001, Spot.FOREIGN: 1_002}


async def ground(base: Base) -> Part:
    """One value in each county."""
    counties = {Spot.COUNTY: base.own, Spot.FOREIGN: base.foreign}
    settings = {spot: await _setting(place, STEPS[spot]) for spot, place in counties.items()}
    return Part(
        {"setting": settings},
        {
            "GET /parameters": settings,
            "GET /parameters/in-force": {spot: f'"value":{step}' for spot, step in STEPS.items()},
        },
    )


async def world(world: World, place: County) -> None:
    """One value, and what may be set."""
    world.records["parameters"] = {await _setting(place, 1_001): 1}
    world.values |= {"parameter": ["dues-rate", "fund-rate"], "valid_from": ["2026-02-01", "2026-03-01"]}


async def _setting(place: County, value: int) -> str:
    body: dict[str, Any] = {"parameter": "dues-wage-step", "value": value, "valid_from": "2026-01-01"}
    done = await place.approver.done("/parameters", {**body, "document": "工财1号", "occurred_on": "2026-02-02"})
    return str(done["id"])
