"""Putting a union's founding right; taking back a founding, an approval, a change of name."""

from dataclasses import replace
from uuid import UUID

from chassis import standing
from chassis.command import Command, Done
from chassis.postgres import Tx
from contracts.declare import Corrected, Event, Voided
from contracts.membership.organisations import (
    EmployerCoverageStated,
    HeadcountRestated,
    TownshipUnionFounded,
    UnionApproved,
    UnionFounded,
)
from contracts.offices import Office
from services.membership.employers import store as employers
from services.membership.fields import ActiveUnion, EmployerIds, ParentId, UnionCode, UnionName, UnitType, Why
from services.membership.organisations import domain, store
from services.membership.organisations.commands import APPROVERS, cover, list_employers, locked, organisations
from services.membership.organisations.domain import Union, changes
from services.membership.organisations.fields import Industry, UnapprovedUnion


class CorrectUnion(Command):
    """Put a founding right until it is approved; what is left out stays."""

    name: UnionName | None = None
    parent: ParentId | None = None
    employers: EmployerIds | None = None
    credit_code: UnionCode | None = None
    industry: Industry | None = None
    unit_type: UnitType | None = None
    reason: Why


class VoidUnion(Command):
    """Take back a founding, an approval, a change of name."""

    reason: Why


@organisations.command(
    "/{union}/correct",
    words=("更正筹建", "Correct a union's founding"),
    offices=(Office.TOWNSHIP_CLERK, Office.COUNTY_ORGANISER),
    emits=Corrected,
)
async def correct(tx: Tx, union: UnapprovedUnion, command: CorrectUnion) -> Done:
    """While it awaits approval, or was returned: what was approved is not changed by its founder."""
    old = await locked(tx, union)
    domain.unapproved(old)
    domain.entered_by(old, tx.principal.office)
    event_id, said, on = await standing.last(tx, union, domain.founding_type(old))
    new = replace(
        old,
        name=command.name or old.name,
        parent=command.parent or old.parent,
        industry=command.industry or old.industry,
        unit_type=command.unit_type or old.unit_type,
        revision=old.revision + 1,
    )
    right = await _founded_anew(tx, new, command.employers)
    await store.save(tx, new, credit_code=command.credit_code)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(union, corrected, on=on, revision=new.revision)


async def _founded_anew(tx: Tx, union: Union, listed: list[UUID] | None) -> UnionFounded | TownshipUnionFounded:
    if union.parent is None:
        return domain.found_federation(union)
    parent = await store.read(tx, union.parent)
    if listed is None:
        return domain.found(union, parent, await employers.listed_under(tx, union.id))
    listed = sorted(set(listed))
    right = domain.found(union, parent, listed)
    await store.drop_coverage(tx, union.id)
    await list_employers(tx, union, listed)
    return right


@organisations.command(
    "/{union}/void",
    words=("作废筹建", "Void a union's founding"),
    offices=(Office.TOWNSHIP_CLERK, Office.COUNTY_ORGANISER),
    emits=Voided,
)
async def void(tx: Tx, union: UnapprovedUnion, command: VoidUnion) -> Done:
    """A founding that should never have been; its employers are free for another union."""
    old = await locked(tx, union)
    domain.unapproved(old)
    domain.entered_by(old, tx.principal.office)
    first, *later = await standing.of_kind(tx, union, Event)
    for event_id, said, on in reversed(later):  # returned and handed in again: nothing of it waits any more
        tx.also(union, Voided.of(event_id, said, on, command.reason), on=on)
    event_id, said, on = first
    new = replace(old, state="void", returned_for=None, revision=old.revision + 1)
    await store.save(tx, new)
    await store.drop_coverage(tx, union)
    return await tx.record(union, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@organisations.command(
    "/{union}/void-approval",
    words=("作废批准", "Void a union's approval"),
    offices=APPROVERS,
    emits=(Voided, HeadcountRestated, EmployerCoverageStated),
)
async def void_approval(tx: Tx, union: ActiveUnion, command: VoidUnion) -> Done:
    """The union awaits approval again; its employers' covered headcounts are reported anew without it."""
    old = await locked(tx, union)
    domain.approved_by(old, tx.principal.office)
    if await store.in_use(tx, union) or len(await store.dated(tx, union)) > 1:
        raise domain.UnionInUse
    event_id, said, on = await standing.last(tx, union, UnionApproved)
    new = replace(old, state="founding", approved_on=None, revision=old.revision + 1)
    await store.save(tx, new)
    await cover(tx, new, "approval-voided")
    return await tx.record(union, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@organisations.command(
    "/{union}/void-rename", words=("作废更名", "Void a change of name"), offices=APPROVERS, emits=Voided
)
async def void_rename(tx: Tx, union: ActiveUnion, command: VoidUnion) -> Done:
    """The union bears its former name again, as if it had never changed; only while nothing was built upon it."""
    old = await locked(tx, union)
    domain.open_on(old, old.approved_on or old.founded_on)
    domain.superior(old, tx.principal.office)
    event_id, said, on = changes.renamed_last(await store.dated(tx, union))
    new = replace(old, name=said.former, revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(union, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)
