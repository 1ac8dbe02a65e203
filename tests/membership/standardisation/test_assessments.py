"""Standardisation: versions of the checklist; the union's own office answers, the county judges or returns."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.standardisation import Level
from contracts.offices import Office
from services.membership.standardisation import domain
from services.membership.standardisation.domain import checklist as listing
from services.membership.standardisation.domain.shipped import SHIPPED
from tests.membership.people import County
from tests.membership.standardisation.records import ITEMS, WHY, answers, begun, judged, submitted, version
from tests.membership.terms.records import body_of, refusal
from tests.membership.terms.test_terms import union

LEAST: dict[Level, int] = {"standard": 90, "nearly-standard": 70}
ON = date(2026, 3, 5)


def waiting(**fields: Any) -> domain.Assessment:
    made = domain.begin(uuid4(), union("single"), SHIPPED, date(2026, 3, 2), date(2026, 4, 1))[0]
    return replace(made, **{"state": "submitted", "submitted_on": date(2026, 3, 4), **fields})


def test_the_shipped_checklist_is_worth_a_hundred_points_in_both_languages() -> None:
    assert SHIPPED.points == 100
    assert 20 <= len(SHIPPED.items) <= 30
    assert len({item.code for item in SHIPPED.items}) == len(SHIPPED.items)
    assert all(item.text_en and item.section_en and item.source for item in SHIPPED.items)


@given(st.lists(st.sampled_from(["met", "partly", "unmet"]), min_size=26, max_size=26))
def test_points_are_in_full_by_half_or_none(given_answers: list[listing.Answer]) -> None:
    said = {item.code: each for item, each in zip(SHIPPED.items, given_answers, strict=True)}
    worth = sum(
        item.points if said[item.code] == "met" else item.points / 2 if said[item.code] == "partly" else 0
        for item in SHIPPED.items
    )
    assert listing.points_of(SHIPPED, said) == int(worth)
    assert listing.unanswered(SHIPPED, said) == []


def test_an_item_of_another_version_is_refused() -> None:
    with pytest.raises(listing.UnknownItem):
        listing.points_of(SHIPPED, {"9.9": "met"})


def test_a_version_counts_each_item_once_and_holds_later_than_the_last() -> None:
    new = replace(SHIPPED, effective_on=date(2026, 1, 1))
    place = Place(area="990001")
    assert listing.set_version(new, date(2025, 12, 31), place).points == 100
    with pytest.raises(listing.NotLater):
        listing.set_version(new, date(2026, 1, 1), place)
    with pytest.raises(listing.RepeatedCode):
        listing.set_version(replace(new, items=(new.items[0], new.items[0])), date(2025, 12, 31), place)


@pytest.mark.parametrize(
    ("level", "score", "why"),
    [
        ("standard", 90, None),
        ("standard", 89, domain.LevelNotReached),
        ("nearly-standard", 70, None),
        ("nearly-standard", 69, domain.LevelNotReached),
        ("not-standard", 0, None),
        ("standard", 100, None),
        ("standard", 101, domain.TooManyPoints),
    ],
)
def test_a_level_needs_its_share_of_the_points(level: Level, score: int, why: type[Refusal] | None) -> None:
    if why is None:
        _, event = domain.judge(waiting(), union(), 100, level, score, ON, LEAST)
        assert event.standard == int(level == "standard")
    else:
        with pytest.raises(why):
            domain.judge(waiting(), union(), 100, level, score, ON, LEAST)


def test_nothing_is_judged_or_returned_before_it_was_submitted() -> None:
    early = date(2026, 3, 3)
    with pytest.raises(domain.BeforeStep):
        domain.judge(waiting(), union(), 100, "standard", 90, early, LEAST)
    with pytest.raises(domain.BeforeStep):
        domain.give_back(waiting(), union(), "incomplete", None, early, 15)
    with pytest.raises(domain.NotSubmitted):
        domain.judge(waiting(state="open"), union(), 100, "standard", 90, ON, LEAST)
    with pytest.raises(domain.NotSubmitted):
        domain.unreturn(waiting())


def test_base_unions_are_assessed() -> None:
    on = date(2026, 3, 2)
    for kind in ("township", "county-federation"):
        with pytest.raises(domain.NotBase):
            domain.begin(uuid4(), union(kind), SHIPPED, on, on)
    with pytest.raises(domain.DueBefore):
        domain.begin(uuid4(), union("single"), SHIPPED, on, date(2026, 3, 1))


async def test_an_assessment_is_answered_in_steps_submitted_returned_and_judged(place: County) -> None:
    """Each figure is the union's own office's; the history shows every step."""
    found = await place.base_union()
    await place.organiser.done("/checklists", version())
    clerk, organiser = place.clerk(), place.organiser
    assessment = await begun(place, found)
    path = f"/assessments/{assessment}"
    assert (await place.events(assessment))[0]["data"]["due_on"] == "2026-04-01"
    again = {"union": found, "due_on": "2026-04-01", "occurred_on": "2026-03-02"}
    assert await refusal(clerk, "/assessments", again) == (409, "assessment-open")
    await clerk.done(f"{path}/answer", answers("met"), revision=1)
    day = {"occurred_on": "2026-03-04"}
    assert await refusal(clerk, f"{path}/submit", day, 2) == (422, "items-unanswered")
    unknown = {"answers": [{"code": "7.7", "answer": "met"}], "occurred_on": "2026-03-03"}
    assert await refusal(clerk, f"{path}/answer", unknown, 2) == (422, "item-unknown")
    await clerk.done(
        f"{path}/answer", {**answers("met", "partly"), "answers": answers("met", "partly")["answers"][1:]}, revision=2
    )
    event = (await place.events(assessment))[-1]["data"]
    assert {name: event[name] for name in ("met", "partly", "unmet", "points")} == {
        "met": 1,
        "partly": 1,
        "unmet": 0,
        "points": 8,
    }
    assert "note" not in str(event)
    assert await refusal(clerk, f"{path}/submit", {"occurred_on": "2026-03-01"}, 3) == (422, "before-last-step")
    assert await refusal(organiser, f"{path}/submit", day, 3) == (403, "office-may-not")
    await clerk.done(f"{path}/submit", day, revision=3)
    assert (await place.events(assessment))[-1]["data"]["due_on"] == "2026-04-03"
    assert await refusal(clerk, f"{path}/answer", answers("unmet"), 4) == (409, "assessment-not-with-union")
    assert await refusal(organiser, f"{path}/answer", answers("unmet"), 4) == (403, "office-may-not")
    back = {"because": "contradicts-facts", "remark": "请核对换届时间", "occurred_on": "2026-03-05"}
    await organiser.done(f"{path}/return", back, revision=4)
    returned = (await place.events(assessment))[-1]["data"]
    assert (returned["because"], returned["due_on"]) == ("contradicts-facts", "2026-03-20")
    assert "核对" not in str(returned)
    shown = (await clerk.get(path)).json()
    assert (shown["remark"], shown["because_words"]["zh"], shown["most"]) == ("请核对换届时间", "与实际情况不符", 10)
    assert [(each["answer"], each["note"]) for each in shown["items"]] == [("met", "见台账"), ("partly", "见台账")]
    assert await refusal(organiser, f"{path}/judge", {"level": "standard", "score": 9, **day}, 5) == (
        409,
        "assessment-not-submitted",
    )
    await clerk.done(f"{path}/answer", answers("met", "met"), revision=5)
    await clerk.done(f"{path}/submit", {"occurred_on": "2026-03-06"}, revision=6)
    verdict = {"level": "standard", "score": 8, "occurred_on": "2026-03-07"}
    assert await refusal(organiser, f"{path}/judge", verdict, 7) == (422, "level-not-reached")
    await organiser.done(f"{path}/judge", {**verdict, "score": 9}, revision=7)
    shown = (await clerk.get(path)).json()
    assert (shown["points"], shown["score"], shown["level_words"]["zh"]) == (10, 9, "规范")
    history = (await clerk.get(f"{path}/history")).json()["items"]
    assert [each["words"]["zh"] for each in history] == [
        "评定规范化等级", "提交自评", "填报自评", "退回自评", "提交自评", "填报自评", "填报自评", "发起规范化自评",
    ]  # fmt: skip


async def test_whoever_answered_does_not_judge(place: County) -> None:
    found = await place.base_union()
    await place.organiser.done("/checklists", version())
    assessment = await submitted(place, found)
    who = (await place.events(assessment))[-1]["actor"]
    both = place.office(Office.COUNTY_ORGANISER, subject=who)
    verdict = {"level": "standard", "score": 9, "occurred_on": "2026-03-05"}
    assert await refusal(both, f"/assessments/{assessment}/judge", verdict, 3) == (403, "maker-is-approver")


async def test_of_two_verdicts_at_once_one_holds(place: County) -> None:
    found = await place.base_union()
    await place.organiser.done("/checklists", version())
    assessment = await submitted(place, found)
    verdict = {"level": "standard", "score": 9, "occurred_on": "2026-03-05"}
    asked = [place.organiser.post(f"/assessments/{assessment}/judge", verdict, revision=3) for _ in range(4)]
    assert sorted(each.status_code for each in await asyncio.gather(*asked)) == [200, 412, 412, 412]


async def test_a_later_verdict_takes_the_earlier_ones_place_and_gives_it_back(place: County) -> None:
    """What counts is each union's last; voiding the last restores the one before."""
    found = await place.base_union()
    await place.organiser.done("/checklists", version())
    first = await judged(place, found, "nearly-standard", 7)
    second = await judged(place, found)
    organiser = place.organiser
    gone = (await place.events(first))[-1]["data"]
    assert (gone["level"], gone["standard"], gone["by"]) == ("nearly-standard", 0, second)
    listed = (await organiser.get("/assessments", state="judged", level="standard")).json()["items"]
    assert [each["id"] for each in listed] == [second]
    fix = {"level": "nearly-standard", **WHY}
    assert await refusal(organiser, f"/assessments/{first}/correct-verdict", fix, 5) == (409, "assessment-not-judged")
    await organiser.done(f"/assessments/{second}/correct-verdict", {"score": 10, **WHY}, revision=4)
    right = (await place.events(second))[-1]["data"]
    assert (right["before"]["score"], right["after"]["score"]) == (9, 10)
    await organiser.done(f"/assessments/{second}/correct-verdict", fix, revision=5)
    assert (await place.events(second))[-1]["data"]["after"]["standard"] == 0
    await organiser.done(f"/assessments/{second}/void-verdict", WHY, revision=6)
    assert (await organiser.get(f"/assessments/{second}")).json()["state"] == "submitted"
    assert (await organiser.get(f"/assessments/{first}")).json()["state"] == "judged"
    assert await refusal(organiser, f"/assessments/{first}/void-verdict", WHY, 6) == (409, "assessment-open")
    verdict = {"level": "standard", "score": 9, "occurred_on": "2026-03-05"}
    await organiser.done(f"/assessments/{second}/judge", verdict, revision=7)


async def test_a_first_verdict_is_voided_and_waits_again(place: County) -> None:
    found = await place.base_union()
    await place.organiser.done("/checklists", version())
    assessment = await judged(place, found)
    await place.organiser.done(f"/assessments/{assessment}/void-verdict", WHY, revision=4)
    assert (await place.events(assessment))[-1]["data"]["type"].endswith("assessment.judged.v1")
    items = (await place.organiser.get("/assessments", lies="county")).json()["items"]
    assert [each["id"] for each in items] == [assessment]


async def test_each_step_is_taken_back_by_who_took_it(place: County) -> None:
    found = await place.base_union()
    await place.organiser.done("/checklists", version())
    clerk, organiser = place.clerk(), place.organiser
    assessment = await submitted(place, found)
    path = f"/assessments/{assessment}"
    await clerk.done(f"{path}/void-submission", WHY, revision=3)
    assert (await clerk.get(path)).json()["state"] == "open"
    later = {"due_on": "2026-05-01", **WHY}
    await clerk.done(f"{path}/correct", later, revision=4)
    assert (await place.events(assessment))[-1]["data"]["after"]["due_on"] == "2026-05-01"
    assert await refusal(clerk, f"{path}/correct", {**later, "due_on": "2026-03-01"}, 5) == (422, "due-before")
    await clerk.done(f"{path}/submit", {"occurred_on": "2026-03-04"}, revision=5)
    assert await refusal(clerk, f"{path}/correct", later, 6) == (409, "assessment-not-with-union")
    back = {"because": "incomplete", "occurred_on": "2026-03-05"}
    await organiser.done(f"{path}/return", back, revision=6)
    await organiser.done(f"{path}/void-return", WHY, revision=7)
    assert (await clerk.get(path)).json()["state"] == "submitted"
    await organiser.done(f"{path}/return", back, revision=8)
    await clerk.done(f"{path}/submit", {"occurred_on": "2026-03-06"}, revision=9)
    await clerk.done(f"{path}/void-submission", WHY, revision=10)
    shown = (await clerk.get(path)).json()
    assert (shown["state"], shown["because"], shown["submitted_on"]) == ("returned", "incomplete", "2026-03-04")
    await clerk.done(f"{path}/void", WHY, revision=11)
    kinds = [each["data"].get("type", "").rpartition("membership.")[2] for each in await place.events(assessment)]
    assert kinds[-2:] == ["assessment.returned.v1", "assessment.opened.v1"]
    assert await refusal(clerk, f"{path}/void", WHY, 12) == (409, "assessment-not-with-union")
    assert (await clerk.get("/assessments")).json()["items"] == []
    await begun(place, found)


async def test_old_assessments_keep_their_version(place: County) -> None:
    """A new version holds for what begins after it; one in use stays as it is."""
    body = await body_of(place)
    first = await begun(place, body.union)
    assert (await body.clerk.get(f"/assessments/{first}")).json()["version"] == 1
    organiser = place.organiser
    own = (await organiser.done("/checklists", version(effective_on="2026-03-02")))["id"]
    assert (await place.events(own))[0]["data"]["points"] == 10
    late = version(effective_on="2026-03-02")
    assert await refusal(organiser, "/checklists", late) == (422, "version-not-later")
    twice = version(effective_on="2026-06-01", items=[ITEMS[0], ITEMS[0]])
    assert await refusal(organiser, "/checklists", twice) == (422, "item-repeated")
    held = (await body.clerk.get("/checklists/in-force")).json()
    assert (held["id"], held["version"], held["label"]) == (own, 2, "本县检查表（第 2 版）")
    shown = (await body.clerk.get(f"/assessments/{first}")).json()
    assert (shown["most"], len(shown["items"]), shown["items"][0]["answer"]) == (100, 26, None)
    wrong = {"title": "改名的检查表", "items": ITEMS[:1], **WHY}
    await organiser.done(f"/checklists/{own}/correct", wrong, revision=1)
    assert (await place.events(own))[-1]["data"]["after"]["points"] == 7
    await organiser.done(f"/checklists/{own}/correct", {"document": "县工2026-2号", **WHY}, revision=2)
    page = (await organiser.get("/checklists", q="改名")).json()["items"]
    assert [each["document"] for each in page] == ["县工2026-2号"]
    await body.own_chair.done(f"/assessments/{first}/void", WHY, revision=1)
    await begun(place, body.union)
    for verb in ("correct", "void"):
        assert await refusal(organiser, f"/checklists/{own}/{verb}", WHY, 3) == (409, "checklist-in-use")
    unused = (await organiser.done("/checklists", version(effective_on="2099-01-01")))["id"]
    await organiser.done(f"/checklists/{unused}/void", WHY, revision=1)
    assert await refusal(organiser, f"/checklists/{unused}/void", WHY, 2) == (409, "checklist-void")
    next_one = await organiser.done("/checklists", version(effective_on="2098-01-01"))
    assert (await organiser.get(f"/checklists/{next_one['id']}")).json()["version"] == 4
    shipped = str(SHIPPED.id)
    assert (await organiser.get(f"/checklists/{shipped}")).json()["shipped"] is True
    assert await refusal(organiser, f"/checklists/{shipped}/void", WHY, 1) == (404, "not-found")
    assert (await organiser.get(f"/checklists/{uuid4()}")).status_code == 404


async def test_lists_show_with_whom_the_next_step_lies(place: County) -> None:
    body = await body_of(place)
    await place.organiser.done("/checklists", version())
    town = (await place.events(body.union))[0]["data"]["parent"]
    other = await place.union(town)
    opened, sent = await begun(place, body.union), await submitted(place, other)
    for lies, found in (("union", opened), ("county", sent)):
        items = (await body.clerk.get("/assessments", lies=lies)).json()["items"]
        assert [each["id"] for each in items] == [found]
    assert [each["id"] for each in (await body.own_chair.get("/assessments")).json()["items"]] == [opened]
    assert (await body.own_chair.get(f"/assessments/{sent}")).status_code == 404
    assert (await body.clerk.get("/assessments", q="没有这个")).json()["items"] == []
