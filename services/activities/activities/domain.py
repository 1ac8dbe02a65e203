"""Activities' rules, pure: plan → open → held or cancelled, and what a birthday gift may cost (29a)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from contracts.activities.activities import (
    ActivityCancelled,
    ActivityHeld,
    ActivityKind,
    ActivityOpened,
    ActivityPlanned,
)
from contracts.declare import Place

TAUGHT: frozenset[ActivityKind] = frozenset({"study", "law", "training"})
"""Kinds that give hours of training."""
BIRTHDAY_GIFT_FEN = 30_000  # L: rule 29a, a member and year


class NotPlanned(Refusal):
    """Only a planned activity can be opened, corrected or voided."""

    code = "activity-not-planned"
    zh = "该活动不在计划状态"
    en = "This activity is not in planning"


class NotOpen(Refusal):
    """Only an open activity takes registrations and can be held."""

    code = "activity-not-open"
    zh = "该活动没有开放报名"
    en = "This activity is not open"


class NotHeld(Refusal):
    """Nothing to put right."""

    code = "activity-not-held"
    zh = "该活动尚未举办"
    en = "This activity was not held"


class Over(Refusal):
    """Held, cancelled or voided already."""

    code = "activity-over"
    zh = "该活动已举办、取消或作废"
    en = "This activity was held, cancelled or voided"


class TooEarly(Refusal):
    """A day before the step it follows."""

    status = 422
    code = "before-earlier-step"
    zh = "日期早于上一步的日期 {since}"
    en = "The day lies before the step it follows, on {since}"


class NobodyCame(Refusal):
    """An activity that nobody came to was not held."""

    status = 422
    code = "nobody-came"
    zh = "到场人数为零，请办理取消活动"
    en = "Nobody came: cancel the activity"


class NothingTaught(Refusal):
    """Hours of training are given by study, law and training alone."""

    status = 422
    code = "no-hours-for-this-kind"
    zh = "该类活动不计培训学时"
    en = "This kind of activity gives no hours of training"


class GiftTooDear(Refusal):
    """Rule 29a. Value in yuan."""

    code = "birthday-gift-too-dear"
    status = 422
    zh = "生日慰问每人每年不超过 {cap} 元"
    en = "A birthday gift is at most {cap} yuan a member and year"


class GiftTwice(Refusal):
    """Rule 29a: each member once a year."""

    code = "birthday-gift-twice"
    zh = "有会员本年度已享受过生日慰问"
    en = "A member has had this year's birthday gift already"


@dataclass(frozen=True)
class Activity:
    """An activity; `taken` of its `places` are registered. Money in fen."""

    id: UUID
    county: str
    area: str
    union_id: UUID | None
    kind: ActivityKind
    title: str
    state: str
    planned_on: date
    entered_on: date
    opened_on: date | None
    places: int | None
    taken: int
    held_on: date | None
    attendance: int | None
    cost_fen: int | None
    revision: int
    hours: int | None = None

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union_id, area=self.area)


@dataclass(frozen=True)
class Holding:
    """What is told of an activity that took place: members by id, others by number, fen, hours of training."""

    attended: tuple[UUID, ...]
    guests: int
    cost_fen: int
    hours: int | None = None

    @property
    def attendance(self) -> int:
        """Everybody who came."""
        return len(self.attended) + self.guests


def plan(activity: Activity) -> ActivityPlanned:
    """On the plan."""
    return ActivityPlanned(
        activity=activity.id, place=activity.place, kind=activity.kind, planned_on=activity.planned_on
    )


def open_up(old: Activity, places: int, on: date) -> tuple[Activity, ActivityOpened]:
    """Registration begins."""
    planned(old)
    if on < old.entered_on:
        raise TooEarly("occurred_on", since=old.entered_on)
    new = replace(old, state="open", places=places, opened_on=on, revision=old.revision + 1)
    return new, ActivityOpened(
        activity=old.id, place=old.place, kind=old.kind, planned_on=old.planned_on, places=places
    )


def hold(old: Activity, holding: Holding, on: date) -> tuple[Activity, ActivityHeld]:
    """It took place."""
    opened_on = is_open(old)
    if on < opened_on:
        raise TooEarly("occurred_on", since=opened_on)
    return _held(old, holding, on)


def correct_holding(old: Activity, holding: Holding) -> tuple[Activity, ActivityHeld]:
    """What was told of it is put right, on the same day."""
    return _held(old, holding, was_held(old))


def unhold(old: Activity) -> Activity:
    """It never took place: it is open again."""
    was_held(old)
    return replace(
        old, state="open", held_on=None, attendance=None, cost_fen=None, hours=None, revision=old.revision + 1
    )


def cancel(old: Activity, on: date) -> tuple[Activity, ActivityCancelled]:
    """It will not take place."""
    if old.state not in {"planned", "open"}:
        raise Over
    since = old.opened_on or old.entered_on
    if on < since:
        raise TooEarly("occurred_on", since=since)
    new = replace(old, state="cancelled", revision=old.revision + 1)
    return new, ActivityCancelled(activity=old.id, place=old.place, kind=old.kind)


def planned(activity: Activity) -> None:
    """Refuse whatever is not in planning."""
    if activity.state != "planned":
        raise NotPlanned


def is_open(activity: Activity) -> date:
    """The day it was opened; NotOpen when it takes no registrations."""
    if activity.state != "open" or activity.opened_on is None:
        raise NotOpen
    return activity.opened_on


def was_held(activity: Activity) -> date:
    """The day it was held; NotHeld when it was not."""
    if activity.held_on is None:
        raise NotHeld
    return activity.held_on


def _held(old: Activity, holding: Holding, on: date) -> tuple[Activity, ActivityHeld]:
    if not holding.attendance:
        raise NobodyCame("attended")
    if holding.hours is not None and old.kind not in TAUGHT:
        raise NothingTaught("hours")
    if old.kind == "birthday" and holding.cost_fen > BIRTHDAY_GIFT_FEN * len(holding.attended):
        raise GiftTooDear("cost_fen", cap=BIRTHDAY_GIFT_FEN // 100)
    new = replace(
        old,
        state="held",
        held_on=on,
        attendance=holding.attendance,
        cost_fen=holding.cost_fen,
        hours=holding.hours,
        revision=old.revision + 1,
    )
    return new, ActivityHeld(
        activity=old.id,
        place=old.place,
        kind=old.kind,
        attendance=holding.attendance,
        attended=list(holding.attended),
        cost_fen=holding.cost_fen,
        hours=holding.hours,
    )
