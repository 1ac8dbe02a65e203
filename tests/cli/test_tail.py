"""`gonghui tail` shows what Kafka brings."""

import asyncio
import json

import pytest
from aiokafka import AIOKafkaProducer

from chassis.log.topic import ensure
from cli.main import app
from deploy.local.kafka import Kafka
from tests.chassis.log.grown import new_rows
from tests.cli.conftest import Platform

COUNTY, OTHER = "990001", "990002"


async def published(kafka: Kafka, prefix: str, count: int) -> list[str]:
    """Events of two counties, one after the other, as a relay sends them."""
    await ensure(kafka.brokers, f"{prefix}membership", 1)
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap)
    await producer.start()
    texts = []
    for position, (row, other) in enumerate(zip(new_rows(COUNTY, count), new_rows(OTHER, count), strict=True), 1):
        for sent in (row, other):
            headers = [("position", b"%d" % position), ("sequenced_at", b"2026-11-23T01:02:03.000004Z")]
            await producer.send_and_wait(
                f"{prefix}membership", sent.event.encode(), key=sent.county.encode(), headers=headers
            )
            texts.append(sent.event)
    await producer.stop()
    return texts


@pytest.fixture
def prefix(platform: Platform, kafka: Kafka) -> str:
    path = platform.folder / "demo.json"
    prefix = f"{platform.folder.name}."
    path.write_text(
        json.dumps({**json.loads(path.read_text()), "kafka": kafka.bootstrap, "kafka_topic_prefix": prefix})
    )
    return prefix


async def test_events_of_the_last_minutes_are_shown_in_their_exact_text(
    platform: Platform, kafka: Kafka, prefix: str
) -> None:
    texts = await published(kafka, prefix, 3)
    answered = await platform.gonghui("tail", "--since", "5", "--count", "6", "--json")
    assert answered.errors == ""
    assert (answered.code, sorted(answered.output.splitlines())) == (0, sorted(texts))


async def test_only_the_asked_county_is_shown_as_it_comes(platform: Platform, kafka: Kafka, prefix: str) -> None:
    await published(kafka, prefix, 1)
    waiting = asyncio.create_task(platform.gonghui("tail", "--county", OTHER, "--count", "2"))
    for _ in range(20):  # until the command listens, what is sent goes by
        await published(kafka, prefix, 1)
        if waiting.done():
            break
        await asyncio.sleep(0.5)
    lines = (await waiting).output.splitlines()
    assert len(lines) == 2
    assert all("membership/990002@1" in line and "会员入会 Member admitted" in line for line in lines)


async def test_without_a_topic_the_reason_is_told(platform: Platform, prefix: str) -> None:
    answered = await platform.gonghui("tail")
    assert answered.code == 2
    assert f"Kafka has no topic of {prefix}membership" in answered.errors


def test_every_command_has_help_in_both_languages() -> None:
    for command in app.registered_commands:
        zh, _, en = (command.help or "").partition(" · ")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), command.name
        assert en.isascii(), command.name
        assert en, command.name
