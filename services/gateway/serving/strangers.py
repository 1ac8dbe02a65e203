"""Before authentication: an address that keeps coming without a valid token is held off for a while.

Only answers 401 count, so that an office of a hundred clerks behind one address is not held off; and who shows a token
that has been found valid before gets in even then.
"""

import ipaddress
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.refusal import TooManyRequests, Unauthenticated
from chassis.web.limits import Allowance, Rate
from chassis.web.problems import refused

FAILURES = Rate(rate=5, burst=300)
"""Failed authentications of one address: a token that has run out fails once or twice and is renewed."""
IPV6_PREFIX = 64
Known = Callable[[str | None], bool]
"""Whether an Authorization header holds a token that has been verified and is still good."""


class Strangers:
    """ASGI middleware of the application that meets the outside."""

    def __init__(self, app: ASGIApp, known: Known, failures: Rate = FAILURES) -> None:
        self.app = app
        self._known = known
        self._allowance = Allowance(failures, "stranger")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count what was refused for want of a valid token."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        where = address(scope)
        try:
            self._allowance.check(where)
        except TooManyRequests as refusal:
            if not self._known(Headers(raw=scope["headers"]).get("authorization")):
                await refused(refusal)(scope, receive, send)
                return

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == Unauthenticated.status:
                self._failed(where)
            await send(message)

        await self.app(scope, receive, watched)

    def _failed(self, where: str) -> None:
        try:
            self._allowance.take(where)
        except TooManyRequests:
            return  # several at once have used up the last: the next is told


def address(scope: Scope) -> str:
    """Whence a request comes, as the server has found it out (trusted proxies' word included); a /64 for IPv6."""
    host = scope["client"][0] if scope.get("client") else "unknown"
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if found.version == 4:  # noqa: PLR2004
        return str(found)
    return str(ipaddress.ip_network((found, IPV6_PREFIX), strict=False))
