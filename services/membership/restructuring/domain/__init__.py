"""Rules of rearranging unions, pure: who may merge, split, move or end, on which day, by whose approval (rule 1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED
from contracts.declare import Place
from contracts.membership.organisations import EmployerEnd, ReturnReason
from contracts.membership.restructuring import (
    CountyRestructuringAsked,
    DissolutionReported,
    DissolutionSeen,
    Restructure,
    RestructuringApproved,
    RestructuringAsked,
    RestructuringReturned,
)
from contracts.offices import Office
from services.membership.organisations.domain import NotYourApproval, Union, WrongSuperior, is_base, open_on
from services.membership.organisations.domain.changes import not_before

APPROVAL_DAYS = 15  # L: how long the superior takes to approve
REPORT_DAYS = 15  # L: how long the county takes to see a dissolution's report
MOST_MEMBERS = 10_000
"""Members that go along in one transaction: 5,000 take some three seconds (tests/membership/restructuring)."""
OF_SEVERAL = frozenset({"joint", "village-community", "area-federation", "industry-federation", "area-industry"})
"""Kinds whose units come and go."""


class NotBase(Refusal):
    """A township's own union and the county's are part of the administrative order."""

    status = 422
    code = "not-a-base-union"
    zh = "乡镇、街道工会和县总工会随行政区划设立，不在此办理合并、分立、变更隶属或撤销"
    en = "A township's union and the county's follow the administrative order: they are not rearranged here"


class SameUnions(Refusal):
    """A union and itself, or the superior that it has."""

    status = 422
    code = "same-unions"
    zh = "所选工会与原工会（或原上级）相同"
    en = "The chosen union is the same one, or the superior that it has"


class OneUnit(Refusal):
    """A union of one unit has that one."""

    status = 422
    code = "union-of-one-unit"
    zh = "单独基层工会只覆盖一个单位，单位不能加入或退出，也不能并入仍存续的单位"
    en = "A union of one unit covers that one: none joins or leaves it, nor comes by a merger while it exists"


class NothingChosen(Refusal):
    """Neither units nor members."""

    status = 422
    code = "nothing-chosen"
    zh = "请选择单位或会员"
    en = "Choose units or members"


class OtherArea(Refusal):
    """A split stays in the township."""

    status = 422
    code = "other-area"
    zh = "分立后的工会应在同一乡镇"
    en = "The union that takes over lies in the same township"


class Ring(Refusal):
    """A union below itself."""

    status = 422
    code = "below-itself"
    zh = "不能隶属于自己的下级工会"
    en = "A union does not belong below one of its own"


class NotAsked(Refusal):
    """Decided, returned or voided before."""

    code = "not-waiting"
    zh = "该申请不在待批状态"
    en = "This request is not waiting"


class NotToSee(Refusal):
    """Only an approved dissolution is reported upward, once."""

    code = "no-report"
    zh = "没有待阅处的撤销报告"
    en = "There is no report to see"


class TransfersWaiting(Refusal):
    """A transfer that waits is answered first: it names a union that would be gone, or a member who would be."""

    code = "transfers-waiting"
    zh = "有 {count} 名会员的转会申请待接收，请先办结"
    en = "{count} transfers are waiting: answer them first"


class FoundingBelow(Refusal):
    """A founding names its superior: it is decided first."""

    code = "founding-below"
    zh = "下级有待批的工会，请先办结"
    en = "A union below awaits its approval: decide that first"


class JoinedLater(Refusal):
    """The tree and its members move forward."""

    status = 422
    code = "changed-since"
    zh = "有 {count} 名会员或单位在该日或之后才加入或变动，日期应更晚"
    en = "{count} members or units joined or changed on that day or later: choose a later day"


class TooMany(Refusal):
    """One transaction, one moment."""

    code = "too-many-members"
    zh = "一次最多随同变更 {most} 名会员，请先分立"
    en = "{most} members at most go along at once: split the union first"


class SharedUnit(Refusal):
    """A unit that a union of the old township covers too cannot lie in both."""

    code = "unit-shared"
    zh = "有单位同时由本乡镇其他工会覆盖，请先办理单位退出"
    en = "A unit is covered by another union of this township too: it leaves that one first"


@dataclass(frozen=True)
class Restructuring:
    """A request. `by_county`: whose approval it needs. `moved`: how many members went along."""

    id: UUID
    county: str
    area: str
    by_county: bool
    change: Restructure
    union: UUID
    other: UUID | None
    employers: list[UUID]
    members: list[UUID]
    state: str
    asked_on: date
    due_on: date
    revision: int
    end_reason: EmployerEnd | None = None
    approved_on: date | None = None
    returned_for: ReturnReason | None = None
    moved: int | None = None
    seen_on: date | None = None

    @property
    def place(self) -> Place:
        """Where it was asked."""
        return Place(org=self.union, area=self.area)


def ask(new: Restructuring, union: Union, other: Union | None) -> tuple[Restructuring, RestructuringAsked]:
    """What fits at all may be asked; what must hold on the day is looked at when it is approved."""
    open_on(union, new.asked_on)
    if not is_base(union):
        raise NotBase("union")
    if other is not None:
        _fits(new, union, other)
    elif new.change != "dissolve":
        if union.kind not in OF_SEVERAL:
            raise OneUnit("union")
        if not new.employers:
            raise NothingChosen("employers")
    by_county = other is not None and other.area != union.area
    asked = replace(new, by_county=by_county, due_on=PUBLISHED.after(new.asked_on, APPROVAL_DAYS).day)
    return asked, said(asked)


def _fits(new: Restructuring, union: Union, other: Union) -> None:
    field = "parent" if new.change == "move" else "into"
    open_on(other, new.asked_on)
    if other.id in {union.id, union.parent if new.change == "move" else None}:
        raise SameUnions(field)
    if new.change == "move":
        if other.kind in {"county-federation", "single"}:
            raise WrongSuperior(
                field, needed_zh="乡镇、街道、村（社区）工会或联合会", needed_en="one that has unions below it"
            )
        return
    if not is_base(other):
        raise NotBase(field)
    if new.change == "split":
        if other.area != union.area:
            raise OtherArea(field)
        if not new.employers and not new.members:
            raise NothingChosen("employers")


def said(asked: Restructuring) -> RestructuringAsked:
    """The request as an event: for the township, or for the county."""
    kind = CountyRestructuringAsked if asked.by_county else RestructuringAsked
    return kind(
        restructuring=asked.id,
        place=asked.place,
        change=asked.change,
        union=asked.union,
        other=asked.other,
        employers=asked.employers,
        members=asked.members,
        end_reason=asked.end_reason,
        due_on=asked.due_on,
    )


def waiting(old: Restructuring) -> None:
    """Refuse what is decided."""
    if old.state != "asked":
        raise NotAsked


def superior(old: Restructuring, office: Office) -> None:
    """Rule 1: the township approves within itself, the county between townships."""
    approver = Office.COUNTY_ORGANISER if old.by_county else Office.TOWNSHIP_CHAIR
    if office is not approver:
        raise NotYourApproval(office=approver.words.zh, office_en=approver.words.en)


def send_back(old: Restructuring, reason: ReturnReason, office: Office) -> tuple[Restructuring, RestructuringReturned]:
    """Nothing changes."""
    waiting(old)
    superior(old, office)
    new = replace(old, state="returned", returned_for=reason, revision=old.revision + 1)
    return new, RestructuringReturned(restructuring=old.id, place=old.place, returned_for=reason)


def approve(old: Restructuring, on: date, moved: int) -> tuple[Restructuring, RestructuringApproved]:
    """What was asked is done on that day."""
    new = replace(old, state="approved", approved_on=on, moved=moved, revision=old.revision + 1)
    said = RestructuringApproved(restructuring=old.id, place=old.place, change=old.change, union=old.union, moved=moved)
    if old.change == "dissolve":
        return new, DissolutionReported(**dict(said), due_on=PUBLISHED.after(on, REPORT_DAYS).day)
    return new, said


def may_approve(old: Restructuring, on: date, office: Office, concerned: Sequence[tuple[Union, date]]) -> None:
    """Rule 1. Each union is there on the day, which is no earlier than its last change, nor than the request."""
    waiting(old)
    superior(old, office)
    not_before(on, old.asked_on)
    for union, last in concerned:
        open_on(union, on)
        not_before(on, last)


def see(old: Restructuring, on: date) -> tuple[Restructuring, DissolutionSeen]:
    """Rule 4: the county has seen the report."""
    if old.state != "approved" or old.change != "dissolve" or old.seen_on is not None:
        raise NotToSee
    not_before(on, old.approved_on or on)
    new = replace(old, seen_on=on, revision=old.revision + 1)
    return new, DissolutionSeen(restructuring=old.id, place=old.place)
