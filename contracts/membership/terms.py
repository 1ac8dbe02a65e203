"""What the terms capability publishes: a union's terms, their extension, and seats that fall vacant."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Ratio, Sum, Waiting
from contracts.membership.organisations import UNIONS
from contracts.offices import Office, Words

Body = Literal["committee", "organiser"]
BODY_WORDS = code_words(
    "body",
    Body,
    {
        "committee": ("工会委员会", "Union committee"),
        "organiser": ("组织员", "Organiser alone"),
    },
)
Post = Literal["chair", "vice-chair", "committee-member", "sole-organiser"]
POST_WORDS = code_words(
    "post",
    Post,
    {
        "chair": ("主席", "Chair"),
        "vice-chair": ("副主席", "Vice chair"),
        "committee-member": ("委员", "Committee member"),
        "sole-organiser": ("组织员", "Organiser"),
    },
)
VacatedBecause = Literal["removed", "resigned", "retired", "moved-away", "died", "other"]
VACATED_WORDS = code_words(
    "reason",
    VacatedBecause,
    {
        "removed": ("罢免", "Removed by vote"),
        "resigned": ("辞职", "Resigned"),
        "retired": ("退休", "Retired"),
        "moved-away": ("调离", "Moved away"),
        "died": ("死亡", "Died"),
        "other": ("其他", "Other"),
    },
)
OverBecause = Literal["next-term", "union-ended"]
OVER_WORDS = code_words(
    "because",
    OverBecause,
    {
        "next-term": ("换届", "The next term began"),
        "union-ended": ("工会撤销或合并", "The union was closed or merged"),
    },
)

TERMS = Sum("terms-running", "在届工会数", "Unions within a term", by=("body",))
TERM_RATE = Ratio(
    "term-rate",
    "在届率",
    "Unions within a term, share",
    definition=Words("有现届委员会或组织员的工会 ÷ 工会组织数", "Unions with a running term ÷ unions"),
    numerator=TERMS,
    denominator=UNIONS,
)
TERM_ENDING = Waiting("term-ending", "待换届", "Election due", Office.TOWNSHIP_CLERK, "membership:/elections")
FEDERATION_TERM_ENDING = Waiting(
    "federation-term-ending",
    "县总工会待换届",
    "Election of the federation due",
    Office.COUNTY_ORGANISER,
    "membership:/elections",
)
APPROVE_EXTENSION = Waiting(
    "approve-extension",
    "待批准延期换届",
    "Extension of a term to approve",
    Office.TOWNSHIP_CHAIR,
    "membership:/terms/{term}/approve-extension",
)
APPROVE_TOWNSHIP_EXTENSION = Waiting(
    "approve-township-extension",
    "待批准乡镇工会延期换届",
    "Extension of a township union's term to approve",
    Office.COUNTY_ORGANISER,
    "membership:/terms/{term}/approve-extension",
)
APPROVE_FEDERATION_EXTENSION = Waiting(
    "approve-federation-extension",
    "待登记批准县总工会延期换届",
    "Extension of the federation's term to approve",
    Office.COUNTY_APPROVER,
    "membership:/terms/{term}/approve-extension",
)
CHAIR_VACANT = Waiting(
    "chair-vacant", "主席空缺待补选", "Chair to elect", Office.TOWNSHIP_CLERK, "membership:/elections"
)
FEDERATION_CHAIR_VACANT = Waiting(
    "federation-chair-vacant",
    "县总工会主席空缺待补选",
    "Chair of the federation to elect",
    Office.COUNTY_ORGANISER,
    "membership:/elections",
)
ASKED = (APPROVE_EXTENSION, APPROVE_TOWNSHIP_EXTENSION, APPROVE_FEDERATION_EXTENSION)


class TermBegan(Event):
    """Rule 3: a union's term begins; `due_on` is its last day, `appears_on` when the queue begins to warn."""

    TYPE = "term.began.v1"
    WORDS = ("届期开始", "Term began")
    COUNTS = (TERMS.plus(at="place"),)
    OPENS = (TERM_ENDING.due("due_on", appears="appears_on", at="place"),)

    term: UUID
    place: Place
    number: int
    years: int
    body: Body
    election: UUID | None
    appears_on: Day
    due_on: Day


class FederationTermBegan(TermBegan):
    """As TermBegan, of the county federation, whose own office prepares its election."""

    TYPE = "federation-term.began.v1"
    WORDS = ("县总工会届期开始", "Federation's term began")
    OPENS = (FEDERATION_TERM_ENDING.due("due_on", appears="appears_on", at="place"),)


class TermOver(Event):
    """A union's term ends: the next one began, or the union is no more."""

    TYPE = "term.over.v1"
    WORDS = ("届期结束", "Term over")
    COUNTS = (TERMS.minus(at="place"),)
    ENDS = (TERM_ENDING, FEDERATION_TERM_ENDING, CHAIR_VACANT, FEDERATION_CHAIR_VACANT, *ASKED)

    term: UUID
    place: Place
    body: Body
    because: OverBecause


class TermExtensionRequested(Event):
    """延期: a base union asks its township's approval to elect later."""

    TYPE = "term.extension-requested.v1"
    WORDS = ("申请延期换届", "Extension of the term requested")
    OPENS = (APPROVE_EXTENSION.due("answer_due_on", at="place"),)

    term: UUID
    place: Place
    until: Day
    answer_due_on: Day


class TownshipTermExtensionRequested(TermExtensionRequested):
    """As TermExtensionRequested, of a township's union, which the county approves."""

    TYPE = "township-term.extension-requested.v1"
    WORDS = ("乡镇工会申请延期换届", "Extension of a township union's term requested")
    OPENS = (APPROVE_TOWNSHIP_EXTENSION.due("answer_due_on", at="place"),)


class FederationTermExtensionRequested(TermExtensionRequested):
    """As TermExtensionRequested, of the federation, whose superior's approval another account enters."""

    TYPE = "federation-term.extension-requested.v1"
    WORDS = ("县总工会申请延期换届", "Extension of the federation's term requested")
    OPENS = (APPROVE_FEDERATION_EXTENSION.due("answer_due_on", at="place"),)


class TermExtended(Event):
    """The superior allows the election later: the deadline moves to `due_on`."""

    TYPE = "term.extended.v1"
    WORDS = ("批准延期换届", "Term extended")
    OPENS = (TERM_ENDING.due("due_on", appears="appears_on", at="place"),)
    ENDS = ASKED

    term: UUID
    place: Place
    appears_on: Day
    due_on: Day


class FederationTermExtended(TermExtended):
    """As TermExtended, of the county federation."""

    TYPE = "federation-term.extended.v1"
    WORDS = ("批准县总工会延期换届", "Federation's term extended")
    OPENS = (FEDERATION_TERM_ENDING.due("due_on", appears="appears_on", at="place"),)


class TermExtensionRefused(Event):
    """The superior wants the election in time."""

    TYPE = "term.extension-refused.v1"
    WORDS = ("不批准延期换届", "Extension refused")
    ENDS = ASKED

    term: UUID
    place: Place
    until: Day


class SeatVacated(Event):
    """出缺: an elected person leaves the post before the term's end. The numbers are those of a removal by vote."""

    TYPE = "term.seat-vacated.v1"
    WORDS = ("委员会成员出缺", "Seat vacated")

    term: UUID
    place: Place
    seat: UUID
    member: UUID
    post: Post
    reason: VacatedBecause
    entitled: int | None = None
    in_favour: int | None = None


class ChairVacated(SeatVacated):
    """As SeatVacated, of the chair: a by-election is due."""

    TYPE = "term.chair-vacated.v1"
    WORDS = ("主席出缺", "Chair vacated")
    OPENS = (CHAIR_VACANT.due("due_on", at="place"),)

    due_on: Day


class FederationChairVacated(ChairVacated):
    """As ChairVacated, of the county federation."""

    TYPE = "federation-term.chair-vacated.v1"
    WORDS = ("县总工会主席出缺", "Federation's chair vacated")
    OPENS = (FEDERATION_CHAIR_VACANT.due("due_on", at="place"),)


class ChairFilled(Event):
    """补选: the term has a chair again."""

    TYPE = "term.chair-filled.v1"
    WORDS = ("主席补选到位", "Chair filled")
    ENDS = (CHAIR_VACANT, FEDERATION_CHAIR_VACANT)

    term: UUID
    place: Place
    member: UUID
    election: UUID
