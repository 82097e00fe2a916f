"""A real browser (Debian's Chromium) in front of the real product."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path("widget/node_modules/axe-core/axe.min.js")
OPEN = {"pl": "Porozmawiaj z Latarnikiem", "en": "Chat with Latarnik"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "chromium is missing: install the Debian package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
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
            if name == "country":
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


@pytest.fixture
def widget(browser: Browser, product: str) -> Iterator[Callable[..., Widget]]:
    """`widget(width=320)` opens a page of that width; all requests are kept in `.requests`."""
    contexts = []

    def make(width: int = 1280, height: int = 800, **more: Any) -> Widget:
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **more
        )
        contexts.append(context)
        return Widget(context.new_page(), product)

    yield make
    for context in contexts:
        context.close()
