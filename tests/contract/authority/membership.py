"""What each further capability of membership adds to the ground of the matrix."""

import importlib
from dataclasses import dataclass

from tests.contract.authority.ground import Part
from tests.contract.authority.places import Spot, Standing
from tests.membership.people import County


@dataclass(frozen=True)
class Base:
    """Both counties, and a union, its employer and a member of it at each spot."""

    own: County
    foreign: County
    standing: Standing
    unions: dict[Spot, str]
    employers: dict[Spot, str]
    members: dict[Spot, str]

    def at(self, spot: Spot) -> tuple[County, str]:
        """The county and the township's digits of a spot."""
        return (self.foreign if spot is Spot.FOREIGN else self.own), ("101" if spot is Spot.COUNTY else "100")


CAPABILITIES: tuple[str, ...] = (
    "applications",
    "congress",
    "consultation",
    "motions",
    "openness",
    "dues",
    "funds",
    "hires",
    "members",
    "parameters",
    "restructuring",
    "reviews",
    "roster",
    "standardisation",
    "terms",
)
"""Each makes real records through its own commands: `ground` in tests/membership/<capability>/records.py."""


async def parts(base: Base) -> list[Part]:
    """What each of them adds. Imported by name when asked for: those modules import this one."""
    return [await importlib.import_module(f"tests.membership.{name}.records").ground(base) for name in CAPABILITIES]
