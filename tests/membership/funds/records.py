"""Statements of employers' funds, paid in part, for the matrix and for generated requests."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.people import County

MAY = "2026-05-08"


async def ground(base: Base) -> Part:
    """A statement at each spot."""
    statements: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = base.at(spot)
        statements[spot] = await _statement(place, base.employers[spot], township, "2026-03-01")
    return Part({"statement": statements}, {"GET /funds": statements})


async def world(world: World, place: County) -> None:
    """Months of one employer."""
    employer = next(iter(world.records["employers"]))
    months = [f"2026-0{number}-01" for number in range(1, 5)]
    world.records["funds"] = {await _statement(place, employer, "100", month): 2 for month in months}
    world.paths["/funds/employers/{employer}"] = [{"employer": employer}]
    world.values |= {"employer": list(world.records["employers"]), "amount_fen": [100, 200]}


async def _statement(place: County, employer: str, township: str, month: str) -> str:
    clerk = place.clerk(township)
    body = {"employer": employer, "month": month, "payroll_fen": 1_000_000, "occurred_on": MAY}
    statement = str((await clerk.done("/funds", body))["id"])
    paid = {"amount_fen": 100, "method": "cash", "occurred_on": MAY}
    await clerk.done(f"/funds/{statement}/pay", paid, revision=1)
    return statement
