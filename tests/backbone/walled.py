"""A Kafka with walls, a journal whose relay writes into it, and a gateway's read model that is folded out of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import asyncpg
import orjson

from chassis.context import EVERYTHING
from chassis.ids import uuid7
from chassis.log.fold import Fold
from chassis.log.kafka import KafkaSource
from chassis.log.process import run_relay
from chassis.log.vouching import source_of
from chassis.settings import Settings
from chassis.web.health import Health
from contracts.declare import Place
from contracts.membership.members import MemberAdmitted
from deploy.local.kafka import Kafka
from deploy.local.kafka_rights import work_user
from services.gateway.projection.projection import ReadModel
from services.gateway.projection.watching import Watching
from services.gateway.queries import freshness
from tests.backbone.on_kafka import HeadsOnly
from tests.support.logs import Log

PREFIX = "walls."
SERVICES = ("membership", "assistance", "activities", "gateway")
FEED_TOKEN = "feeds-behind-walls"
DAY = date(2026, 3, 1)


def admitted(count: int, county: str) -> list[str]:
    """The text of so many admissions."""
    log = Log("membership", county)
    for _ in range(count):
        event = MemberAdmitted(member=uuid7(), place=Place(area=f"{county}100"), employment="regular")
        log.add(event, DAY, subject=event.member, area=f"{county}100")
    return [entry.event for entry in log.entries]


def settings_of(kafka: Kafka, service: str, user: str, dsn: str) -> Settings:
    """Settings of a process of a service that comes to Kafka as `user`."""
    assert kafka.walls
    return Settings(
        service=service,
        database_url=dsn,
        feed_token=FEED_TOKEN,
        kafka_bootstrap_servers=kafka.bootstrap,
        kafka_topic_prefix=PREFIX,
        kafka_replication=kafka.replication,
        kafka_security_protocol="SASL_SSL",
        kafka_sasl_username=user,
        kafka_sasl_password=kafka.walls.passwords[user],
        kafka_ca_file=kafka.walls.ca,
    )


@dataclass
class Way:
    """Everything between a membership journal and the gateway's dashboards."""

    kafka: Kafka
    county: str
    journal: str
    dsn: str
    gateway: asyncpg.Pool
    feed: HeadsOnly
    relay: Health
    source: KafkaSource
    fold: Fold

    async def admit(self, count: int) -> None:
        """Commit so many admissions, as a command does: into the journal."""
        connection = await asyncpg.connect(self.journal, server_settings=EVERYTHING.settings)
        for text in admitted(count, self.county):
            said = orjson.loads(text)
            await connection.execute(
                """INSERT INTO journal (county, event_id, type, subject, occurred_on, event)
                VALUES ($1, $2, $3, $4, $5, $6::json)""",
                self.county, UUID(said["id"]), said["type"], said["subject"], DAY, text,
            )  # fmt: skip
        await connection.close()

    async def counted(self, position: int, within: float = 60) -> None:
        """Wait until the dashboards have counted that far."""
        async with asyncio.timeout(within):
            while self.fold.positions.get(self.county, 0) < position:
                await asyncio.sleep(0.05)

    async def subjects(self) -> list[str]:
        """Whom the audit trail names, in order of position."""
        rows = await self.gateway.fetch(
            "SELECT subject::text FROM projection.audit_entry WHERE county = $1 ORDER BY position", int(self.county)
        )
        return [row["subject"] for row in rows]

    async def complete(self) -> bool:
        """What the dashboards say of themselves, after a look at heads and roots."""
        await Watching("membership", self.feed.stored, self.gateway, stopped=self.fold.stopped).step()
        async with self.gateway.acquire() as connection:
            (log,) = await freshness.freshness(connection, self.county)
        return log.complete


@asynccontextmanager
async def on_the_way(kafka: Kafka, county: str, journal: str, dsn: str, feed: HeadsOnly) -> AsyncIterator[Way]:
    """Relay and fold at work, each as the user its process has; `dsn` is the gateway's database."""
    gateway = await asyncpg.create_pool(dsn, min_size=1, max_size=6, server_settings=EVERYTHING.settings)
    health, stop = Health(), asyncio.Event()
    source = source_of(settings_of(kafka, "gateway", work_user("gateway"), ""), "membership")
    assert source
    fold = Fold(ReadModel(), "membership", feed, gateway, source)
    relaying = run_relay(settings_of(kafka, "membership", work_user("membership"), journal), health, stop)
    running = asyncio.gather(relaying, fold.run(stop))
    try:
        yield Way(kafka, county, journal, dsn, gateway, feed, health, source, fold)
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await running
        await gateway.close()
