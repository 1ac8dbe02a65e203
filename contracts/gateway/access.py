"""What the gateway records of access: sign-ins and sign-outs."""

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
