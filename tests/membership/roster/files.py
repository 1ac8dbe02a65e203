"""Rosters as clerks have them, made by code: workbooks of any shape, and text tables in any encoding."""

import base64
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.support.numbers import id_number

HEADINGS = ["序号", "姓名", "身份证号", "用工形式", "入会日期", "手机号", "工会", "备注"]


def wide(text: str) -> str:
    """In full width."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def base64_of(data: bytes) -> str:
    """As a command takes it."""
    return base64.b64encode(data).decode()


def workbook(rows: Iterable[Sequence[Any]], *, title: str | None = None, name: str = "名册", **more: Any) -> bytes:
    """A sheet with these rows from A1 on, beneath a merged title if there is one; further sheets by name."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(name)
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    first = 0
    if title:
        sheet.merge_range(0, 0, 0, 7, title)
        first = 1
    for number, cells in enumerate(rows, first):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, days)
            elif isinstance(cell, str) and cell.startswith("=") and "formula" in more:
                sheet.write_formula(number, column, cell, None, more["formula"])
            elif cell is not None:
                sheet.write(number, column, cell)
    for other, cells in more.get("sheets", {}).items():
        added = book.add_worksheet(other)
        for number, row in enumerate(cells):
            added.write_row(number, 0, row)
        if other in more.get("hidden", ()):
            added.hide()
    book.close()
    return buffer.getvalue()


def text_table(rows: Iterable[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    """The same as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode(encoding)


def people(count: int, union: str = "", **fields: Any) -> list[list[Any]]:
    """Headings, and so many workers who can be admitted."""
    rows: list[list[Any]] = [HEADINGS]
    for number in range(count):
        row = [number + 1, "王小明", id_number(), "农民工", "2026-03-02", "13812345678", union, "无"]
        for name, value in fields.items():
            row[HEADINGS.index(name)] = value
        rows.append(row)
    return rows


def cells(data: bytes, sheet: str | int = 0) -> list[list[Any]]:
    """A workbook's sheet, as a reader sees it."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = book.get_sheet_by_name(sheet) if isinstance(sheet, str) else book.get_sheet_by_index(sheet)
    return [list(row) for row in found.iter_rows()]
