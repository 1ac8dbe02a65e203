"""Maker and approver are two people, under concurrency too: one account with several offices, and offices lent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest

from chassis.ids import uuid7
from contracts.offices import COUNTY_OFFICES, Office
from tests.assistance.people import County as AssistanceCounty
from tests.assistance.people import household
from tests.membership.applications.test_applications import applying
from tests.membership.people import County as MembershipCounty
from tests.support import databases
from tests.support.county import Place
from tests.support.person import Person
from tests.support.running import Running

RACES = 70
"""Of each kind of record; the second approver's come on top."""
AT_ONCE = 10
CLERK, CHAIR, APPROVER = Office.TOWNSHIP_CLERK, Office.TOWNSHIP_CHAIR, Office.COUNTY_APPROVER
APPROVED = ("approved.v1", "endorsed.v1")
DECISION = {"fund_source": "county", "occurred_on": "2026-03-02"}


@dataclass
class Cast:
    """People of one county at one service, by account."""

    place: Place

    def area(self, office: Office) -> str:
        """The county, or its first township."""
        return self.place.code if office in COUNTY_OFFICES else f"{self.place.code}100"

    def acting(self, account: str, office: Office) -> Person:
        """An account in an office of its own."""
        area = self.area(office)
        return self.place.office(office, area, f"{account}-{self.place.code}")

    async def lent(self, giver: str, office: Office, to: str) -> Person:
        """An account in an office that another one holds and has lent to it."""
        own = self.acting(giver, office)
        lent, account = uuid7(), f"{to}-{self.place.code}"
        area = self.area(office)
        await databases.execute(
            self.place.service.settings.database_url,
            """INSERT INTO appointment (id, county, area, account, office, since, until, delegated_by, on_behalf_of)
            VALUES ($1, $2, $3, $4, $5, '2026-01-01', '2099-01-01', $6, $7)""",
            lent,
            area[:6],
            area,
            account,
            office.value,
            UUID(own.signed["Gonghui-Appointment"]),
            f"{giver}-{self.place.code}",
        )
        return Person(own.http, self.place.service.issuer.token(account, azp="gonghui-demo"), lent)


@dataclass
class Record:
    """A kind of record that waits for approval, entered by `maker`."""

    service: Running
    cast: Cast
    path: str
    decides: Office
    entered: Callable[[Person], Awaitable[str]]
    correction: dict[str, Any]
    approval: dict[str, Any]

    async def correct(self, person: Person, record: str, revision: int) -> httpx.Response:
        return await person.post(f"{self.path}/{record}/correct", self.correction, revision=revision)

    async def approve(self, person: Person, record: str, revision: int) -> httpx.Response:
        return await person.post(f"{self.path}/{record}/approve", self.approval, revision=revision)


@pytest.fixture
async def unions(membership: Running, county: str) -> Record:
    """Foundings, which a chair approves."""
    place = MembershipCounty(county, membership)
    town = await place.township_union(await place.federation())

    async def entered(maker: Person) -> str:
        body = {"name": f"工会{uuid7()}", "kind": "village-community", "parent": town, "occurred_on": "2026-03-01"}
        return str((await maker.done("/unions", body))["id"])

    correction = {"name": "", "reason": "wrong-entry"}
    return Record(membership, Cast(place), "/unions", CHAIR, entered, correction, {"occurred_on": "2026-03-02"})


@pytest.fixture
async def joining(unions: Record, membership: Running, county: str) -> Record:
    """Applications to join a union under the same township's, which a chair approves."""
    place = MembershipCounty(county, membership)
    (town,) = await unions.cast.place.rows(
        "SELECT id::text FROM unions WHERE county = $1 AND kind = 'township'", county
    )
    union = await place.union(town["id"])

    async def entered(maker: Person) -> str:
        return str((await maker.done("/applications", applying(union)))["id"])

    correction = {"employment": "migrant", "reason": "wrong-entry"}
    return Record(membership, Cast(place), "/applications", CHAIR, entered, correction, {"occurred_on": "2026-05-08"})


@pytest.fixture
async def files(assistance: Running, county: str) -> Record:
    """Household files, which the county approves."""

    async def entered(maker: Person) -> str:
        return str((await maker.done("/households", household()))["id"])

    correction = {"cause": "schooling", "reason": "wrong-entry"}
    cast = Cast(AssistanceCounty(county, assistance))
    return Record(assistance, cast, "/households", APPROVER, entered, correction, {"occurred_on": "2026-03-02"})


@pytest.fixture
async def aid(assistance: Running, county: str) -> Record:
    """Aid, which the county approves out of a budget."""
    place = AssistanceCounty(county, assistance)
    await place.budget(1_000_000_000)
    file = await place.file()

    async def entered(maker: Person) -> str:
        body = {"household": file, "programme": "medical", "amount_fen": 1000, "occurred_on": "2026-03-02"}
        return str((await maker.done("/aid", body))["id"])

    correction = {"amount_fen": 900, "reason": "wrong-entry"}
    return Record(assistance, Cast(place), "/aid", APPROVER, entered, correction, DECISION)


KINDS = ("unions", "joining", "files", "aid")


@pytest.fixture
def kinds(unions: Record, joining: Record, files: Record, aid: Record) -> dict[str, Record]:
    """All of them."""
    return {"unions": unions, "joining": joining, "files": files, "aid": aid}


@pytest.mark.parametrize("name", KINDS)
async def test_nobody_corrects_and_approves_the_same_record_however_close(name: str, kinds: dict[str, Record]) -> None:
    """Another one's record: the same person puts it right and approves it at the same moment, in two offices."""
    kind = kinds[name]
    other, clerk = kind.cast.acting("maker", CLERK), kind.cast.acting("both", CLERK)
    approver = kind.cast.acting("both", kind.decides)
    outcomes: list[tuple[bool, bool]] = []

    async def race(number: int) -> None:
        record = await kind.entered(other)
        if name == "unions":
            correcting = clerk.post(
                f"/unions/{record}/correct", {**kind.correction, "name": f"改名{uuid7()}"}, revision=1
            )
        else:
            correcting = kind.correct(clerk, record, 1)
        asked = [correcting, kind.approve(approver, record, 1), kind.approve(approver, record, 2)]
        if number % 2:
            asked.reverse()
        answers = await asyncio.gather(*asked)
        corrected, *approved = reversed(answers) if number % 2 else answers
        assert {each.status_code for each in answers} <= {200, 403, 409, 412}, [each.text for each in answers]
        outcomes.append((corrected.status_code == 200, 200 in {each.status_code for each in approved}))
        await _two_people(kind, record)

    await _races(race)
    assert (True, True) not in outcomes
    assert {(True, False), (False, True)} <= set(outcomes), "one of them always came first: no race was run"


@pytest.mark.parametrize("name", KINDS)
async def test_whoever_enters_a_record_never_approves_it_for_anybody(name: str, kinds: dict[str, Record]) -> None:
    """In the own other office, in an office lent to the maker, and in the maker's office lent to another."""
    kind, cast = kinds[name], kinds[name].cast
    chief = cast.acting("chief", kind.decides)
    own = await kind.entered(cast.acting("maker", CLERK))
    attempts = [
        (own, cast.acting("maker", kind.decides)),
        (own, await cast.lent("maker", kind.decides, "deputy")),
        (await kind.entered(cast.acting("another", CLERK)), await cast.lent("chief", kind.decides, "another")),
    ]
    for record, person in attempts:
        answer = await kind.approve(person, record, 1)
        assert (answer.status_code, answer.json()["code"]) == (403, "maker-is-approver")
    by_deputy = await kind.entered(await cast.lent("maker", CLERK, "helper"))
    for account in ("maker", "helper"):
        answer = await kind.approve(cast.acting(account, kind.decides), by_deputy, 1)
        assert (answer.status_code, answer.json()["code"]) == (403, "maker-is-approver")
    assert (await kind.approve(chief, own, 1)).status_code == 200
    await _two_people(kind, own)


async def test_the_second_approver_is_another_person_however_close(aid: Record) -> None:
    """Above the limit, one approver and a deputy in that approver's office try all at once: one step is done."""
    place = aid.cast.place
    assert isinstance(place, AssistanceCounty)
    file = await place.file()
    maker, approver = aid.cast.acting("maker", CLERK), aid.cast.acting("chief", APPROVER)
    deputy, own = await aid.cast.lent("chief", APPROVER, "deputy"), aid.cast.acting("second", APPROVER)
    body = {"household": file, "programme": "medical", "amount_fen": 600_000, "occurred_on": "2026-03-02"}

    async def race(_: int) -> None:
        record = str((await maker.done("/aid", body))["id"])
        asked = [aid.approve(person, record, revision) for revision in (1, 2) for person in (approver, deputy)]
        answers = await asyncio.gather(*asked)
        assert sorted(each.status_code for each in answers).count(200) == 1
        assert (await aid.approve(approver, record, 2)).json()["code"] == "second-approver-needed"
        assert (await aid.approve(deputy, record, 2)).json()["code"] == "second-approver-needed"
        assert (await aid.approve(own, record, 2)).status_code == 200
        await _two_people(aid, record, approvals=2)

    await _races(race)


async def test_nobody_is_appointed_or_dismissed_by_a_deputy_of_their_own(unions: Record) -> None:
    county = unions.cast.place.code
    giver = unions.cast.acting("giver", Office.COUNTY_ORGANISER)
    deputy = await unions.cast.lent("giver", Office.COUNTY_ORGANISER, "deputy")
    body = {"account": f"giver-{county}", "holds": "county-approver", "area": county, "occurred_on": "2026-03-02"}
    assert (await deputy.post("/appointments", body)).json()["code"] == "own-appointment"
    ending = {"reason": "dismissed", "occurred_on": "2026-03-02"}
    own = giver.signed["Gonghui-Appointment"]
    assert (await deputy.post(f"/appointments/{own}/end", ending, revision=1)).json()["code"] == "own-appointment"


async def _races(race: Callable[[int], Awaitable[None]]) -> None:
    for first in range(0, RACES, AT_ONCE):
        await asyncio.gather(*[race(number) for number in range(first, first + AT_ONCE)])


async def _two_people(kind: Record, record: str, approvals: int | None = None) -> None:
    """What the journal says: of whoever answers for an approval, none entered it and none approved it before."""
    before: list[tuple[str, set[str]]] = []
    found = 0
    for event in await kind.cast.place.events(record):
        people = {event["actor"], event.get("onbehalfof")} - {None}
        if event["type"].endswith(APPROVED):
            # an approval that makes a member says that first, by the same command
            assert not any(people & each for command, each in before if command != event["correlationid"]), record
            found += 1
        before.append((event["correlationid"], people))
    assert approvals is None or found == approvals
