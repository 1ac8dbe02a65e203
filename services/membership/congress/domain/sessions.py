"""Sessions' rules, pure: who may have an extra one called (14), the quorum (12), and what is open when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.congress import (
    AgendaItemAdded,
    AgendaItemDropped,
    CongressMet,
    ItemKind,
    Proposer,
    SessionCalled,
    SessionCancel,
    SessionCancelled,
    SessionClosed,
    SessionHeld,
    SessionInquorate,
    SessionKind,
)
from services.membership.congress.domain.attendance import Attendance
from services.membership.congress.domain.congresses import BeforeStep, Congress
from services.membership.congress.domain.duty import Duty

NOTICE_DAYS = Parameter(
    "congress-notice-days",
    7,
    "职代会议题送达代表的提前天数",
    "Days before a session by which delegates have its agenda",
    "企业民主管理规定 20",
    unit="days",
)


class ProposerRequired(Refusal):
    """Rule 14: somebody proposes an extra session."""

    status = 422
    code = "proposer-required"
    zh = "临时会议须填写提议方；例会不填"
    en = "An extra session has a proposer, an ordinary one has none"


class TooFewProposing(Refusal):
    """Rule 14: a third of the delegates or more."""

    status = 422
    code = "too-few-proposing"
    zh = "联名代表 {proposing} 人，不足代表 {delegates} 人的三分之一（{fewest} 人）"
    en = "{proposing} delegates of {delegates} propose it; a third, {fewest}, is needed"


class BeyondTerm(Refusal):
    """The term is over by then."""

    status = 422
    code = "beyond-term"
    zh = "日期晚于本届任期截止日 {until}，请先办理届终并换届"
    en = "The day lies after the term, which ends on {until}: elect the next congress first"


class NotCalled(Refusal):
    """It was held, cancelled or voided already."""

    code = "session-not-called"
    zh = "该会议不在待召开状态"
    en = "This session is not waiting to be held"


class NotHeld(Refusal):
    """It was not held with a quorum, or is closed."""

    code = "session-not-open"
    zh = "该会议未召开（或未达法定人数），或已闭会"
    en = "This session was not held with a quorum, or is closed"


class NotInquorate(Refusal):
    """Nothing to take back."""

    code = "session-not-inquorate"
    zh = "该会议没有登记未达法定人数"
    en = "This session was not recorded as without a quorum"


class NotClosed(Refusal):
    """Nothing to take back."""

    code = "session-not-closed"
    zh = "该会议没有闭会"
    en = "This session is not closed"


class NotCancelled(Refusal):
    """Nothing to take back."""

    code = "session-not-cancelled"
    zh = "该会议没有取消"
    en = "This session was not cancelled"


class SessionsUnderWay(Refusal):
    """A session is called, or not closed yet."""

    code = "sessions-under-way"
    zh = "还有待召开或未闭会的会议"
    en = "A session is called, or not closed yet"


class QuorumLost(Refusal):
    """Rule 12: so few could not have held it."""

    code = "quorum-lost"
    zh = "更正后未达法定人数 {quorum} 人，请先作废到会再重新登记"
    en = "Fewer than the quorum of {quorum} would be left: void the attendance and enter it anew"


class BallotsWaiting(Refusal):
    """A ballot is under way."""

    code = "ballots-waiting"
    zh = "还有表决未登记计票结果"
    en = "A ballot is not counted yet"


class BallotsTaken(Refusal):
    """Ballots rest on who was there."""

    code = "ballots-taken"
    zh = "会议已有表决记录，请先作废表决"
    en = "Ballots were taken in this session: void them first"


class ItemElsewhere(Refusal):
    """Not on this session's agenda."""

    status = 422
    code = "item-elsewhere"
    zh = "所选议题不在该会议议程中"
    en = "This matter is not on the session's agenda"


@dataclass(frozen=True)
class Session:
    """A session: called, held (open), inquorate, cancelled, closed or void. `delegates`: of all on the day it met."""

    id: UUID
    congress: UUID
    county: str
    area: str
    union_id: UUID
    employer: UUID
    number: int
    kind: SessionKind
    proposer: Proposer | None
    proposing: int | None
    noticed_on: date
    planned_on: date
    state: str
    held_on: date | None
    closed_on: date | None
    delegates: int | None
    present: int | None
    others: int | None
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union_id, area=self.area)


def quorum(delegates: int) -> int:
    """Rule 12: two thirds of all delegates, rounded up: 45 → 30."""
    return -(-2 * delegates // 3)


def third(delegates: int) -> int:
    """Rule 14: a third of all delegates, rounded up."""
    return -(-delegates // 3)


def call(new: Session, congress: Congress, delegates: int) -> SessionCalled:
    """Rule 14: an extra session on proposal of the employer, the union or a third of the delegates. BeyondTerm."""
    if congress.until is not None and new.planned_on > congress.until:
        raise BeyondTerm("planned_on", until=congress.until)
    if new.planned_on < new.noticed_on:
        raise BeforeStep("planned_on", since=new.noticed_on)
    proposed(new, delegates)
    return SessionCalled(
        session=new.id,
        congress=new.congress,
        place=new.place,
        session_kind=new.kind,
        proposer=new.proposer,
        proposing=new.proposing,
        planned_on=new.planned_on,
    )


def proposed(new: Session, delegates: int) -> None:
    """Rule 14. ProposerRequired, TooFewProposing."""
    if (new.kind == "extra") != (new.proposer is not None) or (new.proposer != "delegates" and new.proposing):
        raise ProposerRequired("proposer")
    if new.proposer != "delegates":
        return
    proposing = new.proposing or 0
    if not third(delegates) <= proposing <= delegates:
        raise TooFewProposing("proposing", proposing=proposing, delegates=delegates, fewest=third(delegates))


def add_item(old: Session, item: UUID, kind: ItemKind) -> tuple[Session, AgendaItemAdded]:
    """Until it is held; afterwards delegates cannot know of it. NotCalled."""
    called(old)
    event = AgendaItemAdded(session=old.id, place=old.place, item=item, item_kind=kind)
    return replace(old, revision=old.revision + 1), event


def drop_item(old: Session, item: UUID, kind: ItemKind) -> tuple[Session, AgendaItemDropped]:
    """Until it is held. NotCalled."""
    called(old)
    event = AgendaItemDropped(session=old.id, place=old.place, item=item, item_kind=kind)
    return replace(old, revision=old.revision + 1), event


def hold(old: Session, came: Attendance, on: date) -> tuple[Session, SessionHeld | SessionInquorate]:
    """Rule 12: with two thirds of all delegates it is held, with fewer it can decide nothing. NotCalled, BeforeStep."""
    called(old)
    if on < old.noticed_on:
        raise BeforeStep("occurred_on", since=old.noticed_on)
    return _met(old, came, on)


def attended_anew(old: Session, came: Attendance) -> tuple[Session, SessionHeld]:
    """Who was there is put right, on the same day. NotHeld, QuorumLost."""
    new, event = _met(old, came, is_held(old))
    if isinstance(event, SessionInquorate):
        raise QuorumLost("attended", quorum=quorum(came.delegates))
    return new, event


def cancel(old: Session, reason: SessionCancel) -> tuple[Session, SessionCancelled]:
    """It will not take place. NotCalled."""
    called(old)
    new = replace(old, state="cancelled", revision=old.revision + 1)
    return new, SessionCancelled(session=old.id, congress=old.congress, place=old.place, session_cancel=reason)


def close(old: Session, on: date) -> tuple[Session, SessionClosed]:
    """闭会. NotHeld, BeforeStep."""
    held_on = is_held(old)
    if on < held_on:
        raise BeforeStep("occurred_on", since=held_on)
    new = replace(old, state="closed", closed_on=on, revision=old.revision + 1)
    return new, SessionClosed(session=old.id, congress=old.congress, place=old.place)


def met(session: Session, duty: Duty) -> CongressMet:
    """Rule 13: the year's session was held; the next duty's days."""
    return CongressMet(
        congress=session.congress,
        place=session.place,
        employer=session.employer,
        session=session.id,
        appears_on=duty.appears_on,
        due_on=duty.due_on,
    )


def not_held(old: Session) -> Session:
    """It waits to be held, as before: it was recorded as held, or as without a quorum."""
    if old.state not in {"held", "inquorate"}:
        raise NotHeld
    return replace(
        old, state="called", held_on=None, delegates=None, present=None, others=None, revision=old.revision + 1
    )


def reopened(old: Session) -> Session:
    """It goes on. NotClosed."""
    if old.state != "closed":
        raise NotClosed
    return replace(old, state="held", closed_on=None, revision=old.revision + 1)


def uncancelled(old: Session) -> Session:
    """It will take place after all. NotCancelled."""
    if old.state != "cancelled":
        raise NotCancelled
    return replace(old, state="called", revision=old.revision + 1)


def called(session: Session) -> None:
    """Refuse whatever does not wait to be held."""
    if session.state != "called":
        raise NotCalled


def is_held(session: Session) -> date:
    """The day it met; NotHeld when it did not with a quorum, or is closed."""
    if session.state != "held" or session.held_on is None:
        raise NotHeld
    return session.held_on


def _met(old: Session, came: Attendance, on: date) -> tuple[Session, SessionHeld | SessionInquorate]:
    enough = came.present >= quorum(came.delegates)
    new = replace(
        old,
        state="held" if enough else "inquorate",
        held_on=on,
        delegates=came.delegates,
        present=came.present,
        others=came.others,
        revision=old.revision + 1,
    )
    attended: Sequence[UUID] = came.attended
    if not enough:
        return new, SessionInquorate(
            session=old.id,
            congress=old.congress,
            place=old.place,
            attended=list(attended),
            delegates=came.delegates,
            present=came.present,
        )
    return new, SessionHeld(
        session=old.id,
        congress=old.congress,
        place=old.place,
        session_kind=old.kind,
        attended=list(attended),
        delegates=came.delegates,
        present=came.present,
    )
