"""A service: its capabilities made into an HTTP application."""

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from chassis import telemetry
from chassis.access.access import Access
from chassis.access.access_log import AccessLog
from chassis.access.authority import Authority
from chassis.access.tokens import Tokens
from chassis.command import Capability
from chassis.health_checks import database_ready, log_notes
from chassis.log.checkpoint import Signer
from chassis.log.feed import feed_routes
from chassis.log.stored import StoredLog
from chassis.personal import opening
from chassis.personal.keys import Keyring
from chassis.postgres import Clock, Database, utc_now
from chassis.settings import Settings
from chassis.web import commands, openapi, problems
from chassis.web.guarding import Guarding
from chassis.web.headers import OneOfEach
from chassis.web.health import Health, Measured
from chassis.web.record import DOCUMENTED, RecordRoute, answered_by, answers_a_record
from chassis.web.silence import Silence

Lifespan = Callable[[FastAPI], Any]
Work = Callable[[Settings, Health, Any], Coroutine[Any, Any, None]]


@dataclass
class Service:
    """One service of the platform, declared in its main.py.

    `routers` are mounted beside the capabilities; `lifespans` are async context managers over the app; `work` are
    coroutines of the work process beside the relay, called with (settings, health, stop event).
    """

    name: str
    words: tuple[str, str]
    package: str
    capabilities: list[Capability] = field(default_factory=list)
    routers: Sequence[Callable[[Settings], APIRouter]] = ()
    lifespans: Sequence[Lifespan] = ()
    work: Sequence[Work] = ()
    prepare: Callable[[FastAPI], None] | None = None
    owns_appointments: bool = False
    holds_persons: bool = False

    @property
    def packages(self) -> list[str]:
        """Whose migrations make its database, in this order."""
        return ["chassis", *(["chassis.personal"] if self.holds_persons else []), self.package]

    @property
    def beside(self) -> list[Lifespan]:
        """What runs beside the application: where persons are held, their vault is opened first."""
        return [*([opening.opened] if self.holds_persons else []), *self.lifespans]


def create_app(service: Service, settings: Settings, clock: Clock = utc_now) -> FastAPI:
    """The service's ASGI application. Its state: settings, database, access, clock, health, queries."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await app.state.database.open()
            stack.push_async_callback(app.state.database.close)
            for extra in service.beside:
                await stack.enter_async_context(extra(app))
            yield

    app = FastAPI(
        title=f"{service.words[0]} / {service.words[1]}",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,  # it would name this process's own address; a path is right or it is not there
        telemetry={"tracing": False, "metrics": False, "logs": False},  # ours: chassis.telemetry and /metrics
    )
    state = app.state
    state.settings = settings
    state.clock = clock
    state.database = Database(settings.database_url, settings.database_pool_size)
    state.access = Access(
        Tokens(
            settings.oidc_issuer,
            settings.oidc_audience,
            settings.oidc_algorithms,
            settings.oidc_types,
            settings.oidc_keys_fresh,
        ),
        Authority(state.database, clock, own=service.owns_appointments),
        AccessLog(service.name, state.database, clock),
        settings.rates,
    )
    state.body_key = settings.body_key
    state.keyring = Keyring()
    state.in_flight = 0
    state.health = Health()
    state.health.checks["database"] = lambda: database_ready(state.database)
    state.health.checks["authority"] = state.access.authority.ready
    state.health.notes["log"] = lambda: log_notes(state.database)
    state.queries = {query.endpoint: query for capability in service.capabilities for query in capability.queries}
    for capability in service.capabilities:
        _mount(app, capability)
    if settings.signing_key:
        key = Signer.load(service.name, settings.signing_key).verifier
        app.include_router(feed_routes(StoredLog(service.name, state.database), settings.feed_token, key))
    app.router.routes.extend(state.health.routes())
    for router in service.routers:
        app.include_router(router(settings))
    problems.install(app)
    app.add_middleware(OneOfEach)
    app.add_middleware(Silence)
    if service.prepare:
        service.prepare(app)
    described: dict[str, Any] = {}

    def openapi_document() -> dict[str, Any]:
        if not described:
            described.update(openapi.document(app, service.capabilities))
        return described

    app.openapi = openapi_document  # type: ignore[method-assign]
    _surround(app, settings)
    if settings.otel_exporter_otlp_endpoint:
        telemetry.instrument(app)
    return app


def _surround(app: FastAPI, settings: Settings) -> None:
    """What every answer passes, whoever gives it; the last one added is the outermost."""
    app.add_middleware(Guarding)
    app.add_middleware(Measured)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))


def _mount(app: FastAPI, capability: Capability) -> None:
    for declared in capability.commands:
        app.router.routes.append(commands.CommandRoute(declared))
    for query in sorted(capability.queries, key=lambda query: query.path.startswith("/{")):  # a name is no id
        extra = {"x-words": query.words._asdict(), "x-offices": [office.value for office in query.offices]}
        record = answers_a_record(query.endpoint)
        app.router.add_api_route(
            capability.prefix + query.path,
            query.endpoint,
            methods=["GET"],
            tags=[capability.name],
            operation_id=f"{capability.name}.{query.endpoint.__name__}",
            summary=f"{query.words.zh} / {query.words.en}",
            openapi_extra=extra,
            responses=DOCUMENTED if record else None,
            response_class=answered_by(query.endpoint),
            route_class_override=RecordRoute if record else None,
        )
