"""What is entered at the assistance service: the standard, budgets, household files, aid asked, approved and paid."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from deploy.local.sample import people
from deploy.local.sample.county import YEARS, County, Place, Worker, chance
from deploy.local.sample.steps import Body, Chain, Record, Stage

SERVICE = "assistance"
ONE_OF = 22  # one household's file for so many members
LINES = (72_000, 75_000, 78_000)  # fen a head and month, invented; in force each July
DEEP = (0.35, 0.95)
RELATIVE = (1.1, 1.8)
YEAR_FEN = 860_000  # all aid of a household in a year stays below the cap of living aid
LATELY = (5, 16)  # hundreds of yuan
DECIDED_WITHIN = 30  # days
WANTED = 0.45  # how likely a household asks for a programme in a year
OTHERS = 20_000_000  # names of persons who are no members: indices of their own
OLDER = (date(1958, 1, 1), date(1965, 12, 31))  # heads who are no members are older than all members
LOTS = ("refused", "void", "wrong", "returned")
SOURCES = ("central", "provincial", "county", "union", "donation")
CAUSES = ("own-illness", "family-illness", "disability", "schooling", "unemployment", "low-income", "disaster")
# programme → month, least and most yuan, sources
PROGRAMMES: dict[str, tuple[int, int, int, tuple[str, ...]]] = {
    "warmth": (1, 500, 1500, ("county", "union", "donation")),
    "medical": (5, 1000, 4000, ("provincial", "county", "union")),
    "student": (8, 2000, 4000, ("union", "county", "donation")),
    "living": (10, 1000, 3000, ("central", "provincial", "county")),
}
NATIONAL = ("central", "provincial")


@dataclass
class Family:
    """A household to be: its head, who may be a member, when it applies, what the county needs for it."""

    county: County
    index: int
    place: Place
    head: Worker | None
    opened_on: date
    random: Random
    record: Record
    decided_on: date = date.max
    filed: bool = False
    sure: bool = False
    """The first of a township: its file is approved and it is helped, so that every township has some of all."""

    @property
    def ago(self) -> int:
        """Days since it applied."""
        return (self.county.today - self.opened_on).days


Needed = Counter[tuple[int, str]]
"""Fen by year and source."""


def stages(county: County) -> list[Stage]:
    """Files and aid need the budgets, budgets what was needed."""
    needed: Needed = Counter()
    chains = [_household(family, needed) for family in _families(county)]
    return [_lines(county) + _budgets(county, needed), chains]


def _families(county: County) -> list[Family]:
    found: list[Family] = []
    for place in county.places:
        workers = county.of(place)
        count = max(8 if place.rich else 2, round(len(workers) / ONE_OF))
        for number in range(count):
            random = chance("family", place.area, number)
            # the last of a township have just applied and wait; the others applied over the three years
            waits = number >= count - (3 if place.rich else 1)
            opened = county.back(random.randrange(1, 20) if waits else random.randrange(60, YEARS - 30))
            if number == 0:
                opened = county.back(random.randrange(600, 1000))
            head = workers[number * len(workers) // count] if number % 3 and len(workers) >= count else None
            if head and head.admitted_on > opened:
                head = None
            record = Record(SERVICE, "/households", county.id(f"household/{place.area}/{number}", opened))
            found.append(Family(county, len(found), place, head, opened, random, record, sure=number == 0))
    return found


def _lines(county: County) -> Stage:
    approver = county.office("approver")
    stage = []
    for number, line in enumerate(LINES):
        day = date(county.back(YEARS).year + number - 1, 7, 1)
        body = {"parameter": "poverty-line", "value": line, "valid_from": day, "occurred_on": day}
        record = Record(SERVICE, "/parameters", county.id(f"line/{number}", day))
        stage.append(record.create(approver, {**body, "document": f"示例民发{day.year}年{number + 1}号"}).steps)
    return stage


def _budgets(county: County, needed: Needed) -> Stage:
    """A quarter more than is needed, in two parts; one allotment was a mistake."""
    clerk = county.office("assistance")
    stage: Stage = []
    for year in range(county.back(YEARS).year, county.today.year + 1):
        for source in SOURCES:
            whole = max(10_000_000, needed[year, source] * 5 // 4 // 1_000_000 * 1_000_000)
            for part, month in ((whole * 3 // 5, 1), (whole * 2 // 5, 2)):
                day = min(date(year, month, 15), county.today)
                stage.append(_allotment(county, year, source, part, day).steps)
    wrong = _allotment(county, county.today.year, "union", 1_234_500, county.back(9))
    stage.append(wrong.then(clerk, "void", {"reason": "wrong-entry"}).steps)
    return stage


def _allotment(county: County, year: int, source: str, amount: int, day: date) -> Record:
    body = {"year": year, "fund_source": source, "amount_fen": amount, "document": f"示例工财{year}年{day.month}号"}
    record = Record(SERVICE, "/budgets", county.id(f"budget/{source}/{amount}/{day}", day))
    return record.create(county.office("assistance"), {**body, "occurred_on": day})


def _household(family: Family, needed: Needed) -> Chain:
    """Applied for, most often approved; aid follows."""
    random, record, clerk = family.random, family.record, family.place.clerk
    approver = family.county.office("approver")
    waits = family.ago <= DECIDED_WITHIN
    refused = not waits and not family.sure and random.randrange(9) == 0
    body = _application(family, refused=refused)
    if random.randrange(12) == 0:
        record.create(clerk, {**body, "size": body["size"] + 1})
        record.then(clerk, "correct", {"size": body["size"], "reason": "wrong-entry"})
    else:
        record.create(clerk, body)
    decided = family.opened_on + timedelta(random.randrange(8, DECIDED_WITHIN))
    if refused:
        record.then(approver, "refuse", {"reason": "above-line", "occurred_on": decided})
    elif not waits:
        family.decided_on, family.filed = decided, random.randrange(5) < 3  # noqa: PLR2004  # three of five
        record.then(approver, "approve", {"occurred_on": decided, "nationally_filed": family.filed})
        _aids(family, needed)
    return record.steps


def _application(family: Family, *, refused: bool) -> Body:
    """Income and spending so that the category is clear in every year, whatever the line then was."""
    random = family.random
    size = random.randrange(1, 6)
    cause = random.choice(CAUSES if not refused else CAUSES[2:6])
    low, high = random.choice((DEEP, RELATIVE))
    struck = cause == "disaster"
    per_head = int(LINES[1] * (3 if refused else 2.5 if struck else random.uniform(low, high)))
    whole = per_head * 12 * size
    spending = random.randrange(0, 20) * 100_000
    body: Body = {
        "name": family.head.name if family.head else people.name(OTHERS + family.index),
        "id_number": family.head.id_number if family.head else people.id_number(family.index, OLDER),
        "size": size,
        "family_id_numbers": [
            people.id_number(family.index * 2 + each, people.CHILDREN) for each in range(min(size - 1, 2))
        ],
        "income_fen": whole + spending,
        "spending_fen": spending,
        "loss_fen": whole * 3 // 5 if struck else 0,
        "cause": cause,
        "consent": True,
        "bank_card": people.bank_card(family.index + 1),
        "occurred_on": family.opened_on,
    }
    if family.head:
        return body | {"member": family.head.id, "union": family.head.union.id}
    return body | {"union": family.place.union}


def _aids(family: Family, needed: Needed) -> None:
    """Each year what fits the household; what was asked lately still waits for the county."""
    random, today = family.random, family.county.today
    left: Counter[int] = Counter()
    for year in range(family.decided_on.year, today.year + 1):
        for programme, (month, least, most, sources) in PROGRAMMES.items():
            asked = date(year, month, random.randrange(3, 28))
            amount = random.randrange(least // 100, most // 100 + 1) * 10_000
            source = random.choice([each for each in sources if family.filed or each not in NATIONAL])
            wanted = (family.sure or random.random() < WANTED) and left[year] + amount <= YEAR_FEN
            if wanted and family.decided_on < asked < family.county.back(25):
                left[year] += amount
                _decided(family, _ask(family, programme, amount, asked), amount, source, asked, needed)
    if family.index % 4 == 0:
        _lately(family, needed)


def _ask(family: Family, programme: str, amount: int, asked: date) -> Record:
    made = family.county.id(f"aid/{family.record.id}/{programme}/{asked}", asked)
    body = {"household": family.record.id, "programme": programme, "amount_fen": amount, "occurred_on": asked}
    return Record(SERVICE, "/aid", made, family.record.steps).create(family.place.clerk, body)


def _decided(family: Family, aid: Record, amount: int, source: str, asked: date, needed: Needed) -> None:  # noqa: PLR0913
    """Approved and paid; of 24 one is refused, one taken back, one put right, one sent back by the bank."""
    random, clerk = family.random, family.place.clerk
    approver, payer = family.county.office("approver"), family.county.office("assistance")
    approved = asked + timedelta(random.randrange(2, 9))
    lot = random.choice((*LOTS, *[""] * (24 - len(LOTS))))
    if family.sure:
        lot = ""
    if lot == "refused":
        aid.then(approver, "refuse", {"reason": "incomplete", "occurred_on": approved})
        return
    if lot == "void":
        aid.then(clerk, "void", {"reason": "duplicate"})
        return
    if lot == "wrong":
        amount -= 10_000
        aid.then(clerk, "correct", {"amount_fen": amount, "reason": "wrong-entry"})
    needed[approved.year, source] += amount
    aid.then(approver, "approve", {"fund_source": source, "occurred_on": approved})
    paid = {"occurred_on": approved + timedelta(random.randrange(2, 12))}
    aid.then(payer, "pay", paid)
    if lot == "returned":
        aid.then(payer, "void-payment", {"reason": "other"}).then(payer, "pay", paid)


def _lately(family: Family, needed: Needed) -> None:
    """Aid of the last days: asked and waiting, or approved and to be paid."""
    asked = family.county.back(family.random.randrange(3, 14))
    amount = family.random.randrange(*LATELY) * 10_000
    aid = _ask(family, "legal", amount, asked)
    if family.index % 8 == 0:
        approved = asked + timedelta(2)
        needed[approved.year, "county"] += amount
        approval = {"fund_source": "county", "occurred_on": approved}
        aid.then(family.county.office("approver"), "approve", approval)
