"""Requests to rearrange unions, for the matrix and for generated requests."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.people import County
from tests.membership.restructuring.ways import approved, asked


async def ground(base: Base) -> Part:
    """A merger asked for at each spot."""
    found: dict[Spot, str] = {}
    absorbing: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = base.at(spot)
        towns = (await place.organiser.get("/unions", kind="township", area=place.code + township)).json()["items"]
        union, absorbing[spot] = [await place.union(towns[0]["id"], township) for _ in range(2)]
        found[spot] = await asked(place, "merge", township, union=union, into=absorbing[spot])
    return Part(
        {"restructuring": found, "into": absorbing}, {"GET /restructurings": found, "GET /unions/tree": base.unions}
    )


async def world(world: World, place: County) -> None:
    """Requests of several kinds that wait, and some that were approved."""
    town = world.values["parent"][1]
    units = [await place.employer(headcount=10) for _ in range(3)]
    joint = [await place.union(town, kind="joint", employers=units[:2]) for _ in range(6)]
    villages = [await place.union(town) for _ in range(12)]
    found = {await asked(place, "join", union=union, employers=[units[2]]): 1 for union in joint}
    for number in range(6):
        found[await asked(place, "merge", union=villages[2 * number], into=villages[2 * number + 1])] = 1
    for restructuring in list(found)[:2]:
        await approved(place, restructuring)
        found[restructuring] = 2
    world.records["restructurings"] = found
    world.values |= {"into": villages, "union": [*world.values["union"], *joint, *villages]}
