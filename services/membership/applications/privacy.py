"""Who may see an applicant in full, and the erasure of who was not taken."""

from dataclasses import replace
from typing import Annotated, Literal

from chassis.command import Done
from chassis.personal import erasure, reveal
from chassis.personal.erasure import ErasePerson
from chassis.personal.reveal import RevealPerson
from chassis.postgres import Tx
from contracts.offices import Office
from contracts.personal import PersonalDataRevealed, PersonErased
from services.membership.applications import domain, store
from services.membership.applications.commands import TAKES, applications
from services.membership.applications.fields import AnyApplication

Field = Literal["name", "id_number", "phone"]
Purpose = Literal["verify", "contact", "record", "inspect", "own-request"]


class RevealApplicant(RevealPerson):
    """Which fields, and why."""

    fields: Annotated[list[Field], reveal.fields_of("name", "id_number", "phone")]
    purpose: Annotated[Purpose, reveal.purposes_of("verify", "contact", "record", "inspect", "own-request")]


@applications.command(
    "/{application}/reveal",
    words=reveal.WORDS,
    offices=TAKES[:1],
    emits=PersonalDataRevealed,
    sensitive=True,
    answers_anew=True,
)
async def reveal_applicant(tx: Tx, application: AnyApplication, command: RevealApplicant) -> Done:
    """Recorded before it is shown."""
    found = await store.read(tx, application)
    tx.allow(found.area, found.union)
    return await reveal.reveal(tx, application, found.revision, command.fields, command.purpose)


@applications.command(
    "/{application}/erase",
    words=erasure.WORDS,
    offices=(Office.COUNTY_ORGANISER,),
    emits=PersonErased,
    sensitive=True,
)
async def erase_applicant(tx: Tx, application: AnyApplication, command: ErasePerson) -> Done:
    """Who was refused, withdrew, or was entered wrongly."""
    old = await store.lock(tx, application)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    domain.may_erase(old)
    new = replace(old, revision=old.revision + 1)
    await store.save(tx, new)
    return await erasure.erase(tx, application, [], command, new.revision)
