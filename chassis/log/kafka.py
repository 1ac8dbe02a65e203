"""Reading a service's events from Kafka: records into entries. Offsets are a hint where to begin; positions decide."""

import asyncio
import contextlib
import hmac
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError, NoOffsetForPartitionError, OffsetOutOfRangeError
from prometheus_client import Counter

from chassis.log.brokers import Brokers, leave
from chassis.log.entry import Entry
from chassis.log.merkle import leaf
from chassis.log.seal import Seal
from chassis.log.topic import PARTITIONS, partition_of

SESSION_MS = 30_000
REBALANCE_MS = 60_000
METADATA_MS = 10_000
POLL_MS = 200
BATCH = 2000
COMMIT_SECONDS = 5.0
STOP_SECONDS = 5.0
LONGEST_PAUSE = 2.0

MALFORMED = Counter("gonghui_kafka_malformed_total", "Records that are no event of their log", ("service",))
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_COUNTY = re.compile(r"\d{6}")
logger = logging.getLogger(__name__)


class Malformed(Exception):
    """A record that is no event of the log it claims: it is counted and skipped, the true one comes by the feed."""


class _Assigned(ConsumerRebalanceListener):  # type: ignore[misc] # published without types
    """Forgets which partitions were loaded. Nothing here can fail: aiokafka would only log it."""

    def __init__(self, loaded: set[TopicPartition]) -> None:
        self._loaded = loaded

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """What is under way meets the cursor's compare-and-set."""
        self._loaded.difference_update(revoked)

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Each partition is positioned, and its cursors are read again, before anything of it is handled."""
        self._loaded.difference_update(assigned)


class KafkaSource:
    """One member of a consumer group on one service's topic."""

    def __init__(  # noqa: PLR0913 - where it reads, as whom, and what it believes
        self, service: str, brokers: Brokers, topic: str, group: str, seal: Seal, session_ms: int = SESSION_MS
    ) -> None:
        """`session_ms`: how long a member may be silent before its partitions go to others."""
        self.service = service
        self.reason: str | None = "starting"
        """Why Kafka brings nothing; None while this member reads its partitions."""
        self.malformed = 0
        self._brokers = brokers
        self._topic = topic
        self._group = group
        self._seal = seal
        self._session_ms = session_ms
        self._consumer: AIOKafkaConsumer | None = None
        self._loaded: set[TopicPartition] = set()
        self._handled: dict[TopicPartition, int] = {}
        self._commit_at = 0.0
        self._pause = 0.1

    def owns(self, county: str) -> bool:
        """Whether this member is the one whom Kafka brings that county's events."""
        return TopicPartition(self._topic, partition_of(county, PARTITIONS)) in self._loaded

    async def poll(self, generations: Mapping[str, int]) -> tuple[bool, list[Entry]]:
        """What has arrived within 200 ms in Kafka's order, and whether partitions were newly assigned.

        If so, the cursors must be read again before the entries are handled. Records of another generation of a log
        than `generations` (county → generation, absent: 1) are left out. Errors of Kafka are told by `reason`.
        """
        try:
            consumer = self._consumer or await self._start()
            fresh = await self._position(consumer)
            records = await consumer.getmany(timeout_ms=POLL_MS, max_records=BATCH)
            entries = self._entries(records, generations)
        except (NoOffsetForPartitionError, OffsetOutOfRangeError) as error:
            await self._from_the_beginning(error)
            return False, []
        except (KafkaError, OSError, TimeoutError) as error:
            self.reason = f"{type(error).__name__}: {error}"[:200]
            logger.warning("%s: reading Kafka again after %s", self.service, self.reason)
            await self.close()
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(self._pause)
            return False, []
        self._pause = 0.1
        self.reason = None if self._loaded else f"no partition of {self._topic} is assigned"
        return fresh, entries

    async def handled(self) -> None:
        """All that `poll` has given out is applied: tell the group, now and then, where the next start may begin."""
        now = asyncio.get_running_loop().time()
        if self._consumer is None or not self._handled or now < self._commit_at:
            return
        offsets = {partition: offset for partition, offset in self._handled.items() if partition in self._loaded}
        self._handled, self._commit_at = {}, now + COMMIT_SECONDS
        if offsets:
            with contextlib.suppress(KafkaError, TimeoutError):  # a hint: without it the next start skips more
                async with asyncio.timeout(STOP_SECONDS):
                    await self._consumer.commit(offsets)

    async def close(self) -> None:
        """Leave the group."""
        consumer, self._consumer = self._consumer, None
        self._loaded.clear()
        self._handled.clear()
        if consumer:
            with contextlib.suppress(KafkaError, OSError, TimeoutError):
                await leave(consumer)

    async def _start(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(
            **self._brokers.options,
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="none",
            session_timeout_ms=self._session_ms,
            rebalance_timeout_ms=REBALANCE_MS,
            metadata_max_age_ms=METADATA_MS,
        )
        self._loaded.clear()
        consumer.subscribe([self._topic], listener=_Assigned(self._loaded))
        try:
            async with asyncio.timeout(15):
                await consumer.start()
        except BaseException:
            with contextlib.suppress(KafkaError, OSError, TimeoutError):
                await leave(consumer)
            raise
        self._consumer = consumer
        return consumer

    async def _position(self, consumer: AIOKafkaConsumer) -> bool:
        """Choose where to read each newly assigned partition: at the group's offset, or at its beginning."""
        fresh = consumer.assignment() - self._loaded
        for partition in fresh:
            async with asyncio.timeout(STOP_SECONDS):
                offset = await consumer.committed(partition)
            if offset is None:
                await consumer.seek_to_beginning(partition)
            else:
                consumer.seek(partition, offset)
            self._handled.pop(partition, None)
        self._loaded |= fresh & consumer.assignment()
        return bool(fresh)

    async def _from_the_beginning(self, error: KafkaError) -> None:
        """Retention, a deleted topic or an emptied disk took the offset: read what there is; the feed has the rest."""
        named = error.args[0] if error.args else None
        partitions = list(named) if isinstance(named, dict) else [named]
        if self._consumer:
            mine = [each for each in partitions if each in self._consumer.assignment()]
            logger.warning("%s: reading %s from their beginning", self.service, mine)
            with contextlib.suppress(KafkaError, TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await self._consumer.seek_to_beginning(*mine)

    def _entries(
        self, records: Mapping[TopicPartition, Sequence[ConsumerRecord]], generations: Mapping[str, int]
    ) -> list[Entry]:
        entries = []
        for partition, found in records.items():
            if partition not in self._loaded:
                continue  # assigned in the meantime: it will be positioned, and these will come again
            for record in found:
                try:
                    generation, entry = decode(self.service, record, self._seal)
                except Malformed as error:
                    self.malformed += 1
                    MALFORMED.labels(self.service).inc()
                    logger.warning("%s: %s %d: %s", self.service, partition, record.offset, error)
                    continue
                if generation == generations.get(entry.county, 1):
                    entries.append(entry)
            self._handled[partition] = found[-1].offset + 1
        return entries


def decode(service: str, record: ConsumerRecord, seal: Seal) -> tuple[int, Entry]:
    """Generation (1 until a first fork) and entry of a record.

    Malformed when key, headers or value are not those of an event in a county's log, or the seal is not theirs.
    """
    headers: dict[str, Any] = dict(record.headers)
    try:
        county = record.key.decode()
        generation = int(headers.get("generation", b"1"))
        position, ordinal = int(headers["position"]), int(headers["ordinal"])
        sequenced_at = headers["sequenced_at"].decode()
        event = record.value.decode()
        told = orjson.loads(record.value)["county"]
        sealed = hmac.compare_digest(
            seal.of(service, county, generation, position, ordinal, sequenced_at, record.value), headers[Seal.HEADER]
        )
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise Malformed(f"{type(error).__name__} {error}") from error
    if told != county or not _COUNTY.fullmatch(county):
        raise Malformed(f"key {county!r}, county {told!r}")
    if position < 1 or ordinal < 1 or not _TIME.fullmatch(sequenced_at):
        raise Malformed(f"position {position}, ordinal {ordinal}, sequenced at {sequenced_at!r}")
    if not sealed:
        raise Malformed(f"position {position} of {county}: another seal")
    parent = headers.get("traceparent")
    traceparent = parent.decode("ascii", "replace") if isinstance(parent, bytes) else None
    hashed = leaf(sequenced_at, event)
    return generation, Entry(service, county, position, ordinal, sequenced_at, hashed, traceparent, event)
