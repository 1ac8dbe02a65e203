"""Bearer tokens of an OpenID issuer: verified once, remembered until they expire or their key is withdrawn."""

import base64
import json
import re
import time
from collections import OrderedDict
from typing import Any, NamedTuple

import jwt

from chassis.access.issuer_keys import IssuerKeys
from chassis.access.principal import Identity
from chassis.refusal import Unauthenticated

MAX_LIFETIME = 300
LEEWAY = 5
REMEMBERED = 10_000
LONGEST = 8192
"""Characters of a token; a longer one is not looked at."""
TYPES = ("at+jwt",)
KEYS_FRESH = 60.0
REQUIRED = ["exp", "iat", "iss", "aud", "sub"]

# What tells a verifier where to find a key, what to understand or how to unpack: the issuer's keys are known already.
_FORBIDDEN_HEADERS = {"jku", "jwk", "crit", "x5u", "x5c", "b64", "enc", "zip", "cty", "epk"}
# What only ID and logout tokens hold; they may be of the same header type.
_NOT_OF_ACCESS = {"nonce", "at_hash", "c_hash", "s_hash", "events"}
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_SUBJECT = re.compile(r"[!-~]{1,255}")


class _Remembered(NamedTuple):
    identity: Identity
    kid: str
    key: jwt.PyJWK


class Tokens:
    """Verifies compact JWTs against the issuer's published keys.

    `types` are the accepted `typ` headers, `keys_fresh` the seconds after which published keys are asked for again.
    """

    def __init__(
        self,
        issuer: str,
        audience: str,
        algorithms: tuple[str, ...],
        types: tuple[str, ...] = TYPES,
        keys_fresh: float = KEYS_FRESH,
    ) -> None:
        self._audience = audience
        self._algorithms = list(algorithms)
        self._types = {each.lower() for each in types}
        self._keys = IssuerKeys(issuer, algorithms, keys_fresh)
        self._known: OrderedDict[str, _Remembered] = OrderedDict()

    async def identity(self, authorization: str | None) -> Identity:
        """Who sent an Authorization header. Unauthenticated when it holds no valid bearer token, Unavailable."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST:
            raise Unauthenticated
        known = self._known.get(token)
        if known is not None:
            if known.identity.expires + LEEWAY > time.time() and await self._keys.key(known.kid) is known.key:
                return known.identity
            self._known.pop(token, None)
        identity, kid, key = await self._verified(token)
        self._known[token] = _Remembered(identity, kid, key)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return identity

    def knows(self, authorization: str | None) -> bool:
        """Whether an Authorization header's token has been verified before and is still good; asks nobody."""
        scheme, _, token = (authorization or "").partition(" ")
        known = self._known.get(token) if scheme.lower() == "bearer" else None
        return known is not None and known.identity.expires + LEEWAY > time.time()

    async def _verified(self, token: str) -> _Remembered:
        try:
            header, claims = _read(token)
            kid = self._kid(header)
        except (ValueError, RecursionError) as error:
            raise Unauthenticated from error
        key = await self._keys.key(kid)
        try:
            jwt.decode(
                token,
                key=key,
                algorithms=self._algorithms,
                audience=self._audience,
                issuer=self._keys.issuer,
                leeway=LEEWAY,
                options={"require": REQUIRED},
            )
            return _Remembered(self._identity(claims), kid, key)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise Unauthenticated from error

    def _kid(self, header: dict[str, Any]) -> str:
        """The key id of a header that asks for nothing else."""
        kid, kind = header.get("kid"), header.get("typ")
        if _FORBIDDEN_HEADERS & header.keys() or not isinstance(kid, str) or not isinstance(kind, str):
            raise ValueError
        if kind.lower().removeprefix("application/") not in self._types or header.get("alg") not in self._algorithms:
            raise ValueError
        return kid

    def _identity(self, claims: dict[str, Any]) -> Identity:
        """What claims with a verified signature say. ValueError when they are not those of an access token of ours."""
        issued, expires = _moment(claims["iat"]), _moment(claims["exp"])
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        subject = claims["sub"]
        if (
            not 0 < expires - issued <= MAX_LIFETIME
            or ("nbf" in claims and _moment(claims["nbf"]) > time.time() + LEEWAY)
            or claims["iss"] != self._keys.issuer
            or not all(isinstance(each, str) for each in audience)
            or self._audience not in audience
            or not isinstance(subject, str)
            or not _SUBJECT.fullmatch(subject)
            or _NOT_OF_ACCESS & claims.keys()
            or claims.get("typ", "Bearer") != "Bearer"  # Keycloak says so here for each kind of token
        ):
            raise ValueError
        return Identity(
            subject=subject,
            name=_text(claims.get("name")),
            explorer=claims.get("explorer") is True,
            client=_text(claims.get("azp")) or _text(claims.get("client_id")),
            expires=expires,
        )


def _read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a compact token, unverified. ValueError when another reader could see something else."""
    if not _COMPACT.fullmatch(token):
        raise ValueError
    parts = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split(".")]
    if ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) != token:
        raise ValueError  # two spellings of one token
    header, claims = (json.loads(part, object_pairs_hook=_once, parse_constant=_never) for part in parts[:2])
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise ValueError  # noqa: TRY004  # whatever is wrong with a token is one error
    return header, claims


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _never(_constant: str) -> None:
    raise ValueError


def _moment(value: Any) -> float:
    """Epoch seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError  # noqa: TRY004  # whatever is wrong with a token is one error
    return float(value)


def _text(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""
