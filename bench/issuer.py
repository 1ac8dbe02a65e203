"""A token issuer for measurements: keys made for the run, published over HTTP as any OpenID issuer does."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec

KEY = "bench-1"
LIFETIME = 300


@dataclass
class Issuer:
    """Signs tokens for whoever a leg needs."""

    url: str
    key: ec.EllipticCurvePrivateKey

    def token(self, account: str) -> str:
        """A token of an account, good for five minutes."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": "gonghui",
            "sub": account,
            "iat": now,
            "exp": now + LIFETIME,
            "name": "测速",
        }
        return jwt.encode(claims, self.key, algorithm="ES256", headers={"kid": KEY, "typ": "at+jwt"})


@asynccontextmanager
async def issuer() -> AsyncIterator[Issuer]:
    """Serve discovery and keys on a free port of this process."""
    made = Issuer("", ec.generate_private_key(ec.SECP256R1()))

    async def discovery(_: web.Request) -> web.Response:
        return web.json_response({"issuer": made.url, "jwks_uri": f"{made.url}/jwks"})

    async def jwks(_: web.Request) -> web.Response:
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(made.key.public_key()))
        return web.json_response({"keys": [{**public, "kid": KEY, "use": "sig", "alg": "ES256"}]})

    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", discovery)
    app.router.add_get("/jwks", jwks)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
