"""Fields of the forms about motions, with their words, options and lists to choose from."""

from typing import Annotated
from uuid import UUID

from chassis.fields import Line, words
from contracts.membership import motions

CongressId = Annotated[UUID, words("职代会", "Congress", picker="congress", source="/congresses?state=active")]
Proposers = Annotated[
    list[UUID],
    words(
        "提案人",
        "Proposers",
        hint=("可多人联名", "One delegate, or several together"),
        picker="delegate",
        source="/congress-delegates?state=sitting",
        min_length=1,
        max_length=200,
    ),
]
Category = Annotated[motions.MotionCategory, words("提案类别", "Category", options={**motions.MOTION_CATEGORY_WORDS})]
Title = Annotated[Line, words("案由", "Subject", min_length=2, max_length=120)]
Body = Annotated[Line, words("提案内容和建议", "What is proposed", min_length=2, max_length=2000)]
Refusal = Annotated[
    motions.MotionRefusal, words("不予立案原因", "Why it is not accepted", options={**motions.MOTION_REFUSAL_WORDS})
]
Department = Annotated[Line, words("承办部门", "Department", min_length=1, max_length=60)]
Reply = Annotated[Line, words("答复内容", "Reply", min_length=2, max_length=2000)]
Satisfaction = Annotated[
    motions.Satisfaction,
    words(
        "提案人满意度",
        "Proposers' satisfaction",
        hint=("不满意的退回再办一次", "Not satisfied goes back once"),
        options={**motions.SATISFACTION_WORDS},
    ),
]
CollectedMotion = Annotated[
    UUID, words("待立案的提案", "To accept", picker="motion", source="/motions?state=collected")
]
FiledMotion = Annotated[UUID, words("待交办的提案", "To hand over", picker="motion", source="/motions?state=filed")]
AssignedMotion = Annotated[
    UUID, words("待答复的提案", "To be replied to", picker="motion", source="/motions?state=assigned")
]
RepliedMotion = Annotated[UUID, words("待评价的提案", "To rate", picker="motion", source="/motions?state=replied")]
RatedMotion = Annotated[UUID, words("待归档的提案", "To file away", picker="motion", source="/motions?state=rated")]
DecidedMotion = Annotated[
    UUID, words("已办理的提案", "With steps to take back", picker="motion", source="/motions?decided=true")
]
