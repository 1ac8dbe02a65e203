"""Money: members' dues of all unions, employers' funds, and the county's own parameters."""

from datetime import date, timedelta
from uuid import UUID

from deploy.local.sample.county import County, Employer, Place, chance
from deploy.local.sample.shown import SERVICE, Shown, active, shown
from deploy.local.sample.steps import Body, Chain, Record, Stage

DUES, PAYMENTS, WAIVERS, FUNDS = "/dues", "/dues/payments", "/dues/waivers", "/funds"
WAGES = (420_000, 560_000)
PAYROLL = (480_000, 620_000)  # fen for each of twenty
PARAMETERS = (
    ("motion-reply-days", 30, "提案办法"),
    ("openness-answer-days", 30, "公开办法"),
    ("fund-township-share", 10, "经费分成办法"),
)
MONTHS = 3
METHODS = ("wage-deduction", "transfer", "cash")


def stage(county: County) -> Stage:
    """Ledgers in full where all is shown; of this month elsewhere, so that everybody is heard of and nothing waits."""
    full = {each.union.id for each in shown(county)}
    found = [_ledger(each) if each.union.id in full else _begun(each) for each in active(county)]
    for number, each in enumerate(shown(county)):
        units = each.union.employers if each.place.rich else each.union.employers[:1]
        found += [_funds(county, each.place, unit, number + at) for at, unit in enumerate(units)]
    return [chain for chain in found if chain]


def month(today: date, back: int) -> date:
    """The first day of the month so many months ago."""
    index = today.year * 12 + today.month - 1 - back
    return date(index // 12, index % 12 + 1, 1)


def _begun(of: Shown) -> Chain:
    """This month is accrued and paid by everybody."""
    first = month(of.county.today, 0)
    members = [worker.id for worker in of.since(first)]
    if not members:
        return []
    record = _kept(of, first, (members,))
    record.then(of.clerk, "accrue", {"month": first, "occurred_on": _day(of, first, 9)})
    _paid(of, record, "all", first, first, members)
    return record.steps


def _ledger(of: Shown) -> Chain:
    """Three months accrued, mostly paid; some have accrued this month too, others not even the last one."""
    today = of.county.today
    first = month(today, MONTHS)
    members = [worker.id for worker in of.since(first)]
    if not members:
        return []
    half = len(members) // 2
    record = _kept(of, first, (members[:half], members[half:]))
    last = month(today, (1, 0, 2, 0)[of.number % 4])
    at = first
    while at <= last:
        record.then(of.clerk, "accrue", {"month": at, "occurred_on": _day(of, at, 9)})
        at = month(at, -1)
    if len(members) > 2:  # noqa: PLR2004
        before = month(last, 1)
        _paid(of, record, "first", first, before, members[:-1])
        waiver = of.record(WAIVERS, "waived", first)
        waiver.steps = record.steps
        body = {"waived_for": "long-illness", "members": members[-1:], "occurred_on": _day(of, last, 12)}
        waiver.create(of.clerk, {**_months(record, first, first), **body})
        _paid(of, record, "last", last, last, members[:-2])
    return record.steps


def _kept(of: Shown, first: date, groups: tuple[list[UUID], ...]) -> Record:
    """A ledger from a month on, with the wages of groups of members."""
    record = of.record(DUES, "ledger", first)
    record.create(of.clerk, {"union": of.union.id, "month": first, "occurred_on": first})
    for wage, group in zip(WAGES, groups, strict=False):
        if group:
            body = {"members": group, "wage_fen": wage, "since": first, "occurred_on": _day(of, first, 4)}
            record.then(of.clerk, "wages", body)
    return record


def _paid(of: Shown, ledger: Record, what: str, first: date, last: date, members: list[UUID]) -> None:  # noqa: PLR0913
    """Whole months of these members."""
    paid = of.record(PAYMENTS, what, last)
    paid.steps = ledger.steps
    body = {"method": METHODS[of.number % len(METHODS)], "members": members, "occurred_on": _day(of, last, 12)}
    paid.create(of.clerk, {**_months(ledger, first, last), **body})


def _months(ledger: Record, first: date, last: date) -> Body:
    return {"ledger": ledger.id, "from_month": first, "to_month": last}


def _day(of: Shown, first: date, days: int) -> date:
    return min(first + timedelta(days), of.county.today)


def _funds(county: County, place: Place, employer: Employer, number: int) -> Chain:
    """Two or three months: paid, paid in part or not, and the last ones, which are due soon."""
    steps: Chain = []
    payroll = chance("payroll", employer.id).randrange(*PAYROLL) * 20
    for back in (3, 2, 1, 0) if place.rich else (2, 1):
        at = month(county.today, back)
        stated = min(month(at, -1) + timedelta(4), county.today)
        record = Record(SERVICE, FUNDS, county.id(f"fund/{employer.id}/{back}", at), steps)
        body = {"employer": employer.id, "month": at, "payroll_fen": payroll, "occurred_on": stated}
        record.create(place.clerk, body)
        owed, lot = payroll * 2 // 100, (number + back) % 4
        paid = {"method": "transfer", "occurred_on": min(stated + timedelta(6), county.today)}
        if lot in {0, 1}:
            record.then(place.clerk, "pay", {"amount_fen": owed, **paid})
        elif lot == 2:  # noqa: PLR2004
            record.then(place.clerk, "pay", {"amount_fen": owed // 3, **paid})
    return steps


def parameters(county: County) -> Stage:
    """The county's own values, by their documents, before anything is calculated with them."""
    found = []
    for name, value, document in PARAMETERS:
        on = county.back(900)
        record = Record(SERVICE, "/parameters", county.id(f"parameter/{name}", on))
        body = {"parameter": name, "value": value, "valid_from": on, "document": f"示例工发{on.year}年{document}"}
        found.append(record.create(county.office("approver"), {**body, "occurred_on": on}).steps)
    return found
