"""A form whose way is cut off is kept, sent again, and recorded once."""

from playwright.sync_api import Route, expect

from tests.browser.conftest import Visiting
from tests.browser.test_one_fact import ADMIT, fill
from tests.support.numbers import id_number


def test_a_form_is_kept_without_network_survives_a_reload_and_is_recorded_once(visiting: Visiting) -> None:
    clerk = visiting()
    clerk.sign_in("clerk-340828207")
    page = clerk.page
    before = int(clerk.figure("members"))
    page.goto(clerk.gateway + ADMIT)
    fill(clerk, id_number())

    def answer_lost(route: Route) -> None:
        route.fetch()  # it arrives, and is recorded …
        route.abort("connectionreset")  # … but nobody hears of it

    page.route("**/api/membership/members", answer_lost)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h2", has_text="没有发出")).to_be_visible()
    clerk.troubles.clear()  # the browser reports the cut itself
    page.unroute("**/api/membership/members")

    clerk.open("/desk")
    kept = page.locator(".unsent li")
    expect(kept).to_have_count(1)
    kept.get_by_role("link", name="继续").click()
    page.get_by_role("button", name="再次发送").click()
    expect(page.locator(".outcome h2")).to_contain_text("看板已计入")
    clerk.open("/desk")
    expect(page.locator(".unsent")).to_have_count(0)
    clerk.open("/")
    expect(page.locator('[data-metric="members"] .key-value')).to_have_text(str(before + 1))


def test_a_form_filled_in_without_any_network_is_sent_when_it_is_back(visiting: Visiting) -> None:
    clerk = visiting()
    clerk.sign_in("clerk-340828207", ADMIT)
    page = clerk.page
    fill(clerk, id_number())
    clerk.context.set_offline(True)
    offline = page.get_by_text("离线：表单会保存在本机")
    expect(offline).to_be_visible()
    assert clerk.violations() == []
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h2", has_text="没有发出")).to_be_visible()
    clerk.context.set_offline(False)
    expect(offline).to_have_count(0)
    clerk.troubles.clear()  # the browser reports what it could not reach
    page.goto(clerk.gateway + ADMIT)
    page.get_by_role("link", name="这一事项有一份未发出的表单").click()
    page.get_by_role("button", name="再次发送").click()
    expect(page.locator(".outcome h2")).to_contain_text("看板已计入")
