"""The gateway's projecting part of `work`: one fold for each service's logs, its own among them, all under watch."""

import asyncio
from contextlib import AsyncExitStack

from chassis.log.checkpoint import Keys, Signer
from chassis.log.feed import FeedClient
from chassis.log.fold import Fold
from chassis.log.kafka import KafkaSource
from chassis.log.stored import StoredLog
from chassis.log.vouching import source_of
from chassis.postgres import Database
from chassis.settings import Settings
from chassis.web.health import Health
from contracts.catalogue import SERVICES
from services.gateway.projection.areas import name_areas
from services.gateway.projection.ping import Ping
from services.gateway.projection.projection import ReadModel
from services.gateway.projection.watching import Watched, Watching
from services.gateway.settings import GatewaySettings

CONNECTIONS = 10
OWN = "gateway"


async def project(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Fold the logs of every service whose address is set, and the gateway's own, until `stop` is set."""
    database = Database(settings.database_url, size=CONNECTIONS, everything=True)
    await database.open()
    async with database.pool.acquire() as connection:
        await name_areas(connection, GatewaySettings().gonghui_areas)
    ping = Ping(settings.database_url)
    model = ReadModel(ping.moved)
    keys = Keys.load(settings.checkpoint_keys) if settings.checkpoint_keys else None
    signer = Signer.load(OWN, settings.signing_key) if settings.signing_key else None
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        feeds = [(service, await _feed(settings, service, database, stack)) for service in SERVICES]
        async with asyncio.TaskGroup() as group:
            group.create_task(ping.run(stop))
            for service, feed in feeds:
                if feed is None:
                    continue
                fold = Fold(model, service, feed, database.pool, _kafka(settings, service))
                watching = Watching(service, feed, database.pool, keys, signer, fold.stopped)
                health.notes[f"fold of {service}"] = fold.ready
                health.notes[f"parked of {service}"] = watching.incomplete
                health.notes[f"root of {service}"] = watching.disagreeing  # what mends it needs this process at work
                group.create_task(fold.run(stop))
                group.create_task(watching.run(stop))


async def _feed(settings: Settings, service: str, database: Database, stack: AsyncExitStack) -> Watched | None:
    """Where a service's logs are had; None when its address is not set."""
    if service == OWN:
        return StoredLog(OWN, database)
    url = settings.service_urls.get(service)
    return await stack.enter_async_context(FeedClient(service, url, settings.feed_token)) if url else None


def _kafka(settings: Settings, service: str) -> KafkaSource | None:
    """The gateway reads its own log from its own database, which is nearer than Kafka."""
    return None if service == OWN else source_of(settings, service)
