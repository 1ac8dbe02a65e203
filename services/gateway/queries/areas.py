"""Counties and townships: their codes and names."""

from dataclasses import dataclass

from chassis.log.tiles import Connection


@dataclass(frozen=True, slots=True)
class Area:
    """A county (six digits) or township (nine); an area nobody has named is named by its code."""

    code: str
    zh: str
    en: str


async def county(connection: Connection, code: str) -> Area | None:
    """The county; None when neither the list of areas nor any log knows it."""
    raise NotImplementedError


async def townships(connection: Connection, county: str) -> tuple[Area, ...]:
    """All townships of a county by code: those listed, and those in which something was counted."""
    raise NotImplementedError


async def area(connection: Connection, code: str) -> Area | None:
    """A county or a township by code; None when it is unknown."""
    raise NotImplementedError
