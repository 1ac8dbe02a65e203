"""Whatever happens between a writer and a projection, the projection is the fold of the journal.

Hypothesis chooses what happens: commits and roll-backs in any order, crashes of the relay before and after its commit,
records that come twice, out of order, or never, poisonous events, restarts and rebuilds. The journal, the relay, the
feed over HTTP and the projection are the real ones; of Kafka only the choice is kept of what arrives when.
"""

import asyncio
import itertools
import os
from collections.abc import Coroutine
from typing import Any
from unittest import mock

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from chassis.log.checkpoint import Signer
from chassis.log.entry import Entry
from chassis.log.feed import FeedClient, feed_routes
from chassis.log.finder import Finder
from chassis.log.fold import Fold
from chassis.log.merkle import CompactRange, extend
from chassis.log.relay import Relay
from chassis.log.sequencer import Sequencer
from chassis.log.stored import StoredLog
from chassis.postgres import Database
from tests.backbone.ledger import SCHEMA, Ledger, amounts, fingerprint, forget, roots
from tests.backbone.writing import AGGREGATE, COUNTIES, append
from tests.support import databases
from tests.support.running import serving

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "25"))
STEPS = int(os.environ.get("MACHINE_STEPS", "40"))
TOKEN = "feeds-of-the-machine"
SERVICE = "membership"
counties = st.sampled_from(COUNTIES)
numbers = itertools.count(1)


class Crash(Exception):
    """The relay's process ends here."""


class World:
    """One journal, its relay, its feed on a port, and a projection of it."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.database = Database(dsn, 8, everything=True)
        self.signer = Signer(SERVICE, Ed25519PrivateKey.generate())
        self.relay = self.new_relay()
        self.ledger = Ledger()
        self.slow: list[tuple[asyncpg.Connection[asyncpg.Record], Any]] = []

    def new_relay(self) -> Relay:
        return Relay(self.dsn, SERVICE, signer=self.signer)

    async def open(self) -> None:
        await self.database.open()
        self.pool = self.database.pool
        await databases.execute(self.dsn, AGGREGATE)
        await databases.execute(self.dsn, SCHEMA)
        app = FastAPI()
        app.include_router(feed_routes(StoredLog(SERVICE, self.database), TOKEN, self.signer.verifier))
        self.server = serving(app)
        url, _ = await self.server.__aenter__()
        self.feed = FeedClient(SERVICE, url, TOKEN)
        self.fold = self.new_fold()

    def new_fold(self) -> Fold:
        return Fold(self.ledger, SERVICE, self.feed, self.pool)

    async def close(self) -> None:
        for connection, _ in self.slow:
            connection.terminate()
        await self.relay.close()
        await self.feed.close()
        await self.server.__aexit__(None, None, None)
        await self.database.close()

    async def log(self, county: str) -> list[Entry]:
        return (await self.feed.county_after(county, 0, 5000)).entries

    async def check(self) -> None:
        """The projection is the fold of the log as far as its cursor goes, and so is its tree."""
        folded = await roots(self.pool)
        log = (await self.feed.after(0, 5000)).entries
        audit = await self.pool.fetch("SELECT county, position, leaf, event, parked FROM ledger_audit ORDER BY 1, 2")
        sums = await self.pool.fetch("SELECT county, subject, amount, events FROM ledger_sum")
        for county in COUNTIES:
            size, root = folded.get(county, (0, b""))
            entries = [entry for entry in log if entry.county == county][:size]
            assert [entry.position for entry in entries] == list(range(1, size + 1)), "more was applied than there is"
            rows = [row for row in audit if row["county"] == county]
            assert [(row["leaf"], row["event"]) for row in rows] == [(entry.leaf, entry.event) for entry in entries]
            away = {row["position"] for row in rows if row["parked"]}
            assert all('"poison": true' in entries[position - 1].event for position in away), "parked without a fault"
            expected = amounts([entry for entry in entries if entry.position not in away], cured=True)
            found = {row["subject"]: (row["amount"], row["events"]) for row in sums if row["county"] == county}
            assert found == expected
            if size:
                tree, _ = extend(CompactRange(), [entry.leaf for entry in entries])
                assert tree.root == root
        assert not self.fold.stopped

    async def settle(self) -> None:
        """Everything that is committed gets its position, and the fold what the feed has."""
        for _ in range(3):
            await self.relay.step()
        await self.fold.step()
        heads = await self.pool.fetch("SELECT county, size, root FROM log_head WHERE size > 0")
        assert await roots(self.pool) == {row["county"]: (row["size"], row["root"]) for row in heads}
        assert (
            await self.pool.fetchval(
                "SELECT count(*) FROM journal WHERE NOT EXISTS (SELECT FROM log WHERE journal_id = journal.id)"
            )
            == 0
        )
        in_order = await self.pool.fetch(
            """SELECT subject, array_agg((event->>'number')::int ORDER BY ordinal) AS numbers
            FROM log JOIN journal ON journal.id = journal_id GROUP BY subject"""
        )
        assert all(row["numbers"] == list(range(1, len(row["numbers"]) + 1)) for row in in_order)
        signed = await self.pool.fetch("SELECT DISTINCT ON (county) county, size FROM checkpoint ORDER BY 1, 2 DESC")
        assert {row["county"]: row["size"] for row in signed} == {row["county"]: row["size"] for row in heads}
        assert await self.pool.fetchval("SELECT coalesce(max(ordinal), 0) = count(*) FROM log")
        assert await self.pool.fetchval(
            """SELECT coalesce(bool_and(after.sequenced_at > signed.sequenced_at), true)
            FROM checkpoint JOIN log AS signed ON signed.county = checkpoint.county AND signed.position = size
            JOIN log AS after ON after.county = checkpoint.county AND after.position = size + 1"""
        ), "time went back, or stood still after a signed head"
        await self.check()


class Machine(RuleBasedStateMachine):
    """What can happen. `arrived` counts, per county, how far Kafka has brought (or dropped) the log."""

    runner: asyncio.Runner
    server: str
    template: str

    def __init__(self) -> None:
        super().__init__()
        self.do(self._begin())

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    async def _begin(self) -> None:
        dsn = await databases.clone(self.server, self.template, f"machine_{next(numbers)}")
        self.world = World(dsn)
        await self.world.open()
        self.arrived = dict.fromkeys(COUNTIES, 3)
        for county in COUNTIES:  # so that whatever comes next adds to what was folded before
            await self._write(county, 3)
        await self.world.settle()

    async def _write(self, county: str, count: int, amount: int = 1, poison: int = 0) -> None:
        async with self.world.pool.acquire() as connection, connection.transaction():
            for number in range(count):
                data = {"poison": True} if poison and number == count // 2 else {}
                await append(connection, f"{county} {number % 2}", county, amount=amount, **data)

    def teardown(self) -> None:
        self.do(self._end())

    async def _end(self) -> None:
        try:
            for connection, transaction in self.world.slow:
                await transaction.commit()
                connection.terminate()
            self.world.slow.clear()
            for county in COUNTIES:
                await self._write(county, 2)
            await self.world.settle()
        finally:
            await self.world.close()
            await databases.drop(self.server, self.world.dsn)

    @rule(county=counties, count=st.integers(1, 12), amount=st.integers(-9, 9), poison=st.sampled_from([0] * 9 + [1]))
    def write(self, county: str, count: int, amount: int, poison: int) -> None:
        if not self.world.slow:  # whose aggregates are locked
            self.do(self._write(county, count, amount, poison))

    @rule(county=counties)
    def roll_back(self, county: str) -> None:
        async def work() -> None:
            async with self.world.pool.acquire() as connection:
                transaction = connection.transaction()
                await transaction.start()
                await append(connection, f"{county} undone", county)
                await transaction.rollback()

        self.do(work())

    @rule(county=counties)
    def begin_a_slow_command(self, county: str) -> None:
        async def work() -> None:
            connection = await asyncpg.connect(databases.root(self.world.dsn))
            transaction = connection.transaction()
            await transaction.start()
            await append(connection, f"{county} slow {next(numbers)}", county)
            await append(connection, f"{county} slow {next(numbers)}", county)
            self.world.slow.append((connection, transaction))

        self.do(work())

    @rule(which=st.integers(0, 3), commit=st.booleans())
    def end_a_slow_command(self, which: int, commit: bool) -> None:
        async def work() -> None:
            connection, transaction = self.world.slow.pop(which % len(self.world.slow))
            await (transaction.commit() if commit else transaction.rollback())
            await connection.close()

        if self.world.slow:
            self.do(work())

    @rule(county=counties)
    def write_beside_slow_commands(self, county: str) -> None:
        async def work() -> None:
            async with self.world.pool.acquire() as connection, connection.transaction():
                await append(connection, f"{county} beside {next(numbers)}", county)

        self.do(work())

    @rule()
    def sequence(self) -> None:
        self.do(self.world.relay.step())

    @rule()
    def restart_the_relay(self) -> None:
        self.do(self.world.relay.close())
        self.world.relay = self.world.new_relay()

    @rule(place=st.sampled_from([(Sequencer, "_store"), (Finder, "keep")]))
    def crash_the_relay(self, place: tuple[type, str]) -> None:
        """Before its COMMIT (in `_store`), or after it and before it knows (in `keep`)."""

        async def work() -> None:
            with mock.patch.object(*place, side_effect=Crash):
                try:
                    await self.world.relay.step()
                except Crash:
                    return  # the same relay goes on, with nothing in its memory

        self.do(work())

    @rule(county=counties, count=st.integers(1, 20))
    def deliver(self, county: str, count: int) -> None:
        async def work() -> None:
            first = self.arrived[county]
            run = (await self.world.log(county))[first : first + count]
            await self.world.fold._bring(county, run)
            self.arrived[county] += len(run)

        self.do(work())

    @rule(order=st.permutations([*COUNTIES, *COUNTIES]), count=st.integers(1, 6))
    def deliver_across_counties_out_of_order(self, order: list[str], count: int) -> None:
        """Runs of several counties at the same time, the later run of one before its earlier."""

        async def work() -> None:
            logs = {county: await self.world.log(county) for county in COUNTIES}
            runs = []
            for county in order:
                first = self.arrived[county]
                runs.append((county, logs[county][first : first + count]))
                self.arrived[county] = min(first + count, len(logs[county]))
            await asyncio.gather(*(self.world.fold._bring(county, run) for county, run in reversed(runs)))

        self.do(work())

    @rule(county=counties, back=st.integers(1, 30), count=st.integers(1, 30))
    def deliver_again(self, county: str, back: int, count: int) -> None:
        async def work() -> None:
            first = max(self.arrived[county] - back, 0)
            again = (await self.world.log(county))[first : first + count]
            await self.world.fold._bring(county, [*again, *again])

        self.do(work())

    @rule(county=counties, count=st.integers(1, 20))
    def drop_a_run(self, county: str, count: int) -> None:
        self.arrived[county] = min(self.arrived[county] + count, len(self.do(self.world.log(county))))

    @rule()
    def notice_a_lost_tail(self) -> None:
        async def work() -> None:
            fold = self.world.fold
            await fold._compare(await fold._compare({}))
            size = await self.world.pool.fetchval("SELECT coalesce(sum(size), 0) FROM log_head")
            assert sum(fold.positions.values()) == size

        self.do(work())

    @rule(county=counties)
    def another_projector_was_at_work(self, county: str) -> None:
        """It moved the cursor: ours meets it in its compare-and-set."""

        async def work() -> None:
            other = self.world.new_fold()
            await other._load()
            await other._bring(county, await self.world.log(county))

        self.do(work())

    @rule()
    def restart_the_fold(self) -> None:
        self.world.fold = self.world.new_fold()
        self.do(self.world.fold._load())

    @rule()
    def unpark(self) -> None:
        """A newer release understands what was parked: each such log is rebuilt, in order."""

        async def work() -> None:
            self.world.ledger.cured = True
            for row in await self.world.pool.fetch("SELECT DISTINCT county FROM ledger_audit WHERE parked"):
                async with self.world.pool.acquire() as connection, connection.transaction():
                    await forget(connection, row["county"])
            await self.world.fold.step()
            assert not await self.world.pool.fetchval("SELECT count(*) FROM ledger_audit WHERE parked")
            self.world.ledger.cured = False

        self.do(work())

    @rule()
    def rebuild(self) -> None:
        """Folded again from the feed alone, the projection has the same bytes."""

        async def work() -> None:
            await self.world.fold.step()
            self.world.ledger.cured = True  # what was unparked stays so
            parked = await self.world.pool.fetchval("SELECT count(*) FROM ledger_audit WHERE parked")
            before = await fingerprint(self.world.pool)
            for county in COUNTIES:
                async with self.world.pool.acquire() as connection, connection.transaction():
                    await forget(connection, county)
            await self.world.fold.step()
            assert parked or await fingerprint(self.world.pool) == before
            self.world.ledger.cured = False

        self.do(work())

    @invariant()
    def holds(self) -> None:
        self.do(self.world.check())


def test_the_projection_is_the_fold_of_the_journal_whatever_happens(postgres: str) -> None:
    with asyncio.Runner() as runner:
        Machine.runner, Machine.server = runner, postgres
        Machine.template = runner.run(databases.template(postgres, ["chassis"]))
        run_state_machine_as_test(
            Machine,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            ),
        )
