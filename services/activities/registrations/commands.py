"""Registering members for activities, and withdrawing them."""

from uuid import UUID

from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.activities.activities import ActivityRegistered, RegistrationWithdrawn, WaitingMovedUp
from contracts.offices import Office
from services.activities.activities import store as activities
from services.activities.fields import ActivityId, MemberId
from services.activities.registrations import domain, store

CLERK = (Office.TOWNSHIP_CLERK,)

registrations = Capability(
    "registrations",
    "/registrations",
    words=("活动报名", "Registrations"),
    constraints={"one_registration_per_member": domain.RegisteredAlready},
)


class RegisterMember(Creation):
    """Register a member for an open activity."""

    activity: ActivityId
    member: MemberId
    occurred_on: BusinessDay


class WithdrawMember(Command):
    """The member will not come."""

    occurred_on: BusinessDay


@registrations.command(
    "", words=("活动报名", "Register a member for an activity"), offices=CLERK, emits=ActivityRegistered
)
async def register(tx: Tx, command: RegisterMember) -> Done:
    """Who comes when the places are full waits."""
    activity = await activities.lock(tx, command.activity)
    tx.allow(activity.area, activity.union_id)
    new, event = domain.register(activity, tx.new_id(command), command.member, command.occurred_on)
    await store.insert(tx, new)
    return await tx.record(new.id, event, on=command.occurred_on, revision=1)


@registrations.command(
    "/{registration}/withdraw",
    words=("取消报名", "Withdraw a registration"),
    offices=CLERK,
    emits=(RegistrationWithdrawn, WaitingMovedUp),
)
async def withdraw(tx: Tx, registration: UUID, command: WithdrawMember) -> Done:
    """A place that becomes free goes to whoever has waited longest."""
    seen = await store.activity_of(tx, registration)
    activity = await activities.lock(tx, seen.activity)
    tx.allow(activity.area, activity.union_id)
    old = await store.lock(tx, registration)
    tx.expect(old.revision)
    new, event = domain.withdraw(activity, old, command.occurred_on)
    await store.save(tx, new)
    if not event.waiting:
        first = await store.first_waiting(tx, activity.id)
        if first is None:
            await store.free_place(tx, activity.id)
        else:
            moved, up = domain.move_up(activity, first)
            await store.save(tx, moved)
            tx.also(moved.id, up, on=command.occurred_on)
    return await tx.record(registration, event, on=command.occurred_on, revision=new.revision)
