"""Reporting an election's result, and the superior's answer to it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from chassis import parameters
from chassis.access.two_persons import entered_by_another
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.ids import uuid7
from chassis.postgres import Tx
from contracts.membership.elections import (
    ElectionApproved,
    ElectionEntered,
    ElectionRefused,
    FederationElectionEntered,
    TownshipElectionEntered,
)
from contracts.membership.terms import ChairFilled, FederationTermBegan, TermBegan, TermOver
from contracts.offices import Office
from services.membership.committees import restating as committees
from services.membership.committees import store as counting
from services.membership.committees.domain import keeper
from services.membership.elections import domain, store
from services.membership.elections.domain import SPARE_PERCENT, Election, Stands
from services.membership.elections.fields import (
    Ballot,
    Candidate,
    Candidates,
    Entitled,
    Meeting,
    Present,
    Refusal,
    Seats,
    WaitingElection,
)
from services.membership.fields import UnionId
from services.membership.organisations import domain as organising
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import Union
from services.membership.terms import domain as terming
from services.membership.terms import store as terms
from services.membership.terms.fields import Body, Number, Years

KEEPERS = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR, Office.COUNTY_ORGANISER)
SUPERIORS = (Office.TOWNSHIP_CHAIR, Office.COUNTY_ORGANISER, Office.COUNTY_APPROVER)

elections = Capability(
    "elections",
    "/elections",
    words=("选举", "Elections"),
    constraints={
        "one_waiting_election_per_union": domain.ElectionWaiting,
        "one_running_term_per_union": terming.TermRuns,
        "one_term_per_number": terming.NumberTaken,
        "one_chair_per_term": domain.ChairStands,
        "one_post_per_member": domain.SitsAlready,
    },
)


class EnterElection(Creation):
    """An election held on `occurred_on`. `years` and `number` are of a general election's new term."""

    union: UnionId
    ballot: Ballot
    meeting: Meeting
    body: Body
    entitled: Entitled
    present: Present
    seats: Seats
    candidates: Candidates
    years: Years | None = None
    number: Number | None = None
    occurred_on: BusinessDay


class ApproveElection(Command):
    """Approve the result."""

    occurred_on: BusinessDay


class RefuseElection(Command):
    """Do not approve it."""

    reason: Refusal
    occurred_on: BusinessDay


@elections.command(
    "",
    words=("上报选举结果", "Report an election"),
    offices=KEEPERS,
    emits=(ElectionEntered, TownshipElectionEntered, FederationElectionEntered),
)
async def enter(tx: Tx, command: EnterElection) -> Done:
    """换届选举 or 补选, judged as the regulation has it; it waits for the superior."""
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    keeper(union, tx.principal.office)
    on = command.occurred_on
    tx.happened(on)
    new = Election(
        id=tx.new_id(command),
        union=union.id,
        ballot=command.ballot,
        meeting=command.meeting,
        body=command.body,
        held_on=on,
        entitled=command.entitled,
        present=command.present,
        seats=command.seats,
        years=command.years,
        number=command.number,
        state="entered",
        term=None,
        due_on=domain.answer_due(on),
        revision=1,
    )
    judged, event = await judge(tx, new, union, command.candidates)
    await store.insert(tx, new)
    await store.put_candidates(tx, new.id, judged)
    return await tx.record(new.id, event, on=on, revision=1)


@elections.command(
    "/{election}/approve",
    words=("批准选举结果", "Approve an election"),
    offices=SUPERIORS,
    emits=(ElectionApproved, TermOver, TermBegan, FederationTermBegan, ChairFilled),
    sensitive=True,
)
async def approve(tx: Tx, election: WaitingElection, command: ApproveElection) -> Done:
    """A general election begins the next term, on its own day; a by-election fills the running one's seats."""
    old, union = await locked(tx, election)
    organising.superior(union, tx.principal.office)
    tx.happened(command.occurred_on)
    await entered_by_another(tx, election, domain.entering_type(union))
    domain.waiting(old)
    judged = await store.candidates(tx, election)
    general = old.ballot == "general-election"
    term = await _begin(tx, old, union) if general else await _fill(tx, old, union, judged)
    await terms.fill(tx, term, [(each.member, each.post) for each in judged if each.elected], old.held_on, election)
    new, event = domain.approve(old, union, term, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(election, event, on=command.occurred_on, revision=new.revision)


@elections.command(
    "/{election}/refuse", words=("不批准选举结果", "Refuse an election"), offices=SUPERIORS, emits=ElectionRefused
)
async def refuse(tx: Tx, election: WaitingElection, command: RefuseElection) -> Done:
    """It is held again and reported anew."""
    old, union = await locked(tx, election)
    organising.superior(union, tx.principal.office)
    new, event = domain.refuse(old, union, command.reason, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(election, event, on=command.occurred_on, revision=new.revision)


async def locked(tx: Tx, election: UUID) -> tuple[Election, Union]:
    """An election about to change, and its union."""
    old = await store.lock(tx, election)
    union = await organisations.read(tx, old.union)
    tx.allow(union.area, union.id)
    tx.expect(old.revision)
    return old, union


async def judge(
    tx: Tx, new: Election, union: Union, candidates: Sequence[Candidate]
) -> tuple[list[Stands], ElectionEntered]:
    """All that an election is judged by, before it is approved."""
    stood = [each.member for each in candidates]
    domain.may_stand(stood, await store.memberships(tx, union.id, stood), [each.relative for each in candidates])
    (spare,) = await parameters.values(tx, union.county, new.held_on, SPARE_PERCENT)
    judged, event = domain.enter(new, union, [Stands(each.member, each.post, each.votes) for each in candidates], spare)
    running = await terms.running_of(tx, union.id)
    if new.ballot == "by-election":
        domain.fills(running, await terms.seats(tx, running.id) if running else [], judged, new.held_on)
        return judged, event
    terming.length(union, new.years or 0)
    terming.body(union, new.body, await counting.members_of(tx, union.id))
    if running:
        terming.over(running, union, "next-term", new.held_on)
    return judged, event


async def _begin(tx: Tx, election: Election, union: Union) -> UUID:
    """The next term, in place of the running one."""
    on = election.held_on
    number = election.number or await terms.last_number(tx, union.id) + 1
    if before := await terms.running_of(tx, union.id):
        past, over = terming.over(before, union, "next-term", on)
        await terms.save(tx, past)
        tx.also(before.id, over, on=on)
    term, began = terming.begin(uuid7(), union, number, on, election.years or 0, election.body, election.id)
    await terms.insert(tx, term)
    tx.also(term.id, began, on=on)
    await committees.with_term(tx, union, on)
    return term.id


async def _fill(tx: Tx, election: Election, union: Union, judged: Sequence[Stands]) -> UUID:
    """The running term, with its vacant chair filled where one was elected."""
    running = await terms.running_of(tx, union.id)
    won = [each for each in judged if each.elected]
    seats = await terms.seats(tx, running.id) if running else []
    term = domain.fills(running, seats, won, election.held_on)
    await terms.save(tx, replace(term, revision=term.revision + 1))
    if chair := domain.chair_of(won):
        tx.also(term.id, domain.filled(term, union, election.id, chair), on=election.held_on)
    return term.id
