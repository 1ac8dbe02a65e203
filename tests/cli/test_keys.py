"""`gonghui keys`: which keys wrap how many persons, and everybody's key wrapped anew."""

import json
from uuid import UUID

import pytest_asyncio

from chassis.personal.providers import KeyFile
from tests.chassis.personal.people import Vault, opened
from tests.cli.conftest import Platform
from tests.support import databases

COUNTY, TOWNSHIP, PERSONS = "990001", "990001100", 3


@pytest_asyncio.fixture
async def keeping(platform: Platform, postgres: str) -> Platform:
    """Membership holds three persons; the tools know where its keys are."""
    source = await databases.template(postgres, ["chassis", "chassis.personal"])
    platform.databases["membership"] = await databases.clone(postgres, source, f"keys_{id(platform)}")
    platform.write()
    async with opened(platform.databases["membership"], platform.folder / "vault.json") as people:
        for number in range(PERSONS):
            await people.enter(TOWNSHIP, name=f"王{number}")
    _set(platform, VAULT_KEYS_MEMBERSHIP=str(platform.folder / "vault.json"))
    return platform


def _set(platform: Platform, **values: str) -> None:
    path = platform.folder / "environment.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


async def _names(platform: Platform) -> set[str]:
    async with opened(platform.databases["membership"], platform.folder / "vault.json") as people:
        persons = [UUID(str(row[0])) for row in await people.rows("SELECT id FROM person")]
        return {(await _name(people, person)) for person in persons}


async def _name(people: Vault, person: UUID) -> str:
    known = await people.read(TOWNSHIP, person, "name")
    return known["name"]


async def test_a_rotation_leaves_one_new_version_and_everybody_readable(keeping: Platform) -> None:
    before = await keeping.gonghui("keys", "status", "membership", "--json")
    assert [(each["version"], each["persons"]) for each in before.json["versions"]] == [(1, PERSONS)]
    rotated = await keeping.gonghui("keys", "rotate", "membership", "--settle", "0", "--json")
    assert (rotated.code, rotated.json["persons"]) == (0, PERSONS)
    after = await keeping.gonghui("keys", "status", "membership")
    assert after.output.split()[-1] == str(PERSONS)
    assert after.output.splitlines()[-1].split()[0] == "2"
    assert await _names(keeping) == {"王0", "王1", "王2"}


async def test_the_key_above_is_changed_on_request(keeping: Platform) -> None:
    """A further key in the file wraps the service's keys from now on."""
    rotated = await keeping.gonghui("keys", "rotate", "membership", "--above", "--settle", "0")
    assert rotated.code == 0, rotated.errors
    assert json.loads((keeping.folder / "vault.json").read_text())["current"] == "2"
    rows = await databases.rows(keeping.databases["membership"], "SELECT wrapped FROM vault_key")
    assert [row["wrapped"][:7] for row in rows] == ["file:2:"]
    assert await _names(keeping) == {"王0", "王1", "王2"}


async def test_another_key_file_is_refused_in_words(keeping: Platform) -> None:
    KeyFile.create(keeping.folder / "other.json")
    _set(keeping, VAULT_KEYS_MEMBERSHIP=str(keeping.folder / "other.json"))
    refused = await keeping.gonghui("keys", "rotate", "membership", "--settle", "0")
    assert refused.code == 2
    assert "other.json is not the file that wrapped this service's keys" in refused.errors
    _set(keeping, VAULT_KEYS_MEMBERSHIP="http://127.0.0.1:9/v1/transit", VAULT_KEY_NAME="gonghui", VAULT_TOKEN_FILE="/")
    assert (await keeping.gonghui("keys", "rotate", "membership", "--settle", "0")).code == 2
