"""Terms as they are found, their extension, their early end, and seats that fall vacant."""

from uuid import UUID

from chassis import parameters
from chassis.access.two_persons import entered_by_another
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.committees import CommitteeMissing, CommitteeNotNeeded, FederationCommitteeMissing
from contracts.membership.terms import (
    ChairVacated,
    FederationChairVacated,
    FederationTermBegan,
    FederationTermExtended,
    FederationTermExtensionRequested,
    SeatVacated,
    TermBegan,
    TermExtended,
    TermExtensionRefused,
    TermExtensionRequested,
    TermOver,
    TownshipTermExtensionRequested,
    VacatedBecause,
)
from contracts.offices import Office
from services.membership.committees import restating as committees
from services.membership.committees import store as counting
from services.membership.committees.domain import keeper
from services.membership.fields import UnionId
from services.membership.organisations import domain as organising
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import Union
from services.membership.terms import domain, store
from services.membership.terms.domain import EXTENSION_MONTHS, VACANCY_DAYS, Seat, Term
from services.membership.terms.fields import (
    AskedTerm,
    Body,
    Entitled,
    ExtendedUntil,
    InFavour,
    LeftBecause,
    Number,
    RunningTerm,
    SeatId,
    Years,
)

KEEPERS = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR, Office.COUNTY_ORGANISER)
CLERKS = (Office.TOWNSHIP_CLERK, Office.COUNTY_ORGANISER)
SUPERIORS = (Office.TOWNSHIP_CHAIR, Office.COUNTY_ORGANISER, Office.COUNTY_APPROVER)
ASKING = (TermExtensionRequested, TownshipTermExtensionRequested, FederationTermExtensionRequested)
VACATING = (SeatVacated, ChairVacated, FederationChairVacated)
BEGINNING = (TermBegan, FederationTermBegan)
COMMITTEES = (CommitteeMissing, FederationCommitteeMissing, CommitteeNotNeeded)

terms = Capability(
    "terms",
    "/terms",
    words=("工会届期", "Terms"),
    constraints={
        "one_running_term_per_union": domain.TermRuns,
        "one_term_per_number": domain.NumberTaken,
        "one_chair_per_term": domain.NoVacancy,
        "one_post_per_member": domain.NoVacancy,
    },
)


class RegisterTerm(Creation):
    """A term that began before its election could be entered."""

    union: UnionId
    number: Number
    years: Years
    body: Body
    occurred_on: BusinessDay


class RequestExtension(Command):
    """Ask to elect later."""

    until: ExtendedUntil
    occurred_on: BusinessDay


class AnswerExtension(Command):
    """Approve it, or not."""

    occurred_on: BusinessDay


class CloseTerm(Command):
    """The union is no more."""

    occurred_on: BusinessDay


class RemoveOfficer(Command):
    """A vote on a chair or vice chair."""

    seat: SeatId
    entitled: Entitled
    in_favour: InFavour
    occurred_on: BusinessDay


class VacateSeat(Command):
    """Somebody elected leaves."""

    seat: SeatId
    reason: LeftBecause
    occurred_on: BusinessDay


@terms.command("", words=("登记现届", "Register the running term"), offices=CLERKS, emits=(*BEGINNING, *COMMITTEES))
async def register(tx: Tx, command: RegisterTerm) -> Done:
    """As it was found; from then on terms begin by elections. `occurred_on` is its first day."""
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    keeper(union, tx.principal.office)
    on = command.occurred_on
    tx.happened(on)
    domain.body(union, command.body, await counting.members_of(tx, union.id))
    new, event = domain.begin(tx.new_id(command), union, command.number, on, command.years, command.body, None)
    await store.insert(tx, new)
    await committees.with_term(tx, union, on)
    return await tx.record(new.id, event, on=on, revision=1)


@terms.command(
    "/{term}/request-extension", words=("申请延期换届", "Request an extension"), offices=KEEPERS, emits=ASKING
)
async def request_extension(tx: Tx, term: RunningTerm, command: RequestExtension) -> Done:
    """Rule 3: six months in all at most, with the superior's approval."""
    old, union = await locked(tx, term)
    tx.happened(command.occurred_on)
    keeper(union, tx.principal.office)
    (months,) = await parameters.values(tx, union.county, command.occurred_on, EXTENSION_MONTHS)
    new, event = domain.ask(old, union, command.until, command.occurred_on, months)
    await store.save(tx, new)
    return await tx.record(term, event, on=command.occurred_on, revision=new.revision)


@terms.command(
    "/{term}/approve-extension",
    words=("批准延期换届", "Approve an extension"),
    offices=SUPERIORS,
    emits=(TermExtended, FederationTermExtended),
    sensitive=True,
)
async def approve_extension(tx: Tx, term: AskedTerm, command: AnswerExtension) -> Done:
    """By the superior's office, and by another account than asked."""
    old, union = await locked(tx, term)
    tx.happened(command.occurred_on)
    organising.superior(union, tx.principal.office)
    await entered_by_another(tx, term, domain.asking_type(union))
    new, event = domain.extend(old, union, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(term, event, on=command.occurred_on, revision=new.revision)


@terms.command(
    "/{term}/refuse-extension",
    words=("不批准延期换届", "Refuse an extension"),
    offices=SUPERIORS,
    emits=TermExtensionRefused,
)
async def refuse_extension(tx: Tx, term: AskedTerm, command: AnswerExtension) -> Done:
    """The election stays due."""
    old, union = await locked(tx, term)
    tx.happened(command.occurred_on)
    organising.superior(union, tx.principal.office)
    new, event = domain.refuse(old, union, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(term, event, on=command.occurred_on, revision=new.revision)


@terms.command("/{term}/close", words=("终止届期", "Close a term"), offices=CLERKS, emits=TermOver)
async def close(tx: Tx, term: RunningTerm, command: CloseTerm) -> Done:
    """With its union: after it was closed or merged."""
    old, union = await locked(tx, term)
    tx.happened(command.occurred_on)
    keeper(union, tx.principal.office)
    new, event = domain.over(old, union, "union-ended", command.occurred_on)
    await store.save(tx, new)
    return await tx.record(term, event, on=command.occurred_on, revision=new.revision)


@terms.command(
    "/{term}/remove", words=("罢免主席、副主席", "Remove a chair or vice chair"), offices=CLERKS, emits=VACATING
)
async def remove(tx: Tx, term: RunningTerm, command: RemoveOfficer) -> Done:
    """Rule 5: more than half of all members or delegates."""
    old, union = await locked(tx, term)
    tx.happened(command.occurred_on)
    keeper(union, tx.principal.office)
    seat = await _seat(tx, term, command.seat)
    reason = domain.remove(old, union, seat, command.entitled, command.in_favour)
    return await _vacate(tx, old, union, seat, reason, command, (command.entitled, command.in_favour))


@terms.command("/{term}/vacate", words=("登记出缺", "Record a vacancy"), offices=KEEPERS, emits=VACATING)
async def vacate(tx: Tx, term: RunningTerm, command: VacateSeat) -> Done:
    """A vacant chair waits for a by-election."""
    old, union = await locked(tx, term)
    tx.happened(command.occurred_on)
    keeper(union, tx.principal.office)
    return await _vacate(tx, old, union, await _seat(tx, term, command.seat), command.reason, command)


async def locked(tx: Tx, term: UUID) -> tuple[Term, Union]:
    """A term about to change, and its union."""
    old = await store.lock(tx, term)
    union = await organisations.read(tx, old.union)
    tx.allow(union.area, union.id)
    tx.expect(old.revision)
    return old, union


async def _seat(tx: Tx, term: UUID, seat: UUID) -> Seat | None:
    return next((each for each in await store.seats(tx, term) if each.id == seat), None)


async def _vacate(  # noqa: PLR0913 - as domain.vacate
    tx: Tx,
    old: Term,
    union: Union,
    seat: Seat | None,
    reason: VacatedBecause,
    command: RemoveOfficer | VacateSeat,
    votes: tuple[int, int] | None = None,
) -> Done:
    on = command.occurred_on
    (days,) = await parameters.values(tx, union.county, on, VACANCY_DAYS)
    new, vacant, event = domain.vacate(old, union, seat, reason, on, days, votes)
    await store.vacate(tx, vacant)
    await store.save(tx, new)
    return await tx.record(old.id, event, on=on, revision=new.revision)
