"""From cells to values: what clerks write, and what cannot be believed."""

from datetime import date, datetime, time
from typing import Any

import pytest

from chassis.imports import values
from chassis.imports.values import LOST, NO_DATE, NO_DAY, NO_INTEGER, NO_SUCH_DAY, SHORT_YEAR, Wrong
from tests.membership.roster.files import wide


@pytest.mark.parametrize(
    "cell",
    [
        "2024-3-5",
        "2024-03-05",
        "2024/03/05",
        "2024.3.5",
        "2024年3月5日",
        wide("2024年3月5日"),
        " 2024 - 3 - 5 ",
        "'2024-3-5",
        "2024-03-05 00:00:00",
        "20240305",
        20240305,
        20240305.0,
        45356,
        45356.0,
        "45356",
        date(2024, 3, 5),
        datetime(2024, 3, 5, 13, 30),  # noqa: DTZ001 - a spreadsheet knows no zone
    ],
)
def test_dates_of_every_style_are_the_same_day(cell: Any) -> None:
    assert values.day(cell) == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("24-3-5", SHORT_YEAR),
        ("24.3.5", SHORT_YEAR),
        ("24年3月5日", SHORT_YEAR),
        ("3/5/24", SHORT_YEAR),
        ("3/5/2024", SHORT_YEAR),
        ("2024年3月", NO_DAY),
        ("2024-03", NO_DAY),
        ("2024.13.5", NO_SUCH_DAY),
        ("2023-02-29", NO_SUCH_DAY),
        (20240230, NO_SUCH_DAY),
        ("昨天", NO_DATE),
        ("202403", NO_DATE),
        (3.5, NO_DATE),
        (12, NO_DATE),
        (True, NO_DATE),
        (time(8), NO_DATE),
    ],
)
def test_dates_that_can_be_read_in_two_ways_or_in_none_are_refused(cell: Any, why: Wrong) -> None:
    assert values.day(cell) == why


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("11010519491231002x", "11010519491231002X"),
        ("'11010519491231002X", "11010519491231002X"),
        (" 110105 19491231 002X ", "11010519491231002X"),
        (wide("11010519491231002X"), "11010519491231002X"),
        ("\u200b110105194912310021\ufeff", "110105194912310021"),
        (13812345678.0, "13812345678"),
        (13812345678, "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        (110105491231002.0, "110105491231002"),
    ],
)
def test_numbers_that_are_texts_are_read_however_they_are_kept(cell: Any, text: str) -> None:
    assert values.number_text(cell) == text


@pytest.mark.parametrize(
    "cell", [110105194912310021.0, 1.1010519491231e17, "1.10105E+17", "1.10105194912310E17", 10**15]
)
def test_an_id_number_kept_as_a_number_has_lost_its_last_digits(cell: Any) -> None:
    assert values.number_text(cell) == LOST


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("王 明", "王明"),
        ("王\u3000明", "王明"),
        (" 王小明 ", "王小明"),
        ("John  Smith", "John Smith"),
        ("买买提·艾力", "买买提·艾力"),
    ],
)
def test_names_lose_the_spaces_that_line_them_up(cell: str, name: str) -> None:
    assert values.name(cell) == name


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12.0, 12),
        ("12", 12),
        (wide("12"), 12),
        ("1,234", 1234),
        ("1，234人", 1234),
        ("12.0", 12),
        (12.5, NO_INTEGER),
        ("约12", NO_INTEGER),
        (True, NO_INTEGER),
    ],
)
def test_whole_numbers(cell: Any, number: Any) -> None:
    assert values.integer(cell) == number


def test_codes_are_known_by_their_words_and_by_themselves() -> None:
    known = {values.folded("农民工"): "migrant", values.folded("Migrant worker"): "migrant"}
    assert [values.code(cell, known) for cell in ("农民工", " 农 民 工", "migrant WORKER")] == ["migrant"] * 3
    wrong = values.code("股东", known)
    assert isinstance(wrong, Wrong)
    assert wrong.code == "not-an-option"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, "是"),
        (False, "否"),
        (3.0, "3"),
        (3.5, "3.5"),
        (datetime.fromisoformat("2024-03-05"), "2024-03-05"),
        (time(8), "08:00:00"),
    ],
)
def test_what_is_no_text_is_read_as_it_shows(cell: Any, text: str) -> None:
    assert values.plain_text(cell) == text
