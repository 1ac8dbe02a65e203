"""Applications' rules, pure: asked for a worker, decided by another person, with a reason when refused."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import KeptByLaw, Refusal
from chassis.working_days import PUBLISHED, Calendar
from contracts.declare import Place
from contracts.membership.applications import (
    ApplicationApproved,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationWithdrawn,
    Channel,
    RefusedFor,
)
from contracts.membership.members import Employment
from services.membership.members.domain import Member, old_enough
from services.membership.organisations.domain import Union, open_on

REVIEW_DAYS = Parameter(
    "review-application-days",
    15,
    "入会申请审核时限",
    "Days to review an application",
    source="各地工会自行规定",
    unit="days",
)


class NotOpen(Refusal):
    """It was decided, withdrawn or voided."""

    code = "application-not-open"
    zh = "该入会申请已办结、撤回或作废"
    en = "This application was decided, withdrawn or voided"


class NotRefused(Refusal):
    """Nothing to take back; an approval is voided at the member."""

    code = "application-not-refused"
    zh = "只有“不予批准”和“撤回”可以撤销；已批准的请作废该会员的入会"
    en = "Only a refusal and a withdrawal are taken back; an approval is voided at the member"


class BeforeApplied(Refusal):
    """Decided before it was asked."""

    status = 422
    code = "before-application"
    zh = "日期早于申请日期 {since}"
    en = "The day lies before the application on {since}"


@dataclass(frozen=True)
class Application:
    """Somebody asks to join. `state`: open, approved, refused, withdrawn, void. `due_on`: decide by then."""

    id: UUID
    county: str
    area: str
    union: UUID
    employer: UUID | None
    employment: Employment
    channel: Channel
    state: str
    applied_on: date
    due_on: date
    member: UUID | None
    refused_for: RefusedFor | None
    revision: int

    @property
    def place(self) -> Place:
        """Where it is decided."""
        return Place(org=self.union, area=self.area)


def receive(new: Application, union: Union, born: date) -> ApplicationReceived:
    """To an active union, by somebody old enough to be employed on that day."""
    open_on(union, new.applied_on)
    old_enough(born, new.applied_on)
    return received(new)


def received(application: Application) -> ApplicationReceived:
    """What is said of an application."""
    return ApplicationReceived(
        application=application.id,
        place=application.place,
        employment=application.employment,
        employer=application.employer,
        channel=application.channel,
        due_on=application.due_on,
    )


def due_on(today: date, days: int, calendar: Calendar = PUBLISHED) -> date:
    """Counted from the day of the entry, so that what is entered late is not overdue at once; rolls past holidays."""
    return calendar.after(today, days).day


def approve(old: Application, member: UUID, on: date) -> tuple[Application, ApplicationApproved]:
    """A member now."""
    decidable(old, on)
    new = replace(old, state="approved", member=member, revision=old.revision + 1)
    return new, ApplicationApproved(application=old.id, place=old.place, member=member)


def refuse(old: Application, why: RefusedFor, on: date) -> tuple[Application, ApplicationRefused]:
    """With the reason."""
    decidable(old, on)
    new = replace(old, state="refused", refused_for=why, revision=old.revision + 1)
    return new, ApplicationRefused(application=old.id, place=old.place, refused_for=why)


def withdraw(old: Application, on: date) -> tuple[Application, ApplicationWithdrawn]:
    """The applicant changed their mind."""
    decidable(old, on)
    new = replace(old, state="withdrawn", revision=old.revision + 1)
    return new, ApplicationWithdrawn(application=old.id, place=old.place)


def reopen(old: Application) -> tuple[Application, type[ApplicationRefused] | type[ApplicationWithdrawn]]:
    """The refusal or withdrawal never was: which event that takes back."""
    if old.state not in ("refused", "withdrawn"):
        raise NotRefused
    new = replace(old, state="open", refused_for=None, revision=old.revision + 1)
    return new, ApplicationRefused if old.state == "refused" else ApplicationWithdrawn


def waiting(old: Application) -> None:
    """Only what waits is changed."""
    if old.state != "open":
        raise NotOpen


def decidable(old: Application, on: date) -> None:
    """Waits, and was asked by that day. NotOpen, BeforeApplied."""
    waiting(old)
    if on < old.applied_on:
        raise BeforeApplied("occurred_on", since=old.applied_on)


def came_back(found: Member | None) -> bool:
    """Whether the number is a former member's, who begins another membership (rule 6)."""
    return found is not None and found.ended_on is not None


def may_erase(old: Application) -> None:
    """Who waits is known by name, and who was approved is a member."""
    if old.state in ("open", "approved"):
        raise KeptByLaw(why_zh="办结前须保存申请信息", why_en="The record is kept until it is decided")
