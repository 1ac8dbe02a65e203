"""Fixtures of the journeys: the running platform, a small county in it, Chromium, visitors."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import small_county
from tests.browser.small_county import Desk, SmallCounty
from tests.browser.stack import Stack, running
from tests.browser.visitor import Visitor

Visiting = Callable[..., Visitor]
HERE = Path(__file__).parent
SECONDS = 300  # the first test starts the whole platform


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey on a busy machine takes longer than a test of one function."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(SECONDS))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole platform."""
    with running(tmp_path_factory.mktemp("run")) as started:
        yield started


@pytest.fixture(scope="session")
def desk(stack: Stack) -> Desk:
    """Sends commands without a page."""
    return Desk(stack.gateway, stack.run)


@pytest.fixture(scope="session")
def entered(desk: Desk) -> SmallCounty:
    """What has been entered before anybody looks."""
    return small_county.enter(desk)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium in Chinese."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("Chromium is missing; install it with: sudo apt-get install chromium fonts-noto-cjk")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(Path(program)), args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def visiting(browser: Browser, stack: Stack, entered: SmallCounty) -> Iterator[Visiting]:
    """`visiting(width=390)`: a fresh window. None of them may have met an error by the end of the test."""
    del entered
    visitors: list[Visitor] = []

    def visit(*, width: int = 1280, english: bool = False) -> Visitor:
        context = browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": width, "height": 900}
        )
        context.set_default_timeout(20_000)
        if english:
            context.add_init_script("localStorage.setItem('gonghui.language', 'en')")
        visitors.append(Visitor(context, stack.gateway))
        return visitors[-1]

    yield visit
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    for visitor in visitors:
        visitor.context.close()
    assert troubles == []
