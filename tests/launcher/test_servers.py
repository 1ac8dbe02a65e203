"""PostgreSQL and Kafka as the launcher runs them: loopback only, no root, data kept, each role only its rights."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.local import databases, kafka, postgres
from deploy.local.trouble import Trouble

SERVICE = "membership"
ROLES = {name: f"word-of-{name}" for name in databases.names(SERVICE)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Postgres]:
    """A durable server with one service's database, migrated."""
    running = postgres.start(tmp_path_factory.mktemp("durable") / "postgres")
    databases.prepare(running, [SERVICE], ROLES)
    dsns = databases.dsns(running, SERVICE, ROLES)
    suffix = SERVICE.upper()
    names = {f"DATABASE_URL_{suffix}": dsns["app"], f"DATABASE_OWNER_URL_{suffix}": dsns["owner"]}
    command = [sys.executable, "-m", f"services.{SERVICE}", "migrate"]
    subprocess.run(command, check=True, env={**os.environ, **names}, capture_output=True)
    databases.after_migrations(running, [SERVICE])
    yield running
    running.stop()


async def refused(dsn: str, statement: str) -> bool:
    """Whether a statement is refused to a role for lack of privilege."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    except (asyncpg.InsufficientPrivilegeError, asyncpg.ReadOnlySQLTransactionError):
        return True
    finally:
        await connection.close()
    return False


def test_postgres_listens_on_loopback_alone_and_is_not_root(server: postgres.Postgres) -> None:
    process = psutil.Process(server.pid)
    addresses = {one.laddr.ip for one in process.net_connections("inet") if one.status == psutil.CONN_LISTEN}
    assert addresses == {"127.0.0.1"}
    assert process.uids().effective != 0


async def test_password_is_required(server: postgres.Postgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.dsn(password="wrong"))


async def test_the_log_says_which_key_was_violated_and_not_whose(server: postgres.Postgres) -> None:
    connection = await asyncpg.connect(server.dsn())
    await connection.execute("CREATE TEMPORARY TABLE person (id_number text CONSTRAINT one_person PRIMARY KEY)")
    for _ in range(2):
        with contextlib.suppress(asyncpg.UniqueViolationError):
            await connection.execute("INSERT INTO person VALUES ($1)", "34082819900101123X")
    await connection.close()
    written = server.log.read_text()
    assert "one_person" in written
    assert "34082819900101123X" not in written


async def test_application_appends_to_the_journal_and_changes_nothing_in_it(server: postgres.Postgres) -> None:
    application = databases.dsns(server, SERVICE, ROLES)["app"]
    for statement in (
        "UPDATE journal SET type = ''",
        "DELETE FROM log",
        "TRUNCATE journal",
        "CREATE TABLE mine (i int)",
    ):
        assert await refused(application, statement), statement
    connection = await asyncpg.connect(application)
    try:
        assert await connection.fetchval("SHOW transaction_timeout") == "30s"
        assert await connection.fetchval("SHOW max_prepared_transactions") == "0"
    finally:
        await connection.close()


async def test_reader_sees_the_log_whole_and_no_record_of_a_person(server: postgres.Postgres) -> None:
    reader = databases.dsns(server, SERVICE, ROLES)["reader"]
    for table in ("journal", "log", "log_head"):
        assert not await refused(reader, f"SELECT FROM {table}"), table
    for statement in (
        "SELECT FROM members",
        "SELECT FROM idempotency",
        "INSERT INTO log_head (county) VALUES ('1')",
    ):
        assert await refused(reader, statement), statement


async def test_preparing_again_changes_nothing(server: postgres.Postgres) -> None:
    databases_before = await _databases(server)
    await databases._prepare(server, [SERVICE], ROLES)
    assert await _databases(server) == databases_before


async def _databases(server: postgres.Postgres) -> list[tuple[str, int]]:
    connection = await asyncpg.connect(server.dsn())
    try:
        return [tuple(row) for row in await connection.fetch("SELECT datname, oid::int FROM pg_database ORDER BY 1")]
    finally:
        await connection.close()


async def test_committed_rows_survive_a_power_cut(server: postgres.Postgres) -> None:
    connection = await asyncpg.connect(server.dsn())
    await connection.execute("CREATE TABLE survivor AS SELECT 1 AS one")
    server.kill()
    with contextlib.suppress(Exception):
        await connection.close(timeout=1)
    server.restart()
    connection = await asyncpg.connect(server.dsn())
    assert await connection.fetchval("SELECT one FROM survivor") == 1
    await connection.close()


def test_data_without_its_password_is_not_started(server: postgres.Postgres) -> None:
    with pytest.raises(Trouble, match="password"):
        postgres.start(server.data_dir)


async def test_kafka_keeps_its_data_and_loses_it_when_wiped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka, "_new_cluster_id", lambda: "-pqFqlE1TqyCYE9zT0nTyg")  # one in 64 begins with a dash
    cluster = kafka.start(tmp_path)
    try:
        process = psutil.Process(cluster.pids[1])
        listening = {one.laddr.ip for one in process.net_connections("inet") if one.status == psutil.CONN_LISTEN}
        assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
        await _send(cluster, "kept")
        cluster.stop()
        again = kafka.start(tmp_path)
        assert again.cluster_id == cluster.cluster_id
        cluster = again
        assert await _received(cluster) == b"kept"
        cluster.wipe()
        assert await _topics(cluster) == set()
    finally:
        cluster.stop()
    assert cluster.pids == {}


def test_kafka_stopped_while_its_storage_is_prepared_leaves_nothing(tmp_path: Path) -> None:
    cluster = kafka.planned(tmp_path)
    cluster.begin()
    preparing = [child.pid for _, child in cluster.formatting]
    assert len(preparing) == 1
    assert cluster.pids == {}
    cluster.stop()
    assert not any(psutil.pid_exists(pid) for pid in preparing)
    cluster.begin()
    cluster.await_ready()
    assert list(cluster.pids) == [1]
    cluster.stop()


async def _send(cluster: kafka.Kafka, value: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=cluster.bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic("trial", kafka.PARTITIONS, cluster.replication)])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=cluster.bootstrap, acks="all")
    await producer.start()
    await producer.send_and_wait("trial", value.encode(), key=b"990001")
    await producer.stop()


async def _received(cluster: kafka.Kafka) -> bytes:
    consumer = AIOKafkaConsumer("trial", bootstrap_servers=cluster.bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        return bytes((await consumer.getone()).value)
    finally:
        await consumer.stop()


async def _topics(cluster: kafka.Kafka) -> set[str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=cluster.bootstrap)
    await admin.start()
    try:
        return {name for name in await admin.list_topics() if not name.startswith("__")}
    finally:
        await admin.close()
