"""A union founded, and its roster imported: three wrong rows found, mended, uploaded again, approved, taken back."""

import io
import re
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Visiting
from tests.browser.small_county import SHIGUAN
from tests.browser.visitor import Visitor
from tests.support.numbers import id_number

CLERK = f"clerk-{SHIGUAN}"
UNION, FOUNDED = "石关村工会", "2026-01-12"
IMPORT = "/desk/membership/import"
HEAD = ["姓名", "身份证号码", "手机", "用工形式", "入会时间"]
SECONDS = 30_000  # the check runs in the background


def roster(rows: list[list[str]]) -> FilePayload:
    """A CSV as spreadsheets in the county save it."""
    text = "\r\n".join(",".join(row) for row in [HEAD, *rows])
    return {"name": "名册.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")}


def upload(page: Page, file: FilePayload) -> None:
    page.set_input_files("#import-file", files=[file])
    box = page.get_by_role("combobox", name="工会")
    box.fill(UNION)
    page.get_by_role("option").filter(has_text=UNION).first.click()
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", name="待确认")).to_be_visible(timeout=SECONDS)


def found_union(clerk: Visitor, chair: Visitor) -> None:
    """By the clerk's form; approved by the township's chair, for whom it waits."""
    page = clerk.page
    clerk.sign_in(CLERK, "/desk/membership/organisations/found")
    page.get_by_label("工会名称").fill(UNION)
    page.get_by_label("工会类型").select_option(label="村（社区）工会")
    clerk.choose("上级工会", "石关乡工会")
    page.get_by_label("发生日期").fill(FOUNDED)
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".outcome h2")).to_be_visible()  # it counts once it is approved
    chair.sign_in(f"chair-{SHIGUAN}", "/work?desk=membership")
    waiting = chair.page.locator("tbody tr", has_text=UNION)
    waiting.get_by_role("link", name="去办理").click()
    chair.page.get_by_label("发生日期").fill(FOUNDED)
    chair.page.get_by_role("button", name="提交").click()
    expect(chair.page.locator(".outcome h2")).to_be_visible()


def test_a_clerk_founds_a_union_and_a_roster_with_three_errors_is_mended_and_imported_and_can_be_taken_back(
    visiting: Visiting, tmp_path: Path
) -> None:
    numbers = [id_number() for _ in range(4)]
    day = "2026-03-01"
    good = [[f"甲{sign}", number, "", "正式职工", day] for sign, number in zip("一二三四", numbers, strict=True)]
    bad = [[*each] for each in good]
    bad[0][1] = numbers[0][:-1]  # a digit is missing
    bad[1][2] = "23800138000"  # no phone
    bad[2][4] = "2099-01-01"  # a day that has not come
    clerk = visiting()
    found_union(clerk, visiting())
    clerk.open(IMPORT)
    page = clerk.page
    upload(page, roster(bad))
    problems = page.locator("section", has=page.get_by_role("heading", name="问题清单")).locator("tbody tr")
    expect(problems).to_have_count(3)
    expect(problems).to_contain_text(["身份证号", "手机号", "发生日期"])
    assert clerk.violations() == []
    with page.expect_download() as saving:
        page.get_by_role("button", name="下载标注后的表格").click()
    saved = tmp_path / "annotated.xlsx"
    saving.value.save_as(saved)
    assert io.BytesIO(saved.read_bytes()).read(2) == b"PK"

    page.get_by_role("link", name="改好后重新上传").click()
    upload(page, roster(good))
    expect(page.locator(".import-counts")).to_contain_text("可以导入4")
    page.get_by_role("button", name="确认导入 4 行").click()
    expect(page.get_by_role("heading", name="已导入")).to_be_visible(timeout=SECONDS)
    expect(page.locator(".import-counts")).to_contain_text("已登记4")
    assert clerk.violations() == []

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.locator(".import-counts")).to_contain_text(re.compile("已撤销4"), timeout=SECONDS)
    clerk.open(IMPORT)
    expect(page.locator("tbody tr")).to_have_count(2)
