"""Approving what was asked, with all that it changes at once; returning it; seeing a dissolution's report."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from chassis.access.two_persons import entered_by_another
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.cadres import AppointmentEnded
from contracts.membership.committees import CommitteeEnded, CommitteeNotNeeded
from contracts.membership.organisations import EmployerCoverageStated, HeadcountRestated
from contracts.membership.restructuring import (
    DissolutionReported,
    DissolutionSeen,
    EmployerMoved,
    MemberMovedWithUnion,
    RestructuringApproved,
    RestructuringReturned,
    RetainedMemberMovedWithUnion,
    UnionClosed,
    UnionCoverageChanged,
    UnionMoved,
)
from contracts.membership.terms import TermOver
from contracts.offices import Office
from services.membership.fields import Document
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import Union
from services.membership.organisations.fields import Opinion, ReturnedFor
from services.membership.restructuring import domain, moving, store
from services.membership.restructuring.commands import ASKED, restructurings
from services.membership.restructuring.domain import Restructuring
from services.membership.restructuring.domain import units as rules
from services.membership.restructuring.fields import AskedRestructuring, ReportedDissolution
from services.membership.restructuring.moving import Cover, Work

DECIDE = (Office.TOWNSHIP_CHAIR, Office.COUNTY_ORGANISER)
CHANGED = (
    RestructuringApproved,
    DissolutionReported,
    UnionMoved,
    UnionClosed,
    UnionCoverageChanged,
    EmployerMoved,
    MemberMovedWithUnion,
    RetainedMemberMovedWithUnion,
    HeadcountRestated,
    EmployerCoverageStated,
    AppointmentEnded,
    TermOver,
    CommitteeNotNeeded,
    CommitteeEnded,
)


class ApproveRestructuring(Command):
    """Approve it: the change is made on that day."""

    document: Document
    occurred_on: BusinessDay


class ReturnRestructuring(Command):
    """Return it: nothing changes."""

    returned_for: ReturnedFor
    opinion: Opinion | None = None
    occurred_on: BusinessDay


class SeeDissolution(Command):
    """The county has seen the report."""

    occurred_on: BusinessDay


@restructurings.command(
    "/{restructuring}/approve",
    words=("批准组织变更", "Approve a change of unions"),
    offices=DECIDE,
    emits=CHANGED,
    sensitive=True,
)
async def approve(tx: Tx, restructuring: AskedRestructuring, command: ApproveRestructuring) -> Done:
    """Rule 1: by the superior, another account than who asked. All of it happens, or nothing."""
    await store.one_at_a_time(tx, tx.principal.county)
    old = await _locked(tx, restructuring)
    await entered_by_another(tx, restructuring, *ASKED)
    domain.waiting(old)
    domain.superior(old, tx.principal.office)
    unions = {each: await organisations.lock(tx, each) for each in sorted(filter(None, (old.union, old.other)))}
    concerned = [(each, await organisations.last_day(tx, each.id)) for each in unions.values()]
    domain.may_approve(old, command.occurred_on, tx.principal.office, concerned)
    work = Work(old, unions[old.union], command.occurred_on)
    moved = await DOES[old.change](tx, work, unions[old.other or old.union])
    new, event = domain.approve(old, work.day, moved)
    await store.save(tx, new, command.document)
    return await tx.record(restructuring, event, on=work.day, revision=new.revision)


@restructurings.command(
    "/{restructuring}/return",
    words=("退回组织变更", "Return a change of unions"),
    offices=DECIDE,
    emits=RestructuringReturned,
)
async def send_back(tx: Tx, restructuring: AskedRestructuring, command: ReturnRestructuring) -> Done:
    """With a reason; the clerk may ask anew."""
    old = await _locked(tx, restructuring)
    new, event = domain.send_back(old, command.returned_for, tx.principal.office)
    await store.save(tx, new, opinion=command.opinion)
    return await tx.record(restructuring, event, on=command.occurred_on, revision=new.revision)


@restructurings.command(
    "/{restructuring}/see",
    words=("阅处撤销报告", "See a dissolution's report"),
    offices=(Office.COUNTY_ORGANISER,),
    emits=DissolutionSeen,
)
async def see(tx: Tx, restructuring: ReportedDissolution, command: SeeDissolution) -> Done:
    """Rule 4: what is dissolved is reported upward."""
    old = await _locked(tx, restructuring)
    new, event = domain.see(old, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(restructuring, event, on=command.occurred_on, revision=new.revision)


async def _join(tx: Tx, work: Work, union: Union) -> int:
    joined = rules.beginning(await store.units(tx, union.id), work.asked.employers)
    await moving.nearby(tx, union, joined)
    await moving.cover(tx, work, Cover(union, joined=joined))
    return 0


async def _leave(tx: Tx, work: Work, union: Union) -> int:
    units = await store.units(tx, union.id)
    left = rules.ending(units, work.asked.employers, work.day)
    await moving.cover(tx, work, Cover(union, left=left))
    _warn_of_one(tx, union, units, left)
    return 0


async def _merge(tx: Tx, work: Work, into: Union) -> int:
    """One absorbs the other: members, units and subordinate unions go over, the other is no more."""
    union = work.union
    below = await moving.subtree(tx, union)
    if into.id in {each.id for each in below}:
        raise domain.Ring("into")
    await moving.settled(tx, [union])
    units = await store.units(tx, union.id)
    left = rules.ending(units, [unit.employer for unit in units if unit.open], work.day)
    joined = rules.taken_over(into.kind, units, await store.units(tx, into.id))
    await moving.cover(tx, work, Cover(union, left=left), Cover(into, joined=joined))
    if into.area != union.area:
        await moving.take_along(tx, work, [union.id, into.id], left, into.area)
    await moving.place(tx, work, [each for each in below if each.parent == union.id], below, into)
    moved = await moving.bring(tx, work, await store.lock_members(tx, union.id), into)
    await moving.close(tx, work, into.id)
    return moved


async def _split(tx: Tx, work: Work, into: Union) -> int:
    """Units with those who work for them, and chosen members, go to another union of the township."""
    units, there = await store.units(tx, work.union.id), await store.units(tx, into.id)
    left = rules.ending(units, work.asked.employers, work.day)
    joined = rules.taken_over(into.kind, [unit for unit in units if unit.employer in left], there)
    going = await store.lock_chosen(tx, work.union.id, work.asked.members, left)
    rules.all_there(work.asked.members, [each.id for each in going])
    if any(each.to_union for each in going):
        raise domain.TransfersWaiting(count=len([each for each in going if each.to_union]))
    await moving.cover(tx, work, Cover(work.union, left=left), Cover(into, joined=joined))
    _warn_of_one(tx, work.union, units, left)
    return await moving.bring(tx, work, going, into)


async def _move(tx: Tx, work: Work, parent: Union) -> int:
    """With all unions below it; in another township with units and members too."""
    below = await moving.subtree(tx, work.union)
    if parent.id in {each.id for each in below}:
        raise domain.Ring("parent")
    await moving.place(tx, work, [work.union], below, parent)
    return 0


async def _dissolve(tx: Tx, work: Work, union: Union) -> int:
    """Rule 4."""
    units = await store.units(tx, union.id)
    below = await store.lock_below(tx, union.id)
    await moving.settled(tx, [union])
    rules.may_dissolve(units, len(await store.lock_members(tx, union.id)), len(below), work.day)
    left = rules.ending(units, [unit.employer for unit in units if unit.open], work.day)
    await moving.cover(tx, work, Cover(union, left=left))
    await moving.close(tx, work, None)
    return 0


DOES: dict[str, Callable[[Tx, Work, Union], Awaitable[int]]] = {
    "join": _join,
    "leave": _leave,
    "merge": _merge,
    "split": _split,
    "move": _move,
    "dissolve": _dissolve,
}
"""What each change does: (transaction, what was asked, the other union or the same) → members that went along."""


def _warn_of_one(tx: Tx, union: Union, units: list[rules.Unit], left: list[UUID]) -> None:
    if union.kind == "joint" and len([unit for unit in units if unit.open]) - len(left) < rules.SEVERAL:
        tx.warn(
            "joint-of-one",
            "联合基层工会覆盖的单位已不足两个，请考虑改建或合并",
            "The joint union now covers fewer than two units: consider another kind, or a merger",
            "/employers",
        )


async def _locked(tx: Tx, restructuring: UUID) -> Restructuring:
    old = await store.lock(tx, restructuring)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    return old
