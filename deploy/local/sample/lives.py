"""What becomes of members: who moves, who is retained, expelled or joins by an application; who left; who is asked."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from uuid import UUID

from deploy.local.sample.county import County, Place, Union, Worker, chance
from deploy.local.sample.steps import Body, Chain, Record, Stage, Step

SERVICE = "membership"
MEMBERS, HIRES, APPLICATIONS = "/members", "/hires", "/applications"
TRANSFER_IN = 40  # one of so many moves inside the township
TRANSFER_OUT = 60  # one of so many moves to another township
CORRECTED = 90  # one of so many was entered wrongly
LOT = 300  # of so many who stay, as many as _SHARES says have a fate of their own
STAYING = frozenset({"", "corrected", "hired", "applied"})
OTHERS = 10_100_000  # persons beyond the members: indices of their own
A_PLACE = 100  # so many of them at most for a township
LEFT = ("own-request", "death", "own-request", "deemed")


@lru_cache(maxsize=2)
def fates(county: County) -> dict[UUID, str]:
    """What becomes of each worker, by id; "" of those to whom nothing happens."""
    first = [county.of(place)[:1] for place in county.places[::4] if not place.rich]
    to_rich = {worker.id for workers in first for worker in workers}
    return {worker.id: "to-rich" if worker.id in to_rich else _fate(worker) for worker in county.workers}


@lru_cache(maxsize=2)
def staying(county: County) -> dict[UUID, list[Worker]]:
    """By union, those who are its members in work today; whoever joined first comes first."""
    found: dict[UUID, list[Worker]] = {union.id: [] for union in county.unions}
    lots = fates(county)
    for worker in sorted(county.workers, key=lambda each: (each.admitted_on, each.index)):
        if lots[worker.id] in STAYING:
            found[worker.union.id].append(worker)
    return found


def _fate(worker: Worker) -> str:
    random = chance("life", worker.index)
    corrected = random.randrange(CORRECTED) == 0
    if random.randrange(TRANSFER_OUT) == 0:
        return "away"
    if random.randrange(TRANSFER_IN) == 0:
        return "inside"
    if corrected:
        return "corrected"
    return _LOTS.get(random.randrange(LOT), "")


_SHARES = (
    ("retained", 4), ("restored", 2), ("rejoined", 2), ("expulsion", 1), ("kept", 1), ("hired", 4), ("applied", 4),
    ("changed", 2),
)  # fmt: skip
_LOTS = dict(enumerate(fate for fate, share in _SHARES for _ in range(share)))


def stage(county: County) -> Stage:
    """Of every township: who left, was expelled or died; new hires and applications that wait or were answered."""
    found: Stage = []
    for number, place in enumerate(county.places):
        union = next((each for each in county.unions if each.place == place and each.approved_on), None)
        if union and union.approved_on:
            others = _Others(county, place, union, number)
            found += [*others.gone(), *others.hired(), *others.asking()]
    return found


class _Others:
    """Persons of a township who are no members today."""

    def __init__(self, county: County, place: Place, union: Union, number: int) -> None:
        self.county, self.place, self.union, self.number = county, place, union, number
        self.many = 4 if place.rich else 1
        self.index = OTHERS + A_PLACE * number

    def person(self, what: str, ago: int) -> tuple[Worker, Body]:
        """The next one, and how they are entered so many days ago."""
        index, self.index = self.index, self.index + 1
        on = max(self.county.back(ago), self.union.approved_on or self.county.today)
        made = self.county.id(f"{what}/{index}", on)
        worker = Worker(index, made, self.union, ("regular", "migrant", "platform")[index % 3], on)
        body = {"union": self.union.id, "name": worker.name, "id_number": worker.id_number}
        return worker, {**body, "employment": worker.employment, "occurred_on": on}

    def gone(self) -> Stage:
        """Who left by own request, died, or was expelled."""
        found = []
        for each in range(self.many):
            worker, body = self.person("left", 170)
            record = Record(SERVICE, MEMBERS, worker.id).create(self.place.clerk, body)
            end = {"left_for": LEFT[(self.number + each) % len(LEFT)], "occurred_on": self.county.back(30 + 9 * each)}
            found.append(record.then(self.place.clerk, "leave", end).steps)
        if self.number % 5 == 0:
            worker, body = self.person("expelled", 170)
            record = Record(SERVICE, MEMBERS, worker.id).create(self.place.clerk, body)
            record.then(self.place.clerk, "propose-expulsion", _proposal(self.county.back(40)))
            found.append(record.then(self.place.chair, "expel", {"occurred_on": self.county.back(31)}).steps)
        return found

    def hired(self) -> Stage:
        """New hires: one waits, the others have answered."""
        answers: tuple[tuple[str, Body], ...] = (
            ("", {}), ("decline", {"declined_for": "probation"}), ("gone", {}), ("", {}),
            ("decline", {"declined_for": "elsewhere"}),
        )  # fmt: skip
        chosen = answers if self.place.rich else (answers[0], answers[1 + self.number % 2])
        found = []
        for verb, more in chosen:
            worker, body = self.person("hire", 12)
            body["employer"] = self.union.employers[0].id
            record = Record(SERVICE, HIRES, worker.id).create(self.place.clerk, body)
            if verb:
                record.then(self.place.clerk, verb, {**more, "occurred_on": self.county.back(4)})
            found.append(record.steps)
        return found

    def asking(self) -> Stage:
        """Applications: one waits, the others were refused or withdrawn."""
        answers = (("", ""), ("refuse", "not-working-here"), ("withdraw", ""), ("", ""), ("refuse", "wrong-union"))
        chosen = answers if self.place.rich else (answers[0], answers[1 + self.number % 2])
        found = []
        for verb, why in chosen:
            worker, body = self.person("application", 9)
            record = Record(SERVICE, APPLICATIONS, worker.id).create(self.place.clerk, body)
            if verb:
                by = self.place.chair if verb == "refuse" else self.place.clerk
                more = {"refused_for": why} if why else {}
                record.then(by, verb, {**more, "occurred_on": self.county.back(2)})
            found.append(record.steps)
        return found


def _hired(worker: Worker, body: Body) -> Chain:
    """Entered as a new hire, and admitted on the same day."""
    clerk = worker.union.place.clerk
    record = Record(SERVICE, HIRES, worker.id).create(clerk, {**body, "employer": worker.union.employers[0].id})
    return record.then(clerk, "admit", {"occurred_on": worker.admitted_on}).steps


def _applied(worker: Worker, body: Body) -> Chain:
    """The chair of the township approves what its clerk took."""
    place = worker.union.place
    record = Record(SERVICE, APPLICATIONS, worker.id).create(place.clerk, body)
    return record.then(place.chair, "approve", {"occurred_on": worker.admitted_on}).steps


def _retained(county: County, worker: Worker, record: Record) -> None:
    on = _between(county, worker, chance("retained", worker.index))
    why = ("retirement", "unemployment")[worker.index % 2]
    if on:
        record.then(worker.union.place.clerk, "retain", {"retained_for": why, "occurred_on": on})


def _restored(county: County, worker: Worker, record: Record) -> None:
    """Out of work for a while."""
    clerk, on = worker.union.place.clerk, _between(county, worker, chance("restored", worker.index))
    if on:
        record.then(clerk, "retain", {"retained_for": "unemployment", "occurred_on": on})
        later = on + timedelta((county.today - on).days // 2)
        record.then(clerk, "restore", {"occurred_on": later})


def _rejoined(county: County, worker: Worker, record: Record) -> None:
    """Left, and came back as the same person."""
    clerk, on = worker.union.place.clerk, _between(county, worker, chance("rejoined", worker.index))
    if not on:
        return
    record.then(clerk, "leave", {"left_for": "own-request", "occurred_on": on})
    again = {"union": worker.union.id, "id_number": worker.id_number, "employment": worker.employment}
    later = on + timedelta((county.today - on).days // 2)
    key = f"{record.steps[-1].key}:again"
    record.steps.append(Step(SERVICE, clerk, f"{MEMBERS}/rejoin", {**again, "occurred_on": later}, key))


def _expulsion(county: County, worker: Worker, record: Record) -> None:
    """Proposed, and waiting for the township's chair."""
    if worker.admitted_on < county.back(8):
        record.then(worker.union.place.clerk, "propose-expulsion", _proposal(county.back(8)))


def _kept(county: County, worker: Worker, record: Record) -> None:
    """Proposed, and not approved."""
    if worker.admitted_on < county.back(50):
        record.then(worker.union.place.clerk, "propose-expulsion", _proposal(county.back(50)))
        no = {"expulsion_refused_for": "too-severe", "occurred_on": county.back(45)}
        record.then(worker.union.place.chair, "refuse-expulsion", no)


def _changed(county: County, worker: Worker, record: Record) -> None:
    """Another form of employment."""
    on = _between(county, worker, chance("changed", worker.index))
    if on:
        other = "migrant" if worker.employment == "dispatched" else "dispatched"
        record.then(worker.union.place.clerk, "change-employment", {"employment": other, "occurred_on": on})


def _proposal(on: date) -> Body:
    return {"decided_by": "members-meeting", "document": f"示例工会字{on.year}年{on.month}号", "occurred_on": on}


def _between(county: County, worker: Worker, random: Random) -> date | None:
    """A day after the admission and before yesterday; None when there is none."""
    days = (county.today - worker.admitted_on).days
    return worker.admitted_on + timedelta(random.randrange(1, days - 1)) if days > 3 else None  # noqa: PLR2004


JOINING: dict[str, Callable[[Worker, Body], Chain]] = {"hired": _hired, "applied": _applied}
"""Ways to join besides the clerk's admission."""
CHANGING: dict[str, Callable[[County, Worker, Record], None]] = {
    "retained": _retained,
    "restored": _restored,
    "rejoined": _rejoined,
    "expulsion": _expulsion,
    "kept": _kept,
    "changed": _changed,
}
"""What happens to a membership, by fate."""
