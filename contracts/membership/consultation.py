"""What the consultation capability publishes: collective talks from the offer to the draft."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Ratio, Sum, Waiting
from contracts.offices import Office, Words

AgreementKind = Literal["comprehensive", "wage", "women", "safety"]
Level = Literal["single", "regional", "industry"]
Purpose = Literal["new", "renewal", "change", "termination"]
Side = Literal["workers", "employer"]
ChiefAs = Literal["chair", "acting", "delegated"]
OfferRefusal = Literal["under-way", "covered", "not-entitled", "unfounded"]
Coordination = Literal["talks", "closed"]

AGREEMENT_KIND_WORDS = code_words(
    "kind",
    AgreementKind,
    {
        "comprehensive": ("综合集体合同", "Comprehensive agreement"),
        "wage": ("工资专项集体合同", "Wage agreement"),
        "women": ("女职工权益保护专项集体合同", "Agreement on women workers"),
        "safety": ("劳动安全卫生专项集体合同", "Agreement on safety and health"),
    },
)
LEVEL_WORDS = code_words(
    "level",
    Level,
    {
        "single": ("单个用人单位", "One employer"),
        "regional": ("区域性", "Regional"),
        "industry": ("行业性", "Of an industry"),
    },
)
PURPOSE_WORDS = code_words(
    "purpose",
    Purpose,
    {
        "new": ("新订", "New"),
        "renewal": ("续订", "Renewal"),
        "change": ("变更", "Change"),
        "termination": ("协商解除", "Termination by agreement"),
    },
)
SIDE_WORDS = code_words(
    "offered_by", Side, {"workers": ("职工方", "Workers' side"), "employer": ("用人单位方", "Employer's side")}
)
CHIEF_AS_WORDS = code_words(
    "chief_as",
    ChiefAs,
    {
        "chair": ("工会主席", "Chair of the union"),
        "acting": ("主席空缺，由主要负责人担任", "Head of a union without a chair"),
        "delegated": ("受主席书面委托", "Delegated by the chair in writing"),
    },
)
OFFER_REFUSAL_WORDS = code_words(
    "reason",
    OfferRefusal,
    {
        "under-way": ("同一事项已在协商", "The same is being negotiated already"),
        "covered": ("已有生效合同且不在续订期", "An agreement is in force and not yet to be renewed"),
        "not-entitled": ("要约方不具备资格", "Who offered has no right to"),
        "unfounded": ("无正当理由", "Without good reason"),
    },
)
COORDINATION_WORDS = code_words(
    "coordination",
    Coordination,
    {"talks": ("双方同意协商", "Both sides negotiate"), "closed": ("协调未成，终结", "Closed without talks")},
)

OFFERS = Sum("consultation-offers", "集体协商要约数", "Offers of collective talks", by=("kind", "level"), flow=True)
ANSWERED_IN_TIME = Sum(
    "offers-answered-in-time", "按期回应要约数", "Offers answered in time", by=("kind", "level"), flow=True
)
ANSWERED_RATE = Ratio(
    "offers-answered-rate",
    "要约按期回应率",
    "Offers answered in time, of all",
    definition=Words(
        "20 日内书面回应（同意或拒绝）的要约数 ÷ 要约数",
        "Offers answered, by yes or no, within 20 days ÷ offers",
    ),
    numerator=ANSWERED_IN_TIME,
    denominator=OFFERS,
)

_ONE = "membership:/consultations/{consultation}/"
RESPOND = Waiting("consultation-answer", "待回应协商要约", "Offer to answer", Office.TOWNSHIP_CLERK, _ONE + "accept")
COORDINATE = Waiting(
    "consultation-coordination",
    "协商受阻，待乡镇协调",
    "Talks to coordinate",
    Office.TOWNSHIP_CHAIR,
    _ONE + "coordinate",
)
RESUME = Waiting(
    "consultation-resumption", "协商中止，待恢复", "Talks to resume", Office.TOWNSHIP_CLERK, _ONE + "resume"
)
REDRAFT = Waiting(
    "agreement-redraft", "集体合同被提异议，待重新协商", "To be renegotiated", Office.TOWNSHIP_CLERK, _ONE + "draft"
)


class ConsultationOffered(Event):
    """要约: one side asks the other in writing to negotiate; it answers within 20 days (art. 32)."""

    TYPE = "consultation.offered.v1"
    WORDS = ("集体协商要约", "Offer of collective talks")
    COUNTS = (OFFERS.plus(at="place"),)
    OPENS = (RESPOND.due("due_on", at="place"),)

    consultation: UUID
    place: Place
    kind: AgreementKind
    level: Level
    purpose: Purpose
    earlier: UUID | None  # the agreement to be renewed, changed or ended
    offered_by: Side
    employers: list[UUID]
    workers: int
    due_on: Day
    provisional: bool


class ConsultationAnswered(Event):
    """回应: the other side agrees to negotiate."""

    TYPE = "consultation.answered.v1"
    WORDS = ("同意协商", "Offer accepted")
    COUNTS = (ANSWERED_IN_TIME.plus(at="place", amount="in_time"),)
    ENDS = (RESPOND, COORDINATE)

    consultation: UUID
    place: Place
    kind: AgreementKind
    level: Level
    in_time: int  # 1 or 0


class ConsultationRefused(Event):
    """The other side does not negotiate; without good reason it may not (art. 32), so the township coordinates."""

    TYPE = "consultation.refused.v1"
    WORDS = ("拒绝协商", "Offer refused")
    COUNTS = (ANSWERED_IN_TIME.plus(at="place", amount="in_time"),)
    OPENS = (COORDINATE.due(at="place"),)
    ENDS = (RESPOND,)

    consultation: UUID
    place: Place
    kind: AgreementKind
    level: Level
    in_time: int  # 1 or 0
    reason: OfferRefusal


class ConsultationUnanswered(Event):
    """The day to answer has passed; the offer may still be answered, and the township coordinates."""

    TYPE = "consultation.left-unanswered.v1"
    WORDS = ("逾期未回应", "Offer left unanswered")
    OPENS = (COORDINATE.due(at="place"),)

    consultation: UUID
    place: Place


class ConsultationCoordinated(Event):
    """协调: what came of the township's coordination."""

    TYPE = "consultation.coordinated.v1"
    WORDS = ("协商争议协调", "Coordinated")
    ENDS = (COORDINATE, RESPOND)

    consultation: UUID
    place: Place
    coordination: Coordination


class ConsultationWithdrawn(Event):
    """The side that offered takes its offer back."""

    TYPE = "consultation.withdrawn.v1"
    WORDS = ("撤回要约", "Offer withdrawn")
    ENDS = (RESPOND, COORDINATE, RESUME, REDRAFT)

    consultation: UUID
    place: Place


class DelegationsNamed(Event):
    """协商代表: members of the workers' side by their ids, the employer's side by number (arts. 19, 20, 23)."""

    TYPE = "consultation.delegations-named.v1"
    WORDS = ("确定协商代表", "Delegations named")

    consultation: UUID
    place: Place
    members: list[UUID]
    chief: UUID
    chief_as: ChiefAs
    outside_workers: int  # of neither side's own unit
    employer_side: int  # outsiders included
    outside_employer: int


class ConsultationSuspended(Event):
    """中止: both sides agree on a day to go on (art. 35, which names no longest time)."""

    TYPE = "consultation.suspended.v1"
    WORDS = ("中止协商", "Talks suspended")
    OPENS = (RESUME.due("due_on", at="place"),)

    consultation: UUID
    place: Place
    due_on: Day


class ConsultationResumed(Event):
    """The talks go on."""

    TYPE = "consultation.resumed.v1"
    WORDS = ("恢复协商", "Talks resumed")
    ENDS = (RESUME,)

    consultation: UUID
    place: Place


class ConsultationBrokenOff(Event):
    """The talks have failed; the township coordinates (art. 49)."""

    TYPE = "consultation.broken-off.v1"
    WORDS = ("协商破裂", "Talks broken off")
    OPENS = (COORDINATE.due(at="place"),)
    ENDS = (RESUME, REDRAFT)

    consultation: UUID
    place: Place


class AnswerMoved(Event):
    """The calendar of a year was published, and with it the day to answer by is another."""

    TYPE = "consultation.answer-moved.v1"
    WORDS = ("回应期限重算", "Day to answer moved")
    OPENS = (RESPOND.due("due_on", at="place"),)

    consultation: UUID
    place: Place
    due_on: Day
    provisional: bool
