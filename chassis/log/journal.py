"""The journal: events are appended in the command's own transaction, with what makes the command repeatable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import orjson
from asyncpg import Connection, NotNullViolationError
from asyncpg.pool import PoolConnectionProxy

from chassis.refusal import Restored
from contracts.declare import Event


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One event ready to append: `event` is the exact JSON text that is hashed, sent and served for ever."""

    county: str
    event_id: UUID
    type: str
    subject: str
    occurred_on: date
    recorded_at: datetime
    event: str
    traceparent: str | None


class Said(NamedTuple):
    """An event about to be recorded: whose it is, on which day, in which area and union."""

    subject: UUID
    event: Event
    on: date
    area: str
    org: UUID | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the command leaves so that a repetition gets the same answer."""

    principal: str
    route: str
    key: str
    body_hmac: bytes
    status: int
    answer: str
    creation: UUID | None = None


def rfc3339(moment: datetime) -> str:
    """UTC with exactly six decimals and Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def envelope(service: str, fields: dict[str, Any]) -> str:
    """The event's text: CloudEvents structured JSON. Absent attributes are left out, as the specification prefers."""
    present = {name: value for name, value in fields.items() if value is not None}
    head = {"specversion": "1.0", "source": f"gonghui/{service}", "datacontenttype": "application/json"}
    return orjson.dumps({**head, **present}).decode()


_APPEND_ONE: LiteralString = """
INSERT INTO journal (county, event_id, type, subject, occurred_on, recorded_at, event, traceparent)
SELECT $1, $2, $3, $4, $5, $6, $7::json, $8
WHERE NOT EXISTS (SELECT FROM log_head WHERE county = $1 AND restored)
RETURNING id"""

# ORDER BY goes before the numbers: PostgreSQL draws an identity for the rows of a sorted SELECT in their order.
_APPEND_MANY: LiteralString = """
INSERT INTO journal (county, event_id, type, subject, occurred_on, recorded_at, event, traceparent)
SELECT county, event_id, type, subject, occurred_on, recorded_at, event::json, traceparent
FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::timestamptz[], $7::text[], $8::text[])
    WITH ORDINALITY AS said (county, event_id, type, subject, occurred_on, recorded_at, event, traceparent, nth)
WHERE NOT EXISTS (SELECT FROM log_head WHERE log_head.county = said.county AND restored)
ORDER BY nth"""

MANY = 1_000
"""Events in one statement at most: about a megabyte of text."""

_APPEND_AND_REMEMBER: LiteralString = (
    """
WITH remembered AS (
    INSERT INTO idempotency (principal, route, key, body_hmac, status, answer)
    VALUES ($9, $10, $11, $12, $13, $14::json)
)"""  # noqa: S608 - two literals
    + _APPEND_ONE
)

# What a command writes and what it leaves, in one statement outside a transaction. It begins with the command's own
# CTEs, `entered` among them: one row when the command holds, drawn from what it locked. $1 … $15 are the journal's.
# A statement on its own cannot be taken back afterwards, so a county that waits for a fork violates NOT NULL.
_APPEND_BY: LiteralString = """, kept AS (
    INSERT INTO creation (id, principal, route, body_hmac, answer)
    SELECT $15::uuid, $9::text, $10::text, $12::bytea, $14::json FROM entered WHERE $15 IS NOT NULL
), remembered AS (
    INSERT INTO idempotency (principal, route, key, body_hmac, status, answer)
    SELECT $9::text, $10::text, $11, $12::bytea, $13, $14::json FROM entered
)
INSERT INTO journal (county, event_id, type, subject, occurred_on, recorded_at, event, traceparent)
SELECT $1, $2, $3, $4, $5, $6,
    CASE WHEN EXISTS (SELECT FROM log_head WHERE county = $1 AND restored) THEN NULL ELSE $7::json END, $8
FROM entered"""

_CREATION = """
INSERT INTO creation (id, principal, route, body_hmac, answer) VALUES ($1, $2, $3, $4, $5::json)"""


async def append(
    connection: Connection | PoolConnectionProxy, rows: list[JournalRow], remembered: Remembered | None = None
) -> None:
    """Append events in order; the last one together with the command's idempotency record.

    The caller has locked (or inserted) the aggregate's row in an earlier statement of the same transaction, so that a
    later event of the same aggregate has the larger id. Restored when the county waits for a fork.
    """
    if remembered and remembered.creation:
        await connection.execute(
            _CREATION,
            remembered.creation,
            remembered.principal,
            remembered.route,
            remembered.body_hmac,
            remembered.answer,
        )
    await append_many(connection, rows[:-1] if remembered else rows)
    if remembered and rows:
        r = remembered
        done = await connection.fetchval(
            _APPEND_AND_REMEMBER, *_values(rows[-1]), r.principal, r.route, r.key, r.body_hmac, r.status, r.answer
        )
        if done is None:
            raise Restored


async def append_many(connection: Connection | PoolConnectionProxy, rows: Sequence[JournalRow]) -> None:
    """Append events in order, a thousand in one statement. What `append` says of locks and Restored holds here too."""
    for first in range(0, len(rows), MANY):
        some = rows[first : first + MANY]
        tag = await connection.execute(_APPEND_MANY, *map(list, zip(*map(_values, some), strict=True)))
        if tag != f"INSERT 0 {len(some)}":
            raise Restored


async def append_by(
    connection: Connection | PoolConnectionProxy,
    writes: LiteralString,
    arguments: tuple[object, ...],
    row: JournalRow,
    remembered: Remembered,
) -> bool:
    """Write by CTEs (their arguments from $16 on), append the event and the command's memory, all in one statement.

    The event's number is drawn after the lock because the journal's INSERT selects from `entered`. False when
    `entered` was empty: nothing is stored. Restored when the county waits for a fork.
    """
    r = remembered
    try:
        tag: str = await connection.execute(
            writes + _APPEND_BY, *_values(row), r.principal, r.route, r.key, r.body_hmac, r.status, r.answer,
            r.creation, *arguments,
        )  # fmt: skip
    except NotNullViolationError as error:
        if (error.table_name, error.column_name) != ("journal", "event"):
            raise
        raise Restored from error
    return tag == "INSERT 0 1"


def _values(row: JournalRow) -> tuple[object, ...]:
    return (
        row.county,
        row.event_id,
        row.type,
        row.subject,
        row.occurred_on,
        row.recorded_at,
        row.event,
        row.traceparent,
    )
