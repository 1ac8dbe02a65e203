"""Appointments as a service's database would have folded them: written beside the test's own event loop."""

import asyncio
import threading
from collections.abc import Coroutine
from functools import cache
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import asyncpg

from chassis.context import EVERYTHING
from contracts.offices import Office

_connections: dict[str, "asyncpg.Connection[asyncpg.Record]"] = {}
_made: set[tuple[str, UUID]] = set()


def account(office: Office, area: str) -> str:
    """The account that holds an office over an area when a test names none."""
    return f"{office.value}-{area}"


def appoint(dsn: str, subject: str, office: Office, area: str, org: UUID | None = None) -> UUID:
    """The id of that appointment, which is there when this returns."""
    made = uuid5(NAMESPACE_OID, f"{subject}/{office.value}/{area}/{org}")
    if (dsn, made) not in _made:
        know_authority(dsn)
        _run(_insert(dsn, made, subject, office, area, org))
        _made.add((dsn, made))
    return made


def know_authority(dsn: str) -> None:
    """Let the lease never end: no membership service feeds this database."""
    _run(_execute(dsn, "UPDATE authority_lease SET known_until = 'infinity' WHERE known_until = '-infinity'"))


def know_union(dsn: str, union: UUID, area: str, state: str = "active") -> None:
    """A union as membership published it."""
    _run(
        _execute(
            dsn,
            """INSERT INTO organisation (id, county, area, kind, name, state)
            VALUES ($1, $2, $3, 'village-community', $4, $5) ON CONFLICT DO NOTHING""",
            union,
            area[:6],
            area,
            f"工会{union}",
            state,
        )
    )


async def _insert(dsn: str, made: UUID, subject: str, office: Office, area: str, org: UUID | None) -> None:
    await _execute(
        dsn,
        """INSERT INTO appointment (id, county, area, org, account, office, since)
        VALUES ($1, $2, $3, $4, $5, $6, '2020-01-01') ON CONFLICT DO NOTHING""",
        made,
        area[:6],
        area,
        org,
        subject,
        office.value,
    )


async def _execute(dsn: str, sql: Any, *values: object) -> None:
    connection = _connections.get(dsn)
    if connection is None or connection.is_closed():
        connection = _connections[dsn] = await asyncpg.connect(dsn, server_settings=EVERYTHING.settings)
    await connection.execute(sql, *values)


def _run(work: Coroutine[Any, Any, None]) -> None:
    """In a loop of its own: who asks may stand in a running one and cannot wait there."""
    asyncio.run_coroutine_threadsafe(work, _loop()).result(30)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True, name="appointing").start()
    return loop
