"""Registrations' rules, pure: places in the order of coming, a waiting list that moves up."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from contracts.activities.activities import ActivityRegistered, RegistrationWithdrawn, WaitingMovedUp
from services.activities.activities.domain import Activity, TooEarly, is_open


class RegisteredAlready(Refusal):
    """One registration per member and activity."""

    code = "registered-already"
    zh = "该会员已经报名"
    en = "This member has registered already"


class WithdrawnAlready(Refusal):
    """Nothing to withdraw."""

    code = "withdrawn-already"
    zh = "该报名已经取消"
    en = "This registration was withdrawn already"


@dataclass(frozen=True)
class Registration:
    """A member's registration: registered, waiting or withdrawn."""

    id: UUID
    activity: UUID
    member: UUID
    state: str
    registered_on: date
    revision: int


def register(activity: Activity, registration: UUID, member: UUID, on: date) -> tuple[Registration, ActivityRegistered]:
    """While there are places one takes a place, after that one waits."""
    opened_on = is_open(activity)
    if on < opened_on:
        raise TooEarly("occurred_on", since=opened_on)
    waiting = activity.taken >= (activity.places or 0)
    new = Registration(registration, activity.id, member, "waiting" if waiting else "registered", on, 1)
    return new, ActivityRegistered(activity=activity.id, place=activity.place, member=member, waiting=waiting)


def withdraw(activity: Activity, old: Registration, on: date) -> tuple[Registration, RegistrationWithdrawn]:
    """Will not come."""
    is_open(activity)
    if old.state == "withdrawn":
        raise WithdrawnAlready
    if on < old.registered_on:
        raise TooEarly("occurred_on", since=old.registered_on)
    new = replace(old, state="withdrawn", revision=old.revision + 1)
    event = RegistrationWithdrawn(
        activity=activity.id, place=activity.place, member=old.member, waiting=old.state == "waiting"
    )
    return new, event


def move_up(activity: Activity, first: Registration) -> tuple[Registration, WaitingMovedUp]:
    """The first who waits takes the place that became free."""
    new = replace(first, state="registered", revision=first.revision + 1)
    return new, WaitingMovedUp(activity=activity.id, place=activity.place, member=first.member)
