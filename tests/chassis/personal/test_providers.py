"""Who keeps the key above: a file that only its owner reads, or a key server over HTTP; neither ever within a row."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chassis.personal import stored_keys
from chassis.personal.keys import Keyring
from chassis.personal.providers import KeyFile, KeysRefused, KeysUnavailable, Transit, provider
from chassis.personal.rotation import rewrap_service_keys
from chassis.postgres import Database
from tests.chassis.personal.key_server import TOKEN, key_server
from tests.chassis.personal.people import SERVICE, Vault


async def test_a_key_file_is_its_owners_alone_and_made_once(tmp_path: Path) -> None:
    path = tmp_path / "vault.json"
    made = KeyFile.create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert await made.unwrap(await made.wrap(b"key", b"about"), b"about") == b"key"
    with pytest.raises(FileExistsError):
        KeyFile.create(path)
    path.chmod(0o640)
    with pytest.raises(KeysRefused, match="read by others"):
        await made.wrap(b"key", b"about")


async def test_what_a_file_wrapped_is_bound_to_the_file_and_to_its_place(tmp_path: Path) -> None:
    one, other = KeyFile.create(tmp_path / "one.json"), KeyFile.create(tmp_path / "other.json")
    wrapped = await one.wrap(b"key", b"data|1")
    for wrong in (one.unwrap(wrapped, b"data|2"), other.unwrap(wrapped, b"data|1"), one.unwrap("vault:v1:AA==", b"")):
        with pytest.raises(KeysRefused):
            await wrong


async def test_a_key_added_to_a_file_wraps_from_now_on_and_the_older_still_unwraps(tmp_path: Path) -> None:
    made = KeyFile.create(tmp_path / "vault.json")
    before = await made.wrap(b"key", b"")
    assert made.add_key() == "2"
    after = await made.wrap(b"key", b"")
    assert (before[:7], after[:7]) == ("file:1:", "file:2:")
    assert await made.unwrap(before, b"") == await made.unwrap(after, b"") == b"key"
    assert (tmp_path / "vault.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "{", json.dumps({"current": "1", "keys": {}})])
async def test_a_file_without_keys_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "vault.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeysRefused, match=r"vault\.json"):
        await KeyFile(path).wrap(b"key", b"")


async def test_a_key_server_wraps_and_its_answers_decide(tmp_path: Path) -> None:
    """Its token comes from a file; what it refuses is refused, what it cannot do now may be asked again."""
    token = tmp_path / "token"
    token.write_text(TOKEN + "\n")
    async with key_server() as server:
        transit = Transit(server.url, "gonghui", token)
        wrapped = await transit.wrap(b"key", b"about")
        assert wrapped.startswith("vault:v1:")
        server.rotate()
        assert (await transit.wrap(b"key", b"about")).startswith("vault:v2:")
        assert await transit.unwrap(wrapped, b"about") == b"key"
        with pytest.raises(KeysRefused):
            await transit.unwrap(wrapped, b"another place")
        with pytest.raises(KeysRefused):
            await Transit(server.url, "unknown", token).wrap(b"key", b"")
        server.away = True
        with pytest.raises(KeysUnavailable):
            await transit.wrap(b"key", b"")
        token.write_text("wrong")
        server.away = False
        with pytest.raises(KeysRefused):
            await transit.wrap(b"key", b"")
    with pytest.raises(KeysUnavailable):
        await transit.unwrap(wrapped, b"about")
    token.unlink()
    with pytest.raises(KeysRefused):
        await transit.unwrap(wrapped, b"about")


def test_what_is_set_wrongly_is_refused_at_once(tmp_path: Path) -> None:
    """No keys, no token, keys over plain http to another machine."""
    for keys, token in (
        ("", None),
        ("https://vault.example/v1/transit", None),
        ("http://vault.example/v1/t", tmp_path),
    ):
        with pytest.raises(KeysRefused):
            provider(keys, "gonghui", token)


async def test_a_service_asks_the_key_server_at_start_and_never_again(
    vault_database: Callable[[], Awaitable[str]], tmp_path: Path, township: str
) -> None:
    """Nor within a transaction: people are entered and read while it is away. Its new version re-wraps the keys."""
    token = tmp_path / "token"
    token.write_text(TOKEN)
    database = Database(await vault_database(), 2)
    await database.open()
    try:
        async with key_server() as server:
            transit = provider(server.url, "gonghui", token)
            people = Vault(database, transit, Keyring())
            await stored_keys.unlock(database, transit, SERVICE, people.keyring)
            people.keyring.erasures_known = True
            assert server.asked == {"encrypt": 2, "decrypt": 2}
            server.away = True
            person = await people.enter(township, name="王五")
            assert (await people.read(township, person))["name"] == "王五"
            assert server.asked == {"encrypt": 2, "decrypt": 2}
            server.away = False
            server.rotate()
            assert await rewrap_service_keys(database, transit, SERVICE) == 2
            assert {wrapped[:9] for wrapped in (await stored_keys.stored(database)).values()} == {"vault:v2:"}
            people.keyring = Keyring()
            await stored_keys.unlock(database, transit, SERVICE, people.keyring)
            people.keyring.erasures_known = True
            assert (await people.read(township, person))["name"] == "王五"
            with pytest.raises(KeysRefused):
                await stored_keys.unlock(database, transit, "assistance", Keyring())
    finally:
        await database.close()


async def test_persons_without_their_keys_get_no_new_ones(people: Vault, township: str) -> None:
    """A restore that forgot the keys is told, instead of being made final."""
    await people.enter(township)
    await people.rows("DELETE FROM vault_secret")
    with pytest.raises(KeysRefused, match="restore"):
        await stored_keys.unlock(people.database, people.provider, SERVICE, Keyring())
