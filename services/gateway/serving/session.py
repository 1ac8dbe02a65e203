"""Sign-in and sign-out, recorded in the gateway's own log, and what one may act as.

The issuer signs people in; the console tells the gateway when that has happened, so that the audit trail holds it.
"""

import hashlib
from typing import LiteralString
from uuid import NAMESPACE_URL, UUID, uuid5

import asyncpg
import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chassis.access.access import Access
from chassis.ids import uuid7
from chassis.postgres import Request as TxRequest
from chassis.postgres import Tx
from chassis.web import idempotency
from chassis.web.headers import key_of
from contracts.gateway.access import SignedIn, SignedOut

SERVICE = "gateway"
PATH = "/session"

# One after another per account, so that the last sign-in is what a sign-out ends.
_LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtextextended($1, 7))"
_LAST: LiteralString = """
    SELECT type, (event->'data'->>'session')::uuid AS session FROM journal
    WHERE subject = $1 ORDER BY id DESC LIMIT 1"""


def account(subject: str) -> UUID:
    """The id under which an account's sessions are recorded."""
    return uuid5(NAMESPACE_URL, f"gonghui:account:{subject}")


async def _open_session(tx: Tx) -> UUID | None:
    who = str(account(tx.principal.subject))
    await tx.run(_LOCK, who)
    last = await tx.connection.fetchrow(_LAST, who)
    return last["session"] if last and last["type"] == SignedIn.full_type() else None


async def _asked(request: Request) -> TxRequest:
    """The request; without an Idempotency-Key the token itself is the key: one sign-in per token."""
    state = request.app.state
    authorization = request.headers.get("authorization")
    principal = await state.access.principal(request.headers)
    token = hashlib.sha256((authorization or "").encode()).hexdigest()
    key = key_of(request.headers.get("idempotency-key", token))
    return TxRequest(SERVICE, principal, state.clock(), route=f"{request.method} {PATH}", key=key, creates=True)


async def sign_in(request: Request) -> Response:
    """POST /session: 201 {id, revision, eventId}; the same token (or key) again gets the first answer."""
    asked = await _asked(request)
    database = request.app.state.database
    try:
        async with database.tx(asked) as tx:
            await tx.run(_LOCK, str(account(asked.principal.subject)))
            session = SignedIn(session=uuid7())
            done = await tx.record(account(asked.principal.subject), session, on=tx.today, revision=1)
    except asyncpg.UniqueViolationError:
        async with database.tx(asked, read_only=True) as tx:
            before = await idempotency.remembered(
                tx.connection, asked.principal.subject, asked.route, asked.key or "", asked.body_hmac
            )
        if before is None:
            raise
        return Response(before[1], 201, media_type="application/json")
    return Response(done.json(), 201, media_type="application/json")


async def sign_out(request: Request) -> Response:
    """DELETE /session: 204, whether or not a session was open."""
    state = request.app.state
    principal = await state.access.principal(request.headers)
    async with state.database.tx(TxRequest(SERVICE, principal, state.clock())) as tx:
        session = await _open_session(tx)
        if session:
            await tx.record(account(principal.subject), SignedOut(session=session), on=tx.today, revision=1)
    return Response(status_code=204)


async def who(request: Request) -> Response:
    """GET /session: the account, its name, and what it may act as at this moment, own appointments first.

    200 {account, name, appointments: [{id, office, words, area, org, onBehalfOf}]}, the list empty when it holds none.
    """
    access: Access = request.app.state.access
    identity = await access.identity(request.headers.get("authorization"))
    held = [
        {
            "id": str(each.id),
            "office": each.office.value,
            "words": each.office.words._asdict(),
            "area": each.area,
            "org": str(each.org) if each.org else None,
            "onBehalfOf": each.on_behalf_of,
        }
        for each in await access.authority.current(identity)
    ]
    body = {"account": identity.subject, "name": identity.name, "appointments": held}
    return Response(orjson.dumps(body), headers={"Cache-Control": "no-store"}, media_type="application/json")


ROUTES = [
    Route(PATH, who, methods=["GET"]),
    Route(PATH, sign_in, methods=["POST"]),
    Route(PATH, sign_out, methods=["DELETE"]),
]
