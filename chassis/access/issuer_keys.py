"""The keys an OpenID issuer publishes: found by discovery, asked for again so that a withdrawn one stops counting."""

import asyncio
import time
from typing import Any

import aiohttp
import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from chassis.refusal import Unauthenticated, Unavailable

AGAIN_AFTER = 10.0
"""Seconds between two fetches because of key ids that are not known."""
AGAIN_AFTER_FAILURE = 1.0
UNCONFIRMED_AT_MOST = 900.0
"""Seconds for which keys count while the issuer does not answer; then nobody is let in."""
FETCH_SECONDS = 5.0
DOCUMENT_BYTES = 1 << 20
RSA_BITS = 2048
DISCOVERY = "/.well-known/openid-configuration"
_ASYMMETRIC = {"EC", "OKP", "RSA"}


class IssuerKeys:
    """Key id → public key, as published at most `fresh` (and a request) ago.

    Keys older than `fresh` seconds are confirmed in the background, those older than twice that before anything is
    answered: a key that the issuer withdraws counts for at most `2 * fresh` seconds while the issuer answers.
    """

    def __init__(self, issuer: str, algorithms: tuple[str, ...], fresh: float) -> None:
        self.issuer = issuer.rstrip("/")
        """Its name; once its discovery document is read, exactly as written there."""
        self._url = self.issuer
        self._algorithms = frozenset(algorithms)
        self._fresh = fresh
        self._keys: dict[str, jwt.PyJWK] = {}
        self._published: dict[str, Any] = {}
        self._confirmed = self._tried = float("-inf")
        self._lock = asyncio.Lock()
        self._confirming: asyncio.Task[None] | None = None

    async def key(self, kid: str) -> jwt.PyJWK:
        """The key of an id. Unauthenticated when the issuer publishes none of it, Unavailable when it cannot be asked.

        The same object as long as the issuer publishes the same key.
        """
        age = time.monotonic() - self._confirmed
        if age > 2 * self._fresh:
            await self._confirm(self._fresh)
        elif age > self._fresh and (self._confirming is None or self._confirming.done()):
            self._confirming = asyncio.create_task(self._confirm(self._fresh))
        if kid not in self._keys:
            await self._confirm(min(AGAIN_AFTER, self._fresh))
        if time.monotonic() - self._confirmed > UNCONFIRMED_AT_MOST:
            raise Unavailable(what="issuer")
        if kid not in self._keys:
            raise Unauthenticated
        return self._keys[kid]

    async def _confirm(self, older_than: float) -> None:
        """Fetch the keys unless that was done, or failed, a moment ago. A failure leaves the keys as they are."""
        async with self._lock:
            now = time.monotonic()
            if now - self._confirmed <= older_than or now - self._tried <= AGAIN_AFTER_FAILURE:
                return
            self._tried = now
            try:
                published = await self._fetch()
            except (aiohttp.ClientError, TimeoutError, KeyError, ValueError, TypeError):
                return
            self._take(published)
            self._confirmed = time.monotonic()

    async def _fetch(self) -> list[dict[str, Any]]:
        deadline = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        async with aiohttp.ClientSession(timeout=deadline, raise_for_status=True) as session:
            discovery = await _document(session, self._url + DISCOVERY)
            name, address = str(discovery["issuer"]), str(discovery["jwks_uri"])
            if name.rstrip("/") != self._url or (name.startswith("https:") and not address.startswith("https:")):
                raise ValueError(name)
            keys: list[dict[str, Any]] = (await _document(session, address))["keys"]
        self.issuer = name
        return keys

    def _take(self, published: list[dict[str, Any]]) -> None:
        """Keep what can verify a signature by an accepted algorithm; the rest of the set is none of ours."""
        kept: dict[str, jwt.PyJWK] = {}
        told: dict[str, Any] = {}
        for one in published:
            kid = one.get("kid")
            if not isinstance(kid, str) or kid in kept:
                continue
            key = self._keys[kid] if self._published.get(kid) == one else self._usable(one)
            if key is not None:
                kept[kid], told[kid] = key, one
        self._keys, self._published = kept, told

    def _usable(self, one: dict[str, Any]) -> jwt.PyJWK | None:
        if one.get("kty") not in _ASYMMETRIC or one.get("use", "sig") != "sig":
            return None
        try:
            key = jwt.PyJWK(one)
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            return None
        short = isinstance(key.key, RSAPublicKey) and key.key.key_size < RSA_BITS
        return None if short or key.algorithm_name not in self._algorithms else key


async def _document(session: aiohttp.ClientSession, address: str) -> dict[str, Any]:
    """A JSON object of the issuer. ValueError when it is none, or too long."""
    async with session.get(address, allow_redirects=False) as answer:
        body = b""
        async for part in answer.content.iter_chunked(1 << 16):
            body += part
            if len(body) > DOCUMENT_BYTES:
                raise ValueError(address)
    document = orjson.loads(body)
    if not isinstance(document, dict):
        raise ValueError(address)  # noqa: TRY004  # one kind of error for whatever the issuer says wrong
    return document
