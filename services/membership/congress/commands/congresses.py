"""Setting a congress up, electing and releasing delegates, establishing and ending it."""

from uuid import UUID

from pydantic import Field

from chassis import parameters
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.ids import uuid7
from chassis.postgres import Tx
from contracts.membership.congress import (
    CongressConfirmed,
    CongressEnded,
    CongressSetUp,
    DelegatesElected,
    DelegatesEnded,
)
from contracts.offices import Office
from services.membership.congress.domain import congresses as domain
from services.membership.congress.domain import sessions as sitting
from services.membership.congress.domain.congresses import Congress, Delegates
from services.membership.congress.domain.duty import next_duty
from services.membership.congress.fields import (
    ActiveCongress,
    CongressEnd,
    DelegateEnd,
    DelegateIds,
    ElectedMembers,
    Electing,
    ElectingCongress,
    Employees,
    EmployerId,
    Explanation,
    Form,
    Managers,
    NonMembers,
    OpenCongress,
    TermYears,
)
from services.membership.congress.store import congresses as store
from services.membership.congress.store import sessions
from services.membership.congress.store.congresses import Seat
from services.membership.fields import UnionId
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import open_on

ACTS = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)
"""The clerk for every unit of the township, a union's chair for the own one."""

congresses = Capability(
    "congresses",
    "/congresses",
    words=("职代会", "Workers' congresses"),
    constraints={
        "one_congress_per_employer": domain.CongressExists,
        "one_delegate_per_member": domain.DelegateTwice,
        "congress_delegates_check": domain.BeforeElection,
    },
)


class SetUpCongress(Creation):
    """筹备一届职代会（职工大会）."""

    union: UnionId
    employer: EmployerId
    form: Form = "congress"
    term_years: TermYears = 3
    employees: Employees | None = None
    occurred_on: BusinessDay


class ElectDelegates(Command):
    """One electing unit's delegates, or those of a by-election."""

    members: ElectedMembers = Field(default_factory=list)
    non_members: NonMembers = 0
    managers: Managers = False
    electing: Electing | None = None
    occurred_on: BusinessDay


class ReleaseDelegates(Command):
    """They are delegates no longer from this day on."""

    delegates: DelegateIds
    delegate_end: DelegateEnd
    occurred_on: BusinessDay


class ConfirmCongress(Command):
    """The delegates are checked: the congress is there."""

    explanation: Explanation | None = None
    occurred_on: BusinessDay


class EndCongress(Command):
    """届终."""

    congress_end: CongressEnd
    occurred_on: BusinessDay


@congresses.command("", words=("筹备职代会", "Prepare a congress"), offices=ACTS, emits=CongressSetUp)
async def set_up(tx: Tx, command: SetUpCongress) -> Done:
    """One at a time per employer; the union covers it."""
    day = command.occurred_on
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    open_on(union, day)
    if not await store.covers(tx, union.id, command.employer, day):
        raise domain.EmployerNotCovered("employer")
    employees = command.employees or await store.employees(tx, command.employer, day)
    if not employees:
        raise domain.EmployeesUnknown("employees")
    new = Congress(
        id=tx.new_id(command),
        county=union.county,
        area=union.area,
        union_id=union.id,
        employer=command.employer,
        form=command.form,
        term_years=command.term_years,
        employees=employees,
        state="electing",
        set_up_on=day,
        confirmed_on=None,
        until=None,
        ended_on=None,
        explanation=None,
        seats=0,
        revision=1,
    )
    (below,) = await parameters.values(tx, new.county, day, domain.ASSEMBLY_BELOW)
    event = domain.set_up(new, below)
    await store.insert(tx, new)
    return await tx.record(new.id, event, on=day, revision=1)


@congresses.command(
    "/{congress}/elect", words=("登记当选代表", "Enter elected delegates"), offices=ACTS, emits=DelegatesElected
)
async def elect(tx: Tx, congress: OpenCongress, command: ElectDelegates) -> Done:
    """At the beginning, and whenever a seat is filled again (补选)."""
    old = await locked(tx, congress)
    members = sorted(set(command.members))
    if len(await store.members_of(tx, old.union_id, members)) != len(members):
        raise domain.MemberElsewhere("members")
    seats = [*(Seat(uuid7(), member) for member in members), *(Seat(uuid7(), None) for _ in range(command.non_members))]
    given = [seat.id for seat in seats]
    new, event = domain.elect(old, given, command.occurred_on, managers=command.managers)
    await store.seat(tx, old.id, old.seats + 1, seats, command.electing, command.occurred_on, manager=command.managers)
    await store.save(tx, new)
    return await tx.record(congress, event, on=command.occurred_on, revision=new.revision)


@congresses.command("/{congress}/release", words=("代表终止", "Release delegates"), offices=ACTS, emits=DelegatesEnded)
async def release(tx: Tx, congress: OpenCongress, command: ReleaseDelegates) -> Done:
    """Their seats stay empty until a by-election; below rule 12a's minimum the answer says so."""
    old = await locked(tx, congress)
    day, leaving = command.occurred_on, sorted(set(command.delegates))
    if not leaving or not set(leaving) <= set(await store.sitting(tx, congress, day)):
        raise domain.DelegateElsewhere("delegates")
    new, event = domain.release(old, leaving, command.delegate_end)
    await store.release(tx, leaving, day)
    await store.save(tx, new)
    _warn_if_few(tx, old, await store.composition(tx, congress, day))
    return await tx.record(congress, event, on=day, revision=new.revision)


@congresses.command(
    "/{congress}/confirm", words=("确认代表并建立", "Establish a congress"), offices=ACTS, emits=CongressConfirmed
)
async def confirm(tx: Tx, congress: ElectingCongress, command: ConfirmCongress) -> Done:
    """Rule 12a; from now on rule 13's clock runs."""
    old = await locked(tx, congress)
    day = command.occurred_on
    delegates = await store.composition(tx, congress, day)
    duty = next_duty(day, await store.meetings(tx, old.employer))
    new, event = domain.confirm(old, delegates, command.explanation, day, duty)
    await store.save(tx, new)
    if new.form == "congress" and domain.many_managers(delegates):
        tx.warn(
            "many-managers",
            "中层以上管理人员超过代表的 20%，已登记说明",
            "More than 20 % of the delegates are managers; the explanation is recorded",
        )
    return await tx.record(congress, event, on=day, revision=new.revision)


@congresses.command("/{congress}/end", words=("届终", "End a congress"), offices=ACTS, emits=CongressEnded)
async def end(tx: Tx, congress: ActiveCongress, command: EndCongress) -> Done:
    """The next term is set up as a congress of its own."""
    old = await locked(tx, congress)
    delegates = await store.composition(tx, congress, command.occurred_on)
    new, event = domain.end(old, delegates.count, command.congress_end, command.occurred_on)
    if await sessions.under_way(tx, congress):
        raise sitting.SessionsUnderWay
    await store.save(tx, new)
    return await tx.record(congress, event, on=command.occurred_on, revision=new.revision)


async def locked(tx: Tx, congress: UUID) -> Congress:
    """The congress, in the asker's scope and the revision that the asker has seen."""
    old = await store.lock(tx, congress)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old


def _warn_if_few(tx: Tx, congress: Congress, left: Delegates) -> None:
    fewest = domain.fewest_delegates(congress.employees)
    if congress.form == "congress" and left.count < fewest:
        tx.warn(
            "delegates-below-minimum",
            f"代表剩余 {left.count} 人，少于 {fewest} 人，请补选",
            f"{left.count} delegates are left, fewer than {fewest}: hold a by-election",
        )
