"""The processes of a service: `serve` answers HTTP, `work` relays and projects, `migrate` brings the database up."""

import argparse
import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
import uvloop
from pydantic import ValidationError
from starlette.applications import Starlette

from chassis import migrations, telemetry
from chassis.access.fold import follow_authority
from chassis.app import Service, create_app
from chassis.log.process import run_relay
from chassis.settings import Settings
from chassis.web.guarding import Guarding
from chassis.web.health import Health

STOP_SECONDS = 15
COLLECT_AFTER = 200_000
"""Objects made and kept since the last collection."""
logger = logging.getLogger(__name__)


def main(service: Service) -> None:
    """`python -m services.<name> serve|work|migrate`. Exits 2 when settings are missing, 1 when work failed."""
    parser = argparse.ArgumentParser(prog=f"python -m {service.package}")
    parser.add_argument("role", choices=["serve", "work", "migrate"])
    parser.add_argument("--phase", choices=["pre", "post"], help="migrate: only this phase")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    try:
        settings = Settings.of(service.name)
    except ValidationError as error:
        missing = ", ".join(f"{part}".upper() for entry in error.errors() for part in entry["loc"])
        sys.exit(f"设置缺失或有误 / settings missing or wrong: {missing} (…_{service.name.upper()})")
    run(service, settings, arguments.role, arguments.phase)


def run(service: Service, settings: Settings, role: str, phase: str | None = None) -> None:
    """Run one role until it is told to stop."""
    telemetry.configure(settings, role)
    if role == "migrate":
        ran = uvloop.run(migrate(service, settings, phase))
        print(f"{service.name}: {len(ran)} migration(s)", *ran, sep="\n  ")  # noqa: T201 - the command's answer
    elif role == "serve":
        app = create_app(service, settings)
        spare_collector()
        http_server(app, settings.host, settings.port).run()
    else:
        spare_collector()
        uvloop.run(work(service, settings))


def spare_collector() -> None:
    """Keep the cyclic collector from what start-up has built, and from looking through every batch as it grows.

    Batches of thousands of decoded events hold no cycles; looking through them took a third of a rebuild's time.
    """
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


async def migrate(service: Service, settings: Settings, phase: str | None = None) -> list[str]:
    """Chassis migrations, the vault's where there is one, then the service's own, with the owner role."""
    dsn = settings.database_owner_url or settings.database_url
    return await migrations.migrate(dsn, service.packages, phase)


def http_server(app: Any, host: str, port: int) -> uvicorn.Server:
    """The server that answers HTTP in every process; `run()` serves until a signal."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            loop="uvloop",
            http="httptools",
            timeout_graceful_shutdown=STOP_SECONDS,
            server_header=False,
            proxy_headers=False,  # chassis.app believes those proxies that the settings name
            h11_max_incomplete_event_size=64 * 1024,
            ws_max_size=64 * 1024,
        )
    )


async def work(service: Service, settings: Settings) -> None:
    """The relay and the service's projectors, watched together: one that fails ends the process, loudly."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    health = Health()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield

    app = Starlette(routes=health.routes(), lifespan=lifespan)
    app.router.redirect_slashes = False
    app.add_middleware(Guarding)
    server = http_server(app, settings.host, settings.work_port)
    parts: list[Coroutine[Any, Any, Any]] = [run_relay(settings, health, stop)]
    parts += [part(settings, health, stop) for part in service.work]
    if not service.owns_appointments:
        parts.append(follow_authority(settings, health, stop))
    if settings.work_port:
        parts.append(_serve_health(server))
    tasks = [asyncio.create_task(part) for part in parts]

    def stopping() -> None:
        health.stopping = True
        stop.set()
        server.should_exit = True

    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopping)
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    failed = [error for task in done if (error := task.exception())]
    stopping()
    _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
    for task in late:
        task.cancel()
    for error in failed:
        logger.error("work stopped: %s", type(error).__name__, exc_info=error)
    if failed or late:
        sys.exit(1)


async def _serve_health(server: uvicorn.Server) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        await server._serve()  # noqa: SLF001 - serve() would take the signals away from the relay
