"""What the congress capability publishes: workers' congresses, their sessions, and what these decide.

Queue items go to the township clerk: in most units of a township nobody else is signed in; a union's chair sees the
own union's clocks on the boards. No free text stands here.
"""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Distinct, Event, Place, Ratio, Sum, Waiting
from contracts.offices import Office, Words

CongressForm = Literal["congress", "assembly"]
CongressEnd = Literal["term-over", "employer-ended", "union-ended", "form-changed", "other"]
DelegateEnd = Literal["left-employer", "resigned", "recalled", "promoted", "died", "other"]
SessionKind = Literal["ordinary", "extra"]
Proposer = Literal["employer", "union", "delegates"]
SessionCancel = Literal["postponed", "not-needed", "other"]
ItemKind = Literal[
    "report",
    "resolution",
    "rules",
    "election",
    "agreement-draft",
    "wage-draft",
    "cadre-evaluation",
    "other",
]

FORM_WORDS = code_words(
    "form",
    CongressForm,
    {"congress": ("职工代表大会", "Workers' congress"), "assembly": ("职工大会", "Assembly of all workers")},
)
CONGRESS_END_WORDS = code_words(
    "congress_end",
    CongressEnd,
    {
        "term-over": ("届满换届", "Term over"),
        "employer-ended": ("单位终止", "Employer ended"),
        "union-ended": ("工会撤销或合并", "Union dissolved or merged"),
        "form-changed": ("改为职工大会或职代会", "Congress and assembly changed for each other"),
        "other": ("其他", "Other"),
    },
)
DELEGATE_END_WORDS = code_words(
    "delegate_end",
    DelegateEnd,
    {
        "left-employer": ("离开本单位", "Left the employer"),
        "resigned": ("辞去代表", "Resigned as delegate"),
        "recalled": ("被撤换", "Recalled"),
        "promoted": ("职务变动", "Changed position"),
        "died": ("去世", "Died"),
        "other": ("其他", "Other"),
    },
)
SESSION_KIND_WORDS = code_words(
    "session_kind",
    SessionKind,
    {"ordinary": ("例会", "Ordinary session"), "extra": ("临时会议", "Extra session")},
)
PROPOSER_WORDS = code_words(
    "proposer",
    Proposer,
    {
        "employer": ("用人单位提议", "Proposed by the employer"),
        "union": ("工会提议", "Proposed by the union"),
        "delegates": ("三分之一以上代表联名提议", "Proposed by a third of the delegates or more"),
    },
)
SESSION_CANCEL_WORDS = code_words(
    "session_cancel",
    SessionCancel,
    {
        "postponed": ("延期另行召开", "Postponed, to be called anew"),
        "not-needed": ("不再需要", "No longer needed"),
        "other": ("其他", "Other"),
    },
)
ITEM_KIND_WORDS = code_words(
    "item_kind",
    ItemKind,
    {
        "report": ("听取报告", "Report"),
        "resolution": ("审议决议", "Resolution"),
        "rules": ("规章制度", "Rules of the unit"),
        "election": ("选举", "Election"),
        "agreement-draft": ("集体合同草案", "Draft of a collective agreement"),
        "wage-draft": ("工资专项集体合同草案", "Draft of a wage agreement"),
        "cadre-evaluation": ("民主评议干部", "Evaluation of cadres"),
        "other": ("其他事项", "Other"),
    },
)
CONGRESSES = Sum("congresses", "建立职代会的单位数", "Units with a workers' congress", by=("form",))
DELEGATES = Sum("congress-delegates", "职工代表数", "Workers' delegates")
SESSIONS = Sum(
    "congress-sessions", "职代会召开次数", "Sessions of workers' congresses", by=("session_kind",), flow=True
)
EMPLOYERS_MET = Distinct("employers-met", "召开职代会的单位数", "Units whose congress met")
MEETING_RATE = Ratio(
    "congress-meeting-rate",
    "职代会召开率",
    "Congresses that met",
    definition=Words(
        "本期召开过职代会的单位数 ÷ 已建立职代会的单位数",
        "Units whose congress met in the period ÷ units with a workers' congress",
    ),
    numerator=EMPLOYERS_MET,
    denominator=CONGRESSES,
)

CONFIRM = Waiting(
    "confirm-congress",
    "待确认职工代表",
    "Delegates to confirm",
    Office.TOWNSHIP_CLERK,
    "membership:/congresses/{congress}/confirm",
)
YEARLY_SESSION = Waiting(
    "yearly-congress-session",
    "本年度应召开职代会",
    "Congress to meet this year",
    Office.TOWNSHIP_CLERK,
    "membership:/congress-sessions",
)
HOLD_SESSION = Waiting(
    "hold-congress-session",
    "待召开会议",
    "Session to hold",
    Office.TOWNSHIP_CLERK,
    "membership:/congress-sessions/{session}/hold",
)
CLOSE_SESSION = Waiting(
    "close-congress-session",
    "会议待闭会",
    "Session to close",
    Office.TOWNSHIP_CLERK,
    "membership:/congress-sessions/{session}/close",
)


class CongressSetUp(Event):
    """筹备: a unit prepares its congress; delegates are elected next. `employees` on the day of the event."""

    TYPE = "congress.set-up.v1"
    WORDS = ("筹备职代会", "Congress prepared")
    OPENS = (CONFIRM.due(at="place"),)

    congress: UUID
    place: Place
    employer: UUID
    form: CongressForm
    term_years: int
    employees: int


class DelegatesElected(Event):
    """One electing unit's delegates, at the beginning of a term or in a by-election (补选)."""

    TYPE = "congress.delegates-elected.v1"
    WORDS = ("选举职工代表", "Delegates elected")
    COUNTS = (DELEGATES.plus(at="place", amount="count"),)

    congress: UUID
    place: Place
    delegates: list[UUID]
    count: int
    managers: bool


class DelegatesEnded(Event):
    """Delegates are so no longer."""

    TYPE = "congress.delegates-ended.v1"
    WORDS = ("职工代表终止", "Delegates ended")
    COUNTS = (DELEGATES.minus(at="place", amount="count"),)

    congress: UUID
    place: Place
    delegates: list[UUID]
    count: int
    delegate_end: DelegateEnd


class CongressConfirmed(Event):
    """The delegates fit rule 12a: the congress is there, and has to meet in this calendar year (rule 13)."""

    TYPE = "congress.confirmed.v1"
    WORDS = ("建立职代会", "Congress established")
    COUNTS = (CONGRESSES.plus(at="place"),)
    OPENS = (YEARLY_SESSION.due("due_on", appears="appears_on", at="place"),)
    ENDS = (CONFIRM,)

    congress: UUID
    place: Place
    employer: UUID
    form: CongressForm
    delegates: int
    managers: int
    employees: int
    until: Day
    appears_on: Day
    due_on: Day


class CongressMet(Event):
    """Rule 13: a session was held this calendar year. The next year's duty begins on 1 January."""

    TYPE = "congress.met.v1"
    WORDS = ("本年度已召开职代会", "Congress met this year")
    COUNTS = (EMPLOYERS_MET.of("employer", at="place"),)
    OPENS = (YEARLY_SESSION.due("due_on", appears="appears_on", at="place"),)
    ENDS = (YEARLY_SESSION,)

    congress: UUID
    place: Place
    employer: UUID
    session: UUID
    appears_on: Day
    due_on: Day


class CongressDutySet(Event):
    """Rule 13's clock, worked out again after a session was taken back or moved."""

    TYPE = "congress.duty-set.v1"
    WORDS = ("重算年度职代会期限", "Yearly session's day worked out again")
    OPENS = (YEARLY_SESSION.due("due_on", appears="appears_on", at="place"),)

    congress: UUID
    place: Place
    appears_on: Day
    due_on: Day


class CongressEnded(Event):
    """The term is over, or the unit has no congress any more."""

    TYPE = "congress.ended.v1"
    WORDS = ("职代会届终", "Congress ended")
    COUNTS = (CONGRESSES.minus(at="place"), DELEGATES.minus(at="place", amount="delegates"))
    ENDS = (YEARLY_SESSION,)

    congress: UUID
    place: Place
    employer: UUID
    form: CongressForm
    delegates: int
    congress_end: CongressEnd


class SessionCalled(Event):
    """A session is called for a day. Of an extra one: who proposed it, and how many delegates (rule 14)."""

    TYPE = "congress.session-called.v1"
    WORDS = ("召集会议", "Session called")
    OPENS = (HOLD_SESSION.due("planned_on", at="place"),)

    session: UUID
    congress: UUID
    place: Place
    session_kind: SessionKind
    proposer: Proposer | None
    proposing: int | None
    planned_on: Day


class AgendaItemAdded(Event):
    """A matter is on the agenda; its words stay with the service."""

    TYPE = "congress.agenda-item-added.v1"
    WORDS = ("列入议程", "Put on the agenda")

    session: UUID
    place: Place
    item: UUID
    item_kind: ItemKind


class AgendaItemDropped(AgendaItemAdded):
    """A matter is no longer on the agenda."""

    TYPE = "congress.agenda-item-dropped.v1"
    WORDS = ("撤出议程", "Taken off the agenda")


class SessionHeld(Event):
    """Rule 12: two thirds of the delegates or more were there. `present` counts those without a record too."""

    TYPE = "congress.session-held.v1"
    WORDS = ("会议召开", "Session held")
    COUNTS = (SESSIONS.plus(at="place"),)
    OPENS = (CLOSE_SESSION.due(at="place"),)
    ENDS = (HOLD_SESSION,)

    session: UUID
    congress: UUID
    place: Place
    session_kind: SessionKind
    attended: list[UUID]
    delegates: int
    present: int


class SessionInquorate(Event):
    """Rule 12: too few were there, so that nothing can be decided; the session is called anew."""

    TYPE = "congress.session-inquorate.v1"
    WORDS = ("会议未达法定人数", "Session without a quorum")
    ENDS = (HOLD_SESSION,)

    session: UUID
    congress: UUID
    place: Place
    attended: list[UUID]
    delegates: int
    present: int


class SessionCancelled(Event):
    """It will not take place."""

    TYPE = "congress.session-cancelled.v1"
    WORDS = ("取消会议", "Session cancelled")
    ENDS = (HOLD_SESSION,)

    session: UUID
    congress: UUID
    place: Place
    session_cancel: SessionCancel


class SessionClosed(Event):
    """Everything that was to be decided is decided."""

    TYPE = "congress.session-closed.v1"
    WORDS = ("会议闭会", "Session closed")
    ENDS = (CLOSE_SESSION,)

    session: UUID
    congress: UUID
    place: Place
