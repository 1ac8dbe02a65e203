"""Ports are looked at before anything starts, and the words say how to move them."""

import os
import socket
from collections.abc import Iterator

import pytest

from deploy.local.plan import Plan
from deploy.local.ports import check_free, ports
from deploy.local.trouble import Trouble


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which this process listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_taken_port_names_its_holder_and_the_variable_that_moves_it(taken: int) -> None:
    with pytest.raises(Trouble) as raised:
        check_free([ports({"PORT_ISSUER": str(taken)})["issuer"]])
    for words in (raised.value.zh, raised.value.en):
        assert str(taken) in words
        assert f"pid {os.getpid()}" in words
        assert "PORT_ISSUER=" in words


def test_free_ports_pass() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    check_free([ports({"PORT": str(number)})["gateway"]])


@pytest.mark.parametrize("value", ["0", "65536", "http", "-1"])
def test_what_is_no_port_number_is_refused(value: str) -> None:
    with pytest.raises(Trouble, match="PORT_KAFKA"):
        ports({"PORT_KAFKA": value})


def test_two_variables_cannot_name_one_port() -> None:
    with pytest.raises(Trouble, match=r"PORT_MEMBERSHIP.*8105|8105.*PORT_MEMBERSHIP"):
        ports({"PORT_MEMBERSHIP": "8105"})


def test_cluster_has_a_port_and_a_controller_for_each_node() -> None:
    found = ports({"PORT_KAFKA": "9000"}, kafka_nodes=3)
    assert [found[f"kafka-{node}"].number for node in (1, 2, 3)] == [9000, 9001, 9002]
    assert [found[f"kafka-{node}-controller"].number for node in (1, 2, 3)] == [9020, 9021, 9022]


def test_servers_of_ones_own_take_no_port() -> None:
    dsn = "postgresql://somebody@db.internal/x"
    own = {f"DATABASE_URL_{name}": dsn for name in ("MEMBERSHIP", "ASSISTANCE", "ACTIVITIES", "GATEWAY")}
    plan = Plan.of({**own, "KAFKA_BOOTSTRAP_SERVERS": "broker:9092", "OIDC_ISSUER": "https://login.example/"})
    assert {port.owner.removesuffix("-work") for port in plan.listening} == set(plan.databases)
    assert plan.own_databases == []
    assert plan.issuer_url == "https://login.example"
    assert {"issuer", "postgres", "kafka-1"} <= {port.owner for port in Plan.of({}).listening}
