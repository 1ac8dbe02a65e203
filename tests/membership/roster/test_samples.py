"""Ugly rosters as clerks have them: what is wrong with each, cell by cell, and the workbook that comes back."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import HEADINGS, cells, people, text_table, wide, workbook
from tests.support.numbers import id_number

GIVEN: dict[str, Any] = {"employment": "regular", "occurred_on": "2026-03-02"}
LIST = ["行", "列", "问题", "怎样改", "Problem", "How to mend"]


async def brought(place: County, data: bytes, **given: Any) -> tuple[Bringing, str]:
    union = await place.base_union()
    bringing = Bringing.of(place)
    return bringing, await bringing.checked(data, **{"union": union, **given})


async def sent_back(bringing: Bringing, batch: str) -> bytes:
    answer = await bringing.clerk.get(f"/roster/{batch}/workbook")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content


def comments(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read("xl/comments1.xml").decode()


async def test_merged_titles_mixed_dates_full_width_and_trailing_blanks_are_no_problem(place: County) -> None:
    numbers = [id_number() for _ in range(8)]
    days = ["2024-3-5", "2024/03/05", "2024.3.5", "2024年3月5日", "20240305", 45356, date(2024, 3, 5), 20240305]
    rows: list[list[Any]] = [["填表单位：某某厂"], HEADINGS]
    for number, day in zip(numbers, days, strict=True):
        rows.append([1, "王\u3000明", wide(number), "农民工", day, 13812345678, None, None, None])
    rows += [["", "", "", " ", "", "", "", ""], [None] * 8]
    bringing, batch = await brought(place, workbook(rows, title="某某厂会员花名册"))
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["good"], seen["wrong"], seen["header_row"]) == ("checked", 8, 0, 3), seen
    assert await bringing.problems(batch) == []
    await bringing.do(batch, "confirm", {"good_only": False})
    await bringing.background()
    rows_made = await place.rows("SELECT admitted_on, employment FROM members WHERE county = $1", place.code)
    assert [tuple(row) for row in rows_made] == [(date(2024, 3, 5), "migrant")] * 8


async def test_every_kind_of_mistake_is_marked_listed_and_told_how_to_mend(place: County) -> None:
    """The whole workbook that comes back, cell by cell."""
    union = await place.base_union()
    known = id_number()
    await place.member(union, id_number=known)
    good, twice, young = id_number(), id_number(), id_number(birthday="20150101")
    rows: list[list[Any]] = [
        HEADINGS,
        [1, "王小明", good, "农民工", "2026-03-02", "13812345678", "", "=cmd|' /C calc'!A0"],
        [2, "李四", float(good[:15] + "000"), "农民工", "2026-03-02", "", "", ""],
        [3, "", "11010519491231002X", "股东", "26.3.2", "12345", "", "多处错误"],
        [4, "赵六", twice, "正式工", "2026年3月", "", "", ""],
        [5, "孙七", twice, "正式工", "2026-03-02", "", "", ""],
        [6, "周八", twice, "正式工", "2026-03-02", "", "", ""],
        [7, "吴九", known, "正式工", "2026-03-02", "", "", ""],
        [8, "郑十", young, "正式工", "2026-03-02", "", "", ""],
        [9, "冯一", "110105194912310021", "正式工", "2099-01-01", "", "", ""],
        [10, "陈二", id_number(), "正式工", "2099-01-01", "", "没有的工会", ""],
        [11, "褚三", id_number(), "正式工", "2099-01-01", "", "", ""],
    ]
    bringing = Bringing.of(place)
    batch = await bringing.checked(workbook(rows, title="花名册"), union=union)
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["rows"], seen["good"], seen["wrong"]) == ("checked", 11, 2, 9), seen
    expected = [
        (4, "id_number", "digits-lost"),
        (5, "employment", "not-an-option"),
        (5, "occurred_on", "two-digit-year"),
        (5, "name", "missing"),
        (5, "phone", "string-pattern-mismatch"),
        (6, "occurred_on", "no-day"),
        (8, "id_number", "twice-in-file"),
        (9, "id_number", "already-a-member"),
        (10, "id_number", "under-age"),
        (11, "id_number", "value-error"),
        (12, "union", "unknown-union"),
        (13, "occurred_on", "day-in-the-future"),
    ]
    assert sorted(await bringing.problems(batch)) == sorted(expected)
    data = await sent_back(bringing, batch)
    sheet = cells(data)
    width = len(sheet[0])
    clerks = [["花名册", *[""] * 7], *rows]
    assert sheet == [[*row, *[""] * (width - len(row))] for row in clerks]
    listed = cells(data, "问题清单")
    assert listed[0] == LIST
    assert [(int(row[0]), row[1]) for row in listed[1:]] == [
        (4, "C 身份证号"),
        (5, "D 用工形式"),
        (5, "E 发生日期"),
        (5, "B 姓名"),
        (5, "F 手机号"),
        (6, "E 发生日期"),
        (8, "C 身份证号"),
        (9, "C 身份证号"),
        (10, "C 身份证号"),
        (11, "C 身份证号"),
        (12, "G 工会"),
        (13, "E 发生日期"),
    ]
    by_row = {int(row[0]): row for row in listed[1:]}
    assert by_row[4][2:] == [
        "号码被存成了数字，只保留了前 15 位，后面的数字已经丢失",
        "把该列单元格格式设为“文本”，再按证件原件重新录入完整号码",
        "The number was kept as a numeric value: only its first 15 digits are left, the others are lost",
        "Format the column as Text and type the whole number again from the document",
    ]
    assert by_row[8][2] == "与第 7 行重复"
    assert "本辖区的“" in by_row[9][2]
    assert all(all(text for text in row) for row in listed)
    assert "与第 7 行重复" in comments(data)
    assert not any(person in str(listed) + comments(data) for person in (good, twice, known, young, "赵六", "王小明"))


async def test_a_text_that_begins_like_a_formula_stays_a_text_with_a_quotation_mark(place: County) -> None:
    rows = people(1)
    rows[1][7] = "@SUM(1+1)*cmd"
    bringing, batch = await brought(place, text_table(rows))
    data = await sent_back(bringing, batch)
    assert cells(data)[1][7] == "@SUM(1+1)*cmd"
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert b'quotePrefix="1"' in packed.read("xl/styles.xml")
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_text_tables_are_checked_in_every_encoding(place: County, encoding: str) -> None:
    bringing, batch = await brought(place, text_table(people(3), encoding))
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["good"]) == ("checked", 3)
    assert cells(await sent_back(bringing, batch))[0] == HEADINGS


async def test_unions_are_found_by_name_and_the_form_fills_what_the_row_leaves_out(place: County) -> None:
    town = await place.township_union(await place.federation())
    unions = {name: await place.union(town, name=name) for name in ("甲厂工会", "乙厂工会")}
    rows = [
        ["姓名", "身份证号", "工会"],
        ["甲", id_number(), "甲厂工会"],
        ["乙", id_number(), " 乙厂工会 "],
        ["丙", id_number(), ""],
    ]
    bringing = Bringing.of(place)
    await bringing.run(text_table(rows), union=unions["甲厂工会"], **GIVEN)
    found = await place.rows(
        "SELECT union_id, count(*)::int AS n FROM members WHERE county = $1 GROUP BY 1", place.code
    )
    assert {str(row["union_id"]): row["n"] for row in found} == {unions["甲厂工会"]: 2, unions["乙厂工会"]: 1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: workbook([HEADINGS])[:-300], "damaged"),
        (lambda: workbook([HEADINGS]), "no-rows"),
        (lambda: workbook([HEADINGS, [None] * 8, [1, None]]), "no-rows"),
        (lambda: workbook(people(1), sheets={"隐": [["x"]]}, hidden=["隐"]), None),
    ],
)
async def test_files_that_cannot_be_imported_say_why(place: County, data: Any, reason: str | None) -> None:
    bringing, batch = await brought(place, data())
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["reason"]) == (("unreadable", reason) if reason else ("checked", None))
    assert bool(seen["reason_words"]) == bool(reason)


async def test_a_file_that_is_no_sheet_is_refused_at_once(place: County) -> None:
    answer = await place.clerk().post("/roster", {"content": "JVBERi0xLjcAAQ=="})
    assert (answer.status_code, answer.json()["code"]) == (422, "not-a-sheet")
    answer = await place.clerk().post("/roster", {"content": "abcde"})
    assert (answer.status_code, answer.json()["code"]) == (422, "not-a-sheet")


async def test_another_sheet_can_be_chosen(place: County) -> None:
    data = workbook([["说明"], ["请看第二张表"]], name="说明", sheets={"名册": people(2)})
    bringing, batch = await brought(place, data)
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["sheet"], seen["sheets"]) == ("mapping", "说明", ["说明", "名册"])
    await bringing.do(batch, "map", {"sheet": "名册"})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["sheet"], seen["good"]) == ("checked", "名册", 2)
    await bringing.do(batch, "map", {"sheet": "没有"})
    await bringing.background()
    assert (await bringing.seen(batch))["reason"] == "no-such-sheet"


async def test_the_template_is_filled_in_and_imported_as_it_is(place: County) -> None:
    """Its headings are known, its drop-downs hold words and unions, and hidden sheets are not read."""
    town = await place.township_union(await place.federation())
    union = await place.union(town, name="甲厂工会")
    bringing = Bringing.of(place)
    answer = await bringing.clerk.get(f"/roster/template/{union}")
    assert answer.status_code == 200
    headings = ["姓名", "身份证号", "手机号", "用工形式", "发生日期", "工会"]
    assert cells(answer.content) == [headings]
    assert cells(answer.content, "选项6")[0] == ["甲厂工会"]
    assert [row[0] for row in cells(answer.content, "选项4")] == [
        "正式职工",
        "农民工",
        "新就业形态劳动者",
        "劳务派遣工",
    ]
    filled = [headings, ["王小明", id_number(), "", "新就业形态劳动者", "2026-03-02", "甲厂工会"]]
    batch = await bringing.run(workbook(filled))
    assert (await bringing.seen(batch))["made"] == 1
    assert (await place.clerk("101").get(f"/roster/template/{union}")).status_code == 404
