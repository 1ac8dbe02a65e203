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
    expect(paid.locator('[data-head="金额（元）"]')).to_have_text("1,234.56")
    paid.get_by_role("link").click()
    expect(leader.page.locator(".facts")).to_contain_text("金额（元）1,234.56")


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
