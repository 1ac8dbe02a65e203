"""Fields of an employer's end."""

from typing import Annotated

from chassis.fields import Line, words
from contracts.membership.organisations import EMPLOYER_END_WORDS, EmployerEnd

EndReason = Annotated[EmployerEnd, words("终止原因", "Why it ended", options={**EMPLOYER_END_WORDS})]
EndDocument = Annotated[
    Line,
    words(
        "终止依据文号",
        "Document of its end",
        hint=("法院裁定、注销或吊销文书的编号", "Number of the ruling, deregistration or revocation"),
        min_length=2,
        max_length=60,
    ),
]
