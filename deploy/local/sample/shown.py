"""The unions that show every capability: each township's first one, and all of the rich township."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from deploy.local.sample import lives
from deploy.local.sample.county import County, Employer, Place, Union, Worker
from deploy.local.sample.steps import Record

SERVICE = "membership"


@dataclass(frozen=True)
class Shown:
    """A union with its members of today, and its place in the round of states: whoever comes next shows the next one.

    `first`: its township's, which stands for three years.
    """

    county: County
    union: Union
    number: int
    first: bool
    members: list[Worker]

    @property
    def place(self) -> Place:
        """Its township."""
        return self.union.place

    @property
    def clerk(self) -> str:
        """The account that enters."""
        return self.place.clerk

    @property
    def showcase(self) -> bool:
        """Whether it is the one union of which each record is to have come a long way."""
        return self.first and self.place.rich

    @property
    def employer(self) -> Employer:
        """The first unit that it covers."""
        return self.union.employers[0]

    def back(self, days: int) -> date:
        """So many days ago, and not before the union was approved."""
        return max(self.county.back(days), (self.union.approved_on or self.county.today) + timedelta(1))

    def since(self, day: date) -> list[Worker]:
        """Members of today who were members on that day."""
        return [worker for worker in self.members if worker.admitted_on <= day]

    def record(self, collection: str, what: str, day: date) -> Record:
        """A record of this union's, named by collection and what it is."""
        return Record(SERVICE, collection, self.id(f"{collection}/{what}", day))

    def id(self, what: str, day: date) -> UUID:
        """An id of this union's."""
        return self.county.id(f"{self.union.id}/{what}", day)


@lru_cache(maxsize=2)
def active(county: County) -> list[Shown]:
    """All approved unions, the first of a township told from the others."""
    members = lives.staying(county)
    found: list[Shown] = []
    seen: set[Place] = set()
    for union in county.unions:
        if union.approved_on:
            number = list(county.places).index(union.place)
            more = sum(each.union.place == union.place for each in found)
            found.append(Shown(county, union, number + more, union.place not in seen, members[union.id]))
            seen.add(union.place)
    return found


def shown(county: County) -> list[Shown]:
    """Those of them that show every capability."""
    leaving = absorbed(county)
    return [each for each in active(county) if (each.first or each.place.rich) and each.union != leaving]


def absorbed(county: County) -> Union | None:
    """The rich township's union that merges into its first one: a later one that nobody's transfer waits at."""
    fates = lives.fates(county)
    asked = {worker.union.id for worker in county.workers if fates[worker.id] in {"away", "to-rich"}}
    later = [each.union for each in active(county) if each.place.rich and not each.first]
    return next((union for union in reversed(later) if union.id not in asked), None)
