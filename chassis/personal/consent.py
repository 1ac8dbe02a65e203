"""Consent, a purpose at a time: sensitive data and public notice each for themselves, by guardians under fourteen."""

from datetime import date
from typing import Annotated, LiteralString
from uuid import UUID

from chassis.command import Command
from chassis.fields import BusinessDay, words
from chassis.personal import identity, vault
from chassis.postgres import Done, Tx
from chassis.refusal import NotFound, Refusal
from contracts.personal import CONSENT_PURPOSE_WORDS, ConsentGiven, ConsentPurpose, ConsentWithdrawn

GIVE_WORDS = ("登记个人信息处理同意", "Record a consent")
WITHDRAW_WORDS = ("登记撤回同意", "Record that a consent is withdrawn")
OF_AGE = 14  # Personal Information Protection Law, article 31

_STANDING: LiteralString = """
    SELECT given_on FROM consent WHERE person = $1 AND purpose = $2 AND withdrawn_on IS NULL FOR UPDATE"""
_GIVE: LiteralString = """
    INSERT INTO consent (person, purpose, area, by_guardian, given_on)
    SELECT id, $2, area, $3, $4 FROM person WHERE id = $1 AND erased_at IS NULL
    ON CONFLICT (person, purpose) DO UPDATE
        SET by_guardian = excluded.by_guardian, given_on = excluded.given_on, withdrawn_on = NULL
    RETURNING person"""
_WITHDRAW: LiteralString = "UPDATE consent SET withdrawn_on = $3 WHERE person = $1 AND purpose = $2"

Purpose = Annotated[ConsentPurpose, words("处理目的", "Purpose", options={**CONSENT_PURPOSE_WORDS})]


class GuardianNeeded(Refusal):
    """Under fourteen only the guardian can agree."""

    status = 422
    code = "guardian-needed"
    zh = "未满十四周岁，须由监护人同意"
    en = "Under the age of fourteen the guardian has to agree"


class ConsentStands(Refusal):
    """It was given, and not withdrawn since."""

    code = "consent-stands"
    zh = "该项同意已登记，且未撤回"
    en = "This consent is recorded and was not withdrawn"


class NoConsent(Refusal):
    """There is none to withdraw."""

    code = "no-consent"
    zh = "没有登记该项同意，或已撤回"
    en = "No such consent is recorded, or it was withdrawn"


class BeforeConsent(Refusal):
    """Withdrawn before it was given."""

    status = 422
    code = "before-consent"
    zh = "日期早于同意的日期 {since}"
    en = "The day lies before the consent, given on {since}"


class GiveConsent(Command):
    """The person, or the guardian, has agreed to one purpose."""

    purpose: Purpose
    by_guardian: Annotated[bool, words("由监护人同意", "By the guardian", hint=("未满十四周岁必选", "Under fourteen"))]
    occurred_on: BusinessDay


class WithdrawConsent(Command):
    """The person no longer agrees."""

    purpose: Purpose
    occurred_on: BusinessDay


async def give(tx: Tx, person: UUID, command: GiveConsent, revision: int) -> Done:
    """Record it. The caller has found the person within the asker's scope and holds the record's lock."""
    if await tx.value(_STANDING, person, command.purpose) is not None:
        raise ConsentStands("purpose")
    known = await vault.read(tx, person, [vault.ID_NUMBER])
    if not known:
        raise NotFound
    born = identity.birthday(known[vault.ID_NUMBER])
    if not command.by_guardian and _years(born, command.occurred_on) < OF_AGE:
        raise GuardianNeeded("by_guardian")
    if await tx.value(_GIVE, person, command.purpose, command.by_guardian, command.occurred_on) is None:
        raise NotFound
    event = ConsentGiven(
        person=person, purpose=command.purpose, by_guardian=command.by_guardian, given_on=command.occurred_on
    )
    return await tx.record(person, event, on=command.occurred_on, revision=revision)


async def withdraw(tx: Tx, person: UUID, command: WithdrawConsent, revision: int) -> Done:
    """Record it, as `give`."""
    since: date | None = await tx.value(_STANDING, person, command.purpose)
    if since is None:
        raise NoConsent("purpose")
    if command.occurred_on < since:
        raise BeforeConsent("occurred_on", since=since)
    await tx.run(_WITHDRAW, person, command.purpose, command.occurred_on)
    event = ConsentWithdrawn(person=person, purpose=command.purpose, withdrawn_on=command.occurred_on)
    return await tx.record(person, event, on=command.occurred_on, revision=revision)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
