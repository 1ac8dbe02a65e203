"""A database put back to an earlier backup brings nobody back: who was erased since goes before anything is shown."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
from aiohttp import web

from chassis.context import EVERYTHING
from chassis.log.fork import Audited, fork
from chassis.log.relay import Known, Relay
from chassis.personal import erasure
from chassis.personal.keys import Keyring
from chassis.personal.opening import Opening
from chassis.personal.providers import provider
from chassis.postgres import Database
from chassis.settings import Settings
from tests.membership.people import DAY, County
from tests.support import databases
from tests.support.issuer import Issuer
from tests.support.running import running

NAME = "隗金丝雀"
ERASE = {"reason": "own-request", "occurred_on": DAY}
ASKED = {"fields": ["name"], "purpose": "verify"}
SettingsOf = Callable[..., Awaitable[Settings]]
_copies = itertools.count(1)


@dataclass
class Gateway:
    """Answers GET /erasures/membership, or 503 while it is away."""

    url: str = ""
    away: bool = True
    persons: list[str] = field(default_factory=list)

    async def answer(self, _: web.Request) -> web.Response:
        """As the gateway does."""
        return web.json_response({"persons": self.persons}, status=503 if self.away else 200)


@asynccontextmanager
async def telling() -> AsyncIterator[Gateway]:
    """A gateway that tells of erasures alone."""
    gateway, app = Gateway(), web.Application()
    app.router.add_get("/erasures/membership", gateway.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    gateway.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield gateway
    finally:
        await runner.cleanup()


@dataclass
class Restored:
    """A backup in which somebody is whom the service has erased since."""

    settings: Settings
    backup: str
    erased: str
    kept: str
    events: list[tuple[bytes, str]]
    county: str


async def _copied(postgres: str, dsn: str) -> str:
    """A copy of a database that nobody works in: whoever is connected is sent away until it is made."""
    name = dsn.rpartition("/")[2]
    await databases.execute(postgres, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1"
    await databases.execute(postgres, others, name)
    try:
        return await databases.clone(postgres, name, f"restored_{next(_copies)}")
    finally:
        await databases.execute(postgres, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


async def _sequenced(settings: Settings) -> None:
    relay = Relay(settings.database_url, "membership")
    while await relay.step():
        pass
    await relay.close()


@pytest.fixture
async def restored(postgres: str, settings_of: SettingsOf, issuer: Issuer, county: str) -> Restored:
    """Two members were taken back, one of them was erased after the backup was made."""
    settings = await settings_of("membership")
    async with running("membership", settings, issuer) as service:
        place = County(county, service)
        union = await place.base_union()
        erased, kept = await place.member(union, name=NAME), await place.member(union, name="王留下")
        for member in (erased, kept):
            await place.clerk().done(f"/members/{member}/void", {"reason": "duplicate"}, revision=1)
    await _sequenced(settings)
    backup = await _copied(postgres, settings.database_url)
    async with running("membership", settings, issuer) as service:
        await County(county, service).organiser.done(f"/members/{erased}/erase", ERASE, revision=2)
        await _sequenced(settings)
        rows = await County(county, service).rows(
            "SELECT leaf, event::text FROM log JOIN journal ON journal.id = journal_id ORDER BY position"
        )
    return Restored(settings, backup, erased, kept, [(row["leaf"], row["event"]) for row in rows], county)


async def _labels(place: County) -> dict[str, str]:
    items = (await place.organiser.get("/members", state="void")).json()["items"]
    return {row["id"]: row["label"] for row in items}


async def test_nothing_personal_is_shown_until_the_gateway_has_told_who_was_erased(
    restored: Restored, issuer: Issuer
) -> None:
    """Then the erased person is gone again; whoever was not erased is there, and other pages never waited."""
    async with telling() as gateway:
        gateway.persons = [restored.erased]
        update = {"database_url": restored.backup, "service_urls": {"gateway": gateway.url}}
        async with running("membership", restored.settings.model_copy(update=update), issuer) as service:
            place = County(restored.county, service)
            for _ in range(5):
                waiting = [
                    await place.organiser.get("/members"),
                    await place.clerk().get("/labels", ids=[restored.erased]),
                    await place.organiser.post(f"/members/{restored.erased}/reveal", ASKED),
                ]
                assert {(each.status_code, each.json()["code"]) for each in waiting} == {(503, "personal-data-away")}
                assert all(NAME[0] not in each.text for each in waiting)
            assert (await place.clerk().get("/unions")).status_code == 200
            assert (await place.service.http.get("/readyz")).status_code == 200
            gateway.away = False
            async with asyncio.timeout(10):
                while (await place.organiser.get("/members")).status_code == 503:
                    await asyncio.sleep(0.05)
            labels = await _labels(place)
            assert labels[restored.erased] == "（已删除）"
            assert labels[restored.kept].startswith("王**")
            reveal = await place.organiser.post(f"/members/{restored.erased}/reveal", ASKED)
            assert (reveal.status_code, reveal.json()["code"]) == (404, "nothing-to-reveal")
            shown = await place.organiser.post(f"/members/{restored.kept}/reveal", ASKED)
            assert shown.json()["values"] == {"name": "王留下"}


async def test_a_fork_carries_the_erasure_over_so_that_no_later_restore_brings_anybody_back(
    restored: Restored, issuer: Issuer
) -> None:
    """The lost generation is forgotten by everybody: the new one has to say it again."""
    leaves = [Audited(position, leaf, event) for position, (leaf, event) in enumerate(restored.events, 1)]
    head = await asyncpg.connect(databases.root(restored.settings.database_url))
    size = await head.fetchval("SELECT size FROM log_head WHERE county = $1", restored.county)
    known = Known(1, size, await head.fetchval("SELECT root FROM log_head WHERE county = $1", restored.county))
    await head.close()
    owner = await asyncpg.connect(databases.owner(restored.backup), server_settings=EVERYTHING.settings)
    await owner.execute("UPDATE log_head SET restored = true WHERE county = $1", restored.county)
    forked = await fork(owner, restored.county, known, leaves, "disk lost")
    assert (forked.lost, forked.erased) == ([], [UUID(restored.erased)])
    assert await owner.fetch("SELECT FROM person_key WHERE person = $1", forked.erased[0]) == []
    (event,) = await owner.fetch("SELECT event FROM journal WHERE type LIKE '%.person-erased.v1'")
    await owner.close()
    said, first = orjson.loads(event["event"]), orjson.loads(restored.events[-1][1])
    assert (said["subject"], said["data"], said["actor"]) == (restored.erased, first["data"], "system:fork")
    assert said["id"] != first["id"]
    settings = restored.settings.model_copy(update={"database_url": restored.backup})
    async with running("membership", settings, issuer) as service:
        assert (await _labels(County(restored.county, service)))[restored.erased] == "（已删除）"
    await _sequenced(settings)


async def test_keys_put_back_from_another_backup_are_gone_before_anything_is_shown(
    restored: Restored, issuer: Issuer
) -> None:
    """Wrapped keys are backed up on their own: the journal itself tells whose are not to be there."""
    old = await asyncpg.connect(databases.root(restored.backup))
    person = UUID(restored.erased)
    key = await old.fetchrow("SELECT person, area, version, wrapped FROM person_key WHERE person = $1", person)
    await old.close()
    assert key
    put_back = "INSERT INTO person_key (person, area, version, wrapped) VALUES ($1, $2, $3, $4)"
    await databases.execute(restored.settings.database_url, put_back, *key)
    async with running("membership", restored.settings, issuer) as service:
        assert await County(restored.county, service).rows("SELECT FROM person_key WHERE person = $1", person) == []


@asynccontextmanager
async def _opening(settings: Settings) -> AsyncIterator[Opening]:
    database = Database(settings.database_url, 2)
    await database.open()
    try:
        yield Opening(database, settings, provider(settings.vault_keys, "", None), Keyring())
    finally:
        await database.close()


async def test_a_database_put_back_beneath_a_running_service_is_noticed(restored: Restored) -> None:
    """Its journal's numbers went back: erasures are looked through before anything is shown again."""
    async with telling() as gateway:
        gateway.away = False
        update: dict[str, Any] = {"service_urls": {"gateway": gateway.url}}
        async with _opening(restored.settings.model_copy(update=update)) as opening:
            await opening.step()
            assert opening.keyring.why_away() is None
            await databases.execute(restored.settings.database_url, "SELECT setval('journal_id_seq', 1)")
            gateway.away = True
            with pytest.raises(erasure.ErasuresUnknown):
                await opening.step()
            assert opening.keyring.why_away() is not None
            gateway.away = False
            await opening.step()
            assert opening.keyring.why_away() is None


async def test_a_start_takes_no_longer_for_a_long_journal(restored: Restored) -> None:
    """Two hundred thousand other events: only the erasures are looked at."""
    many = """INSERT INTO journal (county, event_id, type, subject, occurred_on, event)
        SELECT '990001', gen_random_uuid(), 'cn.gonghui.membership.member.admitted.v1', 'x', '2026-01-01', '{}'
        FROM generate_series(1, 200000)"""
    await databases.execute(restored.settings.database_url, many)
    await databases.execute(restored.settings.database_url, "ANALYZE journal")
    async with _opening(restored.settings) as opening, opening.database.system() as connection:
        plan = str(await connection.fetch(f"EXPLAIN {erasure._TOLD}"))
    assert "journal_erasure" in plan
    assert "Seq Scan on journal" not in plan
