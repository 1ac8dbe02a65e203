"""The roster as a kind of import: its columns, what refuses a row, how a thousand members are admitted and voided."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.command import Command
from chassis.fields import BusinessDay
from chassis.ids import uuid7
from chassis.imports.kind import Batch, Column, Counts, Draft, Kind, Made, Row, Written
from chassis.imports.problem import Problem
from chassis.log.journal import Said
from chassis.personal import entering, identity, vault
from chassis.personal.vault import Home, Particulars
from chassis.postgres import Tx
from chassis.refusal import InTheFuture, NotFound, Refusal
from contracts.declare import Event, Voided
from contracts.membership.roster import (
    HeadcountsChecked,
    ImportCancelled,
    ImportChecked,
    ImportConfirmed,
    ImportFinished,
    ImportMapped,
    ImportOf,
    ImportStopped,
    ImportUndoAsked,
    ImportUndone,
    ImportUploaded,
)
from services.membership.fields import EmploymentForm, IdNumber, PersonName, Phone, UnionId
from services.membership.members import domain as members
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import Union
from services.membership.roster import store
from services.membership.roster.domain import CONFIRM_DAYS, EMPLOYMENT_WORDS, KEPT_DAYS, TOLD_MOST
from services.membership.roster.store import Admission

UNKNOWN_UNION = (
    "unknown-union",
    "本辖区没有这个名称的已成立工会",
    "No approved union of this area has this name",
    "按平台中的工会全称填写，或上传时在表单中选择工会",
    "Write the union's full name as on the platform, or choose the union in the form",
)
MENDS: dict[str, tuple[str, str]] = {
    "already-a-member": ("从名册中删除该行，需要换工会的办理转会", "Remove the row; to change the union, transfer"),
    "former-member": (
        "从名册中删除该行，单独办理“重新入会”",
        "Remove the row; the person joins again by a command of its own",
    ),
    "day-in-the-future": ("填写实际入会日期", "Write the day of the admission"),
}


class RosterRow(Command):
    """One member of a roster: what the single admission asks."""

    union: UnionId
    name: PersonName
    id_number: IdNumber
    employment: EmploymentForm
    occurred_on: BusinessDay
    phone: Phone | None = None


@dataclass(frozen=True)
class Announcing:
    """The events of this service's imports."""

    import_of: ImportOf

    def uploaded(self, batch: Batch) -> Event:
        """A file is there."""
        return ImportUploaded(batch=batch.id, import_of=self.import_of, place=batch.place)

    def mapped(self, batch: Batch) -> Event:
        """It is checked again."""
        return ImportMapped(batch=batch.id, import_of=self.import_of, place=batch.place)

    def checked(self, batch: Batch, counts: Counts, due_on: date) -> Event:
        """The dry run is over."""
        kind = HeadcountsChecked if self.import_of == "headcounts" else ImportChecked
        return kind(
            batch=batch.id, import_of=self.import_of, place=batch.place, rows=counts.rows, good=counts.good,
            wrong=counts.wrong, elsewhere=counts.told, due_on=due_on,
        )  # fmt: skip

    def confirmed(self, batch: Batch, counts: Counts) -> Event:
        """It may run."""
        return ImportConfirmed(
            batch=batch.id, import_of=self.import_of, place=batch.place, good=counts.good, wrong=counts.wrong
        )

    def finished(self, batch: Batch, counts: Counts) -> Event:
        """It has run."""
        return ImportFinished(
            batch=batch.id, import_of=self.import_of, place=batch.place, made=counts.made, refused=counts.refused
        )

    def stopped(self, batch: Batch, counts: Counts, reason: Any) -> Event:
        """It could not go on."""
        return ImportStopped(
            batch=batch.id, import_of=self.import_of, place=batch.place, made=counts.made, elsewhere=counts.told,
            stopped_because=reason,
        )  # fmt: skip

    def cancelled(self, batch: Batch, counts: Counts) -> Event:
        """It was given up."""
        return ImportCancelled(batch=batch.id, import_of=self.import_of, place=batch.place, made=counts.made)

    def undo_asked(self, batch: Batch, counts: Counts) -> Event:
        """It is to be taken back."""
        return ImportUndoAsked(batch=batch.id, import_of=self.import_of, place=batch.place, made=counts.made)

    def undone(self, batch: Batch, counts: Counts) -> Event:
        """It was taken back."""
        return ImportUndone(
            batch=batch.id, import_of=self.import_of, place=batch.place, undone=counts.undone, kept=counts.kept
        )


async def named(tx: Tx, batch: Batch, drafts: Sequence[Draft]) -> None:
    """Unions by their names."""
    known: dict[str, UUID] | None = None
    for draft in drafts:
        union = draft.values.get("union")
        if not isinstance(union, str) or union == batch.given.get("union"):
            continue
        if known is None:
            known = await store.union_ids(tx, batch.area)
        if union in known:
            draft.values["union"] = known[union]
        else:
            del draft.values["union"]
            draft.problems.append(Problem(draft.row, "union", *UNKNOWN_UNION))


async def check(tx: Tx, batch: Batch, rows: Sequence[Row[RosterRow]]) -> list[Problem]:
    """What the single admission would refuse, of every row."""
    _, problems = await _judged(tx, batch, rows)
    return problems


async def write(tx: Tx, batch: Batch, rows: Sequence[Row[RosterRow]]) -> Written:
    """Admit everybody who may still be admitted: one event each, all in the transaction of the asker."""
    admitted, problems = await _judged(tx, batch, rows)
    keys = vault.ring(tx)
    persons = [
        (
            each.event.member,
            Home(batch.county, each.event.place.area, each.event.place.org),
            Particulars.of(name=row.command.name, id_number=row.command.id_number, phone=row.command.phone),
        )
        for row, each in admitted
    ]
    if not admitted:
        return Written([], problems)
    made = await asyncio.to_thread(entering.sealed, keys, persons)
    await store.admit_all(tx, batch.county, [each for _, each in admitted], made)
    events = await tx.record_all(
        Said(each.event.member, each.event, each.on, each.event.place.area, each.event.place.org)
        for _, each in admitted
    )
    return Written(
        [Made(row.number, each.event.member, event) for (row, each), event in zip(admitted, events, strict=True)],
        problems,
    )


async def undo(tx: Tx, batch: Batch, made: Sequence[Made]) -> set[int]:
    """Void the admissions of those to whom nothing has happened since; answers the rows of the others."""
    del batch
    free = await store.untouched(tx, [each.record for each in made])
    taken_back = [each for each in made if each.record in free]
    said = await store.recorded(tx, [each.event for each in taken_back])
    await store.void_all(tx, [each.record for each in taken_back])
    voided = []
    for each in taken_back:
        before = said[each.event]
        place = before.event.place
        event = Voided.of(before.event_id, before.event, before.on, "wrong-entry")
        voided.append(Said(each.record, event, before.on, place.area, place.org))
    await tx.record_all(voided)
    return {each.row for each in made if each.record not in free}


async def _judged(
    tx: Tx, batch: Batch, rows: Sequence[Row[RosterRow]]
) -> tuple[list[tuple[Row[RosterRow], Admission]], list[Problem]]:
    unions = await _unions(tx, {row.command.union for row in rows})
    taken = await store.registered(tx, batch.county, [row.command.id_number for row in rows])
    admitted, problems = [], []
    for row in rows:
        command = row.command
        try:
            if found := taken.get(command.id_number):
                raise members.already(found, seen=tx.principal.reaches(found.area, found.union))
            admitted.append((row, _admission(tx, unions.get(command.union), command)))
        except Refusal as refusal:
            mend = MENDS.get(refusal.code)
            problems.append(Problem.refused(row.number, refusal, *([mend] if mend else [])))
    return admitted, problems


def _admission(tx: Tx, union: Union | None, command: RosterRow) -> Admission:
    """As the single command decides."""
    on = command.occurred_on
    if union is None or not tx.reaches(union.area, union.id):
        raise NotFound("union")
    if on > tx.today:
        raise InTheFuture("occurred_on", today=tx.today)
    born = identity.birthday(command.id_number)
    return Admission(members.admit(uuid7(), union, command.employment, on, born), on)


async def _unions(tx: Tx, wanted: Iterable[UUID]) -> dict[UUID, Union]:
    """Held until the transaction ends, so that what is decided on them stays true; those that are there."""
    found = {}
    for union in sorted(wanted):
        try:
            found[union] = await organisations.read(tx, union)
        except NotFound:
            continue
    return found


ROSTER = Kind(
    name="roster",
    words=("会员名册", "Roster of members"),
    model=RosterRow,
    columns=(
        Column("name", ("姓名", "会员姓名", "职工姓名", "full name"), "name"),
        Column(
            "id_number",
            ("身份证", "身份证号码", "居民身份证号", "公民身份号码", "证件号码", "证件号", "id card", "id no"),
            "number-text",
        ),
        Column(
            "phone", ("手机", "手机号码", "联系电话", "电话", "联系方式", "移动电话", "mobile", "phone"), "number-text"
        ),
        Column(
            "employment",
            ("用工形式", "用工类型", "用工性质", "职工类型", "会员类别", "人员类别"),
            "code",
            EMPLOYMENT_WORDS,
        ),
        Column(
            "occurred_on",
            ("入会日期", "入会时间", "加入工会时间", "入会年月日", "joined on", "date of admission"),
            "date",
        ),
        Column("union", ("所在工会", "工会名称", "基层工会", "所属工会", "union name"), "record"),
    ),
    given=("union", "employment", "occurred_on"),
    key=lambda command: command.id_number,
    twice="id_number",
    named=named,
    check=check,
    write=write,
    undo=undo,
    announce=Announcing("roster"),
    told_most=TOLD_MOST,
    confirm_days=CONFIRM_DAYS,
    kept_days=KEPT_DAYS,
)
