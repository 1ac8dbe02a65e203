"""Members' own part of the matrix' ground and of the generated requests' world."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.worlds import World
from tests.membership.people import County


async def ground(base: Base) -> Part:
    """Each union has a member already; the counts name the union. Nobody's appointment is said to be any of them."""
    return Part(rows={"GET /members/of-union/counts": base.unions, "GET /members/me": base.members})


async def world(world: World, place: County) -> None:
    """Unions to print the members of; members retained, flagged, proposed to be expelled, and who left."""
    unions = [{"union": union} for union in world.values["union"]]
    world.paths["/members/of-union/{union}"] = unions
    clerk, union = place.clerk(), unions[0]["union"]
    retained, proposed, left = [await place.member(union) for _ in range(3)]
    day = {"occurred_on": "2026-04-01"}
    await clerk.done(f"/members/{retained}/retain", {**day, "retained_for": "retirement"}, revision=1)
    decided = {**day, "decided_by": "committee", "document": "石工2026-1号"}
    await clerk.done(f"/members/{proposed}/propose-expulsion", decided, revision=1)
    await clerk.done(f"/members/{left}/leave", {**day, "left_for": "own-request"}, revision=1)
    world.records["members"].update(dict.fromkeys((retained, proposed, left), 2))
