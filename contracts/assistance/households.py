"""What the households capability publishes: files of households in difficulty. Codes only, never a diagnosis."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Sum, Waiting
from contracts.offices import Office

Category = Literal["deep", "relative", "accidental"]
Cause = Literal[
    "own-illness",
    "family-illness",
    "disability",
    "schooling",
    "unemployment",
    "low-income",
    "disaster",
    "single-parent",
    "other",
]

FileRefusal = Literal["above-line", "incomplete", "not-true", "other"]

CATEGORY_WORDS = code_words(
    "category",
    Category,
    {
        "deep": ("深度困难", "Deep difficulty"),
        "relative": ("相对困难", "Relative difficulty"),
        "accidental": ("意外致困", "Difficulty by accident"),
    },
)
CAUSE_WORDS = code_words(
    "cause",
    Cause,
    {
        "own-illness": ("本人大病", "Own serious illness"),
        "family-illness": ("家属大病", "Serious illness in the family"),
        "disability": ("残疾", "Disability"),
        "schooling": ("子女上学", "Children's schooling"),
        "unemployment": ("下岗失业", "Unemployment"),
        "low-income": ("收入低", "Low income"),
        "disaster": ("意外灾害", "Accident or disaster"),
        "single-parent": ("单亲", "Single parent"),
        "other": ("其他", "Other"),
    },
)
FILE_REFUSAL_WORDS = code_words(
    "reason",
    FileRefusal,
    {
        "above-line": ("超过困难标准", "Above the line"),
        "incomplete": ("材料不全", "Incomplete"),
        "not-true": ("情况不实", "Not true"),
        "other": ("其他", "Other"),
    },
)

FILES = Sum("files", "困难职工建档户数", "Household files", by=("category", "cause"))
APPLICATIONS = Sum("file-applications", "建档申请数", "File applications", flow=True)
APPROVE_FILE = Waiting(
    "approve-file",
    "待审批困难职工档案",
    "Household file to approve",
    Office.COUNTY_APPROVER,
    "assistance:/households/{household}/approve",
)


class FileOpened(Event):
    """A township asks for a file for one household (一户一档)."""

    TYPE = "household.file-opened.v1"
    WORDS = ("申请建档", "File opened")
    COUNTS = (APPLICATIONS.plus(at="place"),)
    OPENS = (APPROVE_FILE.due("due_on", at="place"),)

    household: UUID
    place: Place
    cause: Cause
    size: int
    due_on: Day


class FileApproved(Event):
    """The county approves the file with its category (rule 16)."""

    TYPE = "household.file-approved.v1"
    WORDS = ("批准建档", "File approved")
    COUNTS = (FILES.plus(at="place"),)
    ENDS = (APPROVE_FILE,)

    household: UUID
    place: Place
    category: Category
    cause: Cause


class FileRefused(Event):
    """不予认定: the county does not approve; the reason is a code."""

    TYPE = "household.file-refused.v1"
    WORDS = ("不予认定", "File refused")
    ENDS = (APPROVE_FILE,)

    household: UUID
    place: Place
    reason: FileRefusal
