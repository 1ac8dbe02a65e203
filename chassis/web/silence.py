"""An error nobody expected: answered as a problem and logged by its place, never by what it says.

What an error of a driver or a parser says may hold the values it was given, so it goes no further than here: not to
the server's log, not to the tracing around the application.
"""

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.web import problems


class Silence:
    """ASGI middleware, the innermost of all."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; an error becomes the answer, unless one has begun: then the connection is cut."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            return  # nobody is there to be answered, and nothing went wrong here
        except Exception as error:  # noqa: BLE001 - the last place that sees it
            answer = problems.of_exception(error)
            if scope["type"] == "http" and not begun:
                await answer(scope, receive, send)
