"""The cache of answers under interleaved requests: nobody is ever answered from another scope's answer."""

import asyncio
import random
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest

from chassis.ids import uuid7
from contracts.assistance.fund import AidAsked
from contracts.declare import Place
from contracts.offices import COUNTY_OFFICES, PEOPLE, UNION_OFFICES, Office
from services.gateway.serving.cache import Cache
from tests.gateway.told import SPRING, Told
from tests.support.running import Running

ROUNDS = 1500
AT_ONCE = 24
QUERIES = (
    "{ viewer { area office { id } reads } }",
    '{ county { metrics(ids: ["members"]) { value } townships { code metrics(ids: ["members"]) { value } } } }',
    "{ auditTrail(first: 100) { edges { node { id } } } }",
    "{ workQueue(first: 100) { edges { node { subject } } } }",
    "{ checkpoints { log } viewer { area } }",
)


@dataclass(frozen=True)
class Someone:
    """One appointment of an account."""

    account: str
    office: Office
    area: str
    org: UUID | None = None


@pytest.fixture
async def told_of_two(gateway: Running, county: str) -> list[Told]:
    """Two counties, two townships each, with different figures, events and waiting work."""
    counties = [Told(county, gateway), Told(f"8{county[1:]}", gateway)]
    for number, told in enumerate(counties):
        for township in ("100", "101"):
            area, aid = told.county + township, uuid7()
            await told.admit(area, 1 + 2 * number + (township == "101"))
            place = Place(area=area)
            asked = AidAsked(
                aid=aid, household=uuid7(), place=place, programme="medical", amount_fen=100, due_on=SPRING
            )
            await told.tell(asked, area=area, subject=aid)
    return counties


def _everybody(counties: list[Told]) -> list[Someone]:
    """All offices of both counties and of two townships each; one account holds all of a place, and one holds many."""
    found = []
    for told in counties:
        union = uuid4()
        for office in sorted(PEOPLE):
            org = union if office in UNION_OFFICES else None
            areas = [told.county] if office in COUNTY_OFFICES else [f"{told.county}100", f"{told.county}101"]
            found += [Someone(f"all-{counties[0].county}", office, area, org) for area in areas]
            found += [Someone(f"{office.value}-{area}-cache", office, area, org) for area in areas]
    return found


async def test_interleaved_offices_areas_and_appointments_get_their_own_answers(
    told_of_two: list[Told], gateway: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = _everybody(told_of_two)
    signed = {each: _signed(gateway, each) for each in everybody}
    async with aiohttp.ClientSession() as http:

        async def ask(someone: Someone, query: str) -> bytes:
            url, headers = f"{gateway.url}/graphql", signed[someone]
            async with http.post(url, json={"query": query}, headers=headers) as answer:
                return await answer.read()

        asked = [(someone, query) for someone in everybody for query in QUERIES]
        monkeypatch.setattr(gateway.app.state.gateway, "cache", Cache(0))
        right = dict(zip(asked, [await ask(*each) for each in asked], strict=True))
        kept = Cache(64 * 1024 * 1024)
        monkeypatch.setattr(gateway.app.state.gateway, "cache", kept)
        chance = random.Random(340828)
        questions = [chance.choice(asked) for _ in range(ROUNDS)]
        wrong: list[tuple[Someone, str]] = []

        async def some() -> None:
            while questions:
                each = questions.pop()
                if await ask(*each) != right[each]:
                    wrong.append(each)

        await asyncio.gather(*[some() for _ in range(AT_ONCE)])
    assert wrong == []
    assert 0 < len(kept) < len(asked), "answers were kept, and shared within a scope"
    _differ(right, told_of_two)


def _differ(right: dict[tuple[Someone, str], bytes], counties: list[Told]) -> None:
    """The answers that must not be mixed up are different ones."""
    leaders = {body for (who, query), body in right.items() if who.office is Office.COUNTY_LEADER and "county" in query}
    clerks = {body for (who, query), body in right.items() if who.office is Office.TOWNSHIP_CLERK and "county" in query}
    assert len(leaders) == len(counties)
    assert len(clerks) == 2 * len(counties)


def _signed(gateway: Running, someone: Someone) -> dict[str, Any]:
    appointment = gateway.appointed(someone.office, someone.area, someone.account, someone.org)
    token = gateway.issuer.token(someone.account, explorer=True, azp="gonghui-demo")
    return {"Authorization": f"Bearer {token}", "Gonghui-Appointment": str(appointment)}
