"""New hires for the matrix and for generated requests."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.hires.test_hires import Firm
from tests.membership.people import County

ON = {"occurred_on": "2026-05-08"}


async def ground(base: Base) -> Part:
    """One that waits at each spot."""
    hires: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = base.at(spot)
        body = Firm(place, base.unions[spot], base.employers[spot]).hire()
        hires[spot] = str((await place.clerk(township).done("/hires", body))["id"])
    return Part({"hire": hires}, {"GET /hires": hires, "GET /hires/by-employer": base.employers})


async def world(world: World, place: County) -> None:
    """Some that wait, and some answered."""
    firm = Firm(place, world.values["union"][0], world.values["employers"][1][0])
    waiting = [await firm.entered() for _ in range(6)]
    answered = [await firm.entered() for _ in range(3)]
    for hire in answered:
        await place.clerk().done(f"/hires/{hire}/gone", ON, revision=1)
    world.records["hires"] = {**dict.fromkeys(waiting, 1), **dict.fromkeys(answered, 2)}
    world.values["employer"] = world.values["employers"][1]
