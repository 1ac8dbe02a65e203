"""Cadres: who they are, and last year's reviews, most of them graded."""

from datetime import date

from deploy.local.sample.county import County, Place, Worker
from deploy.local.sample.shown import SERVICE, active
from deploy.local.sample.steps import SEED, Asked, Body, Chain, Record, Stage, Step

REVIEWS, APPOINTMENTS = "/cadre-reviews", "/appointments"
GRADES = ("competent", "competent", "excellent", "competent", "basically-competent", "competent")
DESCRIBED = 30  # days ago
DUTIES = ("full-time", "part-time", "part-time", "seconded")


def stage(county: County) -> Stage:
    """The reviews in one chain after their call; descriptions beside it."""
    return [_reviews(county), *_described(county)]


def _reviews(county: County) -> Chain:
    """Called for in January, graded until the twentieth, where the day has come; every fifth is still due."""
    year, organiser = county.today.year - 1, county.office("organiser")
    called, graded = (min(date(year + 1, 1, day), county.today) for day in (4, 20))
    record = Record(SERVICE, REVIEWS, county.id(f"reviews/{year}", called))
    steps = record.create(organiser, {"year": year, "occurred_on": called}).steps
    for number, place in enumerate(county.places):
        for account, by in ((place.clerk, place.chair), (place.chair, organiser)):
            if number % 5 == 4 and account == place.clerk:  # noqa: PLR2004
                continue
            grade = GRADES[(number + len(account)) % len(GRADES)]
            body: Body = {"grade": grade, "document": f"示例工发{year + 1}年3号", "occurred_on": graded}
            review = Asked(f"{REVIEWS}?q={account}&year={year}")
            key = f"{SEED}:{record.id}:{account}"
            steps.append(Step(SERVICE, by, f"{REVIEWS}/{{}}/grade", body, key, 1, review))
    return steps


def chair(county: County, place: Place) -> Worker | None:
    """The member who is a township's chair: of its first union, whoever has been in it longest."""
    first = next((each for each in active(county) if each.place == place and each.first), None)
    return next(iter(first.since(county.back(DESCRIBED))), None) if first else None


def _described(county: County) -> Stage:
    """Full time or part time, and which member the chair is."""
    organiser, on = county.office("organiser"), county.back(DESCRIBED)
    found: Stage = []
    for at, place in enumerate(county.places):
        member = chair(county, place)
        for number, account in enumerate((place.clerk, place.chair)):
            body: Body = {"duty": DUTIES[(at + number) % len(DUTIES)], "occurred_on": on}
            if number and member:
                body["member"] = member.id
            named = Asked(f"{APPOINTMENTS}?account={account}")
            key = f"{SEED}:{county.code}:described:{account}"
            found.append([Step(SERVICE, organiser, f"{APPOINTMENTS}/{{}}/describe", body, key, 1, named)])
    return found
