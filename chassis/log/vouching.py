"""A service that is the witness of another one's logs: what its `work` follows, what its `serve` answers."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, LiteralString

from fastapi import FastAPI

from chassis.log.checkpoint import Keys, Signer
from chassis.log.feed import FeedClient
from chassis.log.fold import Fold
from chassis.log.following import Cosigning, Following
from chassis.log.kafka import KafkaSource
from chassis.log.merkle import CompactRange
from chassis.log.relay import WitnessSilent
from chassis.log.seal import Seal
from chassis.log.tiles import Connection
from chassis.log.topic_end import NOTHING, Reached, last_positions
from chassis.log.witness import Witnessed, witness_routes
from chassis.postgres import Database
from chassis.settings import Settings
from chassis.web.health import Health

CATCH_UP_SECONDS = 20.0
POLL_SECONDS = 0.05

_KNOWN: LiteralString = """
    SELECT county, followed_log.generation, followed_log.size, compact_range, note, cosigned_at
    FROM followed_log LEFT JOIN witness USING (service, county, generation) WHERE service = $1 ORDER BY county"""

Logs = Callable[[], Awaitable[Sequence[Witnessed]]]


async def followed_logs(connection: Connection, service: str) -> list[Witnessed]:
    """What this database's service knows of the logs that it follows."""
    rows = await connection.fetch(_KNOWN, service)
    return [
        Witnessed(
            row["county"],
            row["generation"],
            row["size"],
            CompactRange(row["size"], tuple(row["compact_range"])).root,
            row["note"],
            row["cosigned_at"],
        )
        for row in rows
    ]


async def caught_up(logs: Logs, service: str, ends: dict[str, Reached]) -> Sequence[Witnessed]:
    """What is known once it goes as far as these ends; WitnessSilent when it does not within 20 seconds."""
    loop = asyncio.get_running_loop()
    until = loop.time() + CATCH_UP_SECONDS
    while True:
        known = await logs()
        reached = {log.county: Reached(log.generation, log.size) for log in known}
        behind = [county for county, end in ends.items() if reached.get(county, NOTHING) < end]
        if not behind:
            return known
        if loop.time() > until:
            raise WitnessSilent(f"{service}/{behind[0]} is not followed up to the end of Kafka's topic")
        await asyncio.sleep(POLL_SECONDS)


def following(watched: str) -> Callable[[Settings, Health, asyncio.Event], Coroutine[Any, Any, None]]:
    """Part of a `work` process: follow the watched service's logs and cosign its checkpoints."""

    async def follow(settings: Settings, health: Health, stop: asyncio.Event) -> None:
        url = settings.service_urls.get(watched)
        if url is None:
            await stop.wait()
            return
        database = Database(settings.database_url, size=3, everything=True)
        await database.open()
        try:
            async with FeedClient(watched, url, settings.feed_token) as feed:
                fold = Fold(Following(), watched, feed, database.pool, source_of(settings, watched))
                health.notes[f"witness of {watched}"] = fold.ready
                async with asyncio.TaskGroup() as group:
                    group.create_task(fold.run(stop))
                    if settings.checkpoint_keys and settings.signing_key:
                        signer = Signer.load(settings.service, settings.signing_key)
                        keys = Keys.load(settings.checkpoint_keys)
                        group.create_task(Cosigning(watched, feed, keys, signer).run(database.pool, stop))
        finally:
            await database.close()

    return follow


def vouching_for(watched: str) -> Callable[[FastAPI], None]:
    """What a `serve` application answers its relay: to be called with the application, its state being set."""

    def prepare(app: FastAPI) -> None:
        settings: Settings = app.state.settings
        database: Database = app.state.database

        async def logs() -> Sequence[Witnessed]:
            async with database.system() as connection:
                return await followed_logs(connection, watched)

        async def knowing(service: str) -> Sequence[Witnessed]:
            if service != watched:
                return []
            return await caught_up(logs, watched, await in_kafka(settings, watched))

        app.include_router(witness_routes(knowing, settings.feed_token))

    return prepare


def group_of(settings: Settings, watched: str) -> str:
    """Consumer group in which a service reads another one's topic: what it commits shortens the witness's reading."""
    return f"{settings.kafka_topic_prefix}{settings.service}.{watched}"


def source_of(settings: Settings, watched: str) -> KafkaSource | None:
    """Where a service reads another one's events; None without Kafka."""
    if not settings.brokers:
        return None
    topic = f"{settings.kafka_topic_prefix}{watched}"
    group, seal = group_of(settings, watched), Seal(settings.feed_token)
    return KafkaSource(watched, settings.brokers, topic, group, seal)


async def in_kafka(settings: Settings, watched: str) -> dict[str, Reached]:
    """County → how far the watched service's log goes in Kafka at this moment; WitnessSilent."""
    topic = f"{settings.kafka_topic_prefix}{watched}"
    group, seal = group_of(settings, watched), Seal(settings.feed_token)
    return await last_positions(watched, settings.brokers, topic, seal, group)
