"""Matters made public and suggestions about them, for the matrix and for generated requests."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.congress.meeting import Unit, another_unit
from tests.membership.openness.test_openness import disclosed, suggested
from tests.membership.people import County


async def ground(base: Base) -> Part:
    """A matter with a suggestion at each spot."""
    disclosures: dict[Spot, str] = {}
    suggestions: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = base.at(spot)
        of = Unit(place, base.unions[spot], base.employers[spot], township)
        disclosures[spot] = await disclosed(of)
        suggestions[spot] = await suggested(of, disclosures[spot])
    return Part(
        {"disclosure": disclosures, "suggestion": suggestions},
        {"GET /openness": disclosures, "GET /openness-suggestions": suggestions},
    )


async def world(world: World, place: County) -> None:
    """Several matters, and suggestions before and after their answer."""
    of = await another_unit(place, world.values["parent"][1])
    disclosures = [await disclosed(of) for _ in range(4)]
    found = {await suggested(of, disclosures[0]): 1 for _ in range(8)}
    for suggestion in list(found)[:4]:
        body = {"answer": "已张贴", "occurred_on": "2026-05-08"}
        await of.clerk.done(f"/openness-suggestions/{suggestion}/answer", body, revision=1)
        found[suggestion] = 2
    world.records |= {"openness": dict.fromkeys(disclosures, 1), "openness-suggestions": found}
    world.values |= {
        "disclosure": disclosures,
        "employer": [*world.values.get("employer", []), of.employer],
        "union": [*world.values["union"], of.union],
    }
