"""What the motions capability publishes: 征集 → 立案 → 交办 → 答复 → 满意度 → 归档.

What a motion says, who is to answer it and what was answered stay with the service. Queue items go to the township
clerk, as those of the congress do.
"""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Ratio, Sum, Waiting
from contracts.offices import Office, Words

MotionCategory = Literal["production", "pay", "safety", "rights", "training", "living", "other"]
MotionRefusal = Literal["out-of-scope", "duplicate", "unclear", "done-already", "withdrawn", "other"]
Satisfaction = Literal["satisfied", "mostly", "unsatisfied"]

MOTION_CATEGORY_WORDS = code_words(
    "motion_category",
    MotionCategory,
    {
        "production": ("生产经营", "Production and management"),
        "pay": ("工资福利", "Pay and benefits"),
        "safety": ("劳动安全卫生", "Safety and health"),
        "rights": ("权益保障", "Rights"),
        "training": ("教育培训", "Training"),
        "living": ("生活后勤", "Living conditions"),
        "other": ("其他", "Other"),
    },
)
MOTION_REFUSAL_WORDS = code_words(
    "motion_refusal",
    MotionRefusal,
    {
        "out-of-scope": ("不属于职代会职权范围", "Not for the congress to decide"),
        "duplicate": ("与其他提案重复", "Same as another motion"),
        "unclear": ("内容不明确", "Unclear"),
        "done-already": ("事项已解决", "Done already"),
        "withdrawn": ("提案人撤回", "Withdrawn by its proposers"),
        "other": ("其他", "Other"),
    },
)
SATISFACTION_WORDS = code_words(
    "satisfaction",
    Satisfaction,
    {
        "satisfied": ("满意", "Satisfied"),
        "mostly": ("基本满意", "Mostly satisfied"),
        "unsatisfied": ("不满意", "Not satisfied"),
    },
)

MOTIONS = Sum("motions", "征集提案数", "Motions put", by=("motion_category",), flow=True)
FILED = Sum("motions-filed", "立案提案数", "Motions accepted", by=("motion_category",), flow=True)
REPLIED = Sum("motion-replies", "提案答复数", "Replies to motions", flow=True)
REPLIED_IN_TIME = Sum("motion-replies-in-time", "提案按期答复数", "Replies to motions in time", flow=True)
RATED = Sum("motions-rated", "提案满意度评价数", "Motions rated", by=("satisfaction",), flow=True)
CONTENT = Sum("motions-content", "提案满意和基本满意数", "Motions with content proposers", flow=True)
REPLY_RATE = Ratio(
    "motion-reply-rate",
    "提案按期答复率",
    "Motions replied to in time",
    definition=Words("按期答复数 ÷ 答复数", "Replies in time ÷ all replies"),
    numerator=REPLIED_IN_TIME,
    denominator=REPLIED,
)
CONTENT_RATE = Ratio(
    "motion-satisfaction-rate",
    "提案满意率",
    "Content proposers",
    definition=Words(
        "评价为满意或基本满意的提案数 ÷ 已评价提案数", "Motions rated satisfied or mostly so ÷ motions rated"
    ),
    numerator=CONTENT,
    denominator=RATED,
)

FILE = Waiting(
    "file-motion", "提案待立案", "Motion to accept", Office.TOWNSHIP_CLERK, "membership:/motions/{motion}/file"
)
ASSIGN = Waiting(
    "assign-motion", "提案待交办", "Motion to hand over", Office.TOWNSHIP_CLERK, "membership:/motions/{motion}/assign"
)
REPLY = Waiting(
    "reply-to-motion",
    "提案待答复",
    "Motion to be replied to",
    Office.TOWNSHIP_CLERK,
    "membership:/motions/{motion}/reply",
)
RATE = Waiting(
    "rate-motion", "提案待评价", "Motion to rate", Office.TOWNSHIP_CLERK, "membership:/motions/{motion}/rate"
)
ARCHIVE = Waiting(
    "archive-motion", "提案待归档", "Motion to file away", Office.TOWNSHIP_CLERK, "membership:/motions/{motion}/archive"
)


class MotionCollected(Event):
    """征集: delegates put a motion."""

    TYPE = "motion.collected.v1"
    WORDS = ("征集提案", "Motion put")
    COUNTS = (MOTIONS.plus(at="place"),)
    OPENS = (FILE.due(at="place"),)

    motion: UUID
    congress: UUID
    place: Place
    motion_category: MotionCategory
    proposers: list[UUID]


class MotionFiled(Event):
    """立案: it is accepted."""

    TYPE = "motion.filed.v1"
    WORDS = ("提案立案", "Motion accepted")
    COUNTS = (FILED.plus(at="place"),)
    OPENS = (ASSIGN.due(at="place"),)
    ENDS = (FILE,)

    motion: UUID
    place: Place
    motion_category: MotionCategory


class MotionRefused(Event):
    """不予立案, with the reason."""

    TYPE = "motion.refused.v1"
    WORDS = ("提案不予立案", "Motion not accepted")
    ENDS = (FILE,)

    motion: UUID
    place: Place
    motion_refusal: MotionRefusal


class MotionAssigned(Event):
    """交办: a department has to reply by a day."""

    TYPE = "motion.assigned.v1"
    WORDS = ("提案交办", "Motion handed over")
    OPENS = (REPLY.due("due_on", at="place"),)
    ENDS = (ASSIGN,)

    motion: UUID
    place: Place
    round: int
    due_on: Day


class MotionReplied(Event):
    """答复: the department has replied, in time (1) or late (0)."""

    TYPE = "motion.replied.v1"
    WORDS = ("提案答复", "Motion replied to")
    COUNTS = (REPLIED.plus(at="place"), REPLIED_IN_TIME.plus(at="place", amount="in_time"))
    OPENS = (RATE.due(at="place"),)
    ENDS = (REPLY,)

    motion: UUID
    place: Place
    round: int
    due_on: Day
    in_time: int


class MotionSentBack(Event):
    """The proposers are not satisfied: it goes back to the department, once."""

    TYPE = "motion.sent-back.v1"
    WORDS = ("提案退回再办", "Motion sent back")
    OPENS = (REPLY.due("due_on", at="place"),)
    ENDS = (RATE,)

    motion: UUID
    place: Place
    round: int
    due_on: Day


class MotionRated(Event):
    """满意度: what the proposers say of the reply; `content` 1 unless they are not satisfied."""

    TYPE = "motion.rated.v1"
    WORDS = ("提案满意度", "Motion rated")
    COUNTS = (RATED.plus(at="place"), CONTENT.plus(at="place", amount="content"))
    OPENS = (ARCHIVE.due(at="place"),)
    ENDS = (RATE,)

    motion: UUID
    place: Place
    satisfaction: Satisfaction
    content: int


class MotionArchived(Event):
    """归档."""

    TYPE = "motion.archived.v1"
    WORDS = ("提案归档", "Motion filed away")
    ENDS = (ARCHIVE,)

    motion: UUID
    place: Place
