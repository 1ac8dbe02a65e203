"""A unit with its congress, as tests need it: delegates, a session, a ballot."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.offices import Office
from tests.membership.people import County
from tests.support.person import Person

SET_UP, CONFIRMED, CALLED, MET = "2026-01-05", "2026-01-20", "2026-02-02", "2026-03-02"


@dataclass
class Unit:
    """A union of one employer in a township, and whoever acts for it."""

    place: County
    union: str
    employer: str
    township: str = "100"

    @property
    def clerk(self) -> Person:
        """The township's clerk."""
        return self.place.clerk(self.township)

    @property
    def chair(self) -> Person:
        """The union's own chair."""
        service, account = self.place.service, f"chair-{self.union}"
        area = self.place.code + self.township
        held = service.appointed(Office.ENTERPRISE_CHAIR, area, account, UUID(self.union))
        return Person(service.http, service.issuer.token(account), held)


async def unit(place: County, township: str = "100", employees: int | None = 200) -> Unit:
    """A union that covers one employer with so many employees."""
    town = await place.township_union(await place.federation(), township)
    return await another_unit(place, town, township, employees)


async def another_unit(place: County, town: str, township: str = "100", employees: int | None = 200) -> Unit:
    """One more under the same township union."""
    headcount = {} if employees is None else {"headcount": employees}
    employer = await place.employer(township, **headcount)
    union = await place.union(town, township, kind="single", employers=[employer])
    return Unit(place, union, employer, township)


async def set_up(of: Unit, **fields: Any) -> str:
    """A congress in preparation."""
    body = {"union": of.union, "employer": of.employer, "occurred_on": SET_UP, **fields}
    return str((await of.clerk.done("/congresses", body))["id"])


async def elect(of: Unit, congress: str, revision: int, **fields: Any) -> None:
    """Delegates who are no members unless named."""
    body = {"non_members": 45, "occurred_on": SET_UP, **fields}
    await of.clerk.done(f"/congresses/{congress}/elect", body, revision=revision)


async def established(of: Unit, delegates: int = 45, **fields: Any) -> str:
    """An established congress, at revision 3."""
    congress = await set_up(of, **fields)
    await elect(of, congress, 1, non_members=delegates)
    await of.clerk.done(f"/congresses/{congress}/confirm", {"occurred_on": CONFIRMED}, revision=2)
    return congress


async def delegates_of(of: Unit, congress: str) -> list[str]:
    """The delegates by seat; at most a hundred."""
    page = (await of.clerk.get("/congress-delegates", congress=congress, state="sitting", limit=100)).json()
    return [row["id"] for row in page["items"]]


async def called(of: Unit, congress: str, **fields: Any) -> str:
    """A session, at revision 1."""
    body = {"congress": congress, "planned_on": MET, "occurred_on": CALLED, **fields}
    return str((await of.clerk.done("/congress-sessions", body))["id"])


async def listed(of: Unit, session: str, revision: int, kind: str = "resolution") -> str:
    """A matter on the session's agenda, by id."""
    body = {"kind": kind, "title": "关于年度工作的决议", "occurred_on": CALLED}
    await of.clerk.done(f"/congress-sessions/{session}/add-item", body, revision=revision)
    items = (await of.clerk.get("/congress-agenda", session=session)).json()["items"]
    return str(items[-1]["id"])


@dataclass
class Sitting:
    """A session that is being held, with one matter on its agenda."""

    of: Unit
    congress: str
    session: str
    item: str
    delegates: list[str]
    present: list[str]

    async def opened(self, method: str = "secret") -> str:
        """A ballot on the matter, at revision 1."""
        body = {"item": self.item, "method": method, "occurred_on": MET}
        return str((await self.of.clerk.done("/congress-ballots", body))["id"])

    async def closed(self, voters: int | None = None) -> str:
        """A secret ballot whose papers came from so many, at revision 3."""
        ballot = await self.opened()
        taking = {"voters": self.present[:voters], "occurred_on": MET}
        await self.of.clerk.done(f"/congress-ballots/{ballot}/take-papers", taking, revision=1)
        await self.of.clerk.done(f"/congress-ballots/{ballot}/close", {"occurred_on": MET}, revision=2)
        return ballot

    def totals(self, yes: int, no: int = 0, abstain: int = 0, invalid: int = 0, **fields: Any) -> dict[str, Any]:
        """What the tellers found."""
        return {
            "returned": yes + no + abstain + invalid,
            "yes": yes,
            "no": no,
            "abstain": abstain,
            "invalid": invalid,
            "teller_one": self.present[0],
            "teller_two": self.present[1],
            "occurred_on": MET,
            **fields,
        }

    async def counted(self, yes: int, **fields: Any) -> str:
        """A ballot whose other papers all said no, at revision 4."""
        ballot = await self.closed()
        totals = self.totals(yes, len(self.present) - yes, **fields)
        await self.of.clerk.done(f"/congress-ballots/{ballot}/count", totals, revision=3)
        return ballot


async def sitting(of: Unit, delegates: int = 45, present: int = 30, kind: str = "resolution") -> Sitting:
    """A session that so many of the delegates came to, at revision 3."""
    congress = await established(of, delegates)
    seats = await delegates_of(of, congress)
    session = await called(of, congress)
    item = await listed(of, session, 1, kind)
    holding = {"attended": seats[:present], "occurred_on": MET}
    await of.clerk.done(f"/congress-sessions/{session}/hold", holding, revision=2)
    return Sitting(of, congress, session, item, seats, seats[:present])


async def passed_draft(of: Unit, yes: int = 23, kind: str = "agreement-draft") -> str:
    """A counted ballot on a draft of a collective agreement, of 45 delegates with 30 present."""
    return await (await sitting(of, kind=kind)).counted(yes)
