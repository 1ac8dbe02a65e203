"""A gateway with the real console, in front of each issuer in turn: the demo's account picker and Keycloak."""

import asyncio
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from chassis.log.checkpoint import create_key_file
from contracts.offices import Office
from deploy.local import issuer, keycloak
from deploy.local.child import Child, await_ready, free_port, listening, spawn
from deploy.local.places import ROOT
from deploy.local.plan import Plan
from deploy.local.secret_files import passwords
from deploy.local.state import write_demo
from deploy.local.tokens import SECRET
from tests.browser.sign_in.person import Person
from tests.support import databases
from tests.support.appointing import appoint

AREA = "340828207"
ACCOUNT = f"clerk-{AREA}"


@dataclass(frozen=True)
class Platform:
    """A running gateway and the issuer it trusts; `password` is that of every account, if the issuer asks for one."""

    kind: str
    run: Path
    issuer: str
    gateway: str
    dsn: str
    password: str


@pytest.fixture(scope="session", params=["demo", "keycloak"])
def platform(
    request: pytest.FixtureRequest, postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Platform]:
    """Issuer and gateway as processes of their own."""
    wanted = {"PORT": str(free_port()), "PORT_ISSUER": str(free_port()), "ISSUER": request.param}
    plan = replace(Plan.of(wanted), run=tmp_path_factory.mktemp(request.param))
    secrets = passwords(plan.run, [SECRET, *keycloak.secret_names()])
    log = plan.run / "issuer.log"
    start = (
        keycloak.begin(plan, secrets, secrets[SECRET], log)
        if plan.keycloak
        else issuer.begin(plan, secrets[SECRET], log)
    )
    children = [start]
    try:
        dsn = _database(postgres, request.param)
        children.append(_gateway(plan, dsn))
        issuer.await_published(start, plan.issuer_url)
        password = keycloak.password(plan.run) if plan.keycloak else ""
        write_demo(plan.run, {"issuer": plan.issuer_url, "identity": request.param})
        yield Platform(request.param, plan.run, plan.issuer_url, plan.url("gateway"), dsn, password)
    finally:
        for child in reversed(children):
            child.stop(deadline=10)


def _database(postgres: str, kind: str) -> str:
    """The gateway's database, where the account of these tests is appointed."""

    async def make() -> str:
        source = await databases.template(postgres, databases.packages("gateway"))
        return await databases.clone(postgres, source, f"sign_in_{kind}")

    with ThreadPoolExecutor(1) as apart:  # a browser's loop may run in this thread
        dsn = apart.submit(asyncio.run, make()).result()
    appoint(dsn, ACCOUNT, Office.TOWNSHIP_CLERK, AREA)
    return dsn


def _gateway(plan: Plan, dsn: str) -> Child:
    key = plan.run / "gateway.pem"
    create_key_file(key)
    port = plan.ports["gateway"].number
    environment = {
        **os.environ,
        "DATABASE_URL_GATEWAY": dsn,
        "PORT_GATEWAY": str(port),
        "OIDC_ISSUER": plan.issuer_url,
        "SIGNING_KEY_GATEWAY": str(key),
        "FEED_TOKEN": "feeds of the sign-in tests",
    }
    command = [sys.executable, "-m", "services.gateway", "serve"]
    child = spawn("gateway", command, plan.run / "gateway.log", environment=environment, folder=ROOT)
    await_ready(child, lambda: listening(port), deadline=60)
    return child


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser in which nobody is signed in."""
    opened = browser.new_context(locale="zh-CN")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def person(platform: Platform, context: BrowserContext) -> Person:
    """Somebody at this platform's console."""
    return Person(context, platform.gateway, platform.kind, ACCOUNT, platform.password)


@pytest.fixture
def settings_folder(tmp_path: Path) -> Path:
    """Where the command line keeps its tokens in a test."""
    return tmp_path / "config"
