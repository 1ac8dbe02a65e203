"""Rosters and lists of headcounts, for the matrix and for generated requests."""

from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import Spot
from tests.contract.worlds import World
from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import base64_of, people, text_table

SPOTS = (Spot.TOWNSHIP, Spot.COUNTY, Spot.FOREIGN)
ACTIONS = ("POST {}/map", "POST {}/check", "POST {}/confirm", "POST {}/cancel")
QUERIES = ("GET {}", "GET {}/problems", "GET {}/workbook", "GET {}/history")


async def ground(base: Base) -> Part:
    """An import of each kind in every place; none belongs to one union alone."""
    rosters: dict[Spot, str] = {}
    lists: dict[Spot, str] = {}
    for spot in SPOTS:
        place, township = base.at(spot)
        rosters[spot] = await uploaded(place, "/roster", township)
        lists[spot] = await uploaded(place, "/headcounts", township)
    of_lists = [each.format("/headcounts/{batch}") for each in (*ACTIONS, *QUERIES)]
    return Part(
        {"batch": rosters, "headcounts": lists},
        {"GET /roster": rosters, "GET /headcounts": lists},
        stands_for={route: {"batch": "headcounts"} for route in of_lists},
    )


async def world(world: World, place: County) -> None:
    """Imports that wait to be checked, and some that were."""
    bringing = Bringing.of(place)
    for path in ("roster", "headcounts"):
        waiting = [await uploaded(place, f"/{path}") for _ in range(8)]
        world.records[path] = dict.fromkeys(waiting, 1)
    union = world.values["union"][0]
    checked = [await bringing.checked(text_table(people(2)), union=union) for _ in range(4)]
    world.records["roster"] |= {batch: (await bringing.seen(batch))["revision"] for batch in checked}
    world.paths["/roster/template/{union}"] = [{"union": each} for each in world.values["union"]]
    files = [text_table(people(1)), text_table([["信用代码", "人数"], ["1", "2"]])]
    world.values["content"] = [base64_of(file) for file in files]


async def uploaded(place: County, path: str, township: str = "100") -> str:
    """A file that waits to be checked."""
    body = {"content": base64_of(text_table(people(1)))}
    return str((await place.clerk(township).done(path, body))["id"])
