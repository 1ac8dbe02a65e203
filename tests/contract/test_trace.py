"""One trace from the command through journal, relay and Kafka to the projector, seen by an in-memory exporter."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest
import pytest_asyncio
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chassis.context import EVERYTHING
from chassis.log.feed import FeedClient
from chassis.log.fold import Fold
from chassis.log.kafka import KafkaSource
from chassis.log.seal import Seal
from deploy.local.kafka import Kafka
from services.gateway.projection.projection import ReadModel
from tests.contract.relaying import relaying
from tests.membership.people import County
from tests.support.running import Running

TOPIC = "trace.membership"


@pytest.fixture(scope="module")
def exporter() -> Iterator[InMemorySpanExporter]:
    """Where this module's spans end up. A provider can be set once in a process, so it stays and is emptied."""
    made = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(made))
    trace.set_tracer_provider(provider)
    yield made
    provider.shutdown()


@pytest_asyncio.fixture
async def pool(new_database: object) -> AsyncIterator[asyncpg.Pool]:
    """The gateway's database of this test."""
    dsn = await new_database("gateway")  # type: ignore[operator]
    async with asyncpg.create_pool(dsn, min_size=1, max_size=4, server_settings=EVERYTHING.settings) as made:
        yield made


def named(spans: tuple[ReadableSpan, ...], name: str) -> list[ReadableSpan]:
    """The spans of that name."""
    return [span for span in spans if span.name == name]


async def test_the_span_of_a_command_is_linked_by_the_relay_and_by_the_projector(
    membership: Running, kafka: Kafka, pool: asyncpg.Pool, county: str, exporter: InMemorySpanExporter
) -> None:
    place = County(county, membership)
    union = await place.base_union()
    exporter.clear()
    member = await place.member(union)
    (created,) = named(exporter.get_finished_spans(), "create members.admit")
    (stored,) = await place.rows("SELECT traceparent, event::text FROM journal WHERE subject = $1", member)
    assert stored["traceparent"].startswith(f"00-{created.context.trace_id:032x}-{created.context.span_id:016x}-")

    size = len(await place.rows("SELECT FROM journal WHERE county = $1", county))
    source = KafkaSource("membership", kafka.brokers, TOPIC, "trace-test", Seal(membership.settings.feed_token))
    async with (
        relaying(membership, kafka, TOPIC, county, size),
        FeedClient("membership", membership.url, membership.settings.feed_token) as feed,
    ):
        fold, stop = Fold(ReadModel(), "membership", feed, pool, source), asyncio.Event()
        running = asyncio.create_task(fold.run(stop))
        async with asyncio.timeout(30):
            while fold.positions.get(county, 0) < size:
                await asyncio.sleep(0.05)
        stop.set()
        await running
    spans = exporter.get_finished_spans()
    for name, kind in ((f"send {TOPIC}", trace.SpanKind.PRODUCER), ("process membership", trace.SpanKind.CONSUMER)):
        linked = [span for span in named(spans, name) if _links_to(span, created)]
        assert linked, f"{name} carries no link to the command"
        assert linked[0].kind is kind
        attributes = linked[0].attributes or {}
        assert attributes["messaging.system"] == "kafka"


def _links_to(span: ReadableSpan, other: ReadableSpan) -> bool:
    return any(
        (link.context.trace_id, link.context.span_id) == (other.context.trace_id, other.context.span_id)
        for link in span.links
    )
