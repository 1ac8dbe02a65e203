"""Calling sessions, their agenda, holding them with or without a quorum, cancelling and closing them."""

from datetime import date
from uuid import UUID

from pydantic import Field

from chassis import parameters
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.ids import uuid7
from chassis.postgres import Tx
from contracts.membership.congress import (
    AgendaItemAdded,
    AgendaItemDropped,
    CongressMet,
    SessionCalled,
    SessionCancelled,
    SessionClosed,
    SessionHeld,
    SessionInquorate,
)
from services.membership.congress.commands.congresses import ACTS
from services.membership.congress.domain import attendance as attending
from services.membership.congress.domain import congresses as terms
from services.membership.congress.domain import sessions as domain
from services.membership.congress.domain.attendance import Attendance
from services.membership.congress.domain.congresses import Congress
from services.membership.congress.domain.duty import next_duty
from services.membership.congress.domain.sessions import Session
from services.membership.congress.fields import (
    Absent,
    ActiveCongressId,
    Attended,
    CalledItem,
    CalledSession,
    Everybody,
    HeldSession,
    ItemKind,
    ItemTitle,
    Others,
    PlannedDay,
    Proposer,
    Proposing,
    SessionCancel,
    SessionKind,
)
from services.membership.congress.store import congresses
from services.membership.congress.store import sessions as store

sessions = Capability("congress_sessions", "/congress-sessions", words=("职代会会议", "Sessions of congresses"))


class CallSession(Creation):
    """Give notice of a session."""

    congress: ActiveCongressId
    kind: SessionKind = "ordinary"
    proposer: Proposer | None = None
    proposing: Proposing | None = None
    planned_on: PlannedDay
    occurred_on: BusinessDay


class AddAgendaItem(Command):
    """Put a matter on the agenda."""

    kind: ItemKind
    title: ItemTitle
    occurred_on: BusinessDay


class DropAgendaItem(Command):
    """Take a matter off the agenda."""

    item: CalledItem
    occurred_on: BusinessDay


class AttendanceList(Command):
    """Who was there: each by name, or everybody but for some."""

    everybody: Everybody = False
    attended: Attended = Field(default_factory=list)
    absent: Absent = Field(default_factory=list)
    others: Others = 0


class HoldSession(AttendanceList):
    """Enter who was there; without a quorum it could decide nothing."""

    occurred_on: BusinessDay


class CancelSession(Command):
    """It will not take place."""

    session_cancel: SessionCancel
    occurred_on: BusinessDay


class CloseSession(Command):
    """闭会."""

    occurred_on: BusinessDay


@sessions.command("", words=("召集会议", "Call a session"), offices=ACTS, emits=SessionCalled)
async def call(tx: Tx, command: CallSession) -> Done:
    """Rule 14 for an extra one. Less notice than normal is answered with a warning."""
    congress = await congresses.lock(tx, command.congress)
    tx.allow(congress.area, congress.union_id)
    day = command.occurred_on
    since = terms.active(congress)
    if day < since:
        raise terms.BeforeStep("occurred_on", since=since)
    new = Session(
        id=tx.new_id(command),
        congress=congress.id,
        county=congress.county,
        area=congress.area,
        union_id=congress.union_id,
        employer=congress.employer,
        number=0,
        kind=command.kind,
        proposer=command.proposer,
        proposing=command.proposing,
        noticed_on=day,
        planned_on=command.planned_on,
        state="called",
        held_on=None,
        closed_on=None,
        delegates=None,
        present=None,
        others=None,
        revision=1,
    )
    event = domain.call(new, congress, await entitled(tx, congress, day))
    await store.insert(tx, new)
    (notice,) = await parameters.values(tx, congress.county, day, domain.NOTICE_DAYS)
    if (new.planned_on - day).days < notice:
        tx.warn(
            "short-notice",
            f"议题应在会议召开 {notice} 日前送达代表",
            f"Delegates should have the agenda {notice} days before the session",
            "/planned_on",
        )
    return await tx.record(new.id, event, on=day, revision=1)


@sessions.command("/{session}/add-item", words=("列入议程", "Put on the agenda"), offices=ACTS, emits=AgendaItemAdded)
async def add_item(tx: Tx, session: CalledSession, command: AddAgendaItem) -> Done:
    """Its words stay in the service's table: they may name people."""
    old = await locked(tx, session)
    new, event = domain.add_item(old, uuid7(), command.kind)
    await store.add_item(tx, session, event.item, command.kind, command.title)
    await store.save(tx, new)
    return await tx.record(session, event, on=command.occurred_on, revision=new.revision)


@sessions.command(
    "/{session}/drop-item", words=("撤出议程", "Take off the agenda"), offices=ACTS, emits=AgendaItemDropped
)
async def drop_item(tx: Tx, session: CalledSession, command: DropAgendaItem) -> Done:
    """A number once given is not given again."""
    old = await locked(tx, session)
    item = await store.item(tx, command.item)
    if item.session != session or item.state != "listed":
        raise domain.ItemElsewhere("item")
    new, event = domain.drop_item(old, item.id, item.kind)
    await store.drop_item(tx, item.id)
    await store.save(tx, new)
    return await tx.record(session, event, on=command.occurred_on, revision=new.revision)


@sessions.command(
    "/{session}/hold",
    words=("登记到会", "Enter who was there"),
    offices=ACTS,
    emits=(SessionHeld, SessionInquorate, CongressMet),
)
async def hold(tx: Tx, session: CalledSession, command: HoldSession) -> Done:
    """Rule 12: held with two thirds of all delegates of the day, or without a quorum. Rule 13: the year is met."""
    old = await locked(tx, session)
    day = command.occurred_on
    congress = await congresses.lock(tx, old.congress)
    terms.active(congress)
    came = await attendance(tx, congress, command, day)
    new, event = domain.hold(old, came, day)
    await store.save(tx, new)
    await store.attend(tx, session, came.attended)
    if new.state == "held":
        duty = next_duty(terms.active(congress), await congresses.meetings(tx, congress.employer))
        tx.also(congress.id, domain.met(new, duty), on=day)
    return await tx.record(session, event, on=day, revision=new.revision)


@sessions.command("/{session}/cancel", words=("取消会议", "Cancel a session"), offices=ACTS, emits=SessionCancelled)
async def cancel(tx: Tx, session: CalledSession, command: CancelSession) -> Done:
    """The year's duty stays."""
    old = await locked(tx, session)
    new, event = domain.cancel(old, command.session_cancel)
    await store.save(tx, new)
    return await tx.record(session, event, on=command.occurred_on, revision=new.revision)


@sessions.command("/{session}/close", words=("闭会", "Close a session"), offices=ACTS, emits=SessionClosed)
async def close(tx: Tx, session: HeldSession, command: CloseSession) -> Done:
    """Once every ballot is counted."""
    old = await locked(tx, session)
    new, event = domain.close(old, command.occurred_on)
    if await store.voting(tx, session):
        raise domain.BallotsWaiting
    await store.save(tx, new)
    return await tx.record(session, event, on=command.occurred_on, revision=new.revision)


async def locked(tx: Tx, session: UUID) -> Session:
    """The session, in the asker's scope and the revision that the asker has seen."""
    old = await store.lock(tx, session)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old


async def entitled(tx: Tx, congress: Congress, on: date) -> int:
    """All who count on a day: the delegates, or of an assembly every worker."""
    if congress.form == "assembly":
        return congress.employees
    return (await congresses.composition(tx, congress.id, on)).count


async def attendance(tx: Tx, congress: Congress, command: AttendanceList, on: date) -> Attendance:
    """Who was there, of those who are delegates on that day. DelegateElsewhere and what does not fit."""
    delegates = set(await congresses.sitting(tx, congress.id, on))
    attended, absent = set(command.attended), set(command.absent)
    for name, chosen in (("attended", attended), ("absent", absent)):
        if not chosen <= delegates:
            raise terms.DelegateElsewhere(name)
    present = attending.present(delegates, attended, absent, everybody=command.everybody)
    came = Attendance(present, command.others, await entitled(tx, congress, on))
    attending.fits(congress, came)
    return came
