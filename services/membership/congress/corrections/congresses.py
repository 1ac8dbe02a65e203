"""Putting a congress right, or taking its last step back."""

from dataclasses import replace
from uuid import UUID

from chassis import parameters, standing
from chassis.command import Command, Done
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.congress import (
    CongressConfirmed,
    CongressEnded,
    CongressSetUp,
    DelegatesElected,
    DelegatesEnded,
)
from services.membership.congress.commands.congresses import ACTS, congresses, locked
from services.membership.congress.domain import congresses as domain
from services.membership.congress.fields import (
    ActiveCongress,
    ElectingCongress,
    Employees,
    EndedCongress,
    Managers,
    OpenCongress,
    TermYears,
)
from services.membership.congress.store import congresses as store
from services.membership.congress.store import steps
from services.membership.fields import Why

STEPS = (CongressSetUp, DelegatesElected, DelegatesEnded, CongressConfirmed, CongressEnded)


class CorrectCongress(Command):
    """What was wrong of the preparation; what is left out stays."""

    term_years: TermYears | None = None
    employees: Employees | None = None
    reason: Why


class CorrectDelegates(Command):
    """Whether the delegates entered last are managers."""

    managers: Managers
    reason: Why


class VoidCongressStep(Command):
    """A step that should never have been."""

    reason: Why


@congresses.command("/{congress}/correct", words=("更正筹备", "Correct a congress"), offices=ACTS, emits=Corrected)
async def correct(tx: Tx, congress: ElectingCongress, command: CorrectCongress) -> Done:
    """While it is in preparation: its delegates were confirmed against these figures."""
    old = await locked(tx, congress)
    domain.electing(old)
    event_id, said, on = await standing.last(tx, congress, CongressSetUp)
    new = replace(
        old,
        term_years=command.term_years or old.term_years,
        employees=command.employees or old.employees,
        revision=old.revision + 1,
    )
    (below,) = await parameters.values(tx, old.county, on, domain.ASSEMBLY_BELOW)
    right = domain.set_up(new, below)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(congress, corrected, on=on, revision=new.revision)


@congresses.command("/{congress}/void", words=("作废筹备", "Void a congress"), offices=ACTS, emits=Voided)
async def void(tx: Tx, congress: ElectingCongress, command: VoidCongressStep) -> Done:
    """While nobody is elected."""
    old = await locked(tx, congress)
    domain.electing(old)
    event_id, said, on = await steps.last(tx, congress, CongressSetUp, *STEPS)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(congress, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@congresses.command(
    "/{congress}/correct-election",
    words=("更正当选代表", "Correct the last election of delegates"),
    offices=ACTS,
    emits=Corrected,
)
async def correct_election(tx: Tx, congress: OpenCongress, command: CorrectDelegates) -> Done:
    """The group entered last, as long as nothing followed."""
    old = await locked(tx, congress)
    domain.living(old)
    event_id, said, on = await steps.last(tx, congress, DelegatesElected, *STEPS)
    new = replace(old, revision=old.revision + 1)
    await store.mark_managers(tx, said.delegates, managers=command.managers)
    await store.save(tx, new)
    right = said.model_copy(update={"managers": command.managers})
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(congress, corrected, on=on, revision=new.revision)


@congresses.command(
    "/{congress}/void-election",
    words=("作废当选代表", "Void the last election of delegates"),
    offices=ACTS,
    emits=Voided,
)
async def void_election(tx: Tx, congress: OpenCongress, command: VoidCongressStep) -> Done:
    """The group entered last, as long as none of them was at a session or put a motion."""
    old = await locked(tx, congress)
    domain.living(old)
    event_id, said, on = await steps.last(tx, congress, DelegatesElected, *STEPS)
    if await store.in_use(tx, said.delegates):
        raise domain.DelegatesInUse
    new = replace(old, seats=old.seats - len(said.delegates), revision=old.revision + 1)
    await store.unseat(tx, said.delegates)
    await store.save(tx, new)
    return await tx.record(congress, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@congresses.command(
    "/{congress}/void-release", words=("作废代表终止", "Void the last release"), offices=ACTS, emits=Voided
)
async def void_release(tx: Tx, congress: OpenCongress, command: VoidCongressStep) -> Done:
    """They are delegates as before; the database refuses whoever was elected again meanwhile."""
    old = await locked(tx, congress)
    domain.living(old)
    event_id, said, on = await steps.last(tx, congress, DelegatesEnded, *STEPS)
    new = replace(old, revision=old.revision + 1)
    await store.release(tx, said.delegates, None)
    await store.save(tx, new)
    return await tx.record(congress, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@congresses.command(
    "/{congress}/void-confirmation",
    words=("作废建立", "Void a congress's establishment"),
    offices=ACTS,
    emits=Voided,
)
async def void_confirmation(tx: Tx, congress: ActiveCongress, command: VoidCongressStep) -> Done:
    """While no session was called and no motion put."""
    old = await locked(tx, congress)
    new = domain.unconfirm(old)
    if await store.used(tx, congress):
        raise domain.CongressInUse
    return await _taken_back(tx, congress, new, CongressConfirmed, command)


@congresses.command("/{congress}/void-end", words=("作废届终", "Void a congress's end"), offices=ACTS, emits=Voided)
async def void_end(tx: Tx, congress: EndedCongress, command: VoidCongressStep) -> Done:
    """It goes on, unless the unit has set up the next one."""
    old = await locked(tx, congress)
    return await _taken_back(tx, congress, domain.unend(old), CongressEnded, command)


async def _taken_back(
    tx: Tx,
    congress: UUID,
    new: domain.Congress,
    kind: type[CongressConfirmed] | type[CongressEnded],
    command: VoidCongressStep,
) -> Done:
    event_id, said, on = await steps.last(tx, congress, kind, *STEPS)
    await store.save(tx, new)
    return await tx.record(congress, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)
