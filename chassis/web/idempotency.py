"""The same request twice: the first answer again, whatever happened in between."""

import hmac
from uuid import UUID

from asyncpg import Connection
from asyncpg.pool import PoolConnectionProxy

from chassis.refusal import Conflict, KeyReused

KEPT_DAYS = 7


def body_hmac(key: bytes, body: bytes) -> bytes:
    """What is kept of a body: an HMAC, so that personal data cannot be guessed from it."""
    return hmac.digest(key, body, "sha256")


async def remembered(
    connection: Connection | PoolConnectionProxy, principal: str, route: str, key: str, digest: bytes
) -> tuple[int, str] | None:
    """Status and body of the answer given before to this key. KeyReused when the body was another."""
    found = await connection.fetchrow(
        """SELECT body_hmac, status, answer FROM idempotency
        WHERE principal = $1 AND route = $2 AND key = $3""",
        principal,
        route,
        key,
    )
    if found is None:
        return None
    if not hmac.compare_digest(found["body_hmac"], digest):
        raise KeyReused
    return found["status"], found["answer"]


async def created(
    connection: Connection | PoolConnectionProxy, record: UUID, principal: str, route: str, digest: bytes
) -> str | None:
    """The first answer to the same creation by the same person. Conflict when the id is another request's."""
    found = await connection.fetchrow("SELECT principal, route, body_hmac, answer FROM creation WHERE id = $1", record)
    if found is None:
        return None
    same = found["principal"] == principal and found["route"] == route
    if not same or not hmac.compare_digest(found["body_hmac"], digest):
        raise Conflict(field="id")
    answer: str = found["answer"]
    return answer


async def forget(connection: Connection | PoolConnectionProxy) -> int:
    """Delete keys older than seven days, a bounded number at a time. Answers how many."""
    tag: str = await connection.execute(
        """DELETE FROM idempotency WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM idempotency WHERE created_at < now() - make_interval(days => $1) LIMIT 5000))""",
        KEPT_DAYS,
    )
    return int(tag.rsplit(maxsplit=1)[-1])
