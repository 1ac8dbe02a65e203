"""All servers and processes of the fault tests: started, killed, stopped and continued by name."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from chassis.log.checkpoint import Signer, create_key_file
from deploy.local import kafka as local_kafka
from deploy.local import postgres as local_postgres
from deploy.local.child import Child, free_port, spawn
from deploy.local.kafka import Kafka
from deploy.local.places import ROOT
from deploy.local.postgres import Postgres
from tests.backbone.ledger import SCHEMA
from tests.faults.processes import WATCHED
from tests.support import databases, notes
from tests.support.appointing import know_authority
from tests.support.unhurried import VARIABLES

FEED_TOKEN = "feeds-of-the-faults"
NAME = "served"
PROCESSES = {
    "notes-serve": ("notes", "serve"),
    "notes-work": ("notes", "work"),
    "notes-work-2": ("notes", "work"),
    "ledger-serve": ("ledger", "serve"),
    "ledger-work": ("ledger", "work"),
    "ledger-work-2": ("ledger", "work"),
}


@dataclass
class Stand:
    """Two databases on servers of their own, a cluster of three brokers, six processes."""

    folder: Path
    issuer: str
    notes_postgres: Postgres
    ledger_postgres: Postgres
    kafka: Kafka
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in PROCESSES})
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def notes_dsn(self) -> str:
        """Database of the notes, by its application's role."""
        return databases.application(databases.renamed(self.notes_postgres.dsn(), NAME))

    @property
    def ledger_dsn(self) -> str:
        """Database of the ledger, which is the witness too, by its application's role."""
        return databases.application(databases.renamed(self.ledger_postgres.dsn(), NAME))

    @property
    def topic(self) -> str:
        """The notes' topic."""
        return f"faults.{WATCHED}"

    def url(self, name: str) -> str:
        """Where a process answers."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def start(self, name: str) -> None:
        """Start one process, unless it runs."""
        if name in self.children and self.children[name].exit_code is None:
            return
        service, role = PROCESSES[name]
        command = [sys.executable, "-m", "tests.faults.processes", service, role]
        log = self.folder / f"{name}.log"
        self.children[name] = spawn(name, command, log, environment=self._environment(name), folder=ROOT)

    def kill(self, name: str) -> None:
        """SIGKILL."""
        self.children[name].kill()

    def dead(self) -> list[str]:
        """Processes that have ended by themselves."""
        return [name for name, child in self.children.items() if child.exit_code is not None]

    def stop(self, name: str) -> None:
        """SIGTERM, and wait."""
        self.children[name].stop()

    def freeze(self, name: str) -> None:
        """SIGSTOP."""
        self.children[name].signal(signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """SIGCONT."""
        self.children[name].signal(signal.SIGCONT)

    async def heal(self) -> None:
        """Whatever is down is started, and all are ready."""
        for server in (self.notes_postgres, self.ledger_postgres):
            if server.child.exit_code is not None:
                await asyncio.to_thread(server.restart)
        await asyncio.to_thread(self.kafka.restart)
        for name in PROCESSES:
            self.start(name)
        await asyncio.gather(*(self.ready(name) for name in PROCESSES))

    async def ready(self, name: str, within: float = 60) -> None:
        """Wait until /readyz says so."""

        async def is_ready() -> bool:
            return not (await self.reasons(name)).keys() - {"kafka", "log"}

        await until(is_ready, within, f"{name} is ready")

    async def reasons(self, name: str) -> dict[str, str]:
        """What /readyz says is not well."""
        try:
            async with httpx.AsyncClient() as http:
                reasons: dict[str, str] = (await http.get(f"{self.url(name)}/readyz", timeout=5)).json()["reasons"]
                return reasons
        except (httpx.HTTPError, ValueError) as error:
            return {"process": repr(error)}

    async def leader(self) -> str:
        """Which of the notes' relays is active."""
        found: list[str] = []

        async def leads() -> bool:
            for name in ("notes-work", "notes-work-2"):
                try:
                    if await metric(self.url(name), "gonghui_relay_leading") == 1:
                        found.append(name)
                except httpx.HTTPError:
                    continue
            return bool(found)

        await until(leads, 30, "a relay leads")
        return found[-1]

    def kill_kafka(self) -> None:
        """SIGKILL to every broker."""
        for node in self.kafka.nodes:
            self.kafka.kill(node.number)

    def close(self) -> None:
        """End everything: nobody wants its data any more."""
        for child in self.children.values():
            child.kill()
        self.kill_kafka()
        self.notes_postgres.stop()
        self.ledger_postgres.stop()

    def _environment(self, name: str) -> dict[str, str]:
        port, role = str(self.ports[name]), PROCESSES[name][1]
        ports = {"PORT": port} if role == "serve" else {"WORK_PORT": port}
        return {
            **os.environ,
            **VARIABLES,
            **ports,
            "DATABASE_URL_ACTIVITIES": self.notes_dsn,
            "DATABASE_URL_GATEWAY": self.ledger_dsn,
            "SERVICE_URL_ACTIVITIES": self.url("notes-serve"),
            "SERVICE_URL_GATEWAY": self.url("ledger-serve"),
            "SIGNING_KEY_ACTIVITIES": str(self.folder / "activities.pem"),
            "SIGNING_KEY_GATEWAY": str(self.folder / "gateway.pem"),
            "CHECKPOINT_KEYS": str(self.folder / "keys.json"),
            "KAFKA_BOOTSTRAP_SERVERS": self.kafka.bootstrap,
            "KAFKA_REPLICATION": str(self.kafka.replication),
            "KAFKA_TOPIC_PREFIX": "faults.",
            "FEED_TOKEN": FEED_TOKEN,
            "OIDC_ISSUER": self.issuer,
        }


async def build(folder: Path, issuer: str) -> Stand:
    """Start servers and processes; durable, as in earnest."""
    vkeys = {}
    for service in (WATCHED, "gateway"):
        create_key_file(folder / f"{service}.pem")
        vkeys[service] = Signer.load(service, folder / f"{service}.pem").verifier.vkey
    (folder / "keys.json").write_text(str(vkeys).replace("'", '"'))
    kafka, one, two = await asyncio.gather(
        asyncio.to_thread(local_kafka.start, folder / "kafka", 3),
        asyncio.to_thread(local_postgres.start, folder / "notes"),
        asyncio.to_thread(local_postgres.start, folder / "ledger"),
    )
    stand = Stand(folder, issuer, one, two, kafka)
    try:
        for server, tables in ((one, notes.TABLE), (two, SCHEMA)):
            source = await databases.template(server.dsn(), ["chassis"])
            dsn = await databases.clone(server.dsn(), source, NAME)
            await databases.execute(dsn, tables)
            know_authority(dsn)
        await stand.heal()
    except BaseException:
        stand.close()
        raise
    return stand


async def until(holds: Callable[[], Awaitable[bool]], within: float, what: str) -> None:
    """Wait until it holds; AssertionError after `within` seconds."""
    end = asyncio.get_running_loop().time() + within
    while not await holds():
        assert asyncio.get_running_loop().time() < end, f"not within {within:.0f} s: {what}"
        await asyncio.sleep(0.1)


async def metric(url: str, name: str) -> float:
    """Value of the notes service's metric in a process, 0 when it has none yet."""
    async with httpx.AsyncClient() as http:
        text = (await http.get(f"{url}/metrics", timeout=3)).text
    line = next((line for line in text.splitlines() if line.startswith(f'{name}{{service="{WATCHED}"}}')), " 0")
    return float(line.rpartition(" ")[2])
