"""Lists of headcounts as their clerks see them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request

from chassis.command import Paging
from chassis.history import history
from chassis.imports import answers
from chassis.imports.answers import ImportRow, ImportSeen, ProblemRow, Workbook
from chassis.personal.reading import PersonsTx
from chassis.web.paging import Page
from services.membership.headcounts.commands import CLERK, headcounts
from services.membership.headcounts.running import HEADCOUNTS

State = Literal["checking", "mapping", "checked", "unreadable", "running", "done", "stopped", "cancelled"]


@headcounts.query("", words=("人数表导入批次", "Lists of headcounts"), offices=CLERK)
async def listed(
    tx: PersonsTx, asked: Paging, state: Annotated[State | None, Query(title="状态")] = None
) -> Page[ImportRow]:
    """The lists of the asker's township, newest first."""
    return await answers.listed(tx, HEADCOUNTS, asked, state)


@headcounts.query("/{batch}", words=("人数表导入批次", "List of headcounts"), offices=CLERK)
async def one(tx: PersonsTx, batch: UUID) -> ImportSeen:
    """One list: state, progress, counts, columns and what has to be asked."""
    return await answers.one(tx, HEADCOUNTS, batch)


@headcounts.query("/{batch}/problems", words=("人数表问题清单", "A list's problems"), offices=CLERK)
async def problems(tx: PersonsTx, batch: UUID, asked: Paging) -> Page[ProblemRow]:
    """What is wrong with which row, and how to mend it."""
    return await answers.problems(tx, HEADCOUNTS, batch, asked)


@headcounts.query("/{batch}/workbook", words=("人数表批注文件", "Annotated list"), offices=CLERK)
async def annotated(tx: PersonsTx, batch: UUID, request: Request) -> Workbook:
    """The clerk's own sheet with the problems marked and listed."""
    return await answers.annotated(tx, HEADCOUNTS, batch, request)


history(headcounts, "/{batch}", one, words=("人数表导入记录", "A list's history"), offices=CLERK)
