"""Imports as clerks see them: how far each is, its columns, its problems page by page, its workbook."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response
from pydantic import BaseModel, Field
from xlsxwriter.utility import xl_col_to_name

from chassis.imports import content, store, workbook
from chassis.imports.actions import STATE_WORDS
from chassis.imports.content import ContentGone, Found
from chassis.imports.kind import Kind
from chassis.imports.problem import REASONS
from chassis.imports.read import read
from chassis.imports.store import Stored
from chassis.postgres import SHANGHAI, Tx
from chassis.refusal import NotFound
from chassis.web.limits import one_of_few
from chassis.web.paging import Page, PageQuery
from contracts.days import Day


class Workbook(Response):
    """A workbook to keep, which no cache keeps."""

    media_type = workbook.MEDIA_TYPE


def sent(data: bytes, name: str) -> Workbook:
    """A workbook under a name, in ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Workbook(data, headers=headers)


class ImportRow(BaseModel):
    """One import: its state, why it stopped, rows of the file and what became of them."""

    id: UUID
    revision: int
    label: str = Field(description="for lists to choose from: when it came, and how many rows")
    state: str
    words: dict[str, str]
    reason: str | None
    reason_words: dict[str, str]
    area: str
    uploaded_at: datetime
    ended_at: datetime | None
    due_on: Day | None
    days_left: int | None
    good_only: bool
    given: dict[str, Any]
    rows: int
    good: int
    wrong: int
    reached: int
    of: int = Field(description="rows that the work under way has to go through")
    made: int
    refused: int
    undone: int
    kept: int


class ColumnSeen(BaseModel):
    """A column of the file: its number from 1, its letter, its heading, the field it holds if any."""

    column: int
    letter: str
    heading: str
    field: str | None


class FieldKnown(BaseModel):
    """A field that a column may hold."""

    field: str
    words: dict[str, str]
    required: bool
    given: bool


class ImportSeen(ImportRow):
    """One import with its columns. `ambiguous`: field → numbers of the columns that might hold it."""

    file_kept: bool
    sheet: str | None
    sheets: list[str]
    header_row: int | None
    columns: list[ColumnSeen]
    ambiguous: dict[str, list[int]]
    missing: list[str]
    fields: list[FieldKnown]


class ProblemRow(BaseModel):
    """One problem: the sheet's row from 1, the field, what is wrong, how to mend it."""

    row: int
    field: str | None
    field_words: dict[str, str]
    code: str
    words: dict[str, str]
    mend: dict[str, str]


@dataclass(frozen=True)
class _Problem:
    number: int
    row: int
    field: str | None
    code: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str


async def listed(tx: Tx, kind: Kind, asked: PageQuery, state: str | None) -> Page[ImportRow]:
    """The imports of the asker's area, newest first."""
    (before,) = asked.key(UUID)
    rows = await tx.many(
        Stored,
        """SELECT id, kind, county, area, state, reason, given::text AS given, good_only, account, office, appointment,
            on_behalf_of, rows, good, wrong, told, piece, reached, made, refused, undone, kept, uploaded_at,
            checked_at, ended_at, due_on, revision
        FROM import_batch
        WHERE area >= $1 AND area < $2 AND kind = $3 AND ($4::uuid IS NULL OR id < $4)
            AND ($5::text IS NULL OR state = $5)
        ORDER BY id DESC LIMIT $6""",
        *tx.scope,
        kind.name,
        before,
        state,
        asked.fetch,
    )
    page = asked.page(rows, lambda row: [row.id])
    return Page(items=[ImportRow(**_shown(tx, row)) for row in page.items], next=page.next)


async def one(tx: Tx, kind: Kind, batch: UUID) -> ImportSeen:
    """One import of the asker's area."""
    stored = await _read(tx, kind, batch)
    kept, found = True, None
    try:
        found = await (await content.opened(tx, stored.id, stored.area)).found(tx)
    except ContentGone:
        kept = False
    found = found or Found("", [], 0)
    given = orjson.loads(stored.given)
    return ImportSeen(
        **_shown(tx, stored),
        file_kept=kept,
        sheet=found.sheet or None,
        sheets=[each for each in found.sheets if each],
        header_row=found.header_row or None,
        columns=[
            ColumnSeen(column=index + 1, letter=xl_col_to_name(index), heading=heading, field=found.fields.get(index))
            for index, heading in enumerate(found.headings)
        ],
        ambiguous={name: [index + 1 for index in columns] for name, columns in found.ambiguous.items()},
        missing=found.missing,
        fields=[
            FieldKnown(field=name, words=_title(kind, name), required=name in kind.required, given=name in given)
            for name in kind.described
        ],
    )


async def problems(tx: Tx, kind: Kind, batch: UUID, asked: PageQuery) -> Page[ProblemRow]:
    """What is wrong, by row."""
    stored = await _read(tx, kind, batch)
    row, number = asked.key(int, int)
    rows = await tx.many(
        _Problem,
        """SELECT number, row, field, code, zh, en, mend_zh, mend_en FROM import_problem
        WHERE batch = $1 AND ($2::int IS NULL OR (row, number) > ($2, $3::int)) ORDER BY row, number LIMIT $4""",
        stored.id,
        row,
        number,
        asked.fetch,
    )
    page = asked.page(rows, lambda each: [each.row, each.number])
    return Page(items=[_problem(kind, each) for each in page.items], next=page.next)


async def annotated(tx: Tx, kind: Kind, batch: UUID, request: Request) -> Workbook:
    """The clerk's own sheet with the problems in it. ContentGone, Busy."""
    stored = await _read(tx, kind, batch)
    held = await content.opened(tx, stored.id, stored.area)
    found = await held.found(tx)
    if found is None or stored.state == "checking":
        raise ContentGone
    data, wrong = await held.upload(tx), await store.problems(tx, batch)
    titles = {name: described["title"] for name, described in kind.described.items()}
    with one_of_few(request.app.state):
        made = await asyncio.to_thread(
            lambda: workbook.annotated(found, read(data, found.sheet or None).rows, wrong, titles)
        )
    return sent(made, f"{kind.name}-{str(batch)[-8:]}.xlsx")


async def _read(tx: Tx, kind: Kind, batch: UUID) -> Stored:
    stored = await store.read(tx, batch)
    if stored.kind != kind.name or not tx.reaches(stored.area):
        raise NotFound
    return stored


def _shown(tx: Tx, stored: Stored) -> dict[str, Any]:
    names = (
        "id", "revision", "state", "reason", "area", "uploaded_at", "ended_at", "due_on", "good_only", "rows", "good",
        "wrong", "reached", "made", "refused", "undone", "kept",
    )  # fmt: skip
    reason = REASONS.get(stored.reason or "")
    return {
        **{name: getattr(stored, name) for name in names},
        "label": f"{stored.uploaded_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} · {stored.rows}",
        "given": orjson.loads(stored.given),
        "words": STATE_WORDS[stored.state],
        "reason_words": {"zh": reason[0], "en": reason[1]} if reason else {},
        "days_left": None if stored.due_on is None else (stored.due_on - tx.today).days,
        "of": {"checking": stored.rows, "undoing": stored.made}.get(stored.state, stored.good),
    }


def _title(kind: Kind, name: str) -> dict[str, str]:
    described = kind.described[name]
    return {"zh": described["title"], "en": described["x-title-en"]}


def _problem(kind: Kind, each: _Problem) -> ProblemRow:
    return ProblemRow(
        row=each.row,
        field=each.field,
        field_words=_title(kind, each.field) if each.field in kind.described else {},
        code=each.code,
        words={"zh": each.zh, "en": each.en},
        mend={"zh": each.mend_zh, "en": each.mend_en},
    )
