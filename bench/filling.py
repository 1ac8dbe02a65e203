"""Events of a made-up county put into a journal directly, and brought to the gateway, as a beginning of other legs."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import LiteralString, NamedTuple, get_args

import asyncpg

from bench import county
from bench.report import Figures, say
from bench.stand import Stand
from chassis.ids import uuid7
from chassis.log.entry import timestamp
from chassis.log.journal import envelope
from contracts.declare import Place
from contracts.membership.members import Employment, MemberAdmitted

SEED = 340828
TOWNSHIPS = 24
COLUMNS = ("county", "event_id", "type", "subject", "occurred_on", "recorded_at", "event")
INSERT: LiteralString = """
    INSERT INTO journal (county, event_id, type, subject, occurred_on, recorded_at, event)
    VALUES ($1, $2, $3, $4, $5, $6, $7)"""
PUBLISHED: LiteralString = "SELECT coalesce(sum(published), 0)::bigint FROM log_head"
_COUNTED: LiteralString = "SELECT coalesce(sum(position), 0) FROM projection.log_cursor WHERE service = 'membership'"
UNTIL_SECONDS = 120


class Progress:
    """How fast something grows and what that costs: from the first time it had moved to the last."""

    def __init__(self, on: Stand, names: Sequence[str]) -> None:
        self._on = on
        self._names = names
        self._seen: list[Seen] = []

    def at(self, count: int) -> None:
        """Note the count now, when it is another one."""
        if count and (not self._seen or self._seen[-1].total != count):
            used = {name: self._on.cpu(name) for name in self._names}
            self._seen.append(Seen(time.perf_counter(), count, used))

    @property
    def rate(self) -> float:
        """Events a second."""
        return self._events / (self._seen[-1].moment - self._seen[0].moment)

    @property
    def _events(self) -> int:
        return self._seen[-1].total - self._seen[0].total

    @property
    def figures(self) -> Figures:
        """Events a second, a second of the first process's own time, and what an event takes of each process."""
        first, last = self._seen[0].used, self._seen[-1].used
        used = {name: (last[name] - first[name]) / self._events for name in self._names}
        return {
            "events_per_second": round(self.rate),
            "events_per_core_second": round(1 / used[self._names[0]]),
            **{f"{name.replace('-', '_')}_us": round(seconds * 1e6, 1) for name, seconds in used.items()},
        }


class Seen(NamedTuple):
    """A count at a moment, and the processor seconds used until then."""

    moment: float
    total: int
    used: dict[str, float]


def admitted(count: int, counties: list[str]) -> Iterator[tuple[object, ...]]:
    """Journal rows of admitted workers, over all townships and three years; values in the order of COLUMNS."""
    chance = random.Random(SEED)  # noqa: S311 - places and days, nothing secret
    places = [
        Place(area=f"{code}{100 + township}", org=uuid7())
        for code in counties
        for township in range(TOWNSHIPS)
        for _ in range(county.UNIONS // TOWNSHIPS)
    ]
    now = datetime.now(UTC)
    for _ in range(count):
        place, employment = chance.choice(places), chance.choice(get_args(Employment))
        day = date(2026, 10, 1) - timedelta(days=chance.randrange(1000))
        yield _row(MemberAdmitted(member=uuid7(), place=place, employment=employment), place, day, now)


def _row(event: MemberAdmitted, place: Place, day: date, now: datetime) -> tuple[object, ...]:
    event_id, kind = uuid7(), event.full_type("membership")
    text = envelope(
        "membership",
        {
            "id": str(event_id),
            "type": kind,
            "subject": str(event.member),
            "time": timestamp(now),
            "dataschema": f"urn:gonghui:schema:{kind}",
            "county": place.area[:6],
            "township": place.area,
            "org": str(place.org),
            "actor": f"township-clerk-{place.area}",
            "office": "township-clerk",
            "occurredon": day.isoformat(),
            "correlationid": str(uuid7()),
            "data": event.model_dump(mode="json"),
        },
    )
    return place.area[:6], event_id, kind, str(event.member), day, now, text


async def journal(dsn: str, events: int, counties: list[str]) -> None:
    """Fill the journal with committed events that have no position yet."""
    say(f"writing {events} events")
    connection = await asyncpg.connect(dsn)
    await connection.copy_records_to_table("journal", records=admitted(events, counties), columns=COLUMNS)
    await connection.execute("ANALYZE journal")
    await connection.close()


async def published(on: Stand, events: int) -> None:
    """Fill membership's journal, and let its relay bring everything to Kafka."""
    await journal(on.dsn("membership"), events, [county.COUNTY])
    await on.witness()
    await on.start("membership", "serve")
    await on.start("membership", "work")
    connection = await asyncpg.connect(on.dsn("membership"))
    async with asyncio.timeout(UNTIL_SECONDS):
        while await connection.fetchval(PUBLISHED) < events:
            await asyncio.sleep(0.05)
    await connection.close()


async def counted(on: Stand, events: int) -> Progress:
    """Start the gateway's projector and wait until it has counted all events; how fast it was."""
    connection = await asyncpg.connect(on.dsn("gateway"))
    await on.start("gateway", "work")
    progress = Progress(on, ("gateway-work", "postgres"))
    async with asyncio.timeout(UNTIL_SECONDS):
        while (position := int(await connection.fetchval(_COUNTED))) < events:
            progress.at(position)
            await asyncio.sleep(0.02)
    progress.at(events)
    await connection.close()
    return progress
