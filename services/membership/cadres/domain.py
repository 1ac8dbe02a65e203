"""Appointments' rules, pure: which office is held over what, from when until when, and who may lend one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.cadres import Appointed, AppointmentEnded, EndReason
from contracts.offices import COUNTY_OFFICES, TOWNSHIP_OFFICES, UNION_OFFICES, Office

LONGEST_DELEGATION = timedelta(days=92)
FARTHEST_START = timedelta(days=366)
COUNTY_DIGITS, TOWNSHIP_DIGITS = 6, 9


class OwnAppointment(Refusal):
    """Nobody gives authority to themselves, nor takes their own away: somebody must always be left to do it."""

    status = 403
    code = "own-appointment"
    zh = "不能办理本人的任职，请由另一位组织员办理"
    en = "Nobody appoints or dismisses themselves: another organiser has to do it"


class OwnDeputy(OwnAppointment):
    """Nobody stands in for themselves."""

    zh = "不能把职务委托给本人"
    en = "Nobody lends an office to themselves"


class AlreadyAppointed(Refusal):
    """One current appointment per account, office and scope."""

    code = "already-appointed"
    zh = "该账号已有同一职务的现行任职"
    en = "This account holds the same office already"


class WrongLevel(Refusal):
    """A county office over a county, a township office over a township."""

    status = 422
    code = "wrong-level"
    zh = "该职务须选择{level_zh}"
    en = "This office needs a {level_en}"


class UnionNeeded(Refusal):
    """The scope of these offices is one union."""

    status = 422
    code = "union-needed"
    zh = "该职务须选择所在工会"
    en = "This office needs the union it is held in"


class UnionElsewhere(Refusal):
    """The union lies in another area than the one given, or is not approved."""

    status = 422
    code = "union-elsewhere"
    zh = "所选工会不在该区划，或尚未批准成立"
    en = "The union is not in this area, or not approved yet"


class WrongPeriod(Refusal):
    """It begins today or within a year."""

    status = 422
    code = "wrong-period"
    zh = "起始日应在今天（{today}）起的一年之内"
    en = "The first day lies between today ({today}) and a year from now"


class EndsBefore(WrongPeriod):
    """It ends on or after its first day."""

    zh = "截止日不得早于起始日 {since}"
    en = "The last day is no earlier than the first day, {since}"


class TooLong(Refusal):
    """A delegation is for a period."""

    status = 422
    code = "delegation-too-long"
    zh = "委托最长 {days} 天"
    en = "A delegation lasts {days} days at most"


class NotLendable(Refusal):
    """Only one's own office can be lent, and only one that holds."""

    code = "not-lendable"
    zh = "只能委托本人的现行任职，受托的职务不能再委托"
    en = "Only your own current office can be lent, and a lent one not again"


class AppointmentOver(Refusal):
    """It ended before."""

    code = "appointment-over"
    zh = "该任职已经结束"
    en = "This appointment has ended already"


@dataclass(frozen=True)
class Appointment:
    """One appointment. `until` is its last day; `ended` before that by decision."""

    id: UUID
    county: str
    area: str
    org: UUID | None
    account: str
    office: str
    since: date
    until: date | None
    delegated_by: UUID | None
    on_behalf_of: str | None
    ended: bool
    revision: int

    @property
    def place(self) -> Place:
        """Where it is held."""
        return Place(org=self.org, area=self.area)


def level(office: Office, area: str, union: UUID | None) -> None:
    """The office fits its area. WrongLevel, UnionNeeded."""
    digits, zh, en = (
        (COUNTY_DIGITS, "县", "county") if office in COUNTY_OFFICES else (TOWNSHIP_DIGITS, "乡镇", "township")
    )
    if office in COUNTY_OFFICES | TOWNSHIP_OFFICES | UNION_OFFICES and len(area) != digits:
        raise WrongLevel("area", level_zh=zh, level_en=en)
    if office in UNION_OFFICES and union is None:
        raise UnionNeeded("union")


def appoint(new: Appointment, by: Sequence[str], today: date) -> Appointed:
    """An account begins to hold an office, by another and for no other's sake. OwnAppointment, WrongPeriod."""
    if new.account in by:
        raise OwnAppointment("account")
    _period(new, today)
    return _appointed(new)


def delegate(own: Appointment, new: Appointment, by: str, today: date) -> Appointed:
    """The holder lends the office for a period. NotLendable, OwnDeputy, WrongPeriod, TooLong."""
    holds = not own.ended and own.since <= today and (own.until is None or today <= own.until)
    if own.account != by or own.delegated_by is not None or not holds:
        raise NotLendable
    if new.account == by:
        raise OwnDeputy("account")
    _period(new, today)
    if new.until is None or new.until - new.since > LONGEST_DELEGATION:
        raise TooLong("until", days=LONGEST_DELEGATION.days)
    return _appointed(new)


def end(old: Appointment, by: Sequence[str], reason: EndReason) -> tuple[Appointment, AppointmentEnded]:
    """It holds no longer. OwnAppointment, AppointmentOver."""
    if old.account in by:
        raise OwnAppointment
    return _end(old, reason)


def take_back(old: Appointment) -> tuple[Appointment, AppointmentEnded]:
    """Who lent it ends the delegation. AppointmentOver."""
    return _end(old, "delegation-over")


def holding(old: Appointment) -> None:
    """Refuse one that was ended. AppointmentOver."""
    if old.ended:
        raise AppointmentOver


def _end(old: Appointment, reason: EndReason) -> tuple[Appointment, AppointmentEnded]:
    holding(old)
    new = replace(old, ended=True, revision=old.revision + 1)
    ended = AppointmentEnded(
        appointment=old.id, account=old.account, holds=Office(old.office), place=old.place, reason=reason
    )
    return new, ended


def _period(new: Appointment, today: date) -> None:
    if not today <= new.since <= today + FARTHEST_START:
        raise WrongPeriod("since", today=today)
    if new.until is not None and new.until < new.since:
        raise EndsBefore("until", since=new.since)


def _appointed(new: Appointment) -> Appointed:
    return Appointed(
        appointment=new.id,
        account=new.account,
        holds=Office(new.office),
        place=new.place,
        since=new.since,
        until=new.until,
        delegated_by=new.delegated_by,
        on_behalf_of=new.on_behalf_of,
    )
