"""An issuer changes its keys: new ones count at once, withdrawn ones stop, and an issuer away is no open door."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import jwt
import pytest
import pytest_asyncio
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from chassis.access import issuer_keys
from chassis.app import create_app
from contracts.offices import Office
from tests.support import databases, notes
from tests.support.issuer import Issuer
from tests.support.issuer import issuer as serve_issuer
from tests.support.running import Running, serving

FRESH = 0.3
SOON = 2.0


@dataclass
class Published:
    """What an issuer publishes just now, and how often it was asked."""

    issuer: Issuer
    keys: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0
    away: bool = False

    def jwks(self) -> dict[str, Any]:
        """The key set's document."""
        self.asked += 1
        if self.away:
            raise web.HTTPServiceUnavailable
        return {"keys": self.keys}

    def publish(self, key: Any, kid: str) -> "Signing":
        """One more key."""
        made = Signing(self.issuer, key, kid)
        self.keys = [*self.keys, made.public]
        return made

    def withdraw(self, kid: str) -> None:
        """One key less."""
        self.keys = [key for key in self.keys if key["kid"] != kid]


@dataclass
class Signing:
    """A private key, and tokens made with it."""

    issuer: Issuer
    key: Any
    kid: str

    @property
    def algorithm(self) -> str:
        """As the key's kind has it."""
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return "EdDSA"
        return "RS256" if isinstance(self.key, rsa.RSAPrivateKey) else "ES256"

    @property
    def public(self) -> dict[str, Any]:
        """The published key."""
        kinds: dict[str, Any] = {
            "EdDSA": jwt.algorithms.OKPAlgorithm,
            "RS256": jwt.algorithms.RSAAlgorithm,
            "ES256": jwt.algorithms.ECAlgorithm,
        }
        made: dict[str, Any] = json.loads(kinds[self.algorithm].to_jwk(self.key.public_key()))
        return {**made, "kid": self.kid, "use": "sig", "alg": self.algorithm}

    def token(self, subject: str) -> str:
        """A good token."""
        now = int(time.time())
        claims = {"iss": self.issuer.url, "aud": "gonghui", "sub": subject, "iat": now, "exp": now + 300}
        headers = {"kid": self.kid, "typ": "at+jwt"}
        return jwt.encode(claims, self.key, algorithm=self.algorithm, headers=headers)


def elliptic() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


Started = tuple[Running, Published, str]


@pytest_asyncio.fixture
async def started(postgres: str, settings_of: Any, township: str) -> AsyncIterator[Started]:
    """A service of its own with an issuer of its own, and an account appointed there."""
    async with AsyncExitStack() as stack:
        issuer = await stack.enter_async_context(serve_issuer())
        published = Published(issuer)
        setattr(issuer, "jwks", published.jwks)  # noqa: B010  # an attribute of this one object
        dsn = await databases.clone(postgres, await databases.template(postgres, ["chassis"]), f"keys_{township}")
        await databases.execute(dsn, notes.TABLE)
        settings = await settings_of("activities", database_url=dsn, oidc_issuer=issuer.url, oidc_keys_fresh=FRESH)
        url, app = await stack.enter_async_context(serving(create_app(notes.service, settings)))
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=30))
        service = Running("activities", settings, app, url, http, issuer)
        service.appointed(Office.TOWNSHIP_CLERK, township)
        yield service, published, f"township-clerk-{township}"


async def status(service: Running, token: str) -> int:
    return (await service.http.get("/notes", headers={"Authorization": f"Bearer {token}"})).status_code


async def becomes(service: Running, token: str, wanted: int, within: float = SOON) -> float:
    """Seconds until a token is answered so."""
    began = time.monotonic()
    while (found := await status(service, token)) != wanted:
        assert time.monotonic() - began < within, f"still {found} after {within} s"
        await asyncio.sleep(0.02)
    return time.monotonic() - began


async def test_a_new_key_counts_and_a_withdrawn_one_stops_for_remembered_tokens_too(started: Started) -> None:
    service, published, account = started
    old = published.publish(elliptic(), "old").token(account)
    assert await status(service, old) == 200
    new = published.publish(elliptic(), "new").token(account)
    await becomes(service, new, 200)
    assert await status(service, old) == 200
    published.withdraw("old")
    assert await becomes(service, old, 401) < 2 * FRESH + 0.5
    assert await status(service, new) == 200


async def test_a_key_replaced_under_its_own_id_stops_counting(started: Started) -> None:
    service, published, account = started
    stolen = published.publish(elliptic(), "same")
    assert await status(service, stolen.token(account)) == 200
    published.withdraw("same")
    fresh = published.publish(elliptic(), "same").token(account)
    await becomes(service, stolen.token(account), 401)
    assert await status(service, fresh) == 200


@pytest.mark.parametrize(
    "make",
    [elliptic, ed25519.Ed25519PrivateKey.generate, lambda: rsa.generate_private_key(65537, 2048)],
    ids=["ES256", "EdDSA", "RS256"],
)
async def test_each_configured_algorithm_is_verified(started: Started, make: Callable[[], Any]) -> None:
    service, published, account = started
    assert await status(service, published.publish(make(), "one").token(account)) == 200


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
async def test_keys_that_are_none_of_ours_are_passed_over(started: Started) -> None:
    """A short RSA key, one for encryption, one that cannot be read and a secret one do not spoil the others."""
    service, published, account = started
    short = published.publish(rsa.generate_private_key(65537, 1024), "short").token(account)  # noqa: S505
    sealing = published.publish(elliptic(), "sealing")
    published.keys[-1]["use"] = "enc"
    published.keys.append({"kty": "EC", "crv": "P-256", "x": "?", "kid": "broken"})
    published.keys.append({"kty": "oct", "k": "c2Vj", "kid": "secret"})
    good = published.publish(elliptic(), "good").token(account)
    assert await status(service, good) == 200
    assert [await status(service, token) for token in (short, sealing.token(account))] == [401, 401]


async def test_an_issuer_away_leaves_the_known_keys_for_a_while_only(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, published, account = started
    signing = published.publish(elliptic(), "one")
    assert await status(service, signing.token(account)) == 200
    published.away = True
    await asyncio.sleep(3 * FRESH)
    assert await status(service, signing.token(account)) == 200
    monkeypatch.setattr(issuer_keys, "UNCONFIRMED_AT_MOST", FRESH)
    assert await status(service, signing.token(account)) == 503
    published.away = False
    await becomes(service, signing.token(account), 200)


async def test_a_service_that_never_reached_its_issuer_lets_nobody_in(started: Started) -> None:
    service, published, account = started
    published.away = True
    assert await status(service, published.publish(elliptic(), "one").token(account)) == 503


async def test_tokens_with_unknown_keys_do_not_make_the_service_ask_again_and_again(started: Started) -> None:
    service, published, account = started
    assert await status(service, published.publish(elliptic(), "one").token(account)) == 200
    before, began = published.asked, time.monotonic()
    for number in range(100):
        assert await status(service, Signing(published.issuer, elliptic(), f"none-{number}").token(account)) == 401
    assert published.asked - before <= (time.monotonic() - began) / FRESH + 1
