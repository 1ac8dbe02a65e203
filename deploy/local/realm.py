"""The realm of deploy/keycloak/realm.json with what only a demo has: its accounts, and a grant for the launcher."""

import base64
import hashlib
import json
import secrets
from typing import Any

from deploy.local.accounts import Account, Newcomer, everybody
from deploy.local.places import KEYCLOAK
from deploy.local.plan import Plan
from deploy.local.tokens import CLIENT

FILE = KEYCLOAK / "realm.json"
ROUNDS = 27_500


def demo_realm(plan: Plan, password: str, demo_secret: str) -> dict[str, Any]:
    """The realm as Keycloak imports it for a demo; everybody has the same `password`."""
    realm: dict[str, Any] = json.loads(FILE.read_text())
    _at_localhost_too(realm, plan)
    realm["clients"].append(_launchers_client(demo_secret))
    credential = _credential(password)
    realm["users"] += [_user(account, credential) for account in everybody()]
    return realm


def _at_localhost_too(realm: dict[str, Any], plan: Plan) -> None:
    """The demo's page is opened under both of its names."""
    other = f"http://localhost:{plan.ports['gateway'].number}"
    console = next(client for client in realm["clients"] if client["clientId"] == "gonghui-console")
    console["redirectUris"].append(f"{other}/callback")
    console["webOrigins"].append(other)
    console["attributes"]["post.logout.redirect.uris"] += f"##{other}/"


def _launchers_client(secret: str) -> dict[str, Any]:
    """The client with which the launcher and `gonghui token` get a token of any account."""
    return {
        "clientId": CLIENT,
        "secret": secret,
        "publicClient": False,
        "standardFlowEnabled": False,
        "directAccessGrantsEnabled": True,
        "fullScopeAllowed": False,
        "attributes": {"access.token.header.type.rfc9068": "true", "access.token.signed.response.alg": "ES256"},
        "defaultClientScopes": ["gonghui"],
        "optionalClientScopes": [],
    }


def _user(account: Account | Newcomer, credential: dict[str, str]) -> dict[str, Any]:
    """An account whose id, and so the `sub` of its tokens, is its name."""
    explorer = isinstance(account, Account) and account.explorer
    return {
        "id": account.name,
        "username": account.name,
        "enabled": True,
        "attributes": {"display": [account.display], **({"explorer": ["true"]} if explorer else {})},
        "credentials": [credential],
    }


def _credential(password: str) -> dict[str, str]:
    """A password as Keycloak keeps it, hashed once: hashing it for each of 70 accounts would take it 7 s at start."""
    salt = secrets.token_bytes(16)
    made = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS, 64)
    value = {"value": base64.b64encode(made).decode(), "salt": base64.b64encode(salt).decode()}
    data = {"algorithm": "pbkdf2-sha256", "hashIterations": ROUNDS}
    return {"type": "password", "secretData": json.dumps(value), "credentialData": json.dumps(data)}
