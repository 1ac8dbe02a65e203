"""Assessments' rules, pure: the union's own office answers, the county judges or returns and edits nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED
from contracts.membership.standardisation import (
    AssessmentAnswered,
    AssessmentJudged,
    AssessmentOpened,
    AssessmentReturned,
    AssessmentSubmitted,
    AssessmentSuperseded,
    Level,
    ReturnedBecause,
)
from services.membership.organisations.domain import Union, is_base, open_on
from services.membership.standardisation.domain.checklist import Answer, Checklist, points_of, unanswered

JUDGING_DAYS = Parameter(
    "assessment-judging-days",
    30,
    "规范化评定期限（天）",
    "Days for the county to judge an assessment",
    "县总工会规范化建设工作安排",
)
REDOING_DAYS = Parameter(
    "assessment-correcting-days",
    15,
    "退回自评改正期限（天）",
    "Days for the union's office to put a returned assessment right",
    "县总工会规范化建设工作安排",
)
STANDARD_PERCENT = Parameter(
    "standard-percent",
    90,
    "规范等级最低得分率（%）",
    "Least share of the points for “standard”",
    "县总工会规范化建设考评办法",
    "percent",
)
NEARLY_PERCENT = Parameter(
    "nearly-standard-percent",
    70,
    "基本规范等级最低得分率（%）",
    "Least share of the points for “nearly standard”",
    "县总工会规范化建设考评办法",
    "percent",
)


class NotBase(Refusal):
    """Townships' unions and the federation assess others."""

    status = 422
    code = "not-a-base-union"
    zh = "规范化建设评定对象是基层工会"
    en = "Base unions are assessed"


class AssessmentOpen(Refusal):
    """One at a time."""

    code = "assessment-open"
    zh = "该工会已有进行中的自评"
    en = "An assessment of this union is under way"


class DueBefore(Refusal):
    """Due before it was opened."""

    status = 422
    code = "due-before"
    zh = "截止日期不得早于 {since}"
    en = "It cannot be due before {since}"


class NotWithUnion(Refusal):
    """It lies with the county, or is decided."""

    code = "assessment-not-with-union"
    zh = "该自评已提交或办结，不能填报；需要修改的，请县总工会退回"
    en = "It was submitted or decided: for a change the county has to return it"


class NotSubmitted(Refusal):
    """Nothing to judge, to return, or to withdraw."""

    code = "assessment-not-submitted"
    zh = "该自评不在待评定状态"
    en = "This assessment is not waiting for a verdict"


class Unanswered(Refusal):
    """A verdict needs every item answered."""

    status = 422
    code = "items-unanswered"
    zh = "还有 {count} 项没有填报：{items}"
    en = "{count} items have no answer: {items}"


class TooManyPoints(Refusal):
    """More points than there are."""

    status = 422
    code = "more-points-than-there-are"
    zh = "得分不能超过总分 {points}"
    en = "No more than {points} points can be given"


class LevelNotReached(Refusal):
    """The score does not carry the level."""

    status = 422
    code = "level-not-reached"
    zh = "得分 {score}（总分 {points}）不到该等级要求的 {percent}%"
    en = "{score} of {points} points are less than the {percent}% that this level needs"


class NotJudged(Refusal):
    """No verdict that holds."""

    code = "assessment-not-judged"
    zh = "该自评没有现行的评定结果"
    en = "There is no verdict that holds"


class BeforeStep(Refusal):
    """A day before the step that came first."""

    status = 422
    code = "before-last-step"
    zh = "日期早于上一步的日期 {since}"
    en = "The day lies before the step before it, {since}"


@dataclass(frozen=True)
class Assessment:
    """One assessment: state is open, submitted, returned, judged, superseded or void; `points` are the union's own."""

    id: UUID
    union: UUID
    checklist: UUID
    version: int
    opened_on: date
    due_on: date
    state: str
    submitted_on: date | None
    points: int
    because: ReturnedBecause | None
    remark: str | None
    level: Level | None
    score: int | None
    judged_on: date | None
    revision: int


def begin(
    assessment: UUID, union: Union, checklist: Checklist, on: date, due_on: date
) -> tuple[Assessment, AssessmentOpened]:
    """A base union is to assess itself by the version that holds, and keeps that version."""
    if not is_base(union):
        raise NotBase("union")
    open_on(union, on)
    if due_on < on:
        raise DueBefore("due_on", since=on)
    new = Assessment(
        assessment,
        union.id,
        checklist.id,
        checklist.version,
        on,
        due_on,
        "open",
        None,
        0,
        None,
        None,
        None,
        None,
        None,
        1,
    )
    return new, opened(new, union)


def opened(new: Assessment, union: Union) -> AssessmentOpened:
    """What is published of its beginning."""
    return AssessmentOpened(
        assessment=new.id, place=union.place, checklist=new.checklist, version=new.version, due_on=new.due_on
    )


def postpone(old: Assessment, union: Union, due_on: date) -> tuple[Assessment, AssessmentOpened]:
    """Due on another day, while it is open."""
    if old.state != "open":
        raise NotWithUnion
    if due_on < old.opened_on:
        raise DueBefore("due_on", since=old.opened_on)
    new = replace(old, due_on=due_on, revision=old.revision + 1)
    return new, opened(new, union)


def with_union(old: Assessment) -> None:
    """Refuse what is not the union's own office's to fill in."""
    if old.state not in {"open", "returned"}:
        raise NotWithUnion


def answer(
    old: Assessment, union: Union, checklist: Checklist, answers: Mapping[str, Answer]
) -> tuple[Assessment, AssessmentAnswered]:
    """All answers by now: what they come to. The county's office never comes here (统计法)."""
    with_union(old)
    points = points_of(checklist, answers)
    given = list(answers.values())
    new = replace(old, points=points, revision=old.revision + 1)
    return new, AssessmentAnswered(
        assessment=old.id,
        place=union.place,
        met=given.count("met"),
        partly=given.count("partly"),
        unmet=given.count("unmet"),
        points=points,
    )


def submit(  # noqa: PLR0913 - the assessment with all that it is judged by
    old: Assessment, union: Union, checklist: Checklist, answers: Mapping[str, Answer], on: date, days: int
) -> tuple[Assessment, AssessmentSubmitted]:
    """To the county, with every item answered."""
    with_union(old)
    complete(checklist, answers)
    since = old.submitted_on or old.opened_on
    if on < since:
        raise BeforeStep("occurred_on", since=since)
    new = replace(old, state="submitted", submitted_on=on, because=None, remark=None, revision=old.revision + 1)
    return new, AssessmentSubmitted(
        assessment=old.id, place=union.place, points=old.points, due_on=PUBLISHED.after(on, days).day
    )


def complete(checklist: Checklist, answers: Mapping[str, Answer]) -> None:
    """Every item has its answer. Unanswered."""
    if missing := unanswered(checklist, answers):
        raise Unanswered("answers", count=len(missing), items="、".join(missing[:10]))


def unsubmit(old: Assessment, before: date | None, because: ReturnedBecause | None) -> Assessment:
    """As if it had not been submitted: `before` the submission before it, which was returned because of that."""
    _submitted(old)
    state = "open" if before is None else "returned"
    return replace(old, state=state, submitted_on=before, because=because, revision=old.revision + 1)


def give_back(  # noqa: PLR0913 - a return's parts
    old: Assessment, union: Union, because: ReturnedBecause, remark: str | None, on: date, days: int
) -> tuple[Assessment, AssessmentReturned]:
    """退回: with the reason; the union's own office puts it right."""
    _not_before(on, _submitted(old))
    new = replace(old, state="returned", because=because, remark=remark, revision=old.revision + 1)
    return new, AssessmentReturned(
        assessment=old.id, place=union.place, because=because, due_on=PUBLISHED.after(on, days).day
    )


def unreturn(old: Assessment) -> Assessment:
    """As if it had not been returned: it waits for the verdict again."""
    if old.state != "returned":
        raise NotSubmitted
    return replace(old, state="submitted", because=None, remark=None, revision=old.revision + 1)


def judge(  # noqa: PLR0913 - a verdict's parts
    old: Assessment, union: Union, points: int, level: Level, score: int, on: date, least: Mapping[Level, int]
) -> tuple[Assessment, AssessmentJudged]:
    """The verdict: the county's own score beside the union's. `points` there are; `least` percent by level (L)."""
    _not_before(on, _submitted(old))
    _carried(points, level, score, least)
    new = replace(old, state="judged", level=level, score=score, judged_on=on, revision=old.revision + 1)
    return new, _judged(new, union, level, score)


def rejudge(  # noqa: PLR0913 - as judge
    old: Assessment, union: Union, points: int, level: Level, score: int, least: Mapping[Level, int]
) -> tuple[Assessment, AssessmentJudged]:
    """The verdict that holds was written down wrong."""
    verdict(old)
    _carried(points, level, score, least)
    new = replace(old, level=level, score=score, revision=old.revision + 1)
    return new, _judged(new, union, level, score)


def verdict(old: Assessment) -> tuple[Level, int]:
    """The level and the score that hold. NotJudged."""
    if old.state != "judged" or old.level is None or old.score is None:
        raise NotJudged
    return old.level, old.score


def unjudge(old: Assessment) -> Assessment:
    """As if it had not been judged."""
    verdict(old)
    return replace(old, state="submitted", level=None, score=None, judged_on=None, revision=old.revision + 1)


def supersede(old: Assessment, union: Union, by: UUID) -> tuple[Assessment, AssessmentSuperseded]:
    """A later verdict holds."""
    level, _ = verdict(old)
    new = replace(old, state="superseded", revision=old.revision + 1)
    return new, AssessmentSuperseded(
        assessment=old.id, place=union.place, level=level, standard=int(level == "standard"), by=by
    )


def restored(old: Assessment) -> Assessment:
    """As if no later verdict had been given."""
    return replace(old, state="judged", revision=old.revision + 1)


def _submitted(old: Assessment) -> date:
    if old.state != "submitted" or old.submitted_on is None:
        raise NotSubmitted
    return old.submitted_on


def _not_before(on: date, since: date) -> None:
    if on < since:
        raise BeforeStep("occurred_on", since=since)


def _carried(points: int, level: Level, score: int, least: Mapping[Level, int]) -> None:
    if score > points:
        raise TooManyPoints("score", points=points)
    percent = least.get(level, 0)
    if 100 * score < percent * points:
        raise LevelNotReached("level", score=score, points=points, percent=percent)


def _judged(new: Assessment, union: Union, level: Level, score: int) -> AssessmentJudged:
    return AssessmentJudged(
        assessment=new.id, place=union.place, level=level, score=score, standard=int(level == "standard")
    )
