"""What the sample county shows of membership: each capability in every township, in every state, by people who stay."""

import base64
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from deploy.local.sample import county, organising, sheets, shown
from deploy.local.sample.county import County
from deploy.local.sample.loading import planned
from deploy.local.sample.steps import Asked, Step
from services.membership.standardisation.domain.shipped import SHIPPED

TODAY = date(2026, 11, 23)
MEMBERS = 800
EVERYWHERE = {
    "applications", "committees", "congresses", "consultations", "dues", "funds", "hires", "openness",
    "openness-suggestions", "terms",
}  # fmt: skip
STEPS = {
    "applications": "approve refuse withdraw",
    "appointments": "describe",
    "assessments": "answer submit return judge",
    "cadre-reviews": "grade",
    "committees": "form women-count",
    "congress-ballots": "take-papers close count",
    "congress-sessions": "add-item hold cancel close",
    "congresses": "elect confirm release",
    "consultations": "accept name-delegations suspend break-off draft vote sign report receive object take-effect "
    "publish refuse coordinate withdraw",
    "dues": "wages accrue payments waivers",
    "elections": "approve refuse",
    "funds": "pay",
    "hires": "admit decline gone",
    "members": "retain restore leave rejoin propose-expulsion refuse-expulsion expel change-employment",
    "motions": "file refuse assign reply rate archive",
    "openness-suggestions": "answer rate",
    "restructurings": "join leave merge split move dissolve approve return",
    "terms": "request-extension approve-extension vacate",
    "unions": "register rename return resubmit",
}
"""What is done with each kind of record."""
WHOLE = ("headcounts", "parameters", "roster")
MOVING = {"headcount", "correct-headcount", "void-headcount"}  # of days of their own
PARTING = {"transfer", "request-transfer", "retain", "leave", "void", "propose-expulsion"}
CHOSEN = {"members", "chief", "candidates", "attended", "member"}


@pytest.fixture(scope="module")
def invented() -> County:
    """The county of 800 members."""
    return county.invent(TODAY, MEMBERS, *county.named())


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    """Every command about it."""
    return list(planned(TODAY, MEMBERS, *county.named()))


def test_every_township_shows_every_capability(steps: list[Step]) -> None:
    shows: dict[str, set[str]] = defaultdict(set)
    for step in steps:
        shows[step.account.rpartition("-")[2]].add(step.path.split("/")[1].partition("?")[0])
    for area in county.named()[2]:
        assert EVERYWHERE - shows[area] == set(), area
    assert sum(step.path == "/assessments" for step in steps) >= len(county.named()[2])


def test_every_step_of_every_capability_is_taken(steps: list[Step]) -> None:
    taken: dict[str, set[str]] = defaultdict(set)
    for step in steps:
        taken[step.path.split("/")[1]].add(step.path.rpartition("/")[2])
    for collection, verbs in STEPS.items():
        assert set(verbs.split()) - taken[collection] == set(), collection
    assert all(taken[collection] == {collection} for collection in WHOLE)


def test_records_change_in_the_order_of_their_days(steps: list[Step]) -> None:
    last: dict[str, date] = {}
    for step in steps:
        verb, on = step.path.rpartition("/")[2], step.body.get("occurred_on")
        record = str(step.body.get("id") or step.path.split("/")[-2])
        if on is None or verb in MOVING or record in {"{}", "members"}:
            continue
        assert on >= last.get(record, on), step
        last[record] = on


def test_whoever_is_elected_named_or_pays_is_still_a_member_of_that_union(steps: list[Step]) -> None:
    joined = {
        step.body["id"]: step.body["union"] for step in steps if step.path in {"/members", "/hires", "/applications"}
    }
    parted = {step.path.split("/")[2] for step in steps if step.path.rpartition("/")[2] in PARTING}
    named = {member for step in steps for member in _members(step)}
    assert len(named) > MEMBERS // 2
    assert len(parted) > MEMBERS // 40
    assert not {str(member) for member in named} & parted
    chosen = [(step.body["union"], _members(step)) for step in steps if step.path in {"/elections", "/congresses"}]
    assert all(joined[str(member)] == union for union, members in chosen for member in members)


def _members(step: Step) -> Iterator[UUID]:
    if step.path.split("/")[1] in {"activities", "registrations", "households", "aid"}:
        return
    for name in CHOSEN & step.body.keys():
        value: Any = step.body[name]
        if isinstance(value, UUID):
            yield value
        elif not isinstance(value, Asked):
            yield from (each["member"] if isinstance(each, dict) else each for each in value)


def test_clocks_run_on_every_board(steps: list[Step]) -> None:
    """Some congress has not met, some offer waits, some agreement is under review: each by its last step."""
    last: dict[str, str] = {}
    for step in steps:
        parts = step.path.split("/")
        record = str(step.body.get("id") or parts[2])
        last[record] = f"{parts[1]}/{parts[-1] if len(parts) > 3 else ''}"
    ends = Counter(last.values())
    for end in (
        "consultations/", "consultations/receive", "consultations/suspend", "congresses/confirm", "congresses/elect",
        "congress-sessions/add-item", "congress-ballots/take-papers", "motions/assign", "motions/", "elections/",
        "assessments/", "assessments/submit", "assessments/return", "terms/request-extension", "hires/",
        "applications/", "openness-suggestions/", "funds/", "members/request-transfer",
    ):  # fmt: skip
        assert ends[end], end


def test_checklist_of_the_plan_is_the_one_that_comes_with_the_platform() -> None:
    assert list(organising.CODES) == [item.code for item in SHIPPED.items]


def test_union_that_merges_shows_nothing_else(invented: County, steps: list[Step]) -> None:
    merged = shown.absorbed(invented)
    assert merged is not None
    told = [
        step for step in steps if merged.id in step.body.values() and not step.path.startswith(("/members", "/hires"))
    ]
    kinds = {step.path.split("/")[1] for step in told}
    assert kinds <= {"unions", "restructurings", "dues", "applications"}


@pytest.mark.parametrize("members", [0, 1, 26])
def test_county_of_few_members_names_nobody_it_does_not_have(members: int) -> None:
    made = county.invent(TODAY, members, *county.named())
    known = {worker.id for worker in made.workers}
    assert {member for step in planned(TODAY, members, *county.named()) for member in _members(step)} <= known


def test_files_that_wait_are_the_same_at_every_run_and_name_unions_that_go_on(invented: County) -> None:
    first, again = ([step.body for chain in sheets.stage(made) for step in chain] for made in (invented, invented))
    assert first == again
    merged = shown.absorbed(invented)
    roster, headcounts = (CalamineWorkbook.from_filelike(_file(body)) for body in first)
    rows = roster.get_sheet_by_index(0).to_python()
    assert rows[1] == list(sheets.HEADINGS)
    assert len(rows) > sheets.GOOD + 2
    assert merged
    assert merged.name not in {row[-1] for row in rows}
    assert len(headcounts.get_sheet_by_index(0).to_python()) > 2


def _file(body: dict[str, Any]) -> io.BytesIO:
    return io.BytesIO(base64.b64decode(body["content"]))
