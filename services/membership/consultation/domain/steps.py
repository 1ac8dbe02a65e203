"""The steps of collective talks, pure: each refuses what may not be and answers the event that tells it."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from chassis.working_days import PUBLISHED, Calendar, Deadline, recomputed
from contracts.membership.agreements import (
    AgreementDrafted,
    AgreementEnd,
    AgreementEnded,
    AgreementExpired,
    AgreementInForce,
    AgreementObjected,
    AgreementPassed,
    AgreementPublished,
    AgreementReceived,
    AgreementReported,
    AgreementSigned,
    AgreementVotedDown,
    EffectMoved,
    Forum,
    Objection,
    PublicationMoved,
    Published,
    RenewalAsked,
    ReportMoved,
    TerminationSigned,
)
from contracts.membership.consultation import (
    AnswerMoved,
    ChiefAs,
    ConsultationAnswered,
    ConsultationBrokenOff,
    ConsultationCoordinated,
    ConsultationOffered,
    ConsultationRefused,
    ConsultationResumed,
    ConsultationSuspended,
    ConsultationUnanswered,
    ConsultationWithdrawn,
    Coordination,
    DelegationsNamed,
    OfferRefusal,
)
from services.membership.consultation.domain import refusals, rules
from services.membership.consultation.domain.record import Consultation, State, known
from services.membership.consultation.domain.states import STATE_WORDS, STATES_FOR, Step

ONE_DAY = timedelta(1)


def allowed(old: Consultation, step: Step, on: date) -> None:
    """The step follows from where the talks stand, and not before the last one. WrongState, BeforeLastStep."""
    if old.state not in STATES_FOR[step]:
        words = STATE_WORDS[old.state]
        raise refusals.WrongState(state_zh=words["zh"], state_en=words["en"])
    if on < old.since:
        raise refusals.BeforeLastStep("occurred_on", since=old.since)


def offer(new: Consultation, earlier: Consultation | None, calendar: Calendar = PUBLISHED) -> ConsultationOffered:
    """要约, art. 32: for a new agreement, or about one in force of the same union, kind and level."""
    rules.units(new.level, len(new.employers))
    if (new.purpose == "new") != (new.earlier is None):
        raise refusals.EarlierNeeded("earlier")
    if earlier:
        _about(new, earlier)
    due = rules.answer_by(new.offered_on, calendar)
    return ConsultationOffered(
        consultation=new.id,
        place=new.place,
        kind=new.kind,
        level=new.level,
        purpose=new.purpose,
        earlier=new.earlier,
        offered_by=new.offered_by,
        employers=new.employers,
        workers=new.workers,
        due_on=due.day,
        provisional=due.provisional,
    )


def _about(new: Consultation, earlier: Consultation) -> None:
    same = (earlier.union, earlier.kind, earlier.level) == (new.union, new.kind, new.level)
    if not same or earlier.state != "in-force" or earlier.term_to is None:
        raise refusals.EarlierNotInForce("earlier")
    if new.purpose == "renewal" and new.offered_on < rules.renew_from(earlier.term_to):
        raise refusals.TooEarlyToRenew("occurred_on", since=rules.renew_from(earlier.term_to))
    if new.offered_on < earlier.since:
        raise refusals.BeforeLastStep("occurred_on", since=earlier.since)


def renewal_asked(earlier: Consultation, new: Consultation) -> RenewalAsked:
    """What the earlier agreement's record says of the offer about it."""
    return RenewalAsked(consultation=earlier.id, place=earlier.place, by=new.id, purpose=new.purpose)


def accept(old: Consultation, on: date) -> ConsultationAnswered:
    """回应, art. 32: the other side negotiates; within its 20 days or after them."""
    allowed(old, "accept", on)
    return ConsultationAnswered(
        consultation=old.id, place=old.place, kind=old.kind, level=old.level, in_time=_in_time(old, on)
    )


def refuse(old: Consultation, reason: OfferRefusal, on: date) -> ConsultationRefused:
    """Art. 32: a refusal is an answer, and without good reason a wrong one."""
    allowed(old, "refuse", on)
    return ConsultationRefused(
        consultation=old.id, place=old.place, kind=old.kind, level=old.level, in_time=_in_time(old, on), reason=reason
    )


def coordinate(old: Consultation, coordination: Coordination, on: date) -> ConsultationCoordinated:
    """The township brings both sides to talk, or nothing comes of it."""
    allowed(old, "coordinate", on)
    return ConsultationCoordinated(consultation=old.id, place=old.place, coordination=coordination)


def withdraw(old: Consultation, on: date) -> ConsultationWithdrawn:
    """Until a draft has been passed."""
    allowed(old, "withdraw", on)
    return ConsultationWithdrawn(consultation=old.id, place=old.place)


def name_delegations(  # noqa: PLR0913 - both sides of a table
    old: Consultation,
    members: Sequence[UUID],
    chief: UUID,
    chief_as: ChiefAs,
    outside_workers: int,
    employer_side: int,
    outside_employer: int,
    on: date,
) -> DelegationsNamed:
    """Arts. 19, 20, 23. Workers' representatives are members of the union, and outsiders by number."""
    allowed(old, "name-delegations", on)
    named = sorted(set(members))
    rules.delegations(len(named) + outside_workers, outside_workers, employer_side, outside_employer)
    if chief not in named:
        raise refusals.ChiefNotNamed("chief")
    return DelegationsNamed(
        consultation=old.id,
        place=old.place,
        members=named,
        chief=chief,
        chief_as=chief_as,
        outside_workers=outside_workers,
        employer_side=employer_side,
        outside_employer=outside_employer,
    )


def suspend(old: Consultation, until: date, on: date) -> ConsultationSuspended:
    """Art. 35: until a day that both sides agree on; the regulation of 2004 sets no longest time."""
    allowed(old, "suspend", on)
    if until <= on:
        raise refusals.NotLater("until")
    return ConsultationSuspended(consultation=old.id, place=old.place, due_on=until)


def resume(old: Consultation, on: date) -> ConsultationResumed:
    """On the agreed day, before or after."""
    allowed(old, "resume", on)
    return ConsultationResumed(consultation=old.id, place=old.place)


def break_off(old: Consultation, on: date) -> ConsultationBrokenOff:
    """Art. 49: what both sides cannot settle is coordinated."""
    allowed(old, "break-off", on)
    return ConsultationBrokenOff(consultation=old.id, place=old.place)


def draft(old: Consultation, on: date) -> AgreementDrafted:
    """草案: of talks between both sides' representatives, so these are named first."""
    allowed(old, "draft", on)
    if old.chief is None:
        raise refusals.NoDelegations
    return AgreementDrafted(consultation=old.id, place=old.place)


def vote(  # noqa: PLR0913 - the four numbers of a vote and where it was held
    old: Consultation, forum: Forum, ballot: UUID | None, delegates: int, present: int, yes: int, on: date
) -> AgreementPassed | AgreementVotedDown:
    """Rule 15: passed with two thirds present and half of all agreeing; otherwise the sides negotiate again."""
    allowed(old, "vote", on)
    kind = AgreementPassed if rules.vote(delegates, present, yes) else AgreementVotedDown
    return kind(
        consultation=old.id,
        place=old.place,
        forum=forum,
        ballot=ballot,
        delegates=delegates,
        present=present,
        yes=yes,
    )


def sign(
    old: Consultation, term_from: date | None, term_to: date | None, on: date, calendar: Calendar = PUBLISHED
) -> AgreementSigned | TerminationSigned:
    """签字, arts. 37, 38, 42: an agreement has a term, and ten days to be reported; a termination ends another."""
    allowed(old, "sign", on)
    if old.earlier and old.purpose == "termination":
        if term_from or term_to:
            raise refusals.TermNeeded("term_from")
        return TerminationSigned(consultation=old.id, place=old.place, earlier=old.earlier)
    if term_from is None or term_to is None:
        raise refusals.TermNeeded("term_to" if term_from else "term_from")
    rules.term(old.purpose, term_from, term_to)
    due = rules.report_by(on, calendar)
    return AgreementSigned(
        consultation=old.id,
        place=old.place,
        term_from=term_from,
        term_to=term_to,
        due_on=due.day,
        provisional=due.provisional,
    )


def report(old: Consultation, on: date) -> AgreementReported:
    """报送, art. 42: late is told, not refused."""
    allowed(old, "report", on)
    return AgreementReported(consultation=old.id, place=old.place, in_time=_in_time(old, on))


def receive(old: Consultation, on: date, calendar: Calendar = PUBLISHED) -> AgreementReceived:
    """收到: from here the authority has its 15 days (rule 15)."""
    allowed(old, "receive", on)
    due = rules.in_force_on(on, calendar)
    if due.day > known(old.term_to):
        raise refusals.TermOver("occurred_on", day=due.day)
    return AgreementReceived(consultation=old.id, place=old.place, due_on=due.day, provisional=due.provisional)


def object_to(old: Consultation, reason: Objection, on: date) -> AgreementObjected:
    """Rule 15: within the authority's days, the last of them included. TooLateToObject."""
    allowed(old, "object", on)
    until = known(old.due_on)
    if on > until:
        raise refusals.TooLateToObject("occurred_on", until=until)
    return AgreementObjected(consultation=old.id, place=old.place, reason=reason)


def come_into_force(
    old: Consultation, today: date, publication_days: int, calendar: Calendar = PUBLISHED
) -> tuple[AgreementInForce, date]:
    """Rule 15: in force on the day the authority's time ends, by itself. NotYetInForce before that day."""
    allowed(old, "take-effect", old.since)
    day, last = known(old.due_on), known(old.term_to)
    if today < day:
        raise refusals.NotYetInForce(day=day)
    due = rules.publish_by(day, publication_days, calendar)
    event = AgreementInForce(
        consultation=old.id,
        place=old.place,
        kind=old.kind,
        level=old.level,
        employers=old.employers,
        units=len(old.employers),
        workers=old.workers,
        term_to=last,
        renew_from=rules.renew_from(last),
        due_on=due.day,
        provisional=due.provisional,
    )
    return event, day


def publish(old: Consultation, means: Published, on: date) -> AgreementPublished:
    """公布, art. 48: to all workers of the units covered."""
    allowed(old, "publish", on)
    if old.published_on:
        words = STATE_WORDS["published"]
        raise refusals.WrongState(state_zh=words["zh"], state_en=words["en"])
    return AgreementPublished(consultation=old.id, place=old.place, means=means)


def end(old: Consultation, reason: AgreementEnd, on: date, by: UUID | None = None) -> AgreementEnded:
    """Before the term is over: by a later agreement, or as arts. 38 and 40 provide."""
    allowed(old, "end", on)
    return AgreementEnded(
        consultation=old.id,
        place=old.place,
        kind=old.kind,
        level=old.level,
        units=len(old.employers),
        workers=old.workers,
        reason=reason,
        by=by,
    )


def expire(old: Consultation) -> tuple[AgreementExpired, date]:
    """到期, art. 38: the term's last day is in force, the day after is not."""
    event = AgreementExpired(
        consultation=old.id,
        place=old.place,
        kind=old.kind,
        level=old.level,
        units=len(old.employers),
        workers=old.workers,
    )
    return event, known(old.term_to) + ONE_DAY


def unanswered(old: Consultation) -> tuple[ConsultationUnanswered, date]:
    """The first day on which the answer is overdue."""
    return ConsultationUnanswered(consultation=old.id, place=old.place), known(old.due_on) + ONE_DAY


def moved(old: Consultation, again: Deadline) -> AnswerMoved | None:
    """The clock that runs, by today's calendar; None when it was settled or stays."""
    now = recomputed(Deadline(known(old.due_on), old.provisional), again)
    if now is None:
        return None
    kind = _MOVED[old.state]
    return kind(consultation=old.id, place=old.place, due_on=now.day, provisional=now.provisional)


def computed_again(old: Consultation, publication_days: int, calendar: Calendar = PUBLISHED) -> Deadline:
    """The clock that runs, computed from its own day. `publication_days` are asked for once in force."""
    if old.state == "offered":
        return rules.answer_by(old.offered_on, calendar)
    if old.state == "signed":
        return rules.report_by(known(old.signed_on), calendar)
    if old.state == "received":
        return rules.in_force_on(known(old.received_on), calendar)
    return rules.publish_by(known(old.in_force_on), publication_days, calendar)


_MOVED: dict[State, type[AnswerMoved]] = {
    "offered": AnswerMoved,
    "signed": ReportMoved,
    "received": EffectMoved,
    "in-force": PublicationMoved,
}


def _in_time(old: Consultation, on: date) -> int:
    return int(on <= known(old.due_on))
