"""Files that wait to be confirmed: a roster with some wrong rows, and a list of headcounts, as clerks have them."""

import base64
import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter

from deploy.local.sample import lives, people
from deploy.local.sample.county import County, Place
from deploy.local.sample.shown import SERVICE, Shown, shown
from deploy.local.sample.steps import Chain, Record, Stage

HEADINGS = ("序号", "姓名", "身份证号", "用工形式", "入会日期", "工会")
EMPLOYMENT = ("正式职工", "农民工", "劳务派遣", "网约车司机")
GOOD = 9
FIRST = lives.OTHERS + 90_000  # persons of the roster: indices of their own


def stage(county: County) -> Stage:
    """Of the rich township."""
    unions = [each for each in shown(county) if each.place.rich]
    return [_roster(county, unions), _headcounts(county, unions)] if unions else []


def _roster(county: County, unions: list[Shown]) -> Chain:
    place = unions[0].place
    joined = county.back(3)
    rows = [
        (each + 1, people.name(FIRST + each), people.id_number(FIRST + each), EMPLOYMENT[each % 4], joined,
         unions[each % len(unions)].union.name)
        for each in range(GOOD)
    ]  # fmt: skip
    name, number = people.name(FIRST + GOOD), people.id_number(FIRST + GOOD)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    here = unions[0].union.name
    rows += [
        (10, name, wrong, "正式职工", joined, here),
        (11, "", people.id_number(FIRST + GOOD + 1), "正式职工", joined, here),
        (12, people.name(FIRST), people.id_number(FIRST), "正式职工", joined, here),
        (13, people.name(FIRST + GOOD + 2), people.id_number(FIRST + GOOD + 2), "临时帮忙", joined, here),
    ]
    if unions[0].members:
        known = unions[0].members[0]
        rows.append((14, known.name, known.id_number, "正式职工", joined, here))
    return _uploaded(county, place, "/roster", workbook(f"{place.name}新入会会员名册", HEADINGS, rows, joined))


def _headcounts(county: County, unions: list[Shown]) -> Chain:
    day = county.back(2)
    units = [employer for each in unions for employer in each.union.employers][:6]
    rows = [(each.name, each.credit_code, 18 + 3 * number, day) for number, each in enumerate(units)]
    rows.append(("查无此单位", "91340828000000000X", 9, day))
    headings = ("单位名称", "统一社会信用代码", "职工人数", "统计日期")
    return _uploaded(county, unions[0].place, "/headcounts", workbook("职工人数统计表", headings, rows, day))


def _uploaded(county: County, place: Place, path: str, content: bytes) -> Chain:
    record = Record(SERVICE, path, county.id(f"import{path}/{place.area}", county.back(1)))
    return record.create(place.clerk, {"content": base64.b64encode(content).decode()}).steps


def workbook(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], made: date) -> bytes:
    """A sheet beneath a merged title; the same bytes at every run."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(made.year, made.month, made.day)})  # noqa: DTZ001  # as a sheet has it
        sheet = book.add_worksheet("名册")
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, len(headings) - 1, title)
        sheet.write_row(1, 0, headings)
        for number, cells in enumerate(rows, 2):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), days)  # noqa: DTZ001
                else:
                    sheet.write(number, column, cell)
    return buffer.getvalue()
