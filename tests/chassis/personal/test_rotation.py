"""Rotation: everybody's key is wrapped anew, in batches, however often it is cut off; nobody is lost on the way."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chassis.ids import uuid7
from chassis.personal import stored_keys, vault
from chassis.personal.keys import Keyring, PersonalDataAway
from chassis.personal.rotation import rotate, status
from chassis.personal.vault import Home, Particulars
from tests.chassis.personal.people import SERVICE, Vault, opened
from tests.support.numbers import id_number

PERSONS = 12
KILLED = """
import asyncio, os, sys
from pathlib import Path
from chassis.personal.providers import KeyFile
from chassis.personal.rotation import rotate
from chassis.postgres import Database

async def main():
    database = Database(sys.argv[1], 2)
    await database.open()
    left = int(sys.argv[3])
    def moved(count):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
    await rotate(database, KeyFile(Path(sys.argv[2])), "membership", moved, settle=0, batch=2)

asyncio.run(main())
"""


async def _reopened(people: Vault) -> None:
    people.keyring = Keyring()
    await stored_keys.unlock(people.database, people.provider, SERVICE, people.keyring)
    people.keyring.erasures_known = True


async def test_after_a_rotation_every_key_is_wrapped_by_the_new_version_alone(people: Vault, township: str) -> None:
    persons = [await people.enter(township, name=f"王{number}") for number in range(PERSONS)]
    before = await _wrapped(people)
    batches: list[int] = []
    assert await rotate(people.database, people.provider, SERVICE, batches.append, settle=0, batch=5) == PERSONS
    assert batches == [5, 5, 2]
    (only,) = await status(people.database)
    assert (only.version, only.persons) == (2, PERSONS)
    after = await _wrapped(people)
    assert all(before[person] != after[person] for person in persons)
    with pytest.raises(PersonalDataAway):  # a process that has not looked for new keys yet
        await people.read(township, persons[0])
    await _reopened(people)
    assert [(await people.read(township, each))["name"] for each in persons] == [f"王{n}" for n in range(PERSONS)]


async def test_a_rotation_killed_between_batches_goes_on_where_it_was(
    vault_database: Callable[[], Awaitable[str]], tmp_path: Path, township: str
) -> None:
    """The process is killed twice; meanwhile and afterwards everybody can be read, and no further version is made."""
    dsn, keys = await vault_database(), tmp_path / "vault.json"
    async with opened(dsn, keys) as people:
        persons = [await people.enter(township, name=f"王{number}") for number in range(PERSONS)]
        for killed_after in (2, 1):
            killed = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, dsn, keys, str(killed_after))
            assert await killed.wait() == -9
            assert [each.version for each in await status(people.database)] == [1, 2]
            await _reopened(people)
            for number, person in enumerate(persons):
                assert (await people.read(township, person))["name"] == f"王{number}"
        assert [each.persons for each in await status(people.database)] == [6, 6]
        assert await rotate(people.database, people.provider, SERVICE, lambda _: None, settle=0, batch=2) == 6
        await _reopened(people)
        assert [each.version for each in await status(people.database)] == [2]
        assert len({(await people.read(township, person))["name"] for person in persons}) == PERSONS


async def test_who_is_entered_by_a_process_that_sleeps_through_a_rotation_keeps_a_key(
    people: Vault, township: str
) -> None:
    """No version goes while it wraps anybody; the next rotation takes them along."""
    await people.enter(township)
    rotating = asyncio.create_task(rotate(people.database, people.provider, SERVICE, lambda _: None, settle=0.2))
    while len(await status(people.database)) == 1:
        await asyncio.sleep(0.01)
    async with people.tx(township) as tx:  # committed only after the rotation has looked for the last time
        late, known = uuid7(), Particulars(name="迟到", id_number=id_number())
        assert await vault.enter(tx, late, Home(township[:6], township), known)
        await asyncio.sleep(0.5)
        assert not rotating.done()
    await rotating
    assert {each.version for each in await status(people.database)} == {1, 2}
    await _reopened(people)
    assert (await people.read(township, late))["name"] == "迟到"
    await rotate(people.database, people.provider, SERVICE, lambda _: None, settle=0)
    assert {each.version for each in await status(people.database)} == {2}


async def _wrapped(people: Vault) -> dict[object, object]:
    rows = await people.rows("SELECT person, wrapped FROM person_key")
    return {row[0]: row[1] for row in rows}
