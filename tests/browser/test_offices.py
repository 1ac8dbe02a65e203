"""Each office finds its own menu and no error; nobody's, several, and an ended one are said in words."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from httpx import codes
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visiting
from tests.browser.small_county import LONG_AGO, SHIGUAN, Desk, SmallCounty
from tests.browser.test_one_fact import ADMIT
from tests.support.numbers import credit_code

ORGANISER = "organiser-340828"
TIANTANG = "340828100"
TODAY = (datetime.now(UTC) + timedelta(hours=8)).date()
EVERYTHING = ["总览", "查询", "办事", "待办", "审计"]
FIGURES = ["总览", "查询"]
STARTS = [
    # account                     first view        menu
    (ORGANISER, "岳西县总览", EVERYTHING),
    ("leader-340828", "岳西县总览", EVERYTHING),
    ("assistance-340828", "岳西县总览", EVERYTHING),
    ("approver-340828", "待办", EVERYTHING),
    ("auditor-340828", "审计记录", EVERYTHING),
    (f"clerk-{SHIGUAN}", "石关乡", EVERYTHING),
    (f"chair-{SHIGUAN}", "石关乡", EVERYTHING),
    (f"mediator-{SHIGUAN}", "石关乡", ["总览", "查询", "办事", "待办"]),
    (f"enterprise-{SHIGUAN}", "岳西县总览", ["总览", "查询", "办事"]),
    (f"member-{SHIGUAN}", "岳西县总览", FIGURES),
]


def appoint(desk: Desk, account: str, holds: str, area: str, **more: str) -> str:
    """An appointment's id."""
    asked = {"account": account, "holds": holds, "area": area, "occurred_on": LONG_AGO, **more}
    return str(desk.send(ORGANISER, "/membership/appointments", asked)["id"])


def end(desk: Desk, appointment: str) -> None:
    """End it at once."""
    asked = {"reason": "transferred", "occurred_on": TODAY.isoformat()}
    desk.send(ORGANISER, f"/membership/appointments/{appointment}/end", asked, 1)


@pytest.fixture(scope="module")
def of_union(desk: Desk, entered: SmallCounty) -> None:
    """The enterprise's chair and a member of it, whose union the county has by now."""
    for account, holds in ((f"enterprise-{SHIGUAN}", "enterprise-chair"), (f"member-{SHIGUAN}", "member")):
        appoint(desk, account, holds, SHIGUAN, union=entered.union)


@pytest.mark.usefixtures("of_union")
@pytest.mark.parametrize(("account", "first", "menu"), STARTS, ids=[account for account, _, _ in STARTS])
def test_an_office_begins_where_its_work_is_and_finds_its_own_menu(
    visiting: Visiting, account: str, first: str, menu: list[str]
) -> None:
    somebody = visiting()
    somebody.sign_in(account, lands=re.compile(r"/(work|audit)?$"))
    page = somebody.page
    expect(page.locator("main h1")).to_have_text(first)
    expect(page.locator("header nav a")).to_have_text(menu)
    for entry in menu:
        page.locator("header nav").get_by_role("link", name=entry).click()
        somebody.settle()
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.locator("main .warning")).to_have_count(0)
    assert somebody.refused == []


def test_a_view_of_other_offices_says_so_instead_of_failing(visiting: Visiting) -> None:
    mediator = visiting()
    mediator.sign_in(f"mediator-{SHIGUAN}")
    for path in ("/audit", "/records/membership/members"):
        mediator.open(path)
        expect(mediator.page.locator("main")).to_contain_text(re.compile("您的职务不查看"))
    assert mediator.refused == []


@pytest.fixture
def newcomer(desk: Desk) -> Iterator[str]:
    """An account without an appointment, again after the test."""
    yield "newcomer"
    for each in desk.held("newcomer"):
        end(desk, each)


def test_a_newcomer_is_told_what_to_do_and_goes_on_once_appointed(
    visiting: Visiting, desk: Desk, newcomer: str
) -> None:
    somebody = visiting(width=390, english=True)
    page = somebody.page
    somebody.enter(newcomer)
    expect(page.locator("h1")).to_have_text("This account holds no office yet")
    expect(page.locator(".account code")).to_have_text(newcomer)
    assert somebody.violations() == []
    somebody.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == newcomer
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("这个账号还没有任职")

    organiser = visiting()
    organiser.sign_in(ORGANISER, "/desk/membership/cadres/appoint")
    organiser.page.get_by_label("账号").fill(newcomer)
    organiser.page.get_by_label("职务").select_option(label="乡镇工会经办")
    organiser.page.get_by_label("任职辖区").select_option(label="石关乡")
    organiser.page.get_by_role("button", name="提交").click()
    expect(organiser.page.locator(".outcome h2")).to_contain_text("已登记")
    page.get_by_role("button", name="重新查看任职").click()  # or it goes on by itself a moment later
    expect(page.locator("main h1")).to_have_text("石关乡", timeout=20_000)
    expect(page.locator(".who")).to_contain_text("乡镇工会经办 · 石关乡")
    assert desk.held(newcomer)


def test_an_appointment_that_ends_under_an_open_page_is_said_and_nothing_typed_is_lost(
    visiting: Visiting, desk: Desk, newcomer: str
) -> None:
    clerk = visiting()
    page = clerk.page
    first = appoint(desk, newcomer, "township-clerk", SHIGUAN)
    clerk.sign_in(newcomer, ADMIT)
    page.get_by_label("姓名").fill("钱五")
    end(desk, first)
    expect(page.get_by_role("heading", level=1)).to_have_text("任职已结束", timeout=5_000)
    assert clerk.violations() == []
    page.get_by_role("button", name="重新查看任职").click()
    expect(page.get_by_text("目前仍没有这项任职")).to_be_visible()
    page.wait_for_timeout(1_000)
    quiet = len(clerk.asked)
    page.wait_for_timeout(2_000)  # nothing goes on asking behind the page, but whether the office is there again
    assert [url for url in clerk.asked[quiet:] if not url.endswith("/session")] == []
    assert page.locator("#field-name").input_value() == "钱五"

    appoint(desk, newcomer, "township-chair", SHIGUAN)
    page.get_by_role("button", name="改用其他任职").click()
    expect(page.locator(".who")).to_contain_text("乡镇工会主席 · 石关乡")


def test_a_form_that_is_refused_because_the_office_has_ended_is_kept(
    visiting: Visiting, desk: Desk, newcomer: str
) -> None:
    clerk = visiting()
    page = clerk.page
    held = appoint(desk, newcomer, "township-clerk", SHIGUAN)
    page.route_web_socket(re.compile("/graphql"), lambda _: None)  # the answer alone is to tell
    clerk.sign_in(newcomer, "/desk/membership/employers/register")
    page.get_by_label("名称").fill("石关竹业有限公司")
    page.get_by_label("统一社会信用代码").fill(credit_code())
    page.get_by_label("单位类型").select_option(index=1)

    def ended(route: Route) -> None:
        end(desk, held)
        time.sleep(0.5)  # the service looks at appointments four times a second
        route.continue_()

    page.route("**/api/membership/employers", ended)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("任职已结束")
    expect(page.locator("main:visible")).to_contain_text("1 份")


def test_whoever_holds_several_offices_chooses_and_changes(visiting: Visiting, desk: Desk) -> None:
    account, lender = f"mediator-{TIANTANG}", f"chair-{TIANTANG}"
    lent = {
        "appointment": desk.held(lender)[0],
        "account": account,
        "until": (TODAY + timedelta(7)).isoformat(),
        "occurred_on": TODAY.isoformat(),
    }
    as_deputy = {"Gonghui-Appointment": str(desk.send(lender, "/membership/appointments/delegations", lent)["id"])}
    somebody = visiting()
    page = somebody.page
    somebody.enter(account)
    expect(page.locator("h1")).to_have_text("以哪一职务办事？")
    assert somebody.violations() == []
    choice = page.locator(".appointments").get_by_role("button")
    expect(choice).to_have_text([re.compile("调解员.*天堂镇"), re.compile(f"乡镇工会主席.*代 {lender} 行使")])
    choice.last.click()
    acting = page.get_by_label("当前职务")
    expect(acting.locator("option:checked")).to_contain_text(f"代 {lender} 行使")
    expect(page.locator("header nav a")).to_have_text(EVERYTHING)
    assert desk.post(account, "/membership/employers", {}, as_deputy).status_code == codes.FORBIDDEN
    by = f"{account} 代 {lender}（乡镇工会主席）"
    somebody.open("/audit?access=refusals")
    refused = page.locator("tbody tr", has_text=by).first
    expect(refused).to_be_visible()
    refused.get_by_role("link").first.click()
    expect(page.locator(".facts").first).to_contain_text(by)
    page.set_viewport_size({"width": 390, "height": 900})
    page.reload()
    expect(acting.locator("option:checked")).to_contain_text("乡镇工会主席")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    acting.select_option(index=0)
    expect(acting.locator("option:checked")).to_contain_text("调解员 · 天堂镇")
    expect(page.locator("header nav a")).not_to_have_text(EVERYTHING)
    assert somebody.violations() == []


def test_what_waits_while_appointments_are_uncertain_is_said_calmly(visiting: Visiting) -> None:
    clerk = visiting()
    clerk.sign_in(f"clerk-{SHIGUAN}")
    page = clerk.page
    ages = iter(["9", "9"])

    def older(route: Route) -> None:
        answer = route.fetch()
        age = next(ages, None)
        route.fulfill(response=answer, headers={**answer.headers, **({"gonghui-authority-age": age} if age else {})})

    page.route("**/api/membership/unions*", older)
    clerk.open("/records/membership/unions")
    expect(page.locator(".uncertain")).to_contain_text("任职信息暂时没有更新")
    expect(page.locator("tbody tr").first).to_be_visible()
    assert clerk.violations() == []
    page.locator(".uncertain button").click()
    page.locator(".uncertain button").click()
    expect(page.locator(".uncertain")).to_have_count(0)
