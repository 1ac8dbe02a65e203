"""Rules of workers' congresses as DOMAIN states them, by their numbers and exact boundaries."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import Refusal
from services.membership.congress.domain import attendance, ballots, congresses, sessions
from services.membership.congress.domain.ballots import Ballot, Totals
from services.membership.congress.domain.congresses import Congress, Delegates
from services.membership.congress.domain.duty import Duty, last_day, next_duty
from services.membership.congress.domain.sessions import Session


def a_congress(**fields: object) -> Congress:
    """An established congress of 45."""
    known: dict[str, object] = {
        "id": uuid4(),
        "county": "340828",
        "area": "340828207",
        "union_id": uuid4(),
        "employer": uuid4(),
        "form": "congress",
        "term_years": 3,
        "employees": 200,
        "state": "electing",
        "set_up_on": date(2026, 1, 5),
        "confirmed_on": None,
        "until": None,
        "ended_on": None,
        "explanation": None,
        "seats": 45,
        "revision": 1,
        **fields,
    }
    return Congress(**known)  # type: ignore[arg-type]


def a_session(kind: str = "extra", proposer: str | None = None, proposing: int | None = None) -> Session:
    """A session that was called."""
    day = date(2026, 2, 2)
    return Session(
        uuid4(), uuid4(), "340828", "340828207", uuid4(), uuid4(), 1, kind, proposer, proposing, day, day, "called",  # type: ignore[arg-type]
        None, None, None, None, None, 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("delegates", "quorum", "to_pass"),
    [(45, 30, 23), (44, 30, 23), (43, 29, 22), (46, 31, 24), (30, 20, 16), (1, 1, 1)],
)
def test_rule_12_quorum_is_two_thirds_and_more_than_half_of_all_pass(delegates: int, quorum: int, to_pass: int) -> None:
    assert sessions.quorum(delegates) == quorum
    assert ballots.passes(delegates, to_pass)
    assert not ballots.passes(delegates, to_pass - 1)


@given(st.integers(1, 5000))
def test_rule_12_holds_for_every_number_of_delegates(delegates: int) -> None:
    quorum = sessions.quorum(delegates)
    assert quorum * 3 >= delegates * 2 > (quorum - 1) * 3


@pytest.mark.parametrize(
    ("employees", "fewest"), [(1, 30), (100, 30), (600, 30), (601, 31), (620, 31), (621, 32), (1000, 50), (1001, 51)]
)
def test_rule_12a_five_percent_of_the_employees_and_at_least_thirty(employees: int, fewest: int) -> None:
    assert congresses.fewest_delegates(employees) == fewest


@pytest.mark.parametrize(("count", "managers", "many"), [(45, 9, False), (45, 10, True), (30, 6, False), (30, 7, True)])
def test_rule_12a_a_fifth_of_the_delegates_may_be_managers(count: int, managers: int, many: bool) -> None:
    assert congresses.many_managers(Delegates(count, managers)) is many


@pytest.mark.parametrize(
    ("met", "year"),
    [
        ([], 2026),
        ([date(2026, 12, 31)], 2027),
        ([date(2027, 1, 1)], 2028),
        ([date(2026, 3, 2), date(2025, 12, 31)], 2027),
        ([date(2024, 5, 1)], 2026),
    ],
)
def test_rule_13_a_session_every_calendar_year(met: list[date], year: int) -> None:
    duty = next_duty(date(2026, 1, 20), met)
    assert duty == Duty(date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(("delegates", "proposing", "enough"), [
    (45, 15, True), (45, 14, False), (44, 15, True), (44, 14, False), (46, 16, True), (46, 15, False), (45, 46, False),
])  # fmt: skip
def test_rule_14_a_third_of_the_delegates_may_propose_an_extra_session(
    delegates: int,
    proposing: int,
    enough: bool,
) -> None:
    asked = a_session(proposer="delegates", proposing=proposing)
    if enough:
        sessions.proposed(asked, delegates)
        return
    with pytest.raises(sessions.TooFewProposing):
        sessions.proposed(asked, delegates)


@pytest.mark.parametrize("proposer", ["employer", "union"])
def test_rule_14_the_employer_or_the_union_alone_may_propose_it(proposer: str) -> None:
    sessions.proposed(a_session(proposer=proposer), 45)


@pytest.mark.parametrize(
    ("kind", "proposer", "proposing"), [("extra", None, None), ("ordinary", "union", None), ("extra", "union", 20)]
)
def test_rule_14_an_extra_session_has_one_proposer_and_an_ordinary_one_none(
    kind: str, proposer: str | None, proposing: int | None
) -> None:
    with pytest.raises(sessions.ProposerRequired):
        sessions.proposed(a_session(kind, proposer, proposing), 45)


@pytest.mark.parametrize(
    ("delegates", "present", "yes", "passed"),
    [(45, 30, 23, True), (45, 30, 22, False), (44, 30, 22, True), (44, 30, 21, False), (45, 29, 29, False)],
)
def test_rule_15_half_of_all_delegates_itself_passes_a_draft(
    delegates: int,
    present: int,
    yes: int,
    passed: bool,
) -> None:
    assert ballots.draft_passes(delegates, present, yes) is passed
    for kind in ("agreement-draft", "wage-draft"):
        assert ballots.outcome(kind, delegates, present, yes) == ("passed" if passed else "failed")


def test_rule_12_and_rule_15_part_at_exactly_half() -> None:
    assert ballots.outcome("resolution", 44, 44, 22) == "failed"
    assert ballots.outcome("agreement-draft", 44, 44, 22) == "passed"


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        (date(2026, 1, 20), 3, date(2029, 1, 19)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2026, 1, 1), 5, date(2030, 12, 31)),
    ],
)
def test_a_term_ends_on_the_day_before_its_anniversary(first: date, years: int, last: date) -> None:
    assert last_day(first, years) == last


@pytest.mark.parametrize(("employees", "fits"), [(99, True), (100, False)])
def test_an_assembly_replaces_the_congress_below_a_hundred_employees(employees: int, fits: bool) -> None:
    new = a_congress(form="assembly", employees=employees)
    if fits:
        assert congresses.set_up(new, 100).form == "assembly"
        return
    with pytest.raises(congresses.TooManyForAssembly):
        congresses.set_up(new, 100)


def test_a_term_of_four_years_is_refused() -> None:
    with pytest.raises(congresses.WrongTerm):
        congresses.set_up(a_congress(term_years=4), 100)


@pytest.mark.parametrize("kind", ["election", "agreement-draft", "wage-draft", "cadre-evaluation"])
def test_elections_and_agreements_are_voted_on_in_secret(kind: str) -> None:
    assert kind in ballots.SECRET


def test_every_refusal_speaks_both_languages() -> None:
    for module in (attendance, ballots, congresses, sessions):
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, Refusal) and each is not Refusal:
                assert each.zh != Refusal.zh, each
                assert each.en != Refusal.en, each


def a_ballot(present: int) -> Ballot:
    """A secret ballot of forty-five delegates, just opened."""
    return Ballot(
        uuid4(), uuid4(), "340828", "340828207", uuid4(), uuid4(), "resolution", "secret", "open", date(2026, 3, 2),
        45, present, 0, 0, None, None, None, None, None, None, None, None, None, 1,
    )  # fmt: skip


COUNTS = st.integers(0, 12)


@given(
    st.integers(30, 45),
    st.lists(st.sampled_from(["take", "close", "count", "again", "back"]), max_size=12),
    st.tuples(COUNTS, COUNTS, COUNTS, COUNTS),
    st.integers(0, 45),
    st.sampled_from([0, 0, 0, 1]),
)
def test_whatever_is_done_with_a_ballot_its_papers_fit(
    present: int, steps: list[str], found: tuple[int, int, int, int], taken: int, off: int
) -> None:
    """Every step is refused, or leaves issued ≤ present, totals that make up what was returned, and none before."""
    on, ballot = date(2026, 3, 2), a_ballot(present)
    totals = Totals(sum(found) + off, *found, uuid4(), uuid4())
    ways: dict[str, Callable[[Ballot], Ballot]] = {
        "take": lambda old: ballots.take_papers(old, [uuid4() for _ in range(taken)], 0)[0],
        "close": lambda old: ballots.close(old, on)[0],
        "count": lambda old: ballots.count(old, totals, on)[0],
        "again": lambda old: ballots.count_anew(old, totals)[0],
        "back": ballots.uncounted,
    }
    for step in steps:
        try:
            ballot = ways[step](ballot)
        except Refusal:
            continue
        assert ballot.issued <= present
        parts = (ballot.yes, ballot.no, ballot.abstain, ballot.invalid)
        if ballot.state != "counted":
            assert {*parts, ballot.returned, ballot.outcome, ballot.teller_one} == {None}
            continue
        assert ballot.returned is not None
        assert sum(part or 0 for part in parts) == ballot.returned <= ballot.issued
        assert (ballot.outcome == "passed") == (2 * (ballot.yes or 0) > 45)
