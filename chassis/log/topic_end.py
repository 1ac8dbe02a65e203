"""How far a service's topic goes: the last position of each county that Kafka held at the moment of asking."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from chassis.log.kafka import Malformed, decode
from chassis.log.relay import WitnessSilent

DEADLINE = 20.0
POLL_MS = 200


async def last_positions(service: str, bootstrap: str, topic: str, group: str = "") -> dict[str, int]:
    """County → last position in the topic, up to the end offsets read now; WitnessSilent when Kafka does not tell.

    Reading begins where `group` has committed that it is done, or at the beginning. An empty `bootstrap` means that
    there is no Kafka: nothing is in it.
    """
    if not bootstrap:
        return {}
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=group or None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    try:
        async with asyncio.timeout(DEADLINE):
            await consumer.start()
            partitions = [TopicPartition(topic, number) for number in await _numbers(consumer, topic)]
            if not partitions:
                return {}
            consumer.assign(partitions)  # by hand: the group's members are not disturbed
            ends = await consumer.end_offsets(partitions)
            return await _read_to(consumer, service, ends)
    except (KafkaError, OSError, TimeoutError) as error:
        raise WitnessSilent(f"Kafka does not tell how far {topic} goes: {error!r}") from error
    finally:
        await consumer.stop()


async def _numbers(consumer: AIOKafkaConsumer, topic: str) -> set[int]:
    """Numbers of the topic's partitions; empty when there is no such topic."""
    return consumer.partitions_for_topic(topic) or set() if topic in await consumer.topics() else set()


async def _read_to(consumer: AIOKafkaConsumer, service: str, ends: Mapping[TopicPartition, int]) -> dict[str, int]:
    last: dict[str, int] = {}
    while [each for each, end in ends.items() if await consumer.position(each) < end]:
        found: dict[TopicPartition, list[Any]] = await consumer.getmany(timeout_ms=POLL_MS)
        for records in found.values():
            for record in records:
                try:
                    entry = decode(service, record)
                except Malformed:
                    continue  # no event: counted by whoever folds the topic
                last[entry.county] = max(last.get(entry.county, 0), entry.position)
    return last
