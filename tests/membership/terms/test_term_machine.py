"""A term under any order of requests, answers and corrections: never extended beyond six months in all."""

from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chassis.refusal import Refusal
from services.membership.terms import domain
from tests.membership.terms.test_terms import union

BEGAN = date(2021, 3, 2)
DAYS = st.integers(-10, 400).map(lambda days: date(2026, 1, 1) + timedelta(days))


class Terms(RuleBasedStateMachine):
    """One base union's term; refused steps change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.union = union()
        self.term, _ = domain.begin(uuid4(), self.union, 1, BEGAN, 5, "committee", None)
        self.granted: list[date] = []

    @rule(until=DAYS, on=DAYS)
    def ask(self, until: date, on: date) -> None:
        with suppress(Refusal):
            self.term, event = domain.ask(self.term, self.union, until, on, 6)
            assert event.until == until > self.term.last

    @rule(on=DAYS)
    def approve(self, on: date) -> None:
        with suppress(Refusal):
            self.term, event = domain.extend(self.term, self.union, on)
            self.granted.append(event.due_on)

    @rule(on=DAYS)
    def refuse(self, on: date) -> None:
        with suppress(Refusal):
            self.term, _ = domain.refuse(self.term, self.union, on)

    @rule()
    def withdraw(self) -> None:
        with suppress(Refusal):
            self.term = domain.withdraw(self.term)

    @rule()
    def void_extension(self) -> None:
        with suppress(Refusal):
            self.term = domain.shortened(self.term, self.granted[-2] if len(self.granted) > 1 else None)
            self.granted.pop()

    @rule(on=DAYS)
    def next_term(self, on: date) -> None:
        with suppress(Refusal):
            self.term, _ = domain.over(self.term, self.union, "next-term", on)

    @rule()
    def void_next(self) -> None:
        if self.term.state == "over":
            self.term = domain.reopened(self.term)

    @invariant()
    def holds(self) -> None:
        assert self.term.last == (self.granted[-1] if self.granted else date(2026, 3, 2))
        assert self.term.last <= date(2026, 9, 2)
        assert self.granted == sorted(set(self.granted))
        assert (self.term.asked_until is None) == (self.term.asked_on is None)
        assert (self.term.state == "over") == (self.term.over_on is not None)
        assert self.term.asked_until is None or self.term.state == "running"


TestTerms = Terms.TestCase
TestTerms.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
