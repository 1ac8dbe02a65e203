"""A record whose events do not hold what is asked for is not found."""

import pytest

from chassis import standing
from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.postgres import Request, utc_now
from chassis.refusal import NotFound
from contracts.membership.members import MemberAdmitted
from contracts.offices import Office
from tests.membership.people import County


async def test_record_without_such_an_event_is_not_found(place: County) -> None:
    """Nothing was ever said of it."""
    asked = Request("membership", Principal("x", Office.TOWNSHIP_CLERK, place.code), utc_now())
    async with place.service.app.state.database.tx(asked, read_only=True) as tx:
        with pytest.raises(NotFound):
            await standing.last(tx, uuid7(), MemberAdmitted)
