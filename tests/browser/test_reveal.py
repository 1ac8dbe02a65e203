"""Personal data in full: asked for with a purpose, recorded before they are shown, gone after a look."""

import json
import re

from playwright.sync_api import expect

from tests.browser.conftest import Visiting
from tests.browser.small_county import SHIGUAN, Desk, SmallCounty, household
from tests.support.numbers import id_number

KEPT = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


def test_a_look_at_a_member_is_recorded_shown_and_leaves_nothing_behind(
    visiting: Visiting, desk: Desk, entered: SmallCounty
) -> None:
    number, account = id_number(), f"clerk-{SHIGUAN}"
    asked = {"union": entered.union, "name": "冯十一", "id_number": number, "employment": "regular"}
    member = desk.send(account, "/membership/members", {**asked, "occurred_on": "2026-10-12"})["id"]
    clerk = visiting()
    clerk.sign_in(account, "/records/membership/members")
    page = clerk.page
    page.get_by_role("searchbox").fill(number[-4:])
    with page.expect_response(lambda answer: "/members/transfers" in answer.url):
        page.get_by_role("link", name=re.compile("^冯")).click()
    expect(page.locator("main")).to_contain_text("石关茶业有限公司工会")
    expect(page.locator(".list-links")).to_contain_text("申请转会")
    expect(page.locator(".list-links")).not_to_contain_text("接收")  # nobody asked to take this member
    expect(page.locator("main")).not_to_contain_text(number)

    page.get_by_role("button", name="查看完整信息").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("先记入审计记录")
    assert clerk.violations() == []
    dialog.get_by_role("button", name="查看").click()
    expect(dialog.get_by_role("alert")).to_contain_text("请选择至少一个项目")
    dialog.get_by_label("身份证号").check()
    dialog.get_by_label("姓名").check()
    dialog.get_by_label("查看目的").select_option(label="核对身份")
    dialog.get_by_role("button", name="查看").click()
    expect(dialog.locator("dd").first).to_contain_text("冯十一")
    expect(dialog).to_contain_text(number)
    assert clerk.violations() == []
    assert number not in json.dumps(page.evaluate(KEPT))

    dialog.get_by_role("link", name="本次查看已记入审计记录").click()
    expect(page.locator("h1")).to_have_text("查看个人信息")
    expect(page.get_by_role("dialog")).to_have_count(0)
    facts = page.locator(".facts").first
    expect(facts).to_contain_text("姓名、身份证号")
    expect(facts).to_contain_text("核对身份")
    expect(facts).to_contain_text(account)
    expect(page.locator(".verdict")).to_contain_text("已验证")
    expect(page.locator("body")).not_to_contain_text(number)
    page.go_back()
    expect(page.locator("h1")).to_contain_text("冯**")
    expect(page.locator("body")).not_to_contain_text(number)
    assert page.url.endswith(str(member))


def test_an_approver_sees_an_applicants_income_while_deciding_and_it_hides_by_itself(
    visiting: Visiting, desk: Desk
) -> None:
    household(desk, "2026-11-03")
    approver = visiting(width=390)
    page = approver.page
    page.clock.install()
    approver.sign_in("approver-340828", "/work")
    item = page.locator("tbody tr", has_text="待审批困难职工档案").first
    item.get_by_role("link", name="办理").click()
    page.get_by_role("button", name="查看完整信息").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("家庭年可支配收入").check()
    dialog.get_by_label("查看目的").select_option(label="审核审批")
    dialog.get_by_role("button", name="查看").click()
    expect(dialog.locator("dd")).to_contain_text("12,000.00 元")
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0
    page.clock.fast_forward(61_000)
    expect(dialog).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text("12,000.00")
    expect(page.get_by_role("heading", name="批准建档")).to_be_visible()  # the form is where it was


def test_looks_and_appointments_are_found_in_the_trail_by_what_they_are(visiting: Visiting) -> None:
    auditor = visiting()
    auditor.sign_in("auditor-340828", "/audit")
    page = auditor.page
    page.get_by_label("访问记录").select_option(label="任命、免职与委托")
    expect(page).to_have_url(re.compile("access=offices"))
    made = page.locator("tbody tr", has=page.get_by_role("link", name="任职", exact=True)).first
    expect(made.locator('[data-head="对象"]')).to_have_text(re.compile(r"^(\w+-\d+|newcomer)$"))
    made.get_by_role("link", name="任职", exact=True).click()
    expect(page.locator(".facts").first).to_contain_text(re.compile("账号.*任职自.*职务"))
