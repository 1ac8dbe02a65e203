"""Applications to join: entered at the desk or through the enterprise's union, decided by another person."""

from uuid import UUID

from chassis import parameters, standing
from chassis.access.two_persons import entered_by_another
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.personal import identity
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from chassis.refusal import InFlight
from contracts.declare import Voided
from contracts.membership.applications import (
    ApplicationApproved,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationWithdrawn,
)
from contracts.membership.members import MemberAdmitted, MemberRejoined
from contracts.offices import Office
from services.membership.applications import domain, store
from services.membership.applications.domain import Application
from services.membership.applications.fields import AnsweredApplication, OpenApplication, RefusedFor
from services.membership.fields import EmploymentForm, IdNumber, PersonName, Phone, UnionId, Why
from services.membership.members import domain as members_domain
from services.membership.members import store as members
from services.membership.members.domain import Member
from services.membership.members.domain.life import rejoin
from services.membership.members.fields import EmployerId
from services.membership.organisations import store as organisations

TAKES = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)  # the chair for the own union
DECIDES = (*TAKES, Office.TOWNSHIP_CHAIR)

applications = Capability(
    "applications",
    "/applications",
    words=("入会申请", "Applications"),
    constraints={"one_open_person_per_id_number": members_domain.IdNumberTaken},
)


class ReceiveApplication(Creation):
    """Five mandatory items, as the rules for new forms of employment ask."""

    union: UnionId
    name: PersonName
    id_number: IdNumber
    employment: EmploymentForm
    occurred_on: BusinessDay
    phone: Phone | None = None
    employer: EmployerId | None = None


class Decide(Command):
    """On a day."""

    occurred_on: BusinessDay


class RefuseApplication(Command):
    """With the reason."""

    refused_for: RefusedFor
    occurred_on: BusinessDay


class ReopenApplication(Command):
    """The decision was wrong."""

    reason: Why


@applications.command("", words=("申请入会", "Apply to join"), offices=TAKES, emits=ApplicationReceived)
async def receive(tx: Tx, command: ReceiveApplication) -> Done:
    """Taken whoever has the number: whether somebody is a member already is told to who decides, and not here."""
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    await members.employed(tx, command.employer)
    (days,) = await parameters.values(tx, union.county, tx.today, domain.REVIEW_DAYS)
    new = Application(
        id=tx.new_id(command),
        county=union.county,
        area=union.area,
        union=union.id,
        employer=command.employer,
        employment=command.employment,
        channel="union" if tx.principal.office is Office.ENTERPRISE_CHAIR else "desk",
        state="open",
        applied_on=command.occurred_on,
        due_on=domain.due_on(tx.today, days),
        member=None,
        refused_for=None,
        revision=1,
    )
    event = domain.receive(new, union, identity.birthday(command.id_number))
    await store.insert(tx, new, Particulars.of(name=command.name, id_number=command.id_number, phone=command.phone))
    return await tx.record(new.id, event, on=command.occurred_on, revision=1)


@applications.command(
    "/{application}/approve",
    words=("批准入会", "Approve an application"),
    offices=DECIDES,
    emits=(ApplicationApproved, MemberAdmitted, MemberRejoined),
    sensitive=True,
)
async def approve(tx: Tx, application: OpenApplication, command: Decide) -> Done:
    """By another account than the one that took it. Rule 6: who was a member before begins another membership."""
    old, on = await _locked(tx, application), command.occurred_on
    domain.decidable(old, on)
    await entered_by_another(tx, application, ApplicationReceived)
    await tx.across(old.area)  # persons' keys lie in townships, and former members wherever they were
    number = await store.number(tx, application)
    found = await members.numbered(tx, old.county, number)
    member = await _joined(tx, old, number, found, command)
    new, event = domain.approve(old, member, on)
    await store.save(tx, new)
    return await tx.record(application, event, on=on, revision=new.revision)


@applications.command(
    "/{application}/refuse",
    words=("不予批准入会", "Refuse an application"),
    offices=DECIDES,
    emits=ApplicationRefused,
    sensitive=True,
)
async def refuse(tx: Tx, application: OpenApplication, command: RefuseApplication) -> Done:
    """With the reason, which the applicant is told."""
    old = await _locked(tx, application)
    new, event = domain.refuse(old, command.refused_for, command.occurred_on)
    await entered_by_another(tx, application, ApplicationReceived)
    await store.save(tx, new)
    return await tx.record(application, event, on=command.occurred_on, revision=new.revision)


@applications.command(
    "/{application}/withdraw",
    words=("撤回入会申请", "Withdraw an application"),
    offices=TAKES,
    emits=ApplicationWithdrawn,
)
async def withdraw(tx: Tx, application: OpenApplication, command: Decide) -> Done:
    """At the applicant's word."""
    new, event = domain.withdraw(await _locked(tx, application), command.occurred_on)
    await store.save(tx, new)
    return await tx.record(application, event, on=command.occurred_on, revision=new.revision)


@applications.command(
    "/{application}/reopen", words=("作废未批准结论", "Take a refusal back"), offices=DECIDES, emits=Voided
)
async def reopen(tx: Tx, application: AnsweredApplication, command: ReopenApplication) -> Done:
    """Refused or withdrawn by mistake: it waits again."""
    new, decided = domain.reopen(await _locked(tx, application))
    event_id, said, on = await standing.last(tx, application, decided)
    await store.save(tx, new)
    voided = Voided.of(event_id, said, on, command.reason)
    return await tx.record(application, voided, on=on, revision=new.revision)


async def _joined(tx: Tx, old: Application, number: str, found: Member | None, command: Decide) -> UUID:
    """The applicant as a member; the event is the application's beside its own. MemberHere, MemberElsewhere."""
    on = command.occurred_on
    union = await organisations.read(tx, old.union)
    if found is None:
        born = identity.birthday(number)
        admitted = members_domain.admit(old.id, union, old.employment, on, born, old.employer)
        await members.admit_known(tx, union, admitted, on)
        tx.also(old.id, admitted, on=on)
        return old.id
    if not domain.came_back(found):
        raise await members.taken(tx, old.county, number) or InFlight
    again, rejoined = rejoin(found, union, old.employment, old.employer, on)
    await members.begin(tx, again)
    tx.also(found.id, rejoined, on=on)
    return found.id


async def _locked(tx: Tx, application: OpenApplication) -> Application:
    old = await store.lock(tx, application)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    return old
