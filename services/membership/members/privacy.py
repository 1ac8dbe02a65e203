"""What members may ask for of their data, and who may see them in full: reveal, erasure, consent."""

from typing import Annotated, Literal
from uuid import UUID

from chassis.command import Done
from chassis.personal import consent, erasure, reveal
from chassis.personal.consent import GiveConsent, WithdrawConsent
from chassis.personal.erasure import ErasePerson
from chassis.personal.reveal import RevealPerson
from chassis.postgres import Tx
from contracts.offices import Office
from contracts.personal import ConsentGiven, ConsentWithdrawn, PersonalDataRevealed, PersonErased
from services.membership.fields import AnyMember
from services.membership.members import domain, store
from services.membership.members.commands import CLERK, members

Field = Literal["name", "id_number", "phone"]
Purpose = Literal["verify", "contact", "record", "inspect", "own-request"]
# Those who see single members. Leaders and auditors never do.
SEES_IN_FULL = (Office.TOWNSHIP_CLERK, Office.TOWNSHIP_CHAIR, Office.COUNTY_ORGANISER)


class RevealMember(RevealPerson):
    """Which fields, and why."""

    fields: Annotated[list[Field], reveal.fields_of("name", "id_number", "phone")]
    purpose: Annotated[Purpose, reveal.purposes_of("verify", "contact", "record", "inspect", "own-request")]


@members.command(
    "/{member}/reveal",
    words=reveal.WORDS,
    offices=SEES_IN_FULL,
    emits=PersonalDataRevealed,
    sensitive=True,
    answers_anew=True,
)
async def reveal_member(tx: Tx, member: AnyMember, command: RevealMember) -> Done:
    """Recorded before it is shown."""
    found = await store.read(tx, member)
    tx.allow(found.area, found.union)
    return await reveal.reveal(tx, member, found.revision, command.fields, command.purpose)


@members.command(
    "/{member}/erase",
    words=erasure.WORDS,
    offices=(Office.COUNTY_ORGANISER,),
    emits=PersonErased,
    sensitive=True,
)
async def erase_member(tx: Tx, member: AnyMember, command: ErasePerson) -> Done:
    """Whoever is no member any more; an active one is kept as long as the membership lasts."""
    old = await store.lock(tx, member)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    domain.may_erase(old)
    revision = await store.touch(tx, member)
    return await erasure.erase(tx, member, [], command, revision)


@members.command("/{member}/give-consent", words=consent.GIVE_WORDS, offices=CLERK, emits=ConsentGiven)
async def give_consent(tx: Tx, member: AnyMember, command: GiveConsent) -> Done:
    """One purpose at a time."""
    await _locked(tx, member)
    return await consent.give(tx, member, command, await store.touch(tx, member))


@members.command("/{member}/withdraw-consent", words=consent.WITHDRAW_WORDS, offices=CLERK, emits=ConsentWithdrawn)
async def withdraw_consent(tx: Tx, member: AnyMember, command: WithdrawConsent) -> Done:
    """What was done until then stays lawful."""
    await _locked(tx, member)
    return await consent.withdraw(tx, member, command, await store.touch(tx, member))


async def _locked(tx: Tx, member: UUID) -> None:
    old = await store.lock(tx, member)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
