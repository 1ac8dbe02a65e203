"""Fields of the forms of collective talks."""

from typing import Annotated, Literal
from uuid import UUID

from chassis.fields import Line, words
from contracts.days import Day
from contracts.membership.agreements import (
    AGREEMENT_END_WORDS,
    FORUM_WORDS,
    OBJECTION_WORDS,
    PUBLISHED_WORDS,
    Forum,
    Objection,
    Published,
)
from contracts.membership.consultation import (
    AGREEMENT_KIND_WORDS,
    CHIEF_AS_WORDS,
    COORDINATION_WORDS,
    LEVEL_WORDS,
    OFFER_REFUSAL_WORDS,
    PURPOSE_WORDS,
    SIDE_WORDS,
    AgreementKind,
    ChiefAs,
    Coordination,
    Level,
    OfferRefusal,
    Purpose,
    Side,
)

AtTheLevel = Annotated[Level, words("层级", "Level", options={**LEVEL_WORDS})]
OfKind = Annotated[AgreementKind, words("合同种类", "Kind of agreement", options={**AGREEMENT_KIND_WORDS})]
For = Annotated[Purpose, words("协商目的", "Purpose", options={**PURPOSE_WORDS})]
By = Annotated[Side, words("要约方", "Offered by", options={**SIDE_WORDS})]
Units = Annotated[
    list[UUID],
    words(
        "用人单位",
        "Employers",
        hint=("单个用人单位层级选一个，区域性、行业性至少两个", "One at the level of one unit, otherwise at least two"),
        picker="employer",
        source="/employers",
        min_length=1,
        max_length=200,
    ),
]
Workers = Annotated[
    int,
    words(
        "覆盖职工人数",
        "Workers covered",
        hint=("按要约时人数填写", "As they are when the offer is made"),
        ge=1,
        le=1_000_000,
    ),
]
Earlier = Annotated[
    UUID,
    words(
        "原合同",
        "Earlier agreement",
        hint=("续订、变更、解除时必选", "Required for a renewal, change or termination"),
        picker="consultation",
        source="/consultations?state=in-force",
    ),
]
Demand = Annotated[
    Line, words("协商内容", "To be negotiated", hint=("可不填", "Optional"), min_length=2, max_length=2000)
]
DraftText = Annotated[
    Line, words("草案要点", "Main points of the draft", hint=("可不填", "Optional"), min_length=2, max_length=4000)
]
Note = Annotated[Line, words("说明", "Note", hint=("可不填", "Optional"), min_length=2, max_length=2000)]
Number = Annotated[Line, words("文号", "Document number", hint=("可不填", "Optional"), min_length=2, max_length=60)]
RefusedBecause = Annotated[OfferRefusal, words("拒绝理由", "Reason", options={**OFFER_REFUSAL_WORDS})]
CameOfIt = Annotated[Coordination, words("协调结果", "Outcome", options={**COORDINATION_WORDS})]
Representatives = Annotated[
    list[UUID],
    words(
        "职工方代表",
        "Workers' representatives",
        hint=("含首席代表；外单位代表另填人数", "The chief among them; those from outside by number below"),
        picker="member",
        source="/members?state=active",
        min_length=1,
        max_length=50,
    ),
]
Chief = Annotated[
    UUID,
    words(
        "职工方首席代表",
        "Workers' chief representative",
        hint=("须在所选代表之中", "One of those named"),
        picker="member",
        source="/members?state=active",
    ),
]
ChiefBy = Annotated[ChiefAs, words("首席代表身份", "Chief as", options={**CHIEF_AS_WORDS})]
OutsideWorkers = Annotated[
    int,
    words(
        "职工方外单位代表人数",
        "Of the workers' side from outside",
        hint=("不超过本方三分之一", "At most a third of the side"),
        ge=0,
        le=50,
    ),
]
EmployerSide = Annotated[
    int,
    words(
        "用人单位方代表人数",
        "Employer's representatives",
        hint=("含外单位代表，与职工方相等", "Those from outside included; as many as the workers'"),
        ge=1,
        le=50,
    ),
]
OutsideEmployer = Annotated[
    int,
    words(
        "用人单位方外单位代表人数",
        "Of the employer's side from outside",
        hint=("不超过本方三分之一", "At most a third of the side"),
        ge=0,
        le=50,
    ),
]
UntilDay = Annotated[Day, words("约定恢复日", "To resume on", hint=("双方商定", "As both sides agree"))]
HeldBy = Annotated[Forum, words("审议形式", "Voted on by", options={**FORUM_WORDS})]
CountedBallot = Annotated[
    UUID,
    words(
        "职代会表决",
        "The congress's ballot",
        hint=(
            "平台上已计票的，选后不填人数；否则填人数",
            "A counted one on the platform, then no numbers; otherwise the numbers",
        ),
        picker="ballot",
        source="/congress-ballots?state=counted",
    ),
]
All = Annotated[
    int,
    words("全体代表（职工）人数", "Delegates (or workers) in all", hint=("应到人数", "Entitled"), ge=1, le=1_000_000),
]
Present = Annotated[int, words("实到人数", "Present", ge=0, le=1_000_000)]
Yes = Annotated[int, words("同意人数", "In favour", ge=0, le=1_000_000)]
TermFrom = Annotated[Day, words("期限起始日", "Term from", hint=("解除协议不填", "Not for a termination"))]
TermTo = Annotated[
    Day, words("期限截止日", "Term to", hint=("含当日，1 至 3 年", "That day included; one to three years"))
]
ObjectedBecause = Annotated[Objection, words("异议事由", "Objection", options={**OBJECTION_WORDS})]
Means = Annotated[Published, words("公布方式", "Published by", options={**PUBLISHED_WORDS})]
EndedBecause = Annotated[
    Literal["employer-ended", "force-majeure", "condition-met"],
    words(
        "终止原因",
        "Reason",
        options={code: each for code, each in AGREEMENT_END_WORDS.items() if code not in {"replaced", "agreed"}},
    ),
]
# The consultations that a step can be taken on.
OfferedTalks = Annotated[
    UUID, words("待回应的要约", "Offers to answer", picker="consultation", source="/consultations?can=accept")
]
RefusableTalks = Annotated[
    UUID, words("待回应的要约", "Offers to answer", picker="consultation", source="/consultations?can=refuse")
]
StalledTalks = Annotated[
    UUID, words("待协调的协商", "Talks to coordinate", picker="consultation", source="/consultations?can=coordinate")
]
WithdrawableTalks = Annotated[
    UUID,
    words("可撤回的要约", "Offers that can be withdrawn", picker="consultation", source="/consultations?can=withdraw"),
]
SeatedTalks = Annotated[
    UUID, words("协商中的", "Talks going on", picker="consultation", source="/consultations?can=name-delegations")
]
RunningTalks = Annotated[
    UUID, words("协商中的", "Talks going on", picker="consultation", source="/consultations?can=suspend")
]
SuspendedTalks = Annotated[
    UUID, words("中止的协商", "Suspended talks", picker="consultation", source="/consultations?can=resume")
]
BreakableTalks = Annotated[
    UUID,
    words(
        "协商中或中止的", "Talks going on or suspended", picker="consultation", source="/consultations?can=break-off"
    ),
]
DraftableTalks = Annotated[
    UUID, words("协商中的", "Talks going on", picker="consultation", source="/consultations?can=draft")
]
DraftedTalks = Annotated[
    UUID, words("待审议的草案", "Drafts to be voted on", picker="consultation", source="/consultations?can=vote")
]
PassedTalks = Annotated[
    UUID, words("待签字的", "Passed, to be signed", picker="consultation", source="/consultations?can=sign")
]
SignedTalks = Annotated[
    UUID, words("待报送的合同", "Agreements to report", picker="consultation", source="/consultations?can=report")
]
ReportedTalks = Annotated[
    UUID, words("待登记收到的合同", "Receipts to register", picker="consultation", source="/consultations?can=receive")
]
ReviewedTalks = Annotated[
    UUID,
    words(
        "审查中或刚生效的合同",
        "Under review or just in force",
        picker="consultation",
        source="/consultations?can=object",
    ),
]
EffectiveTalks = Annotated[
    UUID,
    words(
        "审查期满的合同",
        "Agreements whose review has ended",
        picker="consultation",
        source="/consultations?can=take-effect",
    ),
]
PublishableTalks = Annotated[
    UUID, words("待公布的合同", "Agreements to publish", picker="consultation", source="/consultations?can=publish")
]
EndableTalks = Annotated[
    UUID, words("已生效的合同", "Agreements in force", picker="consultation", source="/consultations?can=end")
]
VoidableTalks = Annotated[
    UUID,
    words(
        "可作废上一步的", "Whose last step can be taken back", picker="consultation", source="/consultations?can=void"
    ),
]
CorrectableTalks = Annotated[
    UUID, words("尚未生效的", "Not in force yet", picker="consultation", source="/consultations?can=correct")
]
