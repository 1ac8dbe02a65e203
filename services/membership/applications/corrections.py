"""Putting an application right, or taking it back: one event, on the original day."""

from dataclasses import replace

from chassis import standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.personal import identity, vault
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.applications import ApplicationReceived
from services.membership.applications import domain, store
from services.membership.applications.commands import TAKES, applications
from services.membership.applications.domain import Application
from services.membership.applications.fields import OpenApplication
from services.membership.fields import EmploymentForm, IdNumber, PersonName, Phone, Why
from services.membership.members import domain as members_domain
from services.membership.members import store as members
from services.membership.members.fields import EmployerId


class CorrectApplication(Command):
    """What was wrong; what is left out stays."""

    employer: EmployerId | None = None
    employment: EmploymentForm | None = None
    occurred_on: BusinessDay | None = None
    reason: Why


class CorrectApplicantParticulars(Command):
    """A name, number or telephone entered wrongly; what is left out stays."""

    name: PersonName | None = None
    id_number: IdNumber | None = None
    phone: Phone | None = None
    reason: Why


class VoidApplication(Command):
    """The entry should never have been."""

    reason: Why


@applications.command(
    "/{application}/correct", words=("更正入会申请", "Correct an application"), offices=TAKES, emits=Corrected
)
async def correct(tx: Tx, application: OpenApplication, command: CorrectApplication) -> Done:
    """While it waits."""
    old = await _waiting(tx, application)
    event_id, said, before_on = await standing.last(tx, application, ApplicationReceived)
    on = command.occurred_on or before_on
    tx.happened(on)
    await members.employed(tx, command.employer)
    new = replace(
        old,
        employer=command.employer or old.employer,
        employment=command.employment or old.employment,
        applied_on=on,
        revision=old.revision + 1,
    )
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, before_on, domain.received(new), on, command.reason)
    return await tx.record(application, corrected, on=before_on, revision=new.revision)


@applications.command(
    "/{application}/correct-particulars",
    words=("更正申请人的姓名、证件号或手机号", "Correct an applicant's particulars"),
    offices=TAKES[:1],
    emits=Corrected,
)
async def correct_particulars(tx: Tx, application: OpenApplication, command: CorrectApplicantParticulars) -> Done:
    """In the vault alone. Whether a member has the number is told at the decision."""
    old = await _waiting(tx, application)
    if command.id_number is not None:
        members_domain.old_enough(identity.birthday(command.id_number), old.applied_on)
    changed = Particulars.of(name=command.name, id_number=command.id_number, phone=command.phone)
    await vault.change(tx, application, changed)
    event_id, said, on = await standing.last(tx, application, ApplicationReceived)
    new = replace(old, revision=old.revision + 1)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, said, on, command.reason)
    return await tx.record(application, corrected, on=on, revision=new.revision)


@applications.command("/{application}/void", words=("作废入会申请", "Void an application"), offices=TAKES, emits=Voided)
async def void(tx: Tx, application: OpenApplication, command: VoidApplication) -> Done:
    """While it waits."""
    old = await _waiting(tx, application)
    event_id, said, on = await standing.last(tx, application, ApplicationReceived)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(application, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _waiting(tx: Tx, application: OpenApplication) -> Application:
    old = await store.lock(tx, application)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    domain.waiting(old)
    return old
