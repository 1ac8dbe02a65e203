"""Kinds of fields that only the forms about dues have."""

from typing import Annotated
from uuid import UUID

from chassis.fields import words
from contracts.days import Day
from contracts.membership.dues import (
    PAYMENT_METHOD_WORDS,
    WAIVER_REASON_WORDS,
    PaymentMethod,
    WaiverReason,
)

MOST_MEMBERS = 1_000  # what the longest body holds; all of a larger union are meant by naming none

LedgerId = Annotated[UUID, words("会费台账", "Ledger of dues", picker="ledger", source="/dues")]
PaymentId = Annotated[
    UUID,
    words("会费缴纳", "Payments of dues", picker="settlement", source="/dues/settlements?kind=paid&state=standing"),
]
SettlementId = Annotated[
    UUID, words("缴纳或减免", "Payments and waivers", picker="settlement", source="/dues/settlements?state=standing")
]
MONTH_HINT = ("选该月任意一天", "Any day of that month")
Month = Annotated[Day, words("月份", "Month", hint=MONTH_HINT)]
FirstMonth = Annotated[Day, words("起始月份", "First month", hint=MONTH_HINT)]
LastMonth = Annotated[Day, words("截止月份", "Last month", hint=MONTH_HINT)]
Wage = Annotated[
    int,
    words(
        "月工资（会费基数）",
        "Monthly wage (basis of dues)",
        hint=(
            "基本收入，不含奖金、津贴、补贴等；加密保存",
            "Basic income without bonuses and allowances; kept sealed",
        ),
        unit="fen",
        ge=0,
        le=10**9,
        personal=True,
    ),
]
MEMBERS_SOURCE = "/members?state=active"
Members = Annotated[
    list[UUID],
    words("会员", "Members", picker="member", source=MEMBERS_SOURCE, min_length=1, max_length=MOST_MEMBERS),
]
LedgerMember = Annotated[UUID, words("会员", "Member", picker="member", source=MEMBERS_SOURCE)]
UnstatedMembers = Annotated[
    list[UUID],
    words(
        "会员",
        "Members",
        hint=("不选则为尚未登记基数的全部会员", "All without a basis when none is chosen"),
        picker="member",
        source=MEMBERS_SOURCE,
        max_length=MOST_MEMBERS,
    ),
]
SomeMembers = Annotated[
    list[UUID],
    words(
        "会员",
        "Members",
        hint=("不选则为全部欠缴会员", "All who owe when none is chosen"),
        picker="member",
        source=MEMBERS_SOURCE,
        max_length=MOST_MEMBERS,
    ),
]
Method = Annotated[
    PaymentMethod,
    words("缴纳方式", "Method", options={code: tuple(each) for code, each in PAYMENT_METHOD_WORDS.items()}),
]
WaivedFor = Annotated[
    WaiverReason,
    words("减免原因", "Waived for", options={code: tuple(each) for code, each in WAIVER_REASON_WORDS.items()}),
]
