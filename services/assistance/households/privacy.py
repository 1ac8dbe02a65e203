"""Who may see a household's data in full, when a file may be forgotten, and what the family has agreed to."""

from typing import Annotated, Literal
from uuid import UUID

from chassis.command import Done
from chassis.personal import consent, erasure, reveal
from chassis.personal.consent import GiveConsent, WithdrawConsent
from chassis.personal.erasure import ErasePerson
from chassis.personal.reveal import RevealPerson
from chassis.postgres import Tx
from chassis.refusal import NotFound
from contracts.offices import Office
from contracts.personal import ConsentGiven, ConsentWithdrawn, PersonalDataRevealed, PersonErased
from services.assistance.fields import AnyFile
from services.assistance.households import domain, store
from services.assistance.households.commands import households
from services.assistance.households.domain import Household

HEAD = ("name", "id_number", "phone", "bank_card", "income_fen", "spending_fen", "loss_fen")
WHY = ("verify", "contact", "record", "approve", "pay", "inspect", "own-request")
Field = Literal["name", "id_number", "phone", "bank_card", "income_fen", "spending_fen", "loss_fen"]
Purpose = Literal["verify", "contact", "record", "approve", "pay", "inspect", "own-request"]
CLERK = (Office.TOWNSHIP_CLERK,)
# Those who see single households. Leaders and auditors never do.
SEES_IN_FULL = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ASSISTANCE_CLERK,
    Office.COUNTY_APPROVER,
)


class RevealHousehold(RevealPerson):
    """Which fields of the head and the household, and why."""

    fields: Annotated[list[Field], reveal.fields_of(*HEAD)]
    purpose: Annotated[Purpose, reveal.purposes_of(*WHY)]


class RevealFamilyMember(RevealPerson):
    """Of the family beside the head the ID number alone is kept."""

    fields: Annotated[list[Literal["id_number"]], reveal.fields_of("id_number")]
    purpose: Annotated[Purpose, reveal.purposes_of(*WHY)]


@households.command(
    "/{household}/reveal",
    words=reveal.WORDS,
    offices=SEES_IN_FULL,
    emits=PersonalDataRevealed,
    sensitive=True,
    answers_anew=True,
)
async def reveal_household(tx: Tx, household: AnyFile, command: RevealHousehold) -> Done:
    """Recorded before it is shown."""
    found = await _found(tx, household)
    return await reveal.reveal(tx, household, found.revision, command.fields, command.purpose)


@households.command(
    "/{household}/family/{person}/reveal",
    words=("查看家庭成员完整信息", "Show a family member in full"),
    offices=SEES_IN_FULL,
    emits=PersonalDataRevealed,
    sensitive=True,
    answers_anew=True,
)
async def reveal_family_member(tx: Tx, household: AnyFile, person: UUID, command: RevealFamilyMember) -> Done:
    """Recorded before it is shown."""
    found = await _found(tx, household)
    if person not in await store.family(tx, household):
        raise NotFound
    return await reveal.reveal(tx, person, found.revision, command.fields, command.purpose)


@households.command(
    "/{household}/erase",
    words=erasure.WORDS,
    offices=(Office.COUNTY_ASSISTANCE_CLERK,),
    emits=PersonErased,
    sensitive=True,
)
async def erase_household(tx: Tx, household: AnyFile, command: ErasePerson) -> Done:
    """Head and family together, once the law lets the file go (rule 20)."""
    old = await _locked(tx, household)
    domain.may_erase(old, tx.today)
    family = await store.family(tx, household)
    return await erasure.erase(tx, household, family, command, await store.touch(tx, household))


@households.command("/{household}/give-consent", words=consent.GIVE_WORDS, offices=CLERK, emits=ConsentGiven)
async def give_consent(tx: Tx, household: AnyFile, command: GiveConsent) -> Done:
    """The head's, one purpose at a time."""
    await _locked(tx, household)
    return await consent.give(tx, household, command, await store.touch(tx, household))


@households.command(
    "/{household}/withdraw-consent", words=consent.WITHDRAW_WORDS, offices=CLERK, emits=ConsentWithdrawn
)
async def withdraw_consent(tx: Tx, household: AnyFile, command: WithdrawConsent) -> Done:
    """What was done until then stays lawful."""
    await _locked(tx, household)
    return await consent.withdraw(tx, household, command, await store.touch(tx, household))


async def _found(tx: Tx, household: UUID) -> Household:
    found = await store.seen(tx, household)
    tx.allow(found.area, found.union_id)
    return found


async def _locked(tx: Tx, household: UUID) -> Household:
    old = await store.lock(tx, household)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old
