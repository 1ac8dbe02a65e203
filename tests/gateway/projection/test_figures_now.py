"""What a county's figures are after a few events: sums, reports, keys, ratios, and no data."""

from datetime import date
from uuid import UUID

import pytest

from chassis.ids import uuid7
from contracts.activities.activities import ActivityHeld
from contracts.declare import Corrected, Place, Voided
from contracts.membership.members import MemberAdmitted, MemberTransferred
from contracts.membership.organisations import HeadcountReported
from services.gateway.queries import metrics, moment
from tests.gateway.conftest import Folding
from tests.support.logs import Log

SINCE = date(2026, 1, 1)


async def values(folding: Folding, county: str, area: str) -> dict[str, int | None]:
    async with folding.pool.acquire() as connection:
        found = await metrics.county_metrics(connection, county, await moment.at(connection, county, SINCE))
    return {value.metric: value.value for value in found.get(area, metrics.no_data())}


def admitted(place: Place) -> MemberAdmitted:
    return MemberAdmitted(member=uuid7(), place=place, employment="migrant")


@pytest.fixture
def log(county: str) -> Log:
    return Log("membership", county)


async def test_members_are_counted_where_they_are_admitted(folding: Folding, county: str, log: Log) -> None:
    here, there = (Place(org=uuid7(), area=f"{county}{township}") for township in (100, 101))
    for place in (here, here, there):
        log.add(admitted(place), date(2026, 2, 3))
    log.add(admitted(here), date(2025, 2, 3))
    await folding.fold(log)
    assert (await values(folding, county, here.area))["members"] == 3
    assert (await values(folding, county, there.area))["members"] == 1
    total = await values(folding, county, county)
    assert (total["members"], total["admissions"]) == (4, 3)  # a flow is counted since January alone
    assert total["aid-paid"] is None


async def test_a_transfer_leaves_zero_and_not_no_data(folding: Folding, county: str, log: Log) -> None:
    here, there = (Place(org=uuid7(), area=f"{county}{township}") for township in (100, 101))
    log.add(admitted(here), date(2026, 2, 3))
    log.add(MemberTransferred(member=uuid7(), origin=here, to=there, employment="migrant"), date(2026, 2, 4))
    await folding.fold(log)
    assert (await values(folding, county, here.area))["members"] == 0
    assert (await values(folding, county, there.area))["members"] == 1
    assert (await values(folding, county, f"{county}102"))["members"] is None


async def test_the_last_report_of_a_headcount_holds_however_late_it_comes(
    folding: Folding, county: str, log: Log
) -> None:
    place, employer = Place(org=uuid7(), area=f"{county}100"), uuid7()

    def reported(headcount: int, on: date) -> UUID:
        return log.add(HeadcountReported(employer=employer, place=place, headcount=headcount, covered=0), on)

    reported(40, date(2026, 3, 1))
    late = reported(30, date(2026, 1, 1))
    await folding.fold(log)
    assert (await values(folding, county, county))["employees"] == 40
    last = reported(50, date(2026, 6, 1))
    await folding.fold(log)
    assert (await values(folding, county, county))["employees"] == 50
    event = HeadcountReported(employer=employer, place=place, headcount=50, covered=0)
    log.add(Voided.of(last, event, date(2026, 6, 1), "wrong-entry"), date(2026, 6, 2))
    before = HeadcountReported(employer=employer, place=place, headcount=30, covered=0)
    after = HeadcountReported(employer=employer, place=place, headcount=35, covered=0)
    log.add(Corrected.of(late, before, date(2026, 1, 1), after, date(2026, 4, 1), "wrong-entry"), date(2026, 6, 2))
    await folding.fold(log)
    found = await values(folding, county, county)
    assert (found["employees"], found["covered-employees"]) == (35, 0)


async def test_somebody_who_attends_twice_is_reached_once(folding: Folding, county: str) -> None:
    log, (one, two, three) = Log("activities", county), (uuid7() for _ in range(3))

    def held(area: str, attended: list[UUID]) -> ActivityHeld:
        place = Place(area=area)
        return ActivityHeld(
            activity=uuid7(), place=place, kind="sport", attendance=len(attended), attended=attended, cost_fen=100
        )

    log.add(held(f"{county}100", [one, two]), date(2026, 3, 1))
    again = held(f"{county}101", [two, three])
    second = log.add(again, date(2026, 4, 1))
    await folding.fold(log)
    total = await values(folding, county, county)
    assert (total["participants"], total["people-reached"]) == (4, 3)
    assert (await values(folding, county, f"{county}101"))["people-reached"] == 2
    log.add(Voided.of(second, again, date(2026, 4, 1), "duplicate"), date(2026, 4, 2))
    await folding.fold(log)
    total = await values(folding, county, county)
    assert (total["participants"], total["people-reached"], total["activity-cost"]) == (2, 2, 100)
    assert (await values(folding, county, f"{county}101"))["people-reached"] == 0


async def test_a_ratio_shows_both_its_parts(folding: Folding, county: str, log: Log) -> None:
    place = Place(org=uuid7(), area=f"{county}100")
    log.add(HeadcountReported(employer=uuid7(), place=place, headcount=3, covered=0), date(2026, 3, 1))
    log.add(admitted(place), date(2026, 3, 2))
    await folding.fold(log)
    async with folding.pool.acquire() as connection:
        found = await metrics.county_metrics(
            connection, county, moment.Moment(SINCE), ["membership-rate", "covered-membership-rate", "members"]
        )
    rate, covered, members = found[county]
    assert (rate.value, rate.numerator, rate.denominator) == (333_333, 1, 3)
    assert (covered.value, covered.numerator, covered.denominator) == (None, 1, 0)
    assert members.parts == (metrics.Part("employment", "migrant", 1),)
