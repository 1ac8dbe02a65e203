"""Members' rules, pure: admitted by an active union, and always in one union alone (rule 6)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.refusal import KeptByLaw, Refusal
from contracts.declare import Place
from contracts.membership.members import (
    Employment,
    LeftFor,
    MemberAdmitted,
    MemberTransferred,
    MemberTransferRefused,
    MemberTransferRequested,
    RetainedFor,
    TransferRefusal,
)
from services.membership.organisations.domain import Union, open_on

YOUNGEST, OLDEST = 16, 120  # years of age at admission
LIVING = frozenset({"active", "retained"})  # states of who is a member
ACCEPTANCE_DAYS = 15  # L: how long the receiving township takes to accept a transfer


class MemberElsewhere(Refusal):
    """Rule 6: the person is a member already. Says which office to ask, never whose data it holds."""

    telling = True
    code = "already-a-member"
    zh = "该身份证号已在{office}登记为会员，如需转会请与其联系"
    en = "This ID number belongs to a member registered by {office}: please ask there for a transfer"


class MemberHere(Refusal):
    """Rule 6, in the caller's own area, whose members the caller may see: names the union."""

    code = "already-a-member"
    zh = "该身份证号的会员已在本辖区的“{union}”，如需换到别的工会，请办理“转会”"
    en = "This ID number's member already belongs to {union}, in your area; to change it, “Transfer a member”"


class IdNumberTaken(Refusal):
    """The corrected ID number belongs to another member."""

    telling = True
    code = "already-a-member"
    zh = "该身份证号已登记为另一会员"
    en = "This ID number belongs to another member"


class EmployerNotThere(Refusal):
    """An employer is chosen from the county's registered ones."""

    status = 422
    code = "employer-not-there"
    zh = "所选单位不存在或登记已作废"
    en = "The chosen employer is not registered in this county"


class TwoAtOnce(Refusal):
    """Rule 6, held by the database: two memberships of one person would overlap."""

    code = "membership-overlaps"
    zh = "同一会员同一时间只能属于一个工会"
    en = "A member belongs to one union at any time"


class MemberVoid(Refusal):
    """The admission was voided."""

    code = "member-void"
    zh = "该会员的入会登记已作废"
    en = "This member's admission was voided"


class NotBornYet(Refusal):
    """The ID number's birth date lies after the admission."""

    status = 422
    code = "born-later"
    zh = "身份证号中的出生日期晚于入会日期"
    en = "The birth date in the ID number lies after the admission"


class TooYoung(Refusal):
    """Nobody under sixteen may be employed (Labour Law 15), so nobody under sixteen is a worker who joins."""

    status = 422
    code = "under-age"
    zh = "按身份证号，入会时未满 {age} 周岁，请核对"
    en = "By the ID number this person was under {age} on that day: please check it"


class TooOld(Refusal):
    """A birth date of another age is a mistake in writing."""

    status = 422
    code = "over-age"
    zh = "按身份证号，入会时已超过 {age} 岁，请核对"
    en = "By the ID number this person was over {age} on that day: please check it"


class TooEarly(Refusal):
    """Rule 6: one leaves a union after one has joined it."""

    status = 422
    code = "before-joining"
    zh = "日期应晚于加入现工会的日期 {since}"
    en = "The day must lie after joining the present union on {since}"


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


class TransferWaiting(Refusal):
    """A requested transfer has to be answered first."""

    code = "transfer-waiting"
    zh = "该会员已有待接收的转会申请"
    en = "A transfer of this member is waiting to be accepted"


class NoTransferWaiting(Refusal):
    """Nothing to accept or refuse."""

    code = "no-transfer-waiting"
    zh = "该会员没有待接收的转会申请"
    en = "No transfer of this member is waiting"


class Moved(Refusal):
    """What was built upon is not corrected beneath: the transfer comes first."""

    code = "member-has-moved"
    zh = "该会员入会后已转会，请先作废转会"
    en = "The member was transferred since: void the transfer first"


class NeverMoved(Refusal):
    """No transfer to take back."""

    code = "member-never-moved"
    zh = "该会员没有转会记录"
    en = "The member was never transferred"


@dataclass(frozen=True)
class Registered:
    """Where an ID number's member belongs: area, union (where the asker sees it), and the office to ask otherwise."""

    area: str
    union_name: str | None
    office: str


@dataclass(frozen=True)
class Member:
    """A member in the union they belong to, or belonged to when they left. `state`: active, retained, left, void.

    `to_union` … `due_on`: a transfer that waits, or None. `retained_for`: why membership is kept without dues, as long
    as it is. `ended_on`, `end_reason`: the first day on which they are no member any more. `changed_on`: the day of the
    last dated change of this membership.
    """

    id: UUID
    county: str
    area: str
    union: UUID
    employment: Employment
    state: str
    admitted_on: date
    since: date
    to_union: UUID | None
    to_area: str | None
    requested_on: date | None
    due_on: date | None
    revision: int
    employer: UUID | None = None
    retained_for: RetainedFor | None = None
    ended_on: date | None = None
    end_reason: LeftFor | None = None
    changed_on: date | None = None

    @property
    def place(self) -> Place:
        """Where the member counts."""
        return Place(org=self.union, area=self.area)

    @property
    def moved(self) -> bool:
        """Whether the present union is not the first."""
        return self.since != self.admitted_on


def admit(  # noqa: PLR0913 - what an admission says
    member: UUID, union: Union, employment: Employment, on: date, born: date, employer: UUID | None = None
) -> MemberAdmitted:
    """An active union admits (rule 1) somebody who may work."""
    open_on(union, on)
    if born > on:
        raise NotBornYet("id_number")
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age < YOUNGEST:
        raise TooYoung("id_number", age=YOUNGEST)
    if age > OLDEST:
        raise TooOld("id_number", age=OLDEST)
    return MemberAdmitted(member=member, place=union.place, employment=employment, employer=employer)


def may_erase(member: Member) -> None:
    """An active membership needs to be known by name; who is no member any more may be forgotten."""
    if member.state in LIVING:
        raise KeptByLaw(why_zh="会籍存续期间须保存会员登记信息", why_en="A membership's record is kept while it lasts")


def already(found: Registered, area: str) -> MemberHere | MemberElsewhere:
    """Why nobody is admitted twice, as the office of that area may know it."""
    if found.area.startswith(area) and found.union_name:
        return MemberHere("id_number", union=found.union_name)
    return MemberElsewhere("id_number", office=found.office)


def request(old: Member, to: Union, on: date) -> tuple[Member, MemberTransferRequested]:
    """Ask another township to take the member; the membership stays until it accepts."""
    _may_leave(old, to, on)
    if to.area == old.area:
        raise SameTownship("to_union")
    due = on + timedelta(ACCEPTANCE_DAYS)
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


def may_correct(old: Member) -> None:
    """The admission is corrected or voided only while nothing was built upon it."""
    settled(old)
    if old.moved:
        raise Moved


def settled(old: Member) -> None:
    """Refuse a voided member, and one whose transfer waits for an answer."""
    if old.state == "void":
        raise MemberVoid
    if old.to_union is not None:
        raise TransferWaiting


def may_move_back(old: Member) -> None:
    """Only the last transfer can be voided."""
    settled(old)
    if not old.moved:
        raise NeverMoved


def _may_leave(old: Member, to: Union, on: date) -> None:
    settled(old)
    if to.id == old.union:
        raise SameUnion("to_union")
    if to.county != old.county:
        raise OtherCounty("to_union")
    if on <= old.since:
        raise TooEarly("occurred_on", since=old.since)
    open_on(to, on)


def _requested(old: Member) -> date:
    if old.requested_on is None:
        raise NoTransferWaiting
    return old.requested_on


def _answered(old: Member) -> Member:
    return replace(old, to_union=None, to_area=None, requested_on=None, due_on=None)


def _move(old: Member, to: Union, on: date) -> tuple[Member, MemberTransferred]:
    new = replace(_answered(old), union=to.id, area=to.area, since=on, revision=old.revision + 1)
    event = MemberTransferred(member=old.id, origin=old.place, to=to.place, employment=old.employment)
    return new, event
