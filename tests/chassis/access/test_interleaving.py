"""Many organisations share few connections, requests end half-way: nobody reads or writes what is another's.

Every request here is careless: it asks for all rows and writes where it was told to. Only the second wall stands.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4, uuid5

import asyncpg
import pytest_asyncio

from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.postgres import Database, Request
from contracts.activities.activities import ActivityPlanned
from contracts.declare import Place
from contracts.offices import Office
from tests.support import databases

REQUESTS, AT_ONCE, CONNECTIONS = 10_000, 40, 4
LONGEST_WAIT = 0.003
DAY = date(2026, 3, 1)
PRESENT: list[tuple[str, str | None]] = [(f"99010{county}", None) for county in range(5)]
PRESENT += [(f"{county}{100 + township}", None) for county, _ in PRESENT[:5] for township in range(5)]
PRESENT += [(area, str(uuid5(UUID(int=0), area))) for area, _ in PRESENT[5:25]]
TABLE = """
CREATE TABLE thing (id uuid PRIMARY KEY, area text COLLATE "C" NOT NULL, union_id uuid, writer text NOT NULL);
SELECT protect('thing', 'area', 'scope', 'union_id');
CREATE TABLE part (thing uuid NOT NULL REFERENCES thing, writer text NOT NULL);
SELECT protect('part', 'thing', 'parent')"""


@dataclass
class Outcome:
    """What became of the requests."""

    database: Database
    ended: Counter[str] = field(default_factory=Counter)
    foreign: list[str] = field(default_factory=list)


def principal(area: str, org: str | None) -> Principal:
    """An organisation's office: a county's, a township's, or one of a union within it."""
    subject = f"office-of-{area}-{org or ''}"
    return Principal(subject, Office.TOWNSHIP_CLERK, area, org=UUID(org) if org else None)


OFFICES = [principal(area, org) for area, org in PRESENT]


def reaches(who: Principal, area: str, org: UUID | None) -> bool:
    """By the rule itself, not by the wall's way of putting it."""
    return area.startswith(who.area) and (who.org is None or who.org == org)


@pytest_asyncio.fixture
async def database(postgres: str) -> AsyncIterator[Database]:
    """A database with a few things of each organisation, and a small pool on it."""
    source = await databases.template(postgres, ["chassis"])
    dsn = await databases.clone(postgres, source, f"interleaved_{uuid4().hex[:8]}")
    await databases.execute(dsn, TABLE)
    async with databases.connected(dsn) as admin:
        for who in OFFICES:
            for _ in range(3):
                thing = uuid7()
                values = (thing, who.area, who.org, who.subject)
                await admin.execute("INSERT INTO thing VALUES ($1, $2, $3, $4)", *values)
                await admin.execute("INSERT INTO part VALUES ($1, $2)", thing, who.subject)
    made = Database(dsn, CONNECTIONS)
    await made.open()
    yield made
    await made.close()
    await databases.drop(postgres, dsn)


async def read(outcome: Outcome, who: Principal) -> None:
    """All things, all their parts, all events: whatever comes must be the asker's."""
    async with outcome.database.tx(_asked(who), read_only=True) as tx:
        things = await tx.connection.fetch("SELECT DISTINCT area, union_id FROM thing")
        parts = await tx.value("SELECT count(*) FROM part")
        counties = await tx.connection.fetch("SELECT DISTINCT county FROM journal")
        remembered = await tx.connection.fetch("SELECT DISTINCT principal FROM idempotency")
    outcome.foreign += [f"{who.subject} read {row}" for row in things if not reaches(who, *row)]
    outcome.foreign += [f"{who.subject} read {row}" for row in counties if row["county"] != who.county]
    outcome.foreign += [f"{who.subject} read {row}" for row in remembered if row["principal"] != who.subject]
    if not parts or not things:
        outcome.foreign.append(f"{who.subject} does not see what is its own")


async def write(outcome: Outcome, who: Principal, owner: Principal) -> None:
    """A thing of `owner`'s, its part, and an event; `who` may be somebody else."""
    own = reaches(who, owner.area, owner.org)
    thing = uuid7()
    try:
        async with outcome.database.tx(_asked(who, key=str(thing))) as tx:
            await tx.run("INSERT INTO thing VALUES ($1, $2, $3, $4)", thing, owner.area, owner.org, who.subject)
            await tx.run("INSERT INTO part VALUES ($1, $2)", thing, who.subject)
            event = ActivityPlanned(activity=thing, place=Place(area=owner.area), kind="study", planned_on=DAY)
            await tx.record(thing, event, on=DAY, revision=1)
    except asyncpg.InsufficientPrivilegeError:
        outcome.ended["refused"] += 1
        if own:
            outcome.foreign.append(f"{who.subject} may not write for {owner.subject}")
    else:
        if not own:
            outcome.foreign.append(f"{who.subject} wrote for {owner.subject}")


async def change(outcome: Outcome, who: Principal) -> None:
    """Every row there is: only the asker's own change."""
    async with outcome.database.tx(_asked(who)) as tx:
        changed = await tx.connection.fetch("UPDATE thing SET writer = $1 RETURNING area, union_id", who.subject)
        await tx.run("DELETE FROM part WHERE writer = 'nobody'")
    outcome.foreign += [f"{who.subject} changed {row}" for row in changed if not reaches(who, *row)]


def _asked(who: Principal, key: str | None = None) -> Request:
    return Request("activities", who, datetime(2026, 3, 2, tzinfo=UTC), route="/things", key=key)


async def _request(outcome: Outcome, chance: random.Random, gate: asyncio.Semaphore) -> None:
    """One request, cut off at any moment in every fifth case."""
    who, other = chance.choice(OFFICES), chance.choice(OFFICES)
    kind = chance.random()
    if kind < 0.6:
        work = read(outcome, who)
    elif kind < 0.95:
        work = write(outcome, who, who if chance.random() < 0.5 else other)
    else:
        work = change(outcome, who)
    cut_off = chance.random() * LONGEST_WAIT if chance.random() < 0.2 else None
    async with gate:
        task = asyncio.create_task(work)
        if cut_off is not None:
            await asyncio.sleep(cut_off)
            task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            outcome.ended["cut off"] += 1
        except asyncpg.DeadlockDetectedError:
            outcome.ended["deadlock"] += 1  # careless: everybody changes everything, in any order
        except asyncpg.LockNotAvailableError:
            outcome.ended["waited too long"] += 1
        else:
            outcome.ended["done"] += 1


async def test_no_row_of_another_organisation_is_read_or_written(database: Database) -> None:
    outcome, chance, gate = Outcome(database), random.Random(4), asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_request(outcome, chance, gate) for _ in range(REQUESTS)))
    assert outcome.foreign == []
    assert len(OFFICES) == 50
    assert sum(outcome.ended[how] for how in ("done", "cut off", "deadlock", "waited too long")) == REQUESTS
    assert outcome.ended["done"] > REQUESTS * 0.7, outcome.ended
    assert outcome.ended["cut off"] > REQUESTS * 0.02, outcome.ended
    assert outcome.ended["refused"] > REQUESTS * 0.05, outcome.ended
    assert database.pool.get_size() <= CONNECTIONS
    held = [await database.pool.acquire() for _ in range(CONNECTIONS)]
    for connection in held:
        assert not connection.is_in_transaction()
        for name in ("low", "high", "county", "subject"):
            assert not await connection.fetchval("SELECT current_setting($1, true)", f"gonghui.{name}")
        for table in ("thing", "part", "journal", "idempotency"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - four known names
        await database.pool.release(connection)
    areas = await databases.rows(database.dsn, "SELECT area, union_id, writer FROM thing")
    by_writer = {who.subject: who for who in OFFICES}
    assert all(reaches(by_writer[row["writer"]], row["area"], row["union_id"]) for row in areas)


async def test_a_context_ends_with_its_transaction_however_that_ends(database: Database) -> None:
    async def failing() -> None:
        async with database.tx(_asked(OFFICES[0])):
            raise ZeroDivisionError

    async def aborted() -> None:
        async with database.tx(_asked(OFFICES[0])) as tx:
            await tx.run("SELECT 1 / 0")

    for broken, error in ((failing, ZeroDivisionError), (aborted, asyncpg.DivisionByZeroError)):
        with suppress(error):
            await broken()
        async with database.connection() as connection:
            assert not await connection.fetchval("SELECT current_setting('gonghui.low', true)")


async def test_what_crosses_the_scope_stays_in_the_county(database: Database) -> None:
    township, neighbour = OFFICES[5], OFFICES[6]
    async with database.tx(_asked(township), read_only=True) as tx:
        await tx.across(neighbour.area)
        seen = {row["area"][:6] for row in await tx.connection.fetch("SELECT area FROM thing")}
        assert seen == {township.county}
        assert await tx.value("SELECT count(*) FROM thing WHERE area = $1", neighbour.area)
