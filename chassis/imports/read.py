"""Reading a file by what it holds, whatever it is called: an xlsx workbook or a text table. Nothing is evaluated."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from chassis.imports.guard import MOST_COLUMNS, MOST_ROWS, SPARE_ROWS, looked_through
from chassis.imports.problem import Unreadable

Cell = str | int | float | bool | date | datetime | time | timedelta
Cells = list[Cell]
ZIP = b"PK\x03\x04"
BINARY = re.compile(rb"\A%PDF|\x00")
DELIMITERS = ",\t;"
PROBED = 64 * 1024
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Table:
    """One sheet. `rows[0]` is the sheet's first row; trailing blank rows and columns are gone.

    `sheets`: the visible sheets that may be chosen (one without a name in a text table).
    """

    sheet: str
    sheets: tuple[str, ...]
    rows: list[Cells]


def sniff(data: bytes) -> str:
    """`xlsx` or `csv`. Unreadable `not-a-sheet`."""
    if data.startswith(ZIP):
        return "xlsx"
    probed = data[:PROBED]
    if not probed.strip() or (BINARY.search(probed) and not probed.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise Unreadable("not-a-sheet")
    if probed.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":  # a web page that is called .xls
        raise Unreadable("not-a-sheet")
    return "csv"


def read(data: bytes, sheet: str | None = None) -> Table:
    """The chosen sheet, or the first visible one that holds more than one row. Unreadable."""
    table = _workbook(data, sheet) if sniff(data) == "xlsx" else Table("", ("",), list(_text_rows(data)))
    rows = _trimmed(table.rows)
    if len(rows) > MOST_ROWS + SPARE_ROWS:
        raise Unreadable("too-many-rows")
    return Table(table.sheet, table.sheets, rows)


def _workbook(data: bytes, chosen: str | None) -> Table:
    """A formula's cell has the value that was saved with it; one saved without a value is blank."""
    looked_through(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = tuple(
            each.name
            for each in book.sheets_metadata
            if each.visible is SheetVisibleEnum.Visible and each.typ is SheetTypeEnum.WorkSheet
        )
        if chosen is not None and chosen not in names:
            raise Unreadable("no-such-sheet")
        found: Table | None = None
        for name in names if chosen is None else (chosen,):
            rows = _rows(book.get_sheet_by_name(name))
            if found is None or len(rows) > 1:
                found = Table(name, names, rows)
            if len(rows) > 1:
                break
    except (CalamineError, OSError) as error:
        raise Unreadable("damaged") from error
    if found is None:
        raise Unreadable("no-rows")
    return found


def _rows(sheet: CalamineSheet) -> list[Cells]:
    """From A1 on: the reader leaves blank columns before the first filled one out."""
    before: Cells = [""] * (sheet.start[1] if sheet.start else 0)
    return [before + row for row in sheet.iter_rows()] if before else list(sheet.iter_rows())


def _text_rows(data: bytes) -> Iterator[Cells]:
    text = _decoded(data)
    first = text[:PROBED].partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            if number > MOST_ROWS + SPARE_ROWS:
                raise Unreadable("too-many-rows")
            yield list(cells)
    except csv.Error as error:
        raise Unreadable("damaged") from error


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def blank(cell: Cell) -> bool:
    """Whether nothing stands in it."""
    return isinstance(cell, str) and not cell.strip("\u3000\u00a0 \t\r\n'")


def _trimmed(rows: list[Cells]) -> list[Cells]:
    """Without trailing blank rows and columns. Unreadable `too-many-columns`, `no-rows`."""
    last, width = 0, 0
    for number, cells in enumerate(rows, 1):
        filled = next((column for column in range(len(cells), 0, -1) if not blank(cells[column - 1])), 0)
        if filled:
            last, width = number, max(width, filled)
    if width > MOST_COLUMNS:
        raise Unreadable("too-many-columns")
    if not width:
        raise Unreadable("no-rows")
    return [cells[:width] for cells in rows[:last]]
