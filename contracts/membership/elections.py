"""What the elections capability publishes: elections held, and the superior's approval of their result."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Sum, Waiting
from contracts.membership.terms import Body
from contracts.offices import Office

Ballot = Literal["general-election", "by-election"]
BALLOT_WORDS = code_words(
    "ballot",
    Ballot,
    {
        "general-election": ("换届选举", "General election"),
        "by-election": ("补选", "By-election"),
    },
)
Meeting = Literal["members-meeting", "delegates-meeting"]
MEETING_WORDS = code_words(
    "meeting",
    Meeting,
    {
        "members-meeting": ("会员大会", "Meeting of all members"),
        "delegates-meeting": ("会员代表大会", "Meeting of delegates"),
    },
)
ElectionRefusal = Literal["procedure", "candidates", "documents", "other"]
ELECTION_REFUSAL_WORDS = code_words(
    "reason",
    ElectionRefusal,
    {
        "procedure": ("违反选举程序", "Against the procedure"),
        "candidates": ("候选人不符合条件", "Candidates may not stand"),
        "documents": ("报批材料不全", "Documents missing"),
        "other": ("其他", "Other"),
    },
)

ELECTIONS = Sum("elections", "选举次数", "Elections", by=("ballot",), flow=True)
APPROVE_ELECTION = Waiting(
    "approve-election",
    "待批准选举结果",
    "Election result to approve",
    Office.TOWNSHIP_CHAIR,
    "membership:/elections/{election}/approve",
)
APPROVE_TOWNSHIP_ELECTION = Waiting(
    "approve-township-election",
    "待批准乡镇工会选举结果",
    "Township union's election to approve",
    Office.COUNTY_ORGANISER,
    "membership:/elections/{election}/approve",
)
APPROVE_FEDERATION_ELECTION = Waiting(
    "approve-federation-election",
    "待登记批准县总工会选举结果",
    "Federation's election to approve",
    Office.COUNTY_APPROVER,
    "membership:/elections/{election}/approve",
)


class ElectionEntered(Event):
    """A base union reports an election's result; its township approves. Who was elected stands by member id."""

    TYPE = "election.entered.v1"
    WORDS = ("上报选举结果", "Election result reported")
    OPENS = (APPROVE_ELECTION.due("due_on", at="place"),)

    election: UUID
    place: Place
    ballot: Ballot
    meeting: Meeting
    body: Body
    entitled: int
    present: int
    seats: int
    candidates: int
    chair: UUID | None
    vice_chairs: list[UUID]
    others: list[UUID]
    due_on: Day


class TownshipElectionEntered(ElectionEntered):
    """As ElectionEntered, of a township's union, which the county approves."""

    TYPE = "township-election.entered.v1"
    WORDS = ("上报乡镇工会选举结果", "Township union's election reported")
    OPENS = (APPROVE_TOWNSHIP_ELECTION.due("due_on", at="place"),)


class FederationElectionEntered(ElectionEntered):
    """As ElectionEntered, of the federation, whose superior's approval another account enters."""

    TYPE = "federation-election.entered.v1"
    WORDS = ("登记县总工会选举结果", "Federation's election reported")
    OPENS = (APPROVE_FEDERATION_ELECTION.due("due_on", at="place"),)


class ElectionApproved(Event):
    """The superior approves the result: who was elected holds the seat since the election's day."""

    TYPE = "election.approved.v1"
    WORDS = ("批准选举结果", "Election approved")
    COUNTS = (ELECTIONS.plus(at="place"),)
    ENDS = (APPROVE_ELECTION, APPROVE_TOWNSHIP_ELECTION, APPROVE_FEDERATION_ELECTION)

    election: UUID
    place: Place
    ballot: Ballot
    term: UUID


class ElectionRefused(Event):
    """The superior does not approve: the election has to be held again."""

    TYPE = "election.refused.v1"
    WORDS = ("不批准选举结果", "Election not approved")
    ENDS = (APPROVE_ELECTION, APPROVE_TOWNSHIP_ELECTION, APPROVE_FEDERATION_ELECTION)

    election: UUID
    place: Place
    reason: ElectionRefusal
