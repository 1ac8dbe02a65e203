"""Every kind of field an assistance form has, with its words, hints, options and pickers."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator

from chassis.fields import Line, words
from chassis.personal import identity
from contracts.assistance.fund import AID_REFUSAL_WORDS, PROGRAMME_WORDS, SOURCE_WORDS, AidRefusal, Programme, Source
from contracts.assistance.households import CAUSE_WORDS, FILE_REFUSAL_WORDS, Cause, FileRefusal
from contracts.declare import ChangeReason

MOST_FEN = 10**12  # ten billion yuan

MemberId = Annotated[
    UUID,
    words(
        "户主会员",
        "Head's membership",
        hint=("户主是会员时选择", "When the head is a member"),
        picker="member",
        source="membership:/members?state=active",
    ),
]
UnionId = Annotated[
    UUID,
    words(
        "所在工会",
        "Union",
        hint=("可不填", "Optional"),
        picker="union",
        source="membership:/unions?state=active",
    ),
]
Area = Annotated[
    str,
    words(
        "所在乡镇",
        "Township",
        hint=("不选则为本乡镇", "One's own township unless chosen"),
        picker="area",
        pattern=r"^[0-9]{9}$",
    ),
]
HouseholdId = Annotated[
    UUID,
    words(
        "困难职工家庭",
        "Household",
        hint=("只列出已建档的家庭", "Households with an approved file"),
        picker="household",
        source="/households?state=approved",
    ),
]
# The records that a command can act on, where not all of a list will do.
AnyFile = Annotated[UUID, words("困难职工档案", "Household files", picker="household", source="/households")]
WaitingFile = Annotated[
    UUID, words("待审批的档案", "Files that wait", picker="household", source="/households?state=applied")
]
ApprovedFile = Annotated[
    UUID, words("已建档的家庭", "Approved files", picker="household", source="/households?state=approved")
]
AskedAid = Annotated[UUID, words("待审批的帮扶", "Aid asked for", picker="aid", source="/aid?state=asked")]
ApprovedAid = Annotated[UUID, words("待发放的帮扶", "Aid to be paid", picker="aid", source="/aid?state=approved")]
PaidAid = Annotated[UUID, words("已发放的帮扶", "Aid paid", picker="aid", source="/aid?state=paid")]
PersonName = Annotated[Line, words("户主姓名", "Head's name", min_length=1, max_length=40, personal=True)]
IdNumber = Annotated[
    str,
    words(
        "户主身份证号",
        "Head's ID number",
        hint=("18 位", "18 characters"),
        pattern=identity.ID_NUMBER_PATTERN,
        check="id-number",
        personal=True,
    ),
    AfterValidator(identity.id_number),
]
FamilyIdNumber = Annotated[
    str,
    words("身份证号", "ID number", pattern=identity.ID_NUMBER_PATTERN, check="id-number", personal=True),
    AfterValidator(identity.id_number),
]
FamilyIdNumbers = Annotated[
    list[FamilyIdNumber],
    words(
        "家庭其他成员身份证号",
        "ID numbers of the rest of the household",
        hint=("每行一个;任一成员已在其他档案中则不能重复建档", "One a line; nobody may stand in another open file"),
        max_length=20,
        personal=True,
    ),
]
Phone = Annotated[
    str, words("手机号", "Mobile phone", hint=("可不填", "Optional"), pattern=identity.PHONE_PATTERN, personal=True)
]
BankCard = Annotated[
    str,
    words(
        "银行卡号",
        "Bank card",
        hint=("帮扶资金只发放到银行卡", "Aid is paid to a bank card only"),
        pattern=identity.BANK_CARD_PATTERN,
        personal=True,
    ),
]
Size = Annotated[int, words("家庭人口", "Persons in the household", ge=1, le=30)]
Income = Annotated[
    int,
    words(
        "家庭年可支配收入",
        "Yearly disposable income",
        hint=("全家上一年度合计", "Of the whole household"),
        unit="fen",
        ge=0,
        le=MOST_FEN,
        personal=True,
    ),
]
Spending = Annotated[
    int,
    words(
        "家庭年刚性支出",
        "Yearly rigid spending",
        hint=("医疗自付、学费等", "Medical bills, school fees"),
        unit="fen",
        ge=0,
        le=MOST_FEN,
        personal=True,
    ),
]
Loss = Annotated[
    int,
    words(
        "意外损失（赔付后）",
        "Loss by accident, after compensation",
        hint=("重病、事故、灾害，扣除赔付和报销", "Illness, accident or disaster, less what was compensated"),
        unit="fen",
        ge=0,
        le=MOST_FEN,
        personal=True,
    ),
]
MainCause = Annotated[Cause, words("主要致困原因", "Main cause", options={**CAUSE_WORDS})]
Consent = Annotated[
    bool,
    words(
        "已签授权书",
        "Consent signed",
        hint=("个人信息与家庭经济状况核对授权", "To the use of personal data and the check of assets"),
    ),
]
NationallyFiled = Annotated[
    bool,
    words(
        "已录入全国系统",
        "Nationally filed",
        hint=("中央、省级资金只用于全国建档户", "Central and provincial money is for these alone"),
    ),
]
FileRefusalReason = Annotated[FileRefusal, words("不予认定原因", "Reason", options={**FILE_REFUSAL_WORDS})]
AidRefusalReason = Annotated[AidRefusal, words("不予帮扶原因", "Reason", options={**AID_REFUSAL_WORDS})]
ProgrammeCode = Annotated[Programme, words("帮扶项目", "Programme", options={**PROGRAMME_WORDS})]
FundSource = Annotated[Source, words("资金来源", "Source of money", options={**SOURCE_WORDS})]
Amount = Annotated[int, words("金额", "Amount", unit="fen", gt=0, le=MOST_FEN)]
BudgetYear = Annotated[int, words("预算年度", "Budget year", ge=2000, le=2100)]
Document = Annotated[Line, words("文件号", "Document number", min_length=2, max_length=60)]
Why = Annotated[
    ChangeReason,
    words(
        "更正或作废原因",
        "Reason for the change",
        options={
            "wrong-entry": ("录入错误", "Wrong entry"),
            "duplicate": ("重复录入", "Duplicate"),
            "wrong-person": ("登记对象错误", "Wrong person"),
            "not-true": ("情况不实", "Not true"),
            "other": ("其他", "Other"),
        },
    ),
]
