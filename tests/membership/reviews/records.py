"""Cadres' reviews that are due, and the roster, for the matrix and for generated requests."""

from uuid import UUID

from contracts.offices import Office
from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.people import County

CALL = {"year": 2025, "occurred_on": "2026-01-10"}


async def ground(base: Base) -> Part:
    """A cadre at each spot, whose review is due."""
    appointments: dict[Spot, str] = {}
    for spot in PLACES:
        place, _ = base.at(spot)
        office, org = Office.TOWNSHIP_CLERK, None
        if spot is Spot.UNION:
            office, org = Office.ENTERPRISE_CHAIR, UUID(base.unions[spot])
        made = place.service.appointed(office, base.standing.area(spot), f"reviewed-{spot.name}-{place.code}", org)
        appointments[spot] = str(made)
    found = {**await _called(base.own), **await _called(base.foreign)}
    reviews = {spot: found[appointments[spot]] for spot in PLACES}
    return Part({"review": reviews}, {"GET /cadre-reviews": reviews, "GET /cadre-roster": appointments})


async def world(world: World, place: County) -> None:
    """Some cadres' reviews."""
    for number in range(6):
        place.service.appointed(Office.MEDIATOR, f"{place.code}100", f"mediator-{number}-{place.code}")
    found = await _called(place)
    world.records |= {"cadre-reviews": dict.fromkeys(found.values(), 1), "cadre-roster": dict.fromkeys(found, 1)}


async def _called(place: County) -> dict[str, str]:
    """Appointment → review."""
    await place.organiser.done("/cadre-reviews", CALL)
    rows = (await place.organiser.get("/cadre-reviews", limit=100)).json()["items"]
    return {row["appointment"]: row["id"] for row in rows}
