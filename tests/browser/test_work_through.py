"""Transfers between townships as the receiving clerk works through them, and forms that are not lost by a slip."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import Visiting
from tests.browser.small_county import DIANQIAN, LONG_AGO, SHIGUAN, Desk, SmallCounty, admit
from tests.browser.test_one_fact import ADMIT

MEMBERS = re.compile("^会员数")
ACCEPT = "/desk/membership/members/accept_transfer"


@dataclass(frozen=True)
class Arriving:
    """Two members of one township whom another is asked to take."""

    members: list[str]
    union: str


@pytest.fixture(scope="module")
def arriving(desk: Desk, entered: SmallCounty) -> Arriving:
    """孙六 and 周七, asked for on different days."""
    union = desk.union(DIANQIAN, "店前村工会", "village-community", entered.other_union)
    members = []
    for name, day in (("孙六", "2026-11-02"), ("周七", "2026-11-03")):
        member = admit(desk, entered.union, name, LONG_AGO)
        path = f"/membership/members/{member['id']}/request-transfer"
        desk.send(f"clerk-{SHIGUAN}", path, {"to_union": union, "occurred_on": day}, member["revision"])
        members.append(str(member["id"]))
    return Arriving(members, union)


def record(page: Page) -> str:
    return page.get_by_role("combobox", name="办理对象").input_value()


def test_a_clerk_accepts_one_transfer_after_another_and_sees_the_own_township_grow(
    visiting: Visiting, arriving: Arriving
) -> None:
    clerk, county = visiting(), visiting()
    clerk.sign_in(f"clerk-{DIANQIAN}", "/work")
    page = clerk.page
    waiting = page.locator("tbody tr", has_text="待接收转会")
    expect(waiting).to_have_count(len(arriving.members))
    expect(waiting.first).to_contain_text("石关茶业有限公司工会 → 店前村工会")
    waiting.first.get_by_role("link", name="办理").click()
    box = page.get_by_role("combobox", name="办理对象")
    expect(box).to_have_value(re.compile("^孙.*石关茶业有限公司工会 → 店前村工会"))
    page.goto(f"{clerk.gateway}/records/membership/members/{arriving.members[0]}")
    expect(page.locator(".list-links")).to_contain_text("接收转会")
    page.go_back()
    expect(box).to_have_value(re.compile("^孙"))
    page.get_by_role("button", name="提交").click()

    expect(page.locator(".outcome h2")).to_contain_text("看板已计入")
    own = page.locator(".effect", has_text="店前镇")
    expect(own.get_by_role("row", name=MEMBERS).locator("td")).to_have_text(["–", "1"])
    expect(page.locator(".effect")).to_have_count(1)
    expect(page.locator(".effect-still")).to_have_text("岳西县：合计数字不变。")
    expect(page.locator(".submitted")).to_contain_text("孙")
    expect(page.locator(".submitted")).not_to_contain_text("转会待接收")  # not any more
    expect(page).not_to_have_url(re.compile("record="))

    page.get_by_role("link", name="下一件待办：待接收转会").click()
    expect(box).to_have_value(re.compile("^周"))
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".outcome h2")).to_contain_text("看板已计入")
    expect(own.get_by_role("row", name=MEMBERS).locator("td")).to_have_text(["1", "2"])
    page.get_by_role("link", name="返回待办").click()
    expect(page.locator("h1")).to_have_text("待办")
    expect(waiting).to_have_count(0)

    clerk.open(ACCEPT)
    box.focus()
    expect(page.get_by_role("option")).to_have_text("没有可选的记录")  # members who came are nothing to accept
    county.sign_in("organiser-340828", "/work?office=all")
    row = county.page.locator("tbody tr", has_text=re.compile("困难职工|帮扶")).first  # another office's
    expect(row).to_contain_text(re.compile("由.+办理"))
    expect(row.get_by_role("link")).to_have_count(0)


def test_a_member_is_found_by_the_whole_number_which_never_stands_in_an_address(
    visiting: Visiting, desk: Desk, entered: SmallCounty
) -> None:
    number = "11010519491231002X"
    asked = {"union": entered.union, "name": "吴八", "id_number": number, "employment": "regular"}
    desk.send(f"clerk-{SHIGUAN}", "/membership/members", {**asked, "occurred_on": LONG_AGO})
    clerk = visiting()
    addresses: list[str] = []
    clerk.page.on("request", lambda request: addresses.append(request.url))
    clerk.sign_in(f"clerk-{SHIGUAN}", "/desk/membership/members/void")
    clerk.page.get_by_role("combobox", name="办理对象").fill("110105 19491231 002x")
    found = clerk.page.locator(".combobox").get_by_role("option")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("110105********002X")
    assert [address for address in addresses if "19491231" in address] == []


def test_a_half_filled_form_is_not_left_nor_cleared_without_asking(visiting: Visiting) -> None:
    clerk = visiting()
    clerk.sign_in(f"clerk-{SHIGUAN}", "/desk")
    page = clerk.page
    page.get_by_role("link", name="会员入会").click()
    asked: list[str] = []
    answers = iter([False, False, False, True, True])

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if next(answers):
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    page.get_by_label("姓名").fill("郑九")
    page.get_by_role("link", name="总览").click()
    page.get_by_role("button", name="重新填写").click()
    with page.expect_event("dialog"):
        page.evaluate("history.back()")
    expect(page.get_by_label("姓名")).to_have_value("郑九")
    expect(page).to_have_url(re.compile(ADMIT))
    page.get_by_role("button", name="重新填写").click()
    expect(page.get_by_label("姓名")).to_have_value("")
    page.get_by_label("姓名").fill("郑九")
    page.get_by_role("link", name="总览").click()
    expect(page.locator(".key-value").first).to_be_visible()
    assert ["清除" in text for text in asked] == [False, True, False, True, False]
