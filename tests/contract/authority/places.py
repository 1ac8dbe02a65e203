"""Where the offices of the matrix stand, where records lie, and what a sign of the table says of both."""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from contracts.offices import Office

COUNTY_LEVEL = {"county-leader", "county-organiser", "county-assistance-clerk", "county-approver", "auditor", "service"}
UNION_LEVEL = {"enterprise-chair", "member"}


class Spot(Enum):
    """A place as the asker sees it, who stands in the first township of the county, or in a union there."""

    MINE = "the asker's own"
    UNION = "the asker's union"
    TOWNSHIP = "elsewhere in the asker's township"
    COUNTY = "elsewhere in the asker's county"
    FOREIGN = "another county"


PLACES = (Spot.UNION, Spot.TOWNSHIP, Spot.COUNTY, Spot.FOREIGN)
REACHED: dict[str, set[Spot]] = {
    "县 C": {Spot.MINE, Spot.UNION, Spot.TOWNSHIP, Spot.COUNTY},
    "乡 T": {Spot.MINE, Spot.UNION, Spot.TOWNSHIP},
    "会 U": {Spot.MINE, Spot.UNION},
    "己 S": {Spot.MINE},
    "●": set(Spot),
    "–": set(),
}
"""What the signs of docs/permissions.md mean."""


@dataclass(frozen=True)
class Standing:
    """The county and the union that the matrix' offices stand in, and the county where everything is foreign."""

    county: str
    foreign: str
    union: UUID

    def area(self, spot: Spot) -> str:
        """The area of a record at a spot."""
        return {Spot.COUNTY: f"{self.county}101", Spot.FOREIGN: f"{self.foreign}100"}.get(spot, f"{self.county}100")

    def appointed(self, office: Office) -> tuple[str, UUID | None]:
        """Over which area, and union, an office stands."""
        if office.value in COUNTY_LEVEL:
            return self.county, None
        return f"{self.county}100", self.union if office.value in UNION_LEVEL else None

    def account(self, office: Office) -> str:
        """Who holds it."""
        return f"matrix-{office.value}-{self.county}"
