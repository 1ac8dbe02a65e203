"""What the command line asks an OpenID issuer: a code for signing in on a page, new tokens for old, the end of both."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp

from deploy.local.trouble import Trouble

DEADLINE = aiohttp.ClientTimeout(total=15)
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SLOWER = 5
"""Seconds by which to wait longer when the issuer says `slow_down` (RFC 8628, 3.5)."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class GrantEnded(Exception):  # no error: a person has signed out, or signed in too long ago
    """The issuer takes the refresh token no longer."""


@dataclass(frozen=True)
class Granted:
    """Tokens as just given; `expires` (epoch seconds) is the access token's end."""

    access_token: str
    refresh_token: str
    expires: float


@dataclass(frozen=True)
class Code:
    """What a person opens and types in; `expires_in` and `interval` in seconds."""

    device_code: str
    user_code: str
    url: str
    complete_url: str
    expires_in: float
    interval: float


@dataclass(frozen=True)
class Issuer:
    """An issuer as its discovery document describes it, and the client that the command line is."""

    name: str
    client: str
    token: str
    device: str
    revocation: str

    @classmethod
    async def discover(cls, name: str, client: str) -> Self:
        """Read the discovery document. Trouble when it cannot be read or is another's."""
        _check_safe(name)
        address = f"{name.rstrip('/')}/.well-known/openid-configuration"
        try:
            async with (
                aiohttp.ClientSession(timeout=DEADLINE) as session,
                session.get(address, allow_redirects=False) as answer,
            ):
                document: dict[str, Any] = await answer.json(content_type=None)
            if str(document["issuer"]).rstrip("/") != name.rstrip("/"):
                raise ValueError(document["issuer"])  # noqa: TRY301  # told below like every other
            endpoints = [
                str(document.get(key, ""))
                for key in ("token_endpoint", "device_authorization_endpoint", "revocation_endpoint")
            ]
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Trouble(
                f"读不到身份服务 {address}：{error!r}", f"The issuer's {address} cannot be read: {error!r}"
            ) from error
        for endpoint in filter(None, endpoints):
            _check_safe(endpoint)
        return cls(name, client, *endpoints)

    async def code(self, scope: str) -> Code:
        """Ask for a code to sign in with on another page. Trouble when the issuer offers none."""
        if not self.device:
            raise Trouble(
                f"身份服务 {self.name} 不支持设备登录。", f"The issuer {self.name} offers no sign-in by device code."
            )
        status, answer = await _post(self.device, {"client_id": self.client, "scope": scope})
        if status != 200:  # noqa: PLR2004
            raise _refused(answer)
        url = str(answer["verification_uri"])
        return Code(
            str(answer["device_code"]),
            str(answer["user_code"]),
            url,
            str(answer.get("verification_uri_complete", url)),
            float(answer["expires_in"]),
            float(answer.get("interval", 5)),
        )

    async def granted(self, code: Code, deadline: float, waiting: Callable[[float], None]) -> Granted:
        """Ask until somebody has signed in; `waiting` hears the seconds that are left. Trouble after `deadline` s."""
        end = time.monotonic() + min(deadline, code.expires_in)
        interval = code.interval
        form = {"grant_type": DEVICE_GRANT, "device_code": code.device_code, "client_id": self.client}
        while (left := end - time.monotonic()) > 0:
            waiting(left)
            await asyncio.sleep(min(interval, left))
            status, answer = await _post(self.token, form)
            if status == 200:  # noqa: PLR2004
                return _tokens(answer)
            match answer.get("error"):
                case "authorization_pending":
                    continue
                case "slow_down":
                    interval += SLOWER
                case "access_denied":
                    raise Trouble("页面上选了“不是我”，没有登录。", "It was refused on the page: nobody is signed in.")
                case "expired_token":
                    break
                case _:
                    raise _refused(answer)
        raise Trouble("等待登录超时，请再运行：gonghui login", "Nobody signed in in time; run again: gonghui login")

    async def renewed(self, refresh_token: str) -> Granted:
        """New tokens for a refresh token, which ends with it. GrantEnded, Trouble."""
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": self.client}
        status, answer = await _post(self.token, form)
        if status == 200:  # noqa: PLR2004
            return _tokens({"refresh_token": refresh_token, **answer})
        if answer.get("error") == "invalid_grant":
            raise GrantEnded
        raise _refused(answer)

    async def revoke(self, refresh_token: str) -> None:
        """End a refresh token, and what was granted with it. Trouble."""
        if not self.revocation:
            return
        form = {"token": refresh_token, "token_type_hint": "refresh_token", "client_id": self.client}
        status, answer = await _post(self.revocation, form)
        if status != 200:  # noqa: PLR2004
            raise _refused(answer)


async def _post(url: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
    try:
        async with (
            aiohttp.ClientSession(timeout=DEADLINE) as session,
            session.post(url, data=form, allow_redirects=False) as answer,
        ):
            body = await answer.read()
            found = await answer.json(content_type=None) if body else {}
            return answer.status, found if isinstance(found, dict) else {}
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise Trouble(f"身份服务没有回答：{error!r}", f"The issuer does not answer: {error!r}") from error


def _tokens(answer: dict[str, Any]) -> Granted:
    try:
        expires = time.time() + float(answer["expires_in"])
        return Granted(str(answer["access_token"]), str(answer.get("refresh_token", "")), expires)
    except (KeyError, ValueError, TypeError) as error:
        raise Trouble("身份服务的回答不完整。", f"The issuer's answer lacks something: {error!r}") from error


def _refused(answer: dict[str, Any]) -> Trouble:
    why = f"{answer.get('error', '?')} {answer.get('error_description', '')}".strip()
    return Trouble(f"身份服务拒绝：{why}", f"The issuer refuses: {why}")


def _check_safe(url: str) -> None:
    """Tokens travel by TLS, or do not leave this machine."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Trouble(f"{url} 不是 https 地址，不发送令牌。", f"{url} is no https address: no token is sent there.")
