"""Kinds of fields that only the forms about applications have."""

from typing import Annotated
from uuid import UUID

from chassis.fields import words
from contracts.membership import applications as codes

OpenApplication = Annotated[
    UUID, words("待审核的入会申请", "Applications to review", picker="application", source="/applications?state=open")
]
AnsweredApplication = Annotated[
    UUID,
    words("未批准的入会申请", "Applications not approved", picker="application", source="/applications?state=answered"),
]
AnyApplication = Annotated[UUID, words("入会申请", "Applications", picker="application", source="/applications")]
RefusedFor = Annotated[codes.RefusedFor, words("不予批准原因", "Reason", options={**codes.REFUSED_WORDS})]
