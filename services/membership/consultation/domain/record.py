"""One consultation as its events make it: what each step leaves of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

from contracts.declare import Event, Place
from contracts.membership.agreements import (
    AgreementDrafted,
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
    PublicationMoved,
    RenewalAsked,
    ReportMoved,
    TerminationSigned,
)
from contracts.membership.consultation import (
    AgreementKind,
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
    DelegationsNamed,
    Level,
    Purpose,
    Side,
)

State = Literal[
    "offered",
    "stalled",
    "negotiating",
    "suspended",
    "drafted",
    "passed",
    "signed",
    "reported",
    "received",
    "in-force",
    "concluded",
    "closed",
    "ended",
    "expired",
    "void",
]
Value = TypeVar("Value")
AUTOMATIC = (ConsultationUnanswered, AgreementInForce, AgreementExpired, AnswerMoved)
"""What follows from a step and the calendar by itself; it is taken back together with that step."""
_NO_STEP = (ConsultationUnanswered, AnswerMoved, RenewalAsked)


@dataclass(frozen=True)
class Consultation:
    """Collective talks and what comes of them. `since` is the last step's day, `due_on` the clock that runs now."""

    id: UUID
    county: str
    area: str
    union: UUID
    kind: AgreementKind
    level: Level
    purpose: Purpose
    earlier: UUID | None
    offered_by: Side
    employers: list[UUID]
    workers: int
    offered_on: date
    since: date
    state: State = "offered"
    due_on: date | None = None
    provisional: bool = False
    unanswered_on: date | None = None
    answered_on: date | None = None
    members: list[UUID] = field(default_factory=list)
    chief: UUID | None = None
    chief_as: ChiefAs | None = None
    outside_workers: int = 0
    employer_side: int = 0
    outside_employer: int = 0
    drafted_on: date | None = None
    passed_on: date | None = None
    forum: Forum | None = None
    ballot: UUID | None = None
    delegates: int | None = None
    present: int | None = None
    yes: int | None = None
    signed_on: date | None = None
    term_from: date | None = None
    term_to: date | None = None
    reported_on: date | None = None
    received_on: date | None = None
    in_force_on: date | None = None
    published_on: date | None = None
    ended_on: date | None = None
    revision: int = 1

    @property
    def place(self) -> Place:
        """Where it counts: the workers' union."""
        return Place(org=self.union, area=self.area)


def known(value: Value | None) -> Value:
    """A value that the state warrants: ValueError where it is missing after all."""
    if value is None:
        raise ValueError(value)
    return value


def begun(event: ConsultationOffered, on: date) -> Consultation:
    """The record that an offer makes."""
    place = event.place
    return Consultation(
        id=event.consultation,
        county=place.area[:6],
        area=place.area,
        union=known(place.org),
        kind=event.kind,
        level=event.level,
        purpose=event.purpose,
        earlier=event.earlier,
        offered_by=event.offered_by,
        employers=event.employers,
        workers=event.workers,
        offered_on=on,
        since=on,
        due_on=event.due_on,
        provisional=event.provisional,
    )


def after(old: Consultation, event: Event, on: date) -> Consultation:
    """The record after one more event of that day."""
    changed = _CHANGES[type(event)](old, event, on)
    since = old.since if isinstance(event, _NO_STEP) else on
    return replace(changed, since=since, revision=old.revision + 1)


def told(events: Iterable[tuple[Event, date]]) -> Consultation:
    """The record that standing events tell, the offer first."""
    (first, on), *rest = events
    record = begun(cast("ConsultationOffered", first), on)
    for each, day in rest:
        record = after(record, each, day)
    return record


def _to(state: State) -> Callable[[Consultation, Any, date], Consultation]:
    """A step that leads to a state and leaves no clock."""

    def step(old: Consultation, _: Any, __: date) -> Consultation:
        return replace(old, state=state, due_on=None, provisional=False)

    return step


def _answered(old: Consultation, _: Any, on: date) -> Consultation:
    return replace(_to("negotiating")(old, _, on), answered_on=on)


def _refused(old: Consultation, _: Any, on: date) -> Consultation:
    return replace(_to("stalled")(old, _, on), answered_on=on)


def _unanswered(old: Consultation, _: Any, on: date) -> Consultation:
    return replace(old, unanswered_on=on)


def _coordinated(old: Consultation, event: ConsultationCoordinated, on: date) -> Consultation:
    return _to("negotiating" if event.coordination == "talks" else "closed")(old, event, on)


def _named(old: Consultation, event: DelegationsNamed, _: date) -> Consultation:
    return replace(
        old,
        members=event.members,
        chief=event.chief,
        chief_as=event.chief_as,
        outside_workers=event.outside_workers,
        employer_side=event.employer_side,
        outside_employer=event.outside_employer,
    )


def _suspended(old: Consultation, event: ConsultationSuspended, _: date) -> Consultation:
    return replace(old, state="suspended", due_on=event.due_on)


def _drafted(old: Consultation, event: AgreementDrafted, on: date) -> Consultation:
    return replace(_to("drafted")(old, event, on), drafted_on=on)


def _voted(old: Consultation, event: AgreementPassed | AgreementVotedDown, on: date) -> Consultation:
    passed = isinstance(event, AgreementPassed)
    return replace(
        old,
        state="passed" if passed else "negotiating",
        passed_on=on if passed else None,
        forum=event.forum,
        ballot=event.ballot,
        delegates=event.delegates,
        present=event.present,
        yes=event.yes,
    )


def _signed(old: Consultation, event: AgreementSigned, on: date) -> Consultation:
    return replace(
        old,
        state="signed",
        signed_on=on,
        term_from=event.term_from,
        term_to=event.term_to,
        due_on=event.due_on,
        provisional=event.provisional,
    )


def _concluded(old: Consultation, event: TerminationSigned, on: date) -> Consultation:
    return replace(_to("concluded")(old, event, on), signed_on=on)


def _reported(old: Consultation, event: AgreementReported, on: date) -> Consultation:
    return replace(_to("reported")(old, event, on), reported_on=on)


def _received(old: Consultation, event: AgreementReceived, on: date) -> Consultation:
    return replace(old, state="received", received_on=on, due_on=event.due_on, provisional=event.provisional)


def _objected(old: Consultation, event: AgreementObjected, on: date) -> Consultation:
    """What was agreed is negotiated again; the days of the former draft stay in the record's history."""
    return replace(
        _to("negotiating")(old, event, on),
        drafted_on=None,
        passed_on=None,
        forum=None,
        ballot=None,
        delegates=None,
        present=None,
        yes=None,
        signed_on=None,
        term_from=None,
        term_to=None,
        reported_on=None,
        received_on=None,
    )


def _in_force(old: Consultation, event: AgreementInForce, on: date) -> Consultation:
    return replace(old, state="in-force", in_force_on=on, due_on=event.due_on, provisional=event.provisional)


def _published(old: Consultation, _: Any, on: date) -> Consultation:
    return replace(old, published_on=on, due_on=None, provisional=False)


def _ended(old: Consultation, event: AgreementEnded | AgreementExpired, on: date) -> Consultation:
    return replace(_to("ended" if isinstance(event, AgreementEnded) else "expired")(old, event, on), ended_on=on)


def _moved(old: Consultation, event: AnswerMoved, _: date) -> Consultation:
    return replace(old, due_on=event.due_on, provisional=event.provisional)


def _unchanged(old: Consultation, _: Any, __: date) -> Consultation:
    return old


_CHANGES: dict[type[Event], Callable[[Consultation, Any, date], Consultation]] = {
    ConsultationAnswered: _answered,
    ConsultationRefused: _refused,
    ConsultationUnanswered: _unanswered,
    ConsultationCoordinated: _coordinated,
    ConsultationWithdrawn: _to("closed"),
    DelegationsNamed: _named,
    ConsultationSuspended: _suspended,
    ConsultationResumed: _to("negotiating"),
    ConsultationBrokenOff: _to("stalled"),
    AgreementDrafted: _drafted,
    AgreementPassed: _voted,
    AgreementVotedDown: _voted,
    AgreementSigned: _signed,
    TerminationSigned: _concluded,
    AgreementReported: _reported,
    AgreementReceived: _received,
    AgreementObjected: _objected,
    AgreementInForce: _in_force,
    AgreementPublished: _published,
    RenewalAsked: _unchanged,
    AgreementExpired: _ended,
    AgreementEnded: _ended,
    AnswerMoved: _moved,
    ReportMoved: _moved,
    EffectMoved: _moved,
    PublicationMoved: _moved,
}
