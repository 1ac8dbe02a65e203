"""What the applications capability publishes: who asks to join, and what was decided."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Sum, Waiting
from contracts.membership.members import Employment
from contracts.offices import Office

Channel = Literal["desk", "union"]
RefusedFor = Literal["member-already", "not-working-here", "wrong-union", "not-eligible", "other"]
CHANNEL_WORDS = code_words(
    "channel",
    Channel,
    {
        "desk": ("乡镇窗口代录", "At the township's desk"),
        "union": ("企业工会代录", "Through the enterprise's union"),
    },
)
REFUSED_WORDS = code_words(
    "refused_for",
    RefusedFor,
    {
        "member-already": ("已是会员，应办理转会", "A member already: a transfer is due"),
        "not-working-here": ("不在本地工作", "Does not work here"),
        "wrong-union": ("应向其他工会申请", "Belongs to another union"),
        "not-eligible": ("不符合入会条件", "Not eligible"),
        "other": ("其他", "Other"),
    },
)

APPLICATIONS = Sum("applications", "入会申请数", "Applications to join", by=("channel",), flow=True)
REVIEW = Waiting(
    "review-application",
    "入会申请待审核",
    "Application to review",
    Office.TOWNSHIP_CLERK,
    "membership:/applications/{application}/approve",
)


class ApplicationReceived(Event):
    """申请入会: joining is voluntary and asked for (工会章程 2)."""

    TYPE = "application.received.v1"
    WORDS = ("申请入会", "Application to join")
    COUNTS = (APPLICATIONS.plus(at="place"),)
    OPENS = (REVIEW.due("due_on", at="place"),)

    application: UUID
    place: Place
    employment: Employment
    employer: UUID | None
    channel: Channel
    due_on: Day


class ApplicationApproved(Event):
    """批准入会: the applicant is a member now."""

    TYPE = "application.approved.v1"
    WORDS = ("批准入会", "Application approved")
    ENDS = (REVIEW,)

    application: UUID
    place: Place
    member: UUID


class ApplicationRefused(Event):
    """不予批准入会: with the reason."""

    TYPE = "application.refused.v1"
    WORDS = ("不予批准入会", "Application refused")
    ENDS = (REVIEW,)

    application: UUID
    place: Place
    refused_for: RefusedFor


class ApplicationWithdrawn(Event):
    """撤回入会申请: the applicant changed their mind."""

    TYPE = "application.withdrawn.v1"
    WORDS = ("撤回入会申请", "Application withdrawn")
    ENDS = (REVIEW,)

    application: UUID
    place: Place
