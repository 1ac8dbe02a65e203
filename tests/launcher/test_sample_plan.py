"""What the sample county is made of: real codes, valid check digits, three years, and the same at every run."""

from collections import Counter
from datetime import date, timedelta

import pytest
from stdnum import luhn
from stdnum.cn import ric, uscc

from deploy.local.accounts import accounts
from deploy.local.sample import county
from deploy.local.sample.loading import planned
from deploy.local.sample.steps import Load, Step

TODAY = date(2026, 11, 23)
MEMBERS = 400
JOINING = {("members", ""), ("members", "rejoin"), ("hires", "admit"), ("applications", "approve")}


def county_of(members: int, day: date = TODAY) -> Load:
    return planned(day, members, *county.named())


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    """Every command of a county of 400 members."""
    return list(county_of(MEMBERS))


def units(steps: list[Step], collection: str, verb: str = "") -> set[str]:
    """Areas of the sample county whose clerks send this command."""
    county_code = county.named()[0]
    clerks = {each.name: each.area for each in accounts() if each.name.startswith(f"clerk-{county_code}")}
    return {
        clerks[step.account]
        for step in steps
        if step.path.startswith(collection) and step.path.endswith(verb or collection) and step.account in clerks
    }


def members_of(steps: list[Step]) -> int:
    """How many have joined, however they did, and not left."""
    found = 0
    for step in steps:
        collection, _, verb = step.path[1:].partition("/")
        joined = (collection, verb.rpartition("/")[2]) in JOINING
        left = collection == "members" and verb.endswith(("/void", "/leave", "/expel"))
        found += joined - left
    return found


def test_all_25_units_have_unions_members_files_aid_and_activities_by_their_own_clerks(steps: list[Step]) -> None:
    townships = set(county.named()[2])
    assert len(townships) == 25
    for collection, verb in [
        ("/unions", ""),
        ("/members", ""),
        ("/households", ""),
        ("/aid", ""),
        ("/activities", "hold"),
    ]:
        assert units(steps, collection, verb) == townships, collection


def test_same_day_and_size_give_the_same_commands(steps: list[Step]) -> None:
    assert list(county_of(MEMBERS)) == steps


def test_so_many_members_are_admitted_as_asked_and_every_record_has_an_id_and_key_of_its_own(steps: list[Step]) -> None:
    assert members_of(steps) == MEMBERS
    made = [step.body["id"] for step in steps if "id" in step.body]
    assert len(set(made)) == len(made)
    assert len({(step.service, step.key) for step in steps}) == len(steps)


def test_what_happened_lies_in_the_past_and_spreads_over_three_years(steps: list[Step]) -> None:
    days = Counter(step.body["occurred_on"] for step in steps if "occurred_on" in step.body)
    assert max(days) <= TODAY
    admitted = [step.body["occurred_on"] for step in steps if step.path == "/members"]
    assert min(admitted) >= TODAY - timedelta(county.YEARS)
    quarters = Counter(((TODAY - day).days // 91) for day in admitted)
    assert all(quarters[quarter] for quarter in range(12))


def test_check_digits_are_right(steps: list[Step]) -> None:
    people = [step.body["id_number"] for step in steps if "id_number" in step.body]
    assert len(people) > MEMBERS
    assert all(ric.calc_check_digit(number) == number[-1] for number in people)
    assert all(uscc.is_valid(step.body["credit_code"]) for step in steps if "credit_code" in step.body)
    assert all(luhn.is_valid(step.body["bank_card"]) for step in steps if "bank_card" in step.body)


def test_no_two_persons_share_an_id_number(steps: list[Step]) -> None:
    members = {step.body["id_number"]: step.body["name"] for step in steps if step.path == "/members"}
    assert len(members) == sum(step.path == "/members" for step in steps)
    heads = [step.body for step in steps if step.path == "/households"]
    assert len({body["id_number"] for body in heads}) == len(heads)
    family = [number for body in heads for number in body["family_id_numbers"]]
    assert len(set(family)) == len(family)
    assert not set(family) & members.keys()


def test_names_read_as_names(steps: list[Step]) -> None:
    named = [step.body["name"] for step in steps if step.path in ("/employers", "/unions")]
    assert len(set(named)) == len(named)
    assert not [name for name in named if "第" in name]


@pytest.mark.parametrize("members", [1, 25, 60])
def test_small_county_can_be_planned(members: int) -> None:
    steps = list(county_of(members))
    assert members_of(steps) == members


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2028, 2, 29), date(2027, 7, 1), date(2026, 12, 31)])
def test_no_day_of_the_year_breaks_the_plan(day: date) -> None:
    """A demo is started on any day: nothing lies in the future, and what changes a record never comes before it."""
    made: dict[str, date] = {}
    for step in county_of(100, day):
        on = step.body.get("occurred_on")
        if on is None:
            continue
        assert on <= day, step
        if "id" in step.body:
            made[step.body["id"]] = on
        elif step.path.split("/")[2] in made and not step.path.endswith("headcount"):
            assert on >= made[step.path.split("/")[2]], step
