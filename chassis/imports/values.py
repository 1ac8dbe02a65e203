"""From cells to values: dates in any style, digits in full width, numbers kept as numbers, codes by their words."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from chassis.imports.read import Cell

EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number; what is larger has lost its last ones."""
SERIAL_ZERO = date(1899, 12, 30)
SERIALS = range(18_172, 73_051)  # 1949-10-01 … 2099-12-31 as Excel counts days
COMPACT = range(1949_00_00, 2100_00_00)

_SPACES = "\u200b\u200c\u200d\u2060\ufeff"
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+[0:.]+)?")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_MONTH = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_CJK = re.compile("[\u3400-\u9fff]")
_INTEGER = re.compile(r"-?\d{1,15}(?:\.0+)?")


class Wrong(NamedTuple):
    """Why a cell has no value: code, words, how to mend."""

    code: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str


LOST = Wrong(
    "digits-lost",
    "号码被存成了数字，只保留了前 15 位，后面的数字已经丢失",
    "The number was kept as a numeric value: only its first 15 digits are left, the others are lost",
    "把该列单元格格式设为“文本”，再按证件原件重新录入完整号码",
    "Format the column as Text and type the whole number again from the document",
)
SHORT_YEAR = Wrong(
    "two-digit-year",
    "年份须写四位，且按年月日顺序",
    "Years have four digits, and the order is year, month, day",
    "写成 2024-03-05 的样式",
    "Write it as 2024-03-05",
)
NO_DAY = Wrong("no-day", "日期缺少“日”", "The date lacks its day", "写成 2024-03-05 的样式", "Write it as 2024-03-05")
NO_DATE = Wrong(
    "not-a-date", "不是日期", "This is no date", "写成 2024-03-05 的样式", "Write it as 2024-03-05"
)  # fmt: skip
NO_SUCH_DAY = Wrong(
    "no-such-day", "没有这一天", "There is no such day", "核对年月日后重新填写", "Check the date and write it again"
)
NO_INTEGER = Wrong(
    "not-a-number", "应为整数", "Must be a whole number", "只填数字，不带单位", "Write the digits alone, without a unit"
)


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as plain ones; invisible characters and a text cell's apostrophe gone."""
    plain = unicodedata.normalize("NFKC", text).translate(dict.fromkeys(map(ord, _SPACES)))
    return plain.strip().removeprefix("'").strip()


def plain_text(cell: Cell) -> str:
    """What a cell shows as text: whole numbers without a fraction, dates as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return narrow(cell) if isinstance(cell, str) else str(cell)


def name(cell: Cell) -> str:
    """A name: without the spaces that line two characters up with three; letters keep one between words."""
    text = plain_text(cell)
    return "".join(text.split()) if _CJK.search(text) else " ".join(text.split())


def number_text(cell: Cell) -> str | Wrong:
    """A number that is a text (ID number, phone, code): no spaces and hyphens, capitals. LOST when digits are gone."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and abs(cell) >= EXACT:
        return LOST
    text = plain_text(cell)
    if _SCIENTIFIC.fullmatch(text):
        return LOST
    return re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()


def day(cell: Cell) -> date | Wrong:  # noqa: PLR0911 - the styles in turn
    """A date: real, or written 2024-3-5, 2024/03/05, 2024.3.5, 2024年3月5日, 20240305, or as a serial number."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _counted(int(cell)) if cell == int(cell) else NO_DATE
    text = plain_text(cell)
    if text.isdigit() and text.isascii():
        return _counted(int(text)) if len(text) in (5, 8) else NO_DATE
    if found := _DATE.fullmatch(text):
        return _made(*map(int, found.groups()))
    if _SHORT_YEAR.fullmatch(text):
        return SHORT_YEAR
    return NO_DAY if _MONTH.fullmatch(text) else NO_DATE


def _counted(number: int) -> date | Wrong:
    if number in COMPACT:
        return _made(number // 10_000, number // 100 % 100, number % 100)
    return SERIAL_ZERO + timedelta(number) if number in SERIALS else NO_DATE


def _made(year: int, month: int, of_month: int) -> date | Wrong:
    try:
        return date(year, month, of_month)
    except ValueError:
        return NO_SUCH_DAY


def integer(cell: Cell) -> int | Wrong:
    """A whole number, also one written as a text, with separators or with 人 behind it."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return int(cell) if cell == int(cell) else NO_INTEGER
    text = plain_text(cell).replace(",", "").removesuffix("人").strip()
    return int(float(text)) if _INTEGER.fullmatch(text) else NO_INTEGER


def code(cell: Cell, known: Mapping[str, str]) -> str | Wrong:
    """A code by its word in either language, or by itself; `known` holds them as `folded`."""
    found = known.get(folded(plain_text(cell)))
    if found is not None:
        return found
    return Wrong(
        "not-an-option",
        "不是可选的内容",
        "Not one of the options",
        "从模板的下拉选项中选择",
        "Choose as in the template",
    )


def folded(text: str) -> str:
    """How words are compared: plain letters and digits, no case, no space."""
    return "".join(narrow(text).casefold().split())
