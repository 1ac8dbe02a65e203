"""What the standardisation capability publishes: unions assessed against a versioned checklist."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Ratio, Sum, Waiting
from contracts.membership.organisations import UNIONS
from contracts.offices import Office, Words

Level = Literal["standard", "nearly-standard", "not-standard"]
LEVEL_WORDS = code_words(
    "level",
    Level,
    {
        "standard": ("规范", "Standard"),
        "nearly-standard": ("基本规范", "Nearly standard"),
        "not-standard": ("不规范", "Not standard"),
    },
)
ReturnedBecause = Literal["incomplete", "contradicts-facts", "wrong-period", "needs-other"]
RETURNED_WORDS = code_words(
    "because",
    ReturnedBecause,
    {
        "incomplete": ("填报不完整", "Incomplete"),
        "contradicts-facts": ("与实际情况不符", "Contradicts the facts"),
        "wrong-period": ("时段不符", "About another period"),
        "needs-other": ("其他", "Other"),
    },
)

ASSESSED = Sum("unions-assessed", "已评定规范化工会数", "Unions assessed", by=("level",))
STANDARD = Sum("unions-standard", "规范化工会数", "Standard unions")
ASSESSED_RATE = Ratio(
    "assessed-rate",
    "规范化评定率",
    "Unions assessed, share",
    definition=Words("已由县总工会评定的工会 ÷ 工会组织数", "Unions that the county has judged ÷ unions"),
    numerator=ASSESSED,
    denominator=UNIONS,
)
STANDARD_RATE = Ratio(
    "standard-rate",
    "规范化率",
    "Standard unions, share",
    definition=Words("最近一次评定为“规范”的工会 ÷ 工会组织数", "Unions last judged “standard” ÷ unions"),
    numerator=STANDARD,
    denominator=UNIONS,
)
ASSESS = Waiting(
    "self-assess",
    "待自评规范化建设",
    "Self-assessment due",
    Office.TOWNSHIP_CLERK,
    "membership:/assessments/{assessment}/answer",
)
JUDGE = Waiting(
    "judge-assessment",
    "待评定规范化建设",
    "Assessment to judge",
    Office.COUNTY_ORGANISER,
    "membership:/assessments/{assessment}/judge",
)
REDO = Waiting(
    "correct-assessment",
    "退回待改自评",
    "Returned assessment to put right",
    Office.TOWNSHIP_CLERK,
    "membership:/assessments/{assessment}/answer",
)


class ChecklistSet(Event):
    """A county sets a version of the checklist; what its items say lies with the service."""

    TYPE = "checklist.set.v1"
    WORDS = ("设定规范化检查表", "Checklist set")

    checklist: UUID
    place: Place
    version: int
    effective_on: Day
    items: int
    points: int


class AssessmentOpened(Event):
    """A union is to assess itself until a day, by one version of the checklist."""

    TYPE = "assessment.opened.v1"
    WORDS = ("发起规范化自评", "Self-assessment opened")
    OPENS = (ASSESS.due("due_on", at="place"),)

    assessment: UUID
    place: Place
    checklist: UUID
    version: int
    due_on: Day


class AssessmentAnswered(Event):
    """The union's own office answers items: how many by now are met, partly met, not met; its own score, in points."""

    TYPE = "assessment.answered.v1"
    WORDS = ("填报自评", "Self-assessment answered")

    assessment: UUID
    place: Place
    met: int
    partly: int
    unmet: int
    points: int


class AssessmentSubmitted(Event):
    """Every item is answered; the county judges."""

    TYPE = "assessment.submitted.v1"
    WORDS = ("提交自评", "Self-assessment submitted")
    OPENS = (JUDGE.due("due_on", at="place"),)
    ENDS = (ASSESS, REDO)

    assessment: UUID
    place: Place
    points: int
    due_on: Day


class AssessmentReturned(Event):
    """退回: the county edits nothing; the union's own office puts it right (统计法)."""

    TYPE = "assessment.returned.v1"
    WORDS = ("退回自评", "Assessment returned")
    OPENS = (REDO.due("due_on", at="place"),)
    ENDS = (JUDGE,)

    assessment: UUID
    place: Place
    because: ReturnedBecause
    due_on: Day


class AssessmentJudged(Event):
    """The county's verdict: a level, and its own score. `standard` is 1 for that level, or 0."""

    TYPE = "assessment.judged.v1"
    WORDS = ("评定规范化等级", "Assessment judged")
    COUNTS = (ASSESSED.plus(at="place"), STANDARD.plus(at="place", amount="standard"))
    ENDS = (JUDGE,)

    assessment: UUID
    place: Place
    level: Level
    score: int
    standard: int


class AssessmentSuperseded(Event):
    """A later verdict holds in place of this one."""

    TYPE = "assessment.superseded.v1"
    WORDS = ("由新评定取代", "Verdict superseded")
    COUNTS = (ASSESSED.minus(at="place"), STANDARD.minus(at="place", amount="standard"))

    assessment: UUID
    place: Place
    level: Level
    standard: int
    by: UUID
