"""Bearer tokens of an OpenID issuer: verified once, remembered until they expire."""

import asyncio
import time
from collections import OrderedDict
from typing import Any

import aiohttp
import jwt

from chassis.access.principal import Identity
from chassis.refusal import Unauthenticated, Unavailable

MAX_LIFETIME = 300
LEEWAY = 5
REMEMBERED = 10_000
KEYS_AGAIN_AFTER = 10.0
FETCH_SECONDS = 5.0
TYPES = {"at+jwt", "jwt"}
FORBIDDEN = {"jku", "jwk", "crit", "x5u", "x5c", "b64"}


class Tokens:
    """Verifies compact JWTs against the issuer's published keys.

    Keys come from discovery and JWKS, fetched again (at most every ten seconds) when an unknown `kid` appears.
    """

    def __init__(self, issuer: str, audience: str, algorithms: tuple[str, ...]) -> None:
        self._issuer = issuer.rstrip("/")
        self._audience = audience
        self._algorithms = list(algorithms)
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = 0.0
        self._lock = asyncio.Lock()
        self._known: OrderedDict[str, Identity] = OrderedDict()

    async def identity(self, authorization: str | None) -> Identity:
        """Who sent an Authorization header. Unauthenticated when it holds no valid bearer token."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated
        known = self._known.get(token)
        if known is not None:
            if known.expires <= time.time():
                del self._known[token]
                raise Unauthenticated
            return known
        identity = await self._verified(token)
        self._known[token] = identity
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return identity

    async def _verified(self, token: str) -> Identity:
        try:
            header = jwt.get_unverified_header(token)
        except jwt.PyJWTError as error:
            raise Unauthenticated from error
        if FORBIDDEN & header.keys() or str(header.get("typ", "")).lower() not in TYPES:
            raise Unauthenticated
        key = await self._key(str(header.get("kid", "")))
        try:
            claims = jwt.decode(
                token,
                key=key,
                algorithms=self._algorithms,
                audience=self._audience,
                issuer=self._issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
            return _identity(claims)
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise Unauthenticated from error

    async def _key(self, kid: str) -> jwt.PyJWK:
        if kid not in self._keys:
            async with self._lock:
                if kid not in self._keys and time.monotonic() - self._fetched > KEYS_AGAIN_AFTER:
                    await self._fetch()
        if kid not in self._keys:
            raise Unauthenticated
        return self._keys[kid]

    async def _fetch(self) -> None:
        deadline = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        try:
            async with aiohttp.ClientSession(timeout=deadline, raise_for_status=True) as session:
                async with session.get(f"{self._issuer}/.well-known/openid-configuration") as answer:
                    discovery = await answer.json()
                if discovery["issuer"].rstrip("/") != self._issuer:
                    raise Unavailable(what="issuer")
                async with session.get(discovery["jwks_uri"]) as answer:
                    published = await answer.json()
            self._keys = {
                str(key["kid"]): jwt.PyJWK(key)
                for key in published["keys"]
                if "kid" in key and key.get("kty") in {"EC", "OKP", "RSA"} and key.get("use", "sig") == "sig"
            }
        except (aiohttp.ClientError, TimeoutError, KeyError, ValueError, jwt.PyJWTError) as error:
            raise Unavailable(what="issuer") from error
        self._fetched = time.monotonic()


def _identity(claims: dict[str, Any]) -> Identity:
    expires = float(claims["exp"])
    if expires - float(claims["iat"]) > MAX_LIFETIME or not isinstance(claims["iss"], str) or not claims["sub"]:
        raise ValueError
    return Identity(
        subject=str(claims["sub"]),
        name=str(claims.get("name", "")),
        explorer=claims.get("explorer") is True,
        client=str(claims.get("azp") or claims.get("client_id") or ""),
        expires=expires,
    )
