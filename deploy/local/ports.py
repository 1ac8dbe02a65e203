"""The ports of a local run: each has a variable that moves it, and is looked at before anything starts."""

import contextlib
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import psutil

from deploy.local.trouble import Trouble

SERVICES = ("membership", "assistance", "activities", "gateway")
CONTROLLERS_ABOVE = 20
BETWEEN_ABOVE = 40

# what listens → the variable that moves it, its port when the variable is not set
DEFAULTS: dict[str, tuple[str, int]] = {
    "gateway": ("PORT", 8080),
    "gateway-work": ("WORK_PORT_GATEWAY", 8090),
    "membership": ("PORT_MEMBERSHIP", 8101),
    "membership-work": ("WORK_PORT_MEMBERSHIP", 8111),
    "assistance": ("PORT_ASSISTANCE", 8102),
    "assistance-work": ("WORK_PORT_ASSISTANCE", 8112),
    "activities": ("PORT_ACTIVITIES", 8103),
    "activities-work": ("WORK_PORT_ACTIVITIES", 8113),
    "issuer": ("PORT_ISSUER", 8105),
    "postgres": ("PORT_POSTGRES", 8106),
    "kafka": ("PORT_KAFKA", 8107),
}


@dataclass(frozen=True)
class Port:
    """One port, who listens on it and the variable that moves it."""

    owner: str
    number: int
    variable: str


def ports(environment: Mapping[str, str], kafka_nodes: int = 1, *, kafka_walls: bool = False) -> dict[str, Port]:
    """Read every port from the environment; Kafka's further nodes and inner listeners follow PORT_KAFKA."""
    found = {
        owner: Port(owner, _number(environment, variable, default), variable)
        for owner, (variable, default) in DEFAULTS.items()
    }
    first = found.pop("kafka").number
    for node in range(kafka_nodes):
        found[f"kafka-{node + 1}"] = Port(f"kafka-{node + 1}", first + node, "PORT_KAFKA")
        controller = f"kafka-{node + 1}-controller"
        found[controller] = Port(controller, first + CONTROLLERS_ABOVE + node, "PORT_KAFKA")
        if kafka_walls:
            between = f"kafka-{node + 1}-between"
            found[between] = Port(between, first + BETWEEN_ABOVE + node, "PORT_KAFKA")
    _check_distinct(found.values())
    return found


def check_free(wanted: Iterable[Port]) -> None:
    """Raise Trouble that names every taken port, who has it if that can be known, and the variable that moves it."""
    taken = [port for port in wanted if not _free(port.number)]
    if not taken:
        return
    zh, en = ["端口已被占用："], ["Ports in use:"]
    for port in taken:
        holder = _holder(port.number)
        move = f"{port.variable}={port.number + 1000} make demo"
        zh.append(f"  {port.number}（{port.owner}）{f'，占用者：{holder}' if holder else ''}；换端口：{move}")
        en.append(f"  {port.number} ({port.owner}){f', held by {holder}' if holder else ''}; to move it: {move}")
    raise Trouble("\n".join(zh), "\n".join(en))


def _number(environment: Mapping[str, str], variable: str, default: int) -> int:
    text = environment.get(variable) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 1 << 16:
        raise Trouble(f"{variable}={text} 不是端口号（1–65535）。", f"{variable}={text} is no port number (1–65535).")
    return int(text)


def _check_distinct(all_ports: Iterable[Port]) -> None:
    seen: dict[int, Port] = {}
    for port in all_ports:
        other = seen.setdefault(port.number, port)
        if other is not port:
            raise Trouble(
                f"{port.owner}（{port.variable}）与 {other.owner}（{other.variable}）用了同一个端口 {port.number}。",
                f"{port.owner} ({port.variable}) and {other.owner} ({other.variable}) share port {port.number}.",
            )


def _free(number: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True


def _holder(number: int) -> str | None:
    """Return name and pid of the process that listens on a port; None when this user may not know."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            if (
                connection.laddr
                and connection.laddr.port == number
                and connection.status == psutil.CONN_LISTEN
                and connection.pid
            ):
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    return None
