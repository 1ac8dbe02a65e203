"""Talks by chance: whatever steps are tried, record, figures and work items tell the same story."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis.ids import uuid7
from chassis.refusal import Refusal
from contracts.declare import Event, facts_of
from contracts.envelope import Envelope
from services.gateway.projection.work_items import Said, fold
from services.membership.consultation.domain import record, steps
from services.membership.consultation.domain.record import Consultation
from services.membership.consultation.domain.states import STATES_FOR

UNION, UNIT, CHIEF = (uuid5(UUID(int=1), name) for name in ("union", "unit", "chief"))
MEMBERS = [CHIEF, uuid5(UUID(int=1), "second"), uuid5(UUID(int=1), "third")]
CLOCKS = {
    "offered": {"consultation-answer"},
    "stalled": {"consultation-coordination"},
    "negotiating": set(),
    "suspended": {"consultation-resumption"},
    "drafted": set(),
    "passed": set(),
    "signed": {"agreement-report"},
    "reported": {"agreement-receipt"},
    "received": {"agreement-effect"},
    "in-force": {"agreement-publication", "agreement-renewal"},
    "closed": set(),
    "ended": set(),
    "expired": set(),
}
DAYS = st.integers(0, 40)


class Talks(RuleBasedStateMachine):
    """One record, its standing events, and the day it is."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[Event, date]] = []
        self.today = date(2025, 11, 20)
        self.objected = False

    @initialize()
    def offered(self) -> None:
        new = Consultation(uuid7(), "990001", "990001100", UNION, "wage", "single", "new", None, "workers", [UNIT], 9,
                           self.today, self.today)  # fmt: skip
        event = steps.offer(new, None)
        self.said = [(event, self.today)]
        self.now = record.begun(event, self.today)

    def attempt(self, step: Callable[[], Event]) -> None:
        """A step, or its refusal, which leaves all as it was."""
        try:
            event = step()
        except Refusal:
            return
        self.happens(event, self.today)

    def happens(self, event: Event, on: date) -> None:
        self.said.append((event, on))
        self.now = record.after(self.now, event, on)

    @rule(days=DAYS)
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days)

    @rule()
    def the_day_works(self) -> None:
        now, today = self.now, self.today
        if now.state == "in-force" and now.term_to and now.term_to < today:
            self.happens(*steps.expire(now))
        elif now.state == "received" and now.due_on and now.due_on <= today:
            self.happens(*steps.come_into_force(now, today, 7))
        elif now.state == "offered" and now.unanswered_on is None and now.due_on and now.due_on < today:
            self.happens(*steps.unanswered(now))

    @rule(coordination=st.sampled_from(["talks", "closed"]))
    def coordinated(self, coordination: Any) -> None:
        self.attempt(lambda: steps.coordinate(self.now, coordination, self.today))

    @rule(what=st.sampled_from(["accept", "withdraw", "resume", "break_off", "draft", "report", "receive"]))
    def plain_step(self, what: str) -> None:
        self.attempt(lambda: getattr(steps, what)(self.now, self.today))

    @rule()
    def refused(self) -> None:
        self.attempt(lambda: steps.refuse(self.now, "unfounded", self.today))

    @rule(employer=st.integers(1, 5))
    def named(self, employer: int) -> None:
        self.attempt(lambda: steps.name_delegations(self.now, MEMBERS, CHIEF, "chair", 0, employer, 0, self.today))

    @rule(days=DAYS)
    def suspended(self, days: int) -> None:
        self.attempt(lambda: steps.suspend(self.now, self.today + timedelta(days), self.today))

    @rule(present=st.integers(0, 45), yes=st.integers(0, 45))
    def voted(self, present: int, yes: int) -> None:
        self.attempt(lambda: steps.vote(self.now, "congress", None, 45, present, yes, self.today))

    @rule(days=st.integers(300, 1200))
    def signed(self, days: int) -> None:
        self.attempt(lambda: steps.sign(self.now, self.today, self.today + timedelta(days), self.today))

    @rule()
    def objected_to(self) -> None:
        if self.now.state == "received":
            self.attempt(lambda: steps.object_to(self.now, "content", self.today))

    @rule()
    def published(self) -> None:
        self.attempt(lambda: steps.publish(self.now, "notice", self.today))

    @rule()
    def ended(self) -> None:
        self.attempt(lambda: steps.end(self.now, "employer-ended", self.today))

    @rule()
    def taken_back(self) -> None:
        first = max(number for number, (event, _) in enumerate(self.said) if not isinstance(event, record.AUTOMATIC))
        if first and self.now.state in STATES_FOR["void"]:
            del self.said[first:]
            self.now = record.told(self.said)

    @rule()
    def brought_to_effect(self) -> None:
        """The whole way at once, so that what comes after it is reached often enough."""
        for step in ("accept", "draft"):
            self.plain_step(step)
            self.named(3)
        self.plain_step("draft")
        self.voted(30, 23)
        self.signed(364)
        self.plain_step("report")
        self.plain_step("receive")
        self.time_passes(30)
        self.the_day_works()

    @invariant()
    def the_record_is_what_its_events_tell(self) -> None:
        assert replace(record.told(self.said), revision=0) == replace(self.now, revision=0)

    @invariant()
    def no_step_lies_before_the_one_it_follows(self) -> None:
        days = [on for event, on in self.said if not isinstance(event, record.AUTOMATIC)]
        assert days == sorted(days)

    @invariant()
    def figures_count_it_while_it_is_in_force(self) -> None:
        stock: Counter[str] = Counter()
        for event, on in self.said:
            for dated in facts_of(event.full_type(), event.model_dump(mode="json"), on):
                stock[dated.fact.metric] += dated.fact.delta
        in_force = int(self.now.state == "in-force")
        assert stock["agreements-in-force"] == in_force
        assert stock["agreement-employers"] == in_force
        assert stock["agreement-workers"] == 9 * in_force
        assert stock["consultation-offers"] == 1
        assert 0 <= stock["offers-answered-in-time"] <= 1

    @invariant()
    def what_waits_is_what_the_state_waits_for(self) -> None:
        items: dict[tuple[str, str], Any] = {}
        for event, on in self.said:
            fold(items, Said(type(event), event.model_dump(mode="json"), on, self.envelope(event, on)))
        waiting = {kind: item for (kind, _), item in items.items() if item}
        expected = set(CLOCKS[self.now.state])
        if self.now.state == "offered" and self.now.unanswered_on:
            expected.add("consultation-coordination")
        if self.now.published_on:
            expected.discard("agreement-publication")
        redraft = {"agreement-redraft"} if self.now.state in {"negotiating", "suspended", "drafted"} else set()
        assert expected <= set(waiting) <= expected | redraft, (self.now.state, waiting)
        if renewal := waiting.get("agreement-renewal"):
            assert renewal.due_on == self.now.term_to
            assert renewal.appears_on < renewal.due_on

    def envelope(self, event: Event, on: date) -> Envelope:
        return Envelope(
            id=uuid7(),
            source="gonghui/membership",
            type=event.full_type(),
            subject=str(self.now.id),
            time=datetime.now(UTC),
            dataschema="urn",
            county="990001",
            township="990001100",
            org=UNION,
            actor="a",
            office="township-clerk",
            occurredon=on,
            correlationid=uuid7(),
            data={},
        )


TestTalks = Talks.TestCase
TestTalks.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
