"""Ballots' rules, pure: papers and totals that fit, and when a matter is passed (12, and 15 for drafts)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.ballots import (
    BallotClosed,
    BallotCounted,
    BallotOpened,
    BallotPapersTaken,
    Method,
    Outcome,
)
from contracts.membership.congress import ItemKind
from services.membership.congress.domain.congresses import BeforeStep
from services.membership.congress.domain.sessions import Session, is_held, quorum

SECRET = frozenset({"election", "agreement-draft", "wage-draft", "cadre-evaluation"})
DRAFTS = frozenset({"agreement-draft", "wage-draft"})


class SecretBallotNeeded(Refusal):
    """C: elections and agreements are voted on by secret ballot."""

    status = 422
    code = "secret-ballot-needed"
    zh = "选举、集体合同草案和民主评议须采用无记名投票"
    en = "Elections, drafts of agreements and evaluations are voted on by secret ballot"


class NothingToVote(Refusal):
    """A report is heard, not voted on."""

    status = 422
    code = "nothing-to-vote"
    zh = "听取报告不付表决"
    en = "A report is heard, not voted on"


class BallotUnderWay(Refusal):
    """One ballot on a matter at a time."""

    code = "ballot-under-way"
    zh = "该议题正在表决"
    en = "This matter is being voted on"


class NotOpen(Refusal):
    """No paper is given out any more."""

    code = "ballot-not-open"
    zh = "该表决已结束"
    en = "This ballot is closed"


class NotCountable(Refusal):
    """Totals are entered once the voting is over, and once."""

    code = "ballot-not-closed"
    zh = "投票结束后方可登记计票结果，且只登记一次"
    en = "Totals are entered after the voting has closed, and once"


class BallotOver(Refusal):
    """A count is voided before its ballot is."""

    code = "ballot-over"
    zh = "该表决已计票或已作废，请先作废计票结果"
    en = "This ballot was counted or voided: void its count first"


class BallotInUse(Refusal):
    """A draft was passed by it."""

    code = "ballot-in-use"
    zh = "集体协商已依据该表决结果办理，不能更改"
    en = "A collective agreement rests on this ballot: it cannot be changed"


class NotCounted(Refusal):
    """Nothing to put right."""

    code = "ballot-not-counted"
    zh = "该表决没有登记计票结果"
    en = "This ballot was not counted"


class NoPapers(Refusal):
    """A show of hands has none."""

    code = "no-papers"
    zh = "举手表决不发选票"
    en = "A show of hands has no voting papers"


class NobodyTook(Refusal):
    """Nobody named and nobody counted."""

    status = 422
    code = "nobody-took-a-paper"
    zh = "请选择领票人"
    en = "Say who took a paper"


class VoterNotThere(Refusal):
    """Only who is there votes."""

    status = 422
    code = "voter-not-there"
    zh = "所选人员没有到会"
    en = "Somebody chosen was not at the session"


class PaperTwice(Refusal):
    """One paper each."""

    code = "paper-twice"
    zh = "所选人员已领取选票"
    en = "Somebody chosen has taken a paper already"


class MorePapers(Refusal):
    """More papers than people."""

    status = 422
    code = "more-papers-than-present"
    zh = "发出选票 {issued} 张，多于到会 {present} 人"
    en = "{issued} papers are more than the {present} present"


class TooManyReturned(Refusal):
    """More papers came back than went out: the ballot is void by law, and held anew."""

    status = 422
    code = "more-returned-than-issued"
    zh = "收回 {returned} 张，多于发出 {issued} 张，本次投票无效，请作废后重新投票"
    en = "{returned} came back of {issued}: the ballot is invalid; void it and vote again"


class SumsDiffer(Refusal):
    """Every paper that came back is one of the four."""

    status = 422
    code = "sums-differ"
    zh = "同意、不同意、弃权、无效合计 {summed} 张，与收回 {returned} 张不符"
    en = "Yes, no, abstentions and invalid papers are {summed}, not the {returned} that came back"


class TwoTellers(Refusal):
    """Two people count."""

    status = 422
    code = "two-tellers"
    zh = "计票须由两名不同的到会代表担任"
    en = "Two different delegates who are there count the papers"


@dataclass(frozen=True)
class Ballot:
    """A matter put to the vote: open, closed, counted or void. Totals alone, and none before it is closed."""

    id: UUID
    session: UUID
    county: str
    area: str
    union_id: UUID
    item: UUID
    kind: ItemKind
    method: Method
    state: str
    opened_on: date
    delegates: int
    present: int
    issued: int
    others: int
    counted_on: date | None
    returned: int | None
    yes: int | None
    no: int | None
    abstain: int | None
    invalid: int | None
    teller_one: UUID | None
    teller_two: UUID | None
    outcome: Outcome | None
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union_id, area=self.area)


@dataclass(frozen=True)
class Totals:
    """What the tellers found: papers that came back, by what stood on them."""

    returned: int
    yes: int
    no: int
    abstain: int
    invalid: int
    teller_one: UUID
    teller_two: UUID


def passes(delegates: int, yes: int) -> bool:
    """Rule 12: more than half of all delegates, whoever attends: 45 → 23, 44 → 23 (企业民主管理规定 21)."""
    return 2 * yes > delegates


def draft_passes(delegates: int, present: int, yes: int) -> bool:
    """Rule 15: two thirds of the delegates there, and half of all of them or more (集体合同规定 36): 44 → 22."""
    return present >= quorum(delegates) and 2 * yes >= delegates


def outcome(kind: ItemKind, delegates: int, present: int, yes: int) -> Outcome:
    """By rule 15 for a draft of a collective or wage agreement, by rule 12 for everything else."""
    found = draft_passes(delegates, present, yes) if kind in DRAFTS else passes(delegates, yes)
    return "passed" if found else "failed"


def open_up(new: Ballot, session: Session) -> BallotOpened:
    """In a session with a quorum (rule 12). NotHeld, SecretBallotNeeded, NothingToVote, BeforeStep."""
    since = is_held(session)
    if new.opened_on < since:
        raise BeforeStep("occurred_on", since=since)
    if new.kind == "report":
        raise NothingToVote("item")
    if new.kind in SECRET and new.method != "secret":
        raise SecretBallotNeeded("method")
    return BallotOpened(
        ballot=new.id,
        session=new.session,
        place=new.place,
        item=new.item,
        item_kind=new.kind,
        method=new.method,
    )


def take_papers(old: Ballot, voters: Sequence[UUID], others: int) -> tuple[Ballot, BallotPapersTaken]:
    """Who takes a paper is known, and nothing else of them. NotOpen, NoPapers, NobodyTook, MorePapers."""
    is_open(old)
    if old.method == "hands":
        raise NoPapers
    if not voters and not others:
        raise NobodyTook("voters")
    issued = old.issued + len(voters) + others
    if issued > old.present:
        raise MorePapers("voters", issued=issued, present=old.present)
    new = replace(old, issued=issued, others=old.others + others, revision=old.revision + 1)
    return new, BallotPapersTaken(ballot=old.id, place=old.place, voters=list(voters), issued=issued)


def close(old: Ballot, on: date) -> tuple[Ballot, BallotClosed]:
    """The voting is over. NotOpen, NobodyTook, BeforeStep."""
    is_open(old)
    if on < old.opened_on:
        raise BeforeStep("occurred_on", since=old.opened_on)
    if old.method == "secret" and not old.issued:
        raise NobodyTook
    issued = old.issued if old.method == "secret" else old.present
    new = replace(old, state="closed", issued=issued, revision=old.revision + 1)
    return new, BallotClosed(ballot=old.id, place=old.place, issued=issued)


def count(old: Ballot, totals: Totals, on: date) -> tuple[Ballot, BallotCounted]:
    """The tellers' totals, once the voting is over. NotCountable and what does not fit."""
    if old.state != "closed":
        raise NotCountable
    if on < old.opened_on:
        raise BeforeStep("occurred_on", since=old.opened_on)
    return _counted(old, totals, on)


def count_anew(old: Ballot, totals: Totals) -> tuple[Ballot, BallotCounted]:
    """The totals are put right, on the same day. NotCounted and what does not fit."""
    return _counted(old, totals, is_counted(old))


def uncounted(old: Ballot) -> Ballot:
    """It waits to be counted. NotCounted."""
    is_counted(old)
    return replace(
        old,
        state="closed",
        counted_on=None,
        returned=None,
        yes=None,
        no=None,
        abstain=None,
        invalid=None,
        teller_one=None,
        teller_two=None,
        outcome=None,
        revision=old.revision + 1,
    )


def is_open(ballot: Ballot) -> None:
    """Refuse whatever is closed."""
    if ballot.state != "open":
        raise NotOpen


def is_counted(ballot: Ballot) -> date:
    """The day it was counted. NotCounted."""
    if ballot.state != "counted" or ballot.counted_on is None:
        raise NotCounted
    return ballot.counted_on


def uncounted_yet(ballot: Ballot) -> None:
    """Refuse a counted or voided one: the count is voided first."""
    if ballot.state not in {"open", "closed"}:
        raise BallotOver


def _counted(old: Ballot, totals: Totals, on: date) -> tuple[Ballot, BallotCounted]:
    if totals.teller_one == totals.teller_two:
        raise TwoTellers("teller_two")
    if totals.returned > old.issued:
        raise TooManyReturned("returned", returned=totals.returned, issued=old.issued)
    summed = totals.yes + totals.no + totals.abstain + totals.invalid
    if summed != totals.returned:
        raise SumsDiffer("returned", summed=summed, returned=totals.returned)
    found = outcome(old.kind, old.delegates, old.present, totals.yes)
    new = replace(old, **vars(totals), state="counted", counted_on=on, outcome=found, revision=old.revision + 1)
    return new, BallotCounted(
        ballot=old.id,
        session=old.session,
        place=old.place,
        item=old.item,
        item_kind=old.kind,
        method=old.method,
        delegates=old.delegates,
        present=old.present,
        issued=old.issued,
        returned=totals.returned,
        yes=totals.yes,
        no=totals.no,
        abstain=totals.abstain,
        invalid=totals.invalid,
        tellers=sorted([totals.teller_one, totals.teller_two]),
        passed=1 if found == "passed" else 0,
        outcome=found,
    )
