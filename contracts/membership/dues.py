"""What the dues capability publishes: dues accrued, paid and waived, always as sums of a union, never a person's.

A person's due tells the wage (rule 10), so an event names a union, months, how many members, and their sum.
"""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Ratio, Sum, Waiting
from contracts.offices import Office, Words

PaymentMethod = Literal["cash", "transfer", "wage-deduction"]
PAYMENT_METHOD_WORDS = code_words(
    "method",
    PaymentMethod,
    {
        "cash": ("现金", "Cash"),
        "transfer": ("转账", "Bank transfer"),
        "wage-deduction": ("工资代扣", "Deducted from wages"),
    },
)
WaiverReason = Literal["hardship", "long-illness", "unpaid-leave", "disaster", "other"]
WAIVER_REASON_WORDS = code_words(
    "waived_for",
    WaiverReason,
    {
        "hardship": ("生活困难", "Hardship"),
        "long-illness": ("长期病休", "Long illness"),
        "unpaid-leave": ("停薪离岗", "Unpaid leave"),
        "disaster": ("遭受灾害", "Struck by disaster"),
        "other": ("其他", "Other"),
    },
)

DUES_ACCRUED = Sum("dues-accrued", "应缴会费", "Dues accrued", unit="fen", flow=True)
DUES_PAID = Sum("dues-paid", "已缴会费", "Dues paid", unit="fen", by=("method",), flow=True)
DUES_WAIVED = Sum("dues-waived", "减免会费", "Dues waived", unit="fen", flow=True)
DUES_ARREARS = Sum("dues-arrears", "欠缴会费", "Dues in arrears", unit="fen")
DUES_RATE = Ratio(
    "dues-collection-rate",
    "会费收缴率",
    "Dues collected",
    definition=Words("已缴会费 ÷ 应缴会费（已扣除减免）", "Dues paid ÷ dues accrued, less what was waived"),
    numerator=DUES_PAID,
    denominator=DUES_ACCRUED,
)
ACCRUE_DUES = Waiting(
    "accrue-dues",
    "待计提会费",
    "Month's dues to accrue",
    Office.TOWNSHIP_CLERK,
    "membership:/dues/{ledger}/accrue",
)


class DuesBegun(Event):
    """A union begins to keep account of its members' dues, from a month on."""

    TYPE = "dues.begun.v1"
    WORDS = ("建立会费台账", "Dues ledger begun")
    OPENS = (ACCRUE_DUES.due("due_on", appears="appears_on", at="place"),)

    ledger: UUID
    place: Place
    month: Day
    appears_on: Day
    due_on: Day


class WagesStated(Event):
    """What some members' dues are calculated from was entered: how many members, never what they earn."""

    TYPE = "dues.wages-stated.v1"
    WORDS = ("登记会费基数", "Basis of dues stated")

    ledger: UUID
    place: Place
    since: Day
    members: int


class DuesAccrued(Event):
    """Rule 10: a month's dues of a union's members, or of those who were left out before.

    `month` is its first day; `appears_on`, `due_on` are those of the month that comes next.
    """

    TYPE = "dues.accrued.v1"
    WORDS = ("计提会费", "Dues accrued")
    COUNTS = (DUES_ACCRUED.plus(at="place", amount="amount_fen"), DUES_ARREARS.plus(at="place", amount="amount_fen"))
    OPENS = (ACCRUE_DUES.due("due_on", appears="appears_on", at="place"),)

    ledger: UUID
    accrual: UUID
    place: Place
    month: Day
    members: int
    amount_fen: int
    appears_on: Day
    due_on: Day


class DuesPaid(Event):
    """Members paid whole months' dues; `from_month`, `to_month` are first days."""

    TYPE = "dues.paid.v1"
    WORDS = ("收缴会费", "Dues paid")
    COUNTS = (DUES_PAID.plus(at="place", amount="amount_fen"), DUES_ARREARS.minus(at="place", amount="amount_fen"))

    ledger: UUID
    settlement: UUID
    place: Place
    from_month: Day
    to_month: Day
    members: int
    amount_fen: int
    method: PaymentMethod


class DuesWaived(Event):
    """Members need not pay these months' dues."""

    TYPE = "dues.waived.v1"
    WORDS = ("减免会费", "Dues waived")
    COUNTS = (
        DUES_WAIVED.plus(at="place", amount="amount_fen"),
        DUES_ACCRUED.minus(at="place", amount="amount_fen"),
        DUES_ARREARS.minus(at="place", amount="amount_fen"),
    )

    ledger: UUID
    settlement: UUID
    place: Place
    from_month: Day
    to_month: Day
    members: int
    amount_fen: int
    waived_for: WaiverReason
