"""The journal: events are appended in the command's own transaction, with what makes the command repeatable."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, LiteralString
from uuid import UUID

import orjson
from asyncpg import Connection
from asyncpg.pool import PoolConnectionProxy

from chassis.refusal import Restored


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
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


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

_APPEND_AND_REMEMBER: LiteralString = (
    """
WITH remembered AS (
    INSERT INTO idempotency (principal, route, key, body_hmac, status, answer)
    VALUES ($9, $10, $11, $12, $13, $14::json)
)"""  # noqa: S608 - two literals
    + _APPEND_ONE
)

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
    for row in rows[:-1] if remembered else rows:
        if await connection.fetchval(_APPEND_ONE, *_values(row)) is None:
            raise Restored
    if remembered and rows:
        r = remembered
        done = await connection.fetchval(
            _APPEND_AND_REMEMBER, *_values(rows[-1]), r.principal, r.route, r.key, r.body_hmac, r.status, r.answer
        )
        if done is None:
            raise Restored


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
