"""The membership desk as a township clerk works at it: what waits, lists, records with history, boards, papers."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from deploy.local.tokens import bearer
from tests.browser.conftest import Visiting
from tests.browser.small_county import SHIGUAN, Desk, SmallCounty, admit
from tests.support.numbers import id_number

CLERK = f"clerk-{SHIGUAN}"
HOME = "/desk/membership"
TODAY = (datetime.now(UTC) + timedelta(hours=8)).date()


def first(desk: Desk, path: str) -> dict[str, Any]:
    """The first row of a list, as the clerk sees it."""
    headers = {"Authorization": f"Bearer {bearer(CLERK, desk.run).token}"}
    answer: httpx.Response = desk.http.get(f"/api{path}", headers=headers)
    row: dict[str, Any] = answer.raise_for_status().json()["items"][0]
    return row


@pytest.fixture(scope="module")
def corrected(desk: Desk, entered: SmallCounty) -> str:
    """A member who was entered as a regular worker, and put right."""
    made = admit(desk, entered.union, "陈十二", "2025-06-02")
    path = f"/membership/members/{made['id']}/correct"
    desk.send(CLERK, path, {"employment": "migrant", "reason": "wrong-entry"}, made["revision"])
    return str(made["id"])


@pytest.fixture(scope="module")
def offered(desk: Desk, entered: SmallCounty) -> str:
    """Collective talks that were offered yesterday."""
    asked = {
        "union": entered.union,
        "kind": "wage",
        "level": "single",
        "offered_by": "workers",
        "employers": [first(desk, "/membership/employers")["id"]],
        "workers": 40,
        "occurred_on": (TODAY - timedelta(1)).isoformat(),
    }
    return str(desk.send(CLERK, "/membership/consultations", asked)["id"])


def test_a_clerk_finds_a_member_at_the_desk_and_what_happened_to_them(visiting: Visiting, corrected: str) -> None:
    clerk = visiting()
    clerk.sign_in(CLERK, "/desk")
    page = clerk.page
    page.get_by_role("link", name="进入组织与会员工作台").click()
    expect(page.locator("h1")).to_have_text("组织与会员")
    page.get_by_label("查找会员").fill("chen")
    row = page.get_by_role("row", name=re.compile("^陈"))
    expect(row).to_have_count(1)
    row.get_by_role("link", name=re.compile("^陈")).click()
    expect(page).to_have_url(re.compile(f"/records/membership/members/{corrected}$"))
    assert "陈" not in page.title()

    latest = page.locator(".happened").first
    expect(latest).to_contain_text("更正：会员入会")
    expect(latest).to_contain_text("录入错误")
    expect(latest.locator("del")).to_have_text("正式职工")
    expect(latest.locator("ins")).to_have_text("农民工")
    expect(page.locator(".happened").last).to_contain_text("会员入会")
    expect(page.locator(".list-links")).to_contain_text("申请转会")


def test_a_list_is_narrowed_in_its_address_by_tabs_and_filters(visiting: Visiting, entered: SmallCounty) -> None:
    clerk = visiting()
    clerk.sign_in(CLERK, "/records/membership/members")
    page = clerk.page
    expect(page.locator("tbody tr").first).to_be_visible()
    page.get_by_role("button", name="保留会籍").click()
    expect(page).to_have_url(re.compile("state=retained"))
    expect(page.locator(".empty")).to_contain_text("没有找到")
    page.get_by_role("button", name="在会", exact=True).click()
    clerk.choose("工会", "石关茶业")
    expect(page).to_have_url(re.compile(f"union={entered.union}"))
    expect(page.locator("tbody tr").first).to_contain_text("石关茶业有限公司工会")
    page.reload()
    clerk.settle()
    expect(page.get_by_role("button", name="在会", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("combobox", name="工会")).to_have_value(re.compile("石关茶业"))
    with page.expect_download() as saving:
        page.get_by_role("button", name="下载 XLSX").click()
    assert saving.value.path().read_bytes().startswith(b"PK")


def test_a_member_is_admitted_from_the_unions_record_which_counts_one_more(
    visiting: Visiting, entered: SmallCounty
) -> None:
    clerk = visiting()
    clerk.sign_in(CLERK, f"/records/membership/unions/{entered.union}")
    page = clerk.page
    members = page.locator(".facts div", has=page.locator("dt", has_text="会员数")).first.locator("dd")
    before = int(members.inner_text())
    page.locator(".list-links").get_by_role("link", name="会员入会").click()
    expect(page.get_by_role("combobox", name="工会")).to_have_value(re.compile("石关茶业"))
    page.get_by_label("姓名").fill("褚十三")
    page.get_by_label("身份证号").fill(id_number())
    page.get_by_label("用工形式").select_option(label="正式职工")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".outcome h2")).to_be_visible()
    clerk.open(f"/records/membership/unions/{entered.union}")
    expect(members).to_have_text(str(before + 1))


def test_talks_stand_on_the_board_with_their_clock_and_wait_in_their_section(visiting: Visiting, offered: str) -> None:
    clerk = visiting()
    clerk.sign_in(CLERK, "/desk/membership/boards/consultations")
    page = clerk.page
    card = page.locator(".board-column").first.locator(".board-card").last
    expect(card).to_contain_text("工资专项集体合同")
    expect(card.locator(".tag")).to_contain_text("还剩")
    card.get_by_role("link").press("Enter")  # by the keyboard alone
    expect(page).to_have_url(re.compile(offered))
    expect(page.locator(".list-links")).to_have_text(re.compile("同意协商"))
    expect(page.locator(".list-links")).not_to_contain_text("签字")  # not yet
    clerk.open("/desk/membership/consultation")
    item = page.locator("tbody tr", has_text="待回应协商要约").first
    item.get_by_role("link", name="去办理").click()
    expect(page.get_by_role("combobox", name="办理对象")).to_have_value(re.compile("石关茶业"))


def test_a_part_that_is_gone_after_a_renewal_is_said_and_the_page_loads_again(visiting: Visiting) -> None:
    clerk = visiting()
    page = clerk.page
    missing: list[str] = []

    def gone(route: Route) -> None:
        missing.append(route.request.url)
        route.fulfill(status=404)

    page.route(re.compile(r"/assets/part-[\w-]+\.js"), gone)
    clerk.sign_in(CLERK, "/desk")
    expect(page.get_by_role("alert")).to_contain_text("平台可能刚刚更新")
    assert missing
    assert clerk.violations() == []
    page.unroute(re.compile(r"/assets/part-[\w-]+\.js"))
    page.get_by_role("button", name="重新载入").click()
    expect(page.locator("h1")).to_have_text("办事")
    clerk.troubles.clear()  # the browser reports what was gone


def printed(page: Page) -> str:
    """What is left of the page on paper."""
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    page.emulate_media(media="screen")
    return text


def test_a_unions_members_and_certificate_are_printed_without_the_page_around_them(
    visiting: Visiting, entered: SmallCounty
) -> None:
    clerk = visiting()
    clerk.sign_in(CLERK, f"/records/membership/unions/{entered.union}")
    page = clerk.page
    page.get_by_role("link", name="打印会员名册").click()
    expect(page.locator(".paper tbody tr").first).to_be_visible()
    paper = printed(page)
    assert "石关茶业有限公司工会" in paper
    assert "打印会员名册" not in paper
    page.get_by_role("link", name="返回工会").click()
    page.get_by_role("link", name="打印工会证书").click()
    expect(page.locator(".certificate")).to_contain_text("石关茶业有限公司工会")
