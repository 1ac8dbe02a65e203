"""What the organisations capability publishes: unions, employers, headcounts."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Directory, Event, Place, Reported, Sum, Waiting
from contracts.offices import Office

UnionKind = Literal[
    "county-federation",
    "township",
    "village-community",
    "single",
    "joint",
    "area-industry",
]
UnitType = Literal["state", "collective", "private", "institution", "agency", "individual", "non-enterprise"]

UNION_KIND_WORDS = code_words(
    "kind",
    UnionKind,
    {
        "county-federation": ("县总工会", "County federation"),
        "township": ("乡镇（街道）工会", "Township union"),
        "village-community": ("村（社区）工会", "Village or community union"),
        "single": ("单独基层工会", "Union of one unit"),
        "joint": ("联合基层工会", "Joint union of several units"),
        "area-industry": ("区域（行业）工会联合会", "Area or industry federation"),
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
    },
)

RestatedBecause = Literal["approval", "approval-voided", "headcount-changed"]
RESTATED_BECAUSE_WORDS = code_words(
    "because_of",
    RestatedBecause,
    {
        "approval": ("批准成立工会", "A union was approved"),
        "approval-voided": ("作废批准", "An approval was voided"),
        "headcount-changed": ("补报、更正或作废职工人数", "A headcount was reported late, corrected or voided"),
    },
)

UNIONS = Sum("unions", "工会组织数", "Unions", by=("kind",))
EMPLOYERS = Sum("employers", "用人单位数", "Employers", by=("unit_type",))
EMPLOYEES = Reported("employees", "职工人数", "Employees")
COVERED_EMPLOYEES = Reported("covered-employees", "建会单位职工人数", "Employees in units with a union")
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


class HeadcountRestated(HeadcountReported):
    """A line of the headcounts that follows from another record: whoever made that one reported no headcount."""

    TYPE = "employer.headcount-restated.v1"
    WORDS = ("随组织批准或补报重计覆盖职工数", "Covered headcount restated with an approval or a late report")

    because_of: RestatedBecause
