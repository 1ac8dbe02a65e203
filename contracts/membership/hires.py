"""What the hires capability publishes: newly hired employees, and how many of them join."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Ratio, Sum, Waiting
from contracts.membership.members import Employment
from contracts.offices import Office, Words

DeclinedFor = Literal["unwilling", "elsewhere", "probation", "short-term", "other"]
DECLINED_WORDS = code_words(
    "declined_for",
    DeclinedFor,
    {
        "unwilling": ("本人不愿加入", "Does not want to join"),
        "elsewhere": ("在外地工会保留会籍关系", "Member of a union in another county"),
        "probation": ("试用期内暂不加入", "On probation, not yet"),
        "short-term": ("短期用工", "Hired for a short time"),
        "other": ("其他", "Other"),
    },
)

NEW_HIRES = Sum(
    "new-hires",
    "新招收职工数",
    "New hires",
    by=("employment",),
    flow=True,
    definition=Words(
        "登记的新招收且入职时还不是会员的职工，按入职日统计",
        "Newly hired employees entered who were no members, by the day hired",
    ),
)
HIRES_ADMITTED = Sum("new-hires-admitted", "新招收职工入会数", "New hires admitted", by=("employment",), flow=True)
HIRES_ADMITTED_RATE = Ratio(
    "new-hires-admitted-rate",
    "新招收职工入会率",
    "New hires admitted, share",
    definition=Words(
        "同期入会的新招收职工数 ÷ 同期新招收职工数", "New hires admitted in the period ÷ new hires of the period"
    ),
    numerator=HIRES_ADMITTED,
    denominator=NEW_HIRES,
)
ADMIT_HIRE = Waiting(
    "admit-hire",
    "新招收职工待吸收入会",
    "New hire to admit",
    Office.TOWNSHIP_CLERK,
    "membership:/hires/{hire}/admit",
)


class HireEntered(Event):
    """新招收职工: somebody was hired who is no member yet."""

    TYPE = "hire.entered.v1"
    WORDS = ("登记新招收职工", "New hire entered")
    COUNTS = (NEW_HIRES.plus(at="place"),)
    OPENS = (ADMIT_HIRE.due("due_on", at="place"),)

    hire: UUID
    place: Place
    employer: UUID
    employment: Employment
    due_on: Day


class HireAdmitted(Event):
    """吸收入会: the new hire is a member now."""

    TYPE = "hire.admitted.v1"
    WORDS = ("新招收职工入会", "New hire admitted")
    COUNTS = (HIRES_ADMITTED.plus(at="place"),)
    ENDS = (ADMIT_HIRE,)

    hire: UUID
    place: Place
    member: UUID
    employment: Employment


class HireDeclined(Event):
    """The new hire does not join."""

    TYPE = "hire.declined.v1"
    WORDS = ("新招收职工未入会", "New hire does not join")
    ENDS = (ADMIT_HIRE,)

    hire: UUID
    place: Place
    declined_for: DeclinedFor


class HireGone(Event):
    """The new hire has left the employer before joining."""

    TYPE = "hire.gone.v1"
    WORDS = ("新招收职工已离职", "New hire has left the employer")
    ENDS = (ADMIT_HIRE,)

    hire: UUID
    place: Place
