"""Somebody who signs in with one account, at the console or for the command line, whichever issuer there is."""

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

USER = "oidc.user:"


@dataclass
class Person:
    """A browser, an account, and how the issuer's page is filled in."""

    context: BrowserContext
    gateway: str
    kind: str
    account: str
    password: str

    def tab(self, path: str = "/") -> Page:
        """One more tab of the same browser."""
        page = self.context.new_page()
        page.goto(self.gateway + path)
        return page

    def sign_in(self, path: str = "/") -> Page:
        """From the landing page through the issuer's page to where one wanted to be."""
        page = self.tab(path)
        page.locator("main.landing button.primary").click()
        self.identify(page)
        self.arrived(page, path)
        return page

    def identify(self, page: Page) -> None:
        """Fill in the issuer's page."""
        if self.kind == "demo":
            page.locator(f'button[value="{self.account}"]').click()
            return
        page.locator("#username").fill(self.account)
        page.locator("#password").fill(self.password)
        page.locator("#kc-login").click()

    def asked(self, page: Page) -> None:
        """The issuer asks who one is."""
        expect(page.locator('button[value="clerk-340828207"], #kc-login')).to_be_visible()

    def arrived(self, page: Page, path: str = "/") -> None:
        """The console shows who is signed in."""
        page.wait_for_url(f"{self.gateway}{path}*")
        page.locator("header .who, header .acting").first.wait_for()

    def approve(self, page: Page, url: str) -> None:
        """Let a device in, as the page of its code asks."""
        page.goto(url)
        if self.kind == "demo":
            page.locator('button[name="confirm"]').click()
            self.identify(page)
            page.get_by_text("命令行已登录").wait_for()
            return
        self.identify(page)
        page.locator('button[name="accept"]').click()
        page.get_by_text("设备登录成功").wait_for()

    def refuse(self, page: Page, url: str) -> None:
        """Let no device in."""
        page.goto(url)
        if self.kind == "demo":
            page.locator('button[name="abort"]').click()
            page.get_by_text("命令行没有登录").wait_for()
            return
        self.identify(page)
        page.locator('button[name="cancel"]').click()


def stored(page: Page) -> dict[str, Any]:
    """What the console keeps of the sign-in in this tab."""
    kept = page.evaluate(
        "Object.entries(sessionStorage).find(([name]) => name.startsWith('oidc.user:'))?.[1] ?? 'null'"
    )
    found: dict[str, Any] = json.loads(kept)
    return found


def change_stored(page: Page, **changes: Any) -> None:
    """Change what the console keeps of the sign-in in this tab."""
    page.evaluate(
        """(changes) => {
            const [name, kept] = Object.entries(sessionStorage).find(([name]) => name.startsWith('oidc.user:'))
            sessionStorage.setItem(name, JSON.stringify({ ...JSON.parse(kept), ...changes }))
        }""",
        changes,
    )
