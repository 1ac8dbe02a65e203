"""What the fund capability publishes: aid asked, approved, paid. Money in fen."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Distinct, Event, Place, Sum, Waiting
from contracts.offices import Office

Programme = Literal["living", "medical", "student", "warmth", "legal", "training", "employment"]
Source = Literal["central", "provincial", "county", "union", "donation"]
AidRefusal = Literal["over-cap", "incomplete", "not-true", "other"]

PROGRAMME_WORDS = code_words(
    "programme",
    Programme,
    {
        "living": ("生活救助", "Living aid"),
        "medical": ("医疗救助", "Medical aid"),
        "student": ("助学救助", "Student aid"),
        "warmth": ("送温暖", "Warmth campaign"),
        "legal": ("法律援助", "Legal aid"),
        "training": ("技能培训", "Training"),
        "employment": ("就业帮扶", "Employment aid"),
    },
)
SOURCE_WORDS = code_words(
    "fund_source",
    Source,
    {
        "central": ("中央财政", "Central finance"),
        "provincial": ("省级资金", "Provincial funds"),
        "county": ("县级资金", "County funds"),
        "union": ("工会经费", "Union funds"),
        "donation": ("社会捐助", "Donations"),
    },
)
AID_REFUSAL_WORDS = code_words(
    "reason",
    AidRefusal,
    {
        "over-cap": ("超过标准", "Over the cap"),
        "incomplete": ("材料不全", "Incomplete"),
        "not-true": ("情况不实", "Not true"),
        "other": ("其他", "Other"),
    },
)

AID_PAID = Sum("aid-paid", "已发放帮扶资金", "Aid paid", unit="fen", by=("programme", "fund_source"), flow=True)
AID_APPROVED = Sum("aid-approved", "已批准帮扶资金", "Aid approved", unit="fen", by=("programme",), flow=True)
AID_COUNT = Sum("aid-payments", "发放笔数", "Payments", by=("programme",), flow=True)
BUDGET = Sum("fund-budget", "帮扶资金预算", "Aid budget", unit="fen", by=("fund_source",), flow=True)
HELPED = Distinct("households-helped", "受助户数", "Households helped")
APPROVE_AID = Waiting(
    "approve-aid", "待审批帮扶", "Aid to approve", Office.COUNTY_APPROVER, "assistance:/aid/{aid}/approve"
)
PAY_AID = Waiting("pay-aid", "待发放帮扶", "Aid to pay", Office.COUNTY_ASSISTANCE_CLERK, "assistance:/aid/{aid}/pay")


class BudgetAllotted(Event):
    """The county's budget of one source for one year grows by an amount (rule 26: it is never overspent)."""

    TYPE = "budget.allotted.v1"
    WORDS = ("下达预算", "Budget allotted")
    COUNTS = (BUDGET.plus(at="place", amount="amount_fen"),)

    budget: UUID
    place: Place
    year: int
    fund_source: Source
    amount_fen: int


class AidAsked(Event):
    """A township asks aid for a household with an approved file (rule 21)."""

    TYPE = "aid.asked.v1"
    WORDS = ("申请帮扶", "Aid asked")
    OPENS = (APPROVE_AID.due("due_on", at="place"),)

    aid: UUID
    household: UUID
    place: Place
    programme: Programme
    amount_fen: int
    due_on: Day


class AidEndorsed(Event):
    """The first of two approvals that rule 27 asks for above a limit; the aid waits for the second approver."""

    TYPE = "aid.endorsed.v1"
    WORDS = ("初批帮扶", "Aid endorsed by the first approver")

    aid: UUID
    household: UUID
    place: Place
    programme: Programme
    fund_source: Source
    amount_fen: int


class AidApproved(Event):
    """Somebody other than the maker approves (rule 27)."""

    TYPE = "aid.approved.v1"
    WORDS = ("批准帮扶", "Aid approved")
    COUNTS = (AID_APPROVED.plus(at="place", amount="amount_fen"),)
    OPENS = (PAY_AID.due("due_on", at="place"),)
    ENDS = (APPROVE_AID,)

    aid: UUID
    household: UUID
    place: Place
    programme: Programme
    fund_source: Source
    amount_fen: int
    due_on: Day


class AidRefused(Event):
    """The aid is not approved; the reason is a code."""

    TYPE = "aid.refused.v1"
    WORDS = ("不予帮扶", "Aid refused")
    ENDS = (APPROVE_AID,)

    aid: UUID
    household: UUID
    place: Place
    reason: AidRefusal


class AidPaid(Event):
    """The money has gone to the bank card."""

    TYPE = "aid.paid.v1"
    WORDS = ("发放帮扶", "Aid paid")
    COUNTS = (
        AID_PAID.plus(at="place", amount="amount_fen"),
        AID_COUNT.plus(at="place"),
        HELPED.of("household", at="place"),
    )
    ENDS = (PAY_AID,)

    aid: UUID
    household: UUID
    place: Place
    programme: Programme
    fund_source: Source
    amount_fen: int
