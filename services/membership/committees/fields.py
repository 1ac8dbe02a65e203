"""Fields of the committees' forms."""

from typing import Annotated
from uuid import UUID

from chassis.fields import words
from contracts.membership.committees import COMMITTEE_WORDS, ENDED_WORDS, FORM_WORDS, CommitteeKind, EndedBecause
from contracts.membership.committees import Form as FormCode

Kind = Annotated[CommitteeKind, words("委员会类型", "Kind of committee", options={**COMMITTEE_WORDS})]
Form = Annotated[
    FormCode,
    words(
        "设立形式",
        "Form",
        hint=("人数不足的可只设委员一人", "Where the number is small, one officer will do"),
        options={**FORM_WORDS},
    ),
]
Size = Annotated[int, words("委员人数", "Members of the committee", ge=1, le=200)]
Women = Annotated[
    int, words("女会员人数", "Women members", hint=("该日在会的女会员", "Members on that day"), ge=0, le=1_000_000)
]
Because = Annotated[EndedBecause, words("撤销原因", "Reason", options={**ENDED_WORDS})]
UnformedCommittee = Annotated[
    UUID, words("待建的委员会", "Committees to form", picker="committee", source="/committees?state=due")
]
FormedCommittee = Annotated[
    UUID, words("已建的委员会", "Committees formed", picker="committee", source="/committees?state=formed")
]
WomensCommittee = Annotated[
    UUID, words("女职工委员会", "Women's committees", picker="committee", source="/committees?committee=women")
]
