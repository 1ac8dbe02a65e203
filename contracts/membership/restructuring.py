"""What the restructuring capability publishes: unions that merge, split, move, end; employers that join and leave."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Directory, Event, Place, Waiting
from contracts.membership.members import MEMBERS, RETAINED_MEMBERS, MemberTransferred, RetainedFor
from contracts.membership.organisations import UNIONS, EmployerEnd, ReturnReason, UnionKind
from contracts.offices import Office

Restructure = Literal["join", "leave", "merge", "split", "move", "dissolve"]
RESTRUCTURE_WORDS = code_words(
    "change",
    Restructure,
    {
        "join": ("单位加入", "Units join"),
        "leave": ("单位退出", "Units leave"),
        "merge": ("合并", "Merger"),
        "split": ("分立", "Split"),
        "move": ("变更隶属", "Move"),
        "dissolve": ("撤销", "Dissolution"),
    },
)
APPROVE_RESTRUCTURING = Waiting(
    "approve-restructuring",
    "待批准组织变更",
    "Change of unions to approve",
    Office.TOWNSHIP_CHAIR,
    "membership:/restructurings/{restructuring}/approve",
)
APPROVE_COUNTY_RESTRUCTURING = Waiting(
    "approve-county-restructuring",
    "待县批准组织变更",
    "Change of unions for the county to approve",
    Office.COUNTY_ORGANISER,
    "membership:/restructurings/{restructuring}/approve",
)
SEE_DISSOLUTION = Waiting(
    "see-dissolution",
    "工会撤销报告待阅处",
    "Dissolution reported upward",
    Office.COUNTY_ORGANISER,
    "membership:/restructurings/{restructuring}/see",
)


class RestructuringAsked(Event):
    """申请组织变更: the township's clerk asks; its chair approves."""

    TYPE = "restructuring.asked.v1"
    WORDS = ("申请组织变更", "Change of unions asked for")
    OPENS = (APPROVE_RESTRUCTURING.due("due_on", at="place"),)

    restructuring: UUID
    place: Place
    change: Restructure
    union: UUID
    other: UUID | None
    employers: list[UUID]
    members: list[UUID]
    end_reason: EmployerEnd | None
    due_on: Day


class CountyRestructuringAsked(RestructuringAsked):
    """申请组织变更: it concerns two townships, or a township's own union; the county approves."""

    TYPE = "county-restructuring.asked.v1"
    WORDS = ("申请组织变更（报县）", "Change of unions asked of the county")
    OPENS = (APPROVE_COUNTY_RESTRUCTURING.due("due_on", at="place"),)


class RestructuringReturned(Event):
    """退回: nothing changes; the clerk may ask anew."""

    TYPE = "restructuring.returned.v1"
    WORDS = ("退回组织变更申请", "Change of unions returned")
    ENDS = (APPROVE_RESTRUCTURING, APPROVE_COUNTY_RESTRUCTURING)

    restructuring: UUID
    place: Place
    returned_for: ReturnReason


class RestructuringApproved(Event):
    """批准: what it changes stands in the events of the unions, employers and members themselves."""

    TYPE = "restructuring.approved.v1"
    WORDS = ("批准组织变更", "Change of unions approved")
    ENDS = (APPROVE_RESTRUCTURING, APPROVE_COUNTY_RESTRUCTURING)

    restructuring: UUID
    place: Place
    change: Restructure
    union: UUID
    moved: int  # members that went along


class DissolutionReported(RestructuringApproved):
    """批准撤销: rule 4: it is reported upward, and waits for the county to have seen it."""

    TYPE = "restructuring.dissolution-approved.v1"
    WORDS = ("批准撤销工会", "Dissolution approved")
    OPENS = (SEE_DISSOLUTION.due("due_on", at="place"),)

    due_on: Day


class DissolutionSeen(Event):
    """阅处: the county has seen the report (rule 4)."""

    TYPE = "restructuring.dissolution-seen.v1"
    WORDS = ("阅处撤销报告", "Dissolution's report seen")
    ENDS = (SEE_DISSOLUTION,)

    restructuring: UUID
    place: Place


class UnionClosed(Event):
    """撤销 or 合并: the union is no more; `successor` took over what it had."""

    TYPE = "union.closed.v1"
    WORDS = ("工会终止", "Union closed")
    COUNTS = (UNIONS.minus(at="place"),)
    DIRECTORY = Directory("close", "union")

    union: UUID
    place: Place
    kind: UnionKind
    successor: UUID | None
    restructuring: UUID


class UnionMoved(Event):
    """变更隶属: another superior, or another township. What counts there follows the tree."""

    TYPE = "union.moved.v1"
    WORDS = ("工会变更隶属", "Union moved")
    DIRECTORY = Directory("move", "union", "place", None, None, "parent")

    union: UUID
    origin: Place
    place: Place
    former: UUID | None
    parent: UUID | None
    restructuring: UUID


class UnionCoverageChanged(Event):
    """覆盖单位变动: units that the union covers from that day on, or no longer."""

    TYPE = "union.coverage-changed.v1"
    WORDS = ("工会覆盖单位变动", "Union's units changed")

    union: UUID
    place: Place
    joined: list[UUID]
    left: list[UUID]
    restructuring: UUID


class EmployerMoved(Event):
    """单位随工会变更辖区: the unit lies in another township with its union."""

    TYPE = "employer.moved.v1"
    WORDS = ("单位变更辖区", "Employer moved")
    DIRECTORY = Directory("move", "employer", "place")

    employer: UUID
    origin: Place
    place: Place
    restructuring: UUID


class MemberMovedWithUnion(MemberTransferred):
    """随组织变更转会: the union merged or split, and the member went along on that day."""

    TYPE = "member.moved-with-union.v1"
    WORDS = ("随组织变更转会", "Member moved with the union")

    restructuring: UUID


class RetainedMemberMovedWithUnion(MemberMovedWithUnion):
    """随组织变更转会: of a member whose membership is retained."""

    TYPE = "member.moved-with-union-while-retained.v1"
    WORDS = ("保留会籍的会员随组织变更转会", "Retained member moved with the union")
    COUNTS = (
        MEMBERS.plus(at="to"),
        MEMBERS.minus(at="origin"),
        RETAINED_MEMBERS.plus(at="to"),
        RETAINED_MEMBERS.minus(at="origin"),
    )

    retained_for: RetainedFor
