"""Motions: 征集 → 立案 → 交办 → 答复 → 满意度 → 归档, their clock, and each step taken back."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import Refusal
from contracts.declare import facts_of
from contracts.envelope import Envelope
from services.gateway.projection import work_items
from services.membership.motions import domain
from tests.membership.congress.meeting import Unit, delegates_of, elect, established, set_up, unit
from tests.membership.congress.test_congresses import WRONG, refused
from tests.membership.people import County

COLLECTED, FILED, ASSIGNED, DUE = "2026-02-02", "2026-02-05", "2026-02-09", "2026-03-11"


class Putting:
    """A motion of two delegates, and ways to move it on."""

    def __init__(self, of: Unit, motion: str) -> None:
        self.of = of
        self.motion = motion
        self.revision = 1

    async def go(self, step: str, on: str, **fields: Any) -> dict[str, Any]:
        """One more step."""
        body = {**fields, "occurred_on": on}
        done = await self.of.clerk.done(f"/motions/{self.motion}/{step}", body, revision=self.revision)
        self.revision = done["revision"]
        return done

    async def back(self) -> None:
        """The last step is taken back."""
        path = f"/motions/{self.motion}/void-step"
        self.revision = (await self.of.clerk.done(path, WRONG, revision=self.revision))["revision"]

    async def refused(self, step: str, on: str, **fields: Any) -> str:
        """The code of the refusal."""
        return await refused(
            self.of.clerk, f"/motions/{self.motion}/{step}", {**fields, "occurred_on": on}, self.revision
        )

    async def page(self) -> dict[str, Any]:
        """The motion as its page shows it."""
        found: dict[str, Any] = (await self.of.clerk.get(f"/motions/{self.motion}")).json()
        return found

    async def waiting(self) -> dict[str, str | None]:
        """What waits for whom: kind → due."""
        items: dict[tuple[str, str], work_items.Item | None] = {}
        events = await self.of.place.events(self.motion)
        for said in work_items.history(Envelope.model_validate(event) for event in events):
            work_items.fold(items, said)
        return {kind: item.due_on.isoformat() if item.due_on else None for (kind, _), item in items.items() if item}

    async def counted(self) -> dict[str, int]:
        """What the dashboards count of it."""
        totals: dict[str, int] = {}
        for event in await self.of.place.events(self.motion):
            for fact in facts_of(event["type"], event["data"], Envelope.model_validate(event).occurredon):
                totals[fact.fact.metric] = totals.get(fact.fact.metric, 0) + fact.fact.delta
        return {metric: total for metric, total in totals.items() if total}


async def put(place: County) -> Putting:
    """A motion that was put."""
    of = await unit(place)
    seats = await delegates_of(of, congress := await established(of, 30))
    body = {
        "congress": congress,
        "category": "safety",
        "title": "关于改善车间通风的提案",
        "body": "建议在一车间加装排风设备",
        "proposers": [seats[0], seats[1], seats[0]],
        "occurred_on": COLLECTED,
    }
    return Putting(of, str((await of.clerk.done("/motions", body))["id"]))


async def replied(place: County, on: str = DUE) -> Putting:
    """A motion that a department has replied to."""
    at = await put(place)
    await at.go("file", FILED)
    await at.go("assign", ASSIGNED, department="生产部")
    await at.go("reply", on, reply="已列入三季度技改计划")
    return at


async def test_a_motion_goes_from_collection_to_archive(place: County) -> None:
    at = await put(place)
    assert await at.waiting() == {"file-motion": None}
    await at.go("file", FILED)
    assert await at.waiting() == {"assign-motion": None}
    await at.go("assign", ASSIGNED, department="生产部")
    assert await at.waiting() == {"reply-to-motion": DUE}
    await at.go("reply", DUE, reply="已列入三季度技改计划")
    assert await at.waiting() == {"rate-motion": None}
    await at.go("rate", "2026-03-12", satisfaction="mostly")
    assert await at.waiting() == {"archive-motion": None}
    await at.go("archive", "2026-03-13")
    assert await at.waiting() == {}
    page = await at.page()
    assert (page["state"], page["satisfaction"], page["department"]) == ("archived", "mostly", "生产部")
    assert [each["label"] for each in page["proposed_by"]] == ["1号代表", "2号代表"]
    assert [each["reply"] for each in page["rounds"]] == ["已列入三季度技改计划"]
    assert await at.counted() == {
        "motions": 1,
        "motions-filed": 1,
        "motion-replies": 1,
        "motion-replies-in-time": 1,
        "motions-rated": 1,
        "motions-content": 1,
    }


async def test_no_word_of_a_motion_stands_in_an_event(place: County) -> None:
    at = await replied(place)
    said = str(await place.events(at.motion))
    for word in ("通风", "排风", "生产部", "技改"):
        assert word not in said


@pytest.mark.parametrize(("on", "in_time"), [(DUE, 1), ("2026-03-12", 0)])
async def test_a_reply_on_the_thirtieth_day_is_in_time(place: County, on: str, in_time: int) -> None:
    at = await replied(place, on)
    assert (await place.events(at.motion))[-1]["data"]["in_time"] == in_time
    assert (await at.counted()).get("motion-replies-in-time", 0) == in_time


async def test_a_county_may_give_departments_other_days(place: County) -> None:
    chosen = {
        "parameter": "motion-reply-days",
        "value": 45,
        "valid_from": "2026-01-01",
        "document": "工办1号",
        "occurred_on": "2026-01-01",
    }
    await place.approver.done("/parameters", chosen)
    at = await put(place)
    await at.go("file", FILED)
    await at.go("assign", ASSIGNED, department="生产部")
    assert await at.waiting() == {"reply-to-motion": "2026-03-26"}


async def test_unsatisfied_goes_back_once_and_the_second_time_stands(place: County) -> None:
    at = await replied(place)
    await at.go("rate", "2026-03-12", satisfaction="unsatisfied")
    assert await at.waiting() == {"reply-to-motion": "2026-04-13"}
    page = await at.page()
    assert (page["state"], page["round"], page["satisfaction"]) == ("assigned", 2, None)
    await at.go("reply", "2026-04-01", reply="已安装")
    await at.go("rate", "2026-04-02", satisfaction="unsatisfied")
    assert (await at.page())["state"] == "rated"
    counted = await at.counted()
    assert (counted["motions-rated"], counted.get("motions-content", 0), counted["motion-replies"]) == (1, 0, 2)


async def test_a_motion_is_refused_with_a_reason(place: County) -> None:
    at = await put(place)
    await at.go("refuse", FILED, motion_refusal="duplicate")
    page = await at.page()
    assert (page["state"], page["refusal_words"]["zh"]) == ("refused", "与其他提案重复")
    assert await at.waiting() == {}
    await at.back()
    assert await at.waiting() == {"file-motion": None}


async def test_delegates_of_an_established_congress_put_motions(place: County) -> None:
    of = await unit(place)
    congress = await set_up(of)
    body = {
        "congress": congress,
        "category": "pay",
        "title": "案由",
        "body": "内容",
        "proposers": [str(uuid4())],
        "occurred_on": COLLECTED,
    }
    assert await refused(of.clerk, "/motions", body) == "congress-not-active"
    await elect(of, congress, 1)
    await of.clerk.done(f"/congresses/{congress}/confirm", {"occurred_on": "2026-01-20"}, revision=2)
    assert await refused(of.clerk, "/motions", body) == "proposer-not-a-delegate"
    early = {**body, "occurred_on": "2026-01-19"}
    assert await refused(of.clerk, "/motions", early) == "before-earlier-step"


async def test_steps_follow_one_another_by_day_and_by_order(place: County) -> None:
    at = await put(place)
    assert await at.refused("assign", ASSIGNED, department="生产部") == "motion-other-step"
    assert await at.refused("reply", ASSIGNED, reply="答复") == "motion-other-step"
    assert await at.refused("archive", ASSIGNED) == "motion-other-step"
    assert await at.refused("file", "2026-02-01") == "before-earlier-step"
    await at.go("file", FILED)
    assert await at.refused("assign", "2026-02-04", department="生产部") == "before-earlier-step"
    await at.go("assign", ASSIGNED, department="生产部")
    assert await at.refused("reply", "2026-02-08", reply="答复") == "before-earlier-step"
    await at.go("reply", DUE, reply="答复")
    assert await at.refused("rate", "2026-03-10", satisfaction="satisfied") == "before-earlier-step"
    await at.go("rate", "2026-03-12", satisfaction="satisfied")
    assert await at.refused("archive", "2026-03-11") == "before-earlier-step"


async def test_a_motion_is_put_right_or_taken_back_before_it_is_decided_upon(place: County) -> None:
    at = await put(place)
    path = f"/motions/{at.motion}"
    await at.of.clerk.done(f"{path}/correct", {"category": "pay", "title": "新案由", **WRONG}, revision=1)
    page = await at.page()
    assert (page["category"], page["label"], page["body"]) == ("pay", "新案由", "建议在一车间加装排风设备")
    at.revision = 2
    await at.go("file", FILED)
    assert await refused(at.of.clerk, f"{path}/correct", WRONG, 3) == "motion-other-step"
    assert await refused(at.of.clerk, f"{path}/void", WRONG, 3) == "motion-other-step"
    await at.back()
    await at.of.clerk.done(f"{path}/void", WRONG, revision=4)
    assert await at.counted() == {}
    assert await at.waiting() == {}
    assert await refused(at.of.clerk, f"{path}/void-step", WRONG, 5) == "motion-other-step"


async def test_each_step_is_taken_back_and_the_one_before_is_open_again(place: County) -> None:
    at = await replied(place)
    await at.go("rate", "2026-03-12", satisfaction="unsatisfied")
    await at.go("reply", "2026-04-01", reply="已安装")
    await at.go("rate", "2026-04-02", satisfaction="satisfied")
    await at.go("archive", "2026-04-03")
    states = []
    for _ in range(7):
        await at.back()
        states.append(((await at.page())["state"], *await at.waiting()))
    assert states == [
        ("rated", "archive-motion"),
        ("replied", "rate-motion"),
        ("assigned", "reply-to-motion"),
        ("replied", "rate-motion"),
        ("assigned", "reply-to-motion"),
        ("filed", "assign-motion"),
        ("collected", "file-motion"),
    ]
    assert await at.counted() == {"motions": 1}
    assert (await at.page())["rounds"] == []


async def test_the_board_shows_states_and_days_left(place: County) -> None:
    at = await put(place)
    await at.go("file", FILED)
    await at.go("assign", ASSIGNED, department="生产部")
    for filters in (
        {"state": "assigned"},
        {"overdue": True},
        {"decided": True},
        {"category": "safety"},
        {"q": "通风"},
    ):
        rows = (await at.of.clerk.get("/motions", **filters)).json()["items"]
        assert [row["id"] for row in rows] == [at.motion], filters
        assert rows[0]["days_left"] < 0
        assert rows[0]["proposers"] == 2
    for filters in ({"state": "filed"}, {"overdue": False}, {"decided": False}, {"category": "pay"}, {"q": "别的"}):
        assert (await at.of.clerk.get("/motions", **filters)).json()["items"] == [], filters
    history = (await at.of.clerk.get(f"/motions/{at.motion}/history")).json()["items"]
    assert [each["words"]["zh"] for each in history] == ["提案交办", "提案立案", "征集提案"]


@given(st.lists(st.sampled_from(["file", "refuse", "assign", "reply", "satisfied", "unsatisfied", "archive", "back"])))
def test_whatever_is_done_a_motion_goes_back_at_most_once(steps: list[str]) -> None:
    """Each step is either refused and changes nothing, or leads to a state that the table allows."""
    on = date(2026, 2, 2)
    motion = domain.Motion(
        uuid4(), uuid4(), "340828", "340828207", uuid4(), "pay", "案由", "内容", "collected", on, None, None, 0, None, 1
    )
    rounds: list[domain.Round] = []
    for step in steps:
        try:
            motion = _stepped(motion, rounds, step, on)
        except Refusal:
            continue
        assert (motion.state == "refused") == (motion.refusal is not None)
        assert (motion.state == "archived") == (motion.archived_on is not None)
        assert (motion.round > 0) == (motion.state in {"assigned", "replied", "rated", "archived"})
        assert motion.round == len(rounds) <= domain.ROUNDS


def _stepped(motion: domain.Motion, rounds: list[domain.Round], step: str, on: date) -> domain.Motion:
    if step in {"file", "refuse"}:
        return (domain.file(motion, on) if step == "file" else domain.refuse(motion, "other", on))[0]
    if step == "assign":
        new, given, _ = domain.assign(motion, "部门", on, 30)
        rounds.append(given)
        return new
    if step == "back":
        new, undone = domain.step_back(motion)
        if undone in {"assigned", "sent-back"}:
            rounds.pop()
        return new
    given = rounds[-1] if rounds else domain.Round(1, "部门", on, on)
    if step == "reply":
        new, answered, _ = domain.reply(motion, given, "答复", on)
        rounds[-1:] = [answered]
        return new
    if step == "archive":
        return domain.archive(motion, given, on)[0]
    new, said, again, _ = domain.rate(motion, given, step, on, 30)  # type: ignore[arg-type]
    rounds[-1:] = [said, *([again] if again else [])]
    return new
