"""The demo issuer signs in the console by code flow with PKCE, and gives tokens that the services accept."""

import base64
import hashlib
import json
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from chassis.access.tokens import Tokens
from contracts.offices import Office
from deploy.local import issuer
from deploy.local.accounts import accounts
from deploy.local.child import free_port
from deploy.local.plan import Plan
from deploy.local.state import write_demo
from deploy.local.tokens import CLIENT, GRANT, bearer
from deploy.local.trouble import Trouble

SECRET = "secret-of-the-command-line"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    """The running issuer, on free ports; its plan."""
    made = Plan.of({"PORT": str(free_port()), "PORT_ISSUER": str(free_port())})
    made = replace(made, run=tmp_path_factory.mktemp("run"))
    child = issuer.start(made, SECRET, made.run / "issuer.log")
    write_demo(made.run, {"issuer": made.issuer_url})
    (made.run / "secrets.json").write_text(json.dumps({"issuer-cli": SECRET}))
    yield made
    child.stop()


@pytest.fixture
def browser(plan: Plan) -> Iterator[httpx.Client]:
    """Somebody's browser: keeps cookies, follows no redirect by itself."""
    with httpx.Client(base_url=plan.issuer_url) as client:
        yield client


def begin(browser: httpx.Client, plan: Plan, **changes: str | None) -> httpx.Response:
    """What the console's sign-in button does."""
    asked = {
        "client_id": issuer.CONSOLE_CLIENT,
        "redirect_uri": f"http://localhost:{plan.ports['gateway'].number}/callback",
        "response_type": "code",
        "scope": "openid offline_access",
        "state": "st",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return browser.get("/auth", params={name: value for name, value in asked.items() if value is not None})


def sign_in(browser: httpx.Client, plan: Plan, account: str) -> dict[str, str]:
    """Choose an account; answers the parameters with which the browser comes back to the console."""
    page = begin(browser, plan).headers["location"]
    answer = browser.post(page, data={"account": account})
    for _ in range(5):
        target = answer.headers["location"]
        if urlsplit(target).path == "/callback":
            return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        answer = browser.get(target)
    pytest.fail(f"not sent back to the console: {answer.text}")


def redeem(browser: httpx.Client, plan: Plan, code: str, verifier: str = VERIFIER) -> httpx.Response:
    return browser.post(
        "/token",
        data={
            "grant_type": "authorization_code",
            "client_id": issuer.CONSOLE_CLIENT,
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": f"http://localhost:{plan.ports['gateway'].number}/callback",
        },
    )


async def test_chosen_account_becomes_an_identity_that_services_accept(browser: httpx.Client, plan: Plan) -> None:
    back = sign_in(browser, plan, "clerk-340828207")
    assert back["state"] == "st"
    tokens = redeem(browser, plan, back["code"]).json()
    identity = await Tokens(plan.issuer_url, "gonghui", ("ES256",)).identity(f"Bearer {tokens['access_token']}")
    assert (identity.subject, identity.name, identity.client) == ("clerk-340828207", "余录勤", issuer.CONSOLE_CLIENT)
    assert not identity.explorer
    claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert claims["aud"] == "gonghui"
    assert claims["exp"] - claims["iat"] == 300


def test_refresh_token_is_used_once(browser: httpx.Client, plan: Plan) -> None:
    tokens = redeem(browser, plan, sign_in(browser, plan, "leader-340828")["code"]).json()
    form = {"grant_type": "refresh_token", "client_id": issuer.CONSOLE_CLIENT, "refresh_token": tokens["refresh_token"]}
    renewed = browser.post("/token", data=form)
    assert jwt.decode(renewed.json()["access_token"], options={"verify_signature": False})["sub"] == "leader-340828"
    assert browser.post("/token", data=form).json()["error"] == "invalid_grant"


def test_code_is_worth_nothing_without_its_verifier(browser: httpx.Client, plan: Plan) -> None:
    code = sign_in(browser, plan, "leader-340828")["code"]
    assert redeem(browser, plan, code, verifier="w" * 64).json()["error"] == "invalid_grant"


def test_request_without_pkce_is_refused(browser: httpx.Client, plan: Plan) -> None:
    location = begin(browser, plan, code_challenge=None, code_challenge_method=None).headers["location"]
    assert "error=invalid_request" in location


def test_nobody_is_sent_to_a_foreign_address(browser: httpx.Client, plan: Plan) -> None:
    answer = begin(browser, plan, redirect_uri="http://localhost:1/callback")
    assert answer.status_code == 400
    assert "登录没有成功" in answer.text


def test_account_that_is_not_listed_does_not_sign_in(browser: httpx.Client, plan: Plan) -> None:
    page = begin(browser, plan).headers["location"]
    answer = browser.post(page, data={"account": "root"})
    assert answer.status_code == 200
    assert "选择一个演示账号" in answer.text


def test_page_is_chinese_and_has_an_english_switch(browser: httpx.Client, plan: Plan) -> None:
    page = begin(browser, plan).headers["location"]
    chinese = browser.get(page)
    assert 'lang="zh-CN"' in chinese.text
    assert "石关乡工会" in chinese.text
    assert "没有密码" in chinese.text
    switch = re.search(r'href="([^"]*language=en)"', chinese.text)
    assert switch
    english = browser.get(switch[1], follow_redirects=True)
    assert "Choose a demo account" in english.text
    assert "script" not in english.text


def test_console_that_speaks_english_gets_an_english_page(browser: httpx.Client, plan: Plan) -> None:
    page = begin(browser, plan, ui_locales="en").headers["location"]
    assert "Choose a demo account" in browser.get(page).text


def test_only_the_console_reads_tokens_across_origins(browser: httpx.Client, plan: Plan) -> None:
    own = f"http://localhost:{plan.ports['gateway'].number}"
    form = {"grant_type": "refresh_token", "client_id": issuer.CONSOLE_CLIENT, "refresh_token": "x"}
    assert browser.post("/token", data=form, headers={"origin": own}).headers["access-control-allow-origin"] == own
    foreign = browser.post("/token", data=form, headers={"origin": "http://evil.example"})
    assert "access-control-allow-origin" not in foreign.headers


async def test_command_line_gets_a_token_of_any_account(plan: Plan) -> None:
    explorer = bearer(accounts()[0].name, plan.run)
    identity = await Tokens(plan.issuer_url, "gonghui", ("ES256",)).identity(f"Bearer {explorer.token}")
    assert identity.explorer
    assert identity.subject == "organiser-340828"
    assert abs(identity.expires - explorer.expires) < 5
    with pytest.raises(Trouble, match="no account"):
        bearer("nobody", plan.run)


def test_account_grant_needs_the_secret_under_run(browser: httpx.Client) -> None:
    form = {"grant_type": GRANT, "account": accounts()[0].name}
    assert browser.post("/token", data=form, auth=(CLIENT, "guess")).status_code == 401
    console = browser.post("/token", data={**form, "client_id": issuer.CONSOLE_CLIENT})
    assert console.status_code == 400


def test_every_unit_of_the_county_has_a_clerk_and_a_chair() -> None:
    for office in (Office.TOWNSHIP_CLERK, Office.TOWNSHIP_CHAIR):
        areas = {account.area for account in accounts() if account.office is office}
        assert len({area for area in areas if area.startswith("340828")}) == 25
    assert len({account.name for account in accounts()}) == len(accounts())


def test_every_office_has_somebody_in_three_townships_of_two_counties() -> None:
    of_union = {Office.ENTERPRISE_CHAIR, Office.MEMBER}
    of_township = {Office.TOWNSHIP_CLERK, Office.TOWNSHIP_CHAIR, Office.MEDIATOR, *of_union}
    of_county = set(Office) - of_township - {Office.SERVICE}
    for area, offices in {
        "340828": of_county,
        "340828207": of_township,
        "340828100": of_township,
        "340825": of_county,
        "340825100": of_township,
    }.items():
        assert {account.office for account in accounts() if account.area == area} == offices, area
    assert {account.org for account in accounts() if account.office in of_union} == {"union/0"}


def test_secrets_are_readable_by_their_owner_alone(plan: Plan) -> None:
    for path in (plan.run / "issuer" / "keys.json", plan.run / "issuer" / "config.json", plan.run / "demo.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_keys_stay_the_same_over_restarts(plan: Plan, tmp_path: Path) -> None:
    keys = plan.run / "issuer" / "keys.json"
    before = keys.read_bytes()
    moved = replace(plan, ports={**plan.ports, "issuer": replace(plan.ports["issuer"], number=free_port())})
    issuer.start(moved, SECRET, tmp_path / "issuer.log").stop()
    assert keys.read_bytes() == before
