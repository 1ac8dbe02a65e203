"""Kinds of fields that only the forms about new hires have."""

from typing import Annotated
from uuid import UUID

from chassis.fields import words
from contracts.membership import hires as codes

HiredBy = Annotated[
    UUID,
    words("招收单位", "Employer", picker="employer", source="/employers"),
]
OpenHire = Annotated[
    UUID, words("待入会的新招收职工", "New hires not yet members", picker="hire", source="/hires?state=open")
]
AnsweredHire = Annotated[
    UUID, words("已答复的新招收职工", "New hires answered", picker="hire", source="/hires?state=answered")
]
AnyHire = Annotated[UUID, words("新招收职工", "New hires", picker="hire", source="/hires")]
DeclinedFor = Annotated[codes.DeclinedFor, words("未入会原因", "Why not", options={**codes.DECLINED_WORDS})]
