"""What a service's `work` process tells of its relay, in /readyz, in its metrics and in its traces."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY

from chassis.log.checkpoint import create_key_file
from chassis.log.process import run_relay
from chassis.settings import Settings
from chassis.web.health import Health
from deploy.local.child import free_port
from deploy.local.kafka import Kafka
from tests.backbone.writing import COUNTIES, write


@pytest.fixture
def settings(journal: str, tmp_path: Path) -> Settings:
    """A service on its own: no Kafka, no witness."""
    create_key_file(tmp_path / "key.pem")
    return Settings(service="assistance", database_url=journal, signing_key=tmp_path / "key.pem")


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[Health]:
    """The relay's part of a work process, running."""
    health, stop = Health(), asyncio.Event()
    running = asyncio.create_task(run_relay(settings, health, stop))
    await asyncio.sleep(0)
    try:
        yield health
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await running


async def told(health: Health, name: str, part: str) -> bool:
    """Wait until a reason appears; answers whether the process calls itself ready with it."""
    async with asyncio.timeout(10):
        while True:
            ready, reasons = await health.report()
            if part in reasons.get(name, ""):
                return ready
            await asyncio.sleep(0.05)


async def is_well(health: Health) -> None:
    async with asyncio.timeout(10):
        while (await health.report()) != (True, {}):
            await asyncio.sleep(0.05)


def metric(name: str) -> float | None:
    return REGISTRY.get_sample_value(name, {"service": "assistance"})


async def test_it_sequences_signs_and_is_ready(settings: Settings, pool: asyncpg.Pool) -> None:
    async with working(settings) as health:
        assert not (await health.report())[0], "not before it has begun"
        await is_well(health)
        await write(settings.database_url, 3)
        async with asyncio.timeout(5):
            while not await pool.fetchval("SELECT count(*) FROM checkpoint WHERE size = 3"):
                await asyncio.sleep(0.05)
        assert metric("gonghui_relay_leading") == 1
    assert metric("gonghui_relay_leading") == 0


async def test_without_its_database_it_is_not_ready_and_tells_why(settings: Settings) -> None:
    away = settings.model_copy(update={"database_url": f"postgresql://nobody@127.0.0.1:{free_port()}/none"})
    async with working(away) as health:
        assert not await told(health, "relay", "ConnectionRefusedError")


async def test_kafka_away_is_told_and_the_process_stays_ready(settings: Settings, pool: asyncpg.Pool) -> None:
    away = settings.model_copy(update={"kafka_bootstrap_servers": f"127.0.0.1:{free_port()}"})
    async with working(away) as health:
        assert await told(health, "kafka", "Kafka is away")
        await write(settings.database_url, 3)
        async with asyncio.timeout(10):
            while metric("gonghui_relay_unpublished") != 3:
                await asyncio.sleep(0.05)
        assert await pool.fetchval("SELECT count(*) FROM log") == 3


async def test_a_silent_witness_keeps_it_from_being_ready(settings: Settings) -> None:
    asked = settings.model_copy(update={"service_urls": {"gateway": f"http://127.0.0.1:{free_port()}"}})
    async with working(asked) as health:
        assert not await told(health, "relay", "WitnessSilent")


async def test_a_county_that_waits_for_a_fork_is_named_and_the_others_are_served(
    settings: Settings, pool: asyncpg.Pool
) -> None:
    await pool.execute("INSERT INTO log_head (county, root, restored) VALUES ($1, sha256(''), true)", COUNTIES[1])
    async with working(settings) as health:
        assert await told(health, "restored", COUNTIES[1])


async def test_a_log_that_contradicts_its_checkpoint_is_named(settings: Settings, pool: asyncpg.Pool) -> None:
    await write(settings.database_url, 3)
    async with working(settings) as health:
        async with asyncio.timeout(10):
            while not await pool.fetchval("SELECT count(*) FROM checkpoint"):
                await asyncio.sleep(0.05)
        await pool.execute("UPDATE checkpoint SET root = sha256('forged')")
        await write(settings.database_url, 3)
        assert not await told(health, "checkpoints", f"{COUNTIES[0]}@3")


async def test_a_batch_is_sent_in_one_span_with_a_link_to_each_command(
    settings: Settings, pool: asyncpg.Pool, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr("chassis.log.publisher.tracer", lambda: provider.get_tracer("test"))
    parents = [f"00-{number:032x}-{number:016x}-01" for number in (1, 2)]
    await pool.executemany(
        """INSERT INTO journal (county, event_id, type, subject, occurred_on, event, traceparent)
        VALUES ($1, gen_random_uuid(), 't', 's', '2026-11-23', '{}', $2)""",
        [(COUNTIES[0], parent) for parent in parents],
    )
    sending = {"kafka_bootstrap_servers": kafka.bootstrap, "kafka_topic_prefix": "process."}
    async with working(settings.model_copy(update=sending)):
        async with asyncio.timeout(20):
            while await pool.fetchval("SELECT coalesce(sum(published), 0) FROM log_head") < 2:
                await asyncio.sleep(0.05)
    (span,) = exporter.get_finished_spans()
    assert (span.name, span.kind) == ("send process.assistance", trace.SpanKind.PRODUCER)
    assert [each.context.trace_id for each in span.links] == [1, 2]
