"""A small key server that speaks the documented HTTP API of Vault's transit engine: encrypt, decrypt, its token."""

import base64
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "s.key-server-token"


@dataclass
class KeyServer:
    """One transit key with versions. `asked` counts requests by verb; `away` makes it answer 503."""

    url: str = ""
    away: bool = False
    keys: list[AESGCM] = field(default_factory=lambda: [AESGCM(os.urandom(32))])
    asked: dict[str, int] = field(default_factory=dict)

    def rotate(self) -> None:
        """A further version of the key, as POST /transit/keys/<name>/rotate makes it."""
        self.keys.append(AESGCM(os.urandom(32)))

    async def answer(self, request: web.Request) -> web.Response:
        """POST /v1/transit/<verb>/<name>."""
        verb = request.match_info["verb"]
        self.asked[verb] = self.asked.get(verb, 0) + 1
        if self.away:
            return web.json_response({"errors": ["Vault is sealed"]}, status=503)
        if request.headers.get("X-Vault-Token") != TOKEN:
            return web.json_response({"errors": ["permission denied"]}, status=403)
        if request.match_info["name"] != "gonghui":
            return web.json_response({"errors": ["encryption key not found"]}, status=400)
        said = await request.json()
        about = base64.b64decode(said.get("associated_data", ""))
        if verb == "encrypt":
            nonce = os.urandom(12)
            sealed = nonce + self.keys[-1].encrypt(nonce, base64.b64decode(said["plaintext"]), about)
            ciphertext = f"vault:v{len(self.keys)}:{base64.b64encode(sealed).decode()}"
            return web.json_response({"data": {"ciphertext": ciphertext, "key_version": len(self.keys)}})
        _, version, text = said["ciphertext"].split(":")
        sealed = base64.b64decode(text)
        try:
            plain = self.keys[int(version[1:]) - 1].decrypt(sealed[:12], sealed[12:], about)
        except InvalidTag:
            return web.json_response({"errors": ["invalid ciphertext: unable to decrypt"]}, status=400)
        return web.json_response({"data": {"plaintext": base64.b64encode(plain).decode()}})


@asynccontextmanager
async def key_server() -> AsyncIterator[KeyServer]:
    """Serve it on a free port of 127.0.0.1; `url` goes up to the mount."""
    server = KeyServer()
    app = web.Application()
    app.router.add_post("/v1/transit/{verb:encrypt|decrypt}/{name}", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1/transit"
    try:
        yield server
    finally:
        await runner.cleanup()
