"""Kinds of fields that only the forms about cadres have."""

from typing import Annotated
from uuid import UUID

from chassis.fields import words
from contracts.membership.cadres import DUTY_WORDS, Duty

DutyCode = Annotated[Duty, words("任职方式", "Duty", options={code: tuple(each) for code, each in DUTY_WORDS.items()})]
CadreMember = Annotated[
    UUID,
    words(
        "干部本人的会员登记",
        "The cadre as a member",
        hint=(
            "可不填；填写后名册显示脱敏姓名并统计培训学时",
            "Optional; the roster then shows the masked name and hours",
        ),
        picker="member",
        source="/members?state=active",
    ),
]
