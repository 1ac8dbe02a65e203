"""Headcounts as a kind of import: employer by credit code, day, number."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from chassis.command import Command
from chassis.fields import BusinessDay, words
from chassis.imports.kind import Batch, Column, Draft, Kind, Made, Row, Written
from chassis.imports.problem import Problem
from chassis.postgres import Tx
from chassis.refusal import InTheFuture, Refusal
from services.membership.employers import domain, restating
from services.membership.employers import store as employers
from services.membership.employers.domain import Employer, Reports
from services.membership.fields import Headcount
from services.membership.headcounts import store
from services.membership.roster.domain import CONFIRM_DAYS, KEPT_DAYS, TOLD_MOST
from services.membership.roster.running import Announcing

UNKNOWN_EMPLOYER = (
    "unknown-employer",
    "本辖区没有登记过该统一社会信用代码的单位",
    "No employer with this social credit code is registered in this area",
    "核对代码，或先登记该单位",
    "Check the code, or register the employer first",
)
CHUNK = 100

EmployerByCode = Annotated[
    UUID,
    words(
        "统一社会信用代码",
        "Social credit code",
        hint=("18 位，单位须已登记", "18 characters, of a registered employer"),
        picker="employer",
        source="/employers",
    ),
]


class HeadcountRow(Command):
    """What one employer states for a day."""

    employer: EmployerByCode
    headcount: Headcount
    occurred_on: BusinessDay


async def named(tx: Tx, batch: Batch, drafts: Sequence[Draft]) -> None:
    """Employers by their codes."""
    codes = [draft.values["employer"] for draft in drafts if "employer" in draft.values]
    known = await store.employer_ids(tx, batch.area, codes)
    for draft in drafts:
        code = draft.values.pop("employer", None)
        if code in known:
            draft.values["employer"] = known[code]
        elif code is not None:
            draft.problems.append(Problem(draft.row, "employer", *UNKNOWN_EMPLOYER))


async def check(tx: Tx, batch: Batch, rows: Sequence[Row[HeadcountRow]]) -> list[Problem]:
    """What the single report would refuse."""
    del batch
    wanted = list({row.command.employer for row in rows})
    found = {each.id: each for each in await employers.lock_all(tx, wanted)}
    reports = await employers.reports(tx, wanted)
    problems = []
    for row in rows:
        employer = row.command.employer
        try:
            _may(tx, found[employer], reports[employer], row.command)
        except Refusal as refusal:
            problems.append(Problem.refused(row.number, refusal))
    return problems


async def write(tx: Tx, batch: Batch, rows: Sequence[Row[HeadcountRow]]) -> Written:
    """Report one after the other, as the single command does: what an employer states moves what came after it."""
    del batch
    made, problems = [], []
    for row in sorted(rows, key=lambda each: (each.command.employer, each.number)):  # locks in one order
        try:
            event = await _report(tx, row.command)
        except Refusal as refusal:
            problems.append(Problem.refused(row.number, refusal))
        else:
            made.append(Made(row.number, row.command.employer, event))
    return Written(made, problems)


async def _report(tx: Tx, command: HeadcountRow) -> UUID:
    employer, day = await employers.lock(tx, command.employer), command.occurred_on
    before = (await employers.reports(tx, [employer.id]))[employer.id]
    _may(tx, employer, before, command)
    tx.allow(employer.area, employer.id)
    await employers.state_headcount(tx, employer.id, day, command.headcount)
    after = replace(before, stated={**before.stated, day: command.headcount})
    new = replace(employer, revision=employer.revision + 1)
    await employers.save(tx, new)
    await restating.restate(tx, employer, before, after, "headcount-changed", without=day)
    done = await tx.record(employer.id, domain.reported(employer, after.series()[day]), on=day, revision=new.revision)
    return done.event


def _may(tx: Tx, employer: Employer, reports: Reports, command: HeadcountRow) -> None:
    domain.living(employer)
    if command.occurred_on > tx.today:
        raise InTheFuture("occurred_on", today=tx.today)
    domain.may_report(employer, reports, command.occurred_on)


HEADCOUNTS = Kind(
    name="headcounts",
    words=("单位职工人数", "Employers' headcounts"),
    model=HeadcountRow,
    columns=(
        Column("employer", ("信用代码", "社会信用代码", "单位代码", "uscc"), "number-text"),
        Column("headcount", ("人数", "职工数", "职工总数", "在册职工", "在岗职工", "从业人数"), "integer"),
        Column("occurred_on", ("日期", "统计日期", "上报日期", "截止日期"), "date"),
    ),
    given=("occurred_on",),
    key=lambda command: (command.employer, command.occurred_on),
    twice="employer",
    named=named,
    check=check,
    write=write,
    announce=Announcing("headcounts"),
    told_most=TOLD_MOST,
    confirm_days=CONFIRM_DAYS,
    kept_days=KEPT_DAYS,
    chunk=CHUNK,
)
