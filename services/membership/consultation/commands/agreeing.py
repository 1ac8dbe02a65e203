"""通过, 签字, 报送, 收到: from the congress's vote to the authority's review, and into force."""

from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.declare import Voided
from contracts.membership.agreements import (
    AgreementEnded,
    AgreementInForce,
    AgreementObjected,
    AgreementPassed,
    AgreementPublished,
    AgreementReceived,
    AgreementReported,
    AgreementSigned,
    AgreementVotedDown,
    TerminationSigned,
)
from services.membership.congress.domain.ballots import DRAFTS
from services.membership.congress.store import ballots
from services.membership.consultation import fields, moving, store
from services.membership.consultation.commands import CLERKS, consultation, locked
from services.membership.consultation.domain import refusals, rules, steps
from services.membership.consultation.domain.record import Consultation


class VoteOnDraft(Command):
    """The congress's ballot where it was counted on the platform, otherwise three numbers."""

    forum: fields.HeldBy
    ballot: fields.CountedBallot | None = None
    delegates: fields.All | None = None
    present: fields.Present | None = None
    yes: fields.Yes | None = None
    occurred_on: BusinessDay


class SignAgreement(Command):
    """Both chiefs have signed."""

    term_from: fields.TermFrom | None = None
    term_to: fields.TermTo | None = None
    occurred_on: BusinessDay


class ReportAgreement(Command):
    """Sent to the human-resources authority."""

    number: fields.Number | None = None
    occurred_on: BusinessDay


class ReceiveAgreement(Command):
    """The authority has it."""

    number: fields.Number | None = None
    occurred_on: BusinessDay


class ObjectToAgreement(Command):
    """The authority returns it, with the reason."""

    reason: fields.ObjectedBecause
    note: fields.Note | None = None
    occurred_on: BusinessDay


class PutIntoForce(Command):
    """The authority's days are over."""

    number: fields.Number | None = None


class PublishAgreement(Command):
    """Both sides have told their own."""

    means: fields.Means
    occurred_on: BusinessDay


class EndAgreement(Command):
    """Ended before its term without a new agreement."""

    reason: fields.EndedBecause
    note: fields.Note | None = None
    occurred_on: BusinessDay


@consultation.command(
    "/{consultation}/vote",
    words=("登记职代会审议结果", "Enter the vote on a draft"),
    offices=CLERKS,
    emits=(AgreementPassed, AgreementVotedDown),
)
async def vote(tx: Tx, consultation: fields.DraftedTalks, command: VoteOnDraft) -> Done:
    """Rule 15."""
    old = await locked(tx, consultation)
    delegates, present, yes = await _numbers(tx, old, command)
    event = steps.vote(old, command.forum, command.ballot, delegates, present, yes, command.occurred_on)
    return await moving.take(tx, old, event, command.occurred_on)


async def _numbers(tx: Tx, old: Consultation, command: VoteOnDraft) -> tuple[int, int, int]:
    """Delegates, present, in favour. VoteNeeded, OtherBallot."""
    stated = (command.delegates, command.present, command.yes)
    if command.ballot is None:
        delegates, present, yes = stated
        if delegates is None or present is None or yes is None:
            raise refusals.VoteNeeded("ballot")
        return delegates, present, yes
    if any(number is not None for number in stated):
        raise refusals.VoteNeeded("ballot")
    decision = await ballots.decided(tx, command.ballot)
    if decision is None or decision.union_id != old.union or decision.kind not in DRAFTS:
        raise refusals.OtherBallot("ballot")
    return decision.delegates, decision.present, decision.yes


@consultation.command(
    "/{consultation}/sign",
    words=("签字", "Enter the signing"),
    offices=CLERKS,
    emits=(AgreementSigned, TerminationSigned, AgreementEnded),
)
async def sign(tx: Tx, consultation: fields.PassedTalks, command: SignAgreement) -> Done:
    """Arts. 37, 38. A termination that is signed ends the earlier agreement on that day (art. 39)."""
    old = await locked(tx, consultation)
    on = command.occurred_on
    event = steps.sign(old, command.term_from, command.term_to, on)
    if isinstance(event, TerminationSigned):
        await moving.end_earlier(tx, event.earlier, "agreed", old.id, on)
    elif rules.unusually_long(old.kind, event.term_from, event.term_to):
        tx.warn(
            "wage-term-over-a-year",
            "工资专项集体合同期限一般为 1 年，请核对",
            "A wage agreement normally holds for one year: please check",
            "/term_to",
        )
    return await moving.take(tx, old, event, on)


@consultation.command(
    "/{consultation}/report", words=("报送审查", "Report to the authority"), offices=CLERKS, emits=AgreementReported
)
async def report(tx: Tx, consultation: fields.SignedTalks, command: ReportAgreement) -> Done:
    """Art. 42: within ten days of signing."""
    old = await locked(tx, consultation)
    event = steps.report(old, command.occurred_on)
    if not event.in_time:
        tx.warn(
            "reported-late",
            f"报送期限为 {old.due_on}，已逾期",
            f"It was to be reported by {old.due_on}",
            "/occurred_on",
        )
    await store.write(tx, consultation, "report", command.occurred_on, command.number)
    return await moving.take(tx, old, event, command.occurred_on)


@consultation.command(
    "/{consultation}/receive", words=("登记收到", "Register the receipt"), offices=CLERKS, emits=AgreementReceived
)
async def receive(tx: Tx, consultation: fields.ReportedTalks, command: ReceiveAgreement) -> Done:
    """Rule 15: the 15 days begin."""
    old = await locked(tx, consultation)
    event = steps.receive(old, command.occurred_on)
    await store.write(tx, consultation, "receive", command.occurred_on, command.number)
    return await moving.take(tx, old, event, command.occurred_on)


@consultation.command(
    "/{consultation}/object",
    words=("登记异议退回", "Enter an objection"),
    offices=CLERKS,
    emits=(AgreementObjected, Voided),
)
async def object_to(tx: Tx, consultation: fields.ReviewedTalks, command: ObjectToAgreement) -> Done:
    """Rule 15. One that came in time and is entered late takes back that the agreement came into force."""
    old = await locked(tx, consultation)
    if old.state == "in-force":
        old = await moving.take_back_effect(tx, old)
    event = steps.object_to(old, command.reason, command.occurred_on)
    await store.write(tx, consultation, "object", command.occurred_on, command.note)
    return await moving.take(tx, old, event, command.occurred_on)


@consultation.command(
    "/{consultation}/take-effect",
    words=("确认生效", "Confirm that it is in force"),
    offices=CLERKS,
    emits=(AgreementInForce, AgreementEnded),
)
async def take_effect(tx: Tx, consultation: fields.EffectiveTalks, command: PutIntoForce) -> Done:
    """Rule 15: dated on the day the authority's time ended; the day's work does the same where nobody does."""
    old = await locked(tx, consultation)
    event, day = await moving.come_into_force(tx, old)
    await store.write(tx, consultation, "take-effect", day, command.number)
    return await moving.take(tx, old, event, day)


@consultation.command(
    "/{consultation}/publish", words=("公布", "Enter the publication"), offices=CLERKS, emits=AgreementPublished
)
async def publish(tx: Tx, consultation: fields.PublishableTalks, command: PublishAgreement) -> Done:
    """Art. 48."""
    old = await locked(tx, consultation)
    return await moving.take(tx, old, steps.publish(old, command.means, command.occurred_on), command.occurred_on)


@consultation.command(
    "/{consultation}/end", words=("终止合同", "End an agreement"), offices=CLERKS, emits=AgreementEnded
)
async def end(tx: Tx, consultation: fields.EndableTalks, command: EndAgreement) -> Done:
    """Arts. 38, 40. What both sides agree to end goes through talks of its own (purpose: termination)."""
    old = await locked(tx, consultation)
    await store.write(tx, consultation, "end", command.occurred_on, command.note)
    return await moving.take(tx, old, steps.end(old, command.reason, command.occurred_on), command.occurred_on)
