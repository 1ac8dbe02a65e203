"""Fields of the forms of checklists and assessments."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.fields import Line, words
from contracts.days import Day
from contracts.membership.standardisation import LEVEL_WORDS, RETURNED_WORDS
from contracts.membership.standardisation import Level as LevelCode
from contracts.membership.standardisation import ReturnedBecause as BecauseCode
from services.membership.standardisation.domain.checklist import Answer as AnswerCode

ANSWER_WORDS = {"met": ("符合", "Met"), "partly": ("部分符合", "Partly met"), "unmet": ("不符合", "Not met")}

Code = Annotated[
    Line,
    words("检查项编号", "Item no.", hint=("如 1.1", "As 1.1"), pattern=r"^[0-9]{1,2}(\.[0-9]{1,2}){0,2}$"),
]
Title = Annotated[Line, words("检查表名称", "Title", min_length=2, max_length=100)]
TitleEnglish = Annotated[Line, words("英文名称", "Title in English", max_length=200)]
Section = Annotated[Line, words("部分", "Section", min_length=1, max_length=60)]
SectionEnglish = Annotated[Line, words("部分（英文）", "Section in English", max_length=120)]
Text = Annotated[Line, words("检查内容", "What is checked", min_length=2, max_length=300)]
TextEnglish = Annotated[Line, words("检查内容（英文）", "In English", max_length=500)]
Points = Annotated[int, words("分值", "Points", ge=1, le=100)]
Source = Annotated[
    Line, words("依据", "Source", hint=("文件及条款", "Document and article"), min_length=2, max_length=100)
]
Effective = Annotated[
    Day, words("生效日期", "Holds from", hint=("之前发起的自评仍用原版", "What began before keeps its version"))
]
Document = Annotated[Line, words("文号", "Document", min_length=2, max_length=60)]


class ItemFields(BaseModel):
    """One item of a version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    section: Section
    section_en: SectionEnglish = ""
    text: Text
    text_en: TextEnglish = ""
    points: Points
    source: Source


class AnswerFields(BaseModel):
    """One item's answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    answer: Annotated[AnswerCode, words("自评", "Answer", options={**ANSWER_WORDS})]
    note: Annotated[Line, words("说明", "Note", hint=("可不填", "Optional"), max_length=300)] = ""


Items = Annotated[
    list[ItemFields],
    words("检查项", "Items", hint=("整张表，每项一行", "The whole list, one row each"), min_length=1, max_length=100),
]
Answers = Annotated[
    list[AnswerFields],
    words(
        "自评内容",
        "Answers",
        hint=("可分次填报，提交前须填全", "In as many steps as you like; all before submitting"),
        min_length=1,
        max_length=100,
    ),
]
DueOn = Annotated[Day, words("完成期限", "Due on")]
Level = Annotated[LevelCode, words("评定等级", "Level", options={**LEVEL_WORDS})]
Score = Annotated[int, words("评定得分", "Score", ge=0, le=10_000)]
Because = Annotated[BecauseCode, words("退回原因", "Reason", options={**RETURNED_WORDS})]
Remark = Annotated[
    Line,
    words("退回说明", "What is to be put right", hint=("请勿写个人信息", "No personal data, please"), max_length=300),
]
OpenAssessment = Annotated[
    UUID, words("待填报的自评", "Assessments to fill in", picker="assessment", source="/assessments?lies=union")
]
SubmittedAssessment = Annotated[
    UUID, words("待评定的自评", "Assessments to judge", picker="assessment", source="/assessments?state=submitted")
]
ReturnedAssessment = Annotated[
    UUID, words("已退回的自评", "Assessments returned", picker="assessment", source="/assessments?state=returned")
]
JudgedAssessment = Annotated[
    UUID, words("已评定的自评", "Assessments judged", picker="assessment", source="/assessments?state=judged")
]
OwnChecklist = Annotated[
    UUID, words("本县检查表", "The county's checklists", picker="checklist", source="/checklists?state=active")
]
