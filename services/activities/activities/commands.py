"""Planning, opening, holding and cancelling activities; putting them right."""

from dataclasses import replace
from uuid import UUID

from pydantic import Field

from chassis import standing
from chassis.access.organisations import approved_union
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.activities.activities import ActivityCancelled, ActivityHeld, ActivityOpened, ActivityPlanned
from contracts.declare import Corrected, Voided
from contracts.offices import Office
from services.activities.activities import domain, store
from services.activities.activities.domain import Activity, Holding
from services.activities.fields import (
    Area,
    Attended,
    Cost,
    Guests,
    HeldActivityId,
    Hours,
    Kind,
    OpenActivityId,
    Places,
    PlannedActivityId,
    PlannedDay,
    Title,
    UnionId,
    Why,
)

CLERK = (Office.TOWNSHIP_CLERK,)

activities = Capability(
    "activities",
    "/activities",
    words=("活动", "Activities"),
    constraints={"birthday_gifts_pkey": domain.GiftTwice},
)


class PlanActivity(Creation):
    """Put an activity on the plan."""

    title: Title
    kind: Kind
    planned_on: PlannedDay
    occurred_on: BusinessDay
    union: UnionId | None = None
    area: Area | None = None


class OpenActivity(Command):
    """Open the registration."""

    places: Places
    occurred_on: BusinessDay


class HoldActivity(Command):
    """Tell that it took place."""

    occurred_on: BusinessDay
    attended: Attended = Field(default_factory=list)
    guests: Guests = 0
    cost_fen: Cost = 0
    hours: Hours | None = None


class CancelActivity(Command):
    """It will not take place."""

    occurred_on: BusinessDay


class CorrectPlan(Command):
    """Put the plan right; what is left out stays."""

    title: Title | None = None
    kind: Kind | None = None
    planned_on: PlannedDay | None = None
    reason: Why


class CorrectHolding(Command):
    """Put right what was told of it; what is left out stays."""

    attended: Attended | None = None
    guests: Guests | None = None
    cost_fen: Cost | None = None
    hours: Hours | None = None
    reason: Why


class VoidActivity(Command):
    """A step that should never have been."""

    reason: Why


@activities.command("", words=("计划活动", "Plan an activity"), offices=CLERK, emits=ActivityPlanned)
async def plan(tx: Tx, command: PlanActivity) -> Done:
    """The planned day may lie in the future; the day of planning may not."""
    area = command.area or tx.principal.area
    new = Activity(
        id=tx.new_id(command),
        county=area[:6],
        area=area,
        union_id=command.union,
        kind=command.kind,
        title=command.title,
        state="planned",
        planned_on=command.planned_on,
        entered_on=command.occurred_on,
        opened_on=None,
        places=None,
        taken=0,
        held_on=None,
        attendance=None,
        cost_fen=None,
        revision=1,
    )
    tx.allow(area, command.union)
    await approved_union(tx, command.union, area)
    await store.insert(tx, new)
    return await tx.record(new.id, domain.plan(new), on=command.occurred_on, revision=1)


@activities.command(
    "/{activity}/open", words=("开放报名", "Open registration for an activity"), offices=CLERK, emits=ActivityOpened
)
async def open_up(tx: Tx, activity: PlannedActivityId, command: OpenActivity) -> Done:
    """Places are given in the order of registration; who comes later waits."""
    old = await _locked(tx, activity)
    new, event = domain.open_up(old, command.places, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(activity, event, on=command.occurred_on, revision=new.revision)


@activities.command(
    "/{activity}/hold", words=("举办活动", "Record an activity as held"), offices=CLERK, emits=ActivityHeld
)
async def hold(tx: Tx, activity: OpenActivityId, command: HoldActivity) -> Done:
    """Who came is told by member id; others by number. Rule 29a for birthdays."""
    old = await _locked(tx, activity)
    on = command.occurred_on
    holding = Holding(tuple(sorted(set(command.attended))), command.guests, command.cost_fen, command.hours)
    new, event = domain.hold(old, holding, on)
    await _save_holding(tx, new, holding)
    return await tx.record(activity, event, on=on, revision=new.revision)


@activities.command(
    "/{activity}/cancel", words=("取消活动", "Cancel an activity"), offices=CLERK, emits=ActivityCancelled
)
async def cancel(tx: Tx, activity: UUID, command: CancelActivity) -> Done:
    """Before it was held."""
    old = await _locked(tx, activity)
    new, event = domain.cancel(old, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(activity, event, on=command.occurred_on, revision=new.revision)


@activities.command(
    "/{activity}/correct", words=("更正计划", "Correct an activity's plan"), offices=CLERK, emits=Corrected
)
async def correct(tx: Tx, activity: PlannedActivityId, command: CorrectPlan) -> Done:
    """Until it is opened."""
    old = await _locked(tx, activity)
    domain.planned(old)
    new = replace(
        old,
        title=command.title or old.title,
        kind=command.kind or old.kind,
        planned_on=command.planned_on or old.planned_on,
        revision=old.revision + 1,
    )
    await store.save(tx, new)
    event_id, said, on = await standing.last(tx, activity, ActivityPlanned)
    corrected = Corrected.of(event_id, said, on, domain.plan(new), on, command.reason)
    return await tx.record(activity, corrected, on=on, revision=new.revision)


@activities.command("/{activity}/void", words=("作废计划", "Void an activity's plan"), offices=CLERK, emits=Voided)
async def void(tx: Tx, activity: PlannedActivityId, command: VoidActivity) -> Done:
    """Until it is opened."""
    old = await _locked(tx, activity)
    domain.planned(old)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    event_id, said, on = await standing.last(tx, activity, ActivityPlanned)
    return await tx.record(activity, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@activities.command(
    "/{activity}/correct-holding",
    words=("更正举办情况", "Correct the record of an activity held"),
    offices=CLERK,
    emits=Corrected,
)
async def correct_holding(tx: Tx, activity: HeldActivityId, command: CorrectHolding) -> Done:
    """Who came and what it cost, on the same day."""
    old = await _locked(tx, activity)
    on = domain.was_held(old)
    came = await store.attended(tx, activity)
    holding = Holding(
        came if command.attended is None else tuple(sorted(set(command.attended))),
        (old.attendance or 0) - len(came) if command.guests is None else command.guests,
        (old.cost_fen or 0) if command.cost_fen is None else command.cost_fen,
        old.hours if command.hours is None else command.hours,
    )
    new, right = domain.correct_holding(old, holding)
    await _save_holding(tx, new, holding)
    event_id, said, _ = await standing.last(tx, activity, ActivityHeld)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(activity, corrected, on=on, revision=new.revision)


@activities.command(
    "/{activity}/void-holding", words=("作废举办", "Void the record of an activity held"), offices=CLERK, emits=Voided
)
async def void_holding(tx: Tx, activity: HeldActivityId, command: VoidActivity) -> Done:
    """It never took place: it is open again."""
    old = await _locked(tx, activity)
    new = domain.unhold(old)
    await store.save(tx, new)
    await store.set_attended(tx, activity, ())
    await store.set_gifts(tx, activity, (), new.planned_on.year)
    event_id, said, on = await standing.last(tx, activity, ActivityHeld)
    return await tx.record(activity, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _locked(tx: Tx, activity: UUID) -> Activity:
    old = await store.lock(tx, activity)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old


async def _save_holding(tx: Tx, new: Activity, holding: Holding) -> None:
    await store.save(tx, new)
    await store.set_attended(tx, new.id, holding.attended)
    if new.kind == "birthday":
        await store.set_gifts(tx, new.id, holding.attended, domain.was_held(new).year)
