"""Putting a new hire's entry right, or taking it back: one event, on the original day."""

from dataclasses import replace

from chassis import standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.personal import identity, vault
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.hires import HireEntered
from services.membership.fields import EmploymentForm, IdNumber, PersonName, Phone, Why
from services.membership.hires import domain, store
from services.membership.hires.commands import CLERK, CLERK_OR_CHAIR, hires
from services.membership.hires.domain import Hire
from services.membership.hires.fields import HiredBy, OpenHire
from services.membership.members import domain as members_domain
from services.membership.members import store as members


class CorrectHire(Command):
    """What was wrong; what is left out stays."""

    employer: HiredBy | None = None
    employment: EmploymentForm | None = None
    occurred_on: BusinessDay | None = None
    reason: Why


class CorrectHireParticulars(Command):
    """A name, number or telephone entered wrongly; what is left out stays."""

    name: PersonName | None = None
    id_number: IdNumber | None = None
    phone: Phone | None = None
    reason: Why


class VoidHire(Command):
    """The entry should never have been."""

    reason: Why


@hires.command(
    "/{hire}/correct", words=("更正新招收职工", "Correct a new hire"), offices=CLERK_OR_CHAIR, emits=Corrected
)
async def correct(tx: Tx, hire: OpenHire, command: CorrectHire) -> Done:
    """While it waits."""
    old = await _waiting(tx, hire)
    event_id, said, before_on = await standing.last(tx, hire, HireEntered)
    on = command.occurred_on or before_on
    tx.happened(on)
    await members.employed(tx, command.employer)
    new = replace(
        old,
        employer=command.employer or old.employer,
        employment=command.employment or old.employment,
        hired_on=on,
        revision=old.revision + 1,
    )
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, before_on, domain.entered(new), on, command.reason)
    return await tx.record(hire, corrected, on=before_on, revision=new.revision)


@hires.command(
    "/{hire}/correct-particulars",
    words=("更正新招收职工的姓名、证件号或手机号", "Correct a new hire's particulars"),
    offices=CLERK,
    emits=Corrected,
)
async def correct_particulars(tx: Tx, hire: OpenHire, command: CorrectHireParticulars) -> Done:
    """In the vault alone. Whether a member has the number is told at the admission."""
    old = await _waiting(tx, hire)
    if command.id_number is not None:
        members_domain.old_enough(identity.birthday(command.id_number), old.hired_on)
        if await store.waits_already(tx, old.union, old.county, command.id_number, hire):
            raise domain.HireTwice("id_number")
    await vault.change(tx, hire, Particulars.of(name=command.name, id_number=command.id_number, phone=command.phone))
    event_id, said, on = await standing.last(tx, hire, HireEntered)
    new = replace(old, revision=old.revision + 1)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, said, on, command.reason)
    return await tx.record(hire, corrected, on=on, revision=new.revision)


@hires.command("/{hire}/void", words=("作废新招收职工登记", "Void a new hire"), offices=CLERK_OR_CHAIR, emits=Voided)
async def void(tx: Tx, hire: OpenHire, command: VoidHire) -> Done:
    """While it waits."""
    old = await _waiting(tx, hire)
    event_id, said, on = await standing.last(tx, hire, HireEntered)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(hire, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _waiting(tx: Tx, hire: OpenHire) -> Hire:
    old = await store.lock(tx, hire)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    domain.waiting(old)
    return old
