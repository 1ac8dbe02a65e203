"""Members' rules, pure: admitted by an active union, and always in one union alone (rule 6)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.refusal import KeptByLaw, Refusal
from contracts.declare import Place
from contracts.membership.members import (
    Employment,
    LeftFor,
    MemberAdmitted,
    RetainedFor,
)
from services.membership.organisations.domain import Union, open_on

YOUNGEST, OLDEST = 16, 120  # years of age at admission
LIVING = frozenset({"active", "retained"})  # states of who is a member


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


class FormerMember(Refusal):
    """Rule 6: the person was a member before, so what begins now is another membership of the same person."""

    telling = True
    code = "former-member"
    zh = "该身份证号的会员已退会，请办理“重新入会”"
    en = "This ID number's member has left: “Join again” begins a new membership of the same person"


class MemberGone(Refusal):
    """The membership is over."""

    code = "member-gone"
    zh = "该会员已于 {day} 离会"
    en = "This member left on {day}"


class ExpulsionWaiting(Refusal):
    """The superior has to answer first."""

    code = "expulsion-waiting"
    zh = "该会员的开除会籍正待上级工会批准"
    en = "An expulsion of this member waits for the superior"


class MemberRetained(Refusal):
    """保留会籍: nothing moves until it is restored."""

    code = "member-retained"
    zh = "该会员处于保留会籍状态，请先恢复会籍"
    en = "This membership is retained: restore it first"


class BeforeLastChange(Refusal):
    """A membership's changes follow one another."""

    status = 422
    code = "before-last-change"
    zh = "日期早于该会员上一次变动的日期 {since}"
    en = "The day lies before the member's last change on {since}"


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


class TransferWaiting(Refusal):
    """A requested transfer has to be answered first."""

    code = "transfer-waiting"
    zh = "该会员已有待接收的转会申请"
    en = "A transfer of this member is waiting to be accepted"


class Moved(Refusal):
    """What was built upon is not corrected beneath: the last change comes first."""

    code = "member-has-moved"
    zh = "该会员此后已有转会或其他变动，请先作废最近一次变动"
    en = "The member was transferred or changed since: void the last change first"


@dataclass(frozen=True)
class Registered:
    """Where an ID number's member belongs, or belonged; who may not see that is told the office to ask."""

    area: str
    union: UUID
    union_name: str
    office: str
    state: str


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
    flagged_on: date | None = None
    expulsion_on: date | None = None

    @property
    def place(self) -> Place:
        """Where the member counts."""
        return Place(org=self.union, area=self.area)


def admit(  # noqa: PLR0913 - what an admission says
    member: UUID, union: Union, employment: Employment, on: date, born: date, employer: UUID | None = None
) -> MemberAdmitted:
    """An active union admits (rule 1) somebody who may work."""
    open_on(union, on)
    old_enough(born, on)
    return MemberAdmitted(member=member, place=union.place, employment=employment, employer=employer)


def old_enough(born: date, on: date) -> None:
    """Old enough to be employed, and not older than anybody is. NotBornYet, TooYoung, TooOld."""
    if born > on:
        raise NotBornYet("id_number")
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age < YOUNGEST:
        raise TooYoung("id_number", age=YOUNGEST)
    if age > OLDEST:
        raise TooOld("id_number", age=OLDEST)


def may_erase(member: Member) -> None:
    """An active membership needs to be known by name; who is no member any more may be forgotten."""
    if member.state in LIVING:
        raise KeptByLaw(why_zh="会籍存续期间须保存会员登记信息", why_en="A membership's record is kept while it lasts")


def already(found: Registered, *, seen: bool) -> Refusal:
    """Why nobody is admitted twice. `seen`: whether the asker may see the members of that union."""
    if found.state == "left":
        return FormerMember("id_number")
    if seen:
        return MemberHere("id_number", union=found.union_name)
    return MemberElsewhere("id_number", office=found.office)


def may_correct(old: Member, changes: int) -> None:
    """The admission is corrected or voided only while nothing was built upon it. `changes` counts it too."""
    settled(old)
    if changes > 1:
        raise Moved


def settled(old: Member) -> None:
    """Refuse who is no member, and one for whom a transfer or an expulsion waits for an answer."""
    if old.state == "void":
        raise MemberVoid
    if old.ended_on is not None:
        raise MemberGone(day=old.ended_on)
    if old.to_union is not None:
        raise TransferWaiting
    if old.expulsion_on is not None:
        raise ExpulsionWaiting


def in_work(old: Member) -> None:
    """Refuse who is no settled member in work."""
    settled(old)
    if old.retained_for is not None:
        raise MemberRetained


def not_before(old: Member, on: date) -> None:
    """A membership's changes follow one another."""
    if on < (last := old.changed_on or old.since):
        raise BeforeLastChange("occurred_on", since=last)
