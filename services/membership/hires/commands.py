"""Entering new hires, and answering for each: admitted as a member in one step, not joining, or gone."""

from chassis import parameters, standing
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.personal import identity
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from chassis.refusal import InFlight
from contracts.declare import Voided
from contracts.membership.hires import HireAdmitted, HireDeclined, HireEntered, HireGone
from contracts.membership.members import MemberAdmitted
from contracts.offices import Office
from services.membership.fields import EmploymentForm, IdNumber, PersonName, Phone, UnionId, Why
from services.membership.hires import domain, store
from services.membership.hires.domain import Hire
from services.membership.hires.fields import AnsweredHire, DeclinedFor, HiredBy, OpenHire
from services.membership.members import domain as members_domain
from services.membership.members import store as members
from services.membership.organisations import store as organisations

CLERK = (Office.TOWNSHIP_CLERK,)
CLERK_OR_CHAIR = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)  # the chair for the own union

hires = Capability(
    "hires",
    "/hires",
    words=("新招收职工", "New hires"),
    constraints={"one_open_person_per_id_number": members_domain.IdNumberTaken},
)


class EnterHire(Creation):
    """Somebody newly hired; the day is the day of hiring."""

    union: UnionId
    employer: HiredBy
    name: PersonName
    id_number: IdNumber
    employment: EmploymentForm
    occurred_on: BusinessDay
    phone: Phone | None = None


class AdmitHire(Command):
    """Admit to the union."""

    occurred_on: BusinessDay


class DeclineHire(Command):
    """Does not join."""

    declined_for: DeclinedFor
    occurred_on: BusinessDay


class LeaveHire(Command):
    """Has left the employer."""

    occurred_on: BusinessDay


class ReopenHire(Command):
    """The answer was wrong."""

    reason: Why


@hires.command("", words=("登记新招收职工", "Enter a new hire"), offices=CLERK_OR_CHAIR, emits=HireEntered)
async def enter(tx: Tx, command: EnterHire) -> Done:
    """Compared with the members by the number: a member of here or elsewhere is told as at an admission."""
    union = await organisations.lock(tx, command.union)
    tx.allow(union.area, union.id)
    await members.employed(tx, command.employer)
    (days,) = await parameters.values(tx, union.county, tx.today, domain.ADMIT_DAYS)
    on = command.occurred_on
    new = Hire(
        id=tx.new_id(command),
        county=union.county,
        area=union.area,
        union=union.id,
        employer=command.employer,
        employment=command.employment,
        state="open",
        hired_on=on,
        due_on=domain.due_on(on, tx.today, days),
        member=None,
        declined_for=None,
        revision=1,
    )
    event = domain.enter(new, union, identity.birthday(command.id_number), tx.today)
    if await store.waits_already(tx, union.id, union.county, command.id_number, new.id):
        raise domain.HireTwice("id_number")
    known = Particulars.of(name=command.name, id_number=command.id_number, phone=command.phone)
    if not await store.insert(tx, new, known):
        raise await members.taken(tx, union.county, command.id_number) or InFlight
    return await tx.record(new.id, event, on=on, revision=1)


@hires.command(
    "/{hire}/admit",
    words=("吸收入会", "Admit a new hire"),
    offices=CLERK,
    emits=(HireAdmitted, MemberAdmitted),
)
async def admit(tx: Tx, hire: OpenHire, command: AdmitHire) -> Done:
    """One step: the hire's person becomes the member's. Who joined this union otherwise is found to be its member."""
    old, on = await _locked(tx, hire), command.occurred_on
    domain.answerable(old, on)
    number = await store.number(tx, hire)
    found = await members.numbered(tx, old.county, number)
    if found is None:
        union = await organisations.read(tx, old.union)
        born = identity.birthday(number)
        admitted = members_domain.admit(hire, union, old.employment, on, born, old.employer)
        await members.admit_known(tx, union, admitted, on)
        tx.also(hire, admitted, on=on)
    elif not domain.here_already(found, old):
        raise await members.taken(tx, old.county, number) or InFlight
    new, event = domain.admit(old, found.id if found else hire, on)
    await store.save(tx, new)
    return await tx.record(hire, event, on=on, revision=new.revision)


@hires.command(
    "/{hire}/decline",
    words=("新招收职工未入会", "A new hire does not join"),
    offices=CLERK_OR_CHAIR,
    emits=HireDeclined,
)
async def decline(tx: Tx, hire: OpenHire, command: DeclineHire) -> Done:
    """Joining is voluntary (工会法 3)."""
    new, event = domain.decline(await _locked(tx, hire), command.declined_for, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(hire, event, on=command.occurred_on, revision=new.revision)


@hires.command(
    "/{hire}/gone", words=("新招收职工已离职", "A new hire has left"), offices=CLERK_OR_CHAIR, emits=HireGone
)
async def gone(tx: Tx, hire: OpenHire, command: LeaveHire) -> Done:
    """Before joining."""
    new, event = domain.leave(await _locked(tx, hire), command.occurred_on)
    await store.save(tx, new)
    return await tx.record(hire, event, on=command.occurred_on, revision=new.revision)


@hires.command("/{hire}/reopen", words=("作废未入会答复", "Take an answer back"), offices=CLERK_OR_CHAIR, emits=Voided)
async def reopen(tx: Tx, hire: AnsweredHire, command: ReopenHire) -> Done:
    """Not joining, or gone, was entered wrongly: the hire waits again."""
    new, answered = domain.reopen(await _locked(tx, hire))
    event_id, said, on = await standing.last(tx, hire, answered)
    await store.save(tx, new)
    return await tx.record(hire, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _locked(tx: Tx, hire: OpenHire) -> Hire:
    old = await store.lock(tx, hire)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    return old
