"""Each view, in both languages and at phone width: accessible, inside its width, and its state in the address."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visiting
from tests.browser.small_county import DIANQIAN, SHIGUAN, SmallCounty
from tests.browser.test_one_fact import ADMIT

VIEWS = [
    "/",
    "/?metric=aid-paid&asOf=2025-06-30&knownAt=2026-01-01T08:00",
    f"/township/{SHIGUAN}",
    f"/township/{DIANQIAN}",
    "/?asOf=2099-12-31",
    "/audit",
    "/audit?metric=members&area=340828207",
    "/work",
    "/work?office=all",
    "/desk",
    "/desk/membership/cadres/appoint",
    "/records",
    "/records/membership/members",
    "/audit?access=all",
    "/nowhere",
]
FORMS = [
    "/desk/membership",
    "/desk/membership/organisations",
    "/desk/membership/boards/sessions",
    "/desk/membership/boards/motions",
    "/desk/membership/import",
    "/records/membership/members?state=active",
    "/records/membership/unions/{union}",
    "/desk/membership/print/members/{union}",
    "/desk/membership/print/certificate/{union}",
    "/work?desk=membership",
    ADMIT,
    "/desk/membership/members/accept_transfer",
    "/desk/assistance/households/open_file",
]


@pytest.mark.parametrize(("width", "english"), [(1280, False), (390, True)], ids=["wide-zh", "phone-en"])
def test_every_view_has_no_accessibility_violation_and_fits_its_width(
    visiting: Visiting, entered: SmallCounty, width: int, english: bool
) -> None:
    found = {}
    for account, paths in (("organiser-340828", VIEWS), ("clerk-340828207", FORMS)):
        visitor = visiting(width=width, english=english)
        visitor.page.goto(visitor.gateway)
        visitor.page.locator("main.landing").wait_for()
        found["landing"] = visitor.violations()
        visitor.sign_in(account)
        for path in paths:
            visitor.open(path.format(union=entered.union))
            found[path] = visitor.violations()
            over = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{path} is {over} px too wide"
    assert {path: each for path, each in found.items() if each} == {}


def test_a_form_that_says_what_is_wrong_is_accessible_too(visiting: Visiting) -> None:
    clerk = visiting()
    clerk.sign_in("clerk-340828207", ADMIT)
    clerk.page.get_by_role("button", name="提交").click()
    clerk.page.locator(".wrong").first.wait_for()
    assert clerk.violations() == []
    clerk.page.get_by_role("combobox", name="工会").focus()
    clerk.page.get_by_role("option").first.wait_for()
    assert clerk.violations() == []


def test_a_day_in_the_past_shows_its_own_figures_and_the_address_can_be_shared(visiting: Visiting) -> None:
    organiser = visiting()
    organiser.sign_in("organiser-340828")
    page = organiser.page
    page.get_by_label("统计日").fill("2025-01-01")
    expect(page.locator('[data-metric="members"] .key-value')).to_have_text("1")
    page.get_by_label("指标").select_option("unions")
    page.get_by_role("columnheader", name="会员数").get_by_role("button").click()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"asOf": ["2025-01-01"], "metric": ["unions"], "sort": ["-members"]}
    page.reload()
    organiser.settle()
    expect(page.locator('[data-metric="members"] .key-value')).to_have_text("1")
    assert page.locator("tbody tr").first.inner_text().startswith("石关乡")  # sorted by members, still


def test_no_data_is_a_dash_and_the_table_is_saved_as_csv_with_an_empty_cell(visiting: Visiting, tmp_path: Path) -> None:
    organiser = visiting()
    organiser.sign_in("organiser-340828")
    page = organiser.page
    row = page.locator("tbody tr", has_text="店前镇")
    expect(row.locator("td").first).to_have_text("–")
    with page.expect_download() as saving:
        page.get_by_role("button", name="下载 CSV").click()
    saved = tmp_path / "units.csv"
    saving.value.save_as(saved)
    rows = {each[0]: each for each in csv.reader(io.StringIO(saved.read_text(encoding="utf-8-sig")))}
    assert rows["店前镇"][1] == ""
    assert int(rows["石关乡"][1]) >= 3
    assert rows["店前镇"][2] == "1"
    assert rows["县本级"][2] == "1"  # the federation
    assert int(rows["全县合计"][2]) == sum(int(row[2]) for name, row in rows.items() if row[2].isdigit()) // 2
    assert rows["全县合计"][3].endswith("%")
    assert saving.value.suggested_filename.startswith("岳西县总览-20")


def test_the_audit_trail_is_saved_whole_though_the_page_shows_its_first_rows(
    visiting: Visiting, tmp_path: Path
) -> None:
    auditor = visiting()
    auditor.sign_in("auditor-340828", "/audit")
    expect(auditor.page.locator("tbody tr")).to_have_count(20)
    with auditor.page.expect_download() as saving:
        auditor.page.get_by_role("button", name="下载 CSV").click()
    saved = tmp_path / "audit.csv"
    saving.value.save_as(saved)
    head, *rows = list(csv.reader(io.StringIO(saved.read_text(encoding="utf-8-sig"))))
    assert len(rows) > 20
    assert all(re.fullmatch(r"20\d\d年\d+月\d+日 \d\d:\d\d:\d\d", row[head.index("记录时间")]) for row in rows)
    assert re.fullmatch(r"审计记录-20\d\d-\d\d-\d\d\.csv", saving.value.suggested_filename)


def test_somebody_comes_back_to_the_address_they_wanted_and_leaves_by_signing_out(visiting: Visiting) -> None:
    auditor = visiting()
    auditor.sign_in("auditor-340828", "/audit?service=gateway")
    expect(auditor.page.locator("tbody tr").first).to_contain_text("登录")
    auditor.page.get_by_role("button", name="退出").click()
    expect(auditor.page.locator("main.landing [data-ending=here]")).to_contain_text("已退出登录")


def test_a_foreign_township_is_refused_in_words(visiting: Visiting) -> None:
    clerk = visiting()
    clerk.sign_in("clerk-340828207")
    clerk.page.goto(f"{clerk.gateway}/township/{DIANQIAN}")
    expect(clerk.page.get_by_role("alert")).to_contain_text("不在您的管辖范围内")
