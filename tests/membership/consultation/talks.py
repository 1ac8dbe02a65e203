"""Collective talks under test: short ways to any of their states."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chassis.daily import Ran, round_of
from chassis.postgres import Database
from services.membership.consultation.work import DAY
from tests.membership.people import County
from tests.support.person import Person

REASON: dict[str, Any] = {"reason": "wrong-entry"}
WAY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("accept", {"occurred_on": "2025-12-01"}),
    ("name-delegations", {"occurred_on": "2025-12-02"}),
    ("draft", {"draft": "工资增长百分之五", "occurred_on": "2026-01-05"}),
    ("vote", {"forum": "congress", "delegates": 45, "present": 30, "yes": 23, "occurred_on": "2026-01-10"}),
    ("sign", {"term_from": "2026-01-15", "term_to": "2027-01-14", "occurred_on": "2026-01-12"}),
    ("report", {"number": "石工2026-1号", "occurred_on": "2026-01-20"}),
    ("receive", {"occurred_on": "2026-02-10"}),
)
"""Received on 10 February 2026: the 15th day, the 25th, comes two days after the spring festival."""


@dataclass
class Talks:
    """A union of township 100, its employer and members, and talks that it leads."""

    place: County
    union: str
    employer: str
    members: list[str]
    by: Person
    revisions: dict[str, int] = field(default_factory=dict)

    async def offer(self, **fields: Any) -> str:
        """An offer of the workers' side, made on 20 November 2025."""
        body = {
            "union": self.union,
            "kind": "wage",
            "level": "single",
            "offered_by": "workers",
            "employers": [self.employer],
            "workers": 120,
            "occurred_on": "2025-11-20",
            **fields,
        }
        done = await self.by.done("/consultations", body)
        self.revisions[done["id"]] = done["revision"]
        return str(done["id"])

    async def step(self, talks: str, step: str, by: Person | None = None, **fields: Any) -> dict[str, Any]:
        """One step that must succeed, with what the way says of it unless told otherwise."""
        answer = await self.asked(talks, step, by, **fields)
        assert answer.status_code == 200, answer.text
        done: dict[str, Any] = answer.json()
        self.revisions[talks] = done["revision"]
        return done

    async def asked(self, talks: str, step: str, by: Person | None = None, **fields: Any) -> Any:
        """One step, as answered."""
        body = {**dict(WAY).get(step, {}), **fields}
        if step == "name-delegations":
            body = {**self.delegations, **body}
        body = {name: value for name, value in body.items() if value is not None}
        return await (by or self.by).post(f"/consultations/{talks}/{step}", body, revision=self.revisions[talks])

    @property
    def delegations(self) -> dict[str, Any]:
        """Three on each side, led by the union's chair."""
        return {
            "members": self.members[:3],
            "chief": self.members[0],
            "chief_as": "chair",
            "employer_side": 3,
        }

    async def until(self, last: str, **fields: Any) -> str:
        """Talks that have come as far as this step."""
        talks = await self.offer(**fields)
        if last != "offer":
            for step, _ in WAY:
                await self.step(talks, step)
                if step == last:
                    break
        return talks

    async def in_force(self, **fields: Any) -> str:
        """An agreement in force since 25 February 2026."""
        talks = await self.until("receive", **fields)
        await self.step(talks, "take-effect")
        return talks

    async def refused(self, talks: str, step: str, **fields: Any) -> tuple[int, str]:
        """The status and code of a step that is refused."""
        answer = await self.asked(talks, step, **fields)
        return answer.status_code, answer.json()["code"]

    async def row(self, talks: str) -> dict[str, Any]:
        """The record as the clerk sees it."""
        answer = await self.by.get(f"/consultations/{talks}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        self.revisions[talks] = found["revision"]
        return found

    async def last(self, talks: str) -> dict[str, Any]:
        """The record's last event."""
        return (await self.place.events(talks))[-1]

    async def day(self, year: int, month: int, day: int) -> Ran:
        """The day's work at noon of a day."""
        database: Database = self.place.service.app.state.database
        ran = await round_of(database, "membership", DAY, datetime(year, month, day, 4, tzinfo=UTC))
        assert ran is not None
        return ran


async def talks_of(place: County) -> Talks:
    """A union with its employer and four members."""
    federation = await place.federation()
    employer = await place.employer(headcount=200)
    union = await place.union(
        await place.township_union(federation), kind="single", employers=[employer], approved_on="2020-03-02"
    )
    members = [await place.member(union, occurred_on="2025-03-02") for _ in range(4)]
    return Talks(place, union, employer, members, place.clerk())
