"""The feed: what a service's log holds arrives whole, checked, in order, and only at who may read it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI, Response

from chassis.log import merkle
from chassis.log.checkpoint import Keys, Signer, Verifier, origin
from chassis.log.entry import Entry, ForgedEntry
from chassis.log.feed import FeedClient, FeedRefused, FeedUnavailable, feed_routes
from chassis.log.merkle import CompactRange
from chassis.log.stored import StoredLog
from chassis.postgres import Database
from chassis.web.problems import install
from tests.chassis.log.grown import grow
from tests.support import databases
from tests.support.running import serving

TOKEN = "feed secret"
SIGNER = Signer("membership", Ed25519PrivateKey.generate())


@pytest_asyncio.fixture
async def url(database: Database) -> AsyncIterator[str]:
    app = FastAPI()
    install(app)
    app.include_router(feed_routes(StoredLog("membership", database), TOKEN, SIGNER.verifier))
    async with serving(app) as (base, _):
        yield base


@pytest_asyncio.fixture
async def feed(url: str) -> AsyncIterator[FeedClient]:
    async with FeedClient("membership", url, TOKEN) as client:
        yield client


async def read_all(feed: FeedClient, limit: int) -> list[Entry]:
    entries: list[Entry] = []
    while batch := (await feed.after(len(entries), limit)).entries:
        entries += batch
    return entries


async def test_every_entry_arrives_once_in_order_and_hashes_to_the_head(database: Database, feed: FeedClient) -> None:
    async with database.system() as connection:
        for count in (1, 40, 300):
            for county in ("990001", "990002"):
                await grow(connection, county, count)
        texts = await connection.fetch("SELECT event FROM log JOIN journal ON journal.id = journal_id ORDER BY ordinal")
    entries = await read_all(feed, limit=57)
    assert [entry.ordinal for entry in entries] == list(range(1, 683))
    assert [entry.event for entry in entries] == [row["event"] for row in texts]
    batch = await feed.after(682)
    assert (batch.ordinal, batch.entries) == (682, [])
    assert batch.idle is not None
    assert batch.idle < 60
    for head in batch.heads:
        mine = [entry for entry in entries if entry.county == head.county]
        assert [entry.position for entry in mine] == list(range(1, head.size + 1))
        tree, _ = merkle.extend(CompactRange(), [entry.leaf for entry in mine])
        assert (tree.size, tree.root) == (341, head.root)


async def test_one_county_is_read_from_any_position(database: Database, feed: FeedClient) -> None:
    async with database.system() as connection:
        await grow(connection, "990001", 10)
        await grow(connection, "990002", 3)
    batch = await feed.county_after("990001", 7, 2)
    assert [(entry.county, entry.position) for entry in batch.entries] == [("990001", 8), ("990001", 9)]
    assert [(head.county, head.size) for head in batch.heads] == [("990001", 10)]
    assert [entry.ordinal for entry in (await feed.county_after("990002", 0)).entries] == [11, 12, 13]
    assert (await feed.county_after("990003", 0)).heads == []


async def test_long_poll_is_answered_at_once_on_news_and_after_its_wait_without(
    database: Database, feed: FeedClient
) -> None:
    loop = asyncio.get_running_loop()
    start = loop.time()
    assert (await feed.after(0, wait=0.3)).entries == []
    assert loop.time() - start >= 0.3
    waiting = asyncio.create_task(feed.after(0, wait=5))
    await asyncio.sleep(0.2)
    start = loop.time()
    async with database.system() as connection:
        await grow(connection, "990001", 1)
    assert len((await waiting).entries) == 1
    assert loop.time() - start < 1


async def test_last_checkpoint_verifies_by_the_served_keys(database: Database, feed: FeedClient, url: str) -> None:
    async with database.system() as connection:
        await grow(connection, "990001", 5, SIGNER)
        tree = await grow(connection, "990001", 5, SIGNER)
    note = await feed.checkpoint("990001")
    assert note is not None
    async with feed._session.get(url + "/log/keys") as answer:  # type: ignore[union-attr]
        keys = Keys(Verifier.of_vkey(vkey) for vkey in (await answer.json()).values())
    checkpoint = keys.open(note, origin("membership", "990001"))
    assert (checkpoint.size, checkpoint.root) == (10, tree.root)
    assert await feed.checkpoint("990002") is None


@pytest.mark.parametrize("token", ["", "another", "feed secre", "feed secret "])
async def test_without_the_secret_nothing_is_served(url: str, token: str) -> None:
    async with FeedClient("membership", url, token) as feed:
        for call in (feed.after(0), feed.county_after("990001", 0), feed.checkpoint("990001")):
            with pytest.raises(FeedRefused, match="unauthenticated"):
                await call


@pytest.mark.parametrize(
    ("after", "limit", "wait"), [(-1, 1, 0), (0, 0, 0), (0, 5001, 0), (0, 1, 5.1), (2**63, 1, 0), (0, 1, float("nan"))]
)
async def test_impossible_questions_are_refused(feed: FeedClient, after: int, limit: int, wait: float) -> None:
    feed._deadline = 60  # so that a refusal, not a time-out, ends the call
    with pytest.raises(FeedRefused):
        await feed._get("/log", {"after": str(after), "limit": str(limit), "wait": str(wait)})


async def test_a_county_that_is_no_area_code_is_refused(feed: FeedClient) -> None:
    with pytest.raises(FeedRefused):
        await feed.county_after("34082", 0)


async def test_an_altered_entry_is_noticed(database: Database, feed: FeedClient) -> None:
    async with database.system() as connection:
        await grow(connection, "990001", 3)
    await databases.execute(
        database.dsn,
        """ALTER TABLE journal DISABLE TRIGGER journal_append_only;
        UPDATE journal SET event = replace(event::text, '"number":1', '"number":7')::json""",
    )
    with pytest.raises(ForgedEntry, match="membership/990001 at 2"):
        await feed.after(0)


async def test_a_service_that_is_away_slow_or_talks_nonsense_is_unavailable() -> None:
    async with FeedClient("membership", "http://127.0.0.1:1", TOKEN) as away:
        with pytest.raises(FeedUnavailable):
            await away.after(0)
    app = FastAPI()

    @app.get("/log")
    async def answer(after: int) -> Response:
        await asyncio.sleep(2 if after == 1 else 0)
        return Response(
            {2: b"[]", 3: b'{"heads":[],"ordinal":0,"idle":null,"entries":[{"leaf":"zz"}]}'}.get(after, b"{")
        )

    async with serving(app) as (base, _), FeedClient("membership", base, TOKEN, deadline=0.5) as odd:
        for after in (1, 2, 3, 4):
            with pytest.raises(FeedUnavailable):
                await odd.after(after)
