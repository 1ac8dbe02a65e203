"""The console signs in by code and PKCE, renews, and signs out everywhere: the same on every issuer."""

import time
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from playwright.sync_api import BrowserContext, Request, expect

from tests.browser.sign_in.conftest import ACCOUNT, Platform
from tests.browser.sign_in.person import Person, change_stored, stored

ENDED = "main.landing [data-ending={}]"


def discovery(platform: Platform) -> dict[str, object]:
    found: dict[str, object] = httpx.get(f"{platform.issuer}/.well-known/openid-configuration").json()
    return found


def refreshed(platform: Platform, refresh_token: str) -> httpx.Response:
    form = {"grant_type": "refresh_token", "client_id": "gonghui-console", "refresh_token": refresh_token}
    return httpx.post(str(discovery(platform)["token_endpoint"]), data=form)


def status(platform: Platform, token: str) -> int:
    return httpx.get(f"{platform.gateway}/session", headers={"Authorization": f"Bearer {token}"}).status_code


def test_discovery_names_what_the_platform_needs(platform: Platform) -> None:
    found = discovery(platform)
    assert found["issuer"] == platform.issuer
    assert "S256" in found["code_challenge_methods_supported"]  # type: ignore[operator]
    for name in ("jwks_uri", "device_authorization_endpoint", "revocation_endpoint", "end_session_endpoint"):
        assert str(found[name]).startswith(platform.issuer), name


def test_a_sign_in_goes_by_code_and_pkce_and_its_token_is_accepted(platform: Platform, person: Person) -> None:
    asked: list[Request] = []
    person.context.on("request", lambda request: asked.append(request))  # noqa: PLW0108  # a built-in method cannot be wrapped
    page = person.sign_in("/audit")
    sent = [parse_qs(urlsplit(each.url).query) for each in asked if "code_challenge=" in each.url]
    assert sent[0]["response_type"] == ["code"]
    assert sent[0]["code_challenge_method"] == ["S256"]
    token = stored(page)["access_token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["sub"], claims["name"], claims["aud"]) == (ACCOUNT, "余录勤", "gonghui")
    assert claims["exp"] - claims["iat"] == 300
    assert "office" not in claims
    assert status(platform, token) == 200
    assert status(platform, stored(page)["id_token"]) == 401


def test_the_token_is_renewed_before_its_end(platform: Platform, person: Person) -> None:
    page = person.sign_in()
    before = stored(page)
    change_stored(page, expires_at=int(time.time()) + 62)
    page.reload()
    person.arrived(page)
    until = time.monotonic() + 10
    while (now := stored(page))["access_token"] == before["access_token"]:
        assert time.monotonic() < until, "not renewed"
        page.wait_for_timeout(200)
    assert status(platform, now["access_token"]) == 200
    assert now["refresh_token"] != before["refresh_token"]


def test_a_tab_and_its_copy_go_on_together(platform: Platform, person: Person) -> None:
    """A duplicated tab holds the same refresh token, which counts once."""
    page = person.sign_in()
    with person.context.expect_page() as opened:
        page.evaluate("open(location.href)")
    copy = opened.value
    person.arrived(copy)
    assert stored(copy)["refresh_token"] == stored(page)["refresh_token"]
    for each in (page, copy):
        change_stored(each, expires_at=int(time.time()) - 1)
    page.evaluate("location.reload()")
    copy.evaluate("location.reload()")
    for each in (page, copy):
        person.arrived(each)
        assert status(platform, stored(each)["access_token"]) == 200
    assert stored(copy)["refresh_token"] == stored(page)["refresh_token"]


def test_a_stolen_refresh_token_used_again_ends_the_session_and_the_page_says_so(
    platform: Platform, person: Person
) -> None:
    page = person.sign_in()
    stolen = stored(page)["refresh_token"]
    assert refreshed(platform, stolen).status_code == 200
    change_stored(page, expires_at=int(time.time()) - 1)
    page.reload()
    expect(page.locator(ENDED.format("expired"))).to_contain_text("登录已失效")


def test_a_revoked_token_renews_nothing(platform: Platform, person: Person) -> None:
    kept = stored(person.sign_in())
    form = {"token": kept["refresh_token"], "client_id": "gonghui-console", "token_type_hint": "refresh_token"}
    assert httpx.post(str(discovery(platform)["revocation_endpoint"]), data=form).status_code == 200
    answer = refreshed(platform, kept["refresh_token"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_signing_out_ends_every_tab_the_tokens_and_the_issuers_session(platform: Platform, person: Person) -> None:
    page = person.sign_in()
    other = person.tab()
    other.locator("main.landing button.primary").click()
    person.arrived(other)  # nobody asked again: the issuer knows this browser
    tokens = [stored(each)["refresh_token"] for each in (page, other)]
    with (
        page.expect_request(lambda each: each.method == "DELETE" and each.url.endswith("/session")),
        page.expect_response(lambda each: each.url.rstrip("/") == platform.gateway and each.status < 400),
    ):  # to the issuer's end of session and back
        page.get_by_role("button", name="退出").click()
    page.wait_for_load_state()
    expect(page.locator(ENDED.format("here"))).to_contain_text("已退出登录")
    assert page.url == f"{platform.gateway}/"
    expect(other.locator(ENDED.format("elsewhere"))).to_contain_text("另一个页面退出")
    assert [stored(each) for each in (page, other)] == [None, None]
    assert [refreshed(platform, each).json()["error"] for each in tokens] == ["invalid_grant", "invalid_grant"]
    page.locator("main.landing button.primary").click()
    person.asked(page)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("error=access_denied&state={}", "denied"),
        ("code=x&state=unknown", "used"),
        ("error=server_error&state={}", "away"),
    ],
    ids=["denied", "used", "away"],
)
def test_a_failed_sign_in_says_what_to_do(
    platform: Platform, context: BrowserContext, person: Person, query: str, kind: str
) -> None:
    """What an issuer may send back instead of a code; the state is that of a sign-in that was begun."""
    page = person.tab()
    page.locator("main.landing button.primary").click()
    person.asked(page)
    state = _begun(context, platform)
    page.goto(f"{platform.gateway}/callback?{query.format(state)}")
    expect(page.locator(f"main.landing [data-failure={kind}]")).to_be_visible()
    page.locator("main.landing button.primary").click()
    person.identify(page)
    person.arrived(page)


def _begun(context: BrowserContext, platform: Platform) -> str:
    """The state of the sign-in that this browser has begun."""
    kept = context.storage_state()["origins"]
    names = [item["name"] for origin in kept if origin["origin"] == platform.gateway for item in origin["localStorage"]]
    return next(name.removeprefix("oidc.") for name in names if name.startswith("oidc."))
