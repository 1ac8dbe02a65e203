"""What the gateway records of access: sign-ins, sign-outs, refusals."""

from uuid import UUID

from contracts.declare import Event


class SignedIn(Event):
    """Somebody began a session at the console or the CLI."""

    TYPE = "session.signed-in.v1"
    WORDS = ("登录", "Signed in")

    session: UUID


class SignedOut(Event):
    """Somebody ended a session."""

    TYPE = "session.signed-out.v1"
    WORDS = ("退出登录", "Signed out")

    session: UUID


class AccessRefused(Event):
    """A signed-in person asked for what their office or scope does not allow; at most one a minute per action."""

    TYPE = "access.refused.v1"
    WORDS = ("拒绝访问", "Access refused")

    action: str
    code: str
    area: str | None = None
