"""PostgreSQL: the pool, and the transaction a command or a query lives in."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, LiteralString, Self, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import orjson
from asyncpg.pool import PoolConnectionProxy

from chassis.access.principal import Principal
from chassis.access.reach import Reach
from chassis.context import EVERYTHING, Context
from chassis.ids import uuid7
from chassis.log import journal
from chassis.log.journal import JournalRow, Remembered, Said
from chassis.personal.keys import Keyring
from chassis.refusal import InTheFuture, NotFound, OutOfScope, RevisionChanged, RevisionRequired
from chassis.telemetry import traceparent
from contracts.declare import Event

SHANGHAI = ZoneInfo("Asia/Shanghai")
Row = TypeVar("Row")
Clock = Callable[[], datetime]
ACQUIRE_SECONDS = 5
BEGIN: LiteralString = "BEGIN"
READ_ONLY: LiteralString = "BEGIN READ ONLY"
SNAPSHOT: LiteralString = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


def utc_now() -> datetime:
    """The default clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Done:
    """What a command answers: the record, its new revision, the event to wait for at the gateway, warnings."""

    id: UUID
    revision: int
    event: UUID
    warnings: tuple[dict[str, str], ...] = ()
    shown: dict[str, str] | None = field(default=None, repr=False)  # personal data: in this one answer, kept nowhere

    def json(self) -> bytes:
        """The answer's body."""
        body: dict[str, Any] = {"id": str(self.id), "revision": self.revision, "eventId": str(self.event)}
        if self.warnings:
            body["warnings"] = list(self.warnings)
        if self.shown is not None:
            body["values"] = self.shown
        return orjson.dumps(body)

    @classmethod
    def remembered(cls, answer: str) -> Self:
        """What was answered before, as the idempotency record holds it."""
        said = orjson.loads(answer)
        return cls(UUID(said["id"]), said["revision"], UUID(said["eventId"]), tuple(said.get("warnings", ())))


@dataclass(frozen=True, slots=True)
class Request:
    """What a transaction must know of the request it serves."""

    service: str
    principal: Principal
    now: datetime
    reach: Reach = Reach.OWN
    route: str = ""
    if_match: int | None = None
    key: str | None = None
    body_hmac: bytes = b""
    creates: bool = False
    client_id: UUID | None = None
    correlation: UUID = field(default_factory=uuid7)
    keys: Keyring | None = field(default=None, repr=False)
    first: Done | None = None  # what this very request was answered before, for a command that answers anew


class Tx:
    """One transaction: typed rows out, scope and revision checked, events appended with the command's memory."""

    def __init__(self, connection: PoolConnectionProxy, request: Request) -> None:
        self.connection = connection
        self.request = request
        self.principal = request.principal
        self.now = request.now
        self._place: tuple[str, UUID | None] = (request.principal.area, None)
        self._also: list[JournalRow] = []
        self._warnings: list[dict[str, str]] = []

    @property
    def today(self) -> date:
        """The business day in Asia/Shanghai."""
        return self.now.astimezone(SHANGHAI).date()

    @property
    def scope(self) -> tuple[str, str]:
        """Bounds of the area codes that the action reaches: `area >= lo AND area < hi` in collation C."""
        area = self.principal.county if self.request.reach is Reach.COUNTY else self.principal.area
        return area, area + "~"

    @property
    def org(self) -> UUID | None:
        """The one union that the action reaches; None when it reaches all within the bounds of `scope`."""
        return None if self.request.reach is Reach.COUNTY else self.principal.org

    async def across(self, area: str) -> None:
        """Let the transaction reach beyond the asker's scope into `area` from now on, for what rightfully crosses.

        The scope becomes the county's, and never another county's: NotFound.
        """
        if area[:6] != self.principal.county:
            raise NotFound
        await self.connection.execute(Context.of(self.principal).across_county().sql)

    async def maybe(self, row: type[Row], sql: LiteralString, *args: object) -> Row | None:
        """The row as a dataclass whose fields are the named columns, or None."""
        found = await self.connection.fetchrow(sql, *args)
        return None if found is None else row(**found)

    async def one(self, row: type[Row], sql: LiteralString, *args: object) -> Row:
        """The row; NotFound when there is none."""
        found = await self.maybe(row, sql, *args)
        if found is None:
            raise NotFound
        return found

    async def many(self, row: type[Row], sql: LiteralString, *args: object) -> list[Row]:
        """All rows."""
        return [row(**found) for found in await self.connection.fetch(sql, *args)]

    async def value(self, sql: LiteralString, *args: object) -> Any:
        """The first column of the first row, None when there is none."""
        return await self.connection.fetchval(sql, *args)

    async def run(self, sql: LiteralString, *args: object) -> str:
        """Run a statement; answers PostgreSQL's command tag."""
        return await self.connection.execute(sql, *args)

    def allow(self, area: str, org: UUID | None = None) -> None:
        """Refuse what lies beyond the action's reach (OutOfScope), and remember where the event belongs."""
        if not self.reaches(area, org):
            raise OutOfScope
        self._place = (area, org)

    def reaches(self, area: str, org: UUID | None = None) -> bool:
        """Whether a record of that place, and union, lies within the action's reach."""
        if self.request.reach is Reach.COUNTY:
            return area[:6] == self.principal.county
        return self.principal.reaches(area, org)

    def mine(self, account: str | None) -> None:
        """Refuse what belongs to another account, where the action reaches the asker's own alone (OutOfScope)."""
        if self.request.reach is Reach.SELF and account != self.principal.subject:
            raise OutOfScope

    def expect(self, revision: int) -> None:
        """If-Match names the revision the asker has seen: RevisionRequired, RevisionChanged."""
        if self.request.if_match is None:
            raise RevisionRequired
        if self.request.if_match != revision:
            raise RevisionChanged(current=revision)

    def happened(self, day: date, field: str = "occurred_on") -> None:
        """Refuse a business day that has not come yet. Every recorded event passes here."""
        if day > self.today:
            raise InTheFuture(field, today=self.today)

    def new_id(self, command: object) -> UUID:
        """The new record's id: the client's when it sent one, otherwise fresh."""
        given: UUID | None = getattr(command, "id", None)
        return given or uuid7()

    def warn(self, code: str, zh: str, en: str, pointer: str = "") -> None:
        """Something the asker should look at, which is no reason to refuse."""
        self._warnings.append({"code": code, "detail": zh, "detail_en": en, "pointer": pointer})

    def also(self, subject: UUID, event: Event, *, on: date, at: str | None = None, org: UUID | None = None) -> UUID:
        """A further event of the same command, recorded before the one that answers. `at` moves it to another area."""
        place = (at, org) if at else self._place
        row = self._row(subject, event, on, place)
        self._also.append(row)
        return row.event_id

    async def record_all(self, events: Iterable[Said]) -> list[UUID]:
        """Append many events at once, in order, a thousand in one statement; answers their ids.

        They come before what `also` and `record` append. The caller has locked or inserted every subject's row before.
        """
        rows = [self._row(each.subject, each.event, each.on, (each.area, each.org)) for each in events]
        await journal.append_many(self.connection, rows)
        return [row.event_id for row in rows]

    async def record(self, subject: UUID, event: Event, *, on: date, revision: int) -> Done:
        """Append the command's events together with its idempotency record, and answer."""
        row = self._row(subject, event, on, self._place)
        done = Done(subject, revision, row.event_id, tuple(self._warnings))
        await journal.append(self.connection, [*self._also, row], self._remembered(done))
        self._also.clear()
        return done

    def _remembered(self, done: Done) -> Remembered | None:
        asked = self.request
        if asked.key is None:
            return None
        status = 201 if asked.creates else 200
        creation = asked.client_id
        answer = done.json().decode()
        return Remembered(asked.principal.subject, asked.route, asked.key, asked.body_hmac, status, answer, creation)

    def _row(self, subject: UUID, event: Event, on: date, place: tuple[str, UUID | None]) -> JournalRow:
        self.happened(on)
        area, org = place
        event_id = uuid7()
        service = self.request.service
        full_type = event.full_type(service)
        text = journal.envelope(
            service,
            {
                "id": str(event_id),
                "type": full_type,
                "subject": str(subject),
                "time": journal.rfc3339(self.now),
                "dataschema": f"urn:gonghui:schema:{full_type}",
                "county": area[:6],
                "township": area if len(area) > 6 else None,  # noqa: PLR2004 - a county code has six digits
                "org": str(org) if org else None,
                "actor": self.principal.subject,
                "onbehalfof": self.principal.on_behalf_of,
                "office": self.principal.office.value,
                "occurredon": on.isoformat(),
                "correlationid": str(self.request.correlation),
                "data": event.model_dump(mode="json"),
            },
        )
        parent = traceparent()
        return JournalRow(area[:6], event_id, full_type, str(subject), on, self.now, text, parent)


class OneStatement(Tx):
    """A command whose only write is one statement, its state, event and memory together.

    What it reads before is not locked. Its statement locks what the decision rests on, sees that it is still the same
    (by its revision), and writes from the locked row.
    """

    async def run(self, sql: LiteralString, *args: object) -> str:
        """One statement is all it writes: nothing is held together with anything else. RuntimeError."""
        raise RuntimeError(sql, len(args))

    async def record(self, subject: UUID, event: Event, *, on: date, revision: int) -> Done:
        """As `run`: `record_by` is the way. RuntimeError."""
        raise RuntimeError(subject, event.TYPE, on, revision)

    async def record_by(  # noqa: PLR0913 - a record and its statement
        self,
        writes: LiteralString,
        arguments: tuple[object, ...],
        subject: UUID,
        event: Event,
        *,
        on: date,
        revision: int,
    ) -> Done | None:
        """Write by the CTEs `writes` and append; None when their `entered` was empty, and then nothing is stored.

        The arguments of `writes` begin at $16. What it may not hold: ON CONFLICT or a look-up on what makes the
        command repeatable, which is plainly inserted beside it.
        """
        row = self._row(subject, event, on, self._place)
        done = Done(subject, revision, row.event_id, tuple(self._warnings))
        remembered = self._remembered(done)
        if remembered is None:
            raise RuntimeError(subject)
        entered = await journal.append_by(self.connection, writes, arguments, row, remembered)
        return done if entered else None


class Database:
    """The application role's pool."""

    def __init__(self, dsn: str, size: int = 10, *, everything: bool = False) -> None:
        """`everything`: its connections see every row, because their process serves no person (relays, folds)."""
        self.dsn = dsn
        self.size = size
        self.everything = everything
        self._pool: asyncpg.Pool | None = None

    @property
    def pool(self) -> asyncpg.Pool:
        """The open pool."""
        if self._pool is None:
            message = "the database pool is not open"
            raise RuntimeError(message)
        return self._pool

    async def open(self) -> None:
        """Open the pool. Nothing outlives a transaction on a connection, so nothing needs resetting on release."""
        self._pool = await asyncpg.create_pool(
            self.dsn,
            min_size=0,  # a process starts, and says what it misses, while its database is away
            max_size=self.size,
            reset=_nothing_to_reset,
            command_timeout=30,
            server_settings={
                "timezone": "UTC",
                "lock_timeout": "2000",
                "statement_timeout": "15000",
                "transaction_timeout": "30000",
                "idle_in_transaction_session_timeout": "30000",
                **(EVERYTHING.settings if self.everything else {}),
            },
        )

    async def close(self) -> None:
        """Close the pool, waiting a bounded time for work under way."""
        if self._pool is None:
            return
        pool, self._pool = self._pool, None
        try:
            async with asyncio.timeout(10):
                await pool.close()
        except TimeoutError:
            pool.terminate()

    @asynccontextmanager
    async def tx(self, request: Request, *, read_only: bool = False) -> AsyncIterator[Tx]:
        """One transaction in the asker's context; committed when the block ends, rolled back when it raises."""
        begin = READ_ONLY if read_only else BEGIN
        async with self.within(_context(request), begin) as connection:
            yield Tx(connection, request)

    @asynccontextmanager
    async def one_statement(self, request: Request) -> AsyncIterator[OneStatement]:
        """A command that writes by one statement."""
        async with self.within(_context(request)) as connection:
            yield OneStatement(connection, request)

    @asynccontextmanager
    async def system(self, begin: LiteralString = BEGIN) -> AsyncIterator[PoolConnectionProxy]:
        """A transaction that sees every row: for what the service does of itself and for no person."""
        async with self.within(EVERYTHING, begin) as connection:
            yield connection

    @asynccontextmanager
    async def within(self, context: Context, begin: LiteralString = BEGIN) -> AsyncIterator[PoolConnectionProxy]:
        """A transaction that reaches the rows of one context; it begins and has it in one journey.

        The context ends with the transaction, however that ends. Any other connection of the pool sees no row.
        """
        async with self.connection() as connection:
            try:
                await connection.execute(f"{begin}; {context.sql}")
                yield connection
            except BaseException:
                await _roll_back(connection)
                raise
            if await connection.execute("COMMIT") != "COMMIT":  # an error inside was caught: nothing of it is kept
                message = "the transaction was rolled back"
                raise RuntimeError(message)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[PoolConnectionProxy]:
        """A connection of the pool, which sees no organisation's row; TimeoutError when none is free in time."""
        connection = await self._acquired()
        try:
            yield connection
        finally:
            await self.pool.release(connection)

    async def _acquired(self) -> PoolConnectionProxy:
        async with asyncio.timeout(ACQUIRE_SECONDS):  # the pool's own time-out would cost a task
            return await self.pool.acquire()


def _context(request: Request) -> Context:
    """What row-level security lets through: no more than the action's declared reach."""
    own = Context.of(request.principal)
    return own.across_county() if request.reach is Reach.COUNTY else own


async def _nothing_to_reset(_: object) -> None:
    return


async def _roll_back(connection: PoolConnectionProxy) -> None:
    """End the transaction that was begun, if it was. Where nobody answers any more, closing ends it too."""
    if connection.is_closed() or not connection.is_in_transaction():
        return
    try:
        await connection.execute("ROLLBACK")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        connection.terminate()
