"""Whatever happens to unions, in whatever order: no action succeeds in a wrong state, and the tree stays whole.

Hypothesis chooses who does what; the service is the real one. What it refuses changes nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.membership.people import County
from tests.support.person import Person

DAY = {"occurred_on": "2026-04-01"}
WHY = {"reason": "wrong-entry"}
PAPER = {"document": "石工1号", **DAY}
Answer = TypeVar("Answer")
VERBS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "approve": ("chair", DAY, {"founding"}),
    "return": ("chair", {"returned_for": "papers-missing", **DAY}, {"founding"}),
    "resubmit": ("clerk", DAY, {"returned"}),
    "correct": ("clerk", {"industry": "C", **WHY}, {"founding", "returned"}),
    "void": ("clerk", WHY, {"founding", "returned"}),
    "void-approval": ("chair", WHY, {"active"}),
    "rename": ("chair", PAPER, {"active"}),
    "void-rename": ("chair", WHY, {"active"}),
    "register": ("clerk", {"unit_type": "private", **DAY}, {"active"}),
}
"""Action → who, with what, in which states it may succeed."""
AFTER = {"approve": "active", "return": "returned", "resubmit": "founding", "void": "void", "void-approval": "founding"}
numbers = st.integers(0, 99)
UNIONS = "SELECT id::text, state, parent::text, revision FROM unions WHERE county = $1"
BROKEN = """
    SELECT u.id FROM unions u LEFT JOIN unions p ON p.id = u.parent
    WHERE u.county = $1 AND (
        u.state = 'active' AND u.kind <> 'county-federation' AND p.state IS DISTINCT FROM 'active'
        OR u.state IN ('closed', 'void') AND (
            EXISTS (SELECT FROM members m WHERE m.union_id = u.id AND m.state IN ('active', 'retained'))
            OR EXISTS (SELECT FROM unions b WHERE b.parent = u.id AND b.state NOT IN ('closed', 'void'))
            OR EXISTS (SELECT FROM coverage c WHERE c.union_id = u.id AND c.until IS NULL)))"""
RINGS = """
    WITH RECURSIVE above AS (
        SELECT id, parent, 1 AS steps FROM unions WHERE county = $1 AND state NOT IN ('closed', 'void')
        UNION ALL SELECT above.id, u.parent, steps + 1 FROM above JOIN unions u ON u.id = above.parent WHERE steps < 12
    ) SELECT id FROM above WHERE steps = 12"""
OVERLAPS = """
    SELECT FROM memberships a JOIN memberships b ON a.member = b.member AND a.valid && b.valid AND a.valid <> b.valid
    JOIN members m ON m.id = a.member WHERE m.county = $1"""


@dataclass
class Ground:
    """A county of its own for one life, and what succeeded in all of them."""

    places: list[County]
    loop: asyncio.AbstractEventLoop
    succeeded: Counter[str] = field(default_factory=Counter)

    def do(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """From Hypothesis' thread in the loop of the test."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)


class Lives(RuleBasedStateMachine):
    """The base unions of one township."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.place = self.ground.places.pop()
        self.town, self.employer = self.ground.do(self._begin())
        self.asked: list[tuple[str, int]] = []

    async def _begin(self) -> tuple[str, str]:
        town = await self.place.township_union(await self.place.federation())
        employer = await self.place.employer(headcount=5)
        for _ in range(2):
            union = await self.place.union(town, kind="joint", employers=[employer, await self._unit()])
            await self.place.member(union)
            await self.place.union(union, occurred_on="2020-03-02")
        return town, employer

    async def _unit(self) -> str:
        return await self.place.employer(headcount=3)

    @rule(chosen=numbers)
    def found(self, chosen: int) -> None:
        rows = self._unions()
        parent = self.town if chosen % 2 else [self.town, *rows][chosen % (len(rows) + 1)]
        body = {"name": f"工会{chosen}号", "kind": "village-community", "parent": parent, **DAY}
        self._may(self._post(self.place.clerk(), "/unions", body), "found", rows, parent, {"active"})

    @rule(chosen=numbers, verb=st.sampled_from(sorted(VERBS)))
    def happens(self, chosen: int, verb: str) -> None:
        rows = self._unions()
        union = sorted(rows)[chosen % len(rows)]
        who, body, states = VERBS[verb]
        person = self.place.chair() if who == "chair" else self.place.clerk()
        sent = {**body, "name": f"新名{chosen}"} if verb == "rename" else body
        answer = self._post(person, f"/unions/{union}/{verb}", sent, rows[union]["revision"])
        if self._may(answer, verb, rows, union, states) and verb in AFTER:
            assert self._unions()[union]["state"] == AFTER[verb]

    @rule(chosen=numbers, kind=numbers)
    def happens_as_it_may(self, chosen: int, kind: int) -> None:
        """So that most steps lead on."""
        rows = self._unions()
        waiting = sorted(each for each in rows if rows[each]["state"] in {"founding", "returned"})
        if not waiting:
            self.found(0 if chosen % 2 else chosen)
            return
        state = rows[waiting[chosen % len(waiting)]]["state"]
        verbs = sorted(verb for verb, (_, _, states) in VERBS.items() if state in states)
        self.happens(sorted(rows).index(waiting[chosen % len(waiting)]), verbs[kind % len(verbs)])

    @rule(chosen=numbers, other=numbers, change=st.sampled_from(["merge", "merge", "move", "dissolve"]))
    def ask(self, chosen: int, other: int, change: str) -> None:
        rows = self._unions()
        union, into = sorted(rows)[chosen % len(rows)], sorted(rows)[other % len(rows)]
        named = {"merge": {"into": into}, "move": {"parent": into}, "dissolve": {"end_reason": "bankrupt"}}[change]
        answer = self._post(self.place.clerk(), f"/restructurings/{change}", {"union": union, **named, **DAY})
        if self._may(answer, f"ask-{change}", rows, union, {"active"}):
            self.asked.append((answer.json()["id"], 1))

    @rule(chosen=numbers, other=numbers, change=st.sampled_from(["merge", "merge", "move"]))
    def rearrange(self, chosen: int, other: int, change: str) -> None:
        """Asked and approved at once."""
        before = len(self.asked)
        self.ask(chosen, other, change)
        if len(self.asked) > before:
            self.decide(before, "approve")

    @rule(chosen=numbers, verb=st.sampled_from(["approve", "approve", "approve", "return", "void"]))
    def decide(self, chosen: int, verb: str) -> None:
        if not self.asked:
            return
        restructuring, revision = self.asked[chosen % len(self.asked)]
        body = {"approve": PAPER, "return": {"returned_for": "other", **DAY}, "void": WHY}[verb]
        person = self.place.clerk() if verb == "void" else self.place.chair()
        answer = self._post(person, f"/restructurings/{restructuring}/{verb}", body, revision)
        assert answer.status_code in (200, 409, 412, 422), answer.text
        if answer.status_code == 200:
            self.asked.remove((restructuring, revision))
            self.ground.succeeded[f"{verb}-change"] += 1

    @rule(chosen=numbers)
    def end_employer(self, chosen: int) -> None:
        del chosen
        body = {"end_reason": "bankrupt", "document": "破1号", **DAY}
        answer = self._post(self.place.clerk(), f"/employers/{self.employer}/end", body, 1)
        assert answer.status_code in (200, 409, 412, 422), answer.text

    @invariant()
    def rule_1_and_4_the_tree_is_whole_and_a_closed_union_has_nothing(self) -> None:
        for sql in (BROKEN, RINGS, OVERLAPS):
            assert self.ground.do(self.place.rows(sql, self.place.code)) == [], sql

    def _unions(self) -> dict[str, Any]:
        rows = self.ground.do(self.place.rows(UNIONS, self.place.code))
        return {row["id"]: row for row in rows if row["parent"] and row["id"] != self.town}

    def _post(self, person: Person, path: str, body: dict[str, Any], revision: int | None = None) -> Any:
        return self.ground.do(person.post(path, body, revision=revision))

    def _may(self, answer: Any, verb: str, rows: dict[str, Any], union: str, states: set[str]) -> bool:
        """It may have succeeded only in one of these states. Whether it did."""
        assert answer.status_code in (200, 201, 409, 412, 422), answer.text
        done: bool = answer.status_code in (200, 201)
        if done:
            assert union == self.town or rows[union]["state"] in states, f"{verb} in a wrong state"
            self.ground.succeeded[verb] += 1
        return done


async def test_rule_1_no_way_through_a_unions_life_breaks_the_tree(place: County) -> None:
    """A dozen lives; all that may happen does happen in some."""
    places = [County(str(960_001 + number), place.service) for number in range(60)]
    ground = Ground(places, asyncio.get_running_loop())
    machine = type("TheseLives", (Lives,), {"ground": ground})
    chosen = settings(
        max_examples=12,
        stateful_step_count=24,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=chosen)
    assert {"found", "approve", "return", "void", "rename", "ask-merge", "ask-move", "approve-change"} <= set(
        ground.succeeded
    ), ground.succeeded
