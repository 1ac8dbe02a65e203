"""Assessments and checklists, as tests need them."""

from typing import Any

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.people import County

WHY = {"reason": "wrong-entry"}
OPENED = "2026-03-02"
ITEMS = [
    {"code": "1.1", "section": "组织", "text": "依法建会", "points": 7, "source": "企业工会工作条例第八条"},
    {"code": "1.2", "section": "组织", "text": "按期换届", "points": 3, "source": "企业工会工作条例第十二条"},
]


def version(**fields: Any) -> dict[str, Any]:
    """A county's version of two items and ten points."""
    body = {
        "title": "本县检查表",
        "document": "县工2026-1号",
        "effective_on": "2026-01-01",
        "items": ITEMS,
        "occurred_on": "2026-01-01",
    }
    return {**body, **fields}


def answers(*given: str) -> dict[str, Any]:
    """Answers to the two items."""
    listed = [
        {"code": item["code"], "answer": each, "note": "见台账"} for item, each in zip(ITEMS, given, strict=False)
    ]
    return {"answers": listed, "occurred_on": "2026-03-03"}


async def begun(place: County, union: str, township: str = "100", **fields: Any) -> str:
    """An assessment that a union's township began."""
    body = {"union": union, "due_on": "2026-04-01", "occurred_on": OPENED, **fields}
    return str((await place.clerk(township).done("/assessments", body))["id"])


async def submitted(place: County, union: str, *given: str) -> str:
    """One that waits for the county, answered in full."""
    assessment = await begun(place, union)
    path = f"/assessments/{assessment}"
    await place.clerk().done(f"{path}/answer", answers(*(given or ("met", "met"))), revision=1)
    await place.clerk().done(f"{path}/submit", {"occurred_on": "2026-03-04"}, revision=2)
    return assessment


async def judged(place: County, union: str, level: str = "standard", score: int = 9) -> str:
    """One with a verdict."""
    assessment = await submitted(place, union)
    verdict = {"level": level, "score": score, "occurred_on": "2026-03-05"}
    await place.organiser.done(f"/assessments/{assessment}/judge", verdict, revision=3)
    return assessment


async def ground(base: Base) -> Part:
    """An assessment at each spot, a version of the checklist in both counties."""
    titles = {Spot.COUNTY: "本县检查表甲", Spot.FOREIGN: "外县检查表乙"}
    own = {
        spot: str((await base.at(spot)[0].organiser.done("/checklists", version(title=title)))["id"])
        for spot, title in titles.items()
    }
    opened = {spot: await begun(base.at(spot)[0], base.unions[spot], base.at(spot)[1]) for spot in PLACES}
    return Part(
        {"assessment": opened, "checklist": own},
        {"GET /assessments": opened, "GET /checklists": own, "GET /checklists/in-force": titles},
    )


async def world(world: World, place: County) -> None:
    """Assessments at each step, and a checklist that nobody used."""
    await place.organiser.done("/checklists", version())
    unused = await place.organiser.done("/checklists", version(effective_on="2099-01-01"))
    town = (await place.clerk().get("/unions", kind="township")).json()["items"][0]["id"]
    unions = [await place.union(town) for _ in range(4)]
    opened = await begun(place, unions[0])
    waiting = await submitted(place, unions[1])
    back = await submitted(place, unions[2])
    returning = {"because": "incomplete", "occurred_on": "2026-03-05"}
    await place.organiser.done(f"/assessments/{back}/return", returning, revision=3)
    done = await judged(place, unions[3])
    world.records.update(
        {"checklists": {str(unused["id"]): 1}, "assessments": {opened: 1, waiting: 3, back: 4, done: 4}}
    )
    fits: dict[str, list[Any]] = {
        "answers": [answers("met", "partly")["answers"]],
        "items": [ITEMS],
        "score": [7, 9],
        "due_on": ["2026-06-01"],
        "effective_on": ["2099-06-01"],
    }
    for name, values in fits.items():
        world.values[name] = [*world.values.get(name, []), *values]
