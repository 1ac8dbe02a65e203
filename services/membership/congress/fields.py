"""Fields of the forms about workers' congresses, with their words, options and lists to choose from."""

from typing import Annotated
from uuid import UUID

from chassis.fields import Line, words
from contracts.days import Day
from contracts.membership import ballots, congress

MOST = 1000

EmployerId = Annotated[
    UUID,
    words(
        "用人单位",
        "Employer",
        hint=("该工会覆盖的单位", "One that the union covers"),
        picker="employer",
        source="/employers?covered=true",
    ),
]
Form = Annotated[
    congress.CongressForm,
    words(
        "形式",
        "Form",
        hint=("职工一百人以下的单位可召开职工大会", "Units with fewer than 100 employees may hold an assembly"),
        options={**congress.FORM_WORDS},
    ),
]
TermYears = Annotated[
    int, words("每届任期（年）", "Years of the term", hint=("三年或五年", "Three or five"), ge=3, le=5)
]
Employees = Annotated[
    int,
    words(
        "职工人数",
        "Employees",
        hint=("不填则取最近上报的人数", "The last headcount reported, when left out"),
        ge=1,
        le=1_000_000,
    ),
]
ElectedMembers = Annotated[
    list[UUID],
    words("当选会员", "Members elected", picker="member", source="/members?state=active", max_length=MOST),
]
NonMembers = Annotated[
    int,
    words(
        "非会员代表人数",
        "Delegates who are no members",
        hint=("不登记姓名，以席位号表示", "Without names: each is known by a seat number"),
        ge=0,
        le=MOST,
    ),
]
Electing = Annotated[Line, words("选举单位", "Electing unit", min_length=1, max_length=60)]
Managers = Annotated[bool, words("是否为中层以上管理人员", "Middle or senior managers")]
Explanation = Annotated[
    Line,
    words(
        "管理人员超过 20% 的说明",
        "Why more than 20 % are managers",
        hint=("超过时必填", "Required when there are more"),
        min_length=2,
        max_length=200,
    ),
]
DelegateIds = Annotated[
    list[UUID],
    words(
        "职工代表",
        "Delegates",
        picker="delegate",
        source="/congress-delegates?state=sitting",
        max_length=MOST,
    ),
]
DelegateEnd = Annotated[
    congress.DelegateEnd, words("终止原因", "Why they end", options={**congress.DELEGATE_END_WORDS})
]
CongressEnd = Annotated[congress.CongressEnd, words("届终原因", "Why it ends", options={**congress.CONGRESS_END_WORDS})]

ActiveCongressId = Annotated[UUID, words("职代会", "Congress", picker="congress", source="/congresses?state=active")]
OpenCongress = Annotated[UUID, words("职代会", "Congresses", picker="congress", source="/congresses?living=true")]
ElectingCongress = Annotated[
    UUID, words("筹备中的职代会", "Congresses in preparation", picker="congress", source="/congresses?state=electing")
]
ActiveCongress = Annotated[
    UUID, words("已建立的职代会", "Established congresses", picker="congress", source="/congresses?state=active")
]
EndedCongress = Annotated[
    UUID, words("已届终的职代会", "Ended congresses", picker="congress", source="/congresses?state=ended")
]

SessionKind = Annotated[congress.SessionKind, words("会议类型", "Kind", options={**congress.SESSION_KIND_WORDS})]
Proposer = Annotated[
    congress.Proposer,
    words(
        "提议方",
        "Proposed by",
        hint=("临时会议必填", "Required for an extra session"),
        options={**congress.PROPOSER_WORDS},
    ),
]
Proposing = Annotated[
    int,
    words(
        "联名代表人数",
        "Delegates who propose it",
        hint=("代表提议时必填，须达三分之一", "When delegates propose it: a third or more"),
        ge=1,
        le=MOST,
    ),
]
PlannedDay = Annotated[Day, words("拟召开日期", "Planned day")]
SessionCancel = Annotated[
    congress.SessionCancel, words("取消原因", "Why it is cancelled", options={**congress.SESSION_CANCEL_WORDS})
]
CalledSession = Annotated[
    UUID, words("待召开的会议", "Sessions called", picker="session", source="/congress-sessions?state=called")
]
HeldSession = Annotated[
    UUID, words("召开中的会议", "Sessions being held", picker="session", source="/congress-sessions?state=held")
]
MetSession = Annotated[
    UUID, words("已登记到会的会议", "Sessions that met", picker="session", source="/congress-sessions?met=true")
]
ClosedSession = Annotated[
    UUID, words("已闭会的会议", "Closed sessions", picker="session", source="/congress-sessions?state=closed")
]
CancelledSession = Annotated[
    UUID, words("已取消的会议", "Cancelled sessions", picker="session", source="/congress-sessions?state=cancelled")
]
Attended = Annotated[
    list[UUID],
    words(
        "到会代表",
        "Delegates there",
        picker="delegate",
        source="/congress-delegates?state=sitting",
        max_length=MOST,
    ),
]
Everybody = Annotated[
    bool,
    words("全体到会", "Everybody was there", hint=("下列缺席代表除外", "But for those who are named as absent")),
]
Absent = Annotated[
    list[UUID],
    words(
        "缺席代表",
        "Delegates who were absent",
        hint=("选择“全体到会”时填写", "Where everybody else was there"),
        picker="delegate",
        source="/congress-delegates?state=sitting",
        max_length=MOST,
    ),
]
AllTook = Annotated[
    bool,
    words("到会代表全部领票", "Everybody there took a paper", hint=("不必逐一选择", "Without naming each of them")),
]
Others = Annotated[
    int,
    words(
        "其他到会职工人数",
        "Other workers there",
        hint=("仅职工大会填写", "Of an assembly only"),
        ge=0,
        le=1_000_000,
    ),
]
ItemKind = Annotated[congress.ItemKind, words("议题类型", "Kind of matter", options={**congress.ITEM_KIND_WORDS})]
ItemTitle = Annotated[Line, words("议题", "Matter", min_length=2, max_length=120)]
CalledItem = Annotated[UUID, words("议题", "Matter", picker="item", source="/congress-agenda?session_state=called")]
VotableItem = Annotated[UUID, words("议题", "Matter", picker="item", source="/congress-agenda?votable=true")]

Method = Annotated[
    ballots.Method,
    words(
        "表决方式",
        "How",
        hint=("选举、集体合同须无记名投票", "Elections and agreements by secret ballot"),
        options={**ballots.METHOD_WORDS},
    ),
]
OpenBallot = Annotated[
    UUID, words("进行中的表决", "Ballots under way", picker="ballot", source="/congress-ballots?state=open")
]
ClosedBallot = Annotated[
    UUID, words("待计票的表决", "Ballots to count", picker="ballot", source="/congress-ballots?state=closed")
]
UncountedBallot = Annotated[
    UUID, words("未计票的表决", "Ballots not counted", picker="ballot", source="/congress-ballots?waiting=true")
]
CountedBallot = Annotated[
    UUID, words("已计票的表决", "Counted ballots", picker="ballot", source="/congress-ballots?state=counted")
]
Voters = Annotated[
    list[UUID],
    words(
        "领票代表",
        "Who took a paper",
        hint=("只登记谁领了票，不登记怎么投", "Who took one, never what is on it"),
        picker="delegate",
        source="/congress-delegates?state=sitting",
        max_length=MOST,
    ),
]
OtherVoters = Annotated[
    int,
    words(
        "其他领票人数", "Others who took a paper", hint=("仅职工大会填写", "Of an assembly only"), ge=0, le=1_000_000
    ),
]
Returned = Annotated[
    int,
    words(
        "收回票数", "Papers returned", hint=("举手表决填举手总数", "Of a show of hands: all hands"), ge=0, le=1_000_000
    ),
]
Yes = Annotated[int, words("同意", "Yes", ge=0, le=1_000_000)]
No = Annotated[int, words("不同意", "No", ge=0, le=1_000_000)]
Abstain = Annotated[int, words("弃权", "Abstentions", ge=0, le=1_000_000)]
Invalid = Annotated[int, words("无效票", "Invalid papers", ge=0, le=1_000_000)]
TellerOne = Annotated[
    UUID, words("监票人", "First teller", picker="delegate", source="/congress-delegates?state=sitting")
]
TellerTwo = Annotated[
    UUID, words("计票人", "Second teller", picker="delegate", source="/congress-delegates?state=sitting")
]
