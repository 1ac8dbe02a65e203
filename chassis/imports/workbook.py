"""Workbooks to send: the clerk's own sheet with what is wrong marked in it and listed, and an empty one to fill in."""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from chassis.imports.content import Found
from chassis.imports.kind import Kind
from chassis.imports.problem import Problem
from chassis.imports.read import Cell, Cells

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROBLEMS = "问题清单"
WRONG, WRONG_ROW, NEEDED = "#FFC7CE", "#FFEB9C", "#DDEBF7"
MOST_COMMENTS = 5_000
"""Spreadsheets become slow with more; all problems stand in the list."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a text cell is taken for a formula by, once somebody saves the sheet as CSV."""
EXACT = 10**15
FILLED_ROWS = 5_000
HEADINGS = ("行", "列", "问题", "怎样改", "Problem", "How to mend")
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class _Book:
    """A workbook under way, with its formats."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, OPTIONS)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, **how: Any) -> Format:
        key = tuple(sorted(how.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(how)
        return self._formats[key]

    def write(self, sheet: Worksheet, row: int, column: int, cell: Cell, colour: str | None = None) -> None:
        """A value as it was; a text stays a text, also one that begins like a formula."""
        how: dict[str, Any] = {"bg_color": colour} if colour else {}
        if isinstance(cell, str):
            if cell.startswith(RISKY):
                how["quote_prefix"] = True
            if cell:
                sheet.write_string(row, column, cell, self.style(**how) if how else None)
            elif how:
                sheet.write_blank(row, column, None, self.style(**how))
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell, self.style(**how) if how else None)
        elif isinstance(cell, datetime | date | time | timedelta):
            sheet.write_datetime(row, column, cell, self.style(**how, num_format=_shape(cell)))
        else:
            if cell == int(cell):
                how["num_format"] = "0"
            sheet.write_number(row, column, cell, self.style(**how) if how else None)

    def close(self) -> bytes:
        self.book.close()
        return self.buffer.getvalue()


def _shape(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return "yyyy-mm-dd hh:mm:ss" if cell.time() != time.min else "yyyy-mm-dd"
    return "yyyy-mm-dd" if isinstance(cell, date) else "[hh]:mm:ss"


def annotated(found: Found, rows: Sequence[Cells], problems: Sequence[Problem], titles: Mapping[str, str]) -> bytes:
    """The clerk's sheet as it was, wrong cells coloured with what is wrong as a comment, and the list of problems.

    A problem of a cell that no column holds, or of the row as a whole, marks the row's first cell.
    """
    columns = {name: index for index, name in found.fields.items()}
    at: defaultdict[int, dict[int, list[Problem]]] = defaultdict(dict)
    for problem in problems:
        at[problem.row].setdefault(columns.get(problem.field or "", 0), []).append(problem)
    made = _Book()
    sheet = made.book.add_worksheet(_sheet_name(found.sheet))
    for number, cells in enumerate(rows):
        wrong = at.get(number + 1)
        for index, cell in enumerate(cells):
            colour = None if wrong is None else WRONG if index in wrong else WRONG_ROW
            made.write(sheet, number, index, cell, colour)
    sheet.freeze_panes(found.header_row, 0)
    _comments(sheet, at)
    _list(made, problems, columns, titles)
    return made.close()


def _comments(sheet: Worksheet, at: Mapping[int, Mapping[int, list[Problem]]]) -> None:
    cells = [(row, column, each) for row, by_column in sorted(at.items()) for column, each in sorted(by_column.items())]
    for row, column, problems in cells[:MOST_COMMENTS]:
        text = "\n".join(f"{each.zh}。{each.mend_zh}" for each in problems)
        sheet.write_comment(row - 1, column, text, {"author": "", "x_scale": 2})


def _list(made: _Book, problems: Sequence[Problem], columns: Mapping[str, int], titles: Mapping[str, str]) -> None:
    sheet = made.book.add_worksheet(PROBLEMS)
    for column, (heading, width) in enumerate(zip(HEADINGS, (8, 22, 44, 44, 44, 44), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, made.style(bold=True))
    for number, each in enumerate(problems, 1):
        sheet.write_number(number, 0, each.row)
        sheet.write_string(number, 1, _where(each.field, columns, titles))
        for column, text in enumerate((each.zh, each.mend_zh, each.en, each.mend_en), 2):
            sheet.write_string(number, column, text)
    sheet.freeze_panes(1, 0)


def _where(field: str | None, columns: Mapping[str, int], titles: Mapping[str, str]) -> str:
    if field is None:
        return "整行"
    title = titles.get(field, field)
    return f"{xl_col_to_name(columns[field])} {title}" if field in columns else title


def _sheet_name(name: str) -> str:
    return name if name and name != PROBLEMS else "数据"


def template(kind: Kind, choices: Mapping[str, Sequence[str]]) -> bytes:
    """An empty sheet with the headings, hints as comments, options as drop-downs; `choices`: names of records."""
    made = _Book()
    sheet = made.book.add_worksheet(kind.words[0])
    text = made.style(num_format="@")
    for index, column in enumerate(kind.columns):
        described = kind.described[column.field]
        needed = column.field in kind.required
        sheet.write_string(
            0, index, described["title"], made.style(bold=True, **({"bg_color": NEEDED} if needed else {}))
        )
        hint = described.get("description") or ("必填" if needed else "可不填")
        sheet.write_comment(0, index, hint, {"author": ""})
        sheet.set_column(index, index, 22, None if described.get("type") == "integer" else text)
        options = [each["zh"] for each in described.get("x-options", ())] or list(choices.get(column.field, ()))
        if options:
            _drop_down(made, sheet, index, options)
    sheet.freeze_panes(1, 0)
    return made.close()


def _drop_down(made: _Book, sheet: Worksheet, index: int, options: list[str]) -> None:
    """From a hidden sheet: a list inside the rule holds 255 characters."""
    name = f"选项{index + 1}"
    hidden = made.book.add_worksheet(name)
    hidden.hide()
    for row, option in enumerate(options):
        made.write(hidden, row, 0, option)
    rule = {"validate": "list", "source": f"='{name}'!$A$1:$A${len(options)}", "error_type": "warning"}
    sheet.data_validation(1, index, FILLED_ROWS, index, rule)
