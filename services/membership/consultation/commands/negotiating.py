"""协商: who sits at the table, talks that stop, go on, fail, or come to a draft."""

from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.agreements import AgreementDrafted
from contracts.membership.consultation import (
    ConsultationBrokenOff,
    ConsultationResumed,
    ConsultationSuspended,
    DelegationsNamed,
)
from services.membership.consultation import fields, moving, store
from services.membership.consultation.commands import CLERKS, consultation, locked
from services.membership.consultation.domain import refusals, steps


class NameDelegations(Command):
    """Both sides' representatives: the workers' by name, the employer's by number."""

    members: fields.Representatives
    chief: fields.Chief
    chief_as: fields.ChiefBy
    outside_workers: fields.OutsideWorkers = 0
    employer_side: fields.EmployerSide
    outside_employer: fields.OutsideEmployer = 0
    occurred_on: BusinessDay


class SuspendTalks(Command):
    """Stop until an agreed day."""

    until: fields.UntilDay
    note: fields.Note | None = None
    occurred_on: BusinessDay


class ResumeTalks(Command):
    """Go on."""

    occurred_on: BusinessDay


class BreakOffTalks(Command):
    """The talks have failed."""

    note: fields.Note | None = None
    occurred_on: BusinessDay


class DraftAgreement(Command):
    """Both sides have agreed on a text."""

    draft: fields.DraftText | None = None
    occurred_on: BusinessDay


@consultation.command(
    "/{consultation}/name-delegations",
    words=("确定协商代表", "Name both sides' representatives"),
    offices=CLERKS,
    emits=DelegationsNamed,
)
async def name_delegations(tx: Tx, consultation: fields.SeatedTalks, command: NameDelegations) -> Done:
    """Arts. 19, 20, 23; named again, the last ones hold."""
    old = await locked(tx, consultation)
    event = steps.name_delegations(
        old,
        command.members,
        command.chief,
        command.chief_as,
        command.outside_workers,
        command.employer_side,
        command.outside_employer,
        command.occurred_on,
    )
    if await store.members_at(tx, event.members, old.area) != len(event.members):
        raise refusals.NotTheirMember("members")
    return await moving.take(tx, old, event, command.occurred_on)


@consultation.command(
    "/{consultation}/suspend", words=("中止协商", "Suspend talks"), offices=CLERKS, emits=ConsultationSuspended
)
async def suspend(tx: Tx, consultation: fields.RunningTalks, command: SuspendTalks) -> Done:
    """Art. 35."""
    old = await locked(tx, consultation)
    await store.write(tx, consultation, "suspend", command.occurred_on, command.note)
    return await moving.take(tx, old, steps.suspend(old, command.until, command.occurred_on), command.occurred_on)


@consultation.command(
    "/{consultation}/resume", words=("恢复协商", "Resume talks"), offices=CLERKS, emits=ConsultationResumed
)
async def resume(tx: Tx, consultation: fields.SuspendedTalks, command: ResumeTalks) -> Done:
    """After a suspension."""
    old = await locked(tx, consultation)
    return await moving.take(tx, old, steps.resume(old, command.occurred_on), command.occurred_on)


@consultation.command(
    "/{consultation}/break-off", words=("协商破裂", "Break talks off"), offices=CLERKS, emits=ConsultationBrokenOff
)
async def break_off(tx: Tx, consultation: fields.BreakableTalks, command: BreakOffTalks) -> Done:
    """Art. 49: the township coordinates."""
    old = await locked(tx, consultation)
    await store.write(tx, consultation, "break-off", command.occurred_on, command.note)
    return await moving.take(tx, old, steps.break_off(old, command.occurred_on), command.occurred_on)


@consultation.command(
    "/{consultation}/draft", words=("形成草案", "Enter an agreed draft"), offices=CLERKS, emits=AgreementDrafted
)
async def draft(tx: Tx, consultation: fields.DraftableTalks, command: DraftAgreement) -> Done:
    """Arts. 34, 36: what the congress votes on next."""
    old = await locked(tx, consultation)
    await store.write(tx, consultation, "draft", command.occurred_on, command.draft)
    return await moving.take(tx, old, steps.draft(old, command.occurred_on), command.occurred_on)
