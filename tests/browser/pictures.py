"""`make pictures`: the widget in both languages, child and parent, at 320 and 1280 px.

Needs a running product: `make run` in another terminal, then `make pictures`.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, Widget

FOLDER = Path("docs/pictures")
ASKS = {
    ("pl", "age_10_12"): ("jakie haslo jest dobre", "ktos mnie szantazuje nagimi zdjeciami"),
    ("en", "age_10_12"): ("what is a good password", "someone blackmails me with my nudes"),
    ("pl", "parent"): ("Co to jest grooming?", "Córka powiedziała mi, że trener ją dotyka."),
    ("en", "parent"): ("What is grooming?", "My daughter told me that her coach touches her."),
}


def main(address: str = "http://127.0.0.1:8080") -> None:
    """Takes every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for (language, audience), (question, disclosure) in ASKS.items():
            for width in (320, 1280):
                size = {"width": width, "height": 720}
                page = browser.new_context(viewport=size, reduced_motion="reduce").new_page()
                country = "PL" if language == "pl" else "GB"
                widget = Widget(page, address).visit(language, country=country, audience=audience)
                name = f"{language}-{'parent' if audience == 'parent' else 'child'}-{width}"
                widget.begun().says(question)
                page.screenshot(path=FOLDER / f"{name}-answer.png")
                widget.says(disclosure)
                page.screenshot(path=FOLDER / f"{name}-disclosure.png")
                page.context.set_offline(True)
                widget.chat.locator("textarea").fill("…")
                widget.chat.locator("textarea").press("Enter")
                widget.chat.locator(".offline").wait_for()
                page.screenshot(path=FOLDER / f"{name}-offline.png")
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
