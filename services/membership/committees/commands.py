"""Forming committees and ending them; stating how many members are women."""

from uuid import UUID

from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.committees import (
    CommitteeEnded,
    CommitteeFormed,
    CommitteeMissing,
    CommitteeNotNeeded,
    FederationCommitteeMissing,
    WomenCounted,
)
from contracts.offices import Office
from services.membership.committees import domain, restating, store
from services.membership.committees.domain import Committee
from services.membership.committees.fields import (
    Because,
    Form,
    FormedCommittee,
    Kind,
    Size,
    UnformedCommittee,
    Women,
    WomensCommittee,
)
from services.membership.fields import UnionId
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import Union

KEEPERS = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR, Office.COUNTY_ORGANISER)
NEEDS = (CommitteeMissing, FederationCommitteeMissing, CommitteeNotNeeded)

committees = Capability(
    "committees",
    "/committees",
    words=("专门委员会", "Committees"),
    constraints={"one_committee_per_kind": domain.CommitteeExists},
)


class RegisterCommittee(Creation):
    """A committee that stands."""

    union: UnionId
    committee: Kind
    form: Form
    size: Size
    occurred_on: BusinessDay


class CountWomen(Creation):
    """How many of a union's members are women, for the first time."""

    union: UnionId
    women: Women
    occurred_on: BusinessDay


class FormCommittee(Command):
    """Form what is missing."""

    form: Form
    size: Size
    occurred_on: BusinessDay


class CountWomenAgain(Command):
    """A later number."""

    women: Women
    occurred_on: BusinessDay


class EndCommittee(Command):
    """End a committee."""

    because: Because
    occurred_on: BusinessDay


@committees.command("", words=("登记专门委员会", "Register a committee"), offices=KEEPERS, emits=CommitteeFormed)
async def register(tx: Tx, command: RegisterCommittee) -> Done:
    """A union's first record of this kind."""
    union = await _of(tx, command.union)
    on = command.occurred_on
    tx.happened(on)
    blank = domain.known(tx.new_id(command), union, command.committee)
    full = await restating.full_from(tx, blank, union, on)
    new, event = domain.form(blank, union, command.form, command.size, on, full)
    await store.insert(tx, new)
    return await tx.record(new.id, event, on=on, revision=new.revision)


@committees.command(
    "/women-count",
    words=("上报女会员数", "State the number of women members"),
    offices=KEEPERS,
    emits=(WomenCounted, *NEEDS),
)
async def count_first(tx: Tx, command: CountWomen) -> Done:
    """From the threshold on a women's committee is due."""
    union = await _of(tx, command.union)
    on = command.occurred_on
    tx.happened(on)
    new, event = domain.count(domain.known(tx.new_id(command), union, "women"), union, command.women, on)
    new = await restating.restate(tx, new, union, on)
    await store.insert(tx, new)
    return await tx.record(new.id, event, on=on, revision=new.revision)


@committees.command(
    "/{committee}/form",
    words=("建立专门委员会", "Form a committee"),
    offices=KEEPERS,
    emits=(CommitteeFormed, CommitteeEnded),
)
async def form(tx: Tx, committee: UnformedCommittee, command: FormCommittee) -> Done:
    """What is due is formed; an officer gives way to a full committee."""
    old, union = await locked(tx, committee)
    on = command.occurred_on
    tx.happened(on)
    full = await restating.full_from(tx, old, union, on)
    new, event = domain.form(old, union, command.form, command.size, on, full)
    if old.state == "formed":
        tx.also(committee, domain.ended(old, union, "not-needed"), on=on)
    await store.save(tx, new)
    return await tx.record(committee, event, on=on, revision=new.revision)


@committees.command(
    "/{committee}/count",
    words=("再次上报女会员数", "State the number of women members again"),
    offices=KEEPERS,
    emits=(WomenCounted, *NEEDS),
)
async def count(tx: Tx, committee: WomensCommittee, command: CountWomenAgain) -> Done:
    """Below the threshold nothing is due any more, and what stands may be ended."""
    old, union = await locked(tx, committee)
    on = command.occurred_on
    tx.happened(on)
    new, event = domain.count(old, union, command.women, on)
    new = await restating.restate(tx, new, union, on)
    await store.save(tx, new)
    return await tx.record(committee, event, on=on, revision=new.revision)


@committees.command(
    "/{committee}/end", words=("撤销专门委员会", "End a committee"), offices=KEEPERS, emits=CommitteeEnded
)
async def end(tx: Tx, committee: FormedCommittee, command: EndCommittee) -> Done:
    """Not while the union must have it."""
    old, union = await locked(tx, committee)
    on = command.occurred_on
    tx.happened(on)
    full = await restating.full_from(tx, old, union, on)
    new, event = domain.end(old, union, command.because, on, full)
    await store.save(tx, new)
    return await tx.record(committee, event, on=on, revision=new.revision)


async def locked(tx: Tx, committee: UUID) -> tuple[Committee, Union]:
    """A committee about to change, and its union; the asker keeps it."""
    old = await store.lock(tx, committee)
    union = await organisations.read(tx, old.union)
    tx.allow(union.area, union.id)
    tx.expect(old.revision)
    domain.keeper(union, tx.principal.office)
    return old, union


async def _of(tx: Tx, union: UUID) -> Union:
    found = await organisations.read(tx, union)
    tx.allow(found.area, found.id)
    domain.keeper(found, tx.principal.office)
    return found
