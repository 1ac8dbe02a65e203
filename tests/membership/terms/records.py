"""Unions with members, elections and terms, as tests of several capabilities need them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.offices import Office
from tests.contract.authority.ground import Part
from tests.contract.authority.membership import Base
from tests.contract.authority.places import PLACES, Spot
from tests.contract.worlds import World
from tests.membership.people import County
from tests.support.person import Person

WHY = {"reason": "wrong-entry"}
HELD = "2026-04-10"
APPROVED = {"occurred_on": "2026-04-12"}


@dataclass
class Body:
    """A base union with members enough to elect from."""

    place: County
    union: str
    members: list[str]

    @property
    def clerk(self) -> Person:
        """Who enters."""
        return self.place.clerk()

    @property
    def chair(self) -> Person:
        """Who approves."""
        return self.place.chair()

    @property
    def own_chair(self) -> Person:
        """The union's chair, whose scope is the union."""
        service, account = self.place.service, f"chair-{self.union}"
        appointment = service.appointed(Office.ENTERPRISE_CHAIR, f"{self.place.code}100", account, UUID(self.union))
        return Person(service.http, service.issuer.token(account), appointment)

    def candidates(self, *votes: int, first: int = 0) -> list[dict[str, Any]]:
        """A chair, a vice chair and members, with so many votes each."""
        posts = ["chair", "vice-chair", *["committee-member"] * len(votes)]
        return [
            {"member": member, "post": post, "votes": count, "relative": False}
            for member, post, count in zip(self.members[first:], posts, votes, strict=False)
        ]

    def election(self, **fields: Any) -> dict[str, Any]:
        """A general election of three out of four, by nine members all present."""
        return {
            "union": self.union,
            "ballot": "general-election",
            "meeting": "members-meeting",
            "body": "committee",
            "entitled": 9,
            "present": 9,
            "seats": 3,
            "candidates": self.candidates(9, 8, 7, 4),
            "years": 3,
            "occurred_on": HELD,
            **fields,
        }

    async def elected(self, **fields: Any) -> str:
        """An approved election."""
        election = await self.entered(**fields)
        await self.chair.done(f"/elections/{election}/approve", APPROVED, revision=1)
        return election

    async def entered(self, **fields: Any) -> str:
        """A reported election."""
        return str((await self.clerk.done("/elections", self.election(**fields)))["id"])

    async def term(self) -> dict[str, Any]:
        """The running term, as its page shows it."""
        items = (await self.clerk.get("/terms", union=self.union, state="running")).json()["items"]
        found: dict[str, Any] = (await self.clerk.get(f"/terms/{items[0]['id']}")).json()
        return found


async def body_of(place: County, members: int = 4) -> Body:
    """A base union of township 100 with members."""
    union = await place.base_union()
    return Body(place, union, [await place.member(union) for _ in range(members)])


def registered(union: str, **fields: Any) -> dict[str, Any]:
    """A running term's body."""
    return {"union": union, "number": 2, "years": 5, "body": "committee", "occurred_on": "2024-03-02", **fields}


async def refusal(person: Person, path: str, body: dict[str, Any], revision: int | None = None) -> tuple[int, str]:
    """Status and code of what must be refused."""
    answer = await person.post(path, body, revision=revision)
    return answer.status_code, str(answer.json().get("code"))


# a committee's kind is a field called `committee` too
_OF_COMMITTEES = (
    *(f"GET /committees/{{committee}}{rest}" for rest in ("", "/history")),
    *(
        f"POST /committees/{{committee}}/{verb}"
        for verb in ("form", "count", "end", "correct", "void", "correct-count", "void-count")
    ),
)


async def ground(base: Base) -> Part:
    """A term with its seats and the election that began it, and the audit committee that is due, at each spot."""
    terms: dict[Spot, str] = {}
    seats: dict[Spot, str] = {}
    elections: dict[Spot, str] = {}
    committees: dict[Spot, str] = {}
    for spot in PLACES:
        place, township = base.at(spot)
        union, clerk = base.unions[spot], place.clerk(township)
        people = [await place.member(union, township) for _ in range(4)]
        elections[spot] = str((await clerk.done("/elections", Body(place, union, people).election()))["id"])
        await place.chair(township).done(f"/elections/{elections[spot]}/approve", APPROVED, revision=1)
        lists = [
            (await clerk.get(path, union=union)).json()["items"] for path in ("/terms", "/terms/seats", "/committees")
        ]
        terms[spot], seats[spot], committees[spot] = (listed[0]["id"] for listed in lists)
    return Part(
        {"term": terms, "election": elections, "committee record": committees},
        {"GET /terms": terms, "GET /terms/seats": seats, "GET /elections": elections, "GET /committees": committees},
        stands_for={route: {"committee": "committee record"} for route in _OF_COMMITTEES},
    )


async def world(world: World, place: County) -> None:
    """Terms, elections that wait and that were approved, and committees."""
    towns = [each["id"] for each in (await place.clerk().get("/unions", kind="township")).json()["items"]]
    bodies = [await _body(place, towns[0]) for _ in range(4)]
    waiting = [await body.entered() for body in bodies[:3]]
    approved = await bodies[3].elected()
    term = await bodies[3].term()
    found = await place.clerk().get("/committees")
    world.records.update(
        {
            "terms": {term["id"]: term["revision"]},
            "elections": {**dict.fromkeys(waiting, 1), approved: 2},
            "committees": {each["id"]: each["revision"] for each in found.json()["items"]},
        }
    )
    fits: dict[str, list[Any]] = {
        "candidates": [bodies[0].candidates(9, 8, 7, 4)],
        "entitled": [9],
        "present": [9],
        "seats": [3],
        "years": [3, 5],
        "seat": [each["id"] for each in term["seats"]],
        "women": [9, 10],
    }
    for name, values in fits.items():
        world.values[name] = [*world.values.get(name, []), *values]


async def _body(place: County, town: str) -> Body:
    union = await place.union(town)
    return Body(place, union, [await place.member(union) for _ in range(4)])
