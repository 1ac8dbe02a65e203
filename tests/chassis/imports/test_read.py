"""Files are read by what they hold; what is built to hurt is refused before it is read."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from chassis.imports import guard
from chassis.imports.problem import Unreadable
from chassis.imports.read import Table, read, sniff
from tests.membership.roster.files import text_table, workbook

ROWS = [["姓名", "身份证号"], ["王小明", "1"], ["李四", "2"]]


def refused(data: bytes, sheet: str | None = None) -> str:
    with pytest.raises(Unreadable) as raised:
        read(data, sheet)
    return raised.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_in_every_encoding(encoding: str) -> None:
    assert read(text_table(ROWS, encoding)).rows == ROWS


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables_divided_by_comma_tab_or_semicolon(delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    assert read(text.encode()).rows == ROWS


def test_trailing_blank_rows_and_columns_are_dropped_and_leading_ones_kept() -> None:
    rows = [["", "", ""], ["", "姓名", ""], ["", "王小明", " "], ["", "\u3000", ""], ["", "", ""]]
    assert read(text_table(rows)).rows == [["", ""], ["", "姓名"], ["", "王小明"]]
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.write(2, 1, "姓名")
    sheet.write(3, 1, "王小明")
    sheet.write_blank(60, 9, None, book.add_format({"bold": True}))
    book.close()
    assert read(buffer.getvalue()).rows == [["", ""], ["", ""], ["", "姓名"], ["", "王小明"]]


def test_hidden_sheets_are_ignored_and_the_first_with_rows_is_taken() -> None:
    data = workbook([], sheets={"底稿": ROWS, "名册二": ROWS, "三": [["甲"], ["乙"]]}, hidden=["底稿"])
    table = read(data)
    assert (table.sheet, table.sheets, table.rows) == ("名册二", ("名册", "名册二", "三"), ROWS)
    assert read(data, "三") == Table("三", table.sheets, [["甲"], ["乙"]])
    assert refused(data, "底稿") == "no-such-sheet"


def test_a_formula_has_the_value_saved_with_it_and_is_never_evaluated() -> None:
    assert read(workbook([["合计", "x"], ["=1+1", "=2+2"]], formula=7)).rows[1] == [7.0, 7.0]
    assert read(workbook([["合计", "x"], ["=1+1", "y"]], formula="")).rows[1] == ["", "y"]


def test_real_dates_are_dates() -> None:
    assert read(workbook([["日期", "x"], [date(2024, 3, 5), "y"]])).rows[1][0] == date(2024, 3, 5)


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"%PDF-1.7\x00\x01",
        b"\x89PNG\r\n\x1a\n\x00",
        b"<html><table></table></html>",
        b"\xef\xbb\xbf<?xml version='1.0'?>",
        b"  \n ",
        b"",
    ],
)
def test_what_is_neither_a_workbook_nor_a_text_table_is_refused(data: bytes) -> None:
    assert refused(data) == "not-a-sheet"


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("readme.txt", "x")
    assert sniff(buffer.getvalue()) == "xlsx"
    assert refused(buffer.getvalue()) == "not-a-sheet"


@pytest.mark.parametrize("cut", [200, 2000])
def test_a_damaged_workbook_is_refused(cut: int) -> None:
    data = workbook(ROWS)
    assert refused(data[:-cut]) == "damaged"
    assert refused(data[:cut] + b"\x00" * 50 + data[cut + 50 :]) in {"damaged", "not-a-sheet"}


def test_text_that_is_neither_utf_8_nor_gb18030_is_refused() -> None:
    assert refused(b"\xff" * 10 + b"a,b\n") == "encoding"


def test_a_quotation_mark_that_never_ends_is_no_table_of_a_million_characters() -> None:
    assert refused(b'"' + b"x" * 40_000) == "damaged"


def packed(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return buffer.getvalue()


CONTENT = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def sheet(cells: str) -> bytes:
    return packed({**CONTENT, "xl/worksheets/sheet1.xml": f"<worksheet>{cells}</worksheet>".encode()})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: packed({**CONTENT, "xl/worksheets/sheet1.xml": b" " * 50_000_000}), "bomb"),
        (lambda: packed({**CONTENT, **{f"xl/{n}.xml": b"x" for n in range(600)}}), "bomb"),
        (lambda: packed({**CONTENT, "xl/a.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]>"}), "bomb"),
        (lambda: packed({**CONTENT, "XL/WORKBOOK.XML": b"<workbook/>"}), "bomb"),
        (lambda: sheet('<c r="A1"/><c r="B1048576"/>'), "too-many-rows"),
        (lambda: sheet("<c r='XFD1'/>"), "too-many-columns"),
    ],
)
def test_bombs_are_refused_before_they_are_read(data: Any, code: str) -> None:
    assert refused(data()) == code


def test_more_unpacked_than_is_taken_is_refused_by_what_the_zip_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_UNPACKED", 1000)
    assert refused(workbook(ROWS)) == "bomb"


def test_an_entry_that_is_longer_than_it_says_is_refused() -> None:
    """What it says is read and no more; the checksum is another then."""
    data = bytearray(packed({**CONTENT, "xl/worksheets/sheet1.xml": b"<c/>" * 1000}))
    real, said = (4000).to_bytes(4, "little"), (40).to_bytes(4, "little")
    assert data.count(real) == 2
    assert refused(bytes(data.replace(real, said))) == "damaged"


def test_a_locked_entry_is_refused() -> None:
    data = bytearray(packed(CONTENT))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(bytes(data)) == "damaged"


def test_bounds_of_rows_and_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(text_table([["x"] * 101])) == "too-many-columns"
    monkeypatch.setattr("chassis.imports.read.MOST_ROWS", 2)
    monkeypatch.setattr("chassis.imports.read.SPARE_ROWS", 1)
    assert len(read(text_table(ROWS)).rows) == 3
    assert refused(text_table([*ROWS, ["a", "b"], ["a", "b"]])) == "too-many-rows"
    assert refused(workbook([*ROWS, ["a", "b"], ["a", "b"]])) == "too-many-rows"


def test_an_empty_sheet_has_no_rows() -> None:
    assert refused(workbook([])) == "no-rows"
    assert refused(b",,\n,,\n") == "no-rows"
