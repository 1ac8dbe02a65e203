"""Admitting members. What becomes of them is beside this: transfers, life, expulsion, flags."""

from contextlib import suppress
from uuid import UUID

from chassis.command import Capability, Creation, Done, OneStatement
from chassis.fields import BusinessDay
from chassis.personal import identity
from chassis.personal.vault import Particulars
from chassis.refusal import InFlight, Refusal
from contracts.membership.members import MemberAdmitted
from contracts.offices import Office
from services.membership.fields import EmploymentForm, IdNumber, PersonName, Phone, UnionId
from services.membership.members import domain, store
from services.membership.members.fields import EmployerId
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import Union

CLERK = (Office.TOWNSHIP_CLERK,)
CLERK_OR_CHAIR = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)  # the chair in the own union
TRIES = 3

members = Capability(
    "members",
    "/members",
    words=("会员", "Members"),
    constraints={"memberships_pkey": domain.TwoAtOnce, "one_open_person_per_id_number": domain.IdNumberTaken},
)


class AdmitMember(Creation):
    """Five mandatory items, as the rules for new forms of employment ask."""

    union: UnionId
    name: PersonName
    id_number: IdNumber
    employment: EmploymentForm
    occurred_on: BusinessDay
    phone: Phone | None = None
    employer: EmployerId | None = None


@members.command("", words=("会员入会", "Admit a member"), offices=CLERK, emits=MemberAdmitted)
async def admit(tx: OneStatement, command: AdmitMember) -> Done:
    """Rule 6: one active membership per person, so an ID number is admitted once in a county."""
    member = tx.new_id(command)
    known = Particulars.of(name=command.name, id_number=command.id_number, phone=command.phone)
    if not identity.area_known(command.id_number):
        tx.warn(
            "area-code-unknown",
            "身份证号前六位不在区划代码表中，请核对",
            "The ID number's area code is not in the table: please check it",
            "/id_number",
        )
    if union := organisations.seen(command.union):
        with suppress(Refusal):  # it may have changed since: look again before saying no
            if done := await _enter(tx, member, union, known, command):
                return done
    for _ in range(TRIES):
        union = await organisations.find(tx, command.union)
        await store.employed(tx, command.employer)
        if done := await _enter(tx, member, union, known, command):
            return done
    raise InFlight  # the union changed each time between being read and being locked


async def _enter(tx: OneStatement, member: UUID, union: Union, known: Particulars, command: AdmitMember) -> Done | None:
    """Decide by that union and write; None when it is no longer as given."""
    tx.allow(union.area, union.id)
    on = command.occurred_on
    event = domain.admit(member, union, command.employment, on, identity.birthday(command.id_number), command.employer)
    if done := await store.admit(tx, union, known, event, on):
        return done
    if why := await store.taken(tx, union.county, command.id_number):
        raise why
    return None
