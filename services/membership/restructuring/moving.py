"""What an approved rearrangement does, all in its transaction: cover, members, subordinate unions, areas, the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args
from uuid import UUID

from chassis.log.journal import Said
from chassis.postgres import Tx
from contracts.declare import Place
from contracts.membership.cadres import AppointmentEnded
from contracts.membership.committees import CommitteeKind
from contracts.membership.restructuring import (
    EmployerMoved,
    MemberMovedWithUnion,
    RetainedMemberMovedWithUnion,
    UnionClosed,
    UnionCoverageChanged,
    UnionMoved,
)
from contracts.offices import Office
from services.membership.committees import domain as committing
from services.membership.committees import store as committees
from services.membership.employers import restating
from services.membership.employers import store as employers
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import EmployerElsewhere, Union
from services.membership.organisations.domain.changes import not_before
from services.membership.restructuring import domain, store
from services.membership.restructuring.domain import Restructuring
from services.membership.restructuring.store import Going
from services.membership.terms import domain as terming
from services.membership.terms import store as terms


@dataclass(frozen=True)
class Work:
    """An approved request with its unions, locked, and its day."""

    asked: Restructuring
    union: Union
    day: date


@dataclass(frozen=True)
class Cover:
    """Units that a union covers from the day on, or no longer."""

    union: Union
    joined: Sequence[UUID] = ()
    left: Sequence[UUID] = ()


async def cover(tx: Tx, work: Work, *changes: Cover) -> None:
    """Change what unions cover, and restate the headcounts that count as covered. JoinedLater."""
    concerned = sorted({each for change in changes for each in (*change.joined, *change.left)})
    locked = await employers.lock_all(tx, concerned)
    coming = {each for change in changes for each in change.joined}
    if late := [each for each in locked if each.id in coming and each.registered_on > work.day]:
        raise domain.JoinedLater("occurred_on", count=len(late))
    before = await employers.reports(tx, concerned)
    for change in changes:
        await store.end_cover(tx, change.union.id, list(change.left), work.day)
        await store.begin_cover(tx, change.union.id, list(change.joined), work.day)
    after = await employers.reports(tx, concerned)
    for employer in locked:
        await restating.restate(tx, employer, before[employer.id], after[employer.id], "coverage-changed")
    for change in changes:
        if change.joined or change.left:
            said = UnionCoverageChanged(
                union=change.union.id,
                place=change.union.place,
                joined=list(change.joined),
                left=list(change.left),
                restructuring=work.asked.id,
            )
            tx.also(change.union.id, said, on=work.day, at=change.union.area, org=change.union.id)


async def nearby(tx: Tx, union: Union, chosen: Sequence[UUID]) -> None:
    """Refuse units of another township, and those that are not there. EmployerElsewhere."""
    found = await employers.lock_all(tx, chosen)
    if len(found) != len(chosen) or any(each.area != union.area or each.state != "active" for each in found):
        raise EmployerElsewhere("employers")


async def bring(tx: Tx, work: Work, going: Sequence[Going], to: Union) -> int:
    """Members leave the union and join another on the day, by one statement each for all of them (rule 6).

    TooMany, JoinedLater. Whose transfer waits has been refused before.
    """
    if len(going) > domain.MOST_MEMBERS:
        raise domain.TooMany(most=domain.MOST_MEMBERS)
    if late := [each for each in going if each.since >= work.day]:
        raise domain.JoinedLater("occurred_on", count=len(late))
    await store.move_members(tx, [each.id for each in going], to, work.day)
    origin = work.union.place
    await tx.record_all(
        Said(each.id, _moved(each, origin, to.place, work.asked.id), work.day, to.area, to.id) for each in going
    )
    return len(going)


def _moved(member: Going, origin: Place, to: Place, restructuring: UUID) -> MemberMovedWithUnion:
    if member.retained_for is None:
        return MemberMovedWithUnion(
            member=member.id, origin=origin, to=to, employment=member.employment, restructuring=restructuring
        )
    return RetainedMemberMovedWithUnion(
        member=member.id,
        origin=origin,
        to=to,
        employment=member.employment,
        restructuring=restructuring,
        retained_for=member.retained_for,
    )


async def subtree(tx: Tx, union: Union) -> list[Union]:
    """All unions below, locked, those above before those below. FoundingBelow."""
    found: list[Union] = []
    waiting = [union]
    while waiting:
        below = await store.lock_below(tx, waiting.pop(0).id)
        if any(each.state != "active" for each in below):
            raise domain.FoundingBelow
        found += below
        waiting += below
    return found


async def settled(tx: Tx, unions: Sequence[Union]) -> None:
    """Refuse while a transfer from or to one of these unions waits. TransfersWaiting."""
    if count := await store.arriving(tx, [each.id for each in unions]):
        raise domain.TransfersWaiting(count=count)


async def place(tx: Tx, work: Work, roots: Sequence[Union], below: Sequence[Union], parent: Union) -> None:
    """`roots` belong under another superior from the day on; with all `below` them they lie where that one lies."""
    elsewhere = [each for each in (*roots, *below) if each.area != parent.area]
    for each in (*roots, *below):
        if each in roots or each in elsewhere:
            await _move(tx, work, each, parent if each in roots else None, parent.area)
    if elsewhere:
        await settled(tx, elsewhere)
        covered = [unit.employer for each in elsewhere for unit in await store.units(tx, each.id) if unit.open]
        await take_along(tx, work, [each.id for each in elsewhere], covered, parent.area)
        await store.relocate(tx, [each.id for each in elsewhere], parent.area)


async def _move(tx: Tx, work: Work, union: Union, parent: Union | None, area: str) -> None:
    not_before(work.day, await organisations.last_day(tx, union.id))
    above = parent.id if parent else union.parent
    new = replace(union, area=area, parent=above, revision=union.revision + 1)
    await organisations.save(tx, new)
    said = UnionMoved(
        union=union.id,
        origin=union.place,
        place=new.place,
        former=union.parent,
        parent=above,
        restructuring=work.asked.id,
    )
    tx.also(union.id, said, on=work.day, at=area, org=union.id)


async def take_along(tx: Tx, work: Work, unions: list[UUID], covered: list[UUID], area: str) -> None:
    """Employers lie in another township with the unions that cover them. SharedUnit."""
    locked = [each for each in await employers.lock_all(tx, sorted(set(covered))) if each.area != area]
    ids = [each.id for each in locked]
    if await store.shared(tx, unions, ids):
        raise domain.SharedUnit
    await store.relocate_employers(tx, ids, area)
    for each in locked:
        there = Place(org=each.id, area=area)
        said = EmployerMoved(employer=each.id, origin=each.place, place=there, restructuring=work.asked.id)
        tx.also(each.id, said, on=work.day, at=area, org=each.id)


async def close(tx: Tx, work: Work, successor: UUID | None) -> None:
    """The union is no more from the day on; whoever held an office in it holds it no longer."""
    old = work.union
    new = replace(old, state="closed", closed_on=work.day, revision=old.revision + 1)
    await organisations.save(tx, new)
    await store.succeed(tx, old.id, successor)
    for each in await store.end_appointments(tx, old.id):
        ended = AppointmentEnded(
            appointment=each.id,
            account=each.account,
            holds=Office(each.office),
            place=Place(org=each.org, area=each.area),
            reason="union-closed",
        )
        tx.also(each.id, ended, on=tx.today, at=each.area, org=each.org)
    await _end_term(tx, new, work.day)
    for kind in get_args(CommitteeKind):
        await _end_committee(tx, new, kind, work.day)
    said = UnionClosed(union=old.id, place=old.place, kind=old.kind, successor=successor, restructuring=work.asked.id)
    tx.also(old.id, said, on=work.day, at=old.area, org=old.id)


async def _end_term(tx: Tx, closed: Union, on: date) -> None:
    """Its term goes with it: nobody is left to elect."""
    if term := await terms.running_of(tx, closed.id):
        new, event = terming.over(term, closed, "union-ended", on)
        await terms.save(tx, new)
        tx.also(term.id, event, on=on, at=closed.area, org=closed.id)


async def _end_committee(tx: Tx, closed: Union, kind: CommitteeKind, on: date) -> None:
    """A committee goes with its union; one that is due is needed no more."""
    old = await committees.of_union(tx, closed.id, kind)
    if old is None:
        return
    if old.due_on is not None:
        left, not_needed = committing.not_needed(old, closed)
        tx.also(old.id, not_needed, on=on, at=closed.area, org=closed.id)
        old = replace(left, revision=old.revision + 1)
        await committees.save(tx, old)
    if old.state == "formed":
        new, event = committing.end(old, closed, "union-closed", on, None)
        await committees.save(tx, new)
        tx.also(old.id, event, on=on, at=closed.area, org=closed.id)
