"""The ground of each service: real records, made through its own commands, in each place of the matrix."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid5

from chassis.ids import uuid7
from contracts.offices import Office
from tests.assistance.people import County as AssistanceCounty
from tests.contract.authority.ground import DAY, Ground
from tests.contract.authority.membership import Base, parts
from tests.contract.authority.places import PLACES, Spot, Standing
from tests.membership.people import County as MembershipCounty
from tests.support import databases
from tests.support.appointing import know_union
from tests.support.county import Place
from tests.support.numbers import id_number
from tests.support.running import Running

NAMED = UUID("6a2a7a3e-7f5f-4d43-9c3a-0d4b0c6d9a01")
Counties = tuple[str, str]


async def membership(service: Running, counties: Counties) -> Ground:
    """Unions, employers, members, members on their way, and appointments: others', own, and lent ones."""
    own, foreign = (MembershipCounty(code, service) for code in counties)
    unions: dict[Spot, str] = {}
    employers: dict[Spot, str] = {}
    members: dict[Spot, str] = {}
    parents: dict[Spot, str] = {}
    for place in (own, foreign):
        federation = await place.federation()
        towns = [await place.township_union(federation, township) for township in ("100", "101")]
        for spot in PLACES if place is own else ():
            parents[spot] = towns[spot is Spot.COUNTY]
        parents[Spot.FOREIGN] = towns[0]
    for spot in PLACES:
        place, township = _at(spot, own, foreign)
        employers[spot] = await place.employer(township)
        unions[spot] = await place.union(parents[spot], township, kind="single", employers=[employers[spot]])
        members[spot] = await place.member(unions[spot], township)
    standing = Standing(*counties, UUID(unions[Spot.UNION]))
    arriving = {spot: await _arriving(own, foreign, spot, unions) for spot in PLACES}
    others = {spot: str(_appointed(service, standing, spot)) for spot in PLACES}
    mine = {office: str(_own(service, standing, office)) for office in Office}
    lent = {office: await _lent(service, standing, office) for office in Office}
    ground = Ground(
        service,
        standing,
        {
            "union": unions,
            "employer": employers,
            "member": members,
            "arriving": arriving,
            "appointment": others,
            "lent": others,
            "parent": parents,
            "area": _areas(standing),
        },
        {
            "GET /unions": unions,
            "GET /employers": employers,
            "GET /members": members,
            "GET /members/transfers": arriving,
            "GET /appointments": others,
            "GET /labels": members,
        },
        {"GET /unions": {"scope": "county"}, "GET /labels": {"ids": list(members.values())}},
        {"appointment": mine, "lent": lent},
        {
            "POST /members/{member}/accept-transfer": {"member": "arriving"},
            "POST /members/{member}/refuse-transfer": {"member": "arriving"},
            "POST /appointments/{appointment}/take-back": {"appointment": "lent"},
        },
    )
    for part in await parts(Base(own, foreign, standing, unions, employers, members)):
        ground.add(part)
    return ground


async def assistance(service: Running, counties: Counties) -> Ground:
    """Household files with a family, aid asked for them, budgets and parameters of both counties."""
    own, foreign = (AssistanceCounty(code, service) for code in counties)
    standing = _standing(service, counties)
    files: dict[Spot, str] = {}
    family: dict[Spot, str] = {}
    aid: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = _at(spot, own, foreign)
        union = {"union": str(standing.union)} if spot is Spot.UNION else {}
        clerk = place.clerk(township)
        body = _household(family_id_numbers=[id_number()], **union)
        files[spot] = str((await clerk.done("/households", body))["id"])
        family[spot] = (await clerk.get(f"/households/{files[spot]}/family")).json()[0]["id"]
        await place.approver.done(f"/households/{files[spot]}/approve", {"occurred_on": "2026-02-20"}, revision=1)
        asked = {"household": files[spot], "programme": "medical", "amount_fen": 100_000, "occurred_on": "2026-03-02"}
        aid[spot] = str((await clerk.done("/aid", asked))["id"])
    amounts = {Spot.COUNTY: 10_000_001, Spot.FOREIGN: 10_000_002}
    lines = {Spot.COUNTY: 300_001, Spot.FOREIGN: 300_002}
    budgets, settings = {}, {}
    for spot, place in ((Spot.COUNTY, own), (Spot.FOREIGN, foreign)):
        budgets[spot] = await place.budget(amounts[spot])
        chosen = {"parameter": "second-approver-above", "value": lines[spot], "valid_from": "2026-01-01"}
        set_to = await place.approver.done(
            "/parameters", {**chosen, "document": "工办1号", "occurred_on": "2026-02-02"}
        )
        settings[spot] = str(set_to["id"])
    return Ground(
        service,
        standing,
        {
            "household": files,
            "person": family,
            "aid": aid,
            "budget": budgets,
            "setting": settings,
            "area": _areas(standing),
        },
        {
            "GET /households": files,
            "GET /aid": aid,
            "GET /budgets": _said("allotted_fen", amounts),
            "GET /budgets/allotments": budgets,
            "GET /parameters": settings,
            "GET /parameters/in-force": _said("value", lines),
        },
    )


async def activities(service: Running, counties: Counties) -> Ground:
    """Activities, open for registration, and a registration for each."""
    own, foreign = (Place(code, service) for code in counties)
    standing = _standing(service, counties)
    found: dict[Spot, str] = {}
    registered: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = _at(spot, own, foreign)
        clerk = place.clerk(township)
        union = {"union": str(standing.union)} if spot is Spot.UNION else {}
        body = {"title": f"活动{spot.name}", "kind": "culture", "planned_on": DAY, "occurred_on": "2026-03-02", **union}
        found[spot] = str((await clerk.done("/activities", body))["id"])
        opened = {"places": 30, "occurred_on": "2026-03-02"}
        await clerk.done(f"/activities/{found[spot]}/open", opened, revision=1)
        asked = {"activity": found[spot], "member": str(uuid7()), "occurred_on": "2026-03-02"}
        registered[spot] = str((await clerk.done("/registrations", asked))["id"])
    return Ground(
        service,
        standing,
        {"activity": found, "registration": registered, "area": _areas(standing)},
        {"GET /activities": found, "GET /registrations": registered},
    )


MAKERS: dict[str, Callable[[Running, Counties], Awaitable[Ground]]] = {
    "membership": membership,
    "assistance": assistance,
    "activities": activities,
}


def _at(spot: Spot, own: Any, foreign: Any) -> tuple[Any, str]:
    """The county and the township's digits of a spot."""
    return (foreign if spot is Spot.FOREIGN else own), ("101" if spot is Spot.COUNTY else "100")


def _areas(standing: Standing) -> dict[Spot, str]:
    return {spot: standing.area(spot) for spot in (Spot.TOWNSHIP, Spot.COUNTY, Spot.FOREIGN)}


def _said(name: str, values: dict[Spot, int]) -> dict[Spot, str]:
    return {spot: f'"{name}":{value}' for spot, value in values.items()}


def _standing(service: Running, counties: Counties) -> Standing:
    """With a union that this service has heard of from membership."""
    standing = Standing(*counties, uuid5(NAMED, counties[0]))
    know_union(service.settings.database_url, standing.union, standing.area(Spot.UNION))
    return standing


def _household(**fields: Any) -> dict[str, Any]:
    return {
        "name": "王小明",
        "id_number": id_number(),
        "size": 3,
        "income_fen": 1_350_000,
        "cause": "own-illness",
        "consent": True,
        "occurred_on": "2026-02-02",
        **fields,
    }


async def _arriving(own: MembershipCounty, foreign: MembershipCounty, spot: Spot, unions: dict[Spot, str]) -> str:
    """A member of another township who is asked to be taken at the spot."""
    place, township = _at(spot, own, foreign)
    other = "100" if township == "101" else "101"
    if place is foreign:
        source = await place.union(await _town_of(place, other), other)
    else:
        source = unions[Spot.TOWNSHIP if other == "100" else Spot.COUNTY]
    member: str = await place.member(source, other)
    asking = {"to_union": unions[spot], "occurred_on": "2026-04-01"}
    await place.clerk(other).done(f"/members/{member}/request-transfer", asking, revision=1)
    return member


async def _town_of(place: MembershipCounty, township: str) -> str:
    rows = (await place.organiser.get("/unions", kind="township", area=place.code + township)).json()["items"]
    return str(rows[0]["id"])


def _appointed(service: Running, standing: Standing, spot: Spot) -> UUID:
    """Somebody else's appointment at a spot."""
    office, org = (Office.MEMBER, standing.union) if spot is Spot.UNION else (Office.TOWNSHIP_CLERK, None)
    return service.appointed(office, standing.area(spot), f"other-{spot.name}-{standing.county}", org)


def _own(service: Running, standing: Standing, office: Office) -> UUID:
    area, org = standing.appointed(office)
    return service.appointed(office, area, standing.account(office), org)


async def _lent(service: Running, standing: Standing, office: Office) -> str:
    """The office's appointment, lent by its holder to somebody."""
    area, org = standing.appointed(office)
    lent, giver = uuid7(), _own(service, standing, office)
    await databases.execute(
        service.settings.database_url,
        """INSERT INTO appointment (id, county, area, org, account, office, since, until, delegated_by, on_behalf_of)
        VALUES ($1, $2, $3, $4, $5, $6, '2026-01-01', '2099-01-01', $7, $8)""",
        lent,
        area[:6],
        area,
        org,
        f"deputy-{office.value}-{standing.county}",
        office.value,
        giver,
        standing.account(office),
    )
    return str(lent)
