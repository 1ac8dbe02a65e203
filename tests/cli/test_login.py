"""`gonghui login` and what it keeps: no token leaves this machine in the clear, and every trouble is told in words."""

import asyncio
import json
import time
from pathlib import Path

import jwt
import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.cli.conftest import Answered
from tests.support.issuer import Issuer


class Terminal:
    """A terminal with a folder of its own for what is kept."""

    def __init__(self, folder: Path, issuer: str) -> None:
        self.file = folder / "config" / "session.json"
        self._environment = {"GONGHUI_CONFIG_DIR": str(self.file.parent), "OIDC_ISSUER": issuer, "GONGHUI_TOKEN": ""}

    async def run(self, *arguments: str) -> Answered:
        result = await asyncio.to_thread(CliRunner(env=self._environment).invoke, app, arguments)
        return Answered(result.exit_code, result.stdout, result.stderr)

    def keep(self, issuer: Issuer, subject: str, expires: float) -> None:
        """As if somebody had signed in."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        kept = {
            "issuer": issuer.url,
            "client": "gonghui-cli",
            "access_token": issuer.token(subject),
            "refresh_token": "r",
            "expires": expires,
        }
        self.file.write_text(json.dumps({issuer.url: kept}))


@pytest.fixture
def terminal(tmp_path: Path, issuer: Issuer) -> Terminal:
    return Terminal(tmp_path, issuer.url)


async def test_no_token_is_asked_for_in_the_clear(terminal: Terminal) -> None:
    answer = await terminal.run("login", "--issuer", "http://id.example")
    assert (answer.code, "no https address" in answer.errors) == (2, True)


async def test_an_issuer_of_another_name_is_not_believed(terminal: Terminal, issuer: Issuer) -> None:
    answer = await terminal.run("login", "--issuer", issuer.url.replace("127.0.0.1", "localhost"))
    assert (answer.code, "cannot be read" in answer.errors) == (2, True)


async def test_an_issuer_without_device_codes_says_so(terminal: Terminal) -> None:
    answer = await terminal.run("login")
    assert (answer.code, "offers no sign-in by device code" in answer.errors) == (2, True)


async def test_nobody_signed_in_is_told_what_to_do(terminal: Terminal) -> None:
    assert (await terminal.run("whoami")).code == 1
    answer = await terminal.run("token")
    assert (answer.code, "gonghui login" in answer.errors) == (2, True)
    assert (await terminal.run("logout")).code == 0


async def test_who_is_signed_in_is_shown_and_used(terminal: Terminal, issuer: Issuer) -> None:
    terminal.keep(issuer, "clerk-340828207", time.time() + 200)
    assert json.loads((await terminal.run("whoami", "--json")).output)["account"] == "clerk-340828207"
    token = (await terminal.run("token")).output.strip()
    assert jwt.decode(token, options={"verify_signature": False})["sub"] == "clerk-340828207"


async def test_signing_out_leaves_nothing_although_the_issuer_is_away(terminal: Terminal, issuer: Issuer) -> None:
    terminal.keep(issuer, "clerk-340828207", time.time() + 200)
    kept = terminal.file.read_text().replace(issuer.url, "http://127.0.0.1:9")
    terminal.file.write_text(kept)
    answer = await terminal.run("logout", "--issuer", "http://127.0.0.1:9")
    assert (answer.code, "cannot be read" in answer.errors) == (2, True)
    assert json.loads(terminal.file.read_text()) == {}


async def test_a_damaged_file_is_named(terminal: Terminal) -> None:
    terminal.file.parent.mkdir(parents=True)
    terminal.file.write_text("{")
    answer = await terminal.run("whoami")
    assert answer.code == 2
    assert str(terminal.file) in answer.errors.replace("\n", "")
