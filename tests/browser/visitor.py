"""Somebody at the console in Chromium: signs in, opens views, and leaves no error behind."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, expect

from deploy.local.places import CONSOLE

AXE = (CONSOLE / "node_modules" / "axe-core" / "axe.min.js").read_text()
CLIENT_ERROR, SERVER_ERROR = 400, 500


@dataclass
class Visitor:
    """One browser window of one account."""

    context: BrowserContext
    gateway: str
    page: Page = field(init=False)
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Requests sent so far, and of them"""
    refused: list[str] = field(default_factory=list)
    """those answered 4xx."""

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(f"page: {error}"))
        self.page.on("console", self._console)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A refused command is reported by the browser itself as a failed resource: that is the test's business.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= SERVER_ERROR:
            self.troubles.append(f"{response.status} {response.url}")
        elif response.status >= CLIENT_ERROR:
            self.refused.append(f"{response.status} {response.url}")

    def sign_in(self, account: str, path: str = "/", lands: re.Pattern[str] | None = None) -> None:
        """From the landing page through the issuer's picker back to where one wanted to be, or where the office begins.

        `lands`: the address one comes to, where it is not that of `path`.
        """
        self.enter(account, path)
        self.page.wait_for_url(lands or self.gateway + path)
        self.page.locator(".who").wait_for()

    def enter(self, account: str, path: str = "/") -> None:
        """As `sign_in`, but what comes after the issuer's picker is the test's business."""
        self.page.goto(self.gateway + path)
        self.page.locator("main.landing button.primary").click()
        button = self.page.locator(f'button[value="{account}"]')
        if not button.is_visible():  # a township that the picker does not offer first
            self.page.locator("summary").click()
        button.click()

    def open(self, path: str) -> None:
        """Open an address of the console and wait until it has something to show."""
        self.page.goto(self.gateway + path)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is loading any more."""
        self.page.locator("main h1").wait_for()
        expect(self.page.locator(".loading")).to_have_count(0, timeout=20_000)  # a record loads several lists at once

    def figure(self, metric: str) -> str:
        """A key figure as it is shown."""
        return self.page.locator(f'[data-metric="{metric}"] .key-value').inner_text()

    def choose(self, label: str, text: str) -> None:
        """Pick a record in a combobox by what it is called."""
        box = self.page.get_by_role("combobox", name=label)
        box.fill(text)
        self.page.get_by_role("option").filter(has_text=text).first.click()

    def violations(self) -> list[str]:
        """What axe-core finds on this view, whole page, all rules."""
        self.page.evaluate(AXE)
        found: list[dict[str, Any]] = self.page.evaluate("async () => (await axe.run()).violations")
        return [f"{each['id']}: {json.dumps([node['html'][:200] for node in each['nodes']])}" for each in found]
