"""Appointments: made and ended by the county's organisers, lent for a period by who holds them."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.access.reach import Reach
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.cadres import Appointed, AppointmentEnded, CadreDescribed
from contracts.offices import COUNTY_OFFICES, TOWNSHIP_OFFICES, UNION_OFFICES, Office
from services.membership.cadres import domain, store
from services.membership.cadres.domain import Appointment
from services.membership.cadres.fields import CadreMember, DutyCode
from services.membership.fields import (
    Account,
    AppointmentArea,
    CurrentAppointment,
    DelegationEnd,
    EndingReason,
    HeldOffice,
    LentAppointment,
    OwnAppointment,
    Since,
    Until,
    WithinUnion,
)
from services.membership.members import store as members
from services.membership.organisations import store as organisations

HOLDERS = tuple(sorted(COUNTY_OFFICES | TOWNSHIP_OFFICES | UNION_OFFICES - {Office.MEMBER}))

cadres = Capability(
    "cadres",
    "/appointments",
    words=("工会干部", "Cadres"),
    constraints={"one_appointment_per_office": domain.AlreadyAppointed},
)


class Appoint(Creation):
    """Give an account an office."""

    account: Account
    holds: HeldOffice
    area: AppointmentArea
    union: WithinUnion | None = None
    since: Since | None = None
    until: Until | None = None
    occurred_on: BusinessDay


class EndAppointment(Command):
    """Take an office away, at once."""

    reason: EndingReason
    occurred_on: BusinessDay


class Delegate(Creation):
    """Lend one's office for a period."""

    appointment: OwnAppointment
    account: Account
    since: Since | None = None
    until: DelegationEnd
    occurred_on: BusinessDay


class DescribeCadre(Command):
    """Who of the members holds the appointment, and how."""

    duty: DutyCode
    member: CadreMember | None = None
    occurred_on: BusinessDay


class TakeBack(Command):
    """End a delegation before its day."""

    occurred_on: BusinessDay


@cadres.command("", words=("任命", "Appoint"), offices=(Office.COUNTY_ORGANISER,), emits=Appointed, sensitive=True)
async def appoint(tx: Tx, command: Appoint) -> Done:
    """SECURITY: authority is an office over an organisation for a period."""
    office = Office(command.holds)
    domain.level(office, command.area, command.union)
    tx.allow(command.area)
    if command.union is not None:
        union = await organisations.read(tx, command.union)
        if union.area != command.area or union.state != "active":
            raise domain.UnionElsewhere("union")
    new = _new(tx, command, command.area, command.union if office in UNION_OFFICES else None, office, command.since)
    event = domain.appoint(replace(new, until=command.until), tx.principal.accounts, tx.today)
    await store.insert(tx, replace(new, until=command.until))
    return await tx.record(new.id, event, on=command.occurred_on, revision=1)


@cadres.command(
    "/{appointment}/end",
    words=("免职", "End an appointment"),
    offices=(Office.COUNTY_ORGANISER,),
    emits=AppointmentEnded,
    sensitive=True,
)
async def end(tx: Tx, appointment: CurrentAppointment, command: EndAppointment) -> Done:
    """Refused everywhere within a second."""
    old = await store.lock(tx, appointment)
    tx.allow(old.area)
    tx.expect(old.revision)
    new, event = domain.end(old, tx.principal.accounts, command.reason)
    await store.end(tx, new)
    return await tx.record(old.id, event, on=command.occurred_on, revision=new.revision)


@cadres.command(
    "/{appointment}/describe",
    words=("登记干部信息", "Describe a cadre"),
    offices=(Office.COUNTY_ORGANISER, Office.TOWNSHIP_CHAIR),
    emits=CadreDescribed,
)
async def describe(tx: Tx, appointment: CurrentAppointment, command: DescribeCadre) -> Done:
    """Told again, the last holds. Of the member nothing but the id leaves the vault."""
    old = await store.lock(tx, appointment)
    tx.allow(old.area, old.org)
    tx.expect(old.revision)
    domain.holding(old)
    if command.member is not None:
        await members.read(tx, command.member)  # one that the asker sees
    new = replace(old, revision=old.revision + 1)
    await store.describe(tx, new, command.member, command.duty)
    event = CadreDescribed(appointment=old.id, place=old.place, member=command.member, duty=command.duty)
    return await tx.record(old.id, event, on=command.occurred_on, revision=new.revision)


@cadres.command(
    "/delegations",
    words=("委托职务", "Lend one's office"),
    offices=HOLDERS,
    emits=Appointed,
    reach=Reach.SELF,
    sensitive=True,
)
async def delegate(tx: Tx, command: Delegate) -> Done:
    """The one who stands in acts on the holder's behalf, and every event says so."""
    own = await store.lock(tx, command.appointment)
    tx.allow(own.area, own.org)
    tx.mine(own.account)
    new = _new(tx, command, own.area, own.org, Office(own.office), command.since)
    new = replace(new, until=command.until, delegated_by=own.id, on_behalf_of=tx.principal.subject)
    event = domain.delegate(own, new, tx.principal.subject, tx.today)
    await store.insert(tx, new)
    return await tx.record(new.id, event, on=command.occurred_on, revision=1)


@cadres.command(
    "/{appointment}/take-back",
    words=("收回委托", "Take a lent office back"),
    offices=HOLDERS,
    emits=AppointmentEnded,
    reach=Reach.SELF,
    sensitive=True,
)
async def take_back(tx: Tx, appointment: LentAppointment, command: TakeBack) -> Done:
    """By whoever lent it."""
    old = await store.lock(tx, appointment)
    tx.allow(old.area, old.org)
    tx.mine(old.on_behalf_of)
    tx.expect(old.revision)
    new, event = domain.take_back(old)
    await store.end(tx, new)
    return await tx.record(old.id, event, on=command.occurred_on, revision=new.revision)


def _new(  # noqa: PLR0913 - an appointment's parts
    tx: Tx, command: Appoint | Delegate, area: str, org: UUID | None, office: Office, since: date | None
) -> Appointment:
    return Appointment(
        id=tx.new_id(command),
        county=area[:6],
        area=area,
        org=org,
        account=command.account,
        office=office.value,
        since=since or tx.today,
        until=None,
        delegated_by=None,
        on_behalf_of=None,
        ended=False,
        revision=1,
    )
