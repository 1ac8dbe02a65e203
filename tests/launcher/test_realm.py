"""The realm that Keycloak imports: no people and no secret in the repository, short tokens, PKCE, one audience."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deploy.local import jars, keycloak, realm
from deploy.local.accounts import everybody
from deploy.local.places import ROOT
from deploy.local.plan import Plan
from deploy.local.ports import SERVICES
from deploy.local.trouble import Trouble

REALM: dict[str, Any] = json.loads(realm.FILE.read_text())
CLIENTS: dict[str, dict[str, Any]] = {client["clientId"]: client for client in REALM["clients"]}


def test_the_committed_realm_holds_no_people_and_no_secret() -> None:
    assert {user["id"] for user in REALM["users"]} == {f"svc-{service}" for service in SERVICES}
    assert not any("credentials" in user for user in REALM["users"])
    for client in CLIENTS.values():
        assert client.get("secret", "${").startswith("${GONGHUI_SECRET_") or client["publicClient"], client["clientId"]


def test_tokens_are_short_and_refresh_tokens_count_once() -> None:
    assert REALM["accessTokenLifespan"] <= 300
    assert (REALM["revokeRefreshToken"], REALM["refreshTokenMaxReuse"]) == (True, 0)
    assert REALM["defaultSignatureAlgorithm"] == "ES256"


def test_the_console_needs_pkce_and_nobody_gives_a_password_to_a_client() -> None:
    assert CLIENTS["gonghui-console"]["attributes"]["pkce.code.challenge.method"] == "S256"
    assert CLIENTS["gonghui-console"]["redirectUris"] == ["${GONGHUI_URL}/callback"]
    for client in CLIENTS.values():
        assert not client["implicitFlowEnabled"]
        assert not client["directAccessGrantsEnabled"]
        assert client["attributes"]["access.token.header.type.rfc9068"] == "true"
        assert client["defaultClientScopes"] == ["gonghui"]


def test_the_demo_adds_its_accounts_under_their_own_names(tmp_path: Path) -> None:
    plan = replace(Plan.of({"PORT": "18080", "ISSUER": "keycloak"}), run=tmp_path)
    made = realm.demo_realm(plan, "password", "secret")
    people = {user["id"]: user for user in made["users"] if not user["id"].startswith("svc-")}
    assert set(people) == {account.name for account in everybody()}
    assert all(len(name) <= 36 for name in people)  # what Keycloak's table holds
    console = next(client for client in made["clients"] if client["clientId"] == "gonghui-console")
    assert "http://localhost:18080/callback" in console["redirectUris"]
    assert "password" not in json.dumps([user["credentials"][0]["secretData"] for user in people.values()])


def test_an_issuer_that_is_none_is_named() -> None:
    with pytest.raises(Trouble, match=r"ISSUER=dex.*demo or keycloak"):
        Plan.of({"ISSUER": "dex"})


def test_an_issuer_of_ones_own_wins() -> None:
    plan = Plan.of({"ISSUER": "keycloak", "OIDC_ISSUER": "https://id.example"})
    assert (plan.keycloak, plan.issuer_url) == (False, "https://id.example")


def test_missing_keycloak_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keycloak, "BUILT", tmp_path / "built")
    with pytest.raises(Trouble, match="ISSUER=keycloak make setup"):
        keycloak.check_installed()


def test_a_distribution_of_another_sha256_is_refused(tmp_path: Path) -> None:
    """The lock names it; a file in its place is none."""
    lock = tmp_path / "lock.toml"
    lock.write_text(keycloak.LOCK.read_text().replace("26.4.0", "0.0.0"))
    path = tmp_path / "org/keycloak/keycloak-quarkus-dist/0.0.0/keycloak-quarkus-dist-0.0.0.zip"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"something else")
    with pytest.raises(Trouble, match=r"keycloak-quarkus-dist:0\.0\.0.*sha256"):
        jars.classpath(tmp_path, lock)


def test_set_up_has_a_step_for_it_when_it_is_asked_for() -> None:
    program = "import deploy.local.setup as s; print([step.en for step in s.steps()], [s2.en for s2 in s.test_steps()])"
    asked = {name: value for name, value in os.environ.items() if name != "ISSUER"}

    def told(**more: str) -> str:
        command = [sys.executable, "-c", program]
        environment = {**asked, **more}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    assert told(ISSUER="keycloak").count("Keycloak") == 2
    assert told().count("Keycloak") == 1
