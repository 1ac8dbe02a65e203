"""What the congress capability publishes of ballots: who took a paper, and totals; never how anybody voted.

Why nothing more is kept: docs/decisions/0074.
"""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.declare import Event, Place, Sum, Waiting
from contracts.membership.congress import ItemKind
from contracts.offices import Office

Method = Literal["secret", "hands"]
Outcome = Literal["passed", "failed"]

METHOD_WORDS = code_words(
    "method", Method, {"secret": ("无记名投票", "Secret ballot"), "hands": ("举手表决", "Show of hands")}
)
OUTCOME_WORDS = code_words("outcome", Outcome, {"passed": ("通过", "Passed"), "failed": ("未通过", "Not passed")})

RESOLUTIONS = Sum(
    "congress-resolutions", "职代会通过事项数", "Matters passed by workers' congresses", by=("item_kind",), flow=True
)
COUNT_BALLOT = Waiting(
    "count-congress-ballot",
    "待登记计票结果",
    "Ballot to count",
    Office.TOWNSHIP_CLERK,
    "membership:/congress-ballots/{ballot}/count",
)


class BallotOpened(Event):
    """A matter is put to the vote."""

    TYPE = "congress.ballot-opened.v1"
    WORDS = ("付表决", "Put to the vote")
    OPENS = (COUNT_BALLOT.due(at="place"),)

    ballot: UUID
    session: UUID
    place: Place
    item: UUID
    item_kind: ItemKind
    method: Method


class BallotPapersTaken(Event):
    """Who took a voting paper. What anybody put on it is known to nobody (docs/decisions/0074)."""

    TYPE = "congress.ballot-papers-taken.v1"
    WORDS = ("领取选票", "Voting papers taken")

    ballot: UUID
    place: Place
    voters: list[UUID]
    issued: int


class BallotClosed(Event):
    """No paper is given out any more; the tellers count."""

    TYPE = "congress.ballot-closed.v1"
    WORDS = ("投票结束", "Voting closed")

    ballot: UUID
    place: Place
    issued: int


class BallotCounted(Event):
    """The tellers' totals, and what follows from them by rule 12, or by rule 15 for drafts of agreements."""

    TYPE = "congress.ballot-counted.v1"
    WORDS = ("登记计票结果", "Ballot counted")
    COUNTS = (RESOLUTIONS.plus(at="place", amount="passed"),)
    ENDS = (COUNT_BALLOT,)

    ballot: UUID
    session: UUID
    place: Place
    item: UUID
    item_kind: ItemKind
    method: Method
    delegates: int
    present: int
    issued: int
    returned: int
    yes: int
    no: int
    abstain: int
    invalid: int
    tellers: list[UUID]
    passed: int  # 1 or 0
    outcome: Outcome
