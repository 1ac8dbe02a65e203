"""Access tokens put together by hand, right or wrong, by an attacker who knows what is public."""

import base64
import json
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.support.issuer import Issuer


def b64(value: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


@dataclass
class Forger:
    """Makes tokens of one account. `own` is the attacker's key; what the issuer alone can sign has the issuer's."""

    issuer: Issuer
    subject: str
    own: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def header(self, **changes: Any) -> dict[str, Any]:
        """The header of a good token; None removes."""
        return _kept({"alg": "ES256", "typ": "at+jwt", "kid": self.issuer.kid, **changes})

    def claims(self, **changes: Any) -> dict[str, Any]:
        """The claims of a good token, from now on; None removes."""
        now = int(time.time())
        good = {"iss": self.issuer.url, "aud": "gonghui", "sub": self.subject, "iat": now, "exp": now + 300}
        return _kept({**good, "azp": "gonghui-console", **changes})

    def token(self, header: dict[str, Any] | None = None, claims: dict[str, Any] | None = None) -> str:
        """Signed by the issuer: a good token unless header or claims are changed."""
        return self.raw(_json(header or self.header()), _json(claims or self.claims()))

    def by_own_key(self, **header: Any) -> str:
        """Signed by the attacker."""
        return self.raw(_json(self.header(**header)), _json(self.claims()), self.own)

    def raw(self, header: bytes, claims: bytes, key: ec.EllipticCurvePrivateKey | None = None) -> str:
        """ES256 over exactly these bytes."""
        said = f"{b64(header)}.{b64(claims)}"
        algorithm = jwt.algorithms.ECAlgorithm(jwt.algorithms.ECAlgorithm.SHA256)
        return f"{said}.{b64(algorithm.sign(said.encode(), key or self.issuer.key))}"

    def unsigned(self, algorithm: str, signature: bytes = b"") -> str:
        """With an algorithm that asks for no signature."""
        return f"{b64(_json(self.header(alg=algorithm)))}.{b64(_json(self.claims()))}.{b64(signature)}"

    def by_mac(self, secret: bytes) -> str:
        """HS256 with something public as the secret."""
        said = f"{b64(_json(self.header(alg='HS256')))}.{b64(_json(self.claims()))}"
        made = hmac.HMAC(secret, hashes.SHA256())
        made.update(said.encode())
        return f"{said}.{b64(made.finalize())}"

    def signature_as(self, value: bytes) -> str:
        """A good token with another signature."""
        return f"{self.token().rpartition('.')[0]}.{b64(value)}"

    def der_signature(self) -> str:
        """A good token whose signature is written as X.509 writes it."""
        said, _, signature = self.token().rpartition(".")
        raw = base64.urlsafe_b64decode(signature + "==")
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        return f"{said}.{b64(der)}"

    def respelled(self) -> str:
        """A good token whose last character differs in bits that carry nothing."""
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        good = self.token()
        return good[:-1] + alphabet[alphabet.index(good[-1]) | 1]

    def swapped(self, subject: str) -> str:
        """The claims of another account under the signature of a good token."""
        header, _, signature = self.token().split(".")
        return f"{header}.{b64(_json(self.claims(sub=subject)))}.{signature}"

    def twice(self, name: str, first: Any) -> str:
        """Claims that hold a name twice: what counts depends on the reader."""
        claims = _json(self.claims())
        return self.raw(_json(self.header()), b"{" + _json({name: first})[1:-1] + b"," + claims[1:])

    def public_pem(self) -> bytes:
        """The issuer's public key as PEM."""
        return self.issuer.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def public_jwk(self) -> bytes:
        """The issuer's public key as published."""
        return _json(self.issuer.jwks()["keys"][0])

    def own_jwk(self) -> dict[str, Any]:
        """The attacker's public key under the issuer's key id."""
        made: dict[str, Any] = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.own.public_key()))
        return {**made, "kid": self.issuer.kid, "use": "sig", "alg": "ES256"}


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
