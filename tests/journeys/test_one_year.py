"""One year of a county's unions, as a township clerk, a chair and the county's organiser live it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from chassis.daily import round_of
from services.membership.consultation.work import DAY
from tests.journeys.living import Living
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import people, workbook

TOWN, OTHER = "100", "101"
DELEGATES, QUORUM, ENOUGH = 45, 30, 23
WORKERS, ENTRANTS = 520, 500
UNITS = (("tea", TOWN, (WORKERS,)), ("silk", TOWN, (40, 20)), ("mill", TOWN, (30, 10)), ("far", OTHER, (30,)))
EMPLOYEES = WORKERS + 60 + 40 + 30


@dataclass
class Year:
    """What came of each step, for those that follow."""

    living: Living
    unions: dict[str, str] = field(default_factory=dict)
    employers: dict[str, str] = field(default_factory=dict)
    members: list[str] = field(default_factory=list)
    talks: str = ""
    draft: str = ""

    async def found(self) -> None:
        """A county, two townships; a unit's union is founded by the clerk and approved by the chair."""
        place = self.living.place
        federation = await place.federation()
        for town in (TOWN, OTHER):
            self.unions[town] = await place.township_union(federation, town)
        await self.living.day_ends(date(2020, 2, 2), unions=3)
        for name, town, sizes in UNITS:
            kind = "joint" if len(sizes) > 1 else "single"
            units = [await place.employer(town, headcount=each, occurred_on="2025-11-20") for each in sizes]
            self.employers[name] = units[0]
            founding = {"kind": kind, "employers": units, "occurred_on": "2025-11-21"}
            self.unions[name] = await place.union(self.unions[town], town, "2025-11-24", **founding)
        await self.living.day_ends(date(2025, 11, 23), unions=3, covered_employees=0, employees=EMPLOYEES)
        await self.living.day_ends(date(2025, 11, 24), unions=7, covered_employees=EMPLOYEES)

    async def admit(self) -> None:
        """A roster of five hundred, and a smaller one, by file."""
        bringing = Bringing.of(self.living.place, TOWN)
        for name, count in (("tea", ENTRANTS), ("silk", 30)):
            data = workbook(people(count, 入会日期="2025-12-01"))
            batch = await bringing.run(data, union=self.unions[name])
            assert (await bringing.seen(batch))["made"] == count
        found = await self.living.day_ends(date(2025, 12, 1), members=530, admissions=530)
        assert found[self.living.code + TOWN]["members"] == 530
        assert found[self.living.code]["membership-rate"] == round(530 * 1_000_000 / EMPLOYEES)

    async def elect(self) -> None:
        """A general election with its result; the term begins with the chair's approval."""
        place = self.living.place
        self.members = await self._members_of(self.unions["tea"])
        posts = ["chair", "vice-chair", *["committee-member"] * 4]
        votes = (45, 44, 43, 40, 30, 10)
        body = {
            "union": self.unions["tea"],
            "ballot": "general-election",
            "meeting": "delegates-meeting",
            "body": "committee",
            "entitled": 45,
            "present": 45,
            "seats": 5,
            "candidates": [
                {"member": member, "post": post, "votes": count, "relative": False}
                for member, post, count in zip(self.members, posts, votes, strict=False)
            ],
            "years": 5,
            "occurred_on": "2025-12-15",
        }
        election = (await place.clerk().done("/elections", body))["id"]
        await self.living.settle()
        assert [each["subject"] for each in await self.living.waiting("approve-election")] == [election]
        await place.chair().done(f"/elections/{election}/approve", {"occurred_on": "2025-12-18"}, revision=1)
        await self.living.day_ends(date(2025, 12, 18), elections=1, terms_running=1)
        assert await self.living.waiting("approve-election") == []

    async def transfer(self) -> None:
        """One member moves inside the township, another to the other township, which accepts."""
        place, clerk = self.living.place, self.living.place.clerk()
        inside, outside = self.members[-2:]
        move = {"to_union": self.unions["silk"], "occurred_on": "2026-01-06"}
        await clerk.done(f"/members/{inside}/transfer", move, revision=1)
        ask = {"to_union": self.unions["far"], "occurred_on": "2026-01-07"}
        await clerk.done(f"/members/{outside}/request-transfer", ask, revision=1)
        found = await self.living.day_ends(date(2026, 1, 7), members=530)
        assert found[self.living.code + TOWN]["members"] == 530
        accept = {"occurred_on": "2026-01-09"}
        await place.clerk(OTHER).done(f"/members/{outside}/accept-transfer", accept, revision=2)
        found = await self.living.day_ends(date(2026, 1, 9), members=530)
        assert (found[self.living.code + TOWN]["members"], found[self.living.code + OTHER]["members"]) == (529, 1)

    async def talk(self) -> None:
        """The workers' side offers talks on wages; the employer answers, and a draft is agreed upon."""
        clerk, members = self.living.place.clerk(), self.members
        offer = {
            "union": self.unions["tea"],
            "kind": "wage",
            "level": "single",
            "offered_by": "workers",
            "employers": [self.employers["tea"]],
            "workers": WORKERS,
            "occurred_on": "2026-01-16",
        }
        self.talks = (await clerk.done("/consultations", offer))["id"]
        sides = {"members": members[:3], "chief": members[0], "chief_as": "chair", "employer_side": 3}
        await self._steps(
            1,
            ("accept", {"occurred_on": "2026-01-19"}),
            ("name-delegations", {**sides, "occurred_on": "2026-01-20"}),
            ("draft", {"draft": "工资增长百分之五", "occurred_on": "2026-01-28"}),
        )

    async def meet(self) -> None:
        """A congress of 45: thirty come, which is its quorum; 23 votes pass the draft (rules 12 and 15)."""
        clerk, tea = self.living.place.clerk(), {"union": self.unions["tea"], "employer": self.employers["tea"]}
        congress = (await clerk.done("/congresses", {**tea, "occurred_on": "2026-01-12"}))["id"]
        chosen = {"members": self.members[:DELEGATES], "occurred_on": "2026-01-14"}
        await clerk.done(f"/congresses/{congress}/elect", chosen, revision=1)
        await clerk.done(f"/congresses/{congress}/confirm", {"occurred_on": "2026-01-15"}, revision=2)
        calling = {"congress": congress, "planned_on": "2026-02-02", "occurred_on": "2026-01-20"}
        session = (await clerk.done("/congress-sessions", calling))["id"]
        matter = {"kind": "wage-draft", "title": "工资专项集体合同草案", "occurred_on": "2026-01-20"}
        await clerk.done(f"/congress-sessions/{session}/add-item", matter, revision=1)
        (item,) = await self._listed("/congress-agenda", session=session)
        seats = [each["id"] for each in await self._listed("/congress-delegates", congress=congress)]
        assert len(seats) == DELEGATES
        on = {"occurred_on": "2026-02-02"}
        present = seats[:QUORUM]
        await clerk.done(f"/congress-sessions/{session}/hold", {"attended": present, **on}, revision=2)
        ballot = (await clerk.done("/congress-ballots", {"item": item["id"], "method": "secret", **on}))["id"]
        await clerk.done(f"/congress-ballots/{ballot}/take-papers", {"voters": present, **on}, revision=1)
        await clerk.done(f"/congress-ballots/{ballot}/close", on, revision=2)
        counts = {"returned": QUORUM, "yes": ENOUGH, "no": QUORUM - ENOUGH, "abstain": 0, "invalid": 0}
        tellers = {"teller_one": present[0], "teller_two": present[1]}
        await clerk.done(f"/congress-ballots/{ballot}/count", {**counts, **tellers, **on}, revision=3)
        assert (await clerk.get(f"/congress-ballots/{ballot}")).json()["outcome"] == "passed"
        self.draft = ballot
        await self.living.day_ends(date(2026, 2, 2), congresses=1, congress_delegates=45, congress_sessions=1)

    async def agree(self) -> None:
        """A wage agreement, received on 10 February, is in force on the 15th day, over the spring festival."""
        await self._steps(
            4,
            ("vote", {"forum": "congress", "ballot": self.draft, "occurred_on": "2026-02-02"}),
            ("sign", {"term_from": "2026-02-03", "term_to": "2027-02-02", "occurred_on": "2026-02-03"}),
            ("report", {"number": "石工2026-1号", "occurred_on": "2026-02-05"}),
            ("receive", {"occurred_on": "2026-02-10"}),
        )
        await self._day_of(2026, 2, 24)
        await self.living.day_ends(date(2026, 2, 24), agreements_in_force=0)
        await self._day_of(2026, 2, 25)
        await self.living.day_ends(date(2026, 2, 25), agreements_in_force=1, agreement_workers=WORKERS)

    async def merge(self) -> None:
        """The smaller union is absorbed: its members and its unit go along, and past figures stay."""
        place = self.living.place
        asked = {"union": self.unions["silk"], "into": self.unions["mill"], "occurred_on": "2026-06-01"}
        merger = (await place.clerk().done("/restructurings/merge", asked))["id"]
        before = await self.living.day_ends(date(2026, 6, 1), unions=7, members=530)
        approval = {"document": "石工2026-9号", "occurred_on": "2026-06-05"}
        await place.chair().done(f"/restructurings/{merger}/approve", approval, revision=1)
        after = await self.living.day_ends(date(2026, 6, 5), unions=6, members=530, covered_employees=EMPLOYEES)
        for area in (self.living.code, self.living.code + TOWN):
            assert after[area]["members"] == before[area]["members"]
        assert len(await self._members_of(self.unions["mill"])) == 31
        assert await self._members_of(self.unions["silk"]) == []

    async def _steps(self, revision: int, *steps: tuple[str, dict[str, Any]]) -> None:
        """Steps of the talks, one after the other."""
        clerk = self.living.place.clerk()
        for number, (step, body) in enumerate(steps, revision):
            await clerk.done(f"/consultations/{self.talks}/{step}", body, revision=number)

    async def _day_of(self, year: int, month: int, day: int) -> None:
        """What a day does by itself."""
        database = self.living.place.service.app.state.database
        assert await round_of(database, "membership", DAY, datetime(year, month, day, 4, tzinfo=UTC))

    async def _members_of(self, union: str) -> list[str]:
        return [each["id"] for each in await self._listed("/members", union=union, state="active")]

    async def _listed(self, path: str, **asked: str) -> list[dict[str, Any]]:
        """A list's pages, all of them, as the clerk reads them."""
        rows: list[dict[str, Any]] = []
        after: dict[str, str] = {}
        while True:
            answer = await self.living.place.clerk().get(path, limit=100, **asked, **after)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            rows += page["items"]
            if page["next"] is None:
                return rows
            after = {"after": page["next"]}


async def test_one_year(living: Living) -> None:
    """Dashboards are right at each step, and at the end still say of every past day what they said then."""
    year = Year(living)
    await year.found()
    await year.admit()
    await year.elect()
    await year.transfer()
    await year.talk()
    await year.meet()
    await year.agree()
    await year.merge()
    await living.past_stands()
