"""Kinds of fields that only the forms about cadres' reviews have."""

from typing import Annotated
from uuid import UUID

from chassis.fields import Line, words
from contracts.membership.reviews import GRADE_WORDS, Grade

ReviewYear = Annotated[int, words("考核年度", "Year", ge=2000, le=2098)]
GradeCode = Annotated[
    Grade, words("考核等次", "Grade", options={code: tuple(each) for code, each in GRADE_WORDS.items()})
]
ReviewDocument = Annotated[
    Line, words("文件号", "Document number", hint=("可不填", "Optional"), min_length=2, max_length=60)
]
DueReview = Annotated[UUID, words("待考核的干部", "Reviews due", picker="review", source="/cadre-reviews?state=due")]
GradedReview = Annotated[
    UUID, words("已考核的干部", "Reviews given", picker="review", source="/cadre-reviews?state=graded")
]
