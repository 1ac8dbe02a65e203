"""Founding unions and approving them. What else happens to them is in `changes`."""

from uuid import UUID

from pydantic import Field

from chassis.access.two_persons import entered_by_another
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.organisations import (
    EmployerCoverageStated,
    FederationFounded,
    HeadcountRestated,
    RestatedBecause,
    TownshipUnionFounded,
    UnionApproved,
    UnionFounded,
)
from contracts.offices import Office
from services.membership.employers import domain as employing
from services.membership.employers import restating
from services.membership.employers import store as employers
from services.membership.fields import (
    Area,
    BaseKind,
    Document,
    EmployerIds,
    FoundingUnion,
    ParentId,
    UnionCode,
    UnionName,
    UnitType,
)
from services.membership.organisations import domain, store
from services.membership.organisations.domain import Union
from services.membership.organisations.fields import Industry

organisations = Capability(
    "organisations",
    "/unions",
    words=("工会组织", "Unions"),
    constraints={
        "one_federation_per_county": domain.FederationExists,
        "one_union_per_township": domain.TownshipUnionExists,
        "one_union_per_name": domain.NameTaken,
    },
)
APPROVERS = (Office.TOWNSHIP_CHAIR, Office.COUNTY_ORGANISER, Office.COUNTY_APPROVER)


class FoundUnion(Creation):
    """筹建: ask the superior's approval for a new union."""

    name: UnionName
    kind: BaseKind
    parent: ParentId
    employers: EmployerIds = Field(default_factory=list)
    area: Area | None = None
    credit_code: UnionCode | None = None
    industry: Industry | None = None
    unit_type: UnitType | None = None
    occurred_on: BusinessDay


class FoundFederation(Creation):
    """筹建县总工会."""

    name: UnionName
    credit_code: UnionCode | None = None
    occurred_on: BusinessDay


class ApproveUnion(Command):
    """Approve a union in founding."""

    occurred_on: BusinessDay
    document: Document | None = None


@organisations.command(
    "",
    words=("筹建工会", "Found a union"),
    offices=(Office.TOWNSHIP_CLERK,),
    emits=(UnionFounded, TownshipUnionFounded),
)
async def found(tx: Tx, command: FoundUnion) -> Done:
    """A base union under its township's, or a township's union under the county federation (rule 1)."""
    area = command.area or tx.principal.area
    new = Union(
        tx.new_id(command),
        area[:6],
        area,
        command.name,
        command.kind,
        command.parent,
        "founding",
        command.occurred_on,
        None,
        1,
        command.industry,
        command.unit_type,
    )
    tx.allow(area, new.id)
    parent = await store.read(tx, command.parent)
    listed = sorted(set(command.employers))
    event = domain.found(new, parent, listed)
    await store.insert(tx, new, command.credit_code)
    await list_employers(tx, new, listed)
    return await tx.record(new.id, event, on=command.occurred_on, revision=1)


@organisations.command(
    "/federation",
    words=("筹建县总工会", "Found the county federation"),
    offices=(Office.COUNTY_ORGANISER,),
    emits=FederationFounded,
)
async def found_federation(tx: Tx, command: FoundFederation) -> Done:
    """The county's own union; its superior is not on the platform, so its approval names a document."""
    county = tx.principal.county
    new = Union(
        tx.new_id(command),
        county,
        county,
        command.name,
        "county-federation",
        None,
        "founding",
        command.occurred_on,
        None,
        1,
    )
    tx.allow(county, new.id)
    await store.insert(tx, new, command.credit_code)
    return await tx.record(new.id, domain.found_federation(new), on=command.occurred_on, revision=1)


@organisations.command(
    "/{union}/approve",
    words=("批准成立", "Approve a union"),
    offices=APPROVERS,
    emits=(UnionApproved, HeadcountRestated, EmployerCoverageStated),
    sensitive=True,
)
async def approve(tx: Tx, union: FoundingUnion, command: ApproveUnion) -> Done:
    """Rule 1. From this day on the union covers its employers, so their covered headcounts are reported anew."""
    old = await locked(tx, union)
    await entered_by_another(tx, union, domain.founding_type(old), domain.resubmitted_type(old))
    day = command.occurred_on
    new, event = domain.approve(old, day, command.document, tx.principal.office)
    await store.save(tx, new, command.document)
    await cover(tx, new, "approval")
    return await tx.record(union, event, on=day, revision=new.revision)


async def locked(tx: Tx, union: UUID) -> Union:
    """A union about to change, in the asker's reach and as the asker has seen it."""
    old = await store.lock(tx, union)
    tx.allow(old.area, old.id)
    tx.expect(old.revision)
    return old


async def list_employers(tx: Tx, union: Union, listed: list[UUID]) -> None:
    """The union lists employers of its own township, which are there on the founding's day. EmployerElsewhere."""
    if not listed:
        return
    found = await employers.lock_all(tx, listed)
    if len(found) != len(listed) or any(each.area != union.area or each.state != "active" for each in found):
        raise domain.EmployerElsewhere("employers")
    for each in found:
        if union.founded_on < each.registered_on:
            raise employing.BeforeRegistration("occurred_on", since=each.registered_on)
    await employers.list_under(tx, union.id, listed)


async def cover(tx: Tx, union: Union, because_of: RestatedBecause) -> None:
    """The union's cover begins or ends: lines that change are reported anew."""
    listed = await employers.listed_under(tx, union.id)
    if not listed:
        return
    locked = await employers.lock_all(tx, listed)
    before = await employers.reports(tx, listed)
    await store.begin_coverage(tx, union.id, union.approved_on)
    after = await employers.reports(tx, listed)
    for employer in locked:
        await restating.restate(tx, employer, before[employer.id], after[employer.id], because_of)
