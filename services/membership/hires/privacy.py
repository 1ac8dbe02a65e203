"""Who may see a new hire in full, and the erasure of who did not join."""

from dataclasses import replace
from typing import Annotated, Literal

from chassis.command import Done
from chassis.personal import erasure, reveal
from chassis.personal.erasure import ErasePerson
from chassis.personal.reveal import RevealPerson
from chassis.postgres import Tx
from contracts.offices import Office
from contracts.personal import PersonalDataRevealed, PersonErased
from services.membership.hires import domain, store
from services.membership.hires.commands import CLERK, hires
from services.membership.hires.fields import AnyHire

Field = Literal["name", "id_number", "phone"]
Purpose = Literal["verify", "contact", "record", "inspect", "own-request"]


class RevealHire(RevealPerson):
    """Which fields, and why."""

    fields: Annotated[list[Field], reveal.fields_of("name", "id_number", "phone")]
    purpose: Annotated[Purpose, reveal.purposes_of("verify", "contact", "record", "inspect", "own-request")]


@hires.command(
    "/{hire}/reveal",
    words=reveal.WORDS,
    offices=CLERK,
    emits=PersonalDataRevealed,
    sensitive=True,
    answers_anew=True,
)
async def reveal_hire(tx: Tx, hire: AnyHire, command: RevealHire) -> Done:
    """Recorded before it is shown."""
    found = await store.read(tx, hire)
    tx.allow(found.area, found.union)
    return await reveal.reveal(tx, hire, found.revision, command.fields, command.purpose)


@hires.command(
    "/{hire}/erase",
    words=erasure.WORDS,
    offices=(Office.COUNTY_ORGANISER,),
    emits=PersonErased,
    sensitive=True,
)
async def erase_hire(tx: Tx, hire: AnyHire, command: ErasePerson) -> Done:
    """Who did not join, has gone, or was entered wrongly."""
    old = await store.lock(tx, hire)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    domain.may_erase(old)
    new = replace(old, revision=old.revision + 1)
    await store.save(tx, new)
    return await erasure.erase(tx, hire, [], command, new.revision)
