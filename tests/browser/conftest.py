"""A real browser (Debian's Chromium) in front of the real product."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.elsewhere import SCHOOL, Elsewhere
from tests.browser.stage import Stage

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # The pages of others in these tests have no real address, the server is on loopback.
    "--disable-features=LocalNetworkAccessChecks",
]  # fmt: skip
AXE = Path("widget/node_modules/axe-core/axe.min.js")
OPEN = {"pl": "Porozmawiaj z Latarnikiem", "en": "Chat with Latarnik"}


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    """The pages of others."""
    running = Elsewhere().start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser(elsewhere: Elsewhere) -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "chromium is missing: install the Debian package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*FLAGS, *elsewhere.flags]
        )
        yield browser
        browser.close()


class Widget:
    """The widget on the demo page, as a person meets it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.chat = page.locator("latarnik-chat")

    def visit(self, language: str = "pl", **options: str) -> "Widget":
        self.page.goto(self.address + "/")
        self.page.wait_for_selector("latarnik-chat .launcher")
        for name, value in {"language": language, **options}.items():
            field = self.page.locator(f"#options [name={name}]")
            if field.evaluate("field => field.tagName") == "INPUT":
                field.fill(value)
            else:
                field.select_option(value)
        return self

    def opened(self) -> "Widget":
        self.chat.locator(".launcher").click()
        self.chat.locator(".start").wait_for()
        return self

    def begun(self) -> "Widget":
        self.opened().chat.locator(".first").click()
        self.chat.locator(".choices").first.wait_for()
        return self

    def says(self, text: str) -> "Widget":
        before = self.chat.locator(".bubble").count()
        self.chat.locator("textarea").fill(text)
        self.chat.locator("textarea").press("Enter")
        self.page.wait_for_function(
            "n => { const r = document.querySelector('latarnik-chat').shadowRoot;"
            " return r.querySelectorAll('.bubble').length > n + 1 && !r.querySelector('.typing') }",
            arg=before,
        )
        return self

    def violations(self) -> list[str]:
        """What axe-core finds on the page, shadow root included."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: Any = self.page.evaluate("() => axe.run()")
        return [
            f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0].get('failureSummary', '')}"
            for v in found["violations"]
        ]


Make = Callable[..., Widget]


def wait_until(holds: Callable[[], bool], page: Page | None = None) -> None:
    """The server hears of what the page did a moment later; `page` goes on meanwhile."""
    for _ in range(200):
        if holds():
            return
        if page:
            page.wait_for_timeout(20)
        else:
            time.sleep(0.05)
    raise AssertionError("it did not come about")


def makes(browser: Browser, address: str) -> Iterator[Make]:
    """`make(width=320)` opens a page of that width."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, height: int = 800, **more: Any) -> Widget:
        options = {"reduced_motion": "reduce", **more}
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return Widget(context.new_page(), address)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def widget(browser: Browser, product: str) -> Iterator[Make]:
    """The widget in front of the whole product."""
    yield from makes(browser, product)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The server with written replies; the school's page may use it."""
    running = Stage(LATARNIK_ORIGINS=SCHOOL).start()
    yield running
    running.stop()


@pytest.fixture
def staged(browser: Browser, stage: Stage) -> Iterator[Make]:
    """The widget in front of the written replies, with no conversation of the test before."""
    stage.engine.alive.clear()
    yield from makes(browser, stage.address)
