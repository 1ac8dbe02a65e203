"""The work queue: opened, ended, corrected and voided by what events declare; the most urgent first."""

from datetime import date
from uuid import UUID

import pytest

from chassis.ids import uuid7
from contracts.declare import Corrected, Place, Voided
from contracts.membership.members import MemberTransferred, MemberTransferRequested
from contracts.offices import Office
from services.gateway.queries.work import WorkItem, work_queue
from tests.gateway.conftest import Folding
from tests.support.logs import Log

TODAY = date(2026, 5, 10)


class Transfers:
    """A membership log of transfers asked for and accepted."""

    def __init__(self, county: str) -> None:
        self.county = county
        self.log = Log("membership", county)

    def request(self, due: date, area: int = 100, on: date = TODAY) -> tuple[UUID, MemberTransferRequested]:
        here = Place(area=f"{self.county}101")
        event = MemberTransferRequested(
            member=uuid7(), origin=here, to=Place(org=uuid7(), area=f"{self.county}{area}"), due_on=due
        )
        return self.log.add(event, on, subject=event.member, area=here.area), event

    def accept(self, asked: MemberTransferRequested) -> None:
        event = MemberTransferred(member=asked.member, origin=asked.origin, to=asked.to, employment="regular")
        self.log.add(event, TODAY, subject=asked.member)


@pytest.fixture
def transfers(county: str) -> Transfers:
    return Transfers(county)


async def queue(
    folding: Folding, transfers: Transfers, area: str | None = None, office: str | None = None, first: int = 100
) -> list[WorkItem]:
    await folding.fold(transfers.log)
    rows: list[WorkItem] = []
    after = None
    while True:
        async with folding.pool.acquire() as connection:
            page = await work_queue(connection, area or transfers.county, office, TODAY, first, after)
        rows += page.rows
        if not page.more:
            return rows
        after = page.rows[-1].cursor


async def test_the_most_urgent_comes_first_with_the_days_it_has_left(folding: Folding, transfers: Transfers) -> None:
    for day in (20, 8, 10):
        transfers.request(date(2026, 5, day), area=100 + day)
    found = await queue(folding, transfers)
    assert [item.days_left for item in found] == [-2, 0, 10]
    assert {(item.kind, item.office, item.service) for item in found} == {
        ("accept-transfer", Office.TOWNSHIP_CLERK.value, "membership")
    }
    assert await queue(folding, transfers, first=1) == found
    assert [item.area for item in await queue(folding, transfers, area=f"{transfers.county}108")] == [
        f"{transfers.county}108"
    ]
    assert await queue(folding, transfers, office=Office.AUDITOR.value) == []


async def test_what_is_done_waits_no_longer_in_the_same_batch_or_a_later_one(
    folding: Folding, transfers: Transfers
) -> None:
    _, first = transfers.request(TODAY)
    transfers.accept(first)
    _, second = transfers.request(TODAY)
    assert [item.subject for item in await queue(folding, transfers)] == [second.member]
    transfers.accept(second)
    assert await queue(folding, transfers) == []


async def test_a_voided_request_waits_no_longer(folding: Folding, transfers: Transfers) -> None:
    event_id, event = transfers.request(TODAY)
    transfers.request(TODAY)
    assert len(await queue(folding, transfers)) == 2
    transfers.log.add(Voided.of(event_id, event, TODAY, "duplicate"), TODAY, subject=event.member)
    assert len(await queue(folding, transfers)) == 1


async def test_a_corrected_deadline_is_the_one_that_holds(folding: Folding, transfers: Transfers) -> None:
    event_id, event = transfers.request(TODAY)
    later = event.model_copy(update={"due_on": date(2026, 6, 10)})
    transfers.log.add(Corrected.of(event_id, event, TODAY, later, TODAY, "wrong-entry"), TODAY, subject=event.member)
    (item,) = await queue(folding, transfers)
    assert (item.due_on, item.days_left) == (date(2026, 6, 10), 31)


async def test_voiding_what_ended_an_item_lets_it_wait_again(folding: Folding, transfers: Transfers) -> None:
    _, event = transfers.request(TODAY)
    done = MemberTransferred(member=event.member, origin=event.origin, to=event.to, employment="regular")
    done_id = transfers.log.add(done, TODAY, subject=event.member)
    assert await queue(folding, transfers) == []
    transfers.log.add(Voided.of(done_id, done, TODAY, "wrong-person"), TODAY, subject=event.member)
    assert [item.subject for item in await queue(folding, transfers)] == [event.member]


async def test_what_appears_later_is_not_shown_yet(folding: Folding, transfers: Transfers) -> None:
    transfers.request(date(2026, 6, 1), on=date(2026, 5, 11))
    assert await queue(folding, transfers) == []
