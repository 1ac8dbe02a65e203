"""What any service with a vault records of personal data: shown, erased, consented to. Ids and codes, never a value."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event

VAULTS = ("membership", "assistance")
"""The services that hold persons."""

PersonField = Literal[
    "name", "id_number", "phone", "bank_card", "income_fen", "spending_fen", "loss_fen", "wage_fen", "dues_fen"
]
PERSON_FIELD_WORDS = code_words(
    "fields",
    PersonField,
    {
        "name": ("姓名", "Name"),
        "id_number": ("身份证号", "ID number"),
        "phone": ("手机号", "Mobile phone"),
        "bank_card": ("银行卡号", "Bank card"),
        "income_fen": ("家庭年可支配收入", "Yearly disposable income"),
        "spending_fen": ("家庭年刚性支出", "Yearly rigid spending"),
        "loss_fen": ("意外损失", "Loss by accident"),
        "wage_fen": ("月工资（会费基数）", "Monthly wage (basis of dues)"),
        "dues_fen": ("欠缴会费", "Dues owed"),
    },
)

RevealPurpose = Literal["verify", "contact", "record", "approve", "pay", "inspect", "own-request"]
REVEAL_PURPOSE_WORDS = code_words(
    "purpose",
    RevealPurpose,
    {
        "verify": ("核对身份", "To verify who it is"),
        "contact": ("联系本人", "To reach the person"),
        "record": ("更正或补充登记", "To correct or complete the record"),
        "approve": ("审核审批", "To decide"),
        "pay": ("发放资金", "To pay"),
        "inspect": ("监督检查", "To inspect"),
        "own-request": ("本人查阅", "The person asked to see it"),
    },
)

ErasureReason = Literal["own-request", "consent-withdrawn", "purpose-ended", "period-over", "unlawful"]
ERASURE_REASON_WORDS = code_words(
    "reason",
    ErasureReason,
    {
        "own-request": ("本人要求删除", "The person asked for it"),
        "consent-withdrawn": ("已撤回同意", "Consent was withdrawn"),
        "purpose-ended": ("处理目的已实现", "Its purpose has ended"),
        "period-over": ("保存期限已届满", "The time of keeping is over"),
        "unlawful": ("违法处理", "It should not have been kept"),
    },
)

ConsentPurpose = Literal["membership", "sensitive-data", "asset-check", "public-notice"]
CONSENT_PURPOSE_WORDS = code_words(
    "purpose",
    ConsentPurpose,
    {
        "membership": ("会籍管理", "Managing the membership"),
        "sensitive-data": ("处理敏感个人信息", "Processing sensitive data"),
        "asset-check": ("核对家庭经济状况", "Checking the household's means"),
        "public-notice": ("公示", "Public notice"),
    },
)


class PersonalDataRevealed(Event):
    """Somebody was shown a person's data in full: which fields and why, never what they say."""

    TYPE = "personal-data-revealed.v1"
    WORDS = ("查看个人信息", "Personal data shown")
    RECORDED_BY: ClassVar[tuple[str, ...]] = VAULTS

    person: UUID
    fields: list[PersonField] = Field(min_length=1)
    purpose: RevealPurpose


class PersonErased(Event):
    """A person's data are gone: key, fields and blind index. What was counted stays."""

    TYPE = "person-erased.v1"
    WORDS = ("删除个人信息", "Personal data erased")
    RECORDED_BY: ClassVar[tuple[str, ...]] = VAULTS

    person: UUID
    reason: ErasureReason


class ConsentGiven(Event):
    """A person, or their guardian, agrees to one purpose."""

    TYPE = "consent-given.v1"
    WORDS = ("登记同意", "Consent given")
    RECORDED_BY: ClassVar[tuple[str, ...]] = VAULTS

    person: UUID
    purpose: ConsentPurpose
    by_guardian: bool = False
    given_on: Day


class ConsentWithdrawn(Event):
    """The agreement to one purpose ends; what was done until then stays lawful."""

    TYPE = "consent-withdrawn.v1"
    WORDS = ("撤回同意", "Consent withdrawn")
    RECORDED_BY: ClassVar[tuple[str, ...]] = VAULTS

    person: UUID
    purpose: ConsentPurpose
    withdrawn_on: Day
