"""Rosters as their clerks see them: progress, columns, problems, the annotated workbook, an empty one to fill in."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request

from chassis.command import Paging
from chassis.history import history
from chassis.imports import answers, workbook
from chassis.imports.answers import ImportRow, ImportSeen, ProblemRow, Workbook, sent
from chassis.personal.reading import PersonsTx
from chassis.refusal import NotFound
from chassis.web.paging import Page
from services.membership.organisations import store as organisations
from services.membership.roster import store
from services.membership.roster.commands import CLERK, roster
from services.membership.roster.running import ROSTER

State = Literal[
    "checking", "mapping", "checked", "unreadable", "running", "done", "stopped", "undoing", "undone", "cancelled"
]


@roster.query("", words=("名册导入批次", "Rosters"), offices=CLERK)
async def listed(
    tx: PersonsTx, asked: Paging, state: Annotated[State | None, Query(title="状态")] = None
) -> Page[ImportRow]:
    """The rosters of the asker's township, newest first."""
    return await answers.listed(tx, ROSTER, asked, state)


@roster.query("/template/{union}", words=("名册模板", "Roster template"), offices=CLERK)
async def template(tx: PersonsTx, union: UUID) -> Workbook:
    """An empty workbook for a union: headings, hints, drop-downs."""
    found = await organisations.find(tx, union)
    if not tx.principal.reaches(found.area, found.id):
        raise NotFound
    names = [found.name, *sorted(set(await store.union_ids(tx, tx.principal.area)) - {found.name})]
    return sent(workbook.template(ROSTER, {"union": names}), "roster-template.xlsx")


@roster.query("/{batch}", words=("名册导入批次", "Roster"), offices=CLERK)
async def one(tx: PersonsTx, batch: UUID) -> ImportSeen:
    """One roster: state, progress, counts, columns and what has to be asked."""
    return await answers.one(tx, ROSTER, batch)


@roster.query("/{batch}/problems", words=("名册问题清单", "A roster's problems"), offices=CLERK)
async def problems(tx: PersonsTx, batch: UUID, asked: Paging) -> Page[ProblemRow]:
    """What is wrong with which row, and how to mend it."""
    return await answers.problems(tx, ROSTER, batch, asked)


@roster.query("/{batch}/workbook", words=("名册批注文件", "Annotated roster"), offices=CLERK)
async def annotated(tx: PersonsTx, batch: UUID, request: Request) -> Workbook:
    """The clerk's own sheet with the problems marked and listed."""
    return await answers.annotated(tx, ROSTER, batch, request)


history(roster, "/{batch}", one, words=("名册导入记录", "Roster's history"), offices=CLERK)
