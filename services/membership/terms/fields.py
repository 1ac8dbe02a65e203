"""Fields of the terms' forms."""

from typing import Annotated, Literal
from uuid import UUID

from chassis.fields import words
from contracts.days import Day
from contracts.membership.terms import BODY_WORDS, VACATED_WORDS
from contracts.membership.terms import Body as BodyCode

Number = Annotated[
    int, words("届次", "Term no.", hint=("第几届", "Which term it is, counted from the first"), ge=1, le=100)
]
Years = Annotated[
    int, words("任期（年）", "Years", hint=("基层 3 或 5 年，县总工会 5 年", "3 or 5; the county's 5"), ge=1, le=10)
]
Body = Annotated[
    BodyCode,
    words(
        "领导机构",
        "Led by",
        hint=("会员 25 人以上应设委员会", "From 25 members on a committee is needed"),
        options={**BODY_WORDS},
    ),
]
ExtendedUntil = Annotated[Day, words("延期至", "Until", hint=("累计不超过 6 个月", "Six months in all at most"))]
SeatId = Annotated[UUID, words("职位", "Seat", picker="seat", source="/terms/seats")]
Entitled = Annotated[
    int,
    words("全体人数", "All members or delegates", hint=("全体会员或全体代表", "Whoever may vote"), ge=1, le=1_000_000),
]
InFavour = Annotated[int, words("赞成人数", "In favour", ge=0, le=1_000_000)]
LeftBecause = Annotated[
    Literal["resigned", "retired", "moved-away", "died", "other"],
    words("出缺原因", "Reason", options={code: each for code, each in VACATED_WORDS.items() if code != "removed"}),
]
RunningTerm = Annotated[UUID, words("现届", "Running terms", picker="term", source="/terms?state=running")]
AskedTerm = Annotated[
    UUID, words("申请延期的届", "Terms with a request", picker="term", source="/terms?state=running&asked=true")
]
