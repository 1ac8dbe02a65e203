"""A clock of a year that is not published yet, computed again when it is."""

from datetime import date
from typing import Any

import pytest

from chassis import working_days
from chassis.working_days import PUBLISHED
from services.membership.consultation.domain import rules, steps
from tests.membership.consultation.talks import Talks
from tests.membership.consultation.test_rules import UNKNOWN_2026
from tests.membership.consultation.test_way import type_of


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """2026 as nobody knows it yet."""
    for module, names in ((rules, ("answer_by", "report_by", "in_force_on", "publish_by")), (steps, ("receive",))):
        for name in names:
            function = getattr(module, name)
            known = (*(function.__defaults__ or ())[:-1], UNKNOWN_2026)
            monkeypatch.setattr(function, "__defaults__", known)
    for step in (steps.offer, steps.sign, steps.come_into_force, steps.computed_again):
        monkeypatch.setattr(step, "__defaults__", (UNKNOWN_2026,))
    monkeypatch.setattr(working_days, "PUBLISHED", UNKNOWN_2026)
    return monkeypatch


@pytest.mark.parametrize(
    ("last", "fields", "guessed", "kind", "due"),
    [
        ("offer", {"occurred_on": "2026-01-26"}, "2026-02-16", "consultation.answer-moved.v1", "2026-02-24"),
        ("sign", {"occurred_on": "2026-02-06"}, "2026-02-16", "agreement.report-moved.v1", "2026-02-24"),
        ("receive", {"occurred_on": "2026-02-02"}, "2026-02-17", "agreement.effect-moved.v1", "2026-02-24"),
    ],
)
async def test_a_clock_moves_once_when_the_calendar_is_published(
    talks: Talks, unknown: pytest.MonkeyPatch, last: str, fields: dict[str, Any], guessed: str, kind: str, due: str
) -> None:
    before = {"sign": "vote", "receive": "report"}.get(last)
    record = await talks.until(before) if before else await talks.offer(**fields)
    if before:
        await talks.step(record, last, **fields)
    row = await talks.row(record)
    assert (row["clock"]["due_on"], row["clock"]["provisional"]) == (guessed, True)
    await talks.day(2026, 2, 9)
    assert (await talks.row(record))["clock"]["provisional"]
    unknown.undo()
    for _ in range(2):
        await talks.day(2026, 2, 9)
    moved = await talks.last(record)
    assert (type_of(moved), moved["occurredon"]) == (kind, "2026-02-09")
    assert (moved["data"]["due_on"], moved["data"]["provisional"]) == (due, False)
    kinds = [type_of(event) for event in await talks.place.events(record)]
    assert kinds.count(kind) == 1
    row = await talks.row(record)
    assert (row["clock"]["due_on"], row["clock"]["provisional"]) == (due, False)


async def test_nothing_follows_from_a_provisional_clock_that_the_calendar_has_moved(
    talks: Talks, unknown: pytest.MonkeyPatch
) -> None:
    """The service was down when the calendar came out: first the clock, then what it says."""
    agreement = await talks.until("report")
    await talks.step(agreement, "receive", occurred_on="2026-02-02")
    unknown.undo()
    await talks.day(2026, 2, 20)
    assert type_of(await talks.last(agreement)) == "agreement.effect-moved.v1"
    await talks.day(2026, 2, 23)
    assert type_of(await talks.last(agreement)) == "agreement.effect-moved.v1"
    await talks.day(2026, 2, 24)
    assert (await talks.last(agreement))["occurredon"] == "2026-02-24"


async def test_the_publications_clock_moves_too_and_goes_back_with_the_effect(
    talks: Talks, unknown: pytest.MonkeyPatch
) -> None:
    agreement = await talks.until("report")
    await talks.step(agreement, "receive", occurred_on="2026-01-26")
    await talks.day(2026, 2, 10)
    assert (await talks.last(agreement))["data"]["due_on"] == "2026-02-17"
    unknown.undo()
    await talks.day(2026, 2, 11)
    moved = await talks.last(agreement)
    assert (type_of(moved), moved["data"]["due_on"]) == ("agreement.publication-moved.v1", "2026-02-24")
    await talks.row(agreement)
    await talks.step(agreement, "object", reason="talks-procedure", occurred_on="2026-02-10")
    voided = [event for event in await talks.place.events(agreement) if type_of(event) == "record.voided.v1"]
    assert len(voided) == 2


def test_a_settled_clock_is_not_computed_again() -> None:
    assert rules.in_force_on(date(2026, 2, 2), PUBLISHED).provisional is False
