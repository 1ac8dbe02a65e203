"""Many events are appended in a statement each thousand: in order, all or none."""

from datetime import date

import pytest

from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.log.journal import MANY, Said
from chassis.postgres import Database, Request, utc_now
from chassis.refusal import InTheFuture, Restored
from contracts.activities.activities import ActivityPlanned
from contracts.declare import Place
from contracts.offices import Office
from tests.support import databases

DAY = date(2026, 3, 2)


def said(area: str, on: date = DAY) -> Said:
    """A plan in a township."""
    activity = uuid7()
    event = ActivityPlanned(activity=activity, place=Place(area=area), kind="study", planned_on=DAY)
    return Said(activity, event, on, area, activity)


def asked(county: str, key: str | None = None) -> Request:
    """A clerk of the county."""
    principal = Principal("clerk", Office.TOWNSHIP_CLERK, county)
    return Request("activities", principal, utc_now(), route="/activities", key=key)


async def test_many_events_keep_their_order_and_come_before_the_one_that_answers(
    database: Database, county: str
) -> None:
    """A statement and a bit, the command's own event last."""
    many = [said(f"{county}100") for _ in range(MANY + 2)]
    last = said(county)
    async with database.tx(asked(county, "k")) as tx:
        ids = await tx.record_all(many)
        done = await tx.record(last.subject, last.event, on=DAY, revision=1)
    found = await databases.rows(
        database.dsn,
        "SELECT event_id, subject, occurred_on, event->>'township' AS township, event->>'org' AS org"
        " FROM journal WHERE county = $1 ORDER BY id",
        county,
    )
    assert [row["event_id"] for row in found] == [*ids, done.event]
    assert [row["subject"] for row in found] == [str(each.subject) for each in [*many, last]]
    assert {(row["occurred_on"], row["township"]) for row in found[:-1]} == {(DAY, f"{county}100")}
    assert [row["org"] for row in found[:-1]] == [str(each.subject) for each in many]


async def test_nothing_to_append_appends_nothing(database: Database, county: str) -> None:
    """An empty batch."""
    async with database.tx(asked(county)) as tx:
        assert await tx.record_all([]) == []


async def test_county_that_waits_for_a_fork_takes_none_of_many(database: Database, county: str) -> None:
    """All or none, also among those of another county in the same statement."""
    await databases.execute(database.dsn, "INSERT INTO log_head (county, root, restored) VALUES ($1, '', true)", county)
    with pytest.raises(Restored):
        async with database.tx(asked(county)) as tx:
            await tx.record_all([said(county), said(county)])
    assert await databases.rows(database.dsn, "SELECT FROM journal WHERE county = $1", county) == []


async def test_none_of_many_may_lie_in_the_future(database: Database, county: str) -> None:
    """Every recorded event passes there."""
    with pytest.raises(InTheFuture):
        async with database.tx(asked(county)) as tx:
            await tx.record_all([said(county), said(county, date(2999, 1, 1))])
