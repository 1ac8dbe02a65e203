"""Fields of requests to rearrange unions."""

from typing import Annotated
from uuid import UUID

from chassis.fields import words
from contracts.membership.organisations import EMPLOYER_END_WORDS, EmployerEnd

AbsorbingUnion = Annotated[
    UUID,
    words(
        "并入的工会",
        "Union that absorbs it",
        hint=("可选择全县已成立的基层工会", "Any approved base union of the county"),
        picker="union",
        source="/unions?state=active&scope=county",
    ),
]
NewUnion = Annotated[
    UUID,
    words(
        "分立出的工会",
        "Union that takes over",
        hint=("须已批准成立，同一乡镇", "Approved already, in the same township"),
        picker="union",
        source="/unions?state=active",
    ),
]
NewParent = Annotated[
    UUID,
    words(
        "新的上级工会",
        "New superior",
        hint=("选择其他乡镇的工会时，会员和单位一并划转", "In another township: members and units go along"),
        picker="union",
        source="/unions?state=active&scope=county",
    ),
]
Units = Annotated[list[UUID], words("单位", "Units", picker="employer", source="/employers", max_length=200)]
CoveredUnits = Annotated[
    list[UUID],
    words(
        "划出的单位",
        "Units that go",
        hint=("在这些单位工作的会员一并划出", "Members who work there go along"),
        picker="employer",
        source="/employers?covered=true",
        max_length=200,
    ),
]
GoingMembers = Annotated[
    list[UUID],
    words("另外划出的会员", "Further members who go", picker="member", source="/members?state=active", max_length=500),
]
EndReason = Annotated[EmployerEnd, words("单位终止原因", "Why the employer ended", options={**EMPLOYER_END_WORDS})]
AskedRestructuring = Annotated[
    UUID,
    words("待批的组织变更", "Changes to approve", picker="restructuring", source="/restructurings?state=asked"),
]
ReportedDissolution = Annotated[
    UUID,
    words("待阅处的撤销", "Dissolutions to see", picker="restructuring", source="/restructurings?state=reported"),
]
