"""The Kafka topic of a service's events: its partitions, its creation, and which partition a county has."""

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import NoError, TopicAlreadyExistsError, for_code
from aiokafka.partitioner import murmur2

from chassis.log.brokers import Brokers

PARTITIONS = 12
"""For ever: another number would send a county's next event to another partition, out of order with the last."""


def partition_of(county: str, partitions: int = PARTITIONS) -> int:
    """Partition of a county's events, as Kafka's own default partitioner gives it for the key."""
    return int(murmur2(county.encode()) & 0x7FFFFFFF) % partitions


async def ensure(brokers: Brokers, topic: str, replication: int) -> None:
    """Create the topic when it is not there. KafkaError when Kafka does not answer or refuses."""
    admin = AIOKafkaAdminClient(**brokers.options, request_timeout_ms=10_000)
    try:
        await admin.start()
        if topic in await admin.list_topics():
            return
        answer = await admin.create_topics([NewTopic(topic, PARTITIONS, replication)])
        for _, code, *message in answer.topic_errors:
            error = for_code(code)
            if error not in {NoError, TopicAlreadyExistsError}:
                raise error(*message)
    finally:
        await admin.close()
