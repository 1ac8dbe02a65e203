"""What a township does with employers: register, report headcounts, correct, void."""

from dataclasses import replace
from uuid import UUID

from chassis import standing
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.organisations import (
    EmployerCoverageStated,
    EmployerEnded,
    EmployerRegistered,
    HeadcountReported,
    HeadcountRestated,
)
from contracts.offices import Office
from services.membership.employers import domain, restating, store
from services.membership.employers.domain import Employer, Reports
from services.membership.employers.fields import EndDocument, EndReason
from services.membership.fields import Area, CreditCode, EmployerName, Headcount, UnitType, Why

employers = Capability(
    "employers",
    "/employers",
    words=("用人单位", "Employers"),
    constraints={"one_employer_per_credit_code": domain.CodeTaken},
)


class RegisterEmployer(Creation):
    """Register a unit with employees."""

    name: EmployerName
    credit_code: CreditCode
    unit_type: UnitType
    area: Area | None = None
    headcount: Headcount | None = None
    occurred_on: BusinessDay


class ReportHeadcount(Command):
    """Say how many employees a unit has from a day on."""

    headcount: Headcount
    occurred_on: BusinessDay


class CorrectEmployer(Command):
    """Put a wrong registration right; what is left out stays."""

    name: EmployerName | None = None
    credit_code: CreditCode | None = None
    unit_type: UnitType | None = None
    reason: Why


class VoidEmployer(Command):
    """Take back a registration that should never have been."""

    reason: Why


class CorrectHeadcount(Command):
    """Put the headcount of a day right."""

    occurred_on: BusinessDay
    headcount: Headcount
    reason: Why


class VoidHeadcount(Command):
    """Take back the headcount of a day."""

    occurred_on: BusinessDay
    reason: Why


class EndEmployer(Command):
    """Say that a unit has ended."""

    end_reason: EndReason
    document: EndDocument
    occurred_on: BusinessDay


class VoidEnd(Command):
    """Take back that a unit has ended."""

    reason: Why


@employers.command(
    "", words=("登记用人单位", "Register an employer"), offices=(Office.TOWNSHIP_CLERK,), emits=EmployerRegistered
)
async def register(tx: Tx, command: RegisterEmployer) -> Done:
    """One registration per social credit code in the county; the first headcount may come along."""
    area = command.area or tx.principal.area
    new = Employer(
        tx.new_id(command), area[:6], area, command.name, command.unit_type, "active", command.occurred_on, 1
    )
    tx.allow(area, new.id)
    if not await store.insert(tx, new, command.credit_code):
        office = await store.office_of_code(tx, new.county, command.credit_code)
        raise domain.CodeRegistered("credit_code", office=office)
    if command.headcount is not None:
        await store.state_headcount(tx, new.id, command.occurred_on, command.headcount)
    done = EmployerRegistered(employer=new.id, place=new.place, name=new.name, unit_type=command.unit_type)
    if command.headcount is None:
        return await tx.record(new.id, done, on=command.occurred_on, revision=1)
    tx.also(new.id, done, on=command.occurred_on)
    first = domain.reported(new, (command.headcount, 0))
    return await tx.record(new.id, first, on=command.occurred_on, revision=1)


@employers.command(
    "/{employer}/headcount",
    words=("上报职工人数", "Report a headcount"),
    offices=(Office.TOWNSHIP_CLERK,),
    emits=(HeadcountReported, HeadcountRestated),
)
async def report_headcount(tx: Tx, employer: UUID, command: ReportHeadcount) -> Done:
    """A late report also moves the covered headcount of the days that followed from the older one."""
    old, before = await _locked(tx, employer)
    day = command.occurred_on
    domain.may_report(old, before, day)
    await store.state_headcount(tx, employer, day, command.headcount)
    after = replace(before, stated={**before.stated, day: command.headcount})
    new = await _next(tx, old)
    await restating.restate(tx, old, before, after, "headcount-changed", without=day)
    return await tx.record(employer, domain.reported(old, after.series()[day]), on=day, revision=new.revision)


@employers.command(
    "/{employer}/correct-headcount",
    words=("更正职工人数", "Correct a headcount"),
    offices=(Office.TOWNSHIP_CLERK,),
    emits=(Corrected, HeadcountRestated),
)
async def correct_headcount(tx: Tx, employer: UUID, command: CorrectHeadcount) -> Done:
    """One event takes the wrong figure back on its day and puts the right one there."""
    old, before = await _locked(tx, employer)
    day = command.occurred_on
    domain.may_change(before, day)
    event_id, said, _ = (await restating.said_of(tx, old, day))[-1]
    await store.state_headcount(tx, employer, day, command.headcount)
    after = replace(before, stated={**before.stated, day: command.headcount})
    new = await _next(tx, old)
    await restating.restate(tx, old, before, after, "headcount-changed", without=day)
    headcount, covered = after.series()[day]
    right = said.model_copy(update={"headcount": headcount, "covered": covered})
    corrected = Corrected.of(event_id, said, day, right, day, command.reason)
    return await tx.record(employer, corrected, on=day, revision=new.revision)


@employers.command(
    "/{employer}/void-headcount",
    words=("作废职工人数", "Void a headcount"),
    offices=(Office.TOWNSHIP_CLERK,),
    emits=(Voided, HeadcountRestated),
)
async def void_headcount(tx: Tx, employer: UUID, command: VoidHeadcount) -> Done:
    """The report of that day never was; where a union's cover begins on it, the older figure takes its place."""
    old, before = await _locked(tx, employer)
    day = command.occurred_on
    domain.may_change(before, day)
    *earlier, (event_id, said, _) = await restating.said_of(tx, old, day)
    await store.forget_headcount(tx, employer, day)
    after = replace(before, stated={each: n for each, n in before.stated.items() if each != day})
    new = await _next(tx, old)
    await restating.retract(tx, old, earlier, command.reason)
    await restating.restate(tx, old, before, after, "headcount-changed", without=day)
    if line := after.series().get(day):
        tx.also(employer, domain.restatement(old, line, "headcount-changed"), on=day)
    return await tx.record(employer, Voided.of(event_id, said, day, command.reason), on=day, revision=new.revision)


@employers.command(
    "/{employer}/correct",
    words=("更正用人单位", "Correct an employer"),
    offices=(Office.TOWNSHIP_CLERK,),
    emits=Corrected,
)
async def correct(tx: Tx, employer: UUID, command: CorrectEmployer) -> Done:
    """Name, code and type as they should have been from the first day."""
    old, _ = await _locked(tx, employer)
    event_id, said, on = await standing.last(tx, employer, EmployerRegistered)
    name, unit_type = command.name or old.name, command.unit_type or said.unit_type
    new = replace(old, name=name, unit_type=unit_type, revision=old.revision + 1)
    await store.save(tx, new, command.credit_code)
    right = said.model_copy(update={"name": name, "unit_type": unit_type})
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(employer, corrected, on=on, revision=new.revision)


@employers.command(
    "/{employer}/void",
    words=("作废用人单位", "Void an employer"),
    offices=(Office.TOWNSHIP_CLERK,),
    emits=Voided,
)
async def void(tx: Tx, employer: UUID, command: VoidEmployer) -> Done:
    """Only while nothing depends on it."""
    old, _ = await _locked(tx, employer)
    if await store.in_use(tx, employer):
        raise domain.EmployerInUse
    event_id, said, on = await standing.last(tx, employer, EmployerRegistered)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(employer, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@employers.command(
    "/{employer}/end",
    words=("单位终止", "End an employer"),
    offices=(Office.TOWNSHIP_CLERK,),
    emits=(EmployerEnded, HeadcountRestated, EmployerCoverageStated),
)
async def end(tx: Tx, employer: UUID, command: EndEmployer) -> Done:
    """Its union may be dissolved from then on (rule 4), a joint one goes on without it."""
    old, before = await _locked(tx, employer)
    day = command.occurred_on
    said = (await standing.last(tx, employer, EmployerRegistered))[1]
    event = domain.end(old, before, day, command.end_reason, said.unit_type)
    new = domain.ended(old, day)
    await store.save(tx, new, end=(command.end_reason, command.document))
    await restating.restate(tx, old, before, replace(before, ended_on=day), "employer-ended")
    return await tx.record(employer, event, on=day, revision=new.revision)


@employers.command(
    "/{employer}/void-end",
    words=("作废单位终止", "Void an employer's end"),
    offices=(Office.TOWNSHIP_CLERK,),
    emits=(Voided, HeadcountRestated, EmployerCoverageStated),
)
async def void_end(tx: Tx, employer: UUID, command: VoidEnd) -> Done:
    """Only while no union was dissolved for it: dissolving ended its cover."""
    old = await store.lock(tx, employer)
    tx.allow(old.area, old.id)
    tx.expect(old.revision)
    if old.ended_on is None:
        raise domain.StillThere
    before = (await store.reports(tx, [employer]))[employer]
    if any(until and until >= old.ended_on for _, until in before.covered):
        raise domain.EmployerInUse
    event_id, said, on = await standing.last(tx, employer, EmployerEnded)
    new = domain.ended(old, None)
    await store.save(tx, new)
    await restating.restate(tx, old, before, replace(before, ended_on=None), "employer-ended")
    return await tx.record(employer, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _locked(tx: Tx, employer: UUID) -> tuple[Employer, Reports]:
    old = await store.lock(tx, employer)
    tx.allow(old.area, old.id)
    tx.expect(old.revision)
    domain.living(old)
    return old, (await store.reports(tx, [employer]))[employer]


async def _next(tx: Tx, old: Employer) -> Employer:
    new = replace(old, revision=old.revision + 1)
    await store.save(tx, new)
    return new
