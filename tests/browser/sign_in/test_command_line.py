"""`gonghui login`, `whoami`, `token` and `logout` by device grant, with a real page: the same on every issuer."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from playwright.sync_api import expect

from deploy.local.places import ROOT
from deploy.local.tokens import bearer
from deploy.local.trouble import Trouble
from tests.browser.sign_in.conftest import ACCOUNT, Platform
from tests.browser.sign_in.person import Person

SECONDS = 60


class CommandLine:
    """`gonghui` with a folder of its own for what it keeps."""

    def __init__(self, platform: Platform, folder: Path) -> None:
        self.file = folder / "session.json"
        self._environment = {**os.environ, "OIDC_ISSUER": platform.issuer, "GONGHUI_CONFIG_DIR": str(folder)}
        for name in ("GONGHUI_TOKEN", "OIDC_SCOPE", "OIDC_CLI_CLIENT_ID"):
            self._environment.pop(name, None)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command that ends by itself."""
        return subprocess.run(
            self._command(arguments),
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    @contextmanager
    def logging_in(self, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
        """`gonghui login`, which waits for a page."""
        process = subprocess.Popen(
            self._command(("login", *arguments)),
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def signed_in(self, person: Person) -> dict[str, Any]:
        """Sign in by the page; what the command says at its end."""
        with self.logging_in("--json") as process:
            assert process.stdout
            code = json.loads(process.stdout.readline())
            person.approve(person.context.new_page(), code["complete_url"])
            output, errors = process.communicate(timeout=SECONDS)
            assert process.returncode == 0, errors
        told: dict[str, Any] = json.loads(output)
        return told

    def kept(self, platform: Platform) -> dict[str, Any]:
        """What is remembered of the sign-in."""
        found: dict[str, Any] = json.loads(self.file.read_text())[platform.issuer]
        return found

    def forget_access_token(self, platform: Platform) -> None:
        """As if five minutes had gone by."""
        kept = self.kept(platform)
        self.file.write_text(json.dumps({platform.issuer: {**kept, "expires": 0}}))

    @staticmethod
    def _command(arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "cli.main", *arguments]


@pytest.fixture
def command_line(platform: Platform, settings_folder: Path) -> CommandLine:
    """Nobody is signed in there."""
    return CommandLine(platform, settings_folder)


def accepted(platform: Platform, token: str) -> bool:
    answer = httpx.get(f"{platform.gateway}/session", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code == 200


def test_signing_in_by_a_code_gives_tokens_that_renew_until_signed_out(
    platform: Platform, person: Person, command_line: CommandLine
) -> None:
    told = command_line.signed_in(person)
    assert (told["account"], told["name"], told["issuer"]) == (ACCOUNT, "余录勤", platform.issuer)
    assert stat.S_IMODE(command_line.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(command_line.file.parent.stat().st_mode) == 0o700
    first = command_line.run("token").stdout.strip()
    assert accepted(platform, first)

    command_line.forget_access_token(platform)
    before = command_line.kept(platform)["refresh_token"]
    second = command_line.run("token").stdout.strip()
    assert second != first
    assert accepted(platform, second)
    assert command_line.kept(platform)["refresh_token"] != before
    assert ACCOUNT in command_line.run("whoami").stdout

    last = command_line.kept(platform)
    assert command_line.run("logout").returncode == 0
    assert json.loads(command_line.file.read_text()) == {}
    nobody = command_line.run("whoami")
    assert (nobody.returncode, nobody.stdout) == (1, "")
    command_line.file.write_text(json.dumps({platform.issuer: {**last, "expires": 0}}))
    assert "gonghui login" in command_line.run("token").stderr


def test_the_code_and_the_page_are_told_in_both_languages(
    platform: Platform, person: Person, command_line: CommandLine
) -> None:
    with command_line.logging_in() as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(3)]
        assert "请在浏览器打开 · Open in a browser" in lines[0]
        assert platform.issuer in lines[0]
        assert "输入代码 · and enter the code" in lines[1]
        person.approve(person.context.new_page(), lines[2].split()[-1])
        output, _ = process.communicate(timeout=SECONDS)
        assert process.returncode == 0
    assert ACCOUNT in output


def test_a_refusal_on_the_page_signs_nobody_in(platform: Platform, person: Person, command_line: CommandLine) -> None:
    with command_line.logging_in("--json") as process:
        assert process.stdout
        person.refuse(person.context.new_page(), json.loads(process.stdout.readline())["complete_url"])
        _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 2
    assert "没有登录" in errors
    assert not command_line.file.exists()
    del platform


def test_the_launcher_gets_a_token_of_any_account_without_a_page(platform: Platform) -> None:
    assert accepted(platform, bearer(ACCOUNT, platform.run).token)
    explorer = jwt.decode(bearer("organiser-340828", platform.run).token, options={"verify_signature": False})
    assert (explorer["sub"], explorer["explorer"]) == ("organiser-340828", True)
    assert "explorer" not in jwt.decode(bearer("newcomer", platform.run).token, options={"verify_signature": False})
    with pytest.raises(Trouble, match="no account"):
        bearer("nobody", platform.run)


def test_nobody_on_the_page_ends_the_waiting(command_line: CommandLine) -> None:
    answer = command_line.run("login", "--wait", "1")
    assert answer.returncode == 2
    assert "超时" in answer.stderr


def test_commands_side_by_side_renew_once(platform: Platform, person: Person, command_line: CommandLine) -> None:
    """A refresh token counts once: the second command takes what the first was given."""
    command_line.signed_in(person)
    command_line.forget_access_token(platform)
    environment = command_line._environment
    command = command_line._command(("token",))
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    tokens = {process.communicate(timeout=SECONDS)[0].strip() for process in running}
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(tokens) == 1
    assert accepted(platform, tokens.pop())


def test_a_code_typed_in_wrong_says_so(platform: Platform, person: Person) -> None:
    page = person.context.new_page()
    page.goto(f"{platform.issuer}/device")
    page.locator('input[name="user_code"], input[name="device_user_code"]').fill("WRONGONE")
    page.keyboard.press("Enter")
    expect(page.locator(".trouble, #input-error, .pf-v5-c-alert, .alert-error").first).to_be_visible()
