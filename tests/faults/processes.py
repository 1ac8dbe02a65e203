"""The two services of these tests, as processes of their own: notes are written in one, the other folds and vouches.

`python -m tests.faults.processes notes|ledger serve|work`. All that runs is the chassis, wired as every service is.
"""

import argparse
import asyncio
import logging
import sys

from chassis import process
from chassis.app import Service
from chassis.log.feed import FeedClient
from chassis.log.fold import Fold
from chassis.log.kafka import KafkaSource
from chassis.log.seal import Seal
from chassis.log.vouching import following, vouching_for
from chassis.postgres import Database
from chassis.settings import Settings
from chassis.web.health import Health
from tests.backbone.ledger import Ledger
from tests.support import notes

WATCHED = "activities"
SESSION_MS = 6000
"""A projector that is silent for so long loses its partitions; half a minute outside of tests."""


async def fold(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """The ledger's projector."""
    database = Database(settings.database_url, size=4, everything=True)
    await database.open()
    try:
        async with FeedClient(WATCHED, settings.service_urls[WATCHED], settings.feed_token) as feed:
            topic = f"{settings.kafka_topic_prefix}{WATCHED}"
            seal = Seal(settings.feed_token)
            kafka = KafkaSource(WATCHED, settings.brokers, topic, "ledger", seal, SESSION_MS)
            folding = Fold(Ledger(), WATCHED, feed, database.pool, kafka)
            health.checks["ledger"] = folding.ready
            await folding.run(stop)
    finally:
        await database.close()


SERVICES = {
    "notes": notes.service,
    "ledger": Service(
        "gateway",
        ("账本", "Ledger"),
        "tests.faults",
        work=[fold, following(WATCHED)],
        prepare=vouching_for(WATCHED),
    ),
}


def main() -> None:
    """Run one role of one service."""
    parser = argparse.ArgumentParser()
    parser.add_argument("service", choices=list(SERVICES))
    parser.add_argument("role", choices=["serve", "work"])
    asked = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(name)s %(message)s")
    service = SERVICES[asked.service]
    process.run(service, Settings.of(service.name), asked.role)


if __name__ == "__main__":
    main()
