"""New hires' rules, pure: entered while they are no members, and then admitted, declined or gone."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import KeptByLaw, Refusal
from chassis.working_days import PUBLISHED, Calendar
from contracts.declare import Event, Place
from contracts.membership.hires import DeclinedFor, HireAdmitted, HireDeclined, HireEntered, HireGone
from contracts.membership.members import Employment
from services.membership.members.domain import Member, old_enough
from services.membership.organisations.domain import Union, open_on

ADMIT_DAYS = Parameter(
    "admit-hire-days",
    30,
    "吸收新招收职工入会时限",
    "Days to admit a new hire",
    source="各地工会自行规定",
    unit="days",
)


class HireTwice(Refusal):
    """The same person was entered for this union and waits."""

    code = "hire-entered-already"
    zh = "该身份证号已登记为本工会待入会的新招收职工"
    en = "This ID number is entered as a new hire of this union already"


class NotOpen(Refusal):
    """It was answered, or voided."""

    code = "hire-not-open"
    zh = "该新招收职工已办结或已作废"
    en = "This new hire was answered or voided already"


class NothingAnswered(Refusal):
    """Nothing to take back; an admission is voided at the member."""

    code = "hire-not-answered"
    zh = "只有“未入会”和“已离职”可以撤销；已入会的请作废该会员的入会"
    en = "Only “does not join” and “has left” are taken back; an admission is voided at the member"


class BeforeHired(Refusal):
    """An answer before the person was hired."""

    status = 422
    code = "before-hired"
    zh = "日期早于入职日期 {since}"
    en = "The day lies before the person was hired on {since}"


@dataclass(frozen=True)
class Hire:
    """A newly hired employee. `state`: open, admitted, declined, gone, void. `due_on`: admit or answer by then."""

    id: UUID
    county: str
    area: str
    union: UUID
    employer: UUID
    employment: Employment
    state: str
    hired_on: date
    due_on: date
    member: UUID | None
    declined_for: DeclinedFor | None
    revision: int

    @property
    def place(self) -> Place:
        """Where the hire counts."""
        return Place(org=self.union, area=self.area)


def enter(new: Hire, union: Union, born: date, today: date) -> HireEntered:
    """Of an active union, and old enough to be employed on that day."""
    open_on(union, today)
    old_enough(born, new.hired_on)
    return entered(new)


def entered(hire: Hire) -> HireEntered:
    """What is said of a new hire."""
    return HireEntered(
        hire=hire.id, place=hire.place, employer=hire.employer, employment=hire.employment, due_on=hire.due_on
    )


def due_on(hired_on: date, today: date, days: int, calendar: Calendar = PUBLISHED) -> date:
    """Counted from the day of the entry, so that who is entered late is not overdue at once; rolls past holidays."""
    return calendar.after(max(hired_on, today), days).day


def admit(old: Hire, member: UUID, on: date) -> tuple[Hire, HireAdmitted]:
    """A member now, by this step or found to be one of the same union since."""
    answerable(old, on)
    new = replace(old, state="admitted", member=member, revision=old.revision + 1)
    return new, HireAdmitted(hire=old.id, place=old.place, member=member, employment=old.employment)


def decline(old: Hire, why: DeclinedFor, on: date) -> tuple[Hire, HireDeclined]:
    """Does not join; nobody is made to."""
    answerable(old, on)
    new = replace(old, state="declined", declined_for=why, revision=old.revision + 1)
    return new, HireDeclined(hire=old.id, place=old.place, declined_for=why)


def leave(old: Hire, on: date) -> tuple[Hire, HireGone]:
    """Left the employer before joining."""
    answerable(old, on)
    return replace(old, state="gone", revision=old.revision + 1), HireGone(hire=old.id, place=old.place)


def reopen(old: Hire) -> tuple[Hire, type[Event]]:
    """The answer never was: which event that takes back."""
    if old.state not in ("declined", "gone"):
        raise NothingAnswered
    new = replace(old, state="open", declined_for=None, revision=old.revision + 1)
    return new, HireDeclined if old.state == "declined" else HireGone


def waiting(old: Hire) -> None:
    """Only who waits is changed."""
    if old.state != "open":
        raise NotOpen


def answerable(old: Hire, on: date) -> None:
    """Waits, and was hired by that day. NotOpen, BeforeHired."""
    waiting(old)
    if on < old.hired_on:
        raise BeforeHired("occurred_on", since=old.hired_on)


def here_already(found: Member, hire: Hire) -> bool:
    """Whether the number's member is one of the union that would admit them, in whatever way they came."""
    return found.union == hire.union and found.ended_on is None


def may_erase(old: Hire) -> None:
    """Who waits is known by name, and who was admitted is a member."""
    if old.state in ("open", "admitted"):
        raise KeptByLaw(why_zh="办结前须保存登记信息", why_en="The record is kept until it is answered")
