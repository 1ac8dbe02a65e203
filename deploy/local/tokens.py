"""Bearer tokens of the demo's accounts, from a client that only the launcher's issuers have: no sign-in, no page."""

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.places import run_dir
from deploy.local.state import read_demo
from deploy.local.trouble import Trouble

CLI_CLIENT = "gonghui-cli"
CLIENT = "gonghui-demo"
SECRET = "issuer-cli"  # noqa: S105  # its name in secrets.json
PASSWORD = "keycloak-accounts"  # noqa: S105  # its name in secrets.json
GRANT = "urn:gonghui:demo-account"


def demo_password(secrets: Mapping[str, str]) -> str:
    """What every account types in at Keycloak: short enough to copy from the terminal."""
    return secrets[PASSWORD][:10]


@dataclass(frozen=True)
class Bearer:
    """An access token and the moment (epoch seconds) it ends."""

    token: str
    expires: float


def bearer(account: str, run: Path | None = None) -> Bearer:
    """Ask the launcher's issuer for an access token (5 minutes). Trouble: no demo, no such account, another issuer."""
    run = run or run_dir()
    demo = read_demo(run)
    issuer = str(demo["issuer"])
    kept = run / "secrets.json"
    secrets: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    if demo.get("identity") == "own" or SECRET not in secrets:
        raise Trouble(
            "身份服务不是演示用的，不能代取令牌；请用 gonghui login。",
            "The issuer is not the demo's, nobody gets a token without signing in: use gonghui login.",
        )
    secret = secrets[SECRET]
    if demo.get("identity") == "keycloak":
        path, form = "/protocol/openid-connect/token", {"grant_type": "password", "username": account}
        form["password"] = demo_password(secrets)
    else:
        path, form = "/token", {"grant_type": GRANT, "account": account}
    request = urllib.request.Request(  # noqa: S310  # an http address that the launcher wrote
        f"{issuer}{path}",
        urllib.parse.urlencode(form).encode(),
        {"authorization": "Basic " + base64.b64encode(f"{CLIENT}:{secret}".encode()).decode()},
    )
    asked = time.time()
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        detail = error.read().decode(errors="replace")
        if "no such account" in detail or "Invalid user credentials" in detail:
            raise Trouble(f"没有账号 {account}。", f"There is no account {account}.") from None
        raise Trouble(f"身份服务拒绝：{detail}", f"The issuer refused: {detail}") from None
    except OSError as error:
        raise Trouble(f"连不上身份服务 {issuer}。", f"Cannot reach the issuer {issuer}: {error}") from None
    return Bearer(answer["access_token"], asked + answer["expires_in"])
