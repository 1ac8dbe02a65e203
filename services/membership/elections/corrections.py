"""Putting a reported election right while it waits; taking a report or an approval back, on the original day."""

from dataclasses import replace

from chassis import standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.elections import ElectionApproved
from contracts.membership.terms import ChairFilled, TermBegan, TermOver
from services.membership.committees.domain import keeper
from services.membership.elections import domain, store
from services.membership.elections.commands import KEEPERS, SUPERIORS, elections, judge, locked
from services.membership.elections.domain import Election
from services.membership.elections.fields import (
    ApprovedElection,
    Candidates,
    Entitled,
    Meeting,
    Present,
    Seats,
    WaitingElection,
)
from services.membership.fields import Why
from services.membership.organisations import domain as organising
from services.membership.organisations.domain import Union
from services.membership.terms import domain as terming
from services.membership.terms import store as terms
from services.membership.terms.domain import Term
from services.membership.terms.fields import Number, Years


class CorrectElection(Command):
    """The candidates as they should stand, all of them; of the rest what was wrong."""

    candidates: Candidates
    meeting: Meeting | None = None
    entitled: Entitled | None = None
    present: Present | None = None
    seats: Seats | None = None
    years: Years | None = None
    number: Number | None = None
    occurred_on: BusinessDay | None = None
    reason: Why


class VoidElection(Command):
    """It should never have been said."""

    reason: Why


@elections.command(
    "/{election}/correct", words=("更正选举结果", "Correct an election"), offices=KEEPERS, emits=Corrected
)
async def correct(tx: Tx, election: WaitingElection, command: CorrectElection) -> Done:
    """Judged anew as a whole."""
    old, union = await locked(tx, election)
    keeper(union, tx.principal.office)
    domain.waiting(old)
    event_id, said, before_on = await standing.last(tx, election, domain.entering_type(union))
    changed = command.model_dump(
        include={"meeting", "entitled", "present", "seats", "years", "number"}, exclude_none=True
    )
    on = command.occurred_on or old.held_on
    tx.happened(on)
    new = replace(old, **changed, held_on=on, due_on=domain.answer_due(on), revision=old.revision + 1)
    judged, right = await judge(tx, new, union, command.candidates)
    await store.save(tx, new)
    await store.put_candidates(tx, election, judged)
    corrected = Corrected.of(event_id, said, before_on, right, on, command.reason)
    return await tx.record(election, corrected, on=before_on, revision=new.revision)


@elections.command("/{election}/void", words=("作废选举结果", "Void an election"), offices=KEEPERS, emits=Voided)
async def void(tx: Tx, election: WaitingElection, command: VoidElection) -> Done:
    """A report that should never have been, while it waits."""
    old, union = await locked(tx, election)
    keeper(union, tx.principal.office)
    domain.waiting(old)
    event_id, said, on = await standing.last(tx, election, domain.entering_type(union))
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(election, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@elections.command(
    "/{election}/void-approval",
    words=("作废选举批准", "Void an election's approval"),
    offices=SUPERIORS,
    emits=Voided,
    sensitive=True,
)
async def void_approval(tx: Tx, election: ApprovedElection, command: VoidElection) -> Done:
    """The result waits again; the term before runs on, as if the next had not begun."""
    old, union = await locked(tx, election)
    organising.superior(union, tx.principal.office)
    if old.term is None:
        raise domain.NotApproved
    term = await terms.lock(tx, old.term)
    new = domain.unapprove(old, term, await terms.seats(tx, term.id), last=await store.is_last(tx, old))
    await terms.empty(tx, election)
    if old.ballot == "general-election":
        await _unbegin(tx, old, term, union, command)
    else:
        await _unfill(tx, old, term, command)
    event_id, said, on = await standing.last(tx, election, ElectionApproved)
    await store.save(tx, new)
    return await tx.record(election, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _unbegin(tx: Tx, election: Election, term: Term, union: Union, command: VoidElection) -> None:
    await terms.save(tx, replace(term, state="void", revision=term.revision + 1))
    event_id, began, on = await standing.last(tx, term.id, TermBegan)
    tx.also(term.id, Voided.of(event_id, began, on, command.reason), on=on)
    if before := await terms.over_on(tx, union.id, election.held_on):
        event_id, over, on = await standing.last(tx, before.id, TermOver)
        await terms.save(tx, terming.reopened(before))
        tx.also(before.id, Voided.of(event_id, over, on, command.reason), on=on)


async def _unfill(tx: Tx, election: Election, term: Term, command: VoidElection) -> None:
    await terms.save(tx, replace(term, revision=term.revision + 1))
    for event_id, said, on in await standing.of_kind(tx, term.id, ChairFilled):
        if said.election == election.id:
            tx.also(term.id, Voided.of(event_id, said, on, command.reason), on=on)
