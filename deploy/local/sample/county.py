"""The county as invented: which unions, employers and workers each township has, and since when."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from deploy.local.accounts import FILE
from deploy.local.sample import names, people
from deploy.local.sample.steps import SEED, identifier

YEARS = 3 * 365
RICH = "207"  # 石关乡, from whose work plan the project grew
WEIGHTS = {"100": 10, RICH: 12, "400": 6, "101": 5, "106": 5, "111": 5, "102": 4}
WEIGHT = 3
UNION_SIZE = 22
EMPLOYMENTS = ("regular", "regular", "regular", "migrant", "migrant", "platform", "dispatched")


@dataclass(frozen=True)
class Place:
    """A township or the zone."""

    area: str
    name: str
    union: UUID
    founded_on: date

    @property
    def clerk(self) -> str:
        """The account of its clerk."""
        return f"clerk-{self.area}"

    @property
    def chair(self) -> str:
        """The account of its chair."""
        return f"chair-{self.area}"

    @property
    def rich(self) -> bool:
        """Whether every kind of record is to be found here."""
        return self.area.endswith(RICH)


@dataclass(frozen=True)
class Employer:
    """A unit with employees."""

    id: UUID
    place: Place
    name: str
    unit_type: str
    credit_code: str
    registered_on: date


@dataclass(frozen=True)
class Union:
    """A base union; `approved_on` None: its township has still to approve it."""

    id: UUID
    place: Place
    name: str
    kind: str
    employers: tuple[Employer, ...]
    founded_on: date
    approved_on: date | None


@dataclass(frozen=True)
class Worker:
    """A member and the union that admitted them."""

    index: int
    id: UUID
    union: Union
    employment: str
    admitted_on: date

    @property
    def name(self) -> str:
        """As invented."""
        return people.name(self.index)

    @property
    def id_number(self) -> str:
        """As invented."""
        return people.id_number(self.index)


@dataclass(frozen=True, eq=False)  # one is itself alone, so that what is found of it may be kept
class County:
    """Everything that stands still; what is done with it is in membership, assistance and activities."""

    code: str
    name: str
    today: date
    federation: UUID
    places: tuple[Place, ...]
    unions: tuple[Union, ...]
    free_employers: tuple[Employer, ...]
    workers: tuple[Worker, ...]

    def back(self, days: int) -> date:
        """So many days ago."""
        return self.today - timedelta(days)

    def id(self, what: str, day: date) -> UUID:
        """The id of a record named so."""
        return identifier(self.code, what, day)

    def office(self, name: str) -> str:
        """An account of the county."""
        return f"{name}-{self.code}"

    def of(self, place: Place) -> list[Worker]:
        """The workers whom a township's unions admitted."""
        return [worker for worker in self.workers if worker.union.place == place]


def chance(*what: object) -> Random:
    """Chance that is the same at every run."""
    return Random("/".join([SEED, *map(str, what)]))  # noqa: S311  # invented, not secret


def named() -> tuple[str, str, dict[str, str]]:
    """Code and name of the county, and code → name of its townships, from accounts.json, which names its source."""
    kept = json.loads(FILE.read_text())
    return kept["county"]["code"], kept["county"]["zh"], kept["townships"]


def invent(today: date, members: int, code: str, name: str, townships: dict[str, str]) -> County:
    """The county of so many members, as of a day; the same arguments give the same county."""
    shares = apportion(members, list(townships))
    places: list[Place] = []
    unions: list[Union] = []
    free: list[Employer] = []
    workers: list[Worker] = []
    for number, (area, called) in enumerate(townships.items()):
        founded = today - timedelta(YEARS + 500 - 5 * number)
        place = Place(area, called, identifier(code, f"township/{area}", founded), founded)
        own = _unions(place, today, shares[area])
        places.append(place)
        unions += own
        free += [_employer(place, 4 * len(own) + each, today - timedelta(YEARS - 100 * each)) for each in range(2)]
        active = [union for union in own if union.approved_on]
        workers += [_worker(today, len(workers) + each, active) for each in range(shares[area])]
    federation = identifier(code, "federation", today - timedelta(YEARS + 700))
    return County(code, name, today, federation, tuple(places), tuple(unions), tuple(free), tuple(workers))


def apportion(members: int, areas: list[str]) -> dict[str, int]:
    """Members by township: each has at least one if there are enough, the rest by weight; the sum is exact."""
    least = 1 if members >= len(areas) else 0
    weights = {area: WEIGHTS.get(area[6:], WEIGHT) for area in areas}
    left, total = members - least * len(areas), sum(weights.values())
    shares = {area: least + left * weight // total for area, weight in weights.items()}
    richest = sorted(areas, key=lambda area: -weights[area])
    for each in range(members - sum(shares.values())):
        shares[richest[each % len(richest)]] += 1
    return shares


def _unions(place: Place, today: date, members: int) -> list[Union]:
    count = max(4 if place.rich else 2, round(members / UNION_SIZE))
    active = [_union(place, today, number, count) for number in range(count)]
    waiting = 2 if place.rich else place.area.endswith("1")
    return active + [_union(place, today, count + each, 0) for each in range(int(waiting))]


def _union(place: Place, today: date, number: int, count: int) -> Union:
    """The first of a township stands for three years; the others follow. `count` 0: founded lately, not approved."""
    random = chance("union", place.area, number)
    ago = YEARS + 20 - number * 900 // count - random.randrange(15) if count else random.randrange(3, 12)
    founded = today - timedelta(ago)
    kind = names.KINDS[number % len(names.KINDS)]
    covered = {"joint": 3, "area-federation": 2}.get(kind, 1)
    first = founded - timedelta(40)
    employers = tuple(_employer(place, 4 * number + each, first) for each in range(covered))
    approved = founded + timedelta(random.randrange(2, 14)) if count else None
    called = names.union(place.name, kind, number, employers[0].name)
    made = identifier(place.area, f"union/{number}", founded)
    return Union(made, place, called, kind, employers, founded, approved)


def _employer(place: Place, number: int, on: date) -> Employer:
    unit_type, prefix, called = names.employer(place.name, number)
    code = people.credit_code(prefix, int(place.area[6:]) * 10_000 + number)
    return Employer(identifier(place.area, f"employer/{number}", on), place, called, unit_type, code, on)


def _worker(today: date, index: int, unions: list[Union]) -> Worker:
    """Four of ten join when their union is founded, the others from then on until yesterday."""
    random = chance("worker", index)
    union = unions[index % len(unions)]
    since = max(union.approved_on or today, today - timedelta(YEARS))
    span = (today - since).days
    days = random.randrange(min(30, span)) if random.random() < 0.4 else random.randrange(span)  # noqa: PLR2004
    admitted = since + timedelta(days)
    area = union.place.area
    return Worker(index, identifier(area, f"worker/{index}", admitted), union, random.choice(EMPLOYMENTS), admitted)
