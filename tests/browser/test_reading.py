"""What a reader is told: in their language from the first page on, on a phone too, with the money an event is about."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visiting


def test_reader_of_english_signs_in_on_an_english_page(visiting: Visiting) -> None:
    leader = visiting(english=True)
    leader.page.goto(leader.gateway)
    leader.page.locator("main.landing button.primary").click()
    expect(leader.page.locator("h1")).to_have_text("Choose a demo account")


def test_events_behind_money_say_their_amounts_in_yuan(visiting: Visiting) -> None:
    leader = visiting()
    leader.sign_in("leader-340828")
    figure = leader.page.locator('[data-metric="aid-paid"] .key-value')
    expect(figure).to_contain_text("1,234.56")
    figure.click()
    paid = leader.page.locator("tbody tr", has_text="发放帮扶")
    expect(paid.locator('[data-head*="影响"]')).to_have_text("+1,234.56")
    total = leader.page.locator("tfoot tr")
    expect(total).to_contain_text("共 1 条，合计")
    expect(total).to_contain_text("+1,234.56")
    paid.get_by_role("link").click()
    facts = leader.page.locator(".facts").first
    expect(facts).to_contain_text("金额（元）1,234.56")
    expect(facts).to_contain_text("已发放帮扶资金（元） +1,234.56（石关乡）")
    original = leader.page.locator("details", has_text="原文").locator("pre")
    expect(original).to_be_hidden()
    leader.page.locator("summary", has_text="原文").click()
    expect(original).to_contain_text("amount_fen")


def test_clerk_on_a_phone_sees_who_it_is_about_and_reaches_what_to_do(visiting: Visiting) -> None:
    approver = visiting(width=390)
    approver.sign_in("approver-340828", "/work?office=all")
    item = approver.page.locator("tbody tr", has_text="待审批帮扶").first
    expect(item.locator('[data-head="办理对象"]')).to_contain_text(re.compile(r"赵.*200\.00 元"))
    act = item.get_by_role("link", name="办理")
    expect(act).to_be_in_viewport()
    act.click()
    expect(approver.page.locator("h1")).to_have_text("批准帮扶")
    expect(approver.page.locator(".chosen-whole")).to_contain_text("200.00 元")


def test_a_moment_before_everything_says_that_nothing_was_there_then(visiting: Visiting) -> None:
    leader = visiting()
    leader.sign_in("leader-340828")
    leader.open("/?knownAt=2020-01-01T08:00")
    expect(leader.page.locator(".empty")).to_contain_text("按所选的条件，还没有任何数据")
    leader.page.get_by_role("link", name="看现在的数字").click()
    expect(leader.page.locator('[data-metric="unions"] .key-value')).not_to_have_text("–")


def test_office_for_which_nothing_waits_is_led_to_what_waits_in_its_area(visiting: Visiting) -> None:
    leader = visiting()
    leader.sign_in("leader-340828", "/work")
    leader.page.get_by_role("link", name="看本辖区全部职务的待办").click()
    expect(leader.page.locator("tbody tr").first).to_contain_text("待审批")


def test_a_clerk_finds_her_own_township_first_and_is_led_back_to_it(visiting: Visiting) -> None:
    clerk = visiting()
    clerk.sign_in("clerk-340828207")
    expect(clerk.page.locator("h1")).to_have_text("石关乡")
    clerk.open("/township/340828101")
    expect(clerk.page.locator("h1")).to_have_text("店前镇")
    clerk.page.get_by_role("link", name="看石关乡").click()
    expect(clerk.page.locator("h1")).to_have_text("石关乡")
    rows = clerk.page.locator("section.card", has_text="组织与单位").locator("tfoot tr")
    expect(rows).to_contain_text(["乡镇直接登记", "石关乡合计"])
    clerk.page.get_by_role("link", name="全县总览").click()
    expect(clerk.page.locator("h1")).to_have_text("岳西县总览")


def test_who_and_what_stands_behind_a_number_and_going_back_finds_the_same_list(visiting: Visiting) -> None:
    clerk = visiting()
    clerk.sign_in("clerk-340828207", "/audit?metric=members&area=340828207&shown=40")
    first = clerk.page.locator("tbody tr").last
    expect(first).to_contain_text(re.compile(r"会员入会.*张\*.*石关茶业有限公司工会"))
    expect(first.locator('[data-head*="影响"]')).to_have_text("+1")
    first.get_by_role("link", name="会员入会").click()
    expect(clerk.page.locator(".verdict")).to_contain_text("已验证")
    clerk.page.go_back()
    assert clerk.page.url.endswith("shown=40")
    auditor = visiting()
    auditor.sign_in("auditor-340828", "/audit?metric=members")
    expect(auditor.page.locator("tbody tr").first).to_contain_text("石关茶业有限公司工会")
    expect(auditor.page.locator("tbody")).not_to_contain_text("张*")


def test_a_day_that_has_not_come_is_said_to_be_read_as_today(visiting: Visiting) -> None:
    leader = visiting()
    leader.sign_in("leader-340828")
    leader.open("/?asOf=2099-12-31")
    expect(leader.page.locator(".picker-bar .warning")).to_contain_text("2099年12月31日 还没有到")
