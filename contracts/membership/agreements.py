"""What comes of collective talks: agreements passed, signed, reported, in force, published, at an end."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Sum, Waiting
from contracts.membership.consultation import REDRAFT, AgreementKind, AnswerMoved, Level, Purpose
from contracts.offices import Office, Words

Forum = Literal["congress", "assembly"]
Published = Literal["meeting", "notice", "online", "copies"]
Objection = Literal["parties", "talks-procedure", "content"]
AgreementEnd = Literal["replaced", "agreed", "employer-ended", "force-majeure", "condition-met"]

FORUM_WORDS = code_words(
    "forum", Forum, {"congress": ("职工代表大会", "Workers' congress"), "assembly": ("职工大会", "All workers")}
)
PUBLISHED_WORDS = code_words(
    "means",
    Published,
    {
        "meeting": ("会议宣读", "Read out at a meeting"),
        "notice": ("公告栏张贴", "Posted"),
        "online": ("网上公布", "Published online"),
        "copies": ("印发文本", "Copies handed out"),
    },
)
OBJECTION_WORDS = code_words(
    "reason",
    Objection,
    {
        "parties": ("主体资格不符合规定", "The parties are not entitled"),
        "talks-procedure": ("协商程序违反规定", "The procedure was not kept"),
        "content": ("内容与国家规定相抵触", "The content contradicts the law"),
    },
)
AGREEMENT_END_WORDS = code_words(
    "reason",
    AgreementEnd,
    {
        "replaced": ("由新合同取代", "Replaced by a new agreement"),
        "agreed": ("协商解除", "Terminated by agreement"),
        "employer-ended": ("用人单位被兼并、解散或破产", "The employer was merged, dissolved or went bankrupt"),
        "force-majeure": ("不可抗力", "Force majeure"),
        "condition-met": ("约定的终止条件出现", "An agreed condition was met"),
    },
)
IN_FORCE = Sum("agreements-in-force", "生效集体合同数", "Collective agreements in force", by=("kind", "level"))
COVERED_UNITS = Sum(
    "agreement-employers",
    "集体合同覆盖单位数",
    "Employers under agreements in force",
    by=("kind", "level"),
    definition=Words(
        "各生效合同所列用人单位数之和；一单位有两种合同的计两次，按种类看不重复",
        "Employers named by agreements in force, added up; one with two kinds of agreement counts in each kind",
    ),
)
COVERED_WORKERS = Sum(
    "agreement-workers",
    "集体合同覆盖职工数",
    "Workers under agreements in force",
    by=("kind", "level"),
    definition=Words(
        "各生效合同签订时申报的职工人数之和；有两种合同的计两次，按种类看不重复",
        "Headcounts stated for agreements in force, added up; who has two kinds of agreement counts in each kind",
    ),
)
_ONE = "membership:/consultations/{consultation}/"
REPORT = Waiting(
    "agreement-report", "集体合同待报送审查", "Agreement to report", Office.TOWNSHIP_CLERK, _ONE + "report"
)
RECEIPT = Waiting(
    "agreement-receipt", "集体合同待登记收到", "Receipt to register", Office.TOWNSHIP_CLERK, _ONE + "receive"
)
EFFECT = Waiting(
    "agreement-effect",
    "集体合同审查中，无异议即生效",
    "In force unless objected to",
    Office.TOWNSHIP_CLERK,
    _ONE + "object",
)
PUBLISH = Waiting("agreement-publication", "集体合同待公布", "To be published", Office.TOWNSHIP_CLERK, _ONE + "publish")
RENEW = Waiting(
    "agreement-renewal", "集体合同将到期，可续订", "To be renewed", Office.TOWNSHIP_CLERK, "membership:/consultations"
)


class AgreementDrafted(Event):
    """草案: both sides have agreed on a text, which lies with the service."""

    TYPE = "agreement.drafted.v1"
    WORDS = ("形成集体合同草案", "Draft agreed")
    ENDS = (REDRAFT,)

    consultation: UUID
    place: Place


class AgreementPassed(Event):
    """Rule 15: the congress or assembly passes the draft."""

    TYPE = "agreement.passed.v1"
    WORDS = ("职代会审议通过", "Draft passed")

    consultation: UUID
    place: Place
    forum: Forum
    ballot: UUID | None  # of the congress, where it was held on the platform
    delegates: int
    present: int
    yes: int


class AgreementVotedDown(Event):
    """Rule 15: too few votes; the sides negotiate again."""

    TYPE = "agreement.voted-down.v1"
    WORDS = ("职代会未通过", "Draft voted down")

    consultation: UUID
    place: Place
    forum: Forum
    ballot: UUID | None  # of the congress, where it was held on the platform
    delegates: int
    present: int
    yes: int


class AgreementSigned(Event):
    """签字: signed by both chiefs; to be reported within ten days (art. 42)."""

    TYPE = "agreement.signed.v1"
    WORDS = ("签订集体合同", "Agreement signed")
    OPENS = (REPORT.due("due_on", at="place"),)

    consultation: UUID
    place: Place
    term_from: Day
    term_to: Day  # the last day
    due_on: Day
    provisional: bool


class TerminationSigned(Event):
    """Both sides have agreed, by the same procedure, to end an agreement (arts. 39, 41)."""

    TYPE = "agreement.termination-signed.v1"
    WORDS = ("签订解除协议", "Termination signed")

    consultation: UUID
    place: Place
    earlier: UUID


class AgreementReported(Event):
    """报送: the text has been sent to the human-resources authority."""

    TYPE = "agreement.reported.v1"
    WORDS = ("报送审查", "Agreement reported")
    OPENS = (RECEIPT.due(at="place"),)
    ENDS = (REPORT,)

    consultation: UUID
    place: Place
    in_time: int  # 1 or 0


class AgreementReceived(Event):
    """The authority has the text; without objection it is in force on `due_on` (art. 47, rule 15)."""

    TYPE = "agreement.received.v1"
    WORDS = ("登记收到", "Receipt registered")
    OPENS = (EFFECT.due("due_on", at="place"),)
    ENDS = (RECEIPT,)

    consultation: UUID
    place: Place
    due_on: Day
    provisional: bool


class AgreementObjected(Event):
    """The authority objects; what it objects to is negotiated again (arts. 45, 46)."""

    TYPE = "agreement.objected.v1"
    WORDS = ("提出异议退回", "Objected to")
    OPENS = (REDRAFT.due(at="place"),)
    ENDS = (EFFECT,)

    consultation: UUID
    place: Place
    reason: Objection


class AgreementInForce(Event):
    """生效: no objection within 15 days. Published by `due_on`, renewed from `renew_from` (art. 38)."""

    TYPE = "agreement.came-into-force.v1"
    WORDS = ("集体合同生效", "Agreement in force")
    COUNTS = (
        IN_FORCE.plus(at="place"),
        COVERED_UNITS.plus(at="place", amount="units"),
        COVERED_WORKERS.plus(at="place", amount="workers"),
    )
    OPENS = (PUBLISH.due("due_on", at="place"), RENEW.due("term_to", appears="renew_from", at="place"))
    ENDS = (EFFECT,)

    consultation: UUID
    place: Place
    kind: AgreementKind
    level: Level
    employers: list[UUID]
    units: int
    workers: int
    term_to: Day
    renew_from: Day
    due_on: Day
    provisional: bool


class AgreementPublished(Event):
    """公布: each side tells its own (art. 48)."""

    TYPE = "agreement.published.v1"
    WORDS = ("公布集体合同", "Agreement published")
    ENDS = (PUBLISH,)

    consultation: UUID
    place: Place
    means: Published


class RenewalAsked(Event):
    """An offer to renew, change or end this agreement has been made (art. 38)."""

    TYPE = "agreement.renewal-asked.v1"
    WORDS = ("提出续订或变更", "Renewal asked for")
    ENDS = (RENEW,)

    consultation: UUID
    place: Place
    by: UUID  # the consultation that the offer began
    purpose: Purpose


class AgreementExpired(Event):
    """到期: the day after the last day of its term (art. 38)."""

    TYPE = "agreement.expired.v1"
    WORDS = ("集体合同到期", "Agreement expired")
    COUNTS = (
        IN_FORCE.minus(at="place"),
        COVERED_UNITS.minus(at="place", amount="units"),
        COVERED_WORKERS.minus(at="place", amount="workers"),
    )
    ENDS = (PUBLISH, RENEW)

    consultation: UUID
    place: Place
    kind: AgreementKind
    level: Level
    units: int
    workers: int


class AgreementEnded(Event):
    """Ended before its term: replaced, terminated by agreement, or as art. 38 and 40 provide."""

    TYPE = "agreement.ended.v1"
    WORDS = ("集体合同终止", "Agreement ended")
    COUNTS = (
        IN_FORCE.minus(at="place"),
        COVERED_UNITS.minus(at="place", amount="units"),
        COVERED_WORKERS.minus(at="place", amount="workers"),
    )
    ENDS = (PUBLISH, RENEW)

    consultation: UUID
    place: Place
    kind: AgreementKind
    level: Level
    units: int
    workers: int
    reason: AgreementEnd
    by: UUID | None  # the consultation that ended it


class ReportMoved(AnswerMoved):
    """As AnswerMoved: the day to report by."""

    TYPE = "agreement.report-moved.v1"
    WORDS = ("报送期限重算", "Day to report moved")
    OPENS = (REPORT.due("due_on", at="place"),)


class EffectMoved(AnswerMoved):
    """As AnswerMoved: the day on which the agreement is in force."""

    TYPE = "agreement.effect-moved.v1"
    WORDS = ("生效日重算", "Day in force moved")
    OPENS = (EFFECT.due("due_on", at="place"),)


class PublicationMoved(AnswerMoved):
    """As AnswerMoved: the day to publish by."""

    TYPE = "agreement.publication-moved.v1"
    WORDS = ("公布期限重算", "Day to publish moved")
    OPENS = (PUBLISH.due("due_on", at="place"),)
