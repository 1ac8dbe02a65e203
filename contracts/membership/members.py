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
DecidedBy = Literal["members-meeting", "committee"]
ExpulsionRefusal = Literal["not-proven", "procedure", "too-severe", "withdrawn"]
Verdict = Literal["stays", "retained", "left"]
FlagReason = Literal[
    "dues-promised", "recorded-late", "works-elsewhere", "unreachable", "retired", "unemployed", "other"
]
Particular = Literal["name", "phone"]
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
DECIDED_BY_WORDS = code_words(
    "decided_by",
    DecidedBy,
    {
        "members-meeting": ("会员大会或会员代表大会", "Members' meeting"),
        "committee": ("工会委员会", "Committee"),
    },
)
EXPULSION_REFUSAL_WORDS = code_words(
    "expulsion_refused_for",
    ExpulsionRefusal,
    {
        "not-proven": ("事实不清", "Not proven"),
        "procedure": ("程序不符", "Procedure not kept"),
        "too-severe": ("处理过重", "Too severe"),
        "withdrawn": ("提出方撤回", "Withdrawn"),
    },
)
VERDICT_WORDS = code_words(
    "verdict",
    Verdict,
    {
        "stays": ("继续在会", "Stays a member"),
        "retained": ("保留会籍", "Membership retained"),
        "left": ("视为自行退会", "Deemed to have left"),
    },
)
FLAG_REASON_WORDS = code_words(
    "found",
    FlagReason,
    {
        "dues-promised": ("承诺补交会费", "Promises to pay"),
        "recorded-late": ("已交费或参加活动，记录滞后", "Paid or took part, recorded late"),
        "works-elsewhere": ("已到外地或其他单位工作", "Works elsewhere"),
        "unreachable": ("多次联系不上", "Cannot be reached"),
        "retired": ("已退休", "Has retired"),
        "unemployed": ("已失业", "Is unemployed"),
        "other": ("其他", "Other"),
    },
)
PARTICULAR_WORDS = code_words("particular", Particular, {"name": ("姓名", "Name"), "phone": ("手机号", "Mobile phone")})
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

MEMBERS = Sum(
    "members",
    "会员数",
    "Members",
    by=("employment",),
    definition=Words(
        "有会籍的人数：在职会员与保留会籍的会员（退休、失业）之和",
        "All who hold membership: members in work, and those retained (retired, unemployed)",
    ),
)
WORKING_MEMBERS = Sum(
    "working-members",
    "在职会员数",
    "Members in work",
    by=("employment",),
    definition=Words("会员数减去保留会籍人数", "Members without those retained"),
)
RETAINED_MEMBERS = Sum(
    "retained-members",
    "保留会籍人数",
    "Retained members",
    by=("retained_for",),
    definition=Words(
        "因退休或失业保留会籍的人数：不交会费，无表决权和被选举权",
        "Membership kept on retirement or unemployment: no dues, no vote, cannot be elected",
    ),
)
ADMISSIONS = Sum(
    "admissions",
    "新入会人数",
    "Admissions",
    by=("employment",),
    flow=True,
    definition=Words("含退会后重新入会的人数", "Those who join again after leaving included"),
)
LEAVERS = Sum("leavers", "离会人数", "Members who left", by=("left_for",), flow=True)
MEMBERSHIP_RATE = Ratio(
    "membership-rate",
    "入会率（全部职工）",
    "Membership rate (all employees)",
    definition=Words(
        "在职会员数 ÷ 全部已知职工人数；保留会籍的会员不是职工，不计入",
        "Members in work ÷ all employees known; retained members are no employees and do not count",
    ),
    numerator=WORKING_MEMBERS,
    denominator=EMPLOYEES,
)
COVERED_MEMBERSHIP_RATE = Ratio(
    "covered-membership-rate",
    "入会率（建会单位）",
    "Membership rate (units with a union)",
    definition=Words(
        "在职会员数 ÷ 建会单位职工人数；保留会籍的会员不是职工，不计入",
        "Members in work ÷ employees inside units with a union; retained members do not count",
    ),
    numerator=WORKING_MEMBERS,
    denominator=COVERED_EMPLOYEES,
)
ACCEPT = Waiting(
    "accept-transfer",
    "待接收转会",
    "Transfer to accept",
    Office.TOWNSHIP_CLERK,
    "membership:/members/{member}/accept-transfer",
)
EXPEL = Waiting(
    "approve-expulsion",
    "待批准开除会籍",
    "Expulsion to approve",
    Office.TOWNSHIP_CHAIR,
    "membership:/members/{member}/expel",
)
FLAG = Waiting(
    "judge-flag",
    "六个月未交会费、未参加活动，待核实",
    "Six months without dues or activity: to judge",
    Office.TOWNSHIP_CLERK,
    "membership:/members/{member}/judge-flag",
)


class MemberAdmitted(Event):
    """A worker becomes a member of one union (rule 6: one active membership at any time)."""

    TYPE = "member.admitted.v1"
    WORDS = ("会员入会", "Member admitted")
    COUNTS = (MEMBERS.plus(at="place"), WORKING_MEMBERS.plus(at="place"), ADMISSIONS.plus(at="place"))

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
    COUNTS = (
        MEMBERS.plus(at="to"),
        MEMBERS.minus(at="origin"),
        WORKING_MEMBERS.plus(at="to"),
        WORKING_MEMBERS.minus(at="origin"),
    )
    ENDS = (ACCEPT, FLAG)

    member: UUID
    origin: Place
    to: Place
    employment: Employment


class MemberRetained(Event):
    """保留会籍: on retirement or unemployment membership is kept without dues, vote and candidacy (rule 7)."""

    TYPE = "member.retained.v1"
    WORDS = ("保留会籍", "Membership retained")
    COUNTS = (WORKING_MEMBERS.minus(at="place"), RETAINED_MEMBERS.plus(at="place"))
    ENDS = (FLAG,)

    member: UUID
    place: Place
    employment: Employment
    retained_for: RetainedFor


class MemberRestored(Event):
    """恢复会籍: works again, with dues, vote and candidacy."""

    TYPE = "member.restored.v1"
    WORDS = ("恢复会籍", "Membership restored")
    COUNTS = (WORKING_MEMBERS.plus(at="place"), RETAINED_MEMBERS.minus(at="place"))

    member: UUID
    place: Place
    employment: Employment
    retained_for: RetainedFor


class MemberLeft(Event):
    """离会: the membership of somebody in work ends, by request, expulsion or death."""

    TYPE = "member.left.v1"
    WORDS = ("会员离会", "Member left")
    COUNTS = (MEMBERS.minus(at="place"), WORKING_MEMBERS.minus(at="place"), LEAVERS.plus(at="place"))
    ENDS = (EXPEL, FLAG)

    member: UUID
    place: Place
    employment: Employment
    left_for: LeftFor


class RetainedMemberLeft(Event):
    """离会: a membership that was retained ends."""

    TYPE = "member.left-while-retained.v1"
    WORDS = ("保留会籍的会员离会", "Retained member left")
    COUNTS = (MEMBERS.minus(at="place"), RETAINED_MEMBERS.minus(at="place"), LEAVERS.plus(at="place"))
    ENDS = (EXPEL, FLAG)

    member: UUID
    place: Place
    employment: Employment
    left_for: LeftFor
    retained_for: RetainedFor


class MemberRejoined(Event):
    """重新入会: the same person begins a new membership after the end of the last one (rule 6)."""

    TYPE = "member.rejoined.v1"
    WORDS = ("重新入会", "Member rejoined")
    COUNTS = (MEMBERS.plus(at="place"), WORKING_MEMBERS.plus(at="place"), ADMISSIONS.plus(at="place"))

    member: UUID
    place: Place
    employment: Employment
    employer: UUID | None


class MemberEmploymentChanged(Event):
    """Another form of employment, or another employer, inside the same union."""

    TYPE = "member.employment-changed.v1"
    WORDS = ("用工形式变更", "Employment changed")
    COUNTS = (
        MEMBERS.plus(at="place"),
        MEMBERS.minus(at="place", reading=(("employment", "former"),)),
        WORKING_MEMBERS.plus(at="place"),
        WORKING_MEMBERS.minus(at="place", reading=(("employment", "former"),)),
    )

    member: UUID
    place: Place
    employment: Employment
    former: Employment
    employer: UUID | None
    former_employer: UUID | None


class MemberParticularsChanged(Event):
    """A name changed by law, or a new telephone number: which, never what."""

    TYPE = "member.particulars-changed.v1"
    WORDS = ("会员信息变更", "Member's particulars changed")

    member: UUID
    place: Place
    changed: list[Particular]


class ExpulsionProposed(Event):
    """提请开除会籍: decided by the union's members or its committee, waiting for the superior."""

    TYPE = "member.expulsion-proposed.v1"
    WORDS = ("提请开除会籍", "Expulsion proposed")
    OPENS = (EXPEL.due("due_on", at="place"),)

    member: UUID
    place: Place
    decided_by: DecidedBy
    due_on: Day


class ExpulsionRefused(Event):
    """不予批准开除会籍, or the proposal is withdrawn: the membership stays."""

    TYPE = "member.expulsion-refused.v1"
    WORDS = ("开除会籍未获批准", "Expulsion refused")
    ENDS = (EXPEL,)

    member: UUID
    place: Place
    expulsion_refused_for: ExpulsionRefusal


class MemberFlagged(Event):
    """Six months without dues or activity: for a person to judge, never an automatic exit (rule 8)."""

    TYPE = "member.flagged.v1"
    WORDS = ("六个月未交会费、未参加活动", "Six months without dues or activity")
    OPENS = (FLAG.due("due_on", at="place"),)

    member: UUID
    place: Place
    last_on: Day
    due_on: Day


class MemberFlagJudged(Event):
    """核实: what a person found and decided about a flag; quiet for another six months."""

    TYPE = "member.flag-judged.v1"
    WORDS = ("长期未联系会员核实", "Flag judged")
    ENDS = (FLAG,)

    member: UUID
    place: Place
    verdict: Verdict
    found: FlagReason


class NumberChecked(Event):
    """Somebody asked whether an ID number is free, and it was; whose number it is stands nowhere."""

    TYPE = "member.number-checked.v1"
    WORDS = ("身份证号查重", "ID number checked")

    place: Place
