"""What the openness capability publishes: what a unit made public, and suggestions about it with their clock.

What exactly was made public, and what a suggestion says, stay with the service.
"""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Distinct, Event, Place, Ratio, Sum, Waiting
from contracts.offices import Office, Words

DisclosureCategory = Literal[
    "development",
    "operation",
    "rules",
    "labour-rights",
    "pay",
    "insurance",
    "safety",
    "contracts",
    "welfare-funds",
    "cadres",
    "party-conduct",
    "government-budget",
    "government-service",
    "government-personnel",
    "government-procurement",
    "other",
]
Medium = Literal["congress", "notice-board", "meeting", "website", "group-message", "bulletin", "other"]
Period = Literal["once", "month", "quarter", "half-year", "year"]
SuggestionRating = Literal["satisfied", "unsatisfied"]

CATEGORY_WORDS = code_words(
    "disclosure_category",
    DisclosureCategory,
    {
        "development": ("发展规划和重大决策", "Plans and major decisions"),
        "operation": ("生产经营情况", "Production and business"),
        "rules": ("规章制度", "Rules of the unit"),
        "labour-rights": ("劳动合同和集体合同履行", "Labour and collective agreements kept"),
        "pay": ("工资分配", "Pay"),
        "insurance": ("社会保险和公积金缴纳", "Social insurance and housing fund"),
        "safety": ("劳动安全卫生", "Safety and health"),
        "contracts": ("大宗物资采购和招投标", "Procurement and tenders"),
        "welfare-funds": ("福利费、教育经费和工会经费使用", "Welfare, training and union funds"),
        "cadres": ("领导人员任免和评议", "Leaders appointed and evaluated"),
        "party-conduct": ("廉洁自律情况", "Integrity of leaders"),
        "government-budget": ("财政预决算（机关）", "Budget and accounts (offices)"),
        "government-service": ("办事依据、程序和结果（机关）", "Procedures and results (offices)"),
        "government-personnel": ("人事考录和奖惩（机关）", "Recruiting, awards and discipline (offices)"),
        "government-procurement": ("政府采购和工程项目（机关）", "Public procurement and projects (offices)"),
        "other": ("其他", "Other"),
    },
)
MEDIUM_WORDS = code_words(
    "medium",
    Medium,
    {
        "congress": ("职代会", "Workers' congress"),
        "notice-board": ("公开栏", "Notice board"),
        "meeting": ("会议通报", "Meeting"),
        "website": ("网站或内网", "Website"),
        "group-message": ("工作群", "Group message"),
        "bulletin": ("简报", "Bulletin"),
        "other": ("其他", "Other"),
    },
)
PERIOD_WORDS = code_words(
    "period",
    Period,
    {
        "once": ("一次性", "Once"),
        "month": ("按月", "Monthly"),
        "quarter": ("按季", "Quarterly"),
        "half-year": ("按半年", "Half-yearly"),
        "year": ("按年", "Yearly"),
    },
)
RATING_WORDS = code_words(
    "rating",
    SuggestionRating,
    {"satisfied": ("满意", "Satisfied"), "unsatisfied": ("不满意", "Not satisfied")},
)

DISCLOSURES = Sum("disclosures", "公开事项数", "Matters made public", by=("disclosure_category",), flow=True)
PUBLISHING = Distinct("publishing-employers", "开展公开的单位数", "Units that made matters public")
SUGGESTIONS = Sum("openness-suggestions", "公开意见建议数", "Suggestions on what was made public", flow=True)
ANSWERED = Sum("openness-answers", "公开意见答复数", "Suggestions answered", flow=True)
ANSWERED_IN_TIME = Sum("openness-answers-in-time", "公开意见按期答复数", "Suggestions answered in time", flow=True)
SATISFIED = Sum("openness-ratings", "公开意见满意度评价数", "Answers rated", by=("rating",), flow=True)
ANSWER_RATE = Ratio(
    "openness-answer-rate",
    "公开意见按期答复率",
    "Suggestions answered in time",
    definition=Words("30 日内答复数 ÷ 答复数", "Answered within 30 days ÷ answered"),
    numerator=ANSWERED_IN_TIME,
    denominator=ANSWERED,
)
ANSWER = Waiting(
    "answer-suggestion",
    "公开意见待答复",
    "Suggestion to answer",
    Office.TOWNSHIP_CLERK,
    "membership:/openness-suggestions/{suggestion}/answer",
)


class MatterDisclosed(Event):
    """A unit made a matter public: category, where, for which period."""

    TYPE = "openness.disclosed.v1"
    WORDS = ("公开事项", "Matter made public")
    COUNTS = (DISCLOSURES.plus(at="place"), PUBLISHING.of("employer", at="place"))

    disclosure: UUID
    place: Place
    employer: UUID
    disclosure_category: DisclosureCategory
    medium: Medium
    period: Period


class SuggestionReceived(Event):
    """Somebody suggests something about it: to be answered by a day."""

    TYPE = "openness.suggestion-received.v1"
    WORDS = ("收到公开意见", "Suggestion received")
    COUNTS = (SUGGESTIONS.plus(at="place"),)
    OPENS = (ANSWER.due("due_on", at="place"),)

    suggestion: UUID
    disclosure: UUID
    place: Place
    due_on: Day


class SuggestionAnswered(Event):
    """It was answered, in time (1) or late (0)."""

    TYPE = "openness.suggestion-answered.v1"
    WORDS = ("答复公开意见", "Suggestion answered")
    COUNTS = (ANSWERED.plus(at="place"), ANSWERED_IN_TIME.plus(at="place", amount="in_time"))
    ENDS = (ANSWER,)

    suggestion: UUID
    place: Place
    due_on: Day
    in_time: int


class SuggestionRated(Event):
    """Whether whoever suggested it is satisfied with the answer."""

    TYPE = "openness.suggestion-rated.v1"
    WORDS = ("公开意见满意度", "Answer rated")
    COUNTS = (SATISFIED.plus(at="place"),)

    suggestion: UUID
    place: Place
    rating: SuggestionRating
