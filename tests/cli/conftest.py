"""A small platform for the command line: two services' databases, the gateway's read model, keys, demo.json."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from chassis.log import journal, merkle
from chassis.log.checkpoint import Signer, witness_name
from chassis.log.entry import Entry, timestamp
from chassis.log.merkle import CompactRange
from chassis.log.relay import Relay
from cli.main import app
from services.gateway.projection import audit
from services.gateway.projection.ids import log_id
from tests.chassis.log.grown import new_rows
from tests.support import databases

_numbers = itertools.count(1)
SERVICES = ("membership", "gateway")
FEED_TOKEN = "feeds of the command line"


@dataclass
class Answered:
    """How a command ended."""

    code: int
    output: str
    errors: str

    @property
    def json(self) -> Any:
        return json.loads(self.output)


@dataclass
class Platform:
    """Databases (service → DSN), addresses, signers, and the folder with demo.json."""

    folder: Path
    databases: dict[str, str]
    services: dict[str, str] = field(default_factory=dict)
    signers: dict[str, Signer] = field(
        default_factory=lambda: {name: Signer(name, Ed25519PrivateKey.generate()) for name in SERVICES}
    )

    def write(self) -> None:
        keys = self.folder / "keys.json"
        keys.write_text(json.dumps({name: signer.verifier.vkey for name, signer in self.signers.items()}))
        environment = self.folder / "environment.json"
        owners = {
            f"DATABASE_OWNER_URL_{service.upper()}": databases.owner(dsn) for service, dsn in self.databases.items()
        }
        environment.write_text(json.dumps({**owners, "FEED_TOKEN": FEED_TOKEN}))
        demo = {
            "gateway": "http://127.0.0.1:1",
            "graphql": "http://127.0.0.1:1/graphql",
            "services": self.services,
            "databases": {service: databases.reader(dsn) for service, dsn in self.databases.items()},
            "checkpoint_keys": str(keys),
            "environment": str(environment),
        }
        (self.folder / "demo.json").write_text(json.dumps(demo))

    async def gonghui(self, *arguments: str) -> Answered:
        """Run a command against this platform."""
        runner = CliRunner(env={"RUN_DIR": str(self.folder)})
        result = await asyncio.to_thread(runner.invoke, app, arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answered(result.exit_code, result.stdout, result.stderr)

    async def run(self, service: str, sql: str, *arguments: object) -> None:
        """Run a statement, the append-only triggers being switched off: what an intruder might do."""
        connection = await asyncpg.connect(databases.root(self.databases[service]))
        try:
            await connection.execute("SET session_replication_role TO replica")
            await connection.execute(sql, *arguments)
        finally:
            await connection.close()

    async def happen(self, service: str, county: str, count: int) -> None:
        """Events of a county are recorded, sequenced and signed, received by the gateway and cosigned."""
        await self.record(service, county, count)
        relay = Relay(self.databases[service], service, signer=self.signers[service])
        await relay.step()
        await relay.close()
        await self.receive(service, county)
        await self.cosign(service, county)

    async def record(self, service: str, county: str, count: int) -> None:
        connection = await asyncpg.connect(databases.root(self.databases[service]))
        await journal.append(connection, new_rows(county, count))
        await connection.close()

    async def receive(self, service: str, county: str) -> None:
        """What a projector writes of a log that lies in `service`'s database: audit entries, nodes, cursor."""
        own = await asyncpg.connect(databases.root(self.databases[service]))
        rows = await own.fetch(
            """SELECT position, ordinal, sequenced_at, leaf, traceparent, event::text AS event
            FROM log JOIN journal ON journal.id = journal_id WHERE log.county = $1 ORDER BY position""",
            county,
        )
        await own.close()
        log = log_id(service, county)
        tree, nodes = merkle.extend(CompactRange(), [row["leaf"] for row in rows])
        gateway = await asyncpg.connect(databases.root(self.databases["gateway"]))
        await gateway.execute("DELETE FROM projection.audit_entry WHERE log = $1", log)
        entries = [
            Entry(service, county, row["position"], row["ordinal"], timestamp(row["sequenced_at"]), *tuple(row)[3:])
            for row in rows
        ]
        await gateway.copy_records_to_table(
            "audit_entry",
            schema_name="projection",
            columns=audit.COLUMNS,
            records=[audit.row_of_unreadable(log, entry) for entry in entries],
        )
        await gateway.execute("DELETE FROM projection.node WHERE log = $1", log)
        await gateway.executemany(
            "INSERT INTO projection.node VALUES ($1, $2, $3, $4)", [(log, *node) for node in nodes]
        )
        await gateway.execute("DELETE FROM projection.log_cursor WHERE log = $1", log)
        await gateway.execute(
            """INSERT INTO projection.log_cursor (log, service, county, position, compact_range)
            VALUES ($1, $2, $3, $4, $5)""",
            log,
            service,
            int(county),
            tree.size,
            b"".join(tree.hashes),
        )
        await gateway.close()

    async def cosign(self, service: str, county: str) -> None:
        """The last checkpoint, cosigned by the service's witness."""
        own = await asyncpg.connect(databases.root(self.databases[service]))
        row = await own.fetchrow("SELECT * FROM checkpoint WHERE county = $1 ORDER BY size DESC LIMIT 1", county)
        await own.close()
        assert row is not None
        witness = witness_name(service)
        now = datetime.now(UTC)
        note = self.signers[witness].cosign(row["note"], now)
        other = await asyncpg.connect(databases.root(self.databases[witness]))
        await other.execute("DELETE FROM witness WHERE service = $1 AND county = $2", service, county)
        await other.execute(
            "INSERT INTO witness VALUES ($1, $2, $3, $4, $5, $6, $7)",
            service,
            county,
            row["generation"],
            row["size"],
            row["root"],
            note,
            now,
        )
        await other.close()


@pytest_asyncio.fixture
async def platform(postgres: str, tmp_path: Path) -> AsyncIterator[Platform]:
    """Two services' databases, empty."""
    made = {}
    for service, packages in (("membership", ["chassis"]), ("gateway", ["chassis", "services.gateway"])):
        source = await databases.template(postgres, packages)
        made[service] = await databases.clone(postgres, source, f"cli_{service}_{next(_numbers)}")
    platform = Platform(tmp_path, made)
    platform.write()
    yield platform
