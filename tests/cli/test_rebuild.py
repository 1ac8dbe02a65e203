"""`gonghui rebuild` finds the read model it had; `gonghui unpark` counts what yesterday's code could not."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import pytest_asyncio
from fastapi import FastAPI

from chassis.ids import uuid7
from chassis.log import journal
from chassis.log.entry import Entry
from chassis.log.feed import feed_routes
from chassis.log.fold import Fold
from chassis.log.relay import Relay
from chassis.log.stored import StoredLog
from chassis.log.tiles import Connection
from chassis.postgres import Database
from contracts.gateway.access import SignedIn
from services.gateway.projection.projection import ReadModel
from tests.cli.conftest import FEED_TOKEN, Platform
from tests.support import databases
from tests.support.running import serving

COUNTY = "990001"
LOG = f"gateway/{COUNTY}"


class OfYesterday(ReadModel):
    """A read model whose code does not understand the third event."""

    async def apply(self, connection: Connection, service: str, county: str, entries: list[Entry]) -> None:
        if any(entry.position == 3 for entry in entries):
            raise ValueError("unknown")
        await super().apply(connection, service, county, entries)


def signed_in(session: UUID) -> journal.JournalRow:
    """An event of the gateway's own log as its transaction writes it."""
    now, event_id, full_type = datetime.now(UTC), uuid7(), SignedIn.full_type()
    fields = {
        "id": str(event_id),
        "type": full_type,
        "subject": str(session),
        "time": journal.rfc3339(now),
        "dataschema": f"urn:gonghui:schema:{full_type}",
        "county": COUNTY,
        "actor": "clerk",
        "office": "township-clerk",
        "occurredon": "2026-11-23",
        "correlationid": str(uuid7()),
        "data": SignedIn(session=session).model_dump(mode="json"),
    }
    text = journal.envelope("gateway", fields)
    return journal.JournalRow(COUNTY, event_id, full_type, str(session), date(2026, 11, 23), now, text, None)


@pytest_asyncio.fixture
async def serving_platform(platform: Platform) -> AsyncIterator[Platform]:
    """Five sign-ins in the gateway's log, counted by yesterday's code; the feed is served."""
    dsn = platform.databases["gateway"]
    connection = await asyncpg.connect(databases.root(dsn))
    await journal.append(connection, [signed_in(uuid7()) for _ in range(5)])
    await connection.close()
    relay = Relay(dsn, "gateway", signer=platform.signers["gateway"])
    await relay.step()
    await relay.close()
    database = Database(dsn, everything=True)
    await database.open()
    stored = StoredLog("gateway", database)
    await Fold(OfYesterday(), "gateway", stored, database.pool).step()
    app = FastAPI()
    app.include_router(feed_routes(stored, FEED_TOKEN, platform.signers["gateway"].verifier))
    async with serving(app) as (url, _):
        platform.services["gateway"] = url
        platform.write()
        yield platform
    await database.close()


async def parked(platform: Platform) -> list[tuple[int, int | None]]:
    connection = await asyncpg.connect(databases.root(platform.databases["gateway"]))
    rows = await connection.fetch(
        "SELECT parked.position, incomplete_since FROM projection.parked JOIN projection.log_cursor USING (log)"
    )
    await connection.close()
    return [tuple(row) for row in rows]


async def test_unpark_counts_what_was_put_aside_and_rebuild_finds_the_same_again(serving_platform: Platform) -> None:
    assert await parked(serving_platform) == [(3, 3)]
    unparked = await serving_platform.gonghui("unpark", "--json")
    assert (unparked.code, unparked.json) == (0, {"unparked": [LOG], "parked": []})
    assert await parked(serving_platform) == []
    again = await serving_platform.gonghui("unpark")
    assert (again.code, "Nothing is parked" in again.output) == (0, True)
    rebuilt = await serving_platform.gonghui("rebuild", "--json")
    assert rebuilt.code == 0
    assert (rebuilt.json["equal"], rebuilt.json["events"], rebuilt.json["logs"]) == (True, 5, [LOG])
    shown = await serving_platform.gonghui("rebuild", LOG)
    assert (shown.code, "equal" in shown.output) == (0, True)


async def test_a_rebuild_that_comes_out_otherwise_says_where(serving_platform: Platform) -> None:
    rebuilt = await serving_platform.gonghui("rebuild", "--json")
    assert rebuilt.code == 1
    assert "parked" in rebuilt.json["differing"]


async def test_unpark_and_rebuild_tell_people_how_it_ended(serving_platform: Platform) -> None:
    assert f"{LOG}  完整 complete" in (await serving_platform.gonghui("unpark")).output
    assert "rebuilt" in (await serving_platform.gonghui("rebuild")).output
    assert "Nothing is parked" in (await serving_platform.gonghui("unpark")).output


async def test_what_still_cannot_be_counted_stays_parked(serving_platform: Platform) -> None:
    await serving_platform.run("gateway", "UPDATE journal SET event = '{}' WHERE id = 3")
    await serving_platform.run(
        "gateway",
        """UPDATE log SET leaf = sha256('\\x00'::bytea || convert_to(
            to_char(sequenced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\\n{}', 'UTF8'))
        WHERE position = 3""",
    )
    unparked = await serving_platform.gonghui("unpark", "--json")
    assert (unparked.code, unparked.json) == (1, {"unparked": [], "parked": [LOG]})


async def test_without_a_feed_nothing_is_changed(serving_platform: Platform) -> None:
    serving_platform.services["gateway"] = "http://127.0.0.1:1"
    serving_platform.write()
    for command in ("rebuild", "unpark"):
        refused = await serving_platform.gonghui(command)
        assert refused.code == 2
        assert "A feed cannot be read" in refused.errors
    assert await parked(serving_platform) == [(3, 3)]


async def test_a_name_that_is_no_log_is_refused(serving_platform: Platform) -> None:
    for command in ("rebuild", "unpark"):
        for name in ("payroll/990001", "nope"):
            refused = await serving_platform.gonghui(command, name)
            assert (refused.code, f"{name!r} is no log" in refused.errors) == (2, True)
    assert (await serving_platform.gonghui("unpark", LOG)).code == 0


async def test_verify_finds_in_the_projectors_columns_what_the_text_says(serving_platform: Platform) -> None:
    await serving_platform.cosign("gateway", COUNTY)
    verified = await serving_platform.gonghui("verify", "--wait", "0", "--json")
    assert [(each["size"], each["problem"]) for each in verified.json["logs"]] == [(5, None)]
