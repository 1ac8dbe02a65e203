"""Expulsion's rules, pure: decided in the union, approved by its superior, by two people."""

from dataclasses import replace
from datetime import date

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED
from contracts.membership.members import DecidedBy, ExpulsionProposed, ExpulsionRefusal, ExpulsionRefused
from services.membership.members.domain import Member, TooEarly, not_before, settled
from services.membership.members.domain.life import Left, leave

ANSWER_DAYS = Parameter(
    "expulsion-answer-days",
    15,
    "开除会籍批准时限",
    "Days to answer an expulsion",
    source="各地工会自行规定",
    unit="days",
)


class NoExpulsion(Refusal):
    """Nothing to approve or refuse."""

    code = "no-expulsion-waiting"
    zh = "该会员没有待批准的开除会籍"
    en = "No expulsion of this member is waiting"


class BeforeProposal(Refusal):
    """Answered before it was proposed."""

    status = 422
    code = "before-proposal"
    zh = "日期早于提请开除会籍的日期 {since}"
    en = "The day lies before the proposal on {since}"


def propose(old: Member, by: DecidedBy, on: date, days: int) -> tuple[Member, ExpulsionProposed]:
    """工会章程: decided by the union's members or committee; it takes effect when the superior approves."""
    settled(old)
    if on <= old.since:
        raise TooEarly("occurred_on", since=old.since)
    not_before(old, on)
    new = replace(old, expulsion_on=on, revision=old.revision + 1)
    event = ExpulsionProposed(member=old.id, place=old.place, decided_by=by, due_on=PUBLISHED.after(on, days).day)
    return new, event


def refuse(old: Member, reason: ExpulsionRefusal, on: date) -> tuple[Member, ExpulsionRefused]:
    """Not approved, or withdrawn: the membership stays as it was."""
    new = replace(_waiting(old, on), revision=old.revision + 1)
    return new, ExpulsionRefused(member=old.id, place=old.place, expulsion_refused_for=reason)


def expel(old: Member, on: date) -> tuple[Member, Left]:
    """Approved: the membership ends."""
    return leave(_waiting(old, on), "expelled", on)


def _waiting(old: Member, on: date) -> Member:
    if old.expulsion_on is None:
        raise NoExpulsion
    if on < old.expulsion_on:
        raise BeforeProposal("occurred_on", since=old.expulsion_on)
    return replace(old, expulsion_on=None)
