"""The relay of a service: one at a time (advisory lock), it gives journalled events their positions and publishes them.

Lock, sequencing and memory belong to one connection of its own. Any error discards all three and starts anew from what
the database says, so nothing is ever assumed about a COMMIT whose answer did not arrive.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import LiteralString

import asyncpg
from prometheus_client import Counter, Gauge

from chassis.context import EVERYTHING
from chassis.log import tiles
from chassis.log.checkpoint import Signer
from chassis.log.completeness import Completeness
from chassis.log.finder import DATABASE_AWAY, Connection, Finder
from chassis.log.merkle import EMPTY_ROOT, range_at
from chassis.log.publisher import Publisher
from chassis.log.sequencer import ClockJumped, Log, Moments, Sequencer, Superseded
from chassis.log.signing import Signing

LOCK = 0x676F6E67_6C6F67  # "gonglog"
BATCH = 2000
SMALL = 100
"""A batch below this size is followed by a short pause, so that the next one is worth its transaction."""
BREATH_SECONDS = 0.002
IDLE_SECONDS = 0.05
LOOK_SECONDS = 1.0
WELL_SECONDS = 3.0
"""After a session that lasted longer the next one begins at once; shorter ones begin later and later."""
STALLED_MS = "6000"
"""A relay that says nothing for six seconds (stopped, frozen, cut off) loses its session and with it the lock."""

BACKLOG = Gauge("gonghui_relay_backlog", "Journal ids that the relay has not settled", ("service",))
LAG = Gauge("gonghui_relay_lag_seconds", "Age of the oldest journalled event without a position", ("service",))
RESTORED = Gauge("gonghui_relay_restored", "Counties whose log waits for a fork", ("service",))
LEADING = Gauge("gonghui_relay_leading", "1 when this process is the active relay", ("service",))
SEQUENCED = Counter("gonghui_relay_sequenced_total", "Events given a position", ("service",))
logger = logging.getLogger(__name__)

_EPOCH: LiteralString = "SELECT epoch FROM relay_state"
_NEXT_EPOCH: LiteralString = "UPDATE relay_state SET epoch = epoch + 1 RETURNING epoch"
_LOOK: LiteralString = """
    UPDATE relay_state SET polled_at = clock_timestamp() WHERE epoch = $1
    RETURNING coalesce((SELECT max(id) FROM journal), 0) AS newest,
        ARRAY(SELECT county FROM log_head WHERE restored) AS restored,
        coalesce((SELECT extract(epoch FROM clock_timestamp() - recorded_at)::float8
                  FROM journal WHERE id > $2 ORDER BY id LIMIT 1), 0) AS lag"""
_HEADS: LiteralString = "SELECT county, generation, size, root FROM log_head"
_RESTORED: LiteralString = """
    INSERT INTO log_head (county, root, restored, restored_reason) VALUES ($1, $2, true, $3)
    ON CONFLICT (county) DO UPDATE SET restored = true, restored_reason = $3"""


@dataclass(frozen=True, slots=True)
class Known:
    """A log's head as the service's own database has it."""

    generation: int
    size: int
    root: bytes


Witness = Callable[[Mapping[str, Known]], Awaitable[Mapping[str, str]]]
"""Asked with the heads of all counties: answers why, for each county whose log the witness knows longer or otherwise.

Raises WitnessSilent when it cannot be asked.
"""


class WitnessSilent(Exception):
    """The witness did not answer: commands go on, sequencing waits."""


@dataclass
class _Session:
    """What lives and dies with the relay's connection."""

    connection: Connection
    epoch: int
    finder: Finder
    sequencer: Sequencer
    looked: float = 0.0


@dataclass(frozen=True)
class _Left:
    """What was known to be committed when the last session ended."""

    epoch: int
    logs: Mapping[str, Log]


class Relay:
    """`run` for a service's process; `step` sequences what is there, for whoever wants no waiting."""

    def __init__(  # noqa: PLR0913 - what a relay deals with
        self,
        dsn: str,
        service: str,
        publisher: Publisher | None = None,
        signer: Signer | None = None,
        witness: Witness | None = None,
        moments: Moments | None = None,
    ) -> None:
        self.dsn = dsn
        self.service = service
        self.publisher = publisher
        self.reason: str | None = "starting"
        """Why nothing is sequenced; None while all is well (or another relay of this service is in charge)."""
        self.restored: frozenset[str] = frozenset()
        self.signing: Signing | None = None
        self.completeness = Completeness(service)
        self._signer = signer
        self._witness = witness
        self._moments = moments or Moments()
        self._session: _Session | None = None
        self._left: _Left | None = None

    async def step(self) -> int:
        """Sequence and sign all that is committed now; answers how many events. Waits for the lock at most 20 s."""
        try:
            if self._session and self._session.connection.is_closed():
                await self.close()
            async with asyncio.timeout(20):
                session = self._session or await self._open()
            before = session.sequencer.ordinal
            while await self._sequence(session):
                pass
            if self.signing:
                await self.signing.sign(session.connection, at_once=True)
        except BaseException:
            await self.close()
            raise
        return session.sequencer.ordinal - before

    async def run(self, stop: asyncio.Event) -> None:
        """Be the relay until `stop` is set, through every failure of the database and of Kafka."""
        pause = 0.1
        loop = asyncio.get_running_loop()
        waiter = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                began = loop.time()
                life = asyncio.create_task(self._live())
                await asyncio.wait((life, waiter), return_when=asyncio.FIRST_COMPLETED)
                life.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    self._explain(await life)
                await self.close()
                pause = 0.1 if loop.time() > began + WELL_SECONDS else min(pause * 2, WELL_SECONDS)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(waiter), pause)
        finally:
            waiter.cancel()
            await self.close()

    async def close(self) -> None:
        """Give the lock back by ending the session; what was told of the logs is for the next relay to tell."""
        if self._session:
            session, self._session = self._session, None
            self._left = _Left(session.epoch, session.sequencer.logs)
            session.connection.terminate()
            self.restored, self.signing = frozenset(), None
            self.completeness.forget()
            for gauge in (LEADING, BACKLOG, LAG, RESTORED):
                gauge.labels(self.service).set(0)

    def _explain(self, error: BaseException) -> None:
        self.reason = f"{type(error).__name__}: {error}"[:200]
        logger.warning("%s: relay starts anew after %s", self.service, self.reason)

    async def _live(self) -> Exception:
        """One session, from lock to failure; answers the failure. What is none of the outside world is raised."""
        failure: Exception = Superseded("ended")
        try:
            self._moments.check()
            session = await self._open()
            async with asyncio.TaskGroup() as group:
                if self.publisher:
                    group.create_task(self.publisher.run(self.dsn, session.epoch))
                if self.signing:
                    group.create_task(self.signing.run(self.dsn))
                group.create_task(self.completeness.run(self.dsn))
                await self._work(session)
        except* (*DATABASE_AWAY, Superseded, ClockJumped, WitnessSilent) as failed:
            failure = failed.exceptions[0]
        return failure

    async def _open(self) -> _Session:
        """Connect, become the only relay, ask the witness, and remember."""
        connection = await asyncpg.connect(
            self.dsn,
            timeout=10,
            server_settings={
                **EVERYTHING.settings,  # the relay serves no person: it sequences every county
                "application_name": f"relay {self.service}",
                "idle_session_timeout": STALLED_MS,
                "idle_in_transaction_session_timeout": STALLED_MS,
                "tcp_user_timeout": STALLED_MS,
            },
        )
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
                self.reason = None  # somebody else is at work
                await asyncio.sleep(0.5)
            if not await self._is_as_left(connection):
                await self._ask(connection)
            epoch = int(await connection.fetchval(_NEXT_EPOCH))
            finder = await Finder.start(connection)
            sequencer = Sequencer(connection, epoch, self._moments)
            await sequencer.load()
        except BaseException:
            connection.terminate()
            raise
        self.restored = sequencer.restored
        self.signing = Signing(self.service, self._signer, epoch) if self._signer else None
        self._session = _Session(connection, epoch, finder, sequencer)
        self.reason = None
        LEADING.labels(self.service).set(1)
        return self._session

    async def _is_as_left(self, connection: Connection) -> bool:
        """Whether this database holds all that this process knows to be committed, and nobody has led since.

        Then a session was lost and no database was put back: while Kafka, and with it the witness, is away, going on
        is safe. Another process's relay, a fork and an older copy have another epoch or a shorter log.
        """
        if self._left is None or await connection.fetchval(_EPOCH) != self._left.epoch:
            return False
        heads = await _heads(connection)
        for county, log in self._left.logs.items():
            head = heads.get(county)
            if head is None or head.generation != log.generation or head.size < log.tree.size:
                return False
            root = head.root
            if head.size > log.tree.size:  # a COMMIT whose answer was lost
                root = (await range_at(tiles.reader(connection, county), log.tree.size)).root
            if root != log.tree.root:
                return False
        return True

    async def _ask(self, connection: Connection) -> None:
        """Ask the witness whether this database is the one it knows; mark the counties that are not."""
        if not self._witness:
            return
        asking = asyncio.ensure_future(self._witness(await _heads(connection)))
        try:
            while not asking.done():
                await asyncio.wait([asking], timeout=LOOK_SECONDS)
                await connection.fetchval("SELECT 1")  # a silent session loses the lock
        finally:
            asking.cancel()
        for county, reason in asking.result().items():
            logger.error("%s: the log of %s is not what its witness knows: %s", self.service, county, reason)
            await connection.execute(_RESTORED, county, EMPTY_ROOT, reason)

    async def _work(self, session: _Session) -> None:
        """Poll: at once while there is plenty, soon after little, every 50 ms when there is nothing."""
        pause = BREATH_SECONDS
        while True:
            count = await self._sequence(session)
            await self._look(session)
            if count >= SMALL:
                await asyncio.sleep(0)
                continue
            pause = BREATH_SECONDS if count else min(pause * 1.5, IDLE_SECONDS)
            await asyncio.sleep(pause)

    async def _sequence(self, session: _Session) -> int:
        """One batch; answers how many rows were found."""
        self._moments.check()
        finder, sequencer = session.finder, session.sequencer
        found = await finder.find(BATCH)
        rows = found.rows
        if sequencer.restored:
            finder.hold(row["id"] for row in rows if row["county"] in sequencer.restored)
            rows = [row for row in rows if row["county"] not in sequencer.restored]
        if rows:
            outgoing = await sequencer.sequence(rows, finder.floor(found))
            SEQUENCED.labels(self.service).inc(len(outgoing))
            if self.publisher:
                self.publisher.offer(outgoing)
        finder.keep(found)
        return len(found.rows)

    async def _look(self, session: _Session) -> None:
        """Once a second: tell how far behind the relay is, and notice a fork or another relay."""
        loop = asyncio.get_running_loop()
        if loop.time() < session.looked + LOOK_SECONDS:
            return
        session.looked = loop.time()
        async with session.connection.transaction():
            await session.connection.execute("SET LOCAL synchronous_commit TO off")
            state = await session.connection.fetchrow(_LOOK, session.epoch, session.finder.newest)
        if state is None or frozenset(state["restored"]) != session.sequencer.restored:
            raise Superseded("another relay or a fork came between")
        BACKLOG.labels(self.service).set(state["newest"] - session.finder.newest + len(session.finder.missing))
        LAG.labels(self.service).set(state["lag"])
        RESTORED.labels(self.service).set(len(state["restored"]))
        if self.publisher:
            self.publisher.behind(session.sequencer.ordinal)


async def _heads(connection: Connection) -> dict[str, Known]:
    rows = await connection.fetch(_HEADS)
    return {row["county"]: Known(row["generation"], row["size"], row["root"]) for row in rows}
