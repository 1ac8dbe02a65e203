"""What is measured: PostgreSQL on disk, Kafka, an issuer and the services' processes, in a folder of their own."""

import asyncio
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

import asyncpg
import psutil

from bench.issuer import Issuer
from bench.issuer import issuer as serve_issuer
from bench.report import say
from chassis import migrations
from chassis.log.checkpoint import Signer, create_key_file
from chassis.personal.providers import KeyFile
from deploy.local import databases as roles
from deploy.local import kafka as local_kafka
from deploy.local import postgres as local_postgres
from deploy.local.child import Child, await_ready, free_port, last_lines, spawn
from deploy.local.kafka import Kafka
from deploy.local.places import ROOT
from deploy.local.postgres import Postgres

SERVICES = ("membership", "gateway")
FEED_TOKEN = "feeds-of-the-bench"  # noqa: S105 - of servers that live for a minute
SECRET = "roles-of-the-bench"  # noqa: S105
OWNER, APPLICATION, READER = "bench_owner", "bench_app", "bench_reader"
READY_SECONDS = 30


class Ran(NamedTuple):
    """How long a command took, and how many seconds of processor time."""

    seconds: float
    processor: float


@dataclass
class Stand:
    """Servers that run, and the processes started on them."""

    folder: Path
    postgres: Postgres
    kafka: Kafka | None
    issuer: Issuer
    ports: dict[str, int] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)

    def dsn(self, service: str) -> str:
        """A service's database by the server's superuser, who fills it: before him no wall stands."""
        return self.postgres.dsn(service)

    def application(self, service: str) -> str:
        """A service's database as its processes reach it: by a role that owns nothing and sees by its context."""
        return self.postgres.dsn(service, APPLICATION, SECRET)

    def owner(self, service: str) -> str:
        """A service's database by the owner of its tables."""
        return self.postgres.dsn(service, OWNER, SECRET)

    async def database(self, name: str) -> None:
        """Make an empty database."""
        connection = await asyncpg.connect(self.postgres.dsn())
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    def url(self, name: str) -> str:
        """Where a process answers: `membership` (serve) or `membership-work`."""
        return f"http://127.0.0.1:{self.port(name)}"

    def port(self, name: str) -> int:
        """The port of a process."""
        return self.ports.setdefault(name, free_port())

    async def start(self, service: str, role: str) -> Child:
        """Start `serve` or `work` of a service as production does, and wait until it listens."""
        name = service if role == "serve" else f"{service}-{role}"
        return await self.run(name, [sys.executable, "-m", f"services.{service}", role])

    async def run(self, name: str, command: list[str], variables: Mapping[str, str] | None = None) -> Child:
        """Start a process that answers /livez on its port, and wait for that."""
        environment = {**self.environment(), **(variables or {})}
        child = spawn(name, command, self.folder / f"{name}.log", environment=environment, folder=ROOT)
        self.children[name] = child
        await asyncio.to_thread(await_ready, child, lambda: _lives(self.url(name)), READY_SECONDS)
        return child

    async def witness(self) -> None:
        """Start the gateway's `serve`: without its word no relay sequences."""
        await self.start("gateway", "serve")

    async def ready(self, name: str) -> None:
        """Wait until a process says that it is ready; TimeoutError with its reasons."""
        end = asyncio.get_running_loop().time() + READY_SECONDS
        while (reasons := await asyncio.to_thread(_reasons, self.url(name))) is not None:
            if asyncio.get_running_loop().time() > end:
                log = last_lines(self.folder / f"{name}.log")
                message = f"{name} is not ready: {reasons}\n{log}"
                raise TimeoutError(message)
            await asyncio.sleep(0.1)

    async def tool(self, name: str, command: list[str]) -> "Ran":
        """Run a command to its end; RuntimeError with what it said when its exit code is not 0."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=self.environment(), stdout=PIPE, stderr=STDOUT
        )
        said, _ = await process.communicate()
        seconds = time.perf_counter() - began
        if process.returncode:
            message = f"{name} ended with {process.returncode}: {said.decode()[-2000:]}"
            raise RuntimeError(message)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return Ran(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    def demo(self) -> dict[str, object]:
        """What the launcher's demo.json says, for tools."""
        return {
            "gateway": self.url("gateway"),
            "graphql": f"{self.url('gateway')}/graphql",
            "services": {service: self.url(service) for service in SERVICES},
            "databases": {service: self.dsn(service) for service in SERVICES},
            "checkpoint_keys": str(self.folder / "keys.json"),
        }

    def environment(self) -> dict[str, str]:
        """The variables that every process gets."""
        values = {
            "FEED_TOKEN": FEED_TOKEN,
            "OIDC_ISSUER": self.issuer.url,
            "KAFKA_BOOTSTRAP_SERVERS": self.kafka.bootstrap if self.kafka else "",
            "CHECKPOINT_KEYS": str(self.folder / "keys.json"),
            "MALLOC_ARENA_MAX": "2",
            "RATE_CLASSES": '{"*": {"rate": 1000000, "burst": 1000000}}',  # one account asks as fast as it can
        }
        for service in SERVICES:
            upper = service.upper()
            values |= {
                f"DATABASE_URL_{upper}": self.application(service),
                f"DATABASE_OWNER_URL_{upper}": self.owner(service),
                f"VAULT_KEYS_{upper}": str(self.folder / f"{service}-vault.json"),
                f"SERVICE_URL_{upper}": self.url(service),
                f"SIGNING_KEY_{upper}": str(self.folder / f"{service}.pem"),
                f"PORT_{upper}": str(self.port(service)),
                f"WORK_PORT_{upper}": str(self.port(f"{service}-work")),
            }
        return {**os.environ, **values}

    def cpu(self, name: str) -> float:
        """Seconds of processor time that a process has used: `postgres` and `kafka` too, backends included."""
        pids = {"postgres": self.postgres.pid, "kafka": self.kafka.pids[1] if self.kafka else 0}
        process = psutil.Process(pids.get(name) or self.children[name].pid)
        ended = process.cpu_times()
        seconds = ended.user + ended.system + ended.children_user + ended.children_system
        for child in process.children():
            try:
                times = child.cpu_times()
            except psutil.NoSuchProcess:
                continue
            seconds += times.user + times.system
        return float(seconds)

    def close(self) -> None:
        """Stop what runs, the newest first."""
        for child in reversed(self.children.values()):
            child.stop()
        if self.kafka:
            self.kafka.stop()
        self.postgres.stop()


@asynccontextmanager
async def stand(*, kafka: bool = False) -> AsyncIterator[Stand]:
    """Servers with migrated, empty databases; everything is stopped and deleted at the end."""
    say("starting servers")
    folder = _folder()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.to_thread, shutil.rmtree, folder, ignore_errors=True)
        issuer = await stack.enter_async_context(serve_issuer())
        made = Stand(folder, await asyncio.to_thread(local_postgres.start, folder / "postgres"), None, issuer)
        stack.push_async_callback(asyncio.to_thread, made.close)
        if kafka:
            made.kafka = await asyncio.to_thread(local_kafka.start, folder / "kafka")
        await _prepare(made)
        yield made


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gonghui-bench-"))
    folder.chmod(0o755)  # PostgreSQL, started by root, runs as nobody
    return folder


async def _prepare(made: Stand) -> None:
    vkeys = {}
    for service in SERVICES:
        create_key_file(made.folder / f"{service}.pem")
        vkeys[service] = Signer.load(service, made.folder / f"{service}.pem").verifier.vkey
        KeyFile.create(made.folder / f"{service}-vault.json")
        await made.database(service)
        await _migrate(made, service)
    (made.folder / "keys.json").write_text(json.dumps(vkeys))


async def _migrate(made: Stand, service: str) -> None:
    admin = await asyncpg.connect(made.dsn(service))
    try:
        for role in (OWNER, APPLICATION, READER):
            await roles.make_role(admin, role, SECRET)
        await admin.execute(f"ALTER DATABASE {service} OWNER TO {OWNER}")
        await roles.give_rights(admin, OWNER, APPLICATION, READER)
        await migrations.migrate(made.owner(service), import_module(f"services.{service}.main").service.packages)
        await roles.keep_truth(admin, APPLICATION)
    finally:
        await admin.close()


def _lives(url: str) -> bool:
    try:
        with urlopen(f"{url}/livez", timeout=2) as answer:  # noqa: S310 - our own process on loopback
            return bool(answer.status == 200)
    except OSError:
        return False


def _reasons(url: str) -> object:
    """Why a process is not ready, None when it is."""
    try:
        with urlopen(f"{url}/readyz", timeout=5):  # noqa: S310
            return None
    except OSError as error:
        return error.read() if isinstance(error, HTTPError) else error
