"""What is entered at the activities service: plans, registrations, what was held and who came."""

from datetime import date, timedelta
from random import Random

from deploy.local.sample import cadres
from deploy.local.sample.county import YEARS, County, Place, Worker, chance
from deploy.local.sample.steps import Body, Chain, Record, Stage

SERVICE = "activities"
ONE_OF = 20  # one activity a year for so many members
MOST_A_YEAR = 5
MOST_CAME = 40
MOST_TOLD = 1000  # so many may be named at once
REGISTERED = 6
GIFT_FEN = 20_000
# kind, month, title
KINDS = (
    ("culture", 3, "三八妇女节文艺活动"),
    ("contest", 5, "五一职工技能竞赛"),
    ("study", 7, "理论学习会"),
    ("birthday", 9, "职工集体生日"),
    ("law", 12, "法律法规宣讲"),
    ("sport", 10, "国庆职工运动会"),
    ("warmth-visit", 1, "新春送温暖走访"),
    ("training", 4, "安全生产培训"),
    ("civilisation", 6, "文明创建志愿服务"),
)
EVERYBODY = frozenset({"birthday"})
TAUGHT = {"study": 8, "law": 4, "training": 16}  # hours that cadres have attended then


def stages(county: County) -> list[Stage]:
    """Activities do not depend on each other."""
    return [[chain for place in county.places for chain in _of(county, place)]]


def _of(county: County, place: Place) -> Stage:
    workers = county.of(place)
    a_year = max(3 if place.rich else 2, min(MOST_A_YEAR, round(len(workers) / ONE_OF)))
    past = [
        _past(county, place, workers, year, (number + int(place.area[-2:])) % len(KINDS))
        for year in range(county.back(YEARS).year, county.today.year + 1)
        for number in range(a_year)
    ]
    coming = [_coming(county, place, workers, each) for each in range(3 if place.rich else 1)]
    return [chain for chain in past if chain] + coming


def _past(county: County, place: Place, workers: list[Worker], year: int, number: int) -> Chain:
    kind, month, title = KINDS[number]
    random = chance("activity", place.area, year, kind)
    on = date(year, month, random.randrange(2, 27))
    if not county.back(YEARS) < on < county.back(5):
        return []
    planned, opened = on - timedelta(random.randrange(25, 40)), on - timedelta(random.randrange(10, 20))
    record = _planned(county, place, kind, f"{year}年{title}", on, planned)
    if random.randrange(15) == 0:
        record.then(place.clerk, "cancel", {"occurred_on": opened})
        return record.steps
    there = [worker for worker in workers if worker.admitted_on <= on]
    came = (
        there[:MOST_TOLD]
        if kind in EVERYBODY
        else random.sample(there, min(len(there), random.randrange(8, MOST_CAME)))
    )
    if kind in TAUGHT and (chair := cadres.chair(county, place)) and chair in there and chair not in came:
        came.append(chair)
    record.then(place.clerk, "open", {"places": 200, "occurred_on": opened})
    _register(county, place, record, came[:REGISTERED], opened)
    guests = random.randrange(5, 25)
    holding: Body = {"attended": [each.id for each in came], "guests": guests, "occurred_on": on}
    if kind in TAUGHT:
        holding["hours"] = TAUGHT[kind]
    cost = GIFT_FEN * len(came) if kind == "birthday" else random.randrange(5, 80) * 10_000
    record.then(place.clerk, "hold", {**holding, "cost_fen": cost})
    _put_right(place, record, guests, random)
    return record.steps


def _put_right(place: Place, record: Record, guests: int, random: Random) -> None:
    """A few were told wrongly."""
    if random.randrange(25) == 0:
        record.then(place.clerk, "correct-holding", {"guests": guests + 2, "reason": "wrong-entry"})


def _coming(county: County, place: Place, workers: list[Worker], number: int) -> Chain:
    """Open now, with fewer places than registrations; the last one is only planned."""
    kind, _, title = KINDS[(number + int(place.area[-1])) % len(KINDS)]
    random = chance("coming", place.area, number)
    on = county.today + timedelta(random.randrange(3, 40))
    record = _planned(county, place, kind, f"近期{title}", on, county.back(20))
    if number == 2:  # noqa: PLR2004
        return record.steps
    record.then(place.clerk, "open", {"places": 4, "occurred_on": county.back(8)})
    there = [worker for worker in workers if worker.admitted_on <= county.back(8)]
    registered = _register(county, place, record, there[:6], county.back(6))
    if len(registered) > 4:  # noqa: PLR2004  # the first does not come, so the fifth moves up
        registered[0].then(place.clerk, "withdraw", {"occurred_on": county.back(3)})
    return record.steps


def _planned(county: County, place: Place, kind: str, title: str, on: date, planned: date) -> Record:  # noqa: PLR0913
    record = Record(SERVICE, "/activities", county.id(f"activity/{place.area}/{kind}/{on}", planned))
    body = {"title": title, "kind": kind, "planned_on": on, "union": place.union}
    return record.create(place.clerk, {**body, "occurred_on": planned})


def _register(county: County, place: Place, activity: Record, workers: list[Worker], on: date) -> list[Record]:
    """Registrations wait for the activity and for each other, so that places go to those who came first."""
    found = []
    for worker in workers:
        record = Record(
            SERVICE, "/registrations", county.id(f"registration/{activity.id}/{worker.id}", on), activity.steps
        )
        body = {"activity": activity.id, "member": worker.id, "occurred_on": on}
        found.append(record.create(place.clerk, body))
    return found
