"""The figures of the widget, measured: `python -m tests.browser.figures` (a few seconds, no model).

It needs Chromium and `npm install` in widget/; the replies are written ones, so the network and the
widget are measured and not the understanding.
"""

import gzip
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bot import logs
from tests.browser.conftest import FLAGS, Widget
from tests.browser.elsewhere import SCHOOL, Elsewhere
from tests.browser.stage import Stage

ROUNDS = 7
TAG = '<script src="SERVER/static/latarnik.js" data-language="en" defer></script>'
WORK = {"ScriptDuration", "LayoutDuration", "RecalcStyleDuration"}
# As WebPageTest's "3G": 1.6 Mbit/s down, 768 kbit/s up, 300 ms there and back.
SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 200_000,
    "uploadThroughput": 96_000,
}


def main() -> None:
    """Measures and prints."""
    logs.configure("error")
    code = Path("bot/web/static/latarnik.js").read_bytes()
    print(f"latarnik.js: {len(gzip.compress(code, 9))} bytes gzip")
    stage, elsewhere = Stage(LATARNIK_ORIGINS=SCHOOL).start(), Elsewhere().start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=[*FLAGS, *elsewhere.flags]
            )
            times = [closed_button(browser, elsewhere, stage.address) for _ in range(ROUNDS)]
            report("closed button: script, style and layout, processor 4 times slower", times)
            for name, home in (("its own page", stage.address), ("another site's page", SCHOOL)):
                show(elsewhere, stage.address, TAG)
                times = [first_message(browser, home, stage.address) for _ in range(ROUNDS)]
                report(f"3G, from open to the first message, {name}", times)
            browser.close()
    finally:
        stage.stop()
        elsewhere.stop()


def report(name: str, times: list[float]) -> None:
    print(f"{name}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")


def show(elsewhere: Elsewhere, server: str, script: str) -> None:
    """A page of another site, with or without the widget's tag."""
    body = f"<!doctype html><html lang=en><title>School</title><h1>School</h1>{script}"
    elsewhere.shows(body.replace("SERVER", server))


def closed_button(browser: Browser, elsewhere: Elsewhere, server: str) -> float:
    """What the tag costs the main thread of a small page until the button is there."""

    def busy(script: str) -> float:
        page = browser.new_context().new_page()
        cdp = page.context.new_cdp_session(page)
        cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        show(elsewhere, server, script)
        page.goto(SCHOOL)
        # In both, because the waiting itself costs the page something.
        page.locator("latarnik-chat .launcher" if script else "h1").wait_for()
        page.wait_for_timeout(300)
        measured = cdp.send("Performance.getMetrics")["metrics"]
        page.context.close()
        return 1000 * sum(m["value"] for m in measured if m["name"] in WORK)

    return busy(TAG) - busy("")


def first_message(browser: Browser, home: str, server: str) -> float:
    """Milliseconds between the press that begins and the first message, on a slow line."""
    page = browser.new_context().new_page()
    page.goto(home)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", SLOW)
    widget = Widget(page, server).opened()
    page.wait_for_timeout(1200)  # as long as somebody reads the first page
    spent: float = widget.chat.evaluate(
        "async (chat) => { const root = chat.shadowRoot; const from = performance.now();"
        " root.querySelector('.first').click();"
        " while (!root.querySelector('.bubble')) await new Promise((go) => setTimeout(go, 5));"
        " return performance.now() - from }"
    )
    page.context.close()
    return spent


if __name__ == "__main__":
    main()
