"""A relay of a running service that publishes to real Kafka, for as long as a test looks at it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chassis.log.publisher import Broker, Publisher
from chassis.log.relay import Relay
from chassis.log.seal import Seal
from deploy.local.kafka import Kafka
from tests.support import databases
from tests.support.running import Running


@asynccontextmanager
async def relaying(service: Running, kafka: Kafka, topic: str, county: str, size: int) -> AsyncIterator[None]:
    """Relay until Kafka has acknowledged `size` events of the county, and until the block ends."""
    publisher = Publisher(Broker(service.name, kafka.brokers, topic, Seal(service.settings.feed_token)))
    relay, stop = Relay(service.settings.database_url, service.name, publisher), asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    try:
        async with asyncio.timeout(30):
            sql, dsn = "SELECT FROM log_head WHERE county = $1 AND published >= $2", service.settings.database_url
            while not await databases.rows(dsn, sql, county, size):
                await asyncio.sleep(0.05)
        yield
    finally:
        stop.set()
        await running
