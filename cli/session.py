"""Who is signed in at this command line: tokens by issuer, in a file that its owner alone may read."""

import asyncio
import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import jwt

from cli.demo import Demo
from cli.oauth import Granted, GrantEnded, Issuer
from deploy.local.secret_files import write_private
from deploy.local.trouble import Trouble

CLIENT = "gonghui-cli"
BEFORE_END = 30.0
"""Seconds before its end from which on an access token is renewed."""


@dataclass(frozen=True)
class SignedIn:
    """One sign-in; `expires` (epoch seconds) is the access token's end."""

    issuer: str
    client: str
    access_token: str
    refresh_token: str
    expires: float

    @classmethod
    def of(cls, issuer: Issuer, granted: Granted) -> "SignedIn":
        """The sign-in that begins with these tokens."""
        return cls(issuer.name, issuer.client, granted.access_token, granted.refresh_token, granted.expires)

    @property
    def account(self) -> str:
        """Whose tokens these are."""
        return str(self._claims.get("sub", ""))

    @property
    def name(self) -> str:
        """What the person is called, if the issuer says so."""
        return str(self._claims.get("name", ""))

    @property
    def _claims(self) -> dict[str, object]:
        found: dict[str, object] = jwt.decode(self.access_token, options={"verify_signature": False})
        return found


def issuer_named(given: str | None, demo: Path | None) -> str:
    """The issuer that is meant: as given, of OIDC_ISSUER, or of the running demo. Trouble."""
    return (given or os.environ.get("OIDC_ISSUER") or Demo.read(demo).issuer).rstrip("/")


def client_named() -> str:
    """The client as which the command line is known to the issuer: OIDC_CLI_CLIENT_ID, or `gonghui-cli`."""
    return os.environ.get("OIDC_CLI_CLIENT_ID") or CLIENT


def keep(signed_in: SignedIn) -> None:
    """Remember a sign-in instead of an earlier one at the same issuer."""
    with _locked() as path:
        _write(path, {**_read(path), signed_in.issuer: signed_in})


def forget(issuer: str) -> SignedIn | None:
    """Remember it no longer; answers what it was."""
    with _locked() as path:
        kept = _read(path)
        gone = kept.pop(issuer, None)
        if gone:
            _write(path, kept)
    return gone


def signed_in_at(issuer: str) -> SignedIn | None:
    """The sign-in at an issuer, as it was remembered last."""
    return _read(_path()).get(issuer)


async def current(issuer: str) -> SignedIn | None:
    """The sign-in at an issuer with an access token that still holds, renewed when it has to be. Trouble.

    A refresh token counts once: whoever renews holds the file, another command waits and takes what was renewed.
    """
    kept = signed_in_at(issuer)
    if kept is None or kept.expires - BEFORE_END > time.time():
        return kept
    return await asyncio.to_thread(_renewed, issuer)


def _renewed(issuer: str) -> SignedIn | None:
    with _locked() as path:
        everything = _read(path)
        kept = everything.get(issuer)
        if kept is None or kept.expires - BEFORE_END > time.time():
            return kept
        try:
            granted = asyncio.run(_ask_anew(kept))
        except GrantEnded:
            del everything[issuer]
            _write(path, everything)
            raise Trouble("登录已失效，请重新登录：gonghui login", "The sign-in has ended: gonghui login") from None
        fresh = replace(
            kept,
            access_token=granted.access_token,
            refresh_token=granted.refresh_token,
            expires=granted.expires,
        )
        _write(path, {**everything, issuer: fresh})
        return fresh


async def _ask_anew(kept: SignedIn) -> Granted:
    issuer = await Issuer.discover(kept.issuer, kept.client)
    return await issuer.renewed(kept.refresh_token)


def _path() -> Path:
    """GONGHUI_CONFIG_DIR, or `gonghui` where this user's programs keep such things."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(os.environ.get("GONGHUI_CONFIG_DIR") or Path(base) / "gonghui") / "session.json"


@contextmanager
def _locked() -> Iterator[Path]:
    """Hold the file against other commands of this user."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path
    finally:
        os.close(lock)


def _read(path: Path) -> dict[str, SignedIn]:
    try:
        return {issuer: SignedIn(**kept) for issuer, kept in json.loads(path.read_text()).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as error:
        raise Trouble(f"{path} 损坏，请删除后重新登录。", f"{path} cannot be read, delete it: {error}") from error


def _write(path: Path, everything: dict[str, SignedIn]) -> None:
    write_private(path, {issuer: asdict(kept) for issuer, kept in everything.items()})
