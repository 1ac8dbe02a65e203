"""What a service's topic holds at the moment of asking, read to its end offsets and no further."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from chassis.log.brokers import Brokers, leave
from chassis.log.entry import Entry
from chassis.log.kafka import Malformed, decode
from chassis.log.relay import WitnessSilent
from chassis.log.seal import Seal
from chassis.log.topic import PARTITIONS

DEADLINE = 20.0
POLL_MS = 200


class Reached(NamedTuple):
    """How far a county's log goes. A later generation is further than any position of an earlier one."""

    generation: int
    position: int


NOTHING = Reached(0, 0)


async def last_positions(service: str, brokers: Brokers, topic: str, seal: Seal, group: str = "") -> dict[str, Reached]:
    """County → how far the topic goes; WitnessSilent when Kafka does not tell. Arguments as for `entries`.

    The topic keeps what a fork left behind: positions that only an earlier generation reached say nothing.
    """
    last: dict[str, Reached] = {}
    async for generation, entry in entries(service, brokers, topic, seal, group):
        last[entry.county] = max(last.get(entry.county, NOTHING), Reached(generation, entry.position))
    return last


async def entries(
    service: str, brokers: Brokers, topic: str, seal: Seal, group: str = ""
) -> AsyncIterator[tuple[int, Entry]]:
    """Each event in the topic up to the end offsets read now, after its log's generation; WitnessSilent.

    Reading begins where `group` has committed that it is done, or at the beginning. Without
    brokers there is no Kafka: nothing is in it.
    """
    if not brokers:
        return
    consumer = AIOKafkaConsumer(
        **brokers.options,
        group_id=group or None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    try:
        async with asyncio.timeout(DEADLINE):
            await consumer.start()
            there = topic in await consumer.topics()
            partitions = [TopicPartition(topic, number) for number in range(PARTITIONS) if there]
            consumer.assign(partitions)  # by hand: the group's members are not disturbed
            ends = await consumer.end_offsets(partitions) if partitions else {}
        while [each for each, end in ends.items() if await _position(consumer, each) < end]:
            for found in await _next(consumer, service, seal):
                yield found
    except (KafkaError, OSError, TimeoutError) as error:
        raise WitnessSilent(f"Kafka does not tell how far {topic} goes: {error!r}") from error
    finally:
        with contextlib.suppress(KafkaError, OSError, TimeoutError):
            await leave(consumer)


async def _position(consumer: AIOKafkaConsumer, partition: TopicPartition) -> int:
    async with asyncio.timeout(DEADLINE):
        position: int = await consumer.position(partition)
        return position


async def _next(consumer: AIOKafkaConsumer, service: str, seal: Seal) -> list[tuple[int, Entry]]:
    """The events of one fetch; what is no event is left out: whoever folds the topic counts it."""
    found: list[tuple[int, Entry]] = []
    for records in (await consumer.getmany(timeout_ms=POLL_MS)).values():
        for record in records:
            with contextlib.suppress(Malformed):
                found.append(decode(service, record, seal))
    return found
