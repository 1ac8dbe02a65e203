"""What every answer tells a browser: load, frame, guess and keep nothing, unless the answer itself says otherwise."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Content-Security-Policy of an answer that is no page."""
ALWAYS = {
    "content-security-policy": NOTHING,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
BY_TLS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


class Guarding:
    """ASGI middleware, outside of all that answers. There is no CORS: no other origin's page may read an answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._always = _encoded(ALWAYS)
        self._by_tls = _encoded({**ALWAYS, **BY_TLS})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; the answer gets what it does not say itself. HSTS when the asker came by TLS (`scheme`)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guards = self._by_tls if scope["scheme"] == "https" else self._always

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with(message.get("headers", ()), guards)}
            await send(message)

        await self.app(scope, receive, guarded)


def _with(said: Iterable[tuple[bytes, bytes]], guards: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    headers = list(said)
    names = {name.lower() for name, _ in headers}
    return headers + [guard for guard in guards if guard[0] not in names]
