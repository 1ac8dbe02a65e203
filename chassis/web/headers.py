"""Headers that say who asks, for what, once: each at most one time, and in the one form that is documented."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from chassis.refusal import KeyRequired, Malformed

ONE_OF_EACH = frozenset({b"authorization", b"idempotency-key", b"if-match", b"content-type", b"content-length"})
KEY_PATTERN = r"^[\x21-\x7e]+$"
KEY_LENGTH = 128
REVISION_PATTERN = r'^(W/)?"[0-9]{1,9}"$'
_KEY = re.compile(KEY_PATTERN)
_REVISION = re.compile(REVISION_PATTERN)


class OneOfEach:
    """ASGI middleware: of two such headers nobody knows which one another program on the way has read. Malformed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what has each of them once."""
        if scope["type"] == "http":
            found = [name for name, _ in scope["headers"] if name in ONE_OF_EACH]
            if len(found) != len(set(found)):
                twice = next(name for name in found if found.count(name) > 1).decode()
                raise Malformed(why_zh=f"{twice} 出现多次", why_en=f"{twice} comes more than once")
        await self.app(scope, receive, send)


def key_of(header: str | None) -> str:
    """An Idempotency-Key: visible ASCII characters, 128 at most. KeyRequired."""
    if header is None or len(header) > KEY_LENGTH or not _KEY.fullmatch(header):
        raise KeyRequired
    return header


def revision_of(header: str | None) -> int | None:
    """The revision that If-Match names, None without one. Malformed: a list, `*` and what has no quotes name none."""
    if header is None:
        return None
    if not _REVISION.fullmatch(header):
        raise Malformed(
            why_zh='If-Match 应为一个带引号的版本号，如 "3"',
            why_en='If-Match must be one revision in quotes, as in "3"',
        )
    return int(header.removeprefix("W/").strip('"'))


def etag(revision: int) -> str:
    """The ETag of a record's revision."""
    return f'"{revision}"'
