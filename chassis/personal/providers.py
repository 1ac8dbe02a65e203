"""Who keeps the key above the service's keys: a file of the machine, or a Vault-compatible transit engine over HTTP."""

import base64
import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
SECONDS = 10
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class KeysUnavailable(Exception):
    """The provider does not answer, or not with a key: try again. Never says what a key is."""


class KeysRefused(Exception):
    """The provider is set up wrongly, or what it is given was not wrapped by it: trying again does not help."""


class Provider(Protocol):
    """Wraps and unwraps a service's few keys. `about` is bound to what is wrapped and has to be the same again."""

    async def wrap(self, plain: bytes, about: bytes) -> str:
        """Text that only this provider can unwrap. KeysUnavailable, KeysRefused."""
        ...

    async def unwrap(self, wrapped: str, about: bytes) -> bytes:
        """What was wrapped. KeysUnavailable, KeysRefused."""
        ...


class KeyFile:
    """A file of this machine: JSON {"current": "1", "keys": {"1": base64}}, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def create(cls, path: Path) -> "KeyFile":
        """Make a file with a first key, mode 0600. FileExistsError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, {"current": "1", "keys": {"1": _fresh()}}, os.O_EXCL)
        return cls(path)

    def add_key(self) -> str:
        """A further key, by which everything is wrapped from now on; answers its name. What is older stays readable."""
        found = self._read()
        name = str(max(map(int, found["keys"])) + 1)
        fresh = self._path.with_name(self._path.name + ".new")
        _write(fresh, {"current": name, "keys": {**found["keys"], name: _fresh()}}, os.O_TRUNC)
        fresh.replace(self._path)
        return name

    async def wrap(self, plain: bytes, about: bytes) -> str:
        """`file:<key>:<base64>`."""
        found = self._read()
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher(found, found["current"]).encrypt(nonce, plain, about)
        return f"file:{found['current']}:{base64.b64encode(nonce + sealed).decode()}"

    async def unwrap(self, wrapped: str, about: bytes) -> bytes:
        """What `wrap` was given. KeysRefused when it was changed, or is another file's."""
        kind, _, rest = wrapped.partition(":")
        name, _, text = rest.partition(":")
        if kind != "file":
            raise KeysRefused("the service's keys were wrapped by another provider than this file")
        sealed = base64.b64decode(text)
        try:
            return self._cipher(self._read(), name).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
        except InvalidTag as error:
            raise KeysRefused(f"{self._path} is not the file that wrapped this service's keys") from error

    def _read(self) -> dict[str, Any]:
        try:
            open_to = stat.S_IMODE(self._path.stat().st_mode) & 0o077
            found: dict[str, Any] = json.loads(self._path.read_text())
        except (OSError, ValueError) as error:
            raise KeysRefused(f"{self._path} holds no keys: {type(error).__name__}") from error
        if open_to:
            raise KeysRefused(f"{self._path} can be read by others: chmod 600")
        return found

    def _cipher(self, found: dict[str, Any], name: str) -> AESGCM:
        if name not in found["keys"]:
            raise KeysRefused(f"{self._path} has no key {name}")
        return AESGCM(base64.b64decode(found["keys"][name]))


class Transit:
    """A key of HashiCorp Vault's transit engine, or of what speaks its HTTP API (OpenBao). Vault does the wrapping.

    The key's type has to take associated data: aes256-gcm96 (its default) or chacha20-poly1305.
    """

    def __init__(self, url: str, key: str, token_file: Path) -> None:
        """`url` up to the mount, such as https://vault.example:8200/v1/transit. KeysRefused for plain http abroad."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise KeysRefused(f"keys travel by https alone, not to {parts.scheme}://{parts.hostname}")
        self._url, self._key, self._token_file = url.rstrip("/"), key, token_file

    async def wrap(self, plain: bytes, about: bytes) -> str:
        """POST /encrypt/<key>; answers its `vault:v1:…`."""
        asked = {"plaintext": base64.b64encode(plain).decode(), "associated_data": base64.b64encode(about).decode()}
        return str(await self._ask("encrypt", asked, "ciphertext"))

    async def unwrap(self, wrapped: str, about: bytes) -> bytes:
        """POST /decrypt/<key>."""
        asked = {"ciphertext": wrapped, "associated_data": base64.b64encode(about).decode()}
        return base64.b64decode(await self._ask("decrypt", asked, "plaintext"))

    async def _ask(self, verb: str, asked: dict[str, str], wanted: str) -> str:
        try:
            headers = {"X-Vault-Token": self._token_file.read_text().strip()}
            timeout = aiohttp.ClientTimeout(SECONDS)
            async with (
                aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
                session.post(f"{self._url}/{verb}/{self._key}", json=asked, allow_redirects=False) as answer,
            ):
                if answer.status in (400, 403, 404):
                    raise KeysRefused(f"the key server answers {answer.status} to {verb}/{self._key}")
                answer.raise_for_status()
                said = await answer.json()
                return str(said["data"][wanted])
        except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
            raise KeysUnavailable(f"the key server does not {verb}: {type(error).__name__}") from error
        except OSError as error:
            raise KeysRefused(f"the key server's token cannot be read: {self._token_file}") from error


def provider(keys: str, key_name: str, token_file: Path | None) -> Provider:
    """The one that `VAULT_KEYS` names: a file's path, or the URL of a transit mount. KeysRefused."""
    if not keys:
        raise KeysRefused("VAULT_KEYS is not set: the path of a key file, or the URL of a transit engine")
    if not keys.startswith(("https://", "http://")):
        return KeyFile(Path(keys))
    if token_file is None:
        raise KeysRefused("VAULT_TOKEN_FILE is not set: the file with the key server's token")
    return Transit(keys, key_name, token_file)


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _write(path: Path, value: object, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | mode, 0o600), "w") as file:
        json.dump(value, file)
