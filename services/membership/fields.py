"""Every kind of field a membership form has, with its words, hints, options and pickers."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator
from stdnum.cn import uscc

from chassis.fields import Line, words
from chassis.personal import identity
from chassis.web.messages import WrongValue
from contracts.days import Day
from contracts.declare import ChangeReason
from contracts.membership.cadres import END_REASON_WORDS, EndReason
from contracts.membership.members import EMPLOYMENT_WORDS, TRANSFER_REFUSAL_WORDS, Employment
from contracts.membership.organisations import UNION_KIND_WORDS, UNIT_TYPE_NUMBERS, UNIT_TYPE_WORDS, UnionKind
from contracts.membership.organisations import UnitType as UnitTypeCode
from contracts.offices import Office

UNION_CODE_PREFIX = "81"
CREDIT_CODE_PATTERN = r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"
CREDIT_CODE_HINT = ("18 位，校验位须正确", "18 characters with a right check digit")


def _credit_code(code: str) -> str:
    """GB 32100 by its check digit. stdnum's `validate` refuses the letters that some authorities' codes begin with."""
    if uscc.calc_check_digit(code[:-1]) != code[-1]:
        raise WrongValue("统一社会信用代码校验位不正确", "The social credit code's check digit is wrong")
    return code


def _union_code(code: str) -> str:
    if not code.startswith(UNION_CODE_PREFIX):
        raise WrongValue("工会的统一社会信用代码以 81 开头", "A union's social credit code begins with 81")
    return _credit_code(code)


CreditCode = Annotated[
    str,
    words(
        "统一社会信用代码",
        "Social credit code",
        hint=CREDIT_CODE_HINT,
        pattern=CREDIT_CODE_PATTERN,
        check="credit-code",
    ),
    AfterValidator(_credit_code),
]
UnionCode = Annotated[
    str,
    words(
        "工会统一社会信用代码",
        "Union's social credit code",
        hint=("以 81 开头，可在批准后填写", "Begins with 81; may follow after the approval"),
        pattern=CREDIT_CODE_PATTERN,
        check="credit-code",
    ),
    AfterValidator(_union_code),
]
UnionId = Annotated[
    UUID,
    words(
        "工会",
        "Union",
        hint=("只列出已批准成立的本辖区工会", "Approved unions of your own area"),
        picker="union",
        source="/unions?state=active",
    ),
]
AnyUnionId = Annotated[
    UUID,
    words(
        "转入工会",
        "To union",
        hint=("可选择全县已批准成立的工会", "Any approved union of the county"),
        picker="union",
        source="/unions?state=active&scope=county",
    ),
]
ParentId = Annotated[
    UUID,
    words("上级工会", "Superior union", picker="union", source="/unions?state=active&scope=county"),
]
EmployerIds = Annotated[
    list[UUID],
    words(
        "覆盖单位",
        "Units covered",
        hint=(
            "单独基层工会选一个单位，联合基层工会至少两个",
            "One for a single unit's union, two or more for a joint one",
        ),
        picker="employer",
        source="/employers",
        max_length=200,
    ),
]
# The records that a command can act on, where not all of a list will do.
AnyMember = Annotated[UUID, words("会员", "Members", picker="member", source="/members")]
SettledMember = Annotated[UUID, words("在会会员", "Members", picker="member", source="/members?state=active")]
UnmovedMember = Annotated[
    UUID, words("未转会的会员", "Members who never moved", picker="member", source="/members?state=active&moved=false")
]
MovedMember = Annotated[
    UUID, words("转会过的会员", "Members who moved", picker="member", source="/members?state=active&moved=true")
]
ArrivingMember = Annotated[
    UUID, words("待接收的会员", "Transfers to accept", picker="member", source="/members/transfers")
]
LeavingMember = Annotated[
    UUID, words("已申请转出的会员", "Transfers asked for", picker="member", source="/members/transfers?direction=out")
]
FoundingUnion = Annotated[
    UUID, words("待批的工会", "Unions awaiting approval", picker="union", source="/unions?state=founding")
]
ActiveUnion = Annotated[UUID, words("已成立的工会", "Approved unions", picker="union", source="/unions?state=active")]
UnionName = Annotated[Line, words("工会名称", "Union's name", min_length=2, max_length=100)]
EmployerName = Annotated[Line, words("单位名称", "Unit's name", min_length=2, max_length=100)]
BaseKind = Annotated[
    Literal["township", "street", "village-community", "single", "joint", "area-federation", "industry-federation"],
    words(
        "工会类型",
        "Kind of union",
        options={
            kind: UNION_KIND_WORDS[kind]
            for kind in (
                "township",
                "street",
                "village-community",
                "single",
                "joint",
                "area-federation",
                "industry-federation",
            )
        },
    ),
]
UnitType = Annotated[
    UnitTypeCode,
    words(
        "单位类型",
        "Type of unit",
        options={
            code: (f"{number} {UNIT_TYPE_WORDS[code].zh}", f"{number} {UNIT_TYPE_WORDS[code].en}")
            for code, number in UNIT_TYPE_NUMBERS.items()
        },
    ),
]
Area = Annotated[
    str,
    words(
        "所在乡镇",
        "Township",
        hint=("乡镇不选则为本乡镇，县级须选择", "At a township one's own unless chosen; at the county, choose"),
        picker="area",
        source="",
        pattern=r"^[0-9]{9}$",
    ),
]
Document = Annotated[
    Line,
    words(
        "批文号",
        "Document number",
        hint=("县总工会成立时必填", "Required for the county federation"),
        min_length=2,
        max_length=60,
    ),
]
Headcount = Annotated[int, words("职工人数", "Employees", ge=0, le=1_000_000)]
PersonName = Annotated[Line, words("姓名", "Name", min_length=1, max_length=40, personal=True)]
IdNumber = Annotated[
    str,
    words(
        "身份证号",
        "ID number",
        hint=("18 位", "18 characters"),
        pattern=identity.ID_NUMBER_PATTERN,
        check="id-number",
        personal=True,
    ),
    AfterValidator(identity.id_number),
]
Phone = Annotated[
    str,
    words("手机号", "Mobile phone", hint=("可不填", "Optional"), pattern=identity.PHONE_PATTERN, personal=True),
]
EmploymentForm = Annotated[Employment, words("用工形式", "Form of employment", options={**EMPLOYMENT_WORDS})]
TransferRefusal = Annotated[
    Literal["not-working-here", "wrong-union", "other"],
    words(
        "不予接收原因",
        "Reason",
        options={code: each for code, each in TRANSFER_REFUSAL_WORDS.items() if code != "withdrawn"},
    ),
]
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

__all__ = [
    "ActiveUnion",
    "AnyUnionId",
    "Area",
    "ArrivingMember",
    "BaseKind",
    "CreditCode",
    "Document",
    "EmployerIds",
    "EmployerName",
    "EmploymentForm",
    "FoundingUnion",
    "Headcount",
    "IdNumber",
    "LeavingMember",
    "MovedMember",
    "ParentId",
    "PersonName",
    "Phone",
    "SettledMember",
    "TransferRefusal",
    "UnionCode",
    "UnionId",
    "UnionKind",
    "UnionName",
    "UnitType",
    "UnmovedMember",
    "Why",
]
Account = Annotated[
    Line,
    words(
        "账号",
        "Account",
        hint=(
            "请本人登录平台，把页面上的账号编号复制发来，粘贴在此",
            "Let the person sign in, copy the account id from the page, and send it to you",
        ),
        min_length=1,
        max_length=200,
        pattern=r"^[!-~]+$",
    ),
]
HeldOffice = Annotated[
    Literal[
        "county-leader",
        "county-organiser",
        "county-assistance-clerk",
        "county-approver",
        "auditor",
        "township-chair",
        "township-clerk",
        "mediator",
        "enterprise-chair",
        "member",
    ],
    words(
        "职务", "Office", options={office.value: tuple(office.words) for office in Office if office != Office.SERVICE}
    ),
]
AppointmentArea = Annotated[
    str,
    words(
        "任职辖区",
        "Area",
        hint=("县级职务选县，其他职务选乡镇", "The county for a county office, a township for any other"),
        picker="county-or-area",
        pattern=r"^[0-9]{6}([0-9]{3})?$",
    ),
]
WithinUnion = Annotated[
    UUID,
    words(
        "所在工会",
        "Union",
        hint=("企业工会主席和会员必填", "Required for an enterprise union's chair and for a member"),
        picker="union",
        source="/unions?state=active&scope=county",
    ),
]
Since = Annotated[Day, words("起始日", "From", hint=("不填则即日起", "From today when left out"))]
Until = Annotated[Day, words("截止日", "Until", hint=("含当日；不填则长期", "That day included; open when left out"))]
DelegationEnd = Annotated[
    Day, words("截止日", "Until", hint=("含当日，最长 92 天", "That day included, 92 days at most"))
]
EndingReason = Annotated[
    EndReason, words("原因", "Reason", options={code: tuple(each) for code, each in END_REASON_WORDS.items()})
]
CurrentAppointment = Annotated[
    UUID,
    words("现任职务", "Appointments that hold", picker="appointment", source="/appointments?state=current"),
]
OwnAppointment = Annotated[
    UUID, words("本人任职", "My appointments", picker="appointment", source="/appointments?state=current&own=true")
]
LentAppointment = Annotated[
    UUID,
    words(
        "本人委托他人的职务",
        "Offices I have lent",
        picker="appointment",
        source="/appointments?state=current&lent=true",
    ),
]
