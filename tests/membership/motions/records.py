"""Motions of the congresses that tests/membership/congress/records.py makes, for the matrix and generated requests."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.people import County

DAY = "2026-03-03"


async def ground(base: Base) -> Part:
    """A motion at each spot."""
    motions: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = base.at(spot)
        asked = {"employer": base.employers[spot]}
        congress = (await place.clerk(township).get("/congresses", **asked)).json()["items"][0]["id"]
        motions[spot] = await put(place, township, congress)
    return Part({"motion": motions}, {"GET /motions": motions})


async def world(world: World, place: County) -> None:
    """Motions in several states."""
    found = {await put(place, "100", congress): 1 for congress in world.values["congress"] for _ in range(4)}
    steps = [
        ("file", {}),
        ("assign", {"department": "生产部"}),
        ("reply", {"reply": "已办理"}),
        ("rate", {"satisfaction": "satisfied"}),
    ]
    for done, motion in enumerate(list(found)[:10]):
        for step, fields in steps[: done % 5]:
            body = {**fields, "occurred_on": DAY}
            answer = await place.clerk().done(f"/motions/{motion}/{step}", body, revision=found[motion])
            found[motion] = answer["revision"]
    world.records["motions"] = found


async def put(place: County, township: str, congress: str) -> str:
    """A motion of the first delegate, at revision 1."""
    clerk = place.clerk(township)
    seats = (await clerk.get("/congress-delegates", congress=congress)).json()["items"]
    body = {
        "congress": congress,
        "category": "living",
        "title": "改善食堂",
        "body": "建议增加菜品",
        "proposers": [seats[0]["id"]],
        "occurred_on": DAY,
    }
    return str((await clerk.done("/motions", body))["id"])
