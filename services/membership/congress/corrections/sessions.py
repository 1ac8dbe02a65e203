"""Putting a session right, or taking its last step back; rule 13's clock follows."""

from dataclasses import replace

from chassis import standing
from chassis.command import Command, Done
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.congress import (
    CongressDutySet,
    CongressMet,
    SessionCalled,
    SessionCancelled,
    SessionClosed,
    SessionHeld,
    SessionInquorate,
)
from services.membership.congress.commands.congresses import ACTS
from services.membership.congress.commands.sessions import AttendanceList, attendance, entitled, locked, sessions
from services.membership.congress.corrections.congresses import VoidCongressStep
from services.membership.congress.domain import congresses as terms
from services.membership.congress.domain import sessions as domain
from services.membership.congress.domain.duty import next_duty
from services.membership.congress.domain.sessions import Session
from services.membership.congress.fields import (
    CalledSession,
    CancelledSession,
    ClosedSession,
    HeldSession,
    MetSession,
    PlannedDay,
    Proposer,
    Proposing,
    SessionKind,
)
from services.membership.congress.store import congresses, steps
from services.membership.congress.store import sessions as store
from services.membership.fields import Why

STEPS = (SessionCalled, SessionHeld, SessionInquorate, SessionCancelled, SessionClosed)


class CorrectSession(Command):
    """What was wrong of the notice; what is left out stays."""

    kind: SessionKind | None = None
    proposer: Proposer | None = None
    proposing: Proposing | None = None
    planned_on: PlannedDay | None = None
    reason: Why


class CorrectAttendance(AttendanceList):
    """Who was there, in place of what was entered."""

    reason: Why


@sessions.command("/{session}/correct", words=("更正召集", "Correct a session"), offices=ACTS, emits=Corrected)
async def correct(tx: Tx, session: CalledSession, command: CorrectSession) -> Done:
    """While it waits to be held; a moved day moves the queue's."""
    old = await locked(tx, session)
    domain.called(old)
    event_id, said, on = await standing.last(tx, session, SessionCalled)
    kind = command.kind or old.kind
    keeps = kind == "extra"
    new = replace(
        old,
        kind=kind,
        proposer=command.proposer or (old.proposer if keeps else None),
        proposing=command.proposing or (old.proposing if keeps and command.proposer is None else None),
        planned_on=command.planned_on or old.planned_on,
        revision=old.revision + 1,
    )
    congress = await congresses.read(tx, old.congress)
    right = domain.call(new, congress, await entitled(tx, congress, on))
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(session, corrected, on=on, revision=new.revision)


@sessions.command("/{session}/void", words=("作废召集", "Void a session"), offices=ACTS, emits=Voided)
async def void(tx: Tx, session: CalledSession, command: VoidCongressStep) -> Done:
    """A notice that should never have been given."""
    old = await locked(tx, session)
    domain.called(old)
    return await _taken_back(tx, replace(old, state="void", revision=old.revision + 1), SessionCalled, command)


@sessions.command(
    "/{session}/void-cancellation", words=("作废取消会议", "Void a cancellation"), offices=ACTS, emits=Voided
)
async def void_cancellation(tx: Tx, session: CancelledSession, command: VoidCongressStep) -> Done:
    """It waits to be held again."""
    old = await locked(tx, session)
    return await _taken_back(tx, domain.uncancelled(old), SessionCancelled, command)


@sessions.command("/{session}/void-closing", words=("作废闭会", "Void a closing"), offices=ACTS, emits=Voided)
async def void_closing(tx: Tx, session: ClosedSession, command: VoidCongressStep) -> Done:
    """Matters can be voted on again."""
    old = await locked(tx, session)
    return await _taken_back(tx, domain.reopened(old), SessionClosed, command)


@sessions.command(
    "/{session}/correct-attendance",
    words=("更正到会", "Correct who was there"),
    offices=ACTS,
    emits=Corrected,
)
async def correct_attendance(tx: Tx, session: HeldSession, command: CorrectAttendance) -> Done:
    """While no ballot rests on it. Whether there was a quorum cannot be corrected: that entry is voided."""
    old = await locked(tx, session)
    on = domain.is_held(old)
    if await store.voted_on(tx, session):
        raise domain.BallotsTaken
    event_id, said, _ = await steps.last(tx, session, SessionHeld, *STEPS)
    congress = await congresses.read(tx, old.congress)
    came = await attendance(tx, congress, command, on)
    new, right = domain.attended_anew(old, came)
    await store.save(tx, new)
    await store.attend(tx, session, came.attended)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(session, corrected, on=on, revision=new.revision)


@sessions.command(
    "/{session}/void-holding",
    words=("作废到会", "Void who was there"),
    offices=ACTS,
    emits=(Voided, CongressDutySet),
)
async def void_holding(tx: Tx, session: MetSession, command: VoidCongressStep) -> Done:
    """It waits to be held again, and the year's duty is open again."""
    old = await locked(tx, session)
    new = domain.not_held(old)
    if await store.voted_on(tx, session):
        raise domain.BallotsTaken
    await store.attend(tx, session, [])
    if old.state == "inquorate":
        return await _taken_back(tx, new, SessionInquorate, command)
    await store.save(tx, new)
    await _unmeet(tx, old, command)
    return await _taken_back(tx, new, SessionHeld, command)


async def _unmeet(tx: Tx, session: Session, command: VoidCongressStep) -> None:
    """Rule 13: the year is as if this session had not been."""
    congress = await congresses.lock(tx, session.congress)
    since = terms.active(congress)
    for event_id, met, on in await standing.of_kind(tx, congress.id, CongressMet):
        if met.session == session.id:
            tx.also(congress.id, Voided.of(event_id, met, on, command.reason), on=on)
    duty = next_duty(since, await congresses.meetings(tx, congress.employer))
    tx.also(congress.id, terms.duty_set(congress, duty), on=since)


async def _taken_back(
    tx: Tx,
    new: Session,
    kind: type[SessionCalled]
    | type[SessionCancelled]
    | type[SessionClosed]
    | type[SessionHeld]
    | type[SessionInquorate],
    command: VoidCongressStep,
) -> Done:
    event_id, said, on = await steps.last(tx, new.id, kind, *STEPS)
    await store.save(tx, new)
    return await tx.record(new.id, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)
