"""What is entered at the membership service: unions, employers with headcounts, members, transfers, corrections."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from deploy.local.sample import (
    agreements,
    cadres,
    congress,
    dues,
    lives,
    openness,
    organising,
    people,
    rearranging,
    sheets,
)
from deploy.local.sample.appointments import within_unions
from deploy.local.sample.county import YEARS, County, Employer, Place, Union, Worker, chance
from deploy.local.sample.steps import Body, Chain, Record, Stage

MEMBERS, UNIONS, EMPLOYERS = "/members", "/unions", "/employers"
SERVICE = "membership"
EXTRA = 10_000_000  # persons beyond the members: indices of their own
WAITING_DAYS = 13


def stages(county: County) -> list[Stage]:
    """Each stage needs the one before it."""
    covered = [employer for union in county.unions for employer in union.employers]
    employers = {employer.id: _registered(employer) for employer in [*covered, *county.free_employers]}
    founding: Stage = [_township(county, place) for place in county.places]
    founding += [record.steps[:] for record in employers.values()]
    heads = _heads(county)
    counting: Stage = []
    for number, (key, record) in enumerate(employers.items()):
        before = len(record.steps)
        _count(county, record, heads[key], number)
        counting.append(record.steps[before:])
    return [
        [_federation(county)],
        founding,
        [*(_base(union) for union in county.unions), *dues.parameters(county)],
        counting + _members(county) + within_unions(_first(county)),
        *_lived(county),
    ]


def _lived(county: County) -> list[Stage]:
    """What unions do with their members; then how they are rearranged, and what rests on that."""
    parts = (cadres.stage, congress.stage, agreements.stage, organising.stage, dues.stage, openness.stage, lives.stage)
    return [
        [chain for part in parts for chain in part(county) if chain],
        rearranging.stage(county) + sheets.stage(county),
    ]


def _first(county: County) -> dict[str, UUID]:
    """Township → its first union."""
    return {union.place.area: union.id for union in reversed(county.unions) if union.approved_on}


def _federation(county: County) -> Chain:
    founded = county.back(YEARS + 700)
    organiser = county.office("organiser")
    body = {"name": f"{county.name}总工会", "credit_code": people.credit_code("81", 0), "occurred_on": founded}
    record = Record(SERVICE, UNIONS, county.federation).create(organiser, body, "/federation")
    approval = {"occurred_on": founded + timedelta(10), "document": f"示例工发{founded.year}年1号"}
    return record.then(county.office("approver"), "approve", approval).steps


def _township(county: County, place: Place) -> Chain:
    code = people.credit_code("81", int(place.area[6:]))
    end = "总工会" if place.name.endswith("开发区") else "工会委员会"
    body = {"name": f"{place.name}{end}", "kind": "township", "parent": county.federation, "credit_code": code}
    record = Record(SERVICE, UNIONS, place.union).create(place.clerk, {**body, "occurred_on": place.founded_on})
    approved = {"occurred_on": place.founded_on + timedelta(9)}
    return record.then(county.office("organiser"), "approve", approved).steps


def _registered(employer: Employer) -> Record:
    body = {"name": employer.name, "credit_code": employer.credit_code, "unit_type": employer.unit_type}
    return Record(SERVICE, EMPLOYERS, employer.id).create(
        employer.place.clerk, {**body, "occurred_on": employer.registered_on}
    )


def _base(union: Union) -> Chain:
    body = {
        "name": union.name,
        "kind": union.kind,
        "parent": union.place.union,
        "employers": [employer.id for employer in union.employers],
        "occurred_on": union.founded_on,
    }
    record = Record(SERVICE, UNIONS, union.id).create(union.place.clerk, body)
    if union.approved_on:
        record.then(union.place.chair, "approve", {"occurred_on": union.approved_on})
    return record.steps


def _heads(county: County) -> dict[object, tuple[Employer, dict[date, int]]]:
    """Each employer's headcounts by day: a union's members are always fewer than its employers' employees."""
    days = [county.today - timedelta(each) for each in range(YEARS, 30, -365)]
    found: dict[object, tuple[Employer, dict[date, int]]] = {}
    joined = Counter(worker.union.id for worker in county.workers)
    for union in county.unions:
        random = chance("heads", union.id)
        share = random.uniform(1.2, 1.7) / len(union.employers)
        first = union.approved_on or union.founded_on
        reports = [first, *(day for day in days if day > first)]
        for employer in union.employers:
            now = int(joined[union.id] * share) + random.randrange(3, 7)
            found[employer.id] = (employer, {day: now * _grown(county, day) // 100 for day in reports})
    for employer in county.free_employers:
        least = chance("free", employer.id).randrange(6, 30)
        found[employer.id] = (employer, {day: least + day.year % 5 for day in days if day >= employer.registered_on})
    return found


def _grown(county: County, day: date) -> int:
    """Of a hundred employees of today, how many there were on a day: an employer grows slowly."""
    return 100 - 3 * ((county.today - day).days // 365)


def _count(county: County, record: Record, heads: tuple[Employer, dict[date, int]], number: int) -> None:
    """Report each year; one of nine forgets a year and reports it last; a few figures are put right or taken back."""
    employer, series = heads
    clerk, days = employer.place.clerk, list(series)
    late = days[-2] if number % 9 == 0 and len(days) > 1 else None
    for day in [each for each in days if each != late] + ([late] if late else []):
        record.then(clerk, "headcount", {"headcount": series[day], "occurred_on": day})
    if number % 40 == 0:
        right = {"headcount": series[days[0]] + 3, "occurred_on": days[0], "reason": "wrong-entry"}
        record.then(clerk, "correct-headcount", right)
    if number % 60 == 1:
        day = county.back(20)
        record.then(clerk, "headcount", {"headcount": 9 * series[days[-1]], "occurred_on": day})
        record.then(clerk, "void-headcount", {"occurred_on": day, "reason": "not-true"})


def _members(county: County) -> Stage:
    fates = lives.fates(county)
    chains = [_member(county, worker, fates[worker.id]) for worker in county.workers]
    twice = [_twice(county, each) for each in range(max(1, len(county.workers) // 400))] if county.workers else []
    return chains + twice


def _member(county: County, worker: Worker, fate: str) -> Chain:
    """Admitted, one way or another; a few of them wrongly; a few move, or their membership changes."""
    place = worker.union.place
    if fate in lives.JOINING:
        return lives.JOINING[fate](worker, _admission(worker))
    record = Record(SERVICE, MEMBERS, worker.id)
    body = _admission(worker)
    if fate == "corrected":
        wrong = "platform" if worker.employment == "regular" else "regular"
        record.create(place.clerk, {**body, "employment": wrong})
        record.then(place.clerk, "correct", {"employment": worker.employment, "reason": "wrong-entry"})
    else:
        record.create(place.clerk, body)
    if fate in {"away", "to-rich"}:
        _move_away(county, worker, record, to_rich=fate == "to-rich")
    elif fate == "inside":
        _move_inside(county, worker, record)
    elif fate in lives.CHANGING:
        lives.CHANGING[fate](county, worker, record)
    return record.steps


def _admission(worker: Worker) -> Body:
    return {
        "union": worker.union.id,
        "name": worker.name,
        "id_number": worker.id_number,
        "employment": worker.employment,
        "occurred_on": worker.admitted_on,
    }


def _move_inside(county: County, worker: Worker, record: Record) -> None:
    place = worker.union.place
    others = [each for each in county.unions if each.place == place and each != worker.union and each.approved_on]
    to = others[worker.index % len(others)]
    first = max(worker.admitted_on, to.approved_on or county.today)
    days = (county.today - first).days
    if days > 1:
        on = first + timedelta(chance("move", worker.index).randrange(1, days))
        record.then(place.clerk, "transfer", {"to_union": to.id, "occurred_on": on})


def _move_away(county: County, worker: Worker, record: Record, *, to_rich: bool) -> None:
    """Asked of another township: three of five were taken, one was not, or withdrew; the latest wait."""
    random = chance("away", worker.index)
    others = [each for each in county.places if each != worker.union.place]
    goal = next(each for each in others if each.rich) if to_rich else random.choice(others)
    to = next(each for each in county.unions if each.place == goal and each.approved_on)
    first = max(worker.admitted_on, to.approved_on or county.today) + timedelta(1)
    latest = (county.today - first).days
    if latest < 0:
        return
    ago = random.randrange(min(latest, WAITING_DAYS) + 1) if to_rich else random.randrange(latest + 1)
    asked = county.back(ago)
    record.then(worker.union.place.clerk, "request-transfer", {"to_union": to.id, "occurred_on": asked})
    if ago < WAITING_DAYS + 1:
        return
    answered = {"occurred_on": asked + timedelta(random.randrange(1, WAITING_DAYS))}
    end = random.randrange(5)
    if end == 0:
        record.then(goal.clerk, "refuse-transfer", {"reason": "wrong-union", **answered})
    elif end == 1:
        record.then(worker.union.place.clerk, "withdraw-transfer", answered)
    else:
        record.then(goal.clerk, "accept-transfer", answered)


def _twice(county: County, number: int) -> Chain:
    """Somebody who was entered by mistake, and taken back."""
    like = county.workers[number * 37 % len(county.workers)]
    clerk = like.union.place.clerk
    stranger = Worker(
        EXTRA + number, county.id(f"twice/{number}", like.admitted_on), like.union, "regular", like.admitted_on
    )
    record = Record(SERVICE, MEMBERS, stranger.id).create(clerk, _admission(stranger))
    return record.then(clerk, "void", {"reason": "wrong-person"}).steps
