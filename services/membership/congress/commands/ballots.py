"""Putting matters to the vote: papers taken, voting closed, the tellers' totals."""

from uuid import UUID

from pydantic import Field

from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.ballots import BallotClosed, BallotCounted, BallotOpened, BallotPapersTaken
from services.membership.congress.commands.congresses import ACTS
from services.membership.congress.domain import ballots as domain
from services.membership.congress.domain.ballots import Ballot, Totals
from services.membership.congress.domain.sessions import ItemElsewhere
from services.membership.congress.fields import (
    Abstain,
    AllTook,
    ClosedBallot,
    Invalid,
    Method,
    No,
    OpenBallot,
    OtherVoters,
    Returned,
    TellerOne,
    TellerTwo,
    VotableItem,
    Voters,
    Yes,
)
from services.membership.congress.store import ballots as store
from services.membership.congress.store import sessions

ballots = Capability(
    "congress_ballots",
    "/congress-ballots",
    words=("职代会表决", "Ballots of congresses"),
    constraints={"one_ballot_under_way": domain.BallotUnderWay, "congress_voters_pkey": domain.PaperTwice},
)


class PutToVote(Creation):
    """Put a matter to the vote."""

    item: VotableItem
    method: Method
    occurred_on: BusinessDay


class TakePapers(Command):
    """Who takes a voting paper."""

    everybody: AllTook = False
    voters: Voters = Field(default_factory=list)
    others: OtherVoters = 0
    occurred_on: BusinessDay


class CloseBallot(Command):
    """The voting is over."""

    occurred_on: BusinessDay


class TellersTotals(Command):
    """What the tellers found, in totals."""

    returned: Returned
    yes: Yes
    no: No
    abstain: Abstain
    invalid: Invalid = 0
    teller_one: TellerOne
    teller_two: TellerTwo


class CountBallot(TellersTotals):
    """Enter the count."""

    occurred_on: BusinessDay


@ballots.command("", words=("付表决", "Put to the vote"), offices=ACTS, emits=BallotOpened)
async def open_up(tx: Tx, command: PutToVote) -> Done:
    """Rule 12: only in a session that has its quorum. Of candidates each is a matter of its own."""
    item = await sessions.item(tx, command.item)
    session = await sessions.lock(tx, item.session)
    tx.allow(session.area, session.union_id)
    if item.state != "listed":
        raise ItemElsewhere("item")
    new = Ballot(
        id=tx.new_id(command),
        session=session.id,
        county=session.county,
        area=session.area,
        union_id=session.union_id,
        item=item.id,
        kind=item.kind,
        method=command.method,
        state="open",
        opened_on=command.occurred_on,
        delegates=session.delegates or 0,
        present=session.present or 0,
        issued=0,
        others=0,
        counted_on=None,
        returned=None,
        yes=None,
        no=None,
        abstain=None,
        invalid=None,
        teller_one=None,
        teller_two=None,
        outcome=None,
        revision=1,
    )
    event = domain.open_up(new, session)
    await store.insert(tx, new)
    return await tx.record(new.id, event, on=command.occurred_on, revision=1)


@ballots.command(
    "/{ballot}/take-papers", words=("登记领票", "Enter who took a paper"), offices=ACTS, emits=BallotPapersTaken
)
async def take_papers(tx: Tx, ballot: OpenBallot, command: TakePapers) -> Done:
    """Only whoever is there, and one each."""
    old = await locked(tx, ballot)
    session = await sessions.lock(tx, old.session)
    there = await sessions.attended(tx, session.id)
    if not set(command.voters) <= there:
        raise domain.VoterNotThere("voters")
    voters = sorted(there - await store.voters(tx, ballot) if command.everybody else set(command.voters))
    if old.others + command.others > (session.others or 0):
        raise domain.MorePapers("others", issued=old.others + command.others, present=session.others or 0)
    new, event = domain.take_papers(old, voters, command.others)
    await store.take_papers(tx, ballot, voters)
    await store.save(tx, new)
    return await tx.record(ballot, event, on=command.occurred_on, revision=new.revision)


@ballots.command("/{ballot}/close", words=("投票结束", "Close the voting"), offices=ACTS, emits=BallotClosed)
async def close(tx: Tx, ballot: OpenBallot, command: CloseBallot) -> Done:
    """No total is entered before, so that nothing can be read while papers are still out."""
    old = await locked(tx, ballot)
    new, event = domain.close(old, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(ballot, event, on=command.occurred_on, revision=new.revision)


@ballots.command("/{ballot}/count", words=("登记计票结果", "Enter the count"), offices=ACTS, emits=BallotCounted)
async def count(tx: Tx, ballot: ClosedBallot, command: CountBallot) -> Done:
    """Rule 12, or 15 for drafts of agreements: what follows is computed, never entered."""
    old = await locked(tx, ballot)
    totals = await counted(tx, old, command)
    new, event = domain.count(old, totals, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(ballot, event, on=command.occurred_on, revision=new.revision)


async def locked(tx: Tx, ballot: UUID) -> Ballot:
    """The ballot, in the asker's scope and the revision that the asker has seen."""
    old = await store.lock(tx, ballot)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old


async def counted(tx: Tx, ballot: Ballot, command: TellersTotals) -> Totals:
    """The totals as entered, by tellers who were there. TwoTellers."""
    if not {command.teller_one, command.teller_two} <= await sessions.attended(tx, ballot.session):
        raise domain.TwoTellers("teller_one")
    return Totals(
        returned=command.returned,
        yes=command.yes,
        no=command.no,
        abstain=command.abstain,
        invalid=command.invalid,
        teller_one=command.teller_one,
        teller_two=command.teller_two,
    )
