"""The witness reads Kafka to its end before it speaks, and says so when it cannot."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from chassis.log.brokers import Brokers
from chassis.log.relay import WitnessSilent
from chassis.log.seal import Seal
from chassis.log.topic import ensure, partition_of
from chassis.log.topic_end import Reached, last_positions
from chassis.log.vouching import caught_up
from chassis.log.witness import Witnessed
from deploy.local.kafka import Kafka
from tests.chassis.log.grown import new_rows

COUNTIES = {"990001": 3, "990002": 700, "990003": 1}
AT = "2026-11-23T01:02:03.000004Z"
SEAL = Seal("of the topic's end")
REACHED = {county: Reached(1, count) for county, count in COUNTIES.items()}


async def publish(kafka: Kafka, topic: str, counties: dict[str, int] = COUNTIES, generation: int = 1) -> None:
    await ensure(kafka.brokers, topic, 1)
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap)
    await producer.start()
    try:
        for county, count in counties.items():
            for position, row in enumerate(new_rows(county, count), 1):
                headers = [
                    ("position", b"%d" % position),
                    ("ordinal", b"%d" % position),
                    ("sequenced_at", AT.encode()),
                    ("seal", SEAL.of("membership", county, generation, position, position, AT, row.event.encode())),
                    *([("generation", b"%d" % generation)] if generation > 1 else []),
                ]
                await producer.send(topic, row.event.encode(), county.encode(), headers=headers)
        await producer.send(topic, b"no event", b"990001")
        await producer.flush()
    finally:
        await producer.stop()


async def test_the_last_position_of_every_county_is_found(kafka: Kafka) -> None:
    await publish(kafka, "end.membership")
    assert await last_positions("membership", kafka.brokers, "end.membership", SEAL) == REACHED


async def test_what_a_fork_left_behind_in_the_topic_is_no_end(kafka: Kafka) -> None:
    await publish(kafka, "fork.membership")
    await publish(kafka, "fork.membership", {"990002": 699}, generation=2)
    found = await last_positions("membership", kafka.brokers, "fork.membership", SEAL)
    assert found == {**REACHED, "990002": Reached(2, 699)}


async def test_reading_begins_where_the_group_is_done(kafka: Kafka) -> None:
    await publish(kafka, "begin.membership")
    partition = TopicPartition("begin.membership", partition_of("990002"))
    member = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap, group_id="begin", enable_auto_commit=False)
    await member.start()
    member.assign([partition])
    await member.commit(await member.end_offsets([partition]))
    await member.stop()
    found = await last_positions("membership", kafka.brokers, "begin.membership", SEAL, "begin")
    assert found == {county: end for county, end in REACHED.items() if partition_of(county) != partition.partition}


async def test_without_topic_or_kafka_there_is_nothing_to_wait_for(kafka: Kafka) -> None:
    assert await last_positions("membership", kafka.brokers, "no.such.topic", SEAL) == {}
    assert await last_positions("membership", Brokers(""), "no.such.topic", SEAL) == {}


async def test_a_kafka_that_does_not_answer_keeps_the_witness_silent() -> None:
    with pytest.raises(WitnessSilent):
        await last_positions("membership", Brokers("127.0.0.1:1"), "end.membership", SEAL)


async def test_the_witness_speaks_when_it_has_what_kafka_had() -> None:
    known = [Witnessed("990001", 1, 2, bytes(32))]

    async def logs() -> list[Witnessed]:
        return list(known)

    assert await caught_up(logs, "membership", {"990001": Reached(1, 2)}) == known
    waiting = asyncio.create_task(caught_up(logs, "membership", {"990001": Reached(1, 3), "990002": Reached(1, 1)}))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    known[:] = [Witnessed("990001", 1, 3, bytes(32)), Witnessed("990002", 1, 1, bytes(32))]
    assert await waiting == known


async def test_a_witness_that_has_taken_up_a_fork_waits_for_nothing_that_the_fork_left_behind() -> None:
    known = [Witnessed("990001", 2, 3, bytes(32))]

    async def logs() -> list[Witnessed]:
        return list(known)

    assert await caught_up(logs, "membership", {"990001": Reached(1, 5)}) == known
    waiting = asyncio.create_task(caught_up(logs, "membership", {"990001": Reached(3, 1)}))
    await asyncio.sleep(0.2)
    assert not waiting.done(), "a generation that it does not know yet"
    known[:] = [Witnessed("990001", 3, 1, bytes(32))]
    assert await waiting == known


async def test_a_witness_that_stays_behind_keeps_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.log.vouching.CATCH_UP_SECONDS", 0.1)

    async def logs() -> list[Witnessed]:
        return []

    with pytest.raises(WitnessSilent, match="membership/990001 is not followed"):
        await caught_up(logs, "membership", {"990001": Reached(1, 1)})
