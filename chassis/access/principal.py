"""Who somebody is (by the token) and what they may act as (by an appointment)."""

from dataclasses import dataclass
from uuid import UUID

from contracts.offices import Office

ABOVE = "~"  # sorts after every code and id


@dataclass(frozen=True, slots=True)
class Identity:
    """What a verified token says: who signed in, by which client, until when (epoch seconds). No authority."""

    subject: str
    name: str = ""
    explorer: bool = False
    client: str = ""
    expires: float = 0.0


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody acting in an office. `area` (6 or 9 digits) and, where narrower, `org` are the scope.

    `on_behalf_of` is the account whose office was lent to this one. `client` is the OAuth client that signed in.
    """

    subject: str
    office: Office
    area: str
    name: str = ""
    explorer: bool = False
    expires: float = 0.0
    org: UUID | None = None
    appointment: UUID | None = None
    on_behalf_of: str | None = None
    client: str = ""

    @property
    def county(self) -> str:
        """The six-digit county code."""
        return self.area[:6]

    @property
    def accounts(self) -> list[str]:
        """Who answers for what is done: the account that acts, and the one whose office was lent to it."""
        return [self.subject, *([self.on_behalf_of] if self.on_behalf_of else [])]

    @property
    def low(self) -> str:
        """The scope's lower bound, as places sort in collation C: `low <= place < high`."""
        return self.area if self.org is None else f"{self.area}/{self.org}"

    @property
    def high(self) -> str:
        """The scope's upper bound, itself outside."""
        return self.low + ABOVE

    def reaches(self, area: str, org: UUID | None = None) -> bool:
        """Whether an organisation, or a record of it, lies in the scope."""
        return area.startswith(self.area) and (self.org is None or self.org == org)
