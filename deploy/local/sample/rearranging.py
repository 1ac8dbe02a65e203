"""Unions that change: units join and leave, one merges, splits, moves, is renamed, ends; foundings that come back."""

from deploy.local.sample import names, people
from deploy.local.sample.county import County, Employer, Place, Union
from deploy.local.sample.shown import SERVICE, absorbed, active
from deploy.local.sample.steps import Body, Chain, Record, Stage

PATH, UNIONS, EMPLOYERS = "/restructurings", "/unions", "/employers"
DONE = 3  # of so many townships one's unit has joined already
WAITING = 2
FREE = 2  # employers of a township that no union covers, before the one here


def stage(county: County) -> Stage:
    """Each chain asks about unions of its own."""
    firsts = {each.place: each.union for each in active(county) if each.first}
    found: Stage = []
    for number, (place, union) in enumerate(firsts.items()):
        if number % DONE != WAITING and not place.rich:  # there another union merges into this one
            unit = next(each for each in county.free_employers if each.place == place)
            found.append(_joining(county, place, union, unit, done=number % DONE == 0))
    found += [_moving(county, list(firsts)), _renamed(county), *_returned(county)]
    rich = next((place for place in firsts if place.rich), None)
    if rich:
        found += [_merging(county, rich, firsts[rich]), _dissolving(county, rich), _units(county, rich, firsts[rich])]
    return [chain for chain in found if chain]


def _joining(county: County, place: Place, union: Union, unit: Employer, *, done: bool) -> Chain:
    body: Body = {"union": union.id, "employers": [unit.id]}
    record = _asked(county, place, "join", body, 20 if done else 4)
    return _approved(county, record, place, 12) if done else record.steps


def _merging(county: County, place: Place, into: Union) -> Chain:
    """Members and units go over today."""
    union = absorbed(county)
    if union is None:
        return []
    record = _asked(county, place, "merge", {"union": union.id, "into": into.id}, 6)
    return _approved(county, record, place, 0)


def _units(county: County, place: Place, into: Union) -> Chain:
    """Of a union of several units: a split that was returned, a unit that leaves and waits."""
    unions = [each.union for each in active(county) if each.place == place and each.union != absorbed(county)]
    several = next((union for union in unions if len(union.employers) > 1), None)
    if several is None:
        return []
    unit = several.employers[-1].id
    record = _asked(county, place, "split", {"union": several.id, "into": into.id, "employers": [unit]}, 30)
    why = {"returned_for": "papers-missing", "opinion": "请附会员大会决议", "occurred_on": county.back(22)}
    record.then(place.chair, "return", why)
    return record.steps + _asked(county, place, "leave", {"union": several.id, "employers": [unit]}, 5).steps


def _moving(county: County, places: list[Place]) -> Chain:
    """To another township: the county has to approve."""
    later = [each for each in active(county) if not each.first and not each.place.rich]
    if not later:
        return []
    union = later[0].union
    other = next((place for place in places if place != union.place and not place.rich), None)
    if other is None:
        return []
    return _asked(county, union.place, "move", {"union": union.id, "parent": other.union}, 7).steps


def _renamed(county: County) -> Chain:
    """A joint union whose units have taken up another trade."""
    joint = (each.union for each in active(county) if each.union.kind == "joint" and not each.place.rich)
    union = next(joint, None)
    if union is None:
        return []
    on = county.back(30)
    name = union.name.replace("企业联合", "加工企业联合")
    body: Body = {"name": name, "document": f"示例工发{on.year}年18号", "occurred_on": on}
    return Record(SERVICE, UNIONS, union.id, revision=2).then(union.place.chair, "rename", body).steps


def _returned(county: County) -> Stage:
    """One founding of the rich township is to be put right, one of another was handed in again."""
    waiting = [union for union in county.unions if union.approved_on is None]
    found: Stage = []
    for rich in (True, False):
        union = next((each for each in waiting if each.place.rich == rich), None)
        if union:
            record = Record(SERVICE, UNIONS, union.id, revision=1)
            why: Body = {"returned_for": "papers-missing", "opinion": "请补充会员名册", "occurred_on": county.back(2)}
            record.then(union.place.chair, "return", why)
            if not rich:
                record.then(union.place.clerk, "resubmit", {"occurred_on": county.back(1)})
            found.append(record.steps)
    return found


def _dissolving(county: County, place: Place) -> Chain:
    """Founded, never joined, its employer closed down: the county has the report to see."""
    number = sum(each.place == place for each in county.unions)
    at = 4 * number + FREE
    unit_type, prefix, called = names.employer(place.name, at)
    code = people.credit_code(prefix, int(place.area[6:]) * 10_000 + at)
    unit = Record(SERVICE, EMPLOYERS, county.id(f"employer/{place.area}/ending", county.back(500)))
    body: Body = {"name": called, "credit_code": code, "unit_type": unit_type}
    unit.create(place.clerk, {**body, "occurred_on": county.back(500)})
    union = Record(SERVICE, UNIONS, county.id(f"union/{place.area}/ending", county.back(480)), unit.steps)
    founding: Body = {"name": names.union(place.name, "single", number, called), "kind": "single"}
    more: Body = {"parent": place.union, "employers": [unit.id], "occurred_on": county.back(480)}
    union.create(place.clerk, {**founding, **more})
    union.then(place.chair, "approve", {"occurred_on": county.back(470)})
    ended: Body = {"end_reason": "closed-down", "document": "示例政发7号", "occurred_on": county.back(40)}
    unit.then(place.clerk, "end", ended)
    record = _asked(county, place, "dissolve", {"union": union.id, "end_reason": "closed-down"}, 20, union.steps)
    return _approved(county, record, place, 9)


def _asked(  # noqa: PLR0913
    county: County, place: Place, change: str, body: Body, ago: int, steps: Chain | None = None
) -> Record:
    on = county.back(ago)
    made = county.id(f"restructuring/{change}/{body['union']}", on)
    record = Record(SERVICE, PATH, made, [] if steps is None else steps)
    return record.create(place.clerk, {**body, "occurred_on": on}, f"/{change}")


def _approved(county: County, record: Record, place: Place, ago: int) -> Chain:
    on = county.back(ago)
    return record.then(place.chair, "approve", {"document": f"示例工发{on.year}年21号", "occurred_on": on}).steps
