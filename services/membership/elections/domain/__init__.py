"""Elections' rules, pure: who may stand, how many must be there, who is elected, and who approves it.

Source, where a rule has no number in the domain's list: 工会基层组织选举工作条例 (2016).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.working_days import PUBLISHED, Calendar
from contracts.membership.elections import (
    Ballot,
    ElectionApproved,
    ElectionEntered,
    ElectionRefusal,
    ElectionRefused,
    FederationElectionEntered,
    Meeting,
    TownshipElectionEntered,
)
from contracts.membership.terms import Body, ChairFilled, Post
from services.membership.elections.domain.refusals import (
    BeforeElection as BeforeElection,
)
from services.membership.elections.domain.refusals import (
    BuiltUpon as BuiltUpon,
)
from services.membership.elections.domain.refusals import (
    ChairStands as ChairStands,
)
from services.membership.elections.domain.refusals import (
    CommitteeTooSmall as CommitteeTooSmall,
)
from services.membership.elections.domain.refusals import (
    ElectionDecided as ElectionDecided,
)
from services.membership.elections.domain.refusals import (
    ElectionWaiting as ElectionWaiting,
)
from services.membership.elections.domain.refusals import (
    LengthNeeded as LengthNeeded,
)
from services.membership.elections.domain.refusals import (
    MorePresent as MorePresent,
)
from services.membership.elections.domain.refusals import (
    NoChair as NoChair,
)
from services.membership.elections.domain.refusals import (
    NotApproved as NotApproved,
)
from services.membership.elections.domain.refusals import (
    NotEnoughChoice as NotEnoughChoice,
)
from services.membership.elections.domain.refusals import (
    NothingToFill as NothingToFill,
)
from services.membership.elections.domain.refusals import (
    NotOurMember as NotOurMember,
)
from services.membership.elections.domain.refusals import (
    Relative as Relative,
)
from services.membership.elections.domain.refusals import (
    RetainedCannotStand as RetainedCannotStand,
)
from services.membership.elections.domain.refusals import (
    SitsAlready as SitsAlready,
)
from services.membership.elections.domain.refusals import (
    TiedVotes as TiedVotes,
)
from services.membership.elections.domain.refusals import (
    TooFewElected as TooFewElected,
)
from services.membership.elections.domain.refusals import (
    TooFewPresent as TooFewPresent,
)
from services.membership.elections.domain.refusals import (
    TooManyVotes as TooManyVotes,
)
from services.membership.elections.domain.refusals import (
    TwiceACandidate as TwiceACandidate,
)
from services.membership.elections.domain.refusals import (
    WrongPosts as WrongPosts,
)
from services.membership.organisations.domain import Union, is_base, open_on
from services.membership.terms.domain import ANSWER_DAYS, BeforeTerm, Seat, Term

SMALLEST = 3  # a committee has at least three members
SPARE_PERCENT = Parameter(
    "election-spare-percent",
    5,
    "委员差额率（%）",
    "Candidates for a committee beyond its seats, in percent of the seats",
    "工会基层组织选举工作条例：委员差额率不低于 5%",
    "percent",
)


@dataclass(frozen=True)
class Stands:
    """Somebody who stood: for which post, with how many votes, and whether that was enough."""

    member: UUID
    post: Post
    votes: int
    elected: bool = False


@dataclass(frozen=True)
class Membership:
    """What a candidate is to the union: the membership's state, and whether in it or in one below."""

    member: UUID
    state: str
    within: bool


@dataclass(frozen=True)
class Election:
    """An election held: state is entered, approved, refused or void. `years` and `number` of a general one."""

    id: UUID
    union: UUID
    ballot: Ballot
    meeting: Meeting
    body: Body
    held_on: date
    entitled: int
    present: int
    seats: int
    years: int | None
    number: int | None
    state: str
    term: UUID | None
    due_on: date
    revision: int


def may_stand(candidates: Sequence[UUID], known: Sequence[Membership], relatives: Sequence[bool]) -> None:
    """Rules 5a and 7: members of the union or of one below it, retained ones and relatives not."""
    if len(set(candidates)) != len(candidates):
        raise TwiceACandidate("candidates")
    if any(relatives):
        raise Relative("candidates")
    found = {each.member: each for each in known}
    for member in candidates:
        if member in found and found[member].state == "retained":
            raise RetainedCannotStand("candidates")
        if member not in found or not found[member].within or found[member].state != "active":
            raise NotOurMember("candidates")


def enter(
    new: Election, union: Union, stood: Sequence[Stands], spare_percent: int
) -> tuple[list[Stands], ElectionEntered]:
    """The result of an election, judged; answers who stood with who was elected."""
    open_on(union, new.held_on)
    _attended(new, stood)
    _posts(new, stood, spare_percent)
    judged = elected(stood, new.entitled, new.seats)
    if new.ballot == "general-election":
        if new.years is None:
            raise LengthNeeded("years")
        _can_work(new, judged)
    elif not any(each.elected for each in judged):
        raise TooFewElected("candidates", least=1)
    return judged, _entered(new, union, judged)


def elected(stood: Sequence[Stands], entitled: int, seats: int) -> list[Stands]:
    """More than half of all entitled, one chair, and of the rest as many as there are seats, by votes.

    应到会人数的过半数赞成票始得当选; whoever got it beyond the seats gives way to more votes; equal votes for the last
    seat are voted on again (TiedVotes).
    """
    passed = [each for each in stood if 2 * each.votes > entitled]
    first = _most([each for each in passed if each.post in {"chair", "sole-organiser"}], 1)
    vice = [each for each in passed if each.post == "vice-chair"]
    rest = [each for each in passed if each.post == "committee-member"]
    vice = _most(vice, seats - len(first))
    rest = _most(rest, seats - len(first) - len(vice))
    winners = {each.member for each in (*first, *vice, *rest)}
    return [replace(each, elected=each.member in winners) for each in stood]


def fills(term: Term | None, seats: Sequence[Seat], judged: Sequence[Stands], held_on: date) -> Term:
    """补选: of a running term, for a chair only where there is none, nobody who sits."""
    if term is None:
        raise NothingToFill
    if held_on < term.began_on:
        raise BeforeTerm("occurred_on", since=term.began_on)
    held = [seat for seat in seats if seat.vacated_on is None]
    first = {"chair", "sole-organiser"}
    if any(seat.post in first for seat in held) and any(each.post in first for each in judged):
        raise ChairStands("candidates")
    if {each.member for each in judged} & {seat.member for seat in held}:
        raise SitsAlready("candidates")
    return term


def waiting(old: Election) -> None:
    """Refuse what was decided."""
    if old.state != "entered":
        raise ElectionDecided


def approve(old: Election, union: Union, term: UUID, on: date) -> tuple[Election, ElectionApproved]:
    """The superior approves; the seats are held since the election's day."""
    waiting(old)
    if on < old.held_on:
        raise BeforeElection("occurred_on", since=old.held_on)
    new = replace(old, state="approved", term=term, revision=old.revision + 1)
    return new, ElectionApproved(election=old.id, place=union.place, ballot=old.ballot, term=term)


def refuse(old: Election, union: Union, reason: ElectionRefusal, on: date) -> tuple[Election, ElectionRefused]:
    """违反规定程序选举的，上一级工会不得批准，应重新选举."""
    waiting(old)
    if on < old.held_on:
        raise BeforeElection("occurred_on", since=old.held_on)
    new = replace(old, state="refused", revision=old.revision + 1)
    return new, ElectionRefused(election=old.id, place=union.place, reason=reason)


def unapprove(old: Election, term: Term, seats: Sequence[Seat], *, last: bool) -> Election:
    """As if it had not been approved, while the term is as the approval left it. `last`: no election came after."""
    if old.state != "approved":
        raise NotApproved
    general = old.ballot == "general-election"
    began_here = not general or term.election == old.id
    touched = general and (term.extended_to is not None or term.asked_until is not None)
    gone = any(seat.vacated_on is not None and seat.vacated_on >= old.held_on for seat in seats)
    if term.state != "running" or not began_here or touched or gone or not last:
        raise BuiltUpon
    return replace(old, state="entered", term=None, revision=old.revision + 1)


def filled(term: Term, union: Union, election: UUID, chair: UUID) -> ChairFilled:
    """The term has a chair again."""
    return ChairFilled(term=term.id, place=union.place, member=chair, election=election)


def chair_of(judged: Sequence[Stands]) -> UUID | None:
    """Who was elected to the first post."""
    return next((each.member for each in judged if each.elected and each.post in {"chair", "sole-organiser"}), None)


def entering_type(union: Union) -> type[ElectionEntered]:
    """The event by which this kind of union reports a result."""
    if union.kind == "county-federation":
        return FederationElectionEntered
    return ElectionEntered if is_base(union) else TownshipElectionEntered


def answer_due(held_on: date, calendar: Calendar = PUBLISHED) -> date:
    """The superior answers within 15 days."""
    return calendar.after(held_on, ANSWER_DAYS).day


def _attended(new: Election, stood: Sequence[Stands]) -> None:
    if new.present > new.entitled:
        raise MorePresent("present", entitled=new.entitled)
    if 3 * new.present < 2 * new.entitled:
        raise TooFewPresent("present", entitled=new.entitled, needed=-(-2 * new.entitled // 3))
    if any(each.votes > new.present for each in stood):
        raise TooManyVotes("candidates", present=new.present)


def _posts(new: Election, stood: Sequence[Stands], spare_percent: int) -> None:
    alone = new.body == "organiser"
    if any((each.post == "sole-organiser") != alone for each in stood):
        raise WrongPosts("candidates")
    if new.ballot == "by-election":
        return  # fills what is vacant, as many candidates as seats will do
    if new.seats != 1 if alone else new.seats < SMALLEST:
        raise CommitteeTooSmall("seats", least=SMALLEST)
    needed = new.seats + -(-new.seats * spare_percent // 100)
    if not alone and len(stood) < needed:
        raise NotEnoughChoice("candidates", seats=new.seats, needed=needed)


def _can_work(new: Election, judged: Sequence[Stands]) -> None:
    if chair_of(judged) is None:
        raise NoChair("candidates", entitled=new.entitled, needed=new.entitled // 2 + 1)
    if new.body == "committee" and sum(each.elected for each in judged) < SMALLEST:
        raise TooFewElected("candidates", least=SMALLEST)


def _most(passed: Sequence[Stands], places: int) -> list[Stands]:
    ranked = sorted(passed, key=lambda each: -each.votes)
    if 0 < places < len(ranked) and ranked[places - 1].votes == ranked[places].votes:
        raise TiedVotes("candidates")
    return ranked[: max(places, 0)]


def _entered(new: Election, union: Union, judged: Sequence[Stands]) -> ElectionEntered:
    won = [each for each in judged if each.elected]
    return entering_type(union)(
        election=new.id,
        place=union.place,
        ballot=new.ballot,
        meeting=new.meeting,
        body=new.body,
        entitled=new.entitled,
        present=new.present,
        seats=new.seats,
        candidates=len(judged),
        chair=chair_of(judged),
        vice_chairs=[each.member for each in won if each.post == "vice-chair"],
        others=[each.member for each in won if each.post == "committee-member"],
        due_on=new.due_on,
    )
