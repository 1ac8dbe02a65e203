"""Returning a founding and handing it in again; renaming a union, recording what it is registered with."""

from dataclasses import replace

from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.organisations import (
    FederationResubmitted,
    FederationReturned,
    TownshipUnionResubmitted,
    UnionRegistered,
    UnionRenamed,
    UnionResubmitted,
    UnionReturned,
)
from contracts.offices import Office
from services.membership.fields import ActiveUnion, Document, FoundingUnion, UnionCode, UnionName, UnitType
from services.membership.organisations import domain, store
from services.membership.organisations.commands import APPROVERS, locked, organisations
from services.membership.organisations.domain import changes
from services.membership.organisations.fields import Industry, Opinion, ReturnedFor, ReturnedUnion


class ReturnUnion(Command):
    """Return a founding to whoever entered it."""

    returned_for: ReturnedFor
    opinion: Opinion | None = None
    occurred_on: BusinessDay


class ResubmitUnion(Command):
    """Hand a returned founding in again, once it is put right."""

    occurred_on: BusinessDay


class RenameUnion(Command):
    """Approve another name for a union, from a day on."""

    name: UnionName
    document: Document
    occurred_on: BusinessDay


class RegisterUnion(Command):
    """Record what a union is registered with; what is left out stays."""

    credit_code: UnionCode | None = None
    industry: Industry | None = None
    unit_type: UnitType | None = None
    occurred_on: BusinessDay


@organisations.command(
    "/{union}/return",
    words=("退回筹建", "Return a union's founding"),
    offices=APPROVERS,
    emits=(UnionReturned, FederationReturned),
)
async def send_back(tx: Tx, union: FoundingUnion, command: ReturnUnion) -> Done:
    """Rule 1: the superior says what to put right."""
    old = await locked(tx, union)
    new, event = changes.send_back(old, command.occurred_on, command.returned_for, tx.principal.office)
    await store.save(tx, new)
    await store.say(tx, union, command.opinion)
    return await tx.record(union, event, on=command.occurred_on, revision=new.revision)


@organisations.command(
    "/{union}/resubmit",
    words=("再次报批", "Hand a founding in again"),
    offices=(Office.TOWNSHIP_CLERK, Office.COUNTY_ORGANISER),
    emits=(UnionResubmitted, TownshipUnionResubmitted, FederationResubmitted),
)
async def resubmit(tx: Tx, union: ReturnedUnion, command: ResubmitUnion) -> Done:
    """By the office that founded it, after 更正; the superior has fifteen days again."""
    old = await locked(tx, union)
    new, event = changes.resubmit(old, command.occurred_on, tx.principal.office)
    await store.save(tx, new)
    return await tx.record(union, event, on=command.occurred_on, revision=new.revision)


@organisations.command(
    "/{union}/rename",
    words=("工会更名", "Rename a union"),
    offices=APPROVERS,
    emits=UnionRenamed,
    sensitive=True,
)
async def rename(tx: Tx, union: ActiveUnion, command: RenameUnion) -> Done:
    """更名 by the superior's approval: the past keeps the old name."""
    old = await locked(tx, union)
    domain.open_on(old, command.occurred_on)
    last = await store.last_day(tx, union)
    new, event = changes.rename(old, command.name, command.occurred_on, last, tx.principal.office)
    await store.save(tx, new)
    return await tx.record(union, event, on=command.occurred_on, revision=new.revision)


@organisations.command(
    "/{union}/register",
    words=("登记工会资料", "Record a union's registration"),
    offices=(Office.TOWNSHIP_CLERK, Office.COUNTY_ORGANISER),
    emits=UnionRegistered,
)
async def register(tx: Tx, union: ActiveUnion, command: RegisterUnion) -> Done:
    """The credit code (81…) follows the approval; industry and type of unit as they are now."""
    old = await locked(tx, union)
    domain.open_on(old, command.occurred_on)
    domain.entered_by(old, tx.principal.office)
    new = replace(
        old,
        industry=command.industry or old.industry,
        unit_type=command.unit_type or old.unit_type,
        revision=old.revision + 1,
    )
    await store.save(tx, new, credit_code=command.credit_code)
    event = UnionRegistered(
        union=union,
        place=new.place,
        credit_code=await store.code_of(tx, union),
        industry=new.industry,
        unit_type=new.unit_type,
    )
    return await tx.record(union, event, on=command.occurred_on, revision=new.revision)
