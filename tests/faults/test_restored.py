"""A service's database put back to an earlier physical copy: recognised, forked, and each lost event named."""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from chassis.log.checkpoint import Keys, Note, origin
from chassis.log.feed import FeedClient
from chassis.log.fork import Audited, fork
from chassis.log.relay import Known
from tests.backbone.ledger import roots
from tests.backbone.writing import COUNTIES
from tests.faults.load import Load, assert_nothing_lost
from tests.faults.processes import WATCHED
from tests.faults.stand import FEED_TOKEN, Stand, until
from tests.support import databases

LOSING, OTHER, _ = COUNTIES
SERVICE = ("notes-serve", "notes-work", "notes-work-2")


@pytest.mark.timeout(200)
async def test_a_restored_database_is_recognised_forked_and_tells_what_it_lost(stand: Stand, load: Load) -> None:
    await load.write(10, LOSING)
    await load.write(3, OTHER)
    await assert_nothing_lost(stand, load.acknowledged)
    await _stop(stand)
    copy = stand.folder / "copy"
    _copy(stand.notes_postgres.data_dir, copy)
    await stand.heal()

    kept = len(load.acknowledged)
    await load.write(12, LOSING)
    lost = load.acknowledged[kept:]
    await assert_nothing_lost(stand, load.acknowledged)
    await _cosigned(stand)
    await _stop(stand)
    shutil.rmtree(stand.notes_postgres.data_dir)
    _copy(copy, stand.notes_postgres.data_dir)
    await asyncio.to_thread(stand.notes_postgres.restart)
    for name in SERVICE:
        stand.start(name)

    await until(lambda: _status(load, LOSING, 503), 30, "commands of the county answer 503")
    assert await _code(load, LOSING) == "restored"
    assert await _status(load, OTHER, 201), "another county's log is whole: its commands go on"
    load.acknowledged = load.acknowledged[:kept]

    named = await _fork(stand)
    assert {UUID(json.loads(entry.event)["id"]) for entry in named} == set(lost)

    await until(lambda: _status(load, LOSING, 201), 10, "commands of the county go on")
    await load.write(4, LOSING)
    await until(lambda: _new_generation_verifies(stand), 30, "the new generation's checkpoint verifies")
    notes = await asyncpg.connect(databases.root(stand.notes_dsn))
    acknowledged = [row["event_id"] for row in await notes.fetch("SELECT event_id FROM journal")]
    await notes.close()
    assert set(load.acknowledged) < set(acknowledged)
    assert not set(lost) & set(acknowledged)
    await stand.heal()
    await assert_nothing_lost(stand, acknowledged)


async def _stop(stand: Stand) -> None:
    await asyncio.gather(*(asyncio.to_thread(stand.stop, name) for name in SERVICE))
    await asyncio.to_thread(stand.notes_postgres.stop)


def _copy(source: Path, target: Path) -> None:
    """Files with their owner: the server does not run as root."""
    subprocess.run(["cp", "-a", source, target], check=True)


async def _cosigned(stand: Stand) -> None:
    """The witness has cosigned what it follows."""
    connection = await asyncpg.connect(databases.root(stand.ledger_dsn))

    async def level() -> bool:
        sql = """SELECT bool_and(coalesce(witness.size, 0) = followed_log.size)
            FROM followed_log LEFT JOIN witness USING (service, county, generation) WHERE service = $1"""
        return bool(await connection.fetchval(sql, WATCHED))

    try:
        await until(level, 20, "the last checkpoints are cosigned")
    finally:
        await connection.close()


async def _post(load: Load, county: str) -> tuple[int, str]:
    area = f"{county}100"
    headers = {"Authorization": load.authorization(area), "Idempotency-Key": str(uuid4())}
    try:
        async with load.client() as http:
            answer = await http.post("/notes", json={"area": area, "text": load.text()}, headers=headers)
    except httpx.HTTPError:
        return 0, "no answer yet"
    return answer.status_code, answer.json().get("code", "")


async def _status(load: Load, county: str, expected: int) -> bool:
    status, _ = await _post(load, county)
    return status == expected


async def _code(load: Load, county: str) -> str:
    return (await _post(load, county))[1]


async def _fork(stand: Stand) -> list[Audited]:
    """What the operator's command does: the ledger's audit trail names what is gone, the service begins anew."""
    ledger, notes = (
        await asyncpg.connect(databases.root(stand.ledger_dsn)),
        await asyncpg.connect(databases.root(stand.notes_dsn)),
    )
    try:
        rows = await ledger.fetch(
            "SELECT position, leaf, event FROM ledger_audit WHERE county = $1 ORDER BY position", LOSING
        )
        known = await ledger.fetchrow(
            "SELECT generation, size, root FROM witness WHERE service = $1 AND county = $2 ORDER BY generation DESC",
            WATCHED,
            LOSING,
        )
        assert known is not None
        audited = [Audited(row["position"], row["leaf"], row["event"]) for row in rows]
        forked = await fork(notes, LOSING, Known(known["generation"], known["size"], known["root"]), audited, "test")
        return forked.lost
    finally:
        await ledger.close()
        await notes.close()


async def _new_generation_verifies(stand: Stand) -> bool:
    """Its last checkpoint is signed for its own name, says what it was forked from, and is what the ledger holds."""
    async with FeedClient(WATCHED, stand.url("notes-serve"), FEED_TOKEN) as feed:
        note = await feed.checkpoint(LOSING)
    if note is None or Note.parse(note).checkpoint.origin != origin(WATCHED, LOSING, 2):
        return False
    checkpoint = Keys.load(stand.folder / "keys.json").open(note, origin(WATCHED, LOSING, 2))
    assert checkpoint.extensions[0].startswith("forked ")
    async with asyncpg.create_pool(databases.root(stand.ledger_dsn), min_size=1) as pool:
        return (await roots(pool)).get(LOSING) == (checkpoint.size, checkpoint.root)
