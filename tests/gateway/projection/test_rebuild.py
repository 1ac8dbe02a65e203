"""Rebuilding: the same bytes as live folding, twice; what was parked is counted once it can be."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from chassis.context import EVERYTHING
from chassis.ids import uuid7
from chassis.log.entry import Batch
from chassis.log.feed import FeedUnavailable
from chassis.log.fold import Fold
from contracts.activities.activities import ActivityHeld
from contracts.declare import Corrected, Place
from contracts.membership.members import MemberAdmitted, MemberTransferRequested
from contracts.membership.organisations import HeadcountReported, UnionApproved, UnionFounded
from services.gateway.projection.hashing import table_hashes
from services.gateway.projection.ids import log_id
from services.gateway.projection.projection import ReadModel
from services.gateway.projection.rebuild import parked_logs, rebuild
from services.gateway.queries import freshness
from tests.gateway.conftest import Folding
from tests.gateway.projection.feeds import HandFeed
from tests.support import databases
from tests.support.logs import Log


def lively(county: str) -> tuple[Log, Log]:
    """A membership and an activities log with some of everything."""
    members, activities = Log("membership", county), Log("activities", county)
    union, employer = uuid7(), uuid7()
    place = Place(org=union, area=f"{county}100")
    founded = UnionFounded(
        union=union, place=place, name="一厂工会", kind="single", parent=None, employers=[employer],
        due_on=date(2026, 3, 1),
    )  # fmt: skip
    first = members.add(founded, date(2026, 1, 6), subject=union)
    members.add(
        UnionApproved(union=union, place=place, name="一厂工会", kind="single", parent=None), date(2026, 1, 9),
        subject=union,
    )  # fmt: skip
    admissions: list[UUID] = []
    for day in range(1, 28):
        event = MemberAdmitted(member=uuid7(), place=place, employment="regular")
        admissions.append(members.add(event, date(2026, 1, day), subject=event.member))
        members.add(
            HeadcountReported(employer=employer, place=place, headcount=day, covered=day), date(2026, 2, 28 - day)
        )
    moved = MemberTransferRequested(
        member=uuid7(), origin=place, to=Place(area=f"{county}101"), due_on=date(2026, 5, 1)
    )
    asked = members.add(moved, date(2026, 4, 1), subject=moved.member)
    later = moved.model_copy(update={"due_on": date(2026, 6, 1)})
    members.add(
        Corrected.of(asked, moved, date(2026, 4, 1), later, date(2026, 4, 1), "wrong-entry"), date(2026, 4, 3),
        subject=moved.member,
    )  # fmt: skip
    renamed = founded.model_copy(update={"name": "第一工厂工会"})
    members.add(
        Corrected.of(first, founded, date(2026, 1, 6), renamed, date(2026, 1, 6), "wrong-entry"), date(2026, 4, 3),
        subject=union,
    )  # fmt: skip
    attended = [uuid7() for _ in range(300)]
    activities.add(
        ActivityHeld(activity=uuid7(), place=place, kind="sport", attendance=300, attended=attended, cost_fen=5),
        date(2026, 5, 1),
    )
    return members, activities


@pytest.fixture
async def alone(new_database: Callable[..., Awaitable[str]]) -> tuple[str, Folding]:
    """A gateway database of this test's own: as its owner reaches it, and as the projection does."""
    dsn = await new_database("gateway")
    pool = await asyncpg.create_pool(dsn, min_size=1, max_size=4, server_settings=EVERYTHING.settings)
    return databases.owner(dsn), Folding(pool, ReadModel())


async def test_a_rebuild_gives_the_bytes_of_live_folding_and_so_does_the_next(
    alone: tuple[str, Folding], county: str
) -> None:
    dsn, folding = alone
    members, activities = lively(county)
    await folding.fold(activities)
    await folding.fold(members, batch=7)
    feeds = {"membership": HandFeed([members]), "activities": HandFeed([activities])}
    after: dict[str, str] = {}
    for _ in range(2):
        done = await rebuild(dsn, feeds)
        assert done.events == len(members.entries) + len(activities.entries)
        assert done.differing == ()
        after = dict(done.after)
    async with folding.pool.acquire() as connection, connection.transaction():
        assert await table_hashes(connection) == after


async def test_the_hash_tells_a_single_altered_figure(alone: tuple[str, Folding], county: str) -> None:
    dsn, folding = alone
    members, _ = lively(county)
    await folding.fold(members)
    await folding.pool.execute(
        "UPDATE projection.bucket SET delta = delta + 1 WHERE ctid = (SELECT min(ctid) FROM projection.bucket)"
    )
    done = await rebuild(dsn, {"membership": HandFeed([members])})
    assert done.differing == ("bucket",)
    assert (await rebuild(dsn, {"membership": HandFeed([members])})).differing == ()


async def test_folding_goes_on_after_a_swap(alone: tuple[str, Folding], county: str) -> None:
    dsn, folding = alone
    members, _ = lively(county)
    await folding.fold(members)
    await rebuild(dsn, {"membership": HandFeed([members])})
    members.add(MemberAdmitted(member=uuid7(), place=Place(area=county), employment="regular"), date(2026, 6, 1))
    await folding.fold(members)
    async with folding.pool.acquire() as connection:
        assert await freshness.positions(connection, county) == {f"membership/{county}": len(members.entries)}
    assert (await rebuild(dsn, {"membership": HandFeed([members])})).differing == ()


class Polled(HandFeed):
    """A feed that takes its time."""

    async def after(self, ordinal: int, limit: int = 1000, wait: float = 0) -> Batch:
        await asyncio.sleep(0.01)
        return await super().after(ordinal, limit, wait)


class Away(HandFeed):
    """A feed that has ended after its heads."""

    async def county_after(self, county: str, position: int, limit: int = 1000) -> Batch:
        raise FeedUnavailable(f"{county} after {position}, {limit}")


async def test_a_feed_that_goes_away_leaves_what_is_shown(alone: tuple[str, Folding], county: str) -> None:
    dsn, folding = alone
    members, activities = lively(county)
    await folding.fold(members)
    await folding.fold(activities)
    async with folding.pool.acquire() as connection, connection.transaction():
        before = await table_hashes(connection)
    with pytest.raises(FeedUnavailable):
        await rebuild(dsn, {"membership": HandFeed([members]), "activities": Away([activities])})
    async with folding.pool.acquire() as connection, connection.transaction():
        assert await table_hashes(connection) == before
    assert (await rebuild(dsn, {"membership": HandFeed([members])})).differing == ()


async def test_what_the_log_never_had_is_gone_after_a_rebuild_and_folding_goes_on_by_itself(
    alone: tuple[str, Folding], county: str
) -> None:
    dsn, folding = alone
    members, _ = lively(county)
    await folding.fold(members)
    true = len(members.entries)
    forged = Log("membership", county, entries=list(members.entries))
    forged.add(MemberAdmitted(member=uuid7(), place=Place(area=county), employment="regular"), date(2026, 6, 1))
    await folding.apply(forged, forged.entries[true:])
    feed = Polled([members])
    fold, stop = Fold(ReadModel(), "membership", feed, folding.pool), asyncio.Event()
    running = asyncio.create_task(fold.run(stop))
    try:
        async with asyncio.timeout(30):
            while county not in fold.stopped:
                await asyncio.sleep(0.01)
        done = await rebuild(dsn, {"membership": feed})
        assert "audit_entry" in done.differing
        members.add(MemberAdmitted(member=uuid7(), place=Place(area=county), employment="regular"), date(2026, 6, 2))
        async with asyncio.timeout(30):
            while fold.positions.get(county) != true + 1 or await fold.ready():
                await asyncio.sleep(0.01)
    finally:
        stop.set()
        await running
    assert (
        await folding.pool.fetchval(
            "SELECT event FROM projection.audit_entry WHERE log = $1 AND position = $2",
            log_id("membership", county),
            true + 1,
        )
        == members.entries[-1].event
    )
    assert (await rebuild(dsn, {"membership": feed})).differing == ()


async def test_what_was_parked_is_counted_by_unparking_that_log_alone(alone: tuple[str, Folding], county: str) -> None:
    dsn, folding = alone
    members, activities = lively(county)
    await folding.fold(activities)
    await folding.apply(members, members.entries[:10])
    await folding.park(members, members.entries[10], ValueError("not understood by an older release"))
    await folding.apply(members, members.entries[11:])
    log = log_id("membership", county)
    assert await parked_logs(dsn) == [log]
    done = await rebuild(dsn, {"membership": HandFeed([members]), "activities": HandFeed([activities])}, [log])
    assert done.logs == (f"membership/{county}",)
    assert await parked_logs(dsn) == []
    async with folding.pool.acquire() as connection:
        assert all(each.complete for each in await freshness.freshness(connection, county))
    whole = await rebuild(dsn, {"membership": HandFeed([members]), "activities": HandFeed([activities])})
    assert whole.differing == ()


async def test_an_event_that_still_cannot_be_counted_stays_parked(alone: tuple[str, Folding], county: str) -> None:
    dsn, folding = alone
    members, _ = lively(county)
    bad = members.add_text('{"id": "no envelope"}')
    await folding.fold(Log("membership", county, entries=members.entries[:-1]))
    await folding.park(members, bad, ValueError("x"))
    done = await rebuild(dsn, {"membership": HandFeed([members])})
    assert done.differing == ("parked",)  # the error's words alone
    assert await parked_logs(dsn) == [log_id("membership", county)]
