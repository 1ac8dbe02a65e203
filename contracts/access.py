"""What any service records of access to it: refusals."""

from typing import ClassVar

from contracts.declare import Event


class AccessRefused(Event):
    """A signed-in person asked for what their office or scope does not allow; at most one a minute per action."""

    TYPE = "access.refused.v1"
    WORDS = ("拒绝访问", "Access refused")
    RECORDED_BY: ClassVar[tuple[str, ...]] = ("membership", "assistance", "activities", "gateway")

    action: str
    code: str
    area: str | None = None
