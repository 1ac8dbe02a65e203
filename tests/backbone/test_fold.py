"""Whose fault an error is: an event is parked, the outside world is waited for, a contradiction stops the log."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chassis.log import merkle
from chassis.log.entry import Batch, Entry, Head
from chassis.log.feed import FeedUnavailable
from chassis.log.fold import Fold
from chassis.log.relay import Relay
from chassis.log.stored import StoredLog
from chassis.log.tiles import Connection
from chassis.postgres import Database
from tests.backbone.ledger import SCHEMA, Ledger, roots
from tests.backbone.writing import COUNTIES, append, connected, write
from tests.support import databases

ONE, TWO, _ = COUNTIES


class Breaking(Ledger):
    """A ledger that fails as a test wants: `failures` are raised one after another by `apply`."""

    def __init__(self, *failures: Exception) -> None:
        super().__init__()
        self.failures = list(failures)
        self.unparkable = False
        self.batches: list[int] = []

    async def apply(self, connection: Connection, service: str, county: str, entries: list[Entry]) -> None:
        if self.failures:
            raise self.failures.pop(0)
        await super().apply(connection, service, county, entries)
        self.batches.append(len(entries))

    async def park(self, connection: Connection, service: str, county: str, entry: Entry, error: Exception) -> None:
        if self.unparkable:
            raise ValueError(entry.position)
        await super().park(connection, service, county, entry, error)


@pytest_asyncio.fixture
async def database(journal: str) -> AsyncIterator[Database]:
    await databases.execute(journal, SCHEMA)
    made = Database(journal, 6, everything=True)
    await made.open()
    yield made
    await made.close()


@pytest.fixture
def stored(database: Database) -> StoredLog:
    return StoredLog("membership", database)


Sequence = Callable[[], Awaitable[None]]


@pytest_asyncio.fixture
async def sequence(journal: str) -> AsyncIterator[Sequence]:
    relay = Relay(journal, "membership")

    async def step() -> None:
        await relay.step()

    yield step
    await relay.close()


async def parked(database: Database) -> list[tuple[str, int]]:
    rows = await database.pool.fetch("SELECT county, position FROM ledger_audit WHERE parked ORDER BY 1, 2")
    return [(row["county"], row["position"]) for row in rows]


async def test_a_poisonous_event_is_parked_alone_and_those_around_it_are_applied(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence
) -> None:
    async with connected(journal) as connection, connection.transaction():
        for number in range(1, 41):
            poison = {"poison": True} if number in (7, 31) else {}
            await append(connection, "things", ONE, **poison)
    await write(journal, 5, TWO)
    await sequence()
    fold = Fold(Ledger(), "membership", stored, database.pool)
    assert await fold.step() == 45
    assert await parked(database) == [(ONE, 7), (ONE, 31)]
    assert await database.pool.fetchval("SELECT events FROM ledger_sum WHERE county = $1", ONE) == 38
    assert (await roots(database.pool)).keys() == {ONE, TWO}, "the tree has the parked ones too"


@pytest.mark.parametrize(
    "failure",
    [
        asyncpg.DeadlockDetectedError("deadlock"),
        asyncpg.TooManyConnectionsError("too many"),
        asyncpg.UndefinedTableError("no such table"),
        asyncpg.QueryCanceledError("timeout"),
        asyncpg.InterfaceError("connection is closed"),
        ConnectionRefusedError(),
        TimeoutError(),
    ],
    ids=lambda failure: type(failure).__name__,
)
async def test_trouble_outside_is_waited_out_and_nothing_is_parked(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence, failure: Exception
) -> None:
    await write(journal, 3)
    await sequence()
    fold = Fold(Breaking(failure, failure), "membership", stored, database.pool)
    assert await fold.step() == 3
    assert await parked(database) == []


@pytest.mark.parametrize(
    "failure",
    [
        ValueError("no date"),
        KeyError("county"),
        asyncpg.CheckViolationError("negative"),
        asyncpg.NumericValueOutOfRangeError("too large"),
        asyncpg.RaiseError("refused"),
    ],
    ids=lambda failure: type(failure).__name__,
)
async def test_an_error_by_the_event_is_parked(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence, failure: Exception
) -> None:
    await write(journal, 1)
    await sequence()
    await Fold(Breaking(failure), "membership", stored, database.pool).step()
    assert await parked(database) == [(ONE, 1)]


async def test_batches_hold_at_most_500_events_of_one_log(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence
) -> None:
    await write(journal, 1100)
    await sequence()
    ledger = Breaking()
    await Fold(ledger, "membership", stored, database.pool).step()
    assert ledger.batches == [500, 500, 100]


async def test_an_entry_that_cannot_even_be_parked_stops_its_log_alone(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence
) -> None:
    await write(journal, 2, ONE, poison=True)
    await write(journal, 2, TWO)
    await sequence()
    ledger = Breaking()
    ledger.unparkable = True
    fold = Fold(ledger, "membership", stored, database.pool)
    assert await fold.step() == 2
    assert fold.positions == {TWO: 2}
    assert "can be neither applied nor parked" in (await fold.ready() or "")


def altered(entry: Entry) -> Entry:
    """Another event at the same position, with the leaf that fits it."""
    event = entry.event.replace("number", "numero")
    return replace(entry, event=event, leaf=merkle.leaf(entry.sequenced_at, event))


async def test_another_event_at_a_position_that_was_applied_stops_the_log(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence
) -> None:
    await write(journal, 5)
    await write(journal, 2, TWO)
    await sequence()
    fold = Fold(Ledger(), "membership", stored, database.pool)
    await fold.step()
    entries = (await stored.county_after(ONE, 0, 10)).entries
    await fold._bring(ONE, entries)
    assert fold.stopped == {}, "a duplicate that says the same is none"
    await fold._bring(ONE, [altered(entries[2])])
    assert fold.stopped == {ONE: "two different events at position 3"}
    assert "two different events" in (await fold.ready() or "")
    await write(journal, 2)
    await write(journal, 2, TWO)
    await sequence()
    await fold.step()
    assert fold.positions == {ONE: 5, TWO: 4}


async def test_two_events_for_one_position_in_one_batch_stop_the_log(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence
) -> None:
    await write(journal, 3)
    await sequence()
    fold = Fold(Ledger(), "membership", stored, database.pool)
    entries = (await stored.county_after(ONE, 0, 10)).entries
    await fold._bring(ONE, [*entries, altered(entries[1])])
    assert ONE in fold.stopped


class Shorter(StoredLog):
    """A feed of a database that was put back."""

    async def after(self, ordinal: int, limit: int = 1000, wait: float = 0) -> Batch:
        batch = await super().after(ordinal, limit, wait)
        return replace(batch, heads=[replace(head, size=head.size - 1) for head in batch.heads], entries=[])


async def test_a_log_that_is_shorter_than_what_was_applied_stops(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence
) -> None:
    await write(journal, 3)
    await sequence()
    await Fold(Ledger(), "membership", stored, database.pool).step()
    fold, stop = Fold(Ledger(), "membership", Shorter("membership", database), database.pool), asyncio.Event()
    running = asyncio.create_task(fold.run(stop))
    async with asyncio.timeout(10):
        while not fold.stopped:
            await asyncio.sleep(0.02)
    assert fold.stopped == {ONE: "the log ends at 2, 3 are applied"}
    stop.set()
    await running


class Remembering:
    """A ledger that knows nothing of generations."""

    def __init__(self) -> None:
        ledger = Ledger()
        self.cursor, self.apply, self.park = ledger.cursor, ledger.apply, ledger.park


async def test_a_forked_log_is_folded_again_where_the_projection_can_and_stops_where_it_cannot(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence
) -> None:
    await write(journal, 3)
    await sequence()
    able = Fold(Ledger(), "membership", stored, database.pool)
    unable = Fold(Remembering(), "membership", stored, database.pool)
    await able.step()
    await unable.step()
    await database.pool.execute("UPDATE log_head SET generation = 2")
    await able.step()
    assert await database.pool.fetchval("SELECT generation FROM ledger") == 2
    assert (await roots(database.pool))[ONE][0] == 3
    await unable.step()
    assert "generation 2 instead of 1" in unable.stopped[ONE]


async def test_what_was_applied_before_a_fork_says_nothing_of_the_log_after_it(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence
) -> None:
    await write(journal, 5)
    await sequence()
    fold = Fold(Ledger(), "membership", stored, database.pool)
    await fold.step()
    told = dict(fold.positions)
    await database.pool.execute("UPDATE ledger SET generation = 2, position = 3")  # another process has taken it up
    await fold._load()
    await fold._check([Head(ONE, 2, 3, None, bytes(32))], told)
    assert fold.stopped == {}
    await fold._check([Head(ONE, 2, 2, None, bytes(32))], dict(fold.positions))
    assert fold.stopped == {ONE: "the log ends at 2, 3 are applied"}


async def test_a_stopped_log_goes_on_when_another_process_has_taken_up_its_fork(
    journal: str, database: Database, stored: StoredLog, sequence: Sequence
) -> None:
    await write(journal, 3)
    await sequence()
    one, other = (Fold(Ledger(), "membership", stored, database.pool) for _ in range(2))
    await one.step()
    await other.step()
    other._stop(ONE, "shorter than what was applied")
    await write(journal, 2)
    await sequence()
    await database.pool.execute("UPDATE log_head SET generation = 2")
    await one.step()
    assert other.stopped
    await other.step()
    assert other.stopped == {}


class Away(StoredLog):
    """A feed that does not answer until it is `back`."""

    back = False

    async def after(self, ordinal: int, limit: int = 1000, wait: float = 0) -> Batch:
        if not Away.back:
            raise FeedUnavailable("away")
        return await super().after(ordinal, limit, wait)


async def test_it_lives_from_the_feed_alone_tells_when_that_is_away_and_goes_on(
    journal: str, database: Database, sequence: Sequence
) -> None:
    await write(journal, 3)
    await sequence()
    fold, stop = Fold(Ledger(), "membership", Away("membership", database), database.pool), asyncio.Event()
    running = asyncio.create_task(fold.run(stop))
    await asyncio.sleep(0.3)
    assert "FeedUnavailable" in (await fold.ready() or "")
    Away.back = True
    loop = asyncio.get_running_loop()
    for size in (3, 5, 9):
        began = loop.time()
        async with asyncio.timeout(10):
            while (await roots(database.pool)).get(ONE, (0, b""))[0] < size:
                await asyncio.sleep(0.01)
        assert size == 3 or loop.time() - began < 0.5, "a long poll is answered at once on news"
        assert await fold.ready() is None
        await write(journal, 2 if size == 3 else 4)
        await sequence()
    stop.set()
    await running


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """What is traced, by a provider of this test's own."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr("chassis.log.fold.tracer", lambda: provider.get_tracer("test"))
    return exporter


async def test_a_batch_is_one_span_with_a_link_to_each_command(
    database: Database, stored: StoredLog, sequence: Sequence, spans: InMemorySpanExporter
) -> None:
    parents = [f"00-{number:032x}-{number:016x}-01" for number in (1, 2)]
    for parent in parents:
        await database.pool.execute(
            """INSERT INTO journal (county, event_id, type, subject, occurred_on, event, traceparent)
            VALUES ($1, gen_random_uuid(), 't', 's', '2026-11-23', '{"subject": "s"}', $2)""",
            ONE,
            parent,
        )
    await sequence()
    await Fold(Ledger(), "membership", stored, database.pool).step()
    (span,) = spans.get_finished_spans()
    assert (span.name, span.kind) == ("process membership", trace.SpanKind.CONSUMER)
    assert [each.context.trace_id for each in span.links] == [1, 2]
    attributes: Any = span.attributes
    assert attributes["messaging.batch.message_count"] == 2
