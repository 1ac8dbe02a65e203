"""A few real records of each service, so that generated requests find something to act on."""

import importlib
from dataclasses import dataclass, field
from typing import Any

from chassis.ids import uuid7
from services.membership.cadres.commands import HOLDERS
from tests.assistance.people import County as AssistanceCounty
from tests.membership.people import County as MembershipCounty
from tests.support.county import Place
from tests.support.numbers import credit_code, id_number
from tests.support.running import Running

DAYS = ["2026-03-02", "2026-04-01", "2026-05-08"]
LENDER = min(HOLDERS)


@dataclass
class World:
    """Records by collection (id → revision), and values that fit a field's name."""

    service: Running
    county: str
    records: dict[str, dict[str, int]]
    values: dict[str, list[Any]]
    paths: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Ids that belong together, by the path that names them."""


CAPABILITIES: tuple[str, ...] = (
    "applications",
    "congress",
    "consultation",
    "motions",
    "openness",
    "dues",
    "funds",
    "hires",
    "members",
    "parameters",
    "restructuring",
    "reviews",
    "roster",
    "standardisation",
    "terms",
)
"""What further capabilities of membership add to its world: `world` in tests/membership/<capability>/records.py."""


async def membership(service: Running, county: str) -> World:
    """Two townships with unions, employers and members; transfers that wait."""
    place = MembershipCounty(county, service)
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
    held = str(service.appointed(LENDER, county))  # of the office that generated requests for delegations are sent by
    lent = [await place.lent(LENDER, held, f"deputy-{number}-{county}") for number in range(6)]
    world = World(
        service,
        county,
        {
            "members": members,
            "appointments": dict.fromkeys(lent, 1),
            "employers": dict.fromkeys(employers, 1),
            "unions": {**dict.fromkeys(unions, 2), **dict.fromkeys(founded, 1)},
        },
        {
            "appointment": [held],
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
    for name in CAPABILITIES:  # imported by name when asked for: those modules import this one
        await importlib.import_module(f"tests.membership.{name}.records").world(world, place)
    return world


async def assistance(service: Running, county: str) -> World:
    """Files applied for and approved, a budget, aid asked and approved, a parameter."""
    place = AssistanceCounty(county, service)
    budget = await place.budget(10_000_000)
    files = [await place.file(family_id_numbers=[id_number()]) for _ in range(4)]
    families = [
        {"household": file, "person": row["id"]}
        for file in files
        for row in (await place.clerk().get(f"/households/{file}/family")).json()
    ]
    applied = [await place.applied() for _ in range(8)]
    asked = [await place.asked(file, 1_000) for file in files for _ in range(3)]
    for aid in asked[:6]:
        body = {"fund_source": "county", "occurred_on": DAYS[0]}
        await place.approver.done(f"/aid/{aid}/approve", body, revision=1)
    chosen = {
        "parameter": "second-approver-above",
        "value": 300_000,
        "valid_from": "2026-01-01",
        "document": "工办1号",
        "occurred_on": DAYS[0],
    }
    setting = await place.approver.done("/parameters", chosen)
    return World(
        service,
        county,
        {
            "budgets": {budget: 1},
            "households": {**dict.fromkeys(files, 2), **dict.fromkeys(applied, 1)},
            "aid": {**dict.fromkeys(asked[:6], 2), **dict.fromkeys(asked[6:], 1)},
            "parameters": {str(setting["id"]): 1},
        },
        {
            "amount_fen": [1_000, 2_000],
            "area": [f"{county}100"],
            "fund_source": ["county"],
            "household": files,
            "id_number": [id_number() for _ in range(60)],
            "family_id_numbers": [[]],
            "occurred_on": DAYS,
            "valid_from": ["2026-02-01", "2026-03-01", "2026-04-01"],
            "year": [2026],
        },
        {"/households/{household}/family/{person}/reveal": families},
    )


async def activities(service: Running, county: str) -> World:
    """Activities planned, opened and held, with members registered."""
    place = Place(county, service)
    clerk = place.clerk()
    members = [str(uuid7()) for _ in range(20)]
    found = []
    for number in range(12):
        body = {"title": f"活动{number}", "kind": "culture", "planned_on": DAYS[2], "occurred_on": DAYS[0]}
        found.append(str((await clerk.done("/activities", body))["id"]))
    for activity in found[:8]:
        await clerk.done(f"/activities/{activity}/open", {"places": 3, "occurred_on": DAYS[0]}, revision=1)
    for activity in found[:3]:
        held = {"attended": members[:2], "occurred_on": DAYS[2]}
        await clerk.done(f"/activities/{activity}/hold", held, revision=2)
    registered = [
        await clerk.done("/registrations", {"activity": found[7], "member": member, "occurred_on": DAYS[0]})
        for member in members[:5]
    ]
    return World(
        service,
        county,
        {
            "activities": {
                activity: 3 if number < 3 else 2 if number < 8 else 1 for number, activity in enumerate(found)
            },
            "registrations": {str(each["id"]): each["revision"] for each in registered},
        },
        {
            "activity": found[3:8],
            "area": [f"{county}100"],
            "attended": [[], members[:3]],
            "member": members,
            "occurred_on": DAYS,
            "planned_on": [DAYS[2]],
        },
    )
