"""The way of a command through HTTP: token, key, body, office, one transaction, one answer."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import asyncpg
from fastapi import Request, Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from chassis.access.principal import Principal
from chassis.command import Command, Declared
from chassis.postgres import Database, Done
from chassis.postgres import Request as TxRequest
from chassis.refusal import Conflict, NotFound, NotYourOffice, OutOfScope, Refusal, WrongMediaType
from chassis.telemetry import tracer
from chassis.web import idempotency
from chassis.web.body import read_body
from chassis.web.headers import etag, key_of, revision_of
from chassis.web.limits import entered, one_of_few

logger = logging.getLogger(__name__)
Refused = Callable[[TxRequest, Declared, Refusal], Awaitable[None]]


class CommandRoute(Route):
    """A declared command. Most paths are told apart by how they begin, at a tenth of what matching a pattern costs."""

    def __init__(self, declared: Declared) -> None:
        super().__init__(declared.route, _Endpoint(declared), methods=["POST"], name=declared.handler.__name__)
        self._beginning = declared.route.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any route; the scope is told which route it is."""
        if not scope["path"].startswith(self._beginning):
            return Match.NONE, {}
        match, child = super().matches(scope)
        return match, {**child, "route": self}


class _Endpoint:
    """The ASGI side of a command. Its errors are answered in one place further out."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = scope["app"].state
        with entered(state):
            answer = await _answer(Request(scope, receive), self._declared)
        await answer(scope, receive, send)


async def _answer(request: Request, declared: Declared) -> Response:
    state = request.app.state
    headers = request.headers
    principal = await state.access.principal(headers)
    try:
        return await _judged(request, declared, principal)
    except Refusal as refusal:
        if refusal.telling:
            state.access.rates.told(principal.subject)
        if refusal.telling or isinstance(refusal, NotYourOffice | OutOfScope):
            await state.access.log.refused(principal, declared.name, refusal.code)
        raise


async def _judged(request: Request, declared: Declared, principal: Principal) -> Response:
    state = request.app.state
    headers = request.headers
    key = key_of(headers.get("idempotency-key"))
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise WrongMediaType
    if declared.body_limit:
        declared.admit(principal.office)  # before a large body is taken in
        with one_of_few(state, headers):
            return await _with_body(request, declared, principal, key, await read_body(request, declared.body_limit))
    body = await read_body(request, state.settings.body_limit)
    return await _with_body(request, declared, principal, key, body)


async def _with_body(request: Request, declared: Declared, principal: Principal, key: str, body: bytes) -> Response:
    state = request.app.state
    headers = request.headers
    declared.admit(principal.office)
    state.access.authority.judge(principal, sensitive=declared.sensitive)
    state.access.rates.may_be_told(principal.subject)
    if declared.reveals:
        state.access.rates.reveal(principal.subject)
    ids = _path_ids(request, declared)
    command = declared.model.model_validate_json(body, strict=True)
    asked = TxRequest(
        service=state.settings.service,
        principal=principal,
        now=state.clock(),
        reach=declared.reach,
        route=request.scope["path"],
        if_match=None if declared.creates else revision_of(headers.get("if-match")),
        key=key,
        body_hmac=idempotency.body_hmac(state.body_key, body),
        creates=declared.creates,
        client_id=getattr(command, "id", None) if declared.creates else None,
        keys=state.keyring,
    )
    return await perform(state.database, asked, declared, ids, command)


def _path_ids(request: Request, declared: Declared) -> list[UUID]:
    try:
        return [UUID(request.path_params[name]) for name in declared.parameters]
    except ValueError as error:
        raise NotFound from error


async def perform(
    database: Database, asked: TxRequest, declared: Declared, ids: list[UUID], command: Command
) -> Response:
    """Run the command in its transaction; a repetition gets the answer of the first."""
    try:
        with tracer().start_as_current_span(f"create {declared.name}"):
            async with database.one_statement(asked) if declared.one_statement else database.tx(asked) as tx:
                done = await declared.handler(tx, *ids, command)
    except (Refusal, asyncpg.IntegrityConstraintViolationError) as error:
        before = await _before(database, asked)
        if before is None:
            raise _meaning(declared, error) from error
        if not declared.answers_anew:
            return _response(before[0], before[1].encode(), None)
        async with database.tx(replace(asked, first=Done.remembered(before[1]))) as tx:
            done = await declared.handler(tx, *ids, command)
    return _response(201 if declared.creates else 200, done.json(), done.revision, kept=done.shown is None)


async def _before(database: Database, asked: TxRequest) -> tuple[int, str] | None:
    """The answer this request got before, if it did: status and body."""
    async with database.tx(asked, read_only=True) as tx:
        who, route = asked.principal.subject, asked.route
        found = await idempotency.remembered(tx.connection, who, route, asked.key or "", asked.body_hmac)
        if found is not None:
            return found
        if asked.client_id is not None:
            answer = await idempotency.created(tx.connection, asked.client_id, who, route, asked.body_hmac)
            if answer is not None:
                return 201, answer
    return None


def _meaning(declared: Declared, error: Exception) -> Exception:
    if isinstance(error, Refusal):
        return error
    name = getattr(error, "constraint_name", None) or ""
    meant = declared.capability.constraints.get(name)
    if meant is not None:
        return meant()
    if isinstance(error, asyncpg.UniqueViolationError) and declared.creates and name.endswith("_pkey"):
        return Conflict(field="id")
    return error


def _response(status: int, body: bytes, revision: int | None, *, kept: bool = True) -> Response:
    if revision is None:
        _, _, rest = body.partition(b'"revision":')
        revision = int(rest.split(b",")[0].split(b"}")[0])
    headers = {"ETag": etag(revision)} if kept else {"ETag": etag(revision), "Cache-Control": "no-store"}
    return Response(body, status, headers, "application/json")
