"""Putting a term as it was found right, and taking back what was said of a term, on the original day."""

from dataclasses import replace
from uuid import UUID

from chassis import standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.terms import SeatVacated, TermBegan, TermExtended, TermOver
from services.membership.committees import store as counting
from services.membership.committees.domain import keeper
from services.membership.fields import Why
from services.membership.organisations import domain as organising
from services.membership.terms import domain, store
from services.membership.terms.commands import CLERKS, KEEPERS, SUPERIORS, locked, terms
from services.membership.terms.domain import Term
from services.membership.terms.fields import AskedTerm, Body, Number, RunningTerm, Years


class CorrectTerm(Command):
    """What was wrong; what is left out stays."""

    number: Number | None = None
    years: Years | None = None
    body: Body | None = None
    occurred_on: BusinessDay | None = None
    reason: Why


class VoidTerm(Command):
    """It should never have been said."""

    reason: Why


@terms.command("/{term}/correct", words=("更正现届", "Correct a term"), offices=CLERKS, emits=Corrected)
async def correct(tx: Tx, term: RunningTerm, command: CorrectTerm) -> Done:
    """Only one that was entered as found, while nothing was built upon it."""
    old, union = await locked(tx, term)
    keeper(union, tx.principal.office)
    await _untouched(tx, old)
    event_id, said, before_on = await standing.last(tx, term, TermBegan)
    on, body = command.occurred_on or before_on, command.body or old.body
    tx.happened(on)
    domain.body(union, body, await counting.members_of(tx, union.id))
    number, years = command.number or old.number, command.years or old.years
    new, right = domain.begin(term, union, number, on, years, body, None)
    new = replace(new, revision=old.revision + 1)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, before_on, right, on, command.reason)
    return await tx.record(term, corrected, on=before_on, revision=new.revision)


@terms.command("/{term}/void", words=("作废现届", "Void a term"), offices=CLERKS, emits=Voided)
async def void(tx: Tx, term: RunningTerm, command: VoidTerm) -> Done:
    """Only one that was entered as found; what an election began is taken back at the election."""
    old, union = await locked(tx, term)
    keeper(union, tx.principal.office)
    await _untouched(tx, old)
    event_id, said, on = await standing.last(tx, term, TermBegan)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(term, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@terms.command("/{term}/void-closing", words=("作废终止届期", "Void a term's closing"), offices=CLERKS, emits=Voided)
async def void_closing(tx: Tx, term: UUID, command: VoidTerm) -> Done:
    """The union was not closed after all."""
    old, union = await locked(tx, term)
    keeper(union, tx.principal.office)
    event_id, said, on = await standing.last(tx, term, TermOver)
    domain.closed(old, said.because)
    new = domain.reopened(old)
    await store.save(tx, new)
    return await tx.record(term, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@terms.command(
    "/{term}/void-extension-request",
    words=("作废延期申请", "Void a request for extension"),
    offices=KEEPERS,
    emits=Voided,
)
async def void_request(tx: Tx, term: AskedTerm, command: VoidTerm) -> Done:
    """While it waits, by the office that asked."""
    old, union = await locked(tx, term)
    keeper(union, tx.principal.office)
    new = domain.withdraw(old)
    event_id, said, on = await standing.last(tx, term, domain.asking_type(union))
    await store.save(tx, new)
    return await tx.record(term, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@terms.command("/{term}/void-extension", words=("作废延期批准", "Void an extension"), offices=SUPERIORS, emits=Voided)
async def void_extension(tx: Tx, term: RunningTerm, command: VoidTerm) -> Done:
    """The request waits again; by the office that approved it."""
    old, union = await locked(tx, term)
    organising.superior(union, tx.principal.office)
    granted = await standing.of_kind(tx, term, TermExtended)
    before = granted[-2][1].due_on if len(granted) > 1 else None
    new = domain.shortened(old, before)
    event_id, said, on = granted[-1]
    _, asked, asked_on = await standing.last(tx, term, domain.asking_type(union))
    new = replace(new, asked_until=asked.until, asked_on=asked_on)
    await store.save(tx, new)
    return await tx.record(term, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@terms.command("/{term}/void-vacancy", words=("作废出缺", "Void a vacancy"), offices=CLERKS, emits=Voided)
async def void_vacancy(tx: Tx, term: RunningTerm, command: VoidTerm) -> Done:
    """The last one: whoever left, or was removed, sits again."""
    old, union = await locked(tx, term)
    keeper(union, tx.principal.office)
    said = await standing.of_kind(tx, term, SeatVacated)
    if not said:
        raise domain.NoVacancy
    event_id, event, on = said[-1]
    seats = await store.seats(tx, term)
    new, seat = domain.sit_again(old, next(each for each in seats if each.id == event.seat), seats)
    await store.vacate(tx, seat)
    await store.save(tx, new)
    return await tx.record(term, Voided.of(event_id, event, on, command.reason), on=on, revision=new.revision)


async def _untouched(tx: Tx, old: Term) -> None:
    domain.entered_as_found(old)
    domain.untouched(old, vacated=bool(await store.seats(tx, old.id)))
