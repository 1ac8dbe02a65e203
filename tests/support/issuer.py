"""A token issuer for tests: real keys, published over real HTTP."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Issuer:
    """Signs what a test asks for, good or bad."""

    url: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    kid: str = "test-1"

    def jwks(self) -> dict[str, Any]:
        """The published key set."""
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "ES256"}]}

    def token(self, subject: str, **claims: Any) -> str:
        """An access token of an account; `claims` override or, when None, remove. It says nothing of offices."""
        now = int(time.time())
        body = {
            "iss": self.url,
            "aud": "gonghui",
            "sub": subject,
            "iat": now,
            "exp": now + 300,
            "name": "测试",
            **claims,
        }
        kept = {name: value for name, value in body.items() if value is not None}
        return jwt.encode(kept, self.key, algorithm="ES256", headers={"kid": self.kid, "typ": "at+jwt"})


@asynccontextmanager
async def issuer() -> AsyncIterator[Issuer]:
    """Serve discovery and JWKS on a free port."""
    app = web.Application()
    runner = web.AppRunner(app)
    made = Issuer("")

    async def discovery(_: web.Request) -> web.Response:
        return web.json_response({"issuer": made.url, "jwks_uri": f"{made.url}/jwks"})

    async def jwks(_: web.Request) -> web.Response:
        return web.json_response(made.jwks())

    app.router.add_get("/.well-known/openid-configuration", discovery)
    app.router.add_get("/jwks", jwks)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    made.url = f"http://127.0.0.1:{port}"
    try:
        yield made
    finally:
        await runner.cleanup()
