"""However the services' events reach the gateway, its read model has the same bytes as one folded in a single go."""

import asyncio
import itertools
import os
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.context import EVERYTHING
from chassis.ids import uuid7
from chassis.log.entry import Entry
from chassis.log.fold import Fold
from chassis.log.relay import Relay
from chassis.log.stored import StoredLog
from chassis.postgres import Database
from contracts.declare import Corrected, Place, Voided
from contracts.membership.members import MemberAdmitted, MemberTransferred, MemberTransferRequested
from contracts.membership.organisations import HeadcountReported, TownshipUnionFounded, UnionApproved
from services.gateway.projection.hashing import table_hashes
from services.gateway.projection.projection import ReadModel
from tests.support import databases
from tests.support.logs import Log

EXAMPLES = int(os.environ.get("GATEWAY_EXAMPLES", "30"))
COUNTIES = ("990001", "990002")
DAY = date(2026, 3, 1)
SERVICE = "membership"
_numbers = itertools.count(1)
OPERATIONS = ("deliver", "deliver", "again", "drop", "backwards", "tail", "other", "restart", "rebuild")
operations = st.lists(
    st.tuples(st.sampled_from(OPERATIONS), st.sampled_from(COUNTIES), st.integers(1, 40), st.integers(1, 40)),
    max_size=25,
)


def life_of(county: str) -> list[str]:
    """Events of a county that meet each other: unions, members who move, corrections, one nobody understands."""
    log = Log(SERVICE, county)
    federation, places = uuid7(), [Place(org=uuid7(), area=f"{county}{100 + each}") for each in range(3)]
    for place in places:
        union: Any = place.org
        founded = TownshipUnionFounded(
            union=union, place=place, name=f"{place.area}工会", kind="township", parent=federation, due_on=DAY
        )
        log.add(founded, DAY, subject=union)
        log.add(
            UnionApproved(union=union, place=place, name=founded.name, kind="township", parent=federation),
            DAY + timedelta(3),
            subject=union,
        )
    members: list[tuple[UUID, Place, UUID, MemberAdmitted]] = []
    for number in range(40):
        place = places[number % 3]
        admitted = MemberAdmitted(member=uuid7(), place=place, employment="regular")
        event = log.add(admitted, DAY + timedelta(number), subject=admitted.member, area=place.area)
        members.append((admitted.member, place, event, admitted))
    for number, (member, origin, event, admitted) in enumerate(members):
        to, on = places[(number + 1) % 3], DAY + timedelta(60 + number)
        if number % 4 == 0:
            log.add(MemberTransferRequested(member=member, origin=origin, to=to, due_on=on), on, subject=member)
        if number % 8 == 0:
            log.add(MemberTransferred(member=member, origin=origin, to=to, employment="regular"), on, subject=member)
        if number % 10 == 1:
            after = MemberAdmitted(member=member, place=to, employment="migrant")
            day = DAY + timedelta(number)
            log.add(Corrected.of(event, admitted, day, after, day, "wrong-entry"), on, subject=member)
        if number % 10 == 3:
            log.add(Voided.of(event, admitted, DAY + timedelta(number), "duplicate"), on, subject=member)
    for number in range(9):
        report = HeadcountReported(employer=uuid7(), place=places[number % 3], headcount=40 + number, covered=40)
        log.add(report, DAY - timedelta(number % 4), subject=report.employer)
    texts = [entry.event for entry in log.entries]
    texts[30] = texts[30].replace(".member.admitted.v1", ".member.beamed-up.v9")
    return texts


async def journalled(dsn: str) -> Database:
    """A journal of both counties' lives, sequenced."""
    database = Database(dsn, 4, everything=True)
    await database.open()
    for county in COUNTIES:
        for text in life_of(county):
            said = orjson.loads(text)
            await database.pool.execute(
                """INSERT INTO journal (county, event_id, type, subject, occurred_on, event)
                VALUES ($1, $2, $3, $4, $5, $6::json)""",
                county,
                UUID(said["id"]),
                said["type"],
                said["subject"],
                date.fromisoformat(said["occurredon"]),
                text,
            )
    relay = Relay(dsn, SERVICE)
    await relay.step()
    await relay.close()
    return database


class Gateway:
    """A gateway's database, and the fold that writes it."""

    def __init__(self, dsn: str, pool: asyncpg.Pool, feed: StoredLog) -> None:
        self.dsn = dsn
        self.pool = pool
        self.feed = feed
        self.arrived = dict.fromkeys(COUNTIES, 0)
        self.fold = self.new_fold()

    def new_fold(self) -> Fold:
        return Fold(ReadModel(), SERVICE, self.feed, self.pool)

    async def perform(self, operation: str, county: str, one: int, two: int, log: list[Entry]) -> None:
        """One thing that can happen on the way."""
        first = self.arrived[county]
        if operation in {"deliver", "backwards", "drop"}:
            self.arrived[county] = min(first + one, len(log))
        if operation == "deliver":
            await self.fold._bring(county, log[first : first + one])
        elif operation == "backwards":
            for start in range(first + one, first - 1, -two):
                await self.fold._bring(county, log[max(start, 0) : start + two])
        elif operation == "again":
            await self.fold._bring(county, log[max(first - one, 0) : first - one + two])
        elif operation == "tail":
            await self.fold._compare(await self.fold._compare({}))
        elif operation == "other":
            await self.new_fold()._bring(county, log[: first + two])
        elif operation == "restart":
            self.fold = self.new_fold()
            await self.fold._load()
        elif operation == "rebuild":
            async with self.pool.acquire() as connection, connection.transaction():
                await ReadModel().restart(connection, SERVICE, county, 1)
            self.arrived[county] = 0


async def finished(gateway: Gateway) -> dict[str, str]:
    """Hashes of all tables once everything is folded."""
    await gateway.fold.step()
    assert gateway.fold.stopped == {}
    async with gateway.pool.acquire() as connection, connection.transaction():
        parked = await connection.fetch("SELECT position FROM projection.parked")
        assert [row["position"] for row in parked] == [31] * len(COUNTIES), "one event of each county is not understood"
        assert await connection.fetchval("SELECT count(*) FROM projection.work_item") > 0
        assert await connection.fetchval("SELECT sum(value) FROM projection.current_value") > 0
        return await table_hashes(connection)


@pytest.mark.timeout(240)
def test_the_gateways_read_model_has_the_same_bytes_on_whatever_way_events_came(postgres: str) -> None:
    with asyncio.Runner() as runner:
        template = runner.run(databases.template(postgres, ["chassis", "services.gateway"]))
        chassis = runner.run(databases.template(postgres, ["chassis"]))
        database = runner.run(journalled(runner.run(databases.clone(postgres, chassis, f"lives_{next(_numbers)}"))))
        feed = StoredLog(SERVICE, database)
        logs = {county: runner.run(feed.county_after(county, 0)).entries for county in COUNTIES}

        async def gateway() -> Gateway:
            dsn = await databases.clone(postgres, template, f"folded_{next(_numbers)}")
            return Gateway(
                dsn, await asyncpg.create_pool(dsn, min_size=1, max_size=4, server_settings=EVERYTHING.settings), feed
            )

        async def on_the_way(chosen: list[tuple[str, str, int, int]]) -> dict[str, str]:
            made = await gateway()
            try:
                for operation, county, one, two in chosen:
                    await made.perform(operation, county, one, two, logs[county])
                return await finished(made)
            finally:
                await made.pool.close()
                await databases.drop(postgres, made.dsn)

        expected = runner.run(on_the_way([]))

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
        @given(operations)
        def whatever_happens(chosen: list[tuple[str, str, int, int]]) -> None:
            assert runner.run(on_the_way(chosen)) == expected

        whatever_happens()
        runner.run(database.close())
