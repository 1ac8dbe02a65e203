"""Whatever happens to members, in whatever order: one membership at a time, and the log's figures are the table's.

Hypothesis chooses who does what on which day; the service is the real one. What it refuses changes nothing.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

import orjson
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from contracts.declare import facts_of
from tests.membership.people import County, worker
from tests.support.numbers import id_number

EXAMPLES = int(os.environ.get("LIVES_EXAMPLES", "16"))
STEPS = int(os.environ.get("LIVES_STEPS", "24"))
FIRST, LAST = date(2026, 3, 2), date(2026, 11, 1)
WHY = {"reason": "wrong-entry"}
Answer = TypeVar("Answer")

TAKING_BACK = ("void", "void-transfer", "void-change", "correct", "correct-change")
BY_THE_CHAIR = ("expel", "refuse-expulsion")
FITTING = {
    "active": [
        *["transfer", "transfer", "transfer", "retain", "leave", "change-employment", "propose-expulsion"],
        *["void-change", "void-transfer", "void-transfer", "void", "correct", "correct-change"],
    ],
    "waiting": ["accept-transfer", "accept-transfer", "refuse-transfer", "withdraw-transfer"],
    "expulsion": ["expel", "refuse-expulsion", "withdraw-expulsion"],
    "retained": ["restore", "restore", "leave", "void-change", "correct-change", "propose-expulsion"],
}
VERBS = sorted({"request-transfer"} | {verb for verbs in FITTING.values() for verb in verbs})
people = st.integers(0, 1)
unions = st.integers(0, 2)
days = st.sampled_from([-3, 0, 1, 1, 2, 5])
employments = st.sampled_from(["regular", "migrant", "platform"])
CHANGES = """
    SELECT m.id, m.state, m.union_id, m.to_union, m.expulsion_on, m.employment, m.retained_for, m.ended_on, m.since,
        array(SELECT (s.union_id, lower(s.valid), upper(s.valid))::text FROM memberships s
            WHERE s.member = m.id ORDER BY s.valid) AS periods
    FROM members m WHERE m.id = ANY($1::uuid[])"""
OVERLAPS = """
    SELECT count(*) AS n FROM memberships a JOIN memberships b ON a.member = b.member AND a.valid && b.valid
        AND a.valid <> b.valid WHERE a.member = ANY($1::uuid[])"""
TOLD = "SELECT event FROM journal WHERE county = $1 AND subject = ANY($2::text[]) ORDER BY id"


@dataclass
class Ground:
    """A county with two unions in one township and a third in another; what succeeded so far."""

    place: County
    unions: list[str]
    loop: asyncio.AbstractEventLoop
    succeeded: Counter[str] = field(default_factory=Counter)

    def do(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """From Hypothesis' thread in the loop of the test."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)


@dataclass
class Somebody:
    """A person with an ID number: the member of theirs that is not void, all they ever were, the last day so far."""

    number: str
    member: str | None = None
    ever: list[str] = field(default_factory=list)
    day: date = FIRST
    state: str | None = None
    union: int = 0


class Lives(RuleBasedStateMachine):
    """Two people's memberships."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.people = [Somebody(id_number()) for _ in range(2)]

    @rule(who=people, union=unions, delta=days, employment=employments)
    def admit(self, who: int, union: int, delta: int, employment: str) -> None:
        somebody, on = self._on(who, delta)
        body = worker(self.ground.unions[union], id_number=somebody.number, employment=employment, occurred_on=on)
        answer = self.ground.do(self._clerk(union).post("/members", body))
        assert answer.status_code in (201, 409, 422), answer.text
        if answer.status_code == 201:
            assert somebody.member is None, "two members with one number"
            somebody.member = answer.json()["id"]
            somebody.ever.append(answer.json()["id"])
            self._happened("admit", somebody, on)

    @rule(who=people, union=unions, delta=days, employment=employments)
    def rejoin(self, who: int, union: int, delta: int, employment: str) -> None:
        somebody, on = self._on(who, delta)
        body = {"union": self.ground.unions[union], "id_number": somebody.number, "employment": employment}
        answer = self.ground.do(self._clerk(union).post("/members/rejoin", {**body, "occurred_on": on}))
        assert answer.status_code in (201, 409, 422), answer.text
        if answer.status_code == 201:
            assert answer.json()["id"] == somebody.member, "joined again as somebody else"
            self._happened("rejoin", somebody, on)

    @rule(who=people, chosen=st.integers(0, 99), delta=days, union=unions, employment=employments)
    def something_that_fits(self, who: int, chosen: int, delta: int, union: int, employment: str) -> None:
        """What a member in this state may meet, so that most steps lead on."""
        state = self.people[who].state
        if state == "left":
            self.rejoin(who, union, delta, employment)
        elif state is None:
            self.admit(who, union, delta, employment)
        else:
            verb = FITTING[state][chosen % len(FITTING[state])]
            if verb == "transfer":
                now = self.people[who].union
                union = (now + 1 + union % 2) % 3
                verb = "request-transfer" if 2 in (now, union) else verb
            self._do(who, verb, delta, union, employment)

    @rule(who=people, verb=st.sampled_from(VERBS), delta=days, union=unions, employment=employments)
    def anything(self, who: int, verb: str, delta: int, union: int, employment: str) -> None:
        """Also what does not fit."""
        self._do(who, verb, delta, union, employment)

    @invariant()
    def rule_6_one_membership_at_a_time_and_the_state_says_which(self) -> None:
        ever = [UUID(each) for somebody in self.people for each in somebody.ever]
        rows, (overlaps,) = self.ground.do(self._read(ever))
        assert overlaps["n"] == 0
        living = Counter[str]()
        for row in rows:
            self._is_now(row)
            periods = [each.strip("()").split(",") for each in row["periods"]]
            still = [each for each in periods if not each[2]]
            member = row["state"] in ("active", "retained")
            assert [each[0] for each in still] == ([str(row["union_id"])] if member else [])
            assert (row["retained_for"] is not None) == (row["state"] == "retained")
            if member:
                assert still[0][1] == row["since"].isoformat()
                living[next(each.number for each in self.people if str(row["id"]) in each.ever)] += 1
            if row["state"] == "left":
                assert periods[-1][2] == row["ended_on"].isoformat()
            if row["state"] == "void":
                assert periods == []
        assert all(n == 1 for n in living.values()), "two active memberships of one person"

    @invariant()
    def the_figures_of_the_log_are_those_of_the_table_on_each_day(self) -> None:
        ever = [each for somebody in self.people for each in somebody.ever]
        facts, rows = self.ground.do(self._told(ever))
        periods = [each.strip("()").split(",") for row in rows for each in row["periods"]]
        for day in sorted({on for _, on, _ in facts}):
            told = Counter[str]()
            for (metric, org, _), on, delta in facts:
                if metric == "members" and on <= day:
                    told[org] += delta
            on_day = day.isoformat()
            held = Counter(
                union for union, since, until in periods if since <= on_day and (not until or on_day < until)
            )
            assert {org: n for org, n in told.items() if n} == dict(held), day
        now = Counter[tuple[str, str, str]]()
        for key, _, delta in facts:
            now[key] += delta
        table = Counter[tuple[str, str, str]]()
        for row in rows:
            union = str(row["union_id"])
            if row["state"] in ("active", "retained"):
                table["members", union, row["employment"]] += 1
            if row["state"] == "active":
                table["working-members", union, row["employment"]] += 1
            if row["state"] == "retained":
                table["retained-members", union, row["retained_for"]] += 1
        assert {key: n for key, n in now.items() if n} == dict(table)

    def _do(self, who: int, verb: str, delta: int, union: int, employment: str) -> None:
        somebody, on = self._on(who, delta)
        if somebody.member is None:
            return
        more: dict[str, dict[str, Any]] = {
            "transfer": {"to_union": self.ground.unions[union]},
            "request-transfer": {"to_union": self.ground.unions[union]},
            "refuse-transfer": {"reason": "other"},
            "retain": {"retained_for": "unemployment" if union else "retirement"},
            "leave": {"left_for": "own-request" if union else "death"},
            "propose-expulsion": {"decided_by": "committee", "document": "石工2026-1号"},
            "refuse-expulsion": {"expulsion_refused_for": "procedure"},
            "change-employment": {"employment": employment},
            "correct": {**WHY, "union": self.ground.unions[union], "employment": employment},
        }
        body = more.get(verb, WHY if verb in TAKING_BACK else {})
        if verb not in TAKING_BACK or verb == "correct":
            body = {**body, "occurred_on": on}
        self.ground.do(self._send(somebody, verb, body, on))

    async def _send(self, somebody: Somebody, verb: str, body: dict[str, Any], on: str) -> None:
        place = self.ground.place
        (row,) = await place.rows("SELECT area, to_area, revision FROM members WHERE id = $1", somebody.member)
        area = row["to_area"] or row["area"] if verb in ("accept-transfer", "refuse-transfer") else row["area"]
        person = place.chair(area[6:]) if verb in BY_THE_CHAIR else place.clerk(area[6:])
        answer = await person.post(f"/members/{somebody.member}/{verb}", body, revision=row["revision"])
        assert answer.status_code in (200, 403, 404, 409, 422), answer.text
        if answer.status_code == 200:
            self._happened(verb, somebody, on if "occurred_on" in body else None)
            if verb == "void":
                somebody.member = somebody.state = None

    def _is_now(self, row: Any) -> None:
        for somebody in self.people:
            if somebody.member == str(row["id"]):
                waits = "waiting" if row["to_union"] else "expulsion" if row["expulsion_on"] else None
                somebody.state = waits or row["state"]
                somebody.union = self.ground.unions.index(str(row["union_id"]))

    async def _read(self, ever: list[UUID]) -> tuple[list[Any], list[Any]]:
        place = self.ground.place
        return await place.rows(CHANGES, ever), await place.rows(OVERLAPS, ever)

    async def _told(self, ever: list[str]) -> tuple[list[tuple[tuple[str, str, str], date, int]], list[Any]]:
        place, facts = self.ground.place, []
        for row in await place.rows(TOLD, place.code, ever):
            event = orjson.loads(row["event"])
            for dated in facts_of(event["type"], event["data"], date.fromisoformat(event["occurredon"])):
                fact = dated.fact
                if fact.metric in ("members", "working-members", "retained-members"):
                    org = str(fact.place.org) if fact.place else ""
                    facts.append(((fact.metric, org, fact.dims[0][1]), dated.occurred_on, fact.delta))
        return facts, await place.rows(CHANGES, [UUID(each) for each in ever])

    def _on(self, who: int, delta: int) -> tuple[Somebody, str]:
        somebody = self.people[who]
        return somebody, min(max(somebody.day + timedelta(delta), FIRST), LAST).isoformat()

    def _clerk(self, union: int) -> Any:
        return self.ground.place.clerk("101" if union == 2 else "100")

    def _happened(self, verb: str, somebody: Somebody, on: str | None) -> None:
        self.ground.succeeded[verb] += 1
        if on is not None:
            somebody.day = date.fromisoformat(on)


async def test_rule_6_no_path_leads_to_two_active_memberships(place: County) -> None:
    """Admitted, moved, kept, ended, begun again, voided and corrected, by two townships and the superior."""
    federation = await place.federation()
    towns = [await place.township_union(federation, township) for township in ("100", "101")]
    unions = [await place.union(towns[0]), await place.union(towns[0]), await place.union(towns[1], "101")]
    ground = Ground(place, unions, asyncio.get_running_loop())
    machine = type("Machine", (Lives,), {"ground": ground})
    chosen = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=chosen)
    reached = {"admit", "rejoin", "transfer", "accept-transfer", "retain", "restore", "leave", "void-change", "void"}
    reached |= {"expel", "void-transfer", "correct", "correct-change", "change-employment"}
    assert reached <= set(ground.succeeded), ground.succeeded
