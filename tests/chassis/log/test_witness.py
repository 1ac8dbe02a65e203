"""A restored database is recognised by its witness, and nothing is sequenced before the witness has spoken."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from chassis.context import EVERYTHING
from chassis.log import journal
from chassis.log.checkpoint import Keys, Signer, create_key_file, origin
from chassis.log.feed import FeedClient, feed_routes
from chassis.log.fold import Fold
from chassis.log.following import Cosigning, Following
from chassis.log.fork import Audited, fork
from chassis.log.merkle import CompactRange
from chassis.log.relay import Known, Relay, WitnessSilent
from chassis.log.stored import StoredLog
from chassis.log.vouching import following, vouching_for
from chassis.log.witness import WitnessClient
from chassis.postgres import Database
from chassis.refusal import Restored
from chassis.settings import Settings
from chassis.web.health import Health
from chassis.web.problems import install
from tests.chassis.log.grown import new_rows
from tests.support import databases
from tests.support.running import serving

TOKEN = "feed secret"
COUNTY, OTHER = "990001", "990002"
GATEWAY = Signer("gateway", Ed25519PrivateKey.generate())
MEMBERSHIP = Signer("membership", Ed25519PrivateKey.generate())
KEYS = Keys([GATEWAY.verifier, MEMBERSHIP.verifier])


@dataclass
class Watched:
    """The gateway's log on `dsn`, served with its feed; membership's database, whose `serve` vouches.

    `witness` is that database as membership's `work` reaches it.
    """

    database: Database
    witness: Database
    feed: FeedClient
    feed_url: str
    witness_url: str

    @property
    def dsn(self) -> str:
        return self.database.dsn

    def relay(self, dsn: str | None = None, url: str | None = None) -> Relay:
        asked = WitnessClient("gateway", url or self.witness_url, TOKEN, dsn or self.dsn)
        return Relay(dsn or self.dsn, "gateway", signer=GATEWAY, witness=asked)

    async def follow(self) -> None:
        await Fold(Following(), "gateway", self.feed, self.witness.pool).step()

    async def cosign(self) -> int:
        return await self.cosigning().step(self.witness.pool)

    def cosigning(self, signer: Signer = GATEWAY) -> Cosigning:
        return Cosigning("gateway", self.feed, Keys([signer.verifier]), MEMBERSHIP)


@asynccontextmanager
async def opened(dsn: str, *, everything: bool = False) -> AsyncIterator[Database]:
    database = Database(dsn, everything=everything)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@pytest_asyncio.fixture
async def watched(database: Database, new_name: Callable[[], str], postgres: str) -> AsyncIterator[Watched]:
    source = await databases.template(postgres, ["chassis"])
    dsn = await databases.clone(postgres, source, new_name())
    async with opened(dsn, everything=True) as witness, opened(dsn) as served:
        gateway, membership = FastAPI(), FastAPI()
        gateway.include_router(feed_routes(StoredLog("gateway", database), TOKEN, GATEWAY.verifier))
        membership.state.settings = Settings(service="membership", database_url=witness.dsn, feed_token=TOKEN)
        membership.state.database = served
        install(membership)
        vouching_for("gateway")(membership)
        async with (
            serving(gateway) as (feed_url, _),
            serving(membership) as (witness_url, _),
            FeedClient("gateway", feed_url, TOKEN) as feed,
        ):
            yield Watched(database, witness, feed, feed_url, witness_url)


async def write(dsn: str, county: str, count: int) -> None:
    connection = await asyncpg.connect(dsn, server_settings=EVERYTHING.settings)
    try:
        await journal.append(connection, new_rows(county, count))
    finally:
        await connection.close()


async def stepped(relay: Relay) -> int:
    try:
        return await relay.step()
    finally:
        await relay.close()


async def sizes(dsn: str) -> dict[str, tuple[int, bool]]:
    connection = await asyncpg.connect(dsn, server_settings=EVERYTHING.settings)
    try:
        rows = await connection.fetch("SELECT county, size, restored FROM log_head")
    finally:
        await connection.close()
    return {row["county"]: (row["size"], row["restored"]) for row in rows}


@pytest_asyncio.fixture
async def back_up(watched: Watched, postgres: str, new_name: Callable[[], str]) -> Callable[[], Awaitable[str]]:
    """A copy of the gateway's database as it is now, followed up to here; answers its DSN."""

    async def copy() -> str:
        await watched.follow()
        await watched.database.close()
        dsn = await databases.clone(postgres, watched.dsn.rpartition("/")[2], new_name())
        await watched.database.open()
        return dsn

    return copy


async def test_a_new_service_begins_without_anything_known_of_it(watched: Watched) -> None:
    await write(watched.dsn, COUNTY, 3)
    assert await stepped(watched.relay()) == 3


async def test_while_the_witness_is_silent_commands_go_on_and_nothing_is_sequenced(watched: Watched) -> None:
    relay = watched.relay(url="http://127.0.0.1:1")
    await write(watched.dsn, COUNTY, 3)
    with pytest.raises(WitnessSilent):
        await stepped(relay)
    await write(watched.dsn, COUNTY, 2)
    assert await sizes(watched.dsn) == {}
    assert await stepped(watched.relay()) == 5


async def test_a_log_that_its_witness_has_not_seen_waits(watched: Watched) -> None:
    await write(watched.dsn, COUNTY, 3)
    await stepped(watched.relay())
    await write(watched.dsn, COUNTY, 1)
    with pytest.raises(WitnessSilent, match="has not seen gateway/990001"):
        await stepped(watched.relay())
    await watched.follow()
    assert await stepped(watched.relay()) == 1


async def test_a_log_that_goes_beyond_what_its_witness_knows_goes_on(watched: Watched) -> None:
    await write(watched.dsn, COUNTY, 300)
    await stepped(watched.relay())
    await watched.follow()
    await write(watched.dsn, COUNTY, 300)
    assert await stepped(watched.relay()) == 300
    assert await stepped(watched.relay()) == 0
    assert await sizes(watched.dsn) == {COUNTY: (600, False)}


async def test_a_restored_database_refuses_commands_of_the_county_that_lost_events_and_of_no_other(
    watched: Watched, back_up: Callable[[], Awaitable[str]]
) -> None:
    await write(watched.dsn, COUNTY, 10)
    await write(watched.dsn, OTHER, 5)
    await stepped(watched.relay())
    restored = await back_up()
    await write(watched.dsn, COUNTY, 1)
    await stepped(watched.relay())
    await watched.follow()
    await write(restored, OTHER, 1)
    assert await stepped(watched.relay(restored)) == 1
    assert await sizes(restored) == {COUNTY: (10, True), OTHER: (6, False)}
    with pytest.raises(Restored):
        await write(restored, COUNTY, 1)
    connection = await asyncpg.connect(restored, server_settings=EVERYTHING.settings)
    reason = await connection.fetchval("SELECT restored_reason FROM log_head WHERE county = $1", COUNTY)
    await connection.close()
    assert reason == "10 events, the witness knows 11"


async def test_a_county_of_which_the_restored_database_knows_nothing_is_refused_too(
    watched: Watched, back_up: Callable[[], Awaitable[str]]
) -> None:
    restored = await back_up()
    await write(watched.dsn, COUNTY, 1)
    await stepped(watched.relay())
    await watched.follow()
    await stepped(watched.relay(restored))
    assert await sizes(restored) == {COUNTY: (0, True)}


async def test_a_forked_log_is_recognised_though_it_is_longer(
    watched: Watched, back_up: Callable[[], Awaitable[str]]
) -> None:
    await write(watched.dsn, COUNTY, 10)
    await stepped(watched.relay())
    restored = await back_up()
    await write(watched.dsn, COUNTY, 1)
    await stepped(watched.relay())
    await watched.follow()
    await write(restored, COUNTY, 20)
    await stepped(Relay(restored, "gateway", signer=GATEWAY))  # one that asks nobody
    assert (await sizes(restored))[COUNTY] == (30, False)
    await stepped(watched.relay(restored))
    assert (await sizes(restored))[COUNTY] == (30, True)


async def test_checkpoints_that_say_what_came_are_cosigned_once(watched: Watched) -> None:
    await write(watched.dsn, COUNTY, 10)
    await stepped(watched.relay())
    await watched.follow()
    assert await watched.cosign() == 1
    assert await watched.cosign() == 0
    row = await watched.witness.pool.fetchrow("SELECT * FROM witness")
    assert row is not None
    assert KEYS.open(row["note"], origin("gateway", COUNTY)).size == row["size"] == 10
    assert int(KEYS.cosigned_at(row["note"], "membership").timestamp()) == int(row["cosigned_at"].timestamp())


async def test_a_checkpoint_ahead_of_what_came_is_cosigned_later(watched: Watched) -> None:
    await write(watched.dsn, COUNTY, 10)
    await stepped(watched.relay())
    await watched.follow()
    await write(watched.dsn, COUNTY, 1)
    await stepped(watched.relay())
    assert await watched.cosign() == 0
    await watched.follow()
    assert await watched.cosign() == 1


async def test_a_checkpoint_that_says_something_else_is_never_cosigned(watched: Watched) -> None:
    await write(watched.dsn, COUNTY, 10)
    await stepped(watched.relay())
    await watched.follow()
    await watched.witness.pool.execute("UPDATE followed_log SET compact_range[1] = sha256('other')")
    cosigning = watched.cosigning()
    assert await cosigning.step(watched.witness.pool) == 0
    assert cosigning.disagreements == {COUNTY: "another root at 10"}


async def test_a_checkpoint_by_an_unknown_key_is_never_cosigned(watched: Watched) -> None:
    await write(watched.dsn, COUNTY, 10)
    await stepped(watched.relay())
    await watched.follow()
    cosigning = watched.cosigning(Signer("gateway", Ed25519PrivateKey.generate()))
    assert await cosigning.step(watched.witness.pool) == 0
    assert "NotSigned" in cosigning.disagreements[COUNTY]


async def test_the_followed_tree_is_the_logs_own(watched: Watched) -> None:
    for count in (1, 255, 300):
        await write(watched.dsn, COUNTY, count)
        await stepped(watched.relay())
        await watched.follow()
    (head,) = await databases.rows(watched.dsn, "SELECT size, root FROM log_head")
    row = await watched.witness.pool.fetchrow("SELECT size, compact_range FROM followed_log")
    assert row is not None
    assert (row["size"], CompactRange(row["size"], tuple(row["compact_range"])).root) == (head["size"], head["root"])


async def test_a_forked_log_is_followed_anew_and_its_old_checkpoint_kept(
    watched: Watched, back_up: Callable[[], Awaitable[str]]
) -> None:
    await write(watched.dsn, COUNTY, 300)
    await stepped(watched.relay())
    restored = await back_up()
    await write(watched.dsn, COUNTY, 2)
    await stepped(watched.relay())
    await watched.follow()
    await watched.cosign()
    audited = [
        Audited(entry.position, entry.leaf, entry.event)
        for entry in (await StoredLog("gateway", watched.database).county_after(COUNTY, 0, 1000)).entries
    ]
    (old,) = await databases.rows(watched.dsn, "SELECT generation, size, root FROM log_head")
    await stepped(watched.relay(restored))
    connection = await asyncpg.connect(restored, server_settings=EVERYTHING.settings)
    forked = await fork(connection, COUNTY, Known(*old), audited, "disk lost")
    await connection.close()
    assert (forked.generation, forked.kept, len(forked.lost)) == (2, 300, 2)
    await write(restored, COUNTY, 1)
    assert await stepped(watched.relay(restored)) == 1
    async with opened(restored) as database:
        gateway = FastAPI()
        gateway.include_router(feed_routes(StoredLog("gateway", database), TOKEN, GATEWAY.verifier))
        async with serving(gateway) as (url, _), FeedClient("gateway", url, TOKEN) as feed:
            await Fold(Following(), "gateway", feed, watched.witness.pool).step()
            assert await Cosigning("gateway", feed, KEYS, MEMBERSHIP).step(watched.witness.pool) == 1
    rows = await watched.witness.pool.fetch("SELECT generation, size FROM witness ORDER BY generation")
    assert [tuple(row) for row in rows] == [(1, 302), (2, 301)]
    assert await stepped(watched.relay(restored)) == 0


async def test_the_work_process_follows_and_cosigns_until_it_is_stopped(watched: Watched, tmp_path: Path) -> None:
    await write(watched.dsn, COUNTY, 10)
    await stepped(watched.relay())
    key, keys = tmp_path / "membership.pem", tmp_path / "keys.json"
    create_key_file(key)
    keys.write_text(json.dumps({"gateway": GATEWAY.verifier.vkey}))
    settings = Settings(
        service="membership",
        database_url=watched.witness.dsn,
        feed_token=TOKEN,
        service_urls={"gateway": watched.feed_url},
        signing_key=key,
        checkpoint_keys=keys,
    )
    stop, health = asyncio.Event(), Health()
    work = asyncio.create_task(following("gateway")(settings, health, stop))
    async with asyncio.timeout(20):
        while not await watched.witness.pool.fetchval("SELECT note FROM witness WHERE size = 10"):
            await asyncio.sleep(0.05)
    assert await health.notes["witness of gateway"]() is None
    stop.set()
    await asyncio.wait_for(work, 10)


async def test_a_service_on_its_own_watches_nobody(watched: Watched) -> None:
    stop = asyncio.Event()
    settings = Settings(service="membership", database_url=watched.witness.dsn)
    work = asyncio.create_task(following("gateway")(settings, Health(), stop))
    await asyncio.sleep(0.05)
    assert not work.done()
    stop.set()
    await asyncio.wait_for(work, 1)


async def test_only_the_watched_service_is_vouched_for(watched: Watched) -> None:
    async with httpx.AsyncClient(base_url=watched.witness_url, headers={"Authorization": f"Bearer {TOKEN}"}) as http:
        assert (await http.get("/witness/assistance")).json() == {"logs": []}
        assert (await http.get(f"/witness/gateway/{COUNTY}")).status_code == httpx.codes.NOT_FOUND


async def test_a_witness_that_cannot_read_kafka_answers_unavailable(watched: Watched) -> None:
    membership = FastAPI()
    membership.state.settings = Settings(
        service="membership",
        database_url=watched.witness.dsn,
        feed_token=TOKEN,
        kafka_bootstrap_servers="127.0.0.1:1",
    )
    membership.state.database = watched.witness
    install(membership)
    vouching_for("gateway")(membership)
    await write(watched.dsn, COUNTY, 1)
    async with serving(membership) as (url, _):
        with pytest.raises(WitnessSilent, match="Kafka does not tell how far"):
            await stepped(watched.relay(url=url))
