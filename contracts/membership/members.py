"""What the members capability publishes."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Ratio, Sum, Waiting
from contracts.membership.organisations import COVERED_EMPLOYEES, EMPLOYEES
from contracts.offices import Office, Words

Employment = Literal["regular", "migrant", "platform", "dispatched"]
RetainedFor = Literal["retirement", "unemployment"]
LeftFor = Literal["own-request", "deemed", "expelled", "death"]
TransferRefusal = Literal["not-working-here", "wrong-union", "withdrawn", "other"]

EMPLOYMENT_WORDS = code_words(
    "employment",
    Employment,
    {
        "regular": ("正式职工", "Regular"),
        "migrant": ("农民工", "Migrant worker"),
        "platform": ("新就业形态劳动者", "New form of employment"),
        "dispatched": ("劳务派遣工", "Dispatched worker"),
    },
)
RETAINED_WORDS = code_words(
    "retained_for",
    RetainedFor,
    {
        "retirement": ("退休", "Retirement"),
        "unemployment": ("失业", "Unemployment"),
    },
)
LEFT_WORDS = code_words(
    "left_for",
    LeftFor,
    {
        "own-request": ("本人申请退会", "Own request"),
        "deemed": ("视为自行退会", "Deemed to have left"),
        "expelled": ("开除会籍", "Expelled"),
        "death": ("死亡", "Death"),
    },
)
TRANSFER_REFUSAL_WORDS = code_words(
    "reason",
    TransferRefusal,
    {
        "not-working-here": ("不在本地工作", "Does not work here"),
        "wrong-union": ("应转入其他工会", "Belongs to another union"),
        "withdrawn": ("转出方撤回", "Withdrawn by the asking township"),
        "other": ("其他", "Other"),
    },
)

MEMBERS = Sum("members", "会员数", "Members", by=("employment",))
ADMISSIONS = Sum("admissions", "新入会人数", "Admissions", by=("employment",), flow=True)
MEMBERSHIP_RATE = Ratio(
    "membership-rate",
    "入会率（全部职工）",
    "Membership rate (all employees)",
    definition=Words("会员数 ÷ 全部已知职工人数", "Members ÷ all employees known"),
    numerator=MEMBERS,
    denominator=EMPLOYEES,
)
COVERED_MEMBERSHIP_RATE = Ratio(
    "covered-membership-rate",
    "入会率（建会单位）",
    "Membership rate (units with a union)",
    definition=Words("会员数 ÷ 建会单位职工人数", "Members ÷ employees inside units with a union"),
    numerator=MEMBERS,
    denominator=COVERED_EMPLOYEES,
)
ACCEPT = Waiting(
    "accept-transfer",
    "待接收转会",
    "Transfer to accept",
    Office.TOWNSHIP_CLERK,
    "membership:/members/{member}/accept-transfer",
)


class MemberAdmitted(Event):
    """A worker becomes a member of one union (rule 6: one active membership at any time)."""

    TYPE = "member.admitted.v1"
    WORDS = ("会员入会", "Member admitted")
    COUNTS = (MEMBERS.plus(at="place"), ADMISSIONS.plus(at="place"))

    member: UUID
    place: Place
    employment: Employment
    employer: UUID | None = None


class MemberTransferRequested(Event):
    """A member asks to move to another union; the receiving township accepts."""

    TYPE = "member.transfer-requested.v1"
    WORDS = ("申请转会", "Transfer requested")
    OPENS = (ACCEPT.due("due_on", at="to"),)

    member: UUID
    origin: Place
    to: Place
    due_on: Day


class MemberTransferRefused(Event):
    """The receiving township does not take the member, or the asking one withdraws; the membership stays."""

    TYPE = "member.transfer-refused.v1"
    WORDS = ("不予接收转会", "Transfer refused")
    ENDS = (ACCEPT,)

    member: UUID
    origin: Place
    to: Place
    reason: TransferRefusal = "other"


class MemberTransferred(Event):
    """转会: leaves one union and joins the other on the same day."""

    TYPE = "member.transferred.v1"
    WORDS = ("会员转会", "Member transferred")
    COUNTS = (MEMBERS.plus(at="to"), MEMBERS.minus(at="origin"))
    ENDS = (ACCEPT,)

    member: UUID
    origin: Place
    to: Place
    employment: Employment
