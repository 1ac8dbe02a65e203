"""Fields of unions' registration and of what a superior returns."""

from typing import Annotated
from uuid import UUID

from chassis.fields import Line, words
from contracts.membership.industries import INDUSTRY_WORDS
from contracts.membership.industries import Industry as IndustryCode
from contracts.membership.organisations import RETURN_REASON_WORDS, ReturnReason

Industry = Annotated[
    IndustryCode,
    words(
        "所属行业",
        "Industry",
        hint=("国民经济行业分类（GB/T 4754）门类", "Section of the national classification (GB/T 4754)"),
        options={code: (f"{code} {each.zh}", f"{code} {each.en}") for code, each in INDUSTRY_WORDS.items()},
    ),
]
ReturnedFor = Annotated[ReturnReason, words("退回原因", "Why it is returned", options={**RETURN_REASON_WORDS})]
Opinion = Annotated[
    Line,
    words(
        "意见",
        "Opinion",
        hint=("请写明需要补正的内容", "Say what has to be put right"),
        min_length=2,
        max_length=500,
    ),
]
ReturnedUnion = Annotated[
    UUID, words("被退回的工会", "Returned foundings", picker="union", source="/unions?state=returned")
]
UnapprovedUnion = Annotated[
    UUID, words("未批准的工会", "Unions not approved yet", picker="union", source="/unions?state=unapproved")
]
