"""The principal: who signed in, in which office, over which area."""

from dataclasses import dataclass

from contracts.offices import Office


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified sign-in. `area` is the scope: every organisation whose area code starts with it."""

    subject: str
    office: Office
    area: str
    name: str = ""
    explorer: bool = False
    expires: float = 0.0

    @property
    def county(self) -> str:
        """The six-digit county code."""
        return self.area[:6]
