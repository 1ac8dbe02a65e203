"""Rules of cadres' yearly reviews, pure: who reviews whom, once a year, and how many may be excellent."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.reviews import CadreReviewCalled, CadreReviewed, Grade, TownshipCadreReviewCalled
from contracts.offices import Office

DUE_DAY = Parameter(
    "cadre-review-due-day", 31, "干部年度考核截止日（次年一月几日）",
    "Day of the following January by which cadres are reviewed",
    "公务员考核规定: at the end of the year or the beginning of the next", most=31,
)  # fmt: skip
EXCELLENT_PERCENT = Parameter(
    "cadre-excellent-percent", 20, "年度考核优秀等次比例上限", "Most of the reviewed who may be excellent",
    "公务员考核规定 10: 20 % as a rule", "percent", most=100,
)  # fmt: skip
UNDER_CHAIR = frozenset({Office.TOWNSHIP_CLERK, Office.MEDIATOR, Office.ENTERPRISE_CHAIR})
"""Whom a township's chair reviews; the county reviews all others, the chairs too."""


class NobodyToReview(Refusal):
    """Every cadre's review of that year was called for."""

    code = "nobody-to-review"
    zh = "没有需要发起该年度考核的干部"
    en = "No cadre is left whose review of that year is to be called for"


class YearNotOver(Refusal):
    """A year is reviewed from its last month on."""

    status = 422
    code = "year-not-over"
    zh = "年度考核自当年十二月起办理"
    en = "A year is reviewed from its December on"


class ReviewedOnce(Refusal):
    """One review per cadre and year."""

    code = "review-exists"
    zh = "该干部该年度的考核已经发起"
    en = "This cadre's review of that year was called for"


class OwnReview(Refusal):
    """Nobody grades themselves, nor whoever lent them the office."""

    status = 403
    code = "own-review"
    zh = "不能考核本人"
    en = "Nobody reviews themselves"


class NotTheSuperior(Refusal):
    """The chair of a township reviews who serves under them, the county all others."""

    status = 403
    code = "not-the-superior"
    zh = "该干部应由县总工会考核"
    en = "This cadre is reviewed by the county"


class NotDue(Refusal):
    """Graded already, or voided."""

    code = "review-not-due"
    zh = "该考核已定等次或已作废"
    en = "This review was graded or voided already"


class NotGraded(Refusal):
    """No grade to put right."""

    code = "review-not-graded"
    zh = "该考核尚未定等次"
    en = "This review was not graded"


class BeforeCalled(Refusal):
    """Graded before it was called for."""

    status = 422
    code = "before-called"
    zh = "日期早于发起考核的日期 {since}"
    en = "The day lies before the review was called for, on {since}"


@dataclass(frozen=True)
class Cadre:
    """An appointment that holds in the year: who, in which office, where."""

    appointment: UUID
    account: str
    office: str
    area: str
    org: UUID | None

    @property
    def place(self) -> Place:
        """Where they serve."""
        return Place(org=self.org, area=self.area)


@dataclass(frozen=True)
class Review:
    """A cadre's review of a year; `state`: due, graded, void."""

    id: UUID
    cadre: Cadre
    year: int
    called_on: date
    due_on: date
    state: str
    grade: Grade | None
    reviewed_on: date | None
    document: str | None
    revision: int


def due_on(year: int, day: int) -> date:
    """By when the year is reviewed."""
    return date(year + 1, 1, day)


def may_call(year: int, on: date) -> None:
    """Not before its last month. YearNotOver."""
    if on < date(year, 12, 1):
        raise YearNotOver("year")


def called(review: Review) -> CadreReviewCalled:
    """It waits for the superior: the township's chair, or the county."""
    kind = TownshipCadreReviewCalled if Office(review.cadre.office) in UNDER_CHAIR else CadreReviewCalled
    return kind(
        review=review.id,
        appointment=review.cadre.appointment,
        place=review.cadre.place,
        year=review.year,
        due_on=review.due_on,
    )


def superior(cadre: Cadre, office: Office, by: list[str]) -> None:
    """Who grades is another account, and stands above. OwnReview, NotTheSuperior."""
    if cadre.account in by:
        raise OwnReview
    if office is Office.TOWNSHIP_CHAIR and Office(cadre.office) not in UNDER_CHAIR:
        raise NotTheSuperior


def grade(old: Review, given: Grade, document: str | None, on: date) -> tuple[Review, CadreReviewed]:
    """A due review is graded. NotDue, BeforeCalled."""
    if old.state != "due":
        raise NotDue
    return _graded(old, given, document, on)


def regrade(old: Review, given: Grade | None, document: str | None) -> tuple[Review, CadreReviewed]:
    """The grade is put right, on its day. NotGraded."""
    if old.grade is None or old.reviewed_on is None:
        raise NotGraded
    return _graded(old, given or old.grade, document or old.document, old.reviewed_on)


def ungrade(old: Review) -> Review:
    """The grade never was: it is due again. NotGraded."""
    if old.state != "graded":
        raise NotGraded
    return replace(old, state="due", grade=None, reviewed_on=None, document=None, revision=old.revision + 1)


def withdraw(old: Review) -> Review:
    """It should not have been called for. NotDue."""
    if old.state != "due":
        raise NotDue
    return replace(old, state="void", revision=old.revision + 1)


def too_many_excellent(excellent: int, reviewed: int, percent: int) -> bool:
    """Whether more than the share of all reviewed are excellent; the share itself is allowed."""
    return excellent * 100 > reviewed * percent


def _graded(old: Review, given: Grade, document: str | None, on: date) -> tuple[Review, CadreReviewed]:
    if on < old.called_on:
        raise BeforeCalled("occurred_on", since=old.called_on)
    new = replace(old, state="graded", grade=given, document=document, reviewed_on=on, revision=old.revision + 1)
    event = CadreReviewed(
        review=old.id, appointment=old.cadre.appointment, place=old.cadre.place, year=old.year, grade=given
    )
    return new, event
