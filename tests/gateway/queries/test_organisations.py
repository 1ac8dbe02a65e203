"""Organisations of a township and the figures of their subtrees, now and then."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from chassis.ids import uuid7
from contracts.declare import Corrected, Place
from contracts.membership.members import MemberAdmitted
from contracts.membership.organisations import EmployerRegistered, UnionApproved
from services.gateway.queries import moment
from services.gateway.queries.metrics import MetricValue
from services.gateway.queries.organisations import Organisation, organisation_metrics, organisations
from tests.gateway.conftest import Folding
from tests.support.logs import Log

JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


class Unions:
    """A membership log with unions in it."""

    def __init__(self, county: str) -> None:
        self.county = county
        self.log = Log("membership", county, step=timedelta(hours=1))

    def approve(self, name: str, parent: UUID | None = None, on: date = JANUARY, area: int = 100) -> UUID:
        union = uuid7()
        self.log.add(self.approved(union, name, parent, area), on, subject=union)
        return union

    def approved(self, union: UUID, name: str, parent: UUID | None, area: int = 100) -> UnionApproved:
        place = Place(org=union, area=f"{self.county}{area}")
        return UnionApproved(union=union, place=place, name=name, kind="single", parent=parent)

    def admit(self, union: UUID, on: date, area: int = 100) -> None:
        place = Place(org=union, area=f"{self.county}{area}")
        self.log.add(MemberAdmitted(member=uuid7(), place=place, employment="regular"), on)


@pytest.fixture
def unions(county: str) -> Unions:
    return Unions(county)


async def page(folding: Folding, unions: Unions, when: moment.Moment, first: int = 20) -> list[Organisation]:
    area, after = f"{unions.county}100", None
    rows: list[Organisation] = []
    while True:
        async with folding.pool.acquire() as connection:
            pages = await organisations(connection, [area, f"{unions.county}999"], when, first, after)
        assert pages[f"{unions.county}999"].rows == ()
        rows += pages[area].rows
        if not pages[area].more:
            return rows
        after = pages[area].rows[-1].cursor


async def members(folding: Folding, orgs: list[UUID], when: moment.Moment) -> list[int | None]:
    async with folding.pool.acquire() as connection:
        found = await organisation_metrics(connection, orgs, when, ["members"])
    return [value.value for org in orgs for value in found[org]]


async def test_pages_join_up_to_all_unions_and_then_all_employers(folding: Folding, unions: Unions) -> None:
    for name in ("戊", "乙", "丙", "丁", "乙"):
        unions.approve(name)
    place = Place(org=uuid7(), area=f"{unions.county}100")
    unions.log.add(EmployerRegistered(employer=uuid7(), place=place, name="甲厂", unit_type="private"), MARCH)
    await folding.fold(unions.log)
    whole = await page(folding, unions, moment.Moment(JANUARY))
    assert [row.name for row in whole] == [*sorted("戊乙丙丁乙"), "甲厂"]
    assert [row.employer for row in whole] == [False] * 5 + [True]
    for first in (1, 2, 5):
        assert await page(folding, unions, moment.Moment(JANUARY), first) == whole


async def test_a_union_has_the_members_of_all_below_it(folding: Folding, unions: Unions) -> None:
    top = unions.approve("总")
    middle = unions.approve("中", top)
    low = unions.approve("下", middle)
    for union, day in ((top, JANUARY), (middle, MARCH), (low, MARCH), (low, MAY)):
        unions.admit(union, day)
    await folding.fold(unions.log)
    orgs = [top, middle, low]
    assert await members(folding, orgs, moment.Moment(JANUARY)) == [4, 3, 2]
    assert await members(folding, orgs, moment.Moment(JANUARY, as_of=MARCH)) == [3, 2, 1]
    assert await members(folding, [uuid7()], moment.Moment(JANUARY)) == [None]


async def test_the_tree_of_a_past_day_and_of_past_knowledge_is_used(folding: Folding, unions: Unions) -> None:
    one, other = unions.approve("一"), unions.approve("二")
    low = unions.approve("下", one)
    unions.admit(low, JANUARY)
    before = unions.log.now
    unions.log.add(unions.approved(low, "下", other, 101), MARCH, subject=low)  # moves in March
    await folding.fold(unions.log)
    orgs = [one, other]
    assert await members(folding, orgs, moment.Moment(JANUARY)) == [None, 1]
    assert await members(folding, orgs, moment.Moment(JANUARY, as_of=date(2026, 2, 1))) == [1, None]
    async with folding.pool.acquire() as connection:
        known = await moment.at(connection, unions.county, JANUARY, known_at=before)
    assert await members(folding, orgs, known) == [1, None]
    assert low in {row.id for row in await page(folding, unions, known)}
    assert low not in {row.id for row in await page(folding, unions, moment.Moment(JANUARY))}


async def test_a_corrected_name_is_shown_and_the_wrong_one_was_known(folding: Folding, unions: Unions) -> None:
    union = uuid7()
    wrong = unions.approved(union, "错", None)
    event = unions.log.add(wrong, JANUARY, subject=union)
    before = unions.log.now
    right = wrong.model_copy(update={"name": "对"})
    unions.log.add(Corrected.of(event, wrong, JANUARY, right, JANUARY, "wrong-entry"), MARCH, subject=union)
    await folding.fold(unions.log)
    async with folding.pool.acquire() as connection:
        known = await moment.at(connection, unions.county, JANUARY, known_at=before)
    assert [row.name for row in await page(folding, unions, moment.Moment(JANUARY))] == ["对"]
    assert [row.name for row in await page(folding, unions, known)] == ["错"]


async def test_figures_of_an_organisation_may_be_ratios(folding: Folding, unions: Unions) -> None:
    union = unions.approve("一")
    unions.admit(union, JANUARY)
    await folding.fold(unions.log)
    async with folding.pool.acquire() as connection:
        found = await organisation_metrics(connection, [union], moment.Moment(JANUARY), ["membership-rate", "unions"])
    rate, counted = found[union]
    assert rate == MetricValue("membership-rate", None, 1, None)
    assert counted.value == 1
