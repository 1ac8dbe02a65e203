"""Transfers' rules, pure (rule 6): directly inside a township, between townships with the receiver's word."""

from dataclasses import replace
from datetime import date

from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED
from contracts.declare import Event, Place
from contracts.membership.members import (
    MemberTransferred,
    MemberTransferRefused,
    MemberTransferRequested,
    TransferRefusal,
)
from contracts.membership.restructuring import MemberMovedWithUnion
from services.membership.members.domain import Member, Moved, TooEarly, in_work, not_before
from services.membership.organisations.domain import Union, open_on

ACCEPTANCE_DAYS = 15  # L: how long the receiving township takes to accept a transfer


class BeforeRequest(Refusal):
    """Accepted before it was asked for."""

    status = 422
    code = "before-request"
    zh = "日期早于申请转会的日期 {since}"
    en = "The day lies before the request on {since}"


class SameUnion(Refusal):
    """Moving to where one is."""

    status = 422
    code = "same-union"
    zh = "该会员已在所选工会"
    en = "The member belongs to this union already"


class OtherTownship(Refusal):
    """Only inside one township can a member be moved without the receiver's word."""

    status = 422
    code = "other-township"
    zh = "跨乡镇转会须由转入方接收，请办理“申请转会”"
    en = "The other township has to accept: request the transfer"


class SameTownship(Refusal):
    """Inside a township there is nobody else to ask."""

    status = 422
    code = "same-township"
    zh = "本乡镇内转会无需申请，请直接办理“转会”"
    en = "Inside one township the transfer needs no request: transfer directly"


class OtherCounty(Refusal):
    """Each county has its own log; moving between counties is not offered."""

    status = 422
    code = "other-county"
    zh = "暂不支持跨县转会"
    en = "Transfers between counties are not offered"


class NoTransferWaiting(Refusal):
    """Nothing to accept or refuse."""

    code = "no-transfer-waiting"
    zh = "该会员没有待接收的转会申请"
    en = "No transfer of this member is waiting"


class NeverMoved(Refusal):
    """No transfer to take back."""

    code = "member-never-moved"
    zh = "该会员没有转会记录"
    en = "The member was never transferred"


class MovedWithUnion(Refusal):
    """Who moved with the union moves back by a transfer: the union they came from may be gone."""

    code = "moved-with-union"
    zh = "该会员随工会合并或分立转入，不能单独作废，请办理“转会”"
    en = "The member came with a union that merged or split: transfer them instead"


def request(old: Member, to: Union, on: date) -> tuple[Member, MemberTransferRequested]:
    """Ask another township to take the member; the membership stays until it accepts."""
    _may_leave(old, to, on)
    if to.area == old.area:
        raise SameTownship("to_union")
    due = PUBLISHED.after(on, ACCEPTANCE_DAYS).day
    new = replace(old, to_union=to.id, to_area=to.area, requested_on=on, due_on=due, revision=old.revision + 1)
    return new, MemberTransferRequested(member=old.id, origin=old.place, to=to.place, due_on=due)


def accept(old: Member, to: Union, on: date) -> tuple[Member, MemberTransferred]:
    """Rule 6: leaves one union and joins the other on the same day."""
    if on < _requested(old):
        raise BeforeRequest("occurred_on", since=old.requested_on)
    open_on(to, on)
    return _move(old, to, on)


def refuse(old: Member, reason: TransferRefusal, on: date) -> tuple[Member, MemberTransferRefused]:
    """Not taken, or withdrawn: the membership stays as it was."""
    if on < _requested(old):
        raise BeforeRequest("occurred_on", since=old.requested_on)
    to = Place(org=old.to_union, area=old.to_area or "")
    new = replace(_answered(old), revision=old.revision + 1)
    return new, MemberTransferRefused(member=old.id, origin=old.place, to=to, reason=reason)


def transfer(old: Member, to: Union, on: date) -> tuple[Member, MemberTransferred]:
    """Rule 6, directly inside one township."""
    _may_leave(old, to, on)
    if to.area != old.area:
        raise OtherTownship("to_union")
    return _move(old, to, on)


def may_move_back(old: Member, said: Event) -> MemberTransferred:
    """Only the last transfer can be voided, and only while it is the last change. `said`: the last change."""
    if isinstance(said, MemberMovedWithUnion):
        raise MovedWithUnion
    if isinstance(said, MemberTransferred):
        return said
    if old.since == old.admitted_on:
        raise NeverMoved
    raise Moved


def _may_leave(old: Member, to: Union, on: date) -> None:
    in_work(old)
    if to.id == old.union:
        raise SameUnion("to_union")
    if to.county != old.county:
        raise OtherCounty("to_union")
    if on <= old.since:
        raise TooEarly("occurred_on", since=old.since)
    not_before(old, on)
    open_on(to, on)


def _requested(old: Member) -> date:
    if old.requested_on is None:
        raise NoTransferWaiting
    return old.requested_on


def _answered(old: Member) -> Member:
    return replace(old, to_union=None, to_area=None, requested_on=None, due_on=None)


def _move(old: Member, to: Union, on: date) -> tuple[Member, MemberTransferred]:
    answered = replace(_answered(old), changed_on=None, flagged_on=None)
    new = replace(answered, union=to.id, area=to.area, since=on, revision=old.revision + 1)
    event = MemberTransferred(member=old.id, origin=old.place, to=to.place, employment=old.employment)
    return new, event
