"""`gonghui fork` names the events that a restored database no longer has, and lets its log go on without them."""

import json

import asyncpg
import pytest_asyncio

from chassis.log.relay import Relay
from tests.cli.conftest import Platform
from tests.support import databases

COUNTY = "990001"


@pytest_asyncio.fixture
async def restored(platform: Platform, postgres: str) -> Platform:
    """Membership's database as it was two events ago, and its relay has been told so by the witness."""
    await platform.happen("membership", COUNTY, 30)
    copy = await databases.clone(postgres, platform.databases["membership"].rpartition("/")[2], f"{id(platform)}_copy")
    await platform.happen("membership", COUNTY, 2)
    platform.databases["membership"] = copy
    platform.write()
    await platform.run("membership", "UPDATE log_head SET restored = true, restored_reason = 'shorter'")
    return platform


async def lost_events(platform: Platform) -> list[str]:
    connection = await asyncpg.connect(databases.root(platform.databases["gateway"]))
    rows = await connection.fetch("SELECT event FROM projection.audit_entry WHERE position > 30 ORDER BY position")
    await connection.close()
    return [row["event"] for row in rows]


async def test_the_lost_events_are_named_and_kept_in_a_file_and_the_log_goes_on(restored: Platform) -> None:
    file = restored.folder / "lost.json"
    expected = await lost_events(restored)
    assert (await restored.gonghui("verify", "--wait", "0")).code == 1
    forked = await restored.gonghui(
        "fork", "membership", COUNTY, "--reason", "disk lost", "--yes", "-o", str(file), "--json"
    )
    assert forked.code == 0, forked.errors
    assert (forked.json["generation"], forked.json["kept"]) == (2, 30)
    assert [(each["position"], each["id"], each["words"]) for each in forked.json["lost"]] == [
        (31, json.loads(expected[0])["id"], "会员入会 Member admitted"),
        (32, json.loads(expected[1])["id"], "会员入会 Member admitted"),
    ]
    assert [each["event"] for each in json.loads(file.read_text())["lost"]] == expected
    await restored.record("membership", COUNTY, 1)
    relay = Relay(restored.databases["membership"], "membership", signer=restored.signers["membership"])
    assert await relay.step() == 1
    await relay.close()
    await restored.receive("membership", COUNTY)
    await restored.cosign("membership", COUNTY)
    await restored.run("gateway", "UPDATE projection.log_cursor SET generation = 2")
    verified = await restored.gonghui("verify", "--wait", "0", "--json")
    assert [(each["size"], each["problem"]) for each in verified.json["logs"]] == [(31, None)]


async def test_a_log_that_is_whole_is_not_forked(platform: Platform) -> None:
    await platform.happen("membership", COUNTY, 3)
    for county, words in ((COUNTY, "does not wait for a fork"), ("990009", "knows no log membership/990009")):
        refused = await platform.gonghui("fork", "membership", county, "--reason", "none", "--yes")
        assert refused.code == 2
        assert words in refused.errors


async def test_without_consent_nothing_is_forked(restored: Platform) -> None:
    refused = await restored.gonghui("fork", "membership", COUNTY, "--reason", "disk lost")
    assert refused.code == 1
    assert (await restored.gonghui("verify", "--wait", "0")).code == 1


async def test_the_lost_events_are_shown_as_a_table(restored: Platform) -> None:
    file = restored.folder / "lost.json"
    shown = await restored.gonghui("fork", "membership", COUNTY, "--reason", "disk lost", "--yes", "-o", str(file))
    assert shown.code == 0
    assert "generation 2 goes on from 30 events" in shown.output
    assert [line.split()[0] for line in shown.output.splitlines() if "Member admitted" in line] == ["31", "32"]


async def test_without_the_owners_password_nothing_is_forked(restored: Platform) -> None:
    (restored.folder / "environment.json").write_text("{}")
    refused = await restored.gonghui("fork", "membership", COUNTY, "--reason", "disk lost", "--yes")
    assert refused.code == 2
    assert "DATABASE_OWNER_URL_MEMBERSHIP is not set" in refused.errors


async def test_an_audit_trail_with_a_hole_cannot_name_what_was_lost(restored: Platform) -> None:
    await restored.run("gateway", "DELETE FROM projection.audit_entry WHERE position = 31")
    refused = await restored.gonghui("fork", "membership", COUNTY, "--reason", "disk lost", "--yes")
    assert refused.code == 2
    assert "The audit trail is incomplete" in refused.errors
