"""What the reviews capability publishes: cadres' yearly reviews, called for, given, by grade. No points, no ranking."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Sum, Waiting
from contracts.offices import Office

Grade = Literal["excellent", "competent", "basically-competent", "incompetent"]
GRADE_WORDS = code_words(
    "grade",
    Grade,
    {
        "excellent": ("优秀", "Excellent"),
        "competent": ("称职", "Competent"),
        "basically-competent": ("基本称职", "Basically competent"),
        "incompetent": ("不称职", "Not competent"),
    },
)

REVIEWS = Sum("cadre-reviews", "工会干部年度考核人数", "Cadres reviewed", by=("grade",), flow=True)
REVIEW_BY_COUNTY = Waiting(
    "review-cadre",
    "待考核工会干部（县）",
    "Cadre to review (county)",
    Office.COUNTY_ORGANISER,
    "membership:/cadre-reviews/{review}/grade",
)
REVIEW_BY_TOWNSHIP = Waiting(
    "review-township-cadre",
    "待考核工会干部（乡镇）",
    "Cadre to review (township)",
    Office.TOWNSHIP_CHAIR,
    "membership:/cadre-reviews/{review}/grade",
)


class CadreReviewCalled(Event):
    """年度考核: a cadre's year is to be reviewed by the county, until a day."""

    TYPE = "cadre-review.called.v1"
    WORDS = ("发起年度考核", "Yearly review called for")
    OPENS = (REVIEW_BY_COUNTY.due("due_on", at="place"),)

    review: UUID
    appointment: UUID
    place: Place
    year: int
    due_on: Day


class TownshipCadreReviewCalled(CadreReviewCalled):
    """The same of who serves under a township's chair."""

    TYPE = "cadre-review.township-called.v1"
    WORDS = ("发起乡镇干部年度考核", "Yearly review called for in a township")
    OPENS = (REVIEW_BY_TOWNSHIP.due("due_on", at="place"),)


class CadreReviewed(Event):
    """A superior grades a cadre's year."""

    TYPE = "cadre-review.graded.v1"
    WORDS = ("年度考核定等次", "Cadre reviewed")
    COUNTS = (REVIEWS.plus(at="place"),)
    ENDS = (REVIEW_BY_COUNTY, REVIEW_BY_TOWNSHIP)

    review: UUID
    appointment: UUID
    place: Place
    year: int
    grade: Grade
