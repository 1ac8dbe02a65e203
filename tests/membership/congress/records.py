"""Small congresses with a session being held and a ballot, for the matrix and for generated requests."""

from dataclasses import dataclass

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.congress.meeting import (
    MET,
    Unit,
    another_unit,
    called,
    delegates_of,
    elect,
    established,
    listed,
    set_up,
)
from tests.membership.people import County

EMPLOYEES = 6


@dataclass
class Meeting:
    """An assembly of six workers, two of them recorded, that is being held and votes."""

    of: Unit
    congress: str
    delegates: list[str]
    session: str
    item: str
    ballot: str


async def meeting(of: Unit) -> Meeting:
    """The congress at revision 3, its session at 3, its ballot at 1."""
    congress = await established(of, 2, form="assembly", employees=EMPLOYEES)
    delegates = await delegates_of(of, congress)
    session = await called(of, congress)
    item = await listed(of, session, 1)
    holding = {"attended": delegates, "others": 4, "occurred_on": MET}
    await of.clerk.done(f"/congress-sessions/{session}/hold", holding, revision=2)
    opening = {"item": item, "method": "secret", "occurred_on": MET}
    ballot = str((await of.clerk.done("/congress-ballots", opening))["id"])
    return Meeting(of, congress, delegates, session, item, ballot)


async def ground(base: Base) -> Part:
    """One at each spot."""
    found: dict[Spot, Meeting] = {}
    for spot in PLACES:
        place, township = base.at(spot)
        found[spot] = await meeting(Unit(place, base.unions[spot], base.employers[spot], township))
    congresses = {spot: each.congress for spot, each in found.items()}
    sessions = {spot: each.session for spot, each in found.items()}
    items = {spot: each.item for spot, each in found.items()}
    ballots = {spot: each.ballot for spot, each in found.items()}
    return Part(
        {"congress": congresses, "session": sessions, "item": items, "ballot": ballots},
        {
            "GET /congresses": congresses,
            "GET /congress-delegates": {spot: each.delegates[0] for spot, each in found.items()},
            "GET /congress-sessions": sessions,
            "GET /congress-agenda": items,
            "GET /congress-ballots": ballots,
        },
    )


async def world(world: World, place: County) -> None:
    """Congresses, sessions and ballots in several states, so that each command finds one to act on."""
    town = world.values["parent"][1]
    held = [await meeting(await another_unit(place, town, employees=EMPLOYEES)) for _ in range(3)]
    open_sessions = [await called(each.of, each.congress) for each in held]
    electing = await another_unit(place, town)
    preparing = await set_up(electing)
    await elect(electing, preparing, 1)
    for each in held[1:]:
        taking = {"voters": each.delegates, "others": 4, "occurred_on": MET}
        await each.of.clerk.done(f"/congress-ballots/{each.ballot}/take-papers", taking, revision=1)
        await each.of.clerk.done(f"/congress-ballots/{each.ballot}/close", {"occurred_on": MET}, revision=2)
    delegates = [delegate for each in held for delegate in each.delegates]
    world.records |= {
        "congresses": {preparing: 2, **{each.congress: 3 for each in held}},
        "congress-sessions": {**dict.fromkeys(open_sessions, 1), **{each.session: 3 for each in held}},
        "congress-ballots": {held[0].ballot: 1, **{each.ballot: 3 for each in held[1:]}},
    }
    world.values |= {
        "attended": [held[0].delegates, held[1].delegates],
        "congress": [each.congress for each in held],
        "delegates": [each.delegates for each in held],
        "employer": [electing.employer, *(each.of.employer for each in held)],
        "item": [each.item for each in held],
        "planned_on": [MET, "2026-05-08"],
        "proposers": [each.delegates for each in held],
        "teller_one": delegates,
        "teller_two": delegates,
        "term_years": [3, 5],
        "union": [*world.values["union"], *(each.of.union for each in held), electing.union],
        "voters": [[], *([delegate] for delegate in delegates)],
    }
