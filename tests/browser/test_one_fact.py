"""The way of one fact: from a township clerk's form to the county's number, its event and its proof."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visiting
from tests.browser.visitor import Visitor
from tests.support.numbers import id_number

ADMIT = "/desk/membership/members/admit"


def fill(clerk: Visitor, number: str) -> None:
    page = clerk.page
    clerk.choose("工会", "石关茶业")
    page.get_by_label("姓名").fill("钱五")
    page.get_by_label("身份证号").fill(number)
    page.get_by_label("用工形式").select_option(label="正式职工")


def test_a_clerk_admits_a_worker_and_the_county_sees_it_live_with_its_event_and_proof(visiting: Visiting) -> None:
    county, clerk = visiting(), visiting()
    county.sign_in("organiser-340828")
    county.page.locator(".live-live").wait_for()
    before = int(county.figure("members"))
    county.page.evaluate("window.sameDocument = true")

    clerk.sign_in("clerk-340828207", ADMIT)
    expect(clerk.page.locator("h1")).to_have_text("会员入会")
    fill(clerk, id_number())
    clerk.page.get_by_role("button", name="提交").click()
    expect(clerk.page.locator(".outcome h2")).to_contain_text("看板已计入")
    for area in ("石关乡", "岳西县"):
        row = clerk.page.locator(".effect", has_text=area).get_by_role("row", name=re.compile("^会员数"))
        expect(row.locator("td")).to_have_text([str(before), str(before + 1)])
    said = clerk.page.locator(".submitted")
    expect(said).to_contain_text("钱五")
    expect(said).to_contain_text("石关茶业")
    expect(said).to_contain_text("********")
    expect(said).to_contain_text("正式职工")

    shown = county.page.locator('[data-metric="members"] .key-value')
    expect(shown).to_have_text(str(before + 1))  # pushed: nobody touched this page
    assert county.page.evaluate("window.sameDocument") is True
    cell = county.page.get_by_role("row", name="石关乡").get_by_role("link", name="会员数")
    expect(cell).to_have_text(str(before + 1))

    cell.click()
    expect(county.page.locator("h1")).to_contain_text("会员数")
    latest = county.page.locator("tbody tr").first
    expect(latest).to_contain_text("会员入会")
    expect(latest).to_contain_text("clerk-340828207")
    latest.get_by_role("link", name="会员入会").click()
    expect(county.page.locator(".verdict")).to_contain_text("已验证")
    expect(county.page.locator(".step-fail")).to_have_count(0)

    county.page.get_by_role("button", name="English").click()
    expect(county.page.locator("html")).to_have_attribute("lang", "en")
    expect(county.page.locator(".verdict")).to_contain_text("Verified")
    county.page.reload()
    expect(county.page.locator(".verdict")).to_contain_text("Verified")


def test_wrong_input_is_named_at_its_field_before_and_after_sending(visiting: Visiting) -> None:
    clerk = visiting()
    clerk.sign_in("clerk-340828207", ADMIT)
    page = clerk.page
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#field-name-wrong")).to_have_text("请填写此项")
    expect(page.locator("#field-union-wrong")).to_have_text("请选择")

    good = id_number()
    fill(clerk, good[:-1])
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#field-id_number-wrong")).to_have_text("应为 18 位，现为 17 位")

    wrong_digit = good[:-1] + ("1" if good[-1] != "1" else "2")
    page.get_by_label("身份证号").fill(wrong_digit)
    page.get_by_label("手机号").fill("23800138000")
    page.get_by_role("button", name="提交").click()  # both in one round
    expect(page.locator("#field-id_number-wrong")).to_contain_text("校验")
    expect(page.locator("#field-phone-wrong")).to_have_text("格式不对")
    expect(page.get_by_label("身份证号")).to_have_attribute("aria-invalid", "true")

    page.get_by_label("手机号").fill("")
    page.get_by_label("身份证号").fill(id_number(birthday="20150101"))
    page.get_by_role("button", name="提交").click()  # the service knows who may work, the page does not
    expect(page.locator("#field-id_number-wrong")).to_contain_text("16")


def test_what_waits_is_listed_for_its_office_and_leads_to_the_command_that_ends_it(visiting: Visiting) -> None:
    approver = visiting()
    approver.sign_in("approver-340828", "/work")
    page = approver.page
    waiting = page.locator("tbody tr", has_text="待审批困难职工档案")
    expect(waiting).to_have_count(1)
    waiting.get_by_role("link", name="办理").click()
    expect(page.locator("h1")).to_have_text("批准建档")
    expect(page.get_by_role("combobox", name="办理对象")).to_have_value(re.compile("^赵"))
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".outcome h2")).to_contain_text("看板已计入")
    approver.open("/work")
    expect(page.locator("tbody tr", has_text="待审批困难职工档案")).to_have_count(0)
