"""Bearer tokens of an OpenID issuer: verified once, remembered until they expire."""

import asyncio
import re
import time
from collections import OrderedDict
from typing import Any

import aiohttp
import jwt

from chassis.access.principal import Principal
from chassis.refusal import Unauthenticated, Unavailable
from contracts.offices import Office

MAX_LIFETIME = 300
LEEWAY = 5
REMEMBERED = 10_000
KEYS_AGAIN_AFTER = 10.0
FETCH_SECONDS = 5.0
TYPES = {"at+jwt", "jwt"}
FORBIDDEN = {"jku", "jwk", "crit", "x5u", "x5c", "b64"}
_AREA = re.compile(r"\d{6}(\d{3})?")


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
        self._known: OrderedDict[str, Principal] = OrderedDict()

    async def principal(self, authorization: str | None) -> Principal:
        """The principal of an Authorization header. Unauthenticated when it is not a valid bearer token."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated
        known = self._known.get(token)
        if known is not None:
            if known.expires <= time.time():
                del self._known[token]
                raise Unauthenticated
            return known
        principal = await self._verified(token)
        self._known[token] = principal
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return principal

    async def _verified(self, token: str) -> Principal:
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
            return self._principal(claims)
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise Unauthenticated from error

    @staticmethod
    def _principal(claims: dict[str, Any]) -> Principal:
        expires = float(claims["exp"])
        area = claims["area"]
        if (
            expires - float(claims["iat"]) > MAX_LIFETIME
            or not isinstance(claims["iss"], str)
            or not isinstance(area, str)
            or not _AREA.fullmatch(area)
        ):
            raise ValueError
        return Principal(
            subject=str(claims["sub"]),
            office=Office(claims["office"]),
            area=area,
            name=str(claims.get("name", "")),
            explorer=claims.get("explorer") is True,
            expires=expires,
        )

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
