"""Fields of the forms about openness, with their words, options and lists to choose from."""

from typing import Annotated
from uuid import UUID

from chassis.fields import Line, words
from contracts.membership import openness

EmployerId = Annotated[
    UUID,
    words(
        "公开单位",
        "Unit",
        hint=("该工会覆盖的单位", "One that the union covers"),
        picker="employer",
        source="/employers?covered=true",
    ),
]
Category = Annotated[openness.DisclosureCategory, words("公开内容", "What", options={**openness.CATEGORY_WORDS})]
Medium = Annotated[openness.Medium, words("公开形式", "How", options={**openness.MEDIUM_WORDS})]
Period = Annotated[openness.Period, words("公开周期", "How often", options={**openness.PERIOD_WORDS})]
Title = Annotated[Line, words("公开事项", "Matter", min_length=2, max_length=120)]
Where = Annotated[Line, words("公开地点", "Where", min_length=1, max_length=120)]
Body = Annotated[Line, words("意见建议", "Suggestion", min_length=2, max_length=1000)]
Answer = Annotated[Line, words("答复内容", "Answer", min_length=2, max_length=1000)]
Rating = Annotated[openness.SuggestionRating, words("是否满意", "Satisfied or not", options={**openness.RATING_WORDS})]
DisclosureId = Annotated[UUID, words("公开事项", "Matter", picker="disclosure", source="/openness")]
PublishedDisclosure = Annotated[
    UUID, words("已公开事项", "Matters made public", picker="disclosure", source="/openness")
]
ReceivedSuggestion = Annotated[
    UUID, words("待答复的意见", "To answer", picker="suggestion", source="/openness-suggestions?state=received")
]
AnsweredSuggestion = Annotated[
    UUID, words("已答复的意见", "Answered", picker="suggestion", source="/openness-suggestions?state=answered")
]
AnySuggestion = Annotated[UUID, words("意见建议", "Suggestions", picker="suggestion", source="/openness-suggestions")]
