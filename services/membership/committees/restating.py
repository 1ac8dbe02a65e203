"""Saying anew whether a committee is missing, where another record changes what the union must have."""

from dataclasses import replace
from datetime import date

from chassis import parameters
from chassis.ids import uuid7
from chassis.postgres import Tx
from services.membership.committees import domain, store
from services.membership.committees.domain import COMMITTEE_DAYS, WOMENS_COMMITTEE_FROM, Committee
from services.membership.organisations.domain import Union


async def full_from(tx: Tx, committee: Committee, union: Union, on: date) -> int | None:
    """From which number on the union must have it in full; None when it need not. As domain.needed."""
    (women_from,) = await parameters.values(tx, union.county, on, WOMENS_COMMITTEE_FROM)
    return domain.needed(committee, await store.members_of(tx, union.id), women_from)


async def restate(tx: Tx, committee: Committee, union: Union, on: date) -> Committee:
    """Open or end the item that it is missing; answers the committee as it is then, not saved."""
    full = await full_from(tx, committee, union, on)
    must = committee.committee == "audit" or full is not None
    stands = committee.state == "formed" and (committee.form == "full" or full is None)
    if must and not stands:
        (days,) = await parameters.values(tx, union.county, on, COMMITTEE_DAYS)
        new, missing = domain.due(committee, union, on, days)
        tx.also(committee.id, missing, on=on)
        return new
    new, settled = domain.not_needed(committee, union)
    tx.also(committee.id, settled, on=on)
    return new


async def with_term(tx: Tx, union: Union, on: date) -> None:
    """A term begins: an audit committee belongs to it (every level has one)."""
    old = await store.of_union(tx, union.id, "audit")
    if old is None:
        new = await restate(tx, domain.known(uuid7(), union, "audit"), union, on)
        await store.insert(tx, replace(new, revision=1))
    elif old.state == "ended":
        new = await restate(tx, old, union, on)
        await store.save(tx, replace(new, revision=old.revision + 1))
