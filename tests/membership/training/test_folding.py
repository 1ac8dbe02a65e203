"""Hours of training folded from activities' log: told, told again, taken back; forks and broken events; the roster."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
import pytest_asyncio

from chassis.log.checkpoint import Signer
from chassis.log.projection import CursorMoved
from chassis.log.relay import Relay
from chassis.postgres import Database
from chassis.web.health import Health
from contracts.activities.activities import ActivityHeld, ActivityPlanned
from contracts.declare import Corrected, Place, Voided
from services.membership.training.work import Hours, follow_training
from tests.activities.people import County as ActivitiesCounty
from tests.membership.people import County
from tests.support.issuer import Issuer
from tests.support.logs import Log
from tests.support.running import Running, running

DAY, OTHER_DAY = date(2026, 3, 20), date(2026, 4, 2)
SOURCE = "activities"


@pytest_asyncio.fixture
async def database(membership: Running) -> AsyncIterator[Database]:
    """Membership's, as the process that folds has it."""
    made = Database(membership.settings.database_url, size=2, everything=True)
    await made.open()
    yield made
    await made.close()


def held(county: str, activity: UUID, attended: list[UUID], hours: int | None = 6) -> ActivityHeld:
    """A training day."""
    return ActivityHeld(
        activity=activity,
        place=Place(area=f"{county}100"),
        kind="training",
        attendance=len(attended),
        attended=attended,
        cost_fen=0,
        hours=hours,
    )


async def fold(database: Database, log: Log, after: int = 0) -> None:
    """Apply a log's entries beyond a position."""
    async with database.pool.acquire() as connection, connection.transaction():
        await Hours().apply(connection, SOURCE, log.county, log.entries[after:])


async def told(place: County) -> dict[UUID, tuple[date, int]]:
    """Member → day and hours, of the county."""
    rows = await place.rows("SELECT member, day, hours FROM training_hours WHERE county = $1", place.code)
    return {row["member"]: (row["day"], row["hours"]) for row in rows}


async def position(place: County) -> int:
    """How far the county's log is folded."""
    rows = await place.rows("SELECT position FROM training_cursor WHERE county = $1", place.code)
    return int(rows[0]["position"])


async def test_hours_are_told_told_again_and_taken_back(place: County, database: Database) -> None:
    """A correction moves the day, who came and how long; hours that are gone, and a voided holding, leave nothing."""
    log, activity, (one, two, three) = Log(SOURCE, place.code), uuid4(), (uuid4(), uuid4(), uuid4())
    first = held(place.code, activity, [one, two])
    event = log.add(first, DAY, subject=activity)
    await fold(database, log)
    assert await told(place) == {one: (DAY, 6), two: (DAY, 6)}
    second = held(place.code, activity, [two, three], 8)
    log.add(Corrected.of(event, first, DAY, second, OTHER_DAY, "wrong-entry"), DAY, subject=activity)
    await fold(database, log, 1)
    assert await told(place) == {two: (OTHER_DAY, 8), three: (OTHER_DAY, 8)}
    third = held(place.code, activity, [two], None)
    log.add(Corrected.of(event, second, OTHER_DAY, third, DAY, "wrong-entry"), DAY, subject=activity)
    await fold(database, log, 2)
    assert await told(place) == {}
    log.add(Corrected.of(event, third, DAY, first, DAY, "wrong-entry"), DAY, subject=activity)
    log.add(Voided.of(event, first, DAY, "not-true"), DAY, subject=activity)
    await fold(database, log, 3)
    assert (await told(place), await position(place)) == ({}, 5)
    log.add(held(place.code, activity, [one], 2), OTHER_DAY, subject=activity)
    await fold(database, log, 5)
    assert await told(place) == {one: (OTHER_DAY, 2)}


async def test_other_events_move_the_cursor_alone(place: County, database: Database) -> None:
    """A plan, its correction and its voiding."""
    log, activity = Log(SOURCE, place.code), uuid4()
    plan = ActivityPlanned(activity=activity, place=Place(area=place.code), kind="sport", planned_on=DAY)
    event = log.add(plan, DAY, subject=activity)
    log.add(Corrected.of(event, plan, DAY, plan, DAY, "other"), DAY, subject=activity)
    log.add(Voided.of(event, plan, DAY, "other"), DAY, subject=activity)
    await fold(database, log)
    assert (await told(place), await position(place)) == ({}, 3)


async def test_a_batch_that_was_applied_changes_nothing_again(place: County, database: Database) -> None:
    """Another process was quicker: CursorMoved, and its transaction leaves nothing."""
    log = Log(SOURCE, place.code)
    log.add(held(place.code, uuid4(), [uuid4()]), DAY)
    await fold(database, log)
    before = await told(place)
    with pytest.raises(CursorMoved):
        await fold(database, log)
    assert (await told(place), await position(place)) == (before, 1)


async def test_a_forked_log_is_folded_anew_and_a_broken_event_is_put_aside(place: County, database: Database) -> None:
    """What the old generation told is gone; what cannot be applied is named by position and id, never by content."""
    log, projection = Log(SOURCE, place.code), Hours()
    log.add(held(place.code, uuid4(), [uuid4()]), DAY)
    await fold(database, log)
    async with database.pool.acquire() as connection, connection.transaction():
        assert (await projection.generations(connection, SOURCE))[place.code] == 1
        await projection.restart(connection, SOURCE, place.code, 2)
        assert (await projection.generations(connection, SOURCE))[place.code] == 2
        assert (await projection.cursor(connection, SOURCE))[place.code] == 0
    assert await told(place) == {}
    async with database.pool.acquire() as connection, connection.transaction():
        await projection.park(connection, SOURCE, place.code, log.entries[0], ValueError("says too much"))
    (row,) = await place.rows("SELECT position, event_id, reason FROM training_parked WHERE county = $1", place.code)
    assert (row["position"], str(row["event_id"]), row["reason"]) == (
        1, orjson.loads(log.entries[0].event)["id"], "ValueError",
    )  # fmt: skip
    assert await position(place) == 1


async def test_rule_8_who_came_was_heard_of(place: County, database: Database) -> None:
    """Members of ours alone; also of what gives no hours."""
    member = UUID(await place.member(await place.base_union()))
    log = Log(SOURCE, place.code)
    log.add(held(place.code, uuid4(), [member, uuid4()], None), OTHER_DAY)
    await fold(database, log)
    rows = await place.rows("SELECT last_on, kind FROM member_contact WHERE member = $1", member)
    assert [tuple(row) for row in rows] == [(OTHER_DAY, "activity")]


async def test_a_cadre_s_hours_come_from_the_activities_service(
    place: County, membership: Running, settings_of: Any, issuer: Issuer
) -> None:
    """From the clerk's command there, by the relay and the feed, to the roster and the cadre's list here."""
    member = await place.member(await place.base_union())
    organiser = place.organiser
    body = {
        "account": f"new-{place.code}",
        "holds": "mediator",
        "area": f"{place.code}100",
        "occurred_on": "2026-03-02",
    }
    cadre = (await organiser.done("/appointments", body))["id"]
    described = {"duty": "full-time", "member": member, "occurred_on": "2026-03-02"}
    await organiser.done(f"/appointments/{cadre}/describe", described, revision=1)
    own = await settings_of(SOURCE)
    stop = asyncio.Event()
    async with running(SOURCE, own, issuer) as activities:
        settings = membership.settings.model_copy(update={"service_urls": {SOURCE: activities.url}})
        health = Health()
        relay = Relay(own.database_url, SOURCE, None, Signer.load(SOURCE, own.signing_key))
        parts = [
            asyncio.create_task(relay.run(stop)),
            asyncio.create_task(follow_training(settings, health, stop)),
        ]
        there = ActivitiesCounty(place.code, activities)
        activity = await there.held([member], kind="training", hours=12)
        async with asyncio.timeout(15):
            while not (rows := (await organiser.get(f"/cadre-roster/{cadre}/hours", year=2026)).json()):
                await asyncio.sleep(0.05)
        assert rows == [{"activity": activity, "day": "2026-03-20", "hours": 12}]
        (row,) = (await organiser.get("/cadre-roster", office="mediator", year=2026)).json()["items"]
        assert (row["hours"], row["missing"]) == (12, 28)
        assert (await organiser.get("/cadre-roster", office="mediator", short=False)).json()["items"] == []
        assert "training" in health.notes
        stop.set()
        await asyncio.wait_for(asyncio.gather(*parts), 20)


async def test_without_an_address_nothing_is_followed(membership: Running) -> None:
    """The process goes on until it is stopped."""
    stop, health = asyncio.Event(), Health()
    stop.set()
    await asyncio.wait_for(follow_training(membership.settings, health, stop), 5)
    assert "training" not in health.notes
