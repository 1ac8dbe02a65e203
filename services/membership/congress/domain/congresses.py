"""Congresses' rules, pure: how many delegates of whom (12a), how long, and by when a congress has to meet (13)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.congress import (
    CongressConfirmed,
    CongressDutySet,
    CongressEnd,
    CongressEnded,
    CongressForm,
    CongressSetUp,
    DelegateEnd,
    DelegatesElected,
    DelegatesEnded,
)
from services.membership.congress.domain.duty import Duty, last_day

FEWEST_DELEGATES = 30
DELEGATES_PER_HUNDRED = 5
MANAGERS_PER_HUNDRED = 20
TERMS = (3, 5)

ASSEMBLY_BELOW = Parameter(
    "assembly-below",
    100,
    "可以职工大会代替职代会的职工人数上限（不含）",
    "Employees below which an assembly may replace the congress",
    "企业民主管理规定 8；各省规定不一",
)


class WrongTerm(Refusal):
    """A congress sits for three or five years."""

    status = 422
    code = "wrong-congress-term"
    zh = "职代会每届任期为三年或五年"
    en = "A congress sits for three or five years"


class EmployerNotCovered(Refusal):
    """The union does not cover this employer, or is not active."""

    status = 422
    code = "employer-not-covered"
    zh = "所选单位不在该工会覆盖范围内"
    en = "The union does not cover this employer"


class EmployeesUnknown(Refusal):
    """Rule 12a counts against the employees, and nobody has stated them."""

    status = 422
    code = "employees-unknown"
    zh = "该单位尚未上报职工人数，请填写"
    en = "No headcount of this employer is known: state it"


class CongressExists(Refusal):
    """One congress at a time per employer."""

    code = "congress-exists"
    zh = "该单位已有职代会，换届请先办理届终"
    en = "This employer has a congress already: end its term first"


class TooManyForAssembly(Refusal):
    """L: an assembly of all workers replaces a congress only in small units."""

    status = 422
    code = "too-many-for-assembly"
    zh = "职工人数达到 {below} 人，应召开职工代表大会"
    en = "With {below} employees or more the unit needs a congress of delegates"


class TooFewDelegates(Refusal):
    """Rule 12a: 5 % of the employees, and at least 30."""

    code = "too-few-delegates"
    zh = "职工代表 {delegates} 人，按职工 {employees} 人应不少于 {fewest} 人"
    en = "{delegates} delegates; with {employees} employees at least {fewest} are needed"


class ExplanationRequired(Refusal):
    """Rule 12a: more managers than normal must be explained."""

    status = 422
    code = "managers-unexplained"
    zh = "中层以上管理人员 {managers} 人，超过代表 {delegates} 人的 20%，请填写说明"
    en = "{managers} of {delegates} delegates are managers, more than 20 %: explain why"


class TooFewParticipants(Refusal):
    """Two of an assembly are recorded by name: they count its ballots."""

    code = "too-few-participants"
    zh = "职工大会至少登记两名参会职工，以担任监票人、计票人"
    en = "At least two workers of an assembly are recorded, to be its tellers"


class NotElecting(Refusal):
    """The delegates are confirmed already."""

    code = "congress-not-electing"
    zh = "该职代会不在筹备阶段"
    en = "This congress is not in preparation"


class NotActive(Refusal):
    """The delegates are not confirmed, or the term is over."""

    code = "congress-not-active"
    zh = "该职代会尚未建立或已届终"
    en = "This congress is not established, or its term is over"


class CongressOver(Refusal):
    """Ended or voided."""

    code = "congress-over"
    zh = "该职代会已届终或作废"
    en = "This congress has ended or was voided"


class NotEnded(Refusal):
    """Nothing to take back."""

    code = "congress-not-ended"
    zh = "该职代会没有届终"
    en = "This congress has not ended"


class BeforeStep(Refusal):
    """A day before the step it follows."""

    status = 422
    code = "before-earlier-step"
    zh = "日期早于上一步的日期 {since}"
    en = "The day lies before the step it follows, on {since}"


class NobodyElected(Refusal):
    """No member named and no other delegate counted."""

    status = 422
    code = "nobody-elected"
    zh = "请选择会员，或填写非会员代表人数"
    en = "Name members, or say how many other delegates were elected"


class MemberElsewhere(Refusal):
    """Rule 7 too: a delegate who is a member is an active one of this union."""

    status = 422
    code = "member-elsewhere"
    zh = "所选人员不是该工会的在会会员"
    en = "Somebody chosen is not an active member of this union"


class DelegateTwice(Refusal):
    """A member has one seat."""

    code = "delegate-already"
    zh = "所选会员已是本届职工代表"
    en = "A chosen member is a delegate already"


class DelegateElsewhere(Refusal):
    """Not a delegate of this congress on that day."""

    status = 422
    code = "not-a-delegate"
    zh = "所选人员当日不是本届职工代表"
    en = "Somebody chosen was not a delegate of this congress on that day"


class DelegatesInUse(Refusal):
    """They were at a session, or put a motion."""

    code = "delegates-in-use"
    zh = "这些代表已参加会议或提出提案，不能作废，请办理代表终止"
    en = "These delegates were at a session or put a motion: end them instead"


class BeforeElection(Refusal):
    """One ceases to be a delegate after one has become one."""

    status = 422
    code = "before-election"
    zh = "终止日期早于当选日期"
    en = "The day lies before the election"


class LaterStep(Refusal):
    """The last step is put right first (docs/decisions/0021)."""

    code = "later-step"
    zh = "其后已办理其他步骤，请先作废后面的步骤"
    en = "Other steps followed: void those first"


class CongressInUse(Refusal):
    """Something was built upon it."""

    code = "congress-in-use"
    zh = "该职代会已召集会议或征集提案，不能作废"
    en = "Sessions were called or motions put: this cannot be voided"


@dataclass(frozen=True)
class Congress:
    """A term of an employer's congress, or assembly: electing, active, ended or void. `employees` when set up."""

    id: UUID
    county: str
    area: str
    union_id: UUID
    employer: UUID
    form: CongressForm
    term_years: int
    employees: int
    state: str
    set_up_on: date
    confirmed_on: date | None
    until: date | None
    ended_on: date | None
    explanation: str | None
    seats: int
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union_id, area=self.area)


@dataclass(frozen=True)
class Delegates:
    """How many there are on a day, and how many of them are middle or senior managers."""

    count: int
    managers: int


def fewest_delegates(employees: int) -> int:
    """Rule 12a: 5 % of the employees, rounded up, and at least 30 (企业民主管理规定 8)."""
    return max(FEWEST_DELEGATES, -(-employees * DELEGATES_PER_HUNDRED // 100))


def many_managers(delegates: Delegates) -> bool:
    """Rule 12a: middle and senior managers normally ≤ 20 % of the delegates (企业民主管理规定 9); 20 % itself fits."""
    return delegates.managers * 100 > delegates.count * MANAGERS_PER_HUNDRED


def set_up(new: Congress, assembly_below: int) -> CongressSetUp:
    """筹备. WrongTerm, TooManyForAssembly."""
    if new.term_years not in TERMS:
        raise WrongTerm("term_years")
    if new.form == "assembly" and new.employees >= assembly_below:
        raise TooManyForAssembly("form", below=assembly_below)
    return CongressSetUp(
        congress=new.id,
        place=new.place,
        employer=new.employer,
        form=new.form,
        term_years=new.term_years,
        employees=new.employees,
    )


def elect(old: Congress, delegates: Sequence[UUID], on: date, *, managers: bool) -> tuple[Congress, DelegatesElected]:
    """Seats are given, at the beginning or in a by-election. NobodyElected, BeforeStep, CongressOver."""
    living(old)
    if not delegates:
        raise NobodyElected("members")
    if on < old.set_up_on:
        raise BeforeStep("occurred_on", since=old.set_up_on)
    new = replace(old, seats=old.seats + len(delegates), revision=old.revision + 1)
    event = DelegatesElected(
        congress=old.id, place=old.place, delegates=list(delegates), count=len(delegates), managers=managers
    )
    return new, event


def release(old: Congress, delegates: Sequence[UUID], reason: DelegateEnd) -> tuple[Congress, DelegatesEnded]:
    """They are delegates no longer, from the day on. CongressOver."""
    living(old)
    new = replace(old, revision=old.revision + 1)
    event = DelegatesEnded(
        congress=old.id, place=old.place, delegates=list(delegates), count=len(delegates), delegate_end=reason
    )
    return new, event


def confirm(
    old: Congress, delegates: Delegates, explanation: str | None, on: date, duty: Duty
) -> tuple[Congress, CongressConfirmed]:
    """Rule 12a is met, or for an assembly its tellers are there. TooFewDelegates, ExplanationRequired, BeforeStep."""
    electing(old)
    if on < old.set_up_on:
        raise BeforeStep("occurred_on", since=old.set_up_on)
    _fits(old, delegates, explanation)
    until = last_day(on, old.term_years)
    new = replace(old, state="active", confirmed_on=on, until=until, explanation=explanation, revision=old.revision + 1)
    return new, CongressConfirmed(
        congress=old.id,
        place=old.place,
        employer=old.employer,
        form=old.form,
        delegates=delegates.count,
        managers=delegates.managers,
        employees=old.employees,
        until=until,
        appears_on=max(duty.appears_on, on),
        due_on=duty.due_on,
    )


def end(old: Congress, delegates: int, reason: CongressEnd, on: date) -> tuple[Congress, CongressEnded]:
    """届终. NotActive, BeforeStep."""
    since = active(old)
    if on < since:
        raise BeforeStep("occurred_on", since=since)
    new = replace(old, state="ended", ended_on=on, revision=old.revision + 1)
    return new, CongressEnded(
        congress=old.id,
        place=old.place,
        employer=old.employer,
        form=old.form,
        delegates=delegates,
        congress_end=reason,
    )


def unconfirm(old: Congress) -> Congress:
    """The delegates are not confirmed after all."""
    active(old)
    return replace(old, state="electing", confirmed_on=None, until=None, explanation=None, revision=old.revision + 1)


def unend(old: Congress) -> Congress:
    """It goes on. NotEnded."""
    if old.state != "ended":
        raise NotEnded
    return replace(old, state="active", ended_on=None, revision=old.revision + 1)


def duty_set(congress: Congress, duty: Duty) -> CongressDutySet:
    """Rule 13's clock after something was taken back."""
    return CongressDutySet(congress=congress.id, place=congress.place, appears_on=duty.appears_on, due_on=duty.due_on)


def electing(congress: Congress) -> None:
    """Refuse whatever is not in preparation."""
    if congress.state != "electing":
        raise NotElecting


def active(congress: Congress) -> date:
    """The day it was established; NotActive when it is not there."""
    if congress.state != "active" or congress.confirmed_on is None:
        raise NotActive
    return congress.confirmed_on


def living(congress: Congress) -> None:
    """Refuse an ended or voided one."""
    if congress.state not in {"electing", "active"}:
        raise CongressOver


def _fits(congress: Congress, delegates: Delegates, explanation: str | None) -> None:
    if congress.form == "assembly":
        if delegates.count < 2:  # noqa: PLR2004 - the two tellers
            raise TooFewParticipants
        return
    fewest = fewest_delegates(congress.employees)
    if delegates.count < fewest:
        raise TooFewDelegates(delegates=delegates.count, employees=congress.employees, fewest=fewest)
    if many_managers(delegates) and not explanation:
        raise ExplanationRequired("explanation", managers=delegates.managers, delegates=delegates.count)
