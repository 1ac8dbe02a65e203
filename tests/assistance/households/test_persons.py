"""Rule 17's statement where no other file explains the conflict: the asker tries again."""

from dataclasses import replace
from uuid import UUID

import pytest

from chassis.access.principal import Principal
from chassis.postgres import Request, utc_now
from chassis.refusal import InFlight
from contracts.offices import Office
from services.assistance.households import store
from tests.assistance.people import County
from tests.support.numbers import id_number


async def test_conflict_without_an_open_file_asks_to_try_again(place: County) -> None:
    """The other file was closed in the very moment between two statements."""
    file = UUID(await place.applied())
    asked = Request("assistance", Principal("x", Office.TOWNSHIP_CLERK, place.code), utc_now())
    state = place.service.app.state
    async with state.database.tx(replace(asked, keys=state.keyring)) as tx:
        household = await store.lock(tx, file)
        with pytest.raises(InFlight):
            await store.taken_at(tx, household, [id_number()])
