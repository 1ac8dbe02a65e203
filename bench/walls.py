"""Leg `walls`: what row-level security costs: a point read, a member admitted, a dashboard computed, with and without.

Both ways take turns on the same rows and processes. Without: the policies are switched off; a read has no context
either. What an admission and a dashboard spend on their context stays in both.
"""

import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import LiteralString
from uuid import UUID

import asyncpg

from bench import county, dashboard, filling, http
from bench.report import Figures, Measured, milliseconds, say, size
from bench.stand import Stand, stand
from chassis.access.principal import Principal
from chassis.context import Context
from chassis.postgres import READ_ONLY, Database
from contracts.offices import Office

CONNECTIONS = 4
CLERK = Context.of(Principal("clerk", Office.TOWNSHIP_CLERK, county.TOWNSHIP))
_SWITCHED: LiteralString = """
    SELECT format('ALTER TABLE %s %s ROW LEVEL SECURITY', oid::regclass, $1::text) FROM pg_class
    WHERE EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"""
_MEMBER: LiteralString = """
    INSERT INTO members (id, county, area, union_id, employment, state, admitted_on, since, revision)
    SELECT gen_random_uuid(), county, area, id, 'regular', 'active', '2026-03-02', '2026-03-02', 1
    FROM unions CROSS JOIN generate_series(1, $1)"""
_ONE: LiteralString = "SELECT id, area, union_id, state, revision FROM members WHERE id = $1"
Took = tuple[list[float], float, float]
Round = Callable[[float, Context | None], Awaitable[Took]]
"""So many seconds of it, in a context or without any; each duration, processor seconds of process and PostgreSQL."""


@dataclass
class Way:
    """With the walls, or without: how long each took, and processor time of its process and of PostgreSQL."""

    took: list[float] = field(default_factory=list)
    process: float = 0.0
    postgres: float = 0.0

    @property
    def figures(self) -> Figures:
        """Processor time an operation costs, and how long it took."""
        count = len(self.took)
        return {
            "process_us": round(self.process / count * 1e6),
            "postgres_us": round(self.postgres / count * 1e6),
            **milliseconds(self.took),
        }


async def measure() -> Measured:
    """In turns; `extra_us` is the processor time that the walls add to each."""
    rounds, seconds, members, events = (
        size("rounds", 4),
        size("seconds", 2),
        size("members", 40),
        size("events", 20_000),
    )
    async with stand(kafka=True) as on:
        await filling.published(on, events)
        await filling.counted(on, events)
        for name in ("gateway-work", "membership-work"):
            on.children[name].stop()
        figures = {
            "point_read": await _in_turns(on, "membership", await _reads(on, members), rounds, seconds),
            "insert": await _in_turns(on, "membership", await _admissions(on), rounds, seconds),
            "dashboard": await _in_turns(on, "gateway", await _dashboards(on), rounds, seconds),
        }
    return figures, {"rounds": rounds, "seconds": seconds, "members": members * county.UNIONS, "events": events}


async def _in_turns(on: Stand, service: str, one: Round, rounds: int, seconds: float) -> Figures:
    ways = {True: Way(), False: Way()}
    for number in range(rounds + 1):
        for walled in (True, False) if number % 2 else (False, True):
            async with _walls(on.dsn(service), up=walled):
                took, process, postgres = await one(seconds, CLERK if walled else None)
            if number:  # the first round warms up
                ways[walled].took += took
                ways[walled].process += process
                ways[walled].postgres += postgres
    with_walls, without = ways[True].figures, ways[False].figures
    extra = sum(with_walls[each] - without[each] for each in ("process_us", "postgres_us"))
    say(f"{service}: {extra} µs more behind the walls")
    return {"extra_us": extra, "with": with_walls, "without": without}


@asynccontextmanager
async def _walls(dsn: str, *, up: bool) -> AsyncIterator[None]:
    connection = await asyncpg.connect(dsn)
    for (statement,) in await connection.fetch(_SWITCHED, "ENABLE" if up else "DISABLE"):
        await connection.execute(statement)
    await connection.close()
    yield


async def _reads(on: Stand, each: int) -> Round:
    """One member by id in a transaction of a township's clerk: with context, or a plain one."""
    await county.add_unions(on.dsn("membership"))
    admin = await asyncpg.connect(on.dsn("membership"))
    await admin.execute(_MEMBER, each)
    await admin.execute("ANALYZE members")
    members: list[UUID] = [row["id"] for row in await admin.fetch("SELECT id FROM members")]
    await admin.close()
    database = Database(on.application("membership"), 1)
    await database.open()

    async def read(member: UUID, asker: Context | None) -> None:
        if asker:
            async with database.within(asker, READ_ONLY) as connection:
                found = await connection.fetchrow(_ONE, member)
        else:
            async with database.connection() as connection, connection.transaction(readonly=True):
                found = await connection.fetchrow(_ONE, member)
        if found is None:
            raise LookupError(member)

    async def round_of(seconds: float, asker: Context | None) -> Took:
        took: list[float] = []
        process, postgres, end = time.process_time(), on.cpu("postgres"), time.perf_counter() + seconds
        for member in itertools.cycle(members):
            began = time.perf_counter()
            if began > end:
                break
            await read(member, asker)
            took.append(time.perf_counter() - began)
        return took, time.process_time() - process, on.cpu("postgres") - postgres

    return round_of


async def _admissions(on: Stand) -> Round:
    """Members admitted over HTTP."""
    dsn = on.dsn("membership")
    token = on.issuer.token(await county.appoint(Office.TOWNSHIP_CLERK, county.TOWNSHIP, dsn))
    admin = await asyncpg.connect(dsn)
    unions = [row["id"] for row in await admin.fetch("SELECT id FROM unions")]
    await admin.close()
    await on.ready("membership")
    return _flood(on, "membership", county.admissions(unions, token), 201)


async def _dashboards(on: Stand) -> Round:
    """The county's dashboard with all townships, each time from another first day."""
    token = on.issuer.token(await county.appoint(Office.COUNTY_LEADER, county.COUNTY, on.dsn("gateway")))
    days = (str(date(2026, 11, 1) - timedelta(days=back)) for back in itertools.count())
    return _flood(on, "gateway", (dashboard.question(token, since=day) for day in days), 200)


def _flood(on: Stand, name: str, requests: county.Requests, status: int) -> Round:
    async def round_of(seconds: float, _: Context | None) -> Took:
        process, postgres = on.cpu(name), on.cpu("postgres")
        took = await http.flood(on.url(name), requests, CONNECTIONS, seconds, status)
        return took, on.cpu(name) - process, on.cpu("postgres") - postgres

    return round_of
