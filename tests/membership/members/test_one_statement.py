"""A command of one statement writes by it, or not at all."""

from datetime import date

import pytest

from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.postgres import Request, utc_now
from contracts.declare import Place
from contracts.membership.members import MemberAdmitted
from contracts.offices import Office
from tests.membership.people import County

DAY = date(2026, 3, 2)


async def test_other_ways_to_write_are_refused(place: County) -> None:
    """There is no transaction that would hold them together; nor is there a memory without a key."""
    principal = Principal("somebody", Office.TOWNSHIP_CLERK, place.code)
    event = MemberAdmitted(member=uuid7(), place=Place(area=place.code), employment="regular")
    asked = Request("membership", principal, utc_now())
    async with place.service.app.state.database.one_statement(asked) as tx:
        with pytest.raises(RuntimeError):
            await tx.run("INSERT INTO log_head (county, root) VALUES ($1, '')", place.code)
        with pytest.raises(RuntimeError):
            await tx.record(event.member, event, on=DAY, revision=1)
        with pytest.raises(RuntimeError):
            await tx.record_by("WITH entered AS (SELECT 1)", (), event.member, event, on=DAY, revision=1)
    assert await place.rows("SELECT FROM log_head WHERE county = $1", place.code) == []
    assert await place.rows("SELECT FROM journal WHERE subject = $1", str(event.member)) == []
