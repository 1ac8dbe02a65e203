"""`gonghui tail`: events as they arrive in Kafka."""

import asyncio
import contextlib
import time
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from rich.markup import escape

from chassis.log.topic import PARTITIONS
from cli import terminal
from cli.demo import Demo, DemoOption, JsonOption
from contracts.catalogue import SERVICES
from contracts.declare import event_class
from contracts.offices import Office
from deploy.local.trouble import Trouble


def tail(
    service: Annotated[list[str] | None, typer.Option(help="只看这些服务 · only these services")] = None,
    county: Annotated[str | None, typer.Option(help="只看此县 · only this county")] = None,
    since: Annotated[float, typer.Option(min=0, help="从几分钟前开始 · begin so many minutes ago")] = 0,
    count: Annotated[int | None, typer.Option(min=1, help="看够几条就结束 · end after so many")] = None,
    demo: DemoOption = None,
    json: JsonOption = False,
) -> None:
    """Show events as they arrive; with --json each event's exact text, a line each. Ctrl-C ends."""
    terminal.run(_tail, demo, service or list(SERVICES), county, since, count, json)


async def _tail(
    path: Path | None, services: list[str], county: str | None, since: float, count: int | None, json: bool
) -> int:
    demo = Demo.read(path)
    if not demo.kafka:
        raise Trouble("没有 Kafka。", "demo.json names no Kafka.")
    consumer = AIOKafkaConsumer(**demo.brokers.options, enable_auto_commit=False, auto_offset_reset="latest")
    try:
        async with asyncio.timeout(15):
            await consumer.start()
            await _begin(consumer, [f"{demo.kafka_topic_prefix}{service}" for service in services], since)
        if not json:
            terminal.errors.print("等待事件，Ctrl-C 结束。· Waiting for events, Ctrl-C ends.", style="dim")
        shown = 0
        async for record in consumer:
            if county in {None, record.key.decode()}:
                terminal.console.print(_line(record), soft_wrap=True) if not json else print(record.value.decode())
                shown += 1
            if shown == count:
                break
    except KafkaError as error:
        raise Trouble(f"Kafka 不可用：{error}", f"Kafka is away: {error!r}") from error
    finally:
        with contextlib.suppress(KafkaError):
            await consumer.stop()
    return terminal.HELD


async def _begin(consumer: AIOKafkaConsumer, topics: list[str], minutes: float) -> None:
    """Read all partitions from the end, or from where they were so many minutes ago."""
    known = await consumer.topics()
    partitions = [TopicPartition(topic, number) for topic in topics if topic in known for number in range(PARTITIONS)]
    if not partitions:
        raise Trouble("Kafka 中还没有主题。", f"Kafka has no topic of {', '.join(topics)} yet.")
    consumer.assign(partitions)
    await consumer.seek_to_end(*partitions)
    if minutes:
        then = int((time.time() - minutes * 60) * 1000)
        for partition, found in (await consumer.offsets_for_times(dict.fromkeys(partitions, then))).items():
            if found:
                consumer.seek(partition, found.offset)


def _line(record: ConsumerRecord) -> str:
    """One event for people: when, which log and position, what, who, where, for which day."""
    headers = dict(record.headers)
    event: dict[str, Any] = orjson.loads(record.value)
    log = f"{event['source'].removeprefix('gonghui/')}/{event['county']}@{headers['position'].decode()}"
    try:
        words = event_class(event["type"]).words()
        what = f"{words.zh} {words.en}"
    except KeyError:
        what = escape(event["type"])
    office = Office(event["office"]).words.zh if event["office"] in set(Office) else event["office"]
    place = event.get("township") or event["county"]
    sequenced = headers["sequenced_at"].decode()[11:23]
    who = escape(f"{office} {event['actor']}")
    return f"[dim]{sequenced}[/dim] [cyan]{log:28}[/cyan] [bold]{what}[/bold]  {who}  {place}  {event['occurredon']}"
