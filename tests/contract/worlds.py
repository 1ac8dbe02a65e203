"""A few real records of each service, so that generated requests find something to act on."""

from dataclasses import dataclass
from typing import Any

from tests.membership.people import County, credit_code, id_number
from tests.support.running import Running

DAYS = ["2026-03-02", "2026-04-01", "2026-05-08"]


@dataclass
class World:
    """Records by collection (id → revision), and values that fit a field's name."""

    service: Running
    county: str
    records: dict[str, dict[str, int]]
    values: dict[str, list[Any]]


async def membership(service: Running, county: str) -> World:
    """Two townships with unions, employers and members; transfers that wait."""
    place = County(county, service)
    federation = await place.federation()
    town, other_town = [await place.township_union(federation, township) for township in ("100", "101")]
    employers = [await place.employer() for _ in range(4)]
    union = await place.union(town)
    unions = [union, await place.union(town), await place.union(other_town, "101")]
    members = {await place.member(union): 1 for _ in range(12)}
    for member in list(members)[:6]:
        asked = {"to_union": unions[2], "occurred_on": DAYS[1]}
        await place.clerk().done(f"/members/{member}/request-transfer", asked, revision=1)
        members[member] = 2
    founded = [await place.founded(town) for _ in range(4)]
    return World(
        service,
        county,
        {
            "members": members,
            "employers": dict.fromkeys(employers, 1),
            "unions": {**dict.fromkeys(unions, 2), **dict.fromkeys(founded, 1)},
        },
        {
            "area": [f"{county}100", f"{county}101"],
            "credit_code": [credit_code() for _ in range(50)],
            "employers": [[], employers[:1], employers[2:]],
            "id_number": [id_number() for _ in range(50)],
            "occurred_on": DAYS,
            "parent": [federation, town],
            "to_union": unions,
            "union": unions,
        },
    )
