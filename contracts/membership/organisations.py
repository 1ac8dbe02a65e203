"""What the organisations capability publishes: unions, employers, headcounts."""

from typing import ClassVar, Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Directory, Event, Place, Ratio, Reported, Sum, Waiting
from contracts.membership.industries import Industry
from contracts.offices import Office, Words

UnionKind = Literal[
    "county-federation",
    "township",
    "village-community",
    "single",
    "joint",
    "area-industry",  # no longer offered: known from the years before the two were told apart
    "street",
    "area-federation",
    "industry-federation",
]
UnitType = Literal[
    "state",
    "collective",
    "private",
    "institution",
    "agency",
    "individual",
    "non-enterprise",
    "share-cooperative",
    "joint-operation",
    "limited",
    "shareholding",
]
UNIT_TYPE_NUMBERS: dict[str, int] = {
    "state": 110,
    "collective": 120,
    "share-cooperative": 130,
    "joint-operation": 140,
    "limited": 150,
    "shareholding": 160,
    "private": 170,
    "institution": 400,
    "agency": 500,
    "individual": 600,
    "non-enterprise": 700,
}
"""The numbers by which forms and statistics call the types of units, in their order."""
UNION_KIND_WORDS = code_words(
    "kind",
    UnionKind,
    {
        "county-federation": ("县总工会", "County federation"),
        "township": ("乡镇工会", "Township union"),
        "village-community": ("村（社区）工会", "Village or community union"),
        "single": ("单独基层工会", "Union of one unit"),
        "joint": ("联合基层工会", "Joint union of several units"),
        "area-industry": ("区域（行业）工会联合会", "Area or industry federation"),
        "street": ("街道工会", "Street union"),
        "area-federation": ("区域工会联合会", "Area federation"),
        "industry-federation": ("行业工会联合会", "Industry federation"),
    },
)
UNIT_TYPE_WORDS = code_words(
    "unit_type",
    UnitType,
    {
        "state": ("国有企业", "State-owned enterprise"),
        "collective": ("集体企业", "Collective enterprise"),
        "private": ("私营企业", "Private enterprise"),
        "institution": ("事业单位", "Public institution"),
        "agency": ("机关", "Government agency"),
        "individual": ("个体工商户", "Individual business"),
        "non-enterprise": ("民办非企业单位", "Private non-enterprise unit"),
        "share-cooperative": ("股份合作企业", "Share cooperative"),
        "joint-operation": ("联营企业", "Joint operation"),
        "limited": ("有限责任公司", "Limited company"),
        "shareholding": ("股份有限公司", "Company limited by shares"),
    },
)

ReturnReason = Literal["papers-missing", "name-wrong", "superior-wrong", "units-wrong", "conditions-not-met", "other"]
RETURN_REASON_WORDS = code_words(
    "returned_for",
    ReturnReason,
    {
        "papers-missing": ("材料不齐", "Papers are missing"),
        "name-wrong": ("名称不规范", "The name is not as it should be"),
        "superior-wrong": ("上级工会有误", "The wrong superior"),
        "units-wrong": ("覆盖单位有误", "The wrong units"),
        "conditions-not-met": ("不符合条件", "Conditions are not met"),
        "other": ("其他", "Other"),
    },
)
EmployerEnd = Literal["bankrupt", "dissolved", "licence-revoked", "closed-down", "merged", "relocated"]
EMPLOYER_END_WORDS = code_words(
    "end_reason",
    EmployerEnd,
    {
        "bankrupt": ("破产", "Bankrupt"),
        "dissolved": ("解散或注销", "Dissolved or deregistered"),
        "licence-revoked": ("吊销执照", "Licence revoked"),
        "closed-down": ("责令关闭或撤销", "Closed down by order"),
        "merged": ("被合并", "Merged into another"),
        "relocated": ("迁出本县", "Left the county"),
    },
)

RestatedBecause = Literal["approval", "approval-voided", "headcount-changed", "coverage-changed", "employer-ended"]
RESTATED_BECAUSE_WORDS = code_words(
    "because_of",
    RestatedBecause,
    {
        "approval": ("批准成立工会", "A union was approved"),
        "approval-voided": ("作废批准", "An approval was voided"),
        "coverage-changed": ("工会覆盖单位变动", "A union's units changed"),
        "employer-ended": ("单位终止", "The employer ended"),
        "headcount-changed": ("补报、更正或作废职工人数", "A headcount was reported late, corrected or voided"),
    },
)

UNIONS = Sum("unions", "工会组织数", "Unions", by=("kind",))
EMPLOYERS = Sum("employers", "用人单位数", "Employers", by=("unit_type",))
EMPLOYEES = Reported("employees", "职工人数", "Employees")
COVERED_EMPLOYEES = Reported("covered-employees", "建会单位职工人数", "Employees in units with a union")
UNIONISED_EMPLOYERS = Reported("unionised-employers", "建会单位数", "Units with a union")
UNIONISATION_RATE = Ratio(
    "unionisation-rate",
    "建会率",
    "Units with a union, of all",
    definition=Words(
        "（单独建会单位 + 联合工会覆盖单位）÷ 已登记用人单位",
        "(Units of their own union + units of joint unions) ÷ units known",
    ),
    numerator=UNIONISED_EMPLOYERS,
    denominator=EMPLOYERS,
)
APPROVE_UNION = Waiting(
    "approve-union", "待批准成立工会", "Union to approve", Office.TOWNSHIP_CHAIR, "membership:/unions/{union}/approve"
)
APPROVE_TOWNSHIP_UNION = Waiting(
    "approve-township-union",
    "待批准成立乡镇工会",
    "Township union to approve",
    Office.COUNTY_ORGANISER,
    "membership:/unions/{union}/approve",
)

APPROVE_FEDERATION = Waiting(
    "approve-federation",
    "待登记批准县总工会",
    "County federation to approve",
    Office.COUNTY_APPROVER,
    "membership:/unions/{union}/approve",
)
RESUBMIT_UNION = Waiting(
    "resubmit-union",
    "退回的工会筹建待补正",
    "Returned founding to put right",
    Office.TOWNSHIP_CLERK,
    "membership:/unions/{union}/resubmit",
)
RESUBMIT_FEDERATION = Waiting(
    "resubmit-federation",
    "退回的县总工会筹建待补正",
    "Returned founding of the federation to put right",
    Office.COUNTY_ORGANISER,
    "membership:/unions/{union}/resubmit",
)


class UnionFounded(Event):
    """筹建: a base union asks its township's approval."""

    TYPE = "union.founded.v1"
    WORDS = ("筹建工会", "Union founded, awaiting approval")
    OPENS = (APPROVE_UNION.due("due_on", at="place"),)
    DIRECTORY = Directory("found", "union", "place", "name", "kind", "parent")

    union: UUID
    place: Place
    name: str
    kind: UnionKind
    parent: UUID | None
    employers: list[UUID]
    due_on: Day
    industry: Industry | None = None
    unit_type: UnitType | None = None


class TownshipUnionFounded(Event):
    """筹建: a township's union asks the county's approval."""

    TYPE = "township-union.founded.v1"
    WORDS = ("筹建乡镇工会", "Township union founded, awaiting approval")
    OPENS = (APPROVE_TOWNSHIP_UNION.due("due_on", at="place"),)
    DIRECTORY = Directory("found", "union", "place", "name", "kind", "parent")

    union: UUID
    place: Place
    name: str
    kind: UnionKind
    parent: UUID | None
    due_on: Day
    industry: Industry | None = None
    unit_type: UnitType | None = None


class FederationFounded(TownshipUnionFounded):
    """筹建: the county federation itself; its superior's approval is entered by another than its founder."""

    TYPE = "federation.founded.v1"
    WORDS = ("筹建县总工会", "County federation founded, awaiting approval")
    OPENS = (APPROVE_FEDERATION.due("due_on", at="place"),)


class UnionApproved(Event):
    """Rule 1: a union becomes active only by its superior's approval."""

    TYPE = "union.approved.v1"
    WORDS = ("批准成立工会", "Union approved")
    COUNTS = (UNIONS.plus(at="place"),)
    ENDS = (APPROVE_UNION, APPROVE_TOWNSHIP_UNION, APPROVE_FEDERATION)
    DIRECTORY = Directory("approve", "union", "place", "name", "kind", "parent")

    union: UUID
    place: Place
    name: str
    kind: UnionKind
    parent: UUID | None


class UnionReturned(Event):
    """退回: the superior returns a founding with a reason; the clerk puts it right and hands it in again."""

    TYPE = "union.returned.v1"
    WORDS = ("退回筹建", "Founding returned")
    OPENS = (RESUBMIT_UNION.due("due_on", at="place"),)
    ENDS: ClassVar[tuple[Waiting, ...]] = (APPROVE_UNION, APPROVE_TOWNSHIP_UNION)

    union: UUID
    place: Place
    returned_for: ReturnReason
    due_on: Day


class FederationReturned(UnionReturned):
    """退回: the county federation's founding."""

    TYPE = "federation.returned.v1"
    WORDS = ("退回县总工会筹建", "Federation's founding returned")
    OPENS = (RESUBMIT_FEDERATION.due("due_on", at="place"),)
    ENDS = (APPROVE_FEDERATION,)


class UnionResubmitted(Event):
    """再报: a returned founding, put right, awaits approval again."""

    TYPE = "union.resubmitted.v1"
    WORDS = ("再次报批", "Founding handed in again")
    OPENS = (APPROVE_UNION.due("due_on", at="place"),)
    ENDS = (RESUBMIT_UNION, RESUBMIT_FEDERATION)

    union: UUID
    place: Place
    due_on: Day


class TownshipUnionResubmitted(UnionResubmitted):
    """再报: a township's union, at the county."""

    TYPE = "township-union.resubmitted.v1"
    OPENS = (APPROVE_TOWNSHIP_UNION.due("due_on", at="place"),)


class FederationResubmitted(UnionResubmitted):
    """再报: the county federation."""

    TYPE = "federation.resubmitted.v1"
    OPENS = (APPROVE_FEDERATION.due("due_on", at="place"),)


class UnionRenamed(Event):
    """更名: by the superior's approval. Before that day the union bears its former name."""

    TYPE = "union.renamed.v1"
    WORDS = ("工会更名", "Union renamed")
    DIRECTORY = Directory("rename", "union", None, "name")

    union: UUID
    place: Place
    former: str
    name: str


class UnionRegistered(Event):
    """登记: what a union is registered with. The credit code (81…) comes after the approval."""

    TYPE = "union.registered.v1"
    WORDS = ("登记工会资料", "Union's registration recorded")

    union: UUID
    place: Place
    credit_code: str | None
    industry: Industry | None
    unit_type: UnitType | None


class EmployerRegistered(Event):
    """A unit with employees is known to its township."""

    TYPE = "employer.registered.v1"
    WORDS = ("登记用人单位", "Employer registered")
    COUNTS = (EMPLOYERS.plus(at="place"),)
    DIRECTORY = Directory("employer", "employer", "place", "name", "unit_type")

    employer: UUID
    place: Place
    name: str
    unit_type: UnitType


class HeadcountReported(Event):
    """How many employees a unit has from a day on."""

    TYPE = "employer.headcount-reported.v1"
    WORDS = ("上报职工人数", "Headcount reported")
    COUNTS = (
        EMPLOYEES.of("employer", value="headcount", at="place"),
        COVERED_EMPLOYEES.of("employer", value="covered", at="place"),
    )

    employer: UUID
    place: Place
    headcount: int
    covered: int  # the headcount when a union covers the unit on that day, otherwise 0


class EmployerCoverageStated(Event):
    """Rule 11: from this day on some union covers the unit (1), or none does (0)."""

    TYPE = "employer.coverage-stated.v1"
    WORDS = ("单位建会情况变动", "Whether a union covers the unit")
    COUNTS = (UNIONISED_EMPLOYERS.of("employer", value="unionised", at="place"),)

    employer: UUID
    place: Place
    unionised: int
    because_of: RestatedBecause


class HeadcountRestated(HeadcountReported):
    """A line of the headcounts that follows from another record: whoever made that one reported no headcount."""

    TYPE = "employer.headcount-restated.v1"
    WORDS = ("随组织批准或补报重计覆盖职工数", "Covered headcount restated with an approval or a late report")

    because_of: RestatedBecause


class EmployerEnded(Event):
    """单位终止: bankrupt, dissolved, closed. From that day on it has no employees."""

    TYPE = "employer.ended.v1"
    WORDS = ("单位终止", "Employer ended")
    COUNTS = (EMPLOYERS.minus(at="place"),)
    DIRECTORY = Directory("close", "employer")

    employer: UUID
    place: Place
    unit_type: UnitType
    end_reason: EmployerEnd
