"""KAFKA_SECURITY=sasl: only a service's relay writes its topic; what happens when that wall is taken away."""

import asyncio
import ssl
import stat
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    KafkaError,
    TopicAuthorizationFailedError,
    for_code,
)

from chassis.log.brokers import Brokers, Login
from chassis.log.seal import Seal
from chassis.log.stored import StoredLog
from chassis.log.topic import partition_of
from chassis.log.topic_end import last_positions
from chassis.log.vouching import in_kafka
from chassis.postgres import Database
from chassis.settings import Settings
from deploy.local import kafka as local_kafka
from deploy.local.kafka import Kafka
from deploy.local.kafka_rights import TOOLS, May, Resource, Right, rights, serve_user, users, work_user
from deploy.local.kafka_walls import Walls
from services.gateway.projection.rebuild import rebuild
from tests.backbone.on_kafka import HeadsOnly
from tests.backbone.test_forged_records import record
from tests.backbone.walled import FEED_TOKEN, PREFIX, SERVICES, Way, admitted, on_the_way, settings_of
from tests.support import databases

TOPIC = f"{PREFIX}membership"
STRANGERS = (serve_user("membership"), work_user("assistance"), work_user("gateway"), serve_user("gateway"), TOOLS)


ONE = pytest.mark.parametrize("walled", [1], indirect=True, ids=["one node"], scope="module")
BOTH = pytest.mark.parametrize("walled", [1, 3], indirect=True, ids=["one node", "three nodes"], scope="module")


@pytest_asyncio.fixture(scope="module")
async def walled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Kafka]:
    """A cluster with walls, everybody's password made up."""
    folder = tmp_path_factory.mktemp("walled")
    passwords = {user: f"word of {user}" for user in users(SERVICES)}
    walls = Walls(folder / "tls", passwords, rights(PREFIX, SERVICES))
    cluster = await asyncio.to_thread(local_kafka.start, folder, request.param, walls=walls)
    yield cluster
    for node in cluster.nodes:
        cluster.kill(node.number)


@pytest_asyncio.fixture
async def way(walled: Kafka, county: str, journal: str, postgres: str) -> AsyncIterator[Way]:
    """Three events on their way through the walls, all counted; the feed tells the heads and no events."""
    database = Database(journal, 6, everything=True)
    await database.open()
    feed = HeadsOnly(StoredLog("membership", database))
    source = await databases.template(postgres, ["chassis", "services.gateway"])
    dsn = await databases.clone(postgres, source, f"walled_{county}")
    async with on_the_way(walled, county, journal, dsn, feed) as made:
        await made.admit(3)
        await made.counted(3)
        yield made
    await database.close()


@BOTH
async def test_everybody_with_his_own_password_the_whole_way_works(way: Way) -> None:
    assert way.feed.asked == [], "all of it came by Kafka"
    assert (way.source.reason, way.source.malformed) == (None, 0)
    assert await way.relay.report() == (True, {})
    assert await way.complete()
    witness = settings_of(way.kafka, "gateway", serve_user("gateway"), "")
    assert await in_kafka(witness, "membership") is not None, "it may ask where the group has come to"
    ends_at = await last_positions("membership", witness.brokers, TOPIC, Seal(FEED_TOKEN))
    assert ends_at[way.county].position == 3
    assert len(await read_all(way.kafka.brokers_of(TOOLS))) >= 3


@BOTH
async def test_on_the_loop_of_the_services_too_reading_ends_at_once(walled: Kafka) -> None:
    brokers = walled.brokers_of(serve_user("gateway"))

    def read() -> float:
        began = time.monotonic()
        uvloop.run(last_positions("membership", brokers, TOPIC, Seal(FEED_TOKEN), f"{PREFIX}gateway.membership"))
        return time.monotonic() - began

    assert await asyncio.to_thread(read) < 25, "TLS connections are not waited for"


@ONE
@pytest.mark.parametrize("user", STRANGERS)
async def test_a_forged_record_of_another_user_is_refused_by_the_broker(way: Way, user: str) -> None:
    before = await ends(way.kafka)
    with pytest.raises(TopicAuthorizationFailedError):
        await forge(way.kafka.brokers_of(user).options, way.county, 4)
    assert await ends(way.kafka) == before


@ONE
async def test_who_is_not_known_does_not_come_in(walled: Kafka, county: str) -> None:
    assert walled.walls
    tls = ssl.create_default_context(cafile=walled.walls.ca)
    relay = work_user("membership")
    own = walled.brokers_of(relay).options
    for options in (
        Brokers(walled.bootstrap).options,
        {"bootstrap_servers": walled.bootstrap, "security_protocol": "SSL", "ssl_context": tls},
        Brokers(walled.bootstrap, Login(relay, "guessed", walled.walls.ca)).options,
        Brokers(walled.bootstrap, Login("svc-nobody", "word of svc-nobody", walled.walls.ca)).options,
        {**own, "sasl_mechanism": "PLAIN"},
        {**own, "security_protocol": "SASL_PLAINTEXT", "ssl_context": None},
        {"bootstrap_servers": walled.between, "security_protocol": "SSL", "ssl_context": tls},
        Brokers(walled.between).options,
    ):
        with pytest.raises(KafkaError) as refused:
            await forge(options, county, 1)
        assert isinstance(refused.value, KafkaConnectionError), options


@ONE
async def test_a_broker_that_the_run_does_not_vouch_for_is_not_told_a_password(walled: Kafka, county: str) -> None:
    with pytest.raises(KafkaConnectionError):
        await forge(Brokers(walled.bootstrap, Login(work_user("membership"), "word", None)).options, county, 1)


@ONE
async def test_a_relay_may_neither_delete_its_topic_nor_make_others_nor_move_others_groups(way: Way) -> None:
    brokers = way.kafka.brokers_of(work_user("membership"))
    assert await refusals(brokers, "delete", [TOPIC]) == [TopicAuthorizationFailedError]
    made = NewTopic(f"{PREFIX}another", 1, way.kafka.replication)
    assert await refusals(brokers, "create", [made]) == [TopicAuthorizationFailedError]
    partition = TopicPartition(f"{PREFIX}gateway", 0)
    consumer = AIOKafkaConsumer(**brokers.options, group_id=f"{PREFIX}gateway.membership", enable_auto_commit=False)
    await consumer.start()
    consumer.assign([partition])
    with pytest.raises(GroupAuthorizationFailedError):
        await consumer.commit({partition: 0})
    await consumer.stop()


@ONE
async def test_keys_and_passwords_are_the_owners_alone(walled: Kafka) -> None:
    assert walled.walls
    for path in walled.walls.folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    for pid in walled.pids.values():
        assert "word of" not in " ".join(psutil.Process(pid).cmdline())
    assert "word of" not in repr(walled)
    assert "word of" not in repr(settings_of(walled, "gateway", TOOLS, ""))
    listening = {one.laddr.ip for pid in walled.pids.values() for one in psutil.Process(pid).net_connections("inet")}
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_a_password_comes_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from a file\n")
    settings = Settings(
        service="gateway",
        database_url="",
        kafka_bootstrap_servers="kafka:9093",
        kafka_security_protocol="SASL_SSL",
        kafka_sasl_username="svc-gateway",
        kafka_sasl_password_file=tmp_path / "password",
    )
    assert settings.brokers == Brokers("kafka:9093", Login("svc-gateway", "from a file"))


@pytest_asyncio.fixture
async def without_the_wall(walled: Kafka) -> AsyncIterator[str]:
    """A stranger to whom somebody has given the right to write the topic."""
    assert walled.walls
    stranger = work_user("assistance")
    right = Right(stranger, Resource.TOPIC, TOPIC, May.WRITE)
    count = len(set(walled.walls.rights))
    async with walled.walls.administrator(walled.between) as administrator:
        await administrator.allow(right)
        await administrator.await_everywhere(count + 1)
        yield stranger
        await administrator.withdraw(right)
        await administrator.await_everywhere(count)


@BOTH
async def test_without_the_wall_and_with_the_seals_key_the_roots_tell_and_a_rebuild_heals(
    way: Way, without_the_wall: str
) -> None:
    way.feed.open = True
    forged = await forge(way.kafka.brokers_of(without_the_wall).options, way.county, 4)
    await way.counted(4)
    assert (await way.subjects())[3] == forged, "the forged record is taken in"
    await way.admit(2)
    await reached(lambda: disagrees(way))
    assert not await way.complete(), "the dashboards say that they are incomplete"
    await rebuild(databases.owner(way.dsn), {"membership": way.feed})
    await way.counted(5)
    await reached(way.complete)
    assert forged not in await way.subjects()


async def disagrees(way: Way) -> bool:
    return not await way.complete()


async def reached(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await holds():
            await asyncio.sleep(0.1)


async def forge(options: dict[str, Any], county: str, position: int) -> str:
    """Put a record with the right seal into membership's topic; answers whom it names."""
    (text,) = admitted(1, county)
    key, value, headers = record(position, text.encode(), county.encode(), Seal(FEED_TOKEN), ordinal=str(position))
    producer = AIOKafkaProducer(**options, request_timeout_ms=3000)
    try:
        await producer.start()
        await producer.send_and_wait(TOPIC, value, key=key, headers=headers, partition=partition_of(county))
    finally:
        await producer.stop()
    return text.partition('"subject":"')[2].partition('"')[0]


async def ends(kafka: Kafka) -> dict[TopicPartition, int]:
    """Where the topic's partitions end."""
    consumer = AIOKafkaConsumer(**kafka.brokers_of(TOOLS).options)
    await consumer.start()
    try:
        found: dict[TopicPartition, int] = await consumer.end_offsets([TopicPartition(TOPIC, n) for n in range(12)])
        return found
    finally:
        await consumer.stop()


async def read_all(brokers: Brokers) -> list[bytes]:
    """What is in the topic."""
    consumer = AIOKafkaConsumer(TOPIC, **brokers.options, auto_offset_reset="earliest")
    await consumer.start()
    try:
        return [each.value for several in (await consumer.getmany(timeout_ms=3000)).values() for each in several]
    finally:
        await consumer.stop()


async def refusals(brokers: Brokers, what: str, topics: list[Any]) -> list[type[KafkaError]]:
    """What the brokers answer to somebody who makes or deletes topics."""
    admin = AIOKafkaAdminClient(**brokers.options)
    await admin.start()
    try:
        answer = await (admin.create_topics(topics) if what == "create" else admin.delete_topics(topics))
        codes = answer.topic_errors if what == "create" else answer.topic_error_codes
        return [for_code(code) for _, code, *_ in codes]
    finally:
        await admin.close()
