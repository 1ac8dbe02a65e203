"""The console's files, their headers, and what is said when it is not built."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.support.issuer import Issuer
from tests.support.running import Running, running

PAGE = "<!doctype html><title>工会</title>"
SCRIPT = "console.log('x');" * 200


@pytest_asyncio.fixture(scope="module")
async def built(settings_of: Any, issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """A gateway with a built console."""
    dist: Path = tmp_path_factory.mktemp("dist")
    (dist / "assets").mkdir()
    (dist / "index.html").write_text(PAGE, encoding="utf-8")
    (dist / "assets" / "page-1a2b.js").write_text(SCRIPT)
    (dist / "documents.json").write_text("{}")
    (dist / ".vite").mkdir()
    (dist / ".vite" / "manifest.json").write_text("{}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONSOLE_DIST", str(dist))
        async with running("gateway", await settings_of("gateway"), issuer) as front:
            yield front


@pytest.mark.parametrize("path", ["/", "/township/340828207", "/trail?metric=members"])
async def test_the_pages_own_addresses_show_the_page(built: Running, path: str) -> None:
    answer = await built.http.get(path)
    assert answer.text == PAGE
    assert answer.headers["cache-control"] == "no-cache"
    again = await built.http.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_assets_are_kept_for_ever_and_sent_zipped(built: Running) -> None:
    answer = await built.http.get("/assets/page-1a2b.js")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == SCRIPT
    assert int(answer.headers["content-length"]) == len(gzip.compress(SCRIPT.encode(), 9, mtime=0))
    plain = await built.http.get("/assets/page-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert (await built.http.head("/assets/page-1a2b.js")).content == b""


@pytest.mark.parametrize(
    "path", ["/assets/gone.js", "/favicon.gone", "/documents.json", "/.vite/manifest.json", "/%2e%2e/settings.py"]
)
async def test_files_that_are_not_there_are_404_and_not_the_page(built: Running, path: str) -> None:
    assert (await built.http.get(path)).status_code == 404


async def test_the_policy_lets_nothing_inline_run(built: Running) -> None:
    for path in ("/", "/assets/page-1a2b.js"):
        headers = (await built.http.get(path)).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert "unsafe" not in headers["content-security-policy"]
        assert (policy["script-src"], policy["style-src"]) == ("'self'", "'self'")
        assert (policy["default-src"], policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'", "'none'")
        assert policy["connect-src"] == f"'self' {built.issuer.url}"


async def test_configuration_tells_where_to_sign_in(built: Running) -> None:
    told = (await built.http.get("/config.json")).json()
    assert told == {
        "issuer": built.issuer.url,
        "clientId": "gonghui-console",
        "audience": "gonghui",
        "county": "340828",
    }


async def test_an_unbuilt_console_says_how_to_build_it(
    settings_of: Any, issuer: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSOLE_DIST", str(tmp_path))
    async with running("gateway", await settings_of("gateway"), issuer) as front:
        answer = await front.http.get("/")
    assert answer.status_code == 200
    assert "make setup" in answer.text
    assert "尚未构建" in answer.text


async def test_health_and_metrics_are_the_gateways_own(built: Running) -> None:
    assert (await built.http.get("/livez")).json() == {"status": "alive"}
    await built.http.get("/readyz")
    measured = (await built.http.get("/metrics")).text
    assert "gonghui_graphql_cache_hits_total" in measured
    assert 'route="/readyz"' in measured
