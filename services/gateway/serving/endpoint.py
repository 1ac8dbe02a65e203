"""/graphql: token, document, authority, cache, answer, in that order; a raw ASGI application."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import OperationType
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from chassis.access.access import Access
from chassis.access.principal import Principal
from chassis.postgres import SHANGHAI, Clock, Database
from chassis.refusal import Busy, Refusal
from services.gateway.graph.asking import Asking
from services.gateway.graph.authority import allow
from services.gateway.graph.refusals import (
    DocumentsOnly,
    OfficeMayNotRead,
    OutOfScope,
    OverSocket,
    ReadOnly,
    TooComplex,
    WrongMethod,
)
from services.gateway.serving import errors, http
from services.gateway.serving.cache import Answer, Cache
from services.gateway.serving.documents import Document, Documents, Invalid, Operation
from services.gateway.serving.execution import executed
from services.gateway.serving.versions import Versions

COMPUTING_MOST = 64  # executions at once in this process; beyond it, Busy


@dataclass
class Gateway:
    """What the endpoint and the socket work with."""

    access: Access
    documents: Documents
    cache: Cache
    versions: Versions
    database: Database
    clock: Clock
    computing: int = 0

    def document_of(self, sent: http.Sent, principal: Principal) -> Document:
        """The document of a request. UnknownDocument, DocumentsOnly, TooComplex, Invalid."""
        if sent.document_id:
            return self.documents.trusted(sent.document_id)
        text = sent.query or ""
        trusted = self.documents.find(text)
        if trusted:
            return trusted
        if not principal.explorer:
            raise DocumentsOnly
        return self.documents.open(text, suggest=True)

    async def authorise(self, operation: Operation, principal: Principal, variables: Mapping[str, Any]) -> None:
        """Judge every root field; a refusal for office or scope is recorded. OutOfScope, OfficeMayNotRead."""
        if operation.shows_schema and not principal.explorer:
            raise DocumentsOnly
        given = operation.variables(variables)
        for field in operation.fields:
            try:
                allow(field.name, principal, field.given(given))
            except (OutOfScope, OfficeMayNotRead) as refusal:
                await self.access.log.refused(
                    principal, f"graphql:{field.name}", refusal.code, refusal.values.get("area")
                )
                raise

    def asking(self, principal: Principal) -> Asking:
        """The context of one execution."""
        today = self.clock().astimezone(SHANGHAI).date()
        return Asking(principal, today, self.database, self.versions.moves)


class Endpoint:
    """The ASGI application behind /graphql."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        language = http.language_of(headers.get(b"accept-language", b"").decode("latin-1"))
        kind = http.JSON
        try:
            kind = http.media_type(headers)
            answer = await self._answer(scope, receive, headers, language)
            reply = http.Reply(200 if kind == http.JSON else answer.status, kind, answer.body)
        except Refusal as refusal:
            status = 200 if isinstance(refusal, TooComplex) and kind == http.JSON else refusal.status
            reply = http.Reply(status, kind, errors.body_of([errors.refused(refusal, language)]), _extra(refusal))
        except Invalid as invalid:
            body = errors.body_of([errors.formatted(error, language) for error in invalid.errors])
            reply = http.Reply(200 if kind == http.JSON else 400, kind, body)
        await http.reply(send, scope, reply)

    async def _answer(self, scope: Scope, receive: Receive, headers: Mapping[bytes, bytes], language: str) -> Answer:
        gateway = self._gateway
        method = scope["method"]
        if method not in {"GET", "HEAD", "POST"}:
            raise WrongMethod
        principal = await gateway.access.principal(Headers(raw=scope["headers"]))
        sent = await http.body_of(headers, receive) if method == "POST" else http.sent_in_url(scope["query_string"])
        document = gateway.document_of(sent, principal)
        operation = document.operation(sent.operation)
        if operation.kind is OperationType.SUBSCRIPTION:
            raise OverSocket
        if operation.kind is OperationType.MUTATION:
            raise ReadOnly
        await gateway.authorise(operation, principal, sent.variables)
        return await self._cached(operation, sent.variables, principal, language)

    async def _cached(
        self, operation: Operation, variables: Mapping[str, Any], principal: Principal, language: str
    ) -> Answer:
        gateway = self._gateway
        version = gateway.versions.version(principal.county) if operation.cached else None
        if version is None:
            return await self._computed(operation, variables, principal, language)
        key = (
            operation.document.id,
            operation.name,
            http.canonical(variables),
            principal.office,
            principal.low,
            (principal.subject, principal.name, principal.explorer) if operation.personal else None,
            language,
            gateway.clock().astimezone(SHANGHAI).date(),
            version,
        )
        return gateway.cache.get(key) or await gateway.cache.compute(
            key, lambda: self._computed(operation, variables, principal, language)
        )

    async def _computed(
        self, operation: Operation, variables: Mapping[str, Any], principal: Principal, language: str
    ) -> Answer:
        gateway = self._gateway
        if gateway.computing >= COMPUTING_MOST:
            raise Busy
        gateway.computing += 1
        try:
            asking = gateway.asking(principal)
            return await executed(operation, variables, asking, language, suggest=principal.explorer)
        finally:
            gateway.computing -= 1


_EXTRA: dict[int, tuple[tuple[bytes, bytes], ...]] = {
    401: ((b"www-authenticate", b"Bearer"),),
    405: ((b"allow", b"GET, POST"),),
    408: ((b"connection", b"close"),),
    503: ((b"retry-after", b"1"),),
}


def _extra(refusal: Refusal) -> tuple[tuple[bytes, bytes], ...]:
    if refusal.retry_after is not None:
        return ((b"retry-after", b"%d" % refusal.retry_after),)
    return _EXTRA.get(refusal.status, ())
