"""Every kind of field an activities form has, with its words, hints, options and pickers."""

from typing import Annotated
from uuid import UUID

from chassis.fields import Line, words
from contracts.activities.activities import ACTIVITY_KIND_WORDS, ActivityKind
from contracts.days import Day
from contracts.declare import ChangeReason

MOST_ATTENDED = 1000
MEMBERS_SOURCE = "membership:/members?state=active"

UnionId = Annotated[
    UUID,
    words(
        "主办工会",
        "Holding union",
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
ActivityId = Annotated[
    UUID,
    words(
        "活动",
        "Activity",
        hint=("只列出正在报名的活动", "Activities open for registration"),
        picker="activity",
        source="/activities?state=open",
    ),
]
# The records that a command can act on, where not all of a list will do.
PlannedActivityId = Annotated[
    UUID, words("计划中的活动", "Planned activities", picker="activity", source="/activities?state=planned")
]
OpenActivityId = Annotated[
    UUID,
    words("正在报名的活动", "Activities open for registration", picker="activity", source="/activities?state=open"),
]
HeldActivityId = Annotated[
    UUID, words("已举办的活动", "Activities held", picker="activity", source="/activities?state=held")
]
MemberId = Annotated[UUID, words("会员", "Member", picker="member", source=MEMBERS_SOURCE)]
Attended = Annotated[
    list[UUID],
    words(
        "到场会员",
        "Members who came",
        hint=("可多选，未报名的会员也可登记", "Several; members without a registration too"),
        picker="member",
        source=MEMBERS_SOURCE,
        max_length=MOST_ATTENDED,
    ),
]
Guests = Annotated[
    int,
    words(
        "其他到场人数",
        "Others who came",
        hint=("家属、未入会职工等", "Relatives, workers who are no members"),
        ge=0,
        le=100_000,
    ),
]
Kind = Annotated[ActivityKind, words("活动类型", "Kind of activity", options={**ACTIVITY_KIND_WORDS})]
Title = Annotated[
    Line,
    words(
        "活动名称",
        "Title",
        hint=("不要写入个人姓名", "Without names of persons"),
        min_length=2,
        max_length=100,
    ),
]
PlannedDay = Annotated[Day, words("计划日期", "Planned day", hint=("可以是将来的日期", "May lie in the future"))]
Places = Annotated[int, words("名额", "Places", ge=1, le=100_000)]
Hours = Annotated[
    int,
    words(
        "培训学时",
        "Hours of training",
        hint=(
            "每位到场会员的学时，限理论学习、普法宣传和教育培训",
            "Of each who came; for study, law and training alone",
        ),
        ge=1,
        le=200,
    ),
]
Cost = Annotated[int, words("活动支出", "Cost", unit="fen", ge=0, le=10**12)]
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
