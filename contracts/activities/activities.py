"""What the activities capability publishes: planned, opened, registered, held."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Distinct, Event, Place, Sum, Waiting
from contracts.offices import Office

ActivityKind = Literal[
    "study", "law", "training", "contest", "culture", "sport", "civilisation", "warmth-visit", "birthday"
]

ACTIVITY_KIND_WORDS = code_words(
    "kind",
    ActivityKind,
    {
        "study": ("理论学习", "Study"),
        "law": ("普法宣传", "Law publicity"),
        "training": ("教育培训", "Training"),
        "contest": ("技能竞赛", "Skills contest"),
        "culture": ("文化活动", "Culture"),
        "sport": ("体育活动", "Sport"),
        "civilisation": ("文明创建", "Civilisation"),
        "warmth-visit": ("走访慰问", "Warmth visit"),
        "birthday": ("生日祝福", "Birthday wishes"),
    },
)

PLANNED = Sum("activities-planned", "计划活动数", "Activities planned", by=("kind",), flow=True)
HELD = Sum("activities-held", "已举办活动数", "Activities held", by=("kind",), flow=True)
PARTICIPANTS = Sum("participants", "参加人次", "Participants (person-times)", by=("kind",), flow=True)
PEOPLE = Distinct("people-reached", "参加会员数", "Members reached")
COST = Sum("activity-cost", "活动支出", "Cost of activities", unit="fen", by=("kind",), flow=True)
HOLD = Waiting(
    "hold-activity",
    "待举办活动",
    "Activity to hold",
    Office.TOWNSHIP_CLERK,
    "activities:/activities/{activity}/hold",
)


class ActivityPlanned(Event):
    """An activity is on the plan."""

    TYPE = "activity.planned.v1"
    WORDS = ("计划活动", "Activity planned")
    COUNTS = (PLANNED.plus(at="place"),)

    activity: UUID
    place: Place
    kind: ActivityKind
    planned_on: Day


class ActivityOpened(Event):
    """Registration is open."""

    TYPE = "activity.opened.v1"
    WORDS = ("开放报名", "Registration opened")
    OPENS = (HOLD.due("planned_on", at="place"),)

    activity: UUID
    place: Place
    kind: ActivityKind
    planned_on: Day
    places: int


class ActivityRegistered(Event):
    """A member registers; waiting when the places are full."""

    TYPE = "activity.registered.v1"
    WORDS = ("活动报名", "Member registered")

    activity: UUID
    place: Place
    member: UUID
    waiting: bool


class RegistrationWithdrawn(Event):
    """A member will not come; a place taken becomes free for the first on the waiting list."""

    TYPE = "activity.registration-withdrawn.v1"
    WORDS = ("取消报名", "Registration withdrawn")

    activity: UUID
    place: Place
    member: UUID
    waiting: bool


class WaitingMovedUp(Event):
    """The first on the waiting list takes a place that became free."""

    TYPE = "activity.moved-up.v1"
    WORDS = ("候补递补", "Moved up from the waiting list")

    activity: UUID
    place: Place
    member: UUID


class ActivityHeld(Event):
    """It took place; who attended is counted."""

    TYPE = "activity.held.v1"
    WORDS = ("举办活动", "Activity held")
    COUNTS = (
        HELD.plus(at="place"),
        PARTICIPANTS.plus(at="place", amount="attendance"),
        COST.plus(at="place", amount="cost_fen"),
        PEOPLE.of_each("attended", at="place"),
    )
    ENDS = (HOLD,)

    activity: UUID
    place: Place
    kind: ActivityKind
    attendance: int
    attended: list[UUID]
    cost_fen: int
    hours: int | None = None  # of training, for each who attended


class ActivityCancelled(Event):
    """It will not take place."""

    TYPE = "activity.cancelled.v1"
    WORDS = ("取消活动", "Activity cancelled")
    ENDS = (HOLD,)

    activity: UUID
    place: Place
    kind: ActivityKind
