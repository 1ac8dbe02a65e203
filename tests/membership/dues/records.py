"""Ledgers of dues with an accrual and a payment, for the matrix and for generated requests."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.dues.ledgers import accrued, payment, wages
from tests.membership.people import County

APRIL, MAY = "2026-04-01", "2026-05-08"


async def ground(base: Base) -> Part:
    """A ledger at each spot, one member's month accrued and paid, another's owed."""
    ledgers: dict[Spot, str] = {}
    settlements: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = base.at(spot)
        ledgers[spot], settlements[spot] = await _ledger(place, base.unions[spot], township)
    return Part(
        {"ledger": ledgers, "settlement": settlements},
        {
            "GET /dues": ledgers,
            "GET /dues/settlements": settlements,
        },
    )


async def world(world: World, place: County) -> None:
    """Two ledgers whose months are due, and one payment of each."""
    found = [await _ledger(place, union, "100") for union in world.values["union"][:2]]
    world.records["dues"] = {ledger: 3 for ledger, _ in found}
    settlements = [{"settlement": paid} for _, paid in found]
    world.paths |= {
        f"/dues/settlements/{{settlement}}{each}": settlements for each in ("", "/history", "/correct", "/void")
    }
    world.values |= {
        "ledger": [ledger for ledger, _ in found],
        "month": [APRIL, MAY],
        "from_month": [APRIL],
        "to_month": [MAY],
        "since": [APRIL],
    }


async def _ledger(place: County, union: str, township: str) -> tuple[str, str]:
    """The ledger and a payment."""
    clerk = place.clerk(township)
    begun = await clerk.done("/dues", {"union": union, "month": APRIL, "occurred_on": MAY})
    ledger = str(begun["id"])
    pays, owes = [await place.member(union, township) for _ in range(2)]
    await wages(clerk, ledger, [pays, owes], 456_700, APRIL)
    await accrued(clerk, ledger, APRIL, MAY)
    body = payment(ledger, APRIL, APRIL, members=[pays], occurred_on=MAY)
    return ledger, str((await clerk.done("/dues/payments", body))["id"])
