"""Talks in each place of the matrix, and in many states for generated requests."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.consultation.talks import WAY, Talks
from tests.membership.people import County


async def ground(base: Base) -> Part:
    """An offer at each spot, and talks in a state of each spot's own: by its nearest day the board tells the spot."""
    found: dict[Spot, str] = {}
    days: dict[Spot, str] = {}
    for number, (spot, last) in enumerate(zip(PLACES, ("accept", "sign", "receive", "take-effect"), strict=True)):
        place, township = base.at(spot)
        union = base.unions[spot]
        members = [base.members[spot], *[await place.member(union, township) for _ in range(2)]]
        talks = Talks(place, union, base.employers[spot], members, place.clerk(township))
        found[spot] = await talks.offer(occurred_on=f"2025-11-2{number}")
        record = await (talks.in_force() if last == "take-effect" else talks.until(last))
        if last == "accept":
            await talks.step(record, "suspend", until="2041-01-02", occurred_on="2026-01-05")
        days[spot] = (await talks.row(record))["clock"]["due_on"]
    return Part({"consultation": found}, {"GET /consultations": found, "GET /consultations/board": days})


async def world(world: World, place: County) -> None:
    """Two sets of talks after each step, an agreement in force, and members to name."""
    union, employer = world.values["union"][0], world.values["employers"][1][0]
    members = [await place.member(union, occurred_on="2025-03-02") for _ in range(3)]
    talks = Talks(place, union, employer, members, place.clerk())
    for step in ("offer", *[step for step, _ in WAY]):
        for _ in range(2):
            await talks.until(step)
    agreement = await talks.in_force()
    stalled = await talks.until("accept")
    await talks.step(stalled, "break-off", occurred_on="2025-12-15")
    suspended = await talks.until("accept")
    await talks.step(suspended, "suspend", until="2026-03-10", occurred_on="2025-12-15")
    world.records["consultations"] = talks.revisions
    world.values.update(
        {
            "chief": members,
            "delegates": [44, 45],
            "earlier": [agreement],
            "employer_side": [3],
            "level": ["single"],
            "members": [members],
            "present": [30, 31],
            "term_from": ["2026-03-02"],
            "term_to": ["2027-03-01", "2028-03-01"],
            "yes": [22, 23],
        }
    )
