"""Applications for the matrix and for generated requests."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.applications.test_applications import applying, taken
from tests.membership.people import County


async def ground(base: Base) -> Part:
    """One that waits at each spot."""
    found: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = base.at(spot)
        body = applying(base.unions[spot])
        found[spot] = str((await place.clerk(township).done("/applications", body))["id"])
    return Part({"application": found}, {"GET /applications": found})


async def world(world: World, place: County) -> None:
    """Some that wait, and some withdrawn."""
    union = world.values["union"][0]
    waiting = [await taken(place, union) for _ in range(6)]
    answered = [await taken(place, union) for _ in range(3)]
    for application in answered:
        await place.clerk().done(f"/applications/{application}/withdraw", {"occurred_on": "2026-05-08"}, revision=1)
    world.records["applications"] = {**dict.fromkeys(waiting, 1), **dict.fromkeys(answered, 2)}
