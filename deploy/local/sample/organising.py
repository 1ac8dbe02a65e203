"""What unions do as organisations: terms, elections, committees, assessments, registration."""

from datetime import date, timedelta
from uuid import UUID

from deploy.local.sample import people
from deploy.local.sample.county import YEARS, County
from deploy.local.sample.shown import SERVICE, Shown, shown
from deploy.local.sample.steps import SEED, Asked, Body, Chain, Record, Stage, Step

TERMS, ELECTIONS, COMMITTEES, ASSESSMENTS = "/terms", "/elections", "/committees", "/assessments"
CODES = (
    "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4",
    "3.5", "3.6", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "6.2", "7.1",
)  # fmt: skip
"""Items of the checklist that comes with the platform."""
INDUSTRIES = "CAEGHQLR"
WIDE = 6  # from so many members on a union elects a committee of five
NARROW = 4  # and of three from so many on
POSTS = ("chair", "vice-chair", "committee-member", "committee-member", "committee-member", "committee-member")
OVER_TEN = 12  # women members, from whom a women's committee is due


def stage(county: County) -> Stage:
    """Chains that do not depend on each other."""
    found: Stage = [_federation(county), *(_township(county, number) for number in range(len(county.places)))]
    for each in shown(county):
        found += [_registered(each), _term(each), _women(each), _assessment(each)]
    return found


def _federation(county: County) -> Chain:
    """Its term of five years ends this year or next."""
    began = county.back(1710)
    record = Record(SERVICE, TERMS, county.id("term/federation", began))
    body = {"union": county.federation, "number": 9, "years": 5, "body": "committee", "occurred_on": began}
    steps = record.create(county.office("organiser"), body).steps
    return steps + _audit(county.office("organiser"), county.federation, began + timedelta(40))


def _township(county: County, number: int) -> Chain:
    """A township's own union: some terms are over, and an extension is asked for, given or waiting."""
    place = county.places[number]
    long = number % 5 not in {0, 1, 2}
    began = county.back(1160 if number % 5 == 0 else YEARS + 1 - 12 * (number % 5))
    record = Record(SERVICE, TERMS, county.id(f"term/{place.area}", began))
    body = {"union": place.union, "number": 4, "years": 5 if long else 3, "body": "committee", "occurred_on": began}
    record.create(place.clerk, body)
    if number % 5 == 1:
        asked = {"until": county.today + timedelta(120), "occurred_on": county.back(6)}
        record.then(place.clerk, "request-extension", asked)
        if number % 2:
            record.then(county.office("organiser"), "approve-extension", {"occurred_on": county.back(2)})
    return record.steps + (_audit(place.clerk, place.union, began + timedelta(50)) if number % 6 else [])


def _registered(of: Shown) -> Chain:
    record = Record(SERVICE, "/unions", of.union.id, revision=2)  # founded and approved
    number = 500_000 + int(of.place.area[6:]) * 100 + of.number
    body = {
        "credit_code": people.credit_code("81", number),
        "industry": INDUSTRIES[of.number % len(INDUSTRIES)],
        "occurred_on": of.back(1000),
    }
    return record.then(of.clerk, "register", body).steps


def _term(of: Shown) -> Chain:
    """How the union came by its committee, and what is due about it."""
    lot = 0 if of.showcase else of.number % 7
    if lot in {1, 2, 3} and of.first:
        return _ending(of, lot)
    if lot == 5:  # noqa: PLR2004
        return _vacant(of)
    held = of.back({4: 6, 6: 25}.get(lot, 150 + 30 * (of.number % 5)))
    election = _elect(of, "general-election", held, 0)
    if not election:
        return []
    if lot == 6:  # noqa: PLR2004
        refused = {"reason": "procedure", "occurred_on": held + timedelta(9)}
        return election.then(of.place.chair, "refuse", refused).steps
    if lot != 4:  # noqa: PLR2004
        election.then(of.place.chair, "approve", {"occurred_on": held + timedelta(5)})
        election.steps.extend(_audit(of.clerk, of.union.id, held + timedelta(20)))
    return election.steps


def _ending(of: Shown, lot: int) -> Chain:
    """Found as it was three years ago: it ends in some weeks; an extension waits, or was approved."""
    began = of.county.back(1040 + 15 * lot)
    term = _running(of, began, 3)
    if lot > 1:
        asked = {"until": of.county.today + timedelta(150), "occurred_on": of.back(9)}
        term.then(of.clerk, "request-extension", asked)
    if lot == 3:  # noqa: PLR2004
        term.then(of.place.chair, "approve-extension", {"occurred_on": of.back(3)})
    return term.steps


def _vacant(of: Shown) -> Chain:
    """A by-election; then the chair resigns, and of every other union the next by-election waits."""
    term = _running(of, of.back(900), 5)
    first = _elect(of, "by-election", of.back(120), 0, term.steps)
    if not first:
        return term.steps
    first.then(of.place.chair, "approve", {"occurred_on": of.back(112)})
    seat = Asked(f"{TERMS}/{term.id}", rows="seats")
    term.revision += 1  # by the by-election
    term.then(of.clerk, "vacate", {"seat": seat, "reason": "moved-away", "occurred_on": of.back(30)})
    if of.number % 2:
        _elect(of, "by-election", of.back(5), NARROW, term.steps)
    return term.steps


def _running(of: Shown, began: date, years: int) -> Record:
    record = of.record(TERMS, "running", began)
    body = {"union": of.union.id, "number": 2, "years": years, "body": "committee", "occurred_on": began}
    record.create(of.clerk, body)
    record.steps.extend(_audit(of.clerk, of.union.id, began + timedelta(30)) if of.number % 3 else [])
    return record


def _elect(of: Shown, ballot: str, held: date, first: int, steps: Chain | None = None) -> Record | None:
    """The result of an election, one candidate more than seats; None where too few members could stand."""
    stand = of.since(held)[first:]
    general = ballot == "general-election"
    if len(stand) < (NARROW if general else 2):
        return None
    seats = (5 if len(stand) >= WIDE else 3) if general else min(3, len(stand))
    posts = POSTS[: seats + general]
    entitled = max(len(stand), WIDE)
    candidates = [
        {"member": worker.id, "post": post, "votes": entitled - (each > 0) if each < seats else 1, "relative": False}
        for each, (worker, post) in enumerate(zip(stand, posts, strict=False))
    ]
    body: Body = {
        "union": of.union.id,
        "ballot": ballot,
        "meeting": "members-meeting",
        "body": "committee",
        "entitled": entitled,
        "present": entitled,
        "seats": seats,
        "candidates": candidates,
        "occurred_on": held,
    }
    record = of.record(ELECTIONS, f"{ballot}/{first}", held)
    record.steps = record.steps if steps is None else steps
    return record.create(of.clerk, {**body, "years": (3, 5)[of.number % 2]} if general else body)


def _audit(account: str, union: UUID, on: date) -> Chain:
    """The audit committee that came with the term, by an id that the service gave."""
    committee = Asked(f"{COMMITTEES}?union={union}&committee=audit")
    body = {"form": "full", "size": 3, "occurred_on": on}
    return [Step(SERVICE, account, f"{COMMITTEES}/{{}}/form", body, f"{SEED}:{union}:audit", 1, committee)]


def _women(of: Shown) -> Chain:
    """Counted; from ten on a committee is due, which two of three have."""
    formed = of.number % 3 != 0
    counted = of.back(160 if formed else 70)
    record = of.record(COMMITTEES, "women", counted)
    women = OVER_TEN + of.number % 7 if of.number % 4 else 6
    record.create(of.clerk, {"union": of.union.id, "women": women, "occurred_on": counted}, "/women-count")
    if formed:
        record.then(of.clerk, "form", {"form": "full", "size": 3, "occurred_on": of.back(140)})
    return record.steps


def _assessment(of: Shown) -> Chain:
    """Open, half answered and overdue, submitted, returned, or judged; of the rich township too."""
    lot, county = 5 if of.showcase else of.number % 7, of.county.office("organiser")
    record = of.record(ASSESSMENTS, "this", of.back(60))
    due = of.county.today + timedelta(20) if lot == 0 else of.back(3 if lot == 1 else 30)
    record.create(county, {"union": of.union.id, "due_on": due, "occurred_on": of.back(60)})
    if lot == 0:
        return record.steps
    codes = CODES if lot > 1 else CODES[:14]
    answers = [{"code": code, "answer": _answer(of.number, each)} for each, code in enumerate(codes)]
    record.then(of.clerk, "answer", {"answers": answers, "occurred_on": of.back(50)})
    if lot == 1:
        return record.steps
    soon = of.number % 2 == 0
    record.then(of.clerk, "submit", {"occurred_on": of.back(12 if lot == 2 and soon else 40)})  # noqa: PLR2004
    if lot in {3, 5}:
        why = {"because": "contradicts-facts", "remark": "请核对职代会届次"}
        record.then(county, "return", {**why, "occurred_on": of.back(6 if lot == 3 and soon else 20)})  # noqa: PLR2004
    if lot == 5:  # noqa: PLR2004
        again = [{"code": "3.3", "answer": "partly", "note": "本年度会议已补开"}]
        record.then(of.clerk, "answer", {"answers": again, "occurred_on": of.back(15)})
        record.then(of.clerk, "submit", {"occurred_on": of.back(14)})
    level, score = {4: ("standard", 93), 5: ("nearly-standard", 78), 6: ("not-standard", 61)}.get(lot, ("", 0))
    if level:
        record.then(county, "judge", {"level": level, "score": score, "occurred_on": of.back(7)})
    return record.steps


def _answer(number: int, item: int) -> str:
    return "partly" if (number + item) % 9 == 0 else "unmet" if (number + item) % 17 == 0 else "met"
