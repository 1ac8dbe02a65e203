"""Headings found under titles, columns by labels and synonyms, and what has to be asked."""

from chassis.imports.guess import Guessed, guess, heading
from chassis.imports.read import Cells
from services.membership.roster.running import ROSTER
from tests.membership.roster.files import wide


def guessed(rows: list[Cells], **given: object) -> Guessed:
    return guess(ROSTER, rows, given)


FULL: Cells = ["序号", "姓名", "身份证号码", "用工形式", "入会时间", "联系电话", "所在工会"]
FIELDS = {1: "name", 2: "id_number", 3: "employment", 4: "occurred_on", 5: "phone", 6: "union"}


def test_headings_are_found_beneath_merged_titles_and_remarks() -> None:
    rows: list[Cells] = [
        ["某某厂会员花名册", "", ""],
        ["填表日期：2026年3月", "", ""],
        ["", "", ""],
        FULL,
        ["1", "王小明"],
    ]
    found = guessed(rows)
    assert (found.header, found.fields, found.settled) == (3, FIELDS, True)


def test_remarks_in_brackets_stars_case_and_width_do_not_matter() -> None:
    row: Cells = ["*姓 名（必填）", "【身份证号】", "用工形式:", "入会日期\n(年月日)", wide("UNION")]
    found = guessed([row])
    assert found.fields == {0: "name", 1: "id_number", 2: "employment", 3: "occurred_on", 4: "union"}


def test_a_heading_that_ends_with_a_known_one_is_taken_when_no_other_is() -> None:
    found = guessed([["工会会员姓名", "本人身份证号"]], union="u", employment="regular", occurred_on="2026-03-02")
    assert (found.fields, found.settled) == ({0: "name", 1: "id_number"}, True)
    found = guessed([["姓名", "联系人姓名", "身份证号"]], union="u", employment="regular", occurred_on="2026-03-02")
    assert found.fields == {0: "name", 2: "id_number"}


def test_two_columns_for_one_field_and_a_missing_field_are_asked() -> None:
    found = guessed([["姓名", "身份证号", "证件号码", "联系电话"]], union="u", occurred_on="2026-03-02")
    assert found.ambiguous == {"id_number": [1, 2]}
    assert found.missing == ["employment"]
    assert not found.settled


def test_what_the_form_gives_is_not_missing() -> None:
    rows: list[Cells] = [["姓名", "身份证号"]]
    assert guessed(rows).missing == ["employment", "occurred_on", "union"]
    assert guessed(rows, union="u", employment="regular", occurred_on="2026-03-02").missing == []


def test_without_known_headings_the_first_filled_row_is_shown() -> None:
    found = guessed([["", ""], ["只有标题", ""], ["王小明", "一些文字"], ["李小红", "一些文字"]])
    assert (found.header, found.fields) == (2, {})
    assert guessed([["只有一格"]]).header == 0


def test_what_was_said_before_goes_before_every_guess() -> None:
    said = {heading("工友大名"): "name", heading("姓名"): ""}
    rows: list[Cells] = [["姓名", "工友大名", "身份证号"]]
    found = guess(ROSTER, rows, {"union": "u", "employment": "regular", "occurred_on": "2026-03-02"}, said.get)
    assert found.fields == {1: "name", 2: "id_number"}
