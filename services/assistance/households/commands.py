"""Household files: applied for by a township, decided by the county, corrected and voided within limits."""

from typing import TypeVar
from uuid import UUID

from pydantic import Field

from chassis import parameters, standing
from chassis.access.organisations import approved_union
from chassis.access.two_persons import entered_by_another
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.personal import identity, vault
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from contracts.assistance.households import FileApproved, FileOpened, FileRefused
from contracts.declare import Corrected, Voided
from contracts.offices import Office
from services.assistance.fields import (
    ApprovedFile,
    Area,
    BankCard,
    Consent,
    FamilyIdNumbers,
    FileRefusalReason,
    IdNumber,
    Income,
    Loss,
    MainCause,
    MemberId,
    NationallyFiled,
    PersonName,
    Phone,
    Size,
    Spending,
    UnionId,
    WaitingFile,
    Why,
)
from services.assistance.households import domain, store
from services.assistance.households.domain import Figures, Household
from services.assistance.parameters.domain import POVERTY_LINE, RELATIVE_PERCENT

Value = TypeVar("Value")

households = Capability(
    "households",
    "/households",
    words=("困难职工档案", "Household files"),
    constraints={"one_open_person_per_id_number": domain.PersonListedMeanwhile},
)


class OpenFile(Creation):
    """Apply for a file for one household."""

    name: PersonName
    id_number: IdNumber
    size: Size
    family_id_numbers: FamilyIdNumbers = Field(default_factory=list)
    income_fen: Income
    spending_fen: Spending = 0
    loss_fen: Loss = 0
    cause: MainCause
    consent: Consent
    occurred_on: BusinessDay
    phone: Phone | None = None
    bank_card: BankCard | None = None
    union: UnionId | None = None
    member: MemberId | None = None
    area: Area | None = None


class ApproveFile(Command):
    """The county approves; the category follows from the figures."""

    occurred_on: BusinessDay
    nationally_filed: NationallyFiled = False


class RefuseFile(Command):
    """不予认定."""

    reason: FileRefusalReason
    occurred_on: BusinessDay


class CorrectFile(Command):
    """What was wrong or missing; what is left out stays. Figures only while the file waits for a decision."""

    name: PersonName | None = None
    id_number: IdNumber | None = None
    family_id_numbers: FamilyIdNumbers | None = None
    size: Size | None = None
    income_fen: Income | None = None
    spending_fen: Spending | None = None
    loss_fen: Loss | None = None
    cause: MainCause | None = None
    consent: Consent | None = None
    phone: Phone | None = None
    bank_card: BankCard | None = None
    member: MemberId | None = None
    reason: Why


class VoidFile(Command):
    """An application, or an approval, that should never have been."""

    reason: Why


@households.command("", words=("申请建档", "Open a household file"), offices=(Office.TOWNSHIP_CLERK,), emits=FileOpened)
async def open_file(tx: Tx, command: OpenFile) -> Done:
    """Rule 17: nobody of the household stands in another open file of the county."""
    area = command.area or tx.principal.area
    new = Household(
        id=tx.new_id(command),
        county=area[:6],
        area=area,
        union_id=command.union,
        size=command.size,
        cause=command.cause,
        consent=command.consent,
        state="applied",
        opened_on=command.occurred_on,
        decided_on=None,
        category=None,
        line=None,
        nationally_filed=False,
        revision=1,
    )
    tx.allow(area, command.union)
    await approved_union(tx, command.union, area)
    figures = Figures(command.size, command.income_fen, command.spending_fen, command.loss_fen, command.cause)
    head = Particulars(**_told(command), **store.money(figures))
    family = set(command.family_id_numbers) - {command.id_number}
    domain.numbers_fit(new.size, 1 + len(family))
    await store.insert(tx, new, command.member)
    if area_taken := await store.enter_persons(tx, new, head, family):
        raise domain.PersonInOpenFile("id_number", area=area_taken)
    _warn(tx, head)
    return await tx.record(new.id, domain.open_file(new), on=command.occurred_on, revision=1)


@households.command(
    "/{household}/approve",
    words=("批准建档", "Approve a household file"),
    offices=(Office.COUNTY_APPROVER,),
    emits=FileApproved,
    sensitive=True,
)
async def approve(tx: Tx, household: WaitingFile, command: ApproveFile) -> Done:
    """Rule 16, with the line in force on the day of the approval; by somebody else than who applied."""
    old = await _locked(tx, household)
    await entered_by_another(tx, household, FileOpened)
    on = command.occurred_on
    line, percent = await parameters.values(tx, old.county, on, POVERTY_LINE, RELATIVE_PERCENT)
    figures = await store.figures(tx, old)
    new, event = domain.approve(old, figures, on, line, percent, nationally_filed=command.nationally_filed)
    await store.save(tx, new)
    return await tx.record(household, event, on=on, revision=new.revision)


@households.command(
    "/{household}/refuse",
    words=("不予认定", "Refuse a household file"),
    offices=(Office.COUNTY_APPROVER,),
    emits=FileRefused,
)
async def refuse(tx: Tx, household: WaitingFile, command: RefuseFile) -> Done:
    """The file closes: its persons may stand in another."""
    old = await _locked(tx, household)
    new, event = domain.refuse(old, command.occurred_on, command.reason)
    await store.save(tx, new)
    await store.close_persons(tx, household)
    return await tx.record(household, event, on=command.occurred_on, revision=new.revision)


@households.command(
    "/{household}/correct",
    words=("更正或补正档案", "Correct or complete a household file"),
    offices=(Office.TOWNSHIP_CLERK,),
    emits=Corrected,
)
async def correct(tx: Tx, household: UUID, command: CorrectFile) -> Done:
    """Who they are changes in the vault alone; the event holds codes."""
    old = await _locked(tx, household)
    before = await store.figures(tx, old)
    figures = _corrected(before, command)
    new = domain.correct(old, before, figures, consent=_given(command.consent, old.consent))
    told = Particulars(_told(command))
    await _relist(tx, new, told, command.family_id_numbers)
    if figures != before:
        told |= store.money(figures)
    await vault.change(tx, household, Particulars(told))
    if command.member:
        await store.of_member(tx, household, command.member)
    await store.save(tx, new)
    _warn(tx, await store.head(tx, household))
    event_id, said, on = await standing.last(tx, household, FileOpened)
    right = said.model_copy(update={"cause": figures.cause, "size": figures.size})
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(household, corrected, on=on, revision=new.revision)


@households.command(
    "/{household}/void", words=("作废建档申请", "Void a household file"), offices=(Office.TOWNSHIP_CLERK,), emits=Voided
)
async def void(tx: Tx, household: WaitingFile, command: VoidFile) -> Done:
    """Only while it waits for a decision."""
    old = await _locked(tx, household)
    new = domain.void(old)
    event_id, said, on = await standing.last(tx, household, FileOpened)
    await store.save(tx, new)
    await store.close_persons(tx, household)
    return await tx.record(household, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@households.command(
    "/{household}/void-approval",
    words=("作废建档批准", "Void a household file's approval"),
    offices=(Office.COUNTY_APPROVER,),
    emits=Voided,
)
async def void_approval(tx: Tx, household: ApprovedFile, command: VoidFile) -> Done:
    """The application waits again; not once aid was asked."""
    old = await _locked(tx, household)
    new = domain.undecide(old)
    if await store.has_aid(tx, household):
        raise domain.AidAsked
    event_id, said, on = await standing.last(tx, household, FileApproved)
    await store.save(tx, new)
    return await tx.record(household, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _locked(tx: Tx, household: UUID) -> Household:
    old = await store.lock(tx, household)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old


async def _relist(tx: Tx, household: Household, told: Particulars, family: list[str] | None) -> None:
    """Rule 17 again, when somebody's number changes: who is listed no more goes, who is new is entered."""
    number = told.get(vault.ID_NUMBER) or (await store.head(tx, household.id))[vault.ID_NUMBER]
    listed = await store.family_numbers(tx, household.id)
    wanted = set(listed if family is None else family) - {number}
    domain.numbers_fit(household.size, 1 + len(wanted))
    await vault.drop(tx, [person for each, person in listed.items() if each not in wanted])
    if any(found.person != household.id for found in await vault.find(tx, household.county, [number])):
        raise domain.PersonInOpenFile("id_number", area=await store.taken_at(tx, household, [number]))
    if area_taken := await store.enter_persons(tx, household, None, wanted - set(listed)):
        raise domain.PersonInOpenFile("id_number", area=area_taken)


def _corrected(figures: Figures, command: CorrectFile) -> Figures:
    return Figures(
        size=_given(command.size, figures.size),
        income=_given(command.income_fen, figures.income),
        spending=_given(command.spending_fen, figures.spending),
        loss=_given(command.loss_fen, figures.loss),
        cause=_given(command.cause, figures.cause),
    )


def _given(new: Value | None, old: Value) -> Value:
    """What was left out stays; a zero was not left out."""
    return old if new is None else new


def _told(command: OpenFile | CorrectFile) -> Particulars:
    """What a command says of the head."""
    return Particulars.of(
        name=command.name, id_number=command.id_number, phone=command.phone, bank_card=command.bank_card
    )


def _warn(tx: Tx, head: Particulars) -> None:
    if not identity.area_known(head[vault.ID_NUMBER]):
        tx.warn(
            "area-code-unknown",
            "身份证号前六位不在区划代码表中，请核对",
            "The ID number's area code is not in the table: please check it",
            "/id_number",
        )
    if vault.BANK_CARD in head and not identity.card_plausible(head[vault.BANK_CARD]):
        tx.warn(
            "card-implausible",
            "银行卡号校验位不符，请核对",
            "The bank card's check digit does not fit: please check it",
            "/bank_card",
        )
