"""The widget looks as it did: a few pictures against kept ones, with room for another machine.

To keep a new look delete the picture in `kept/`, run this test once and look at what it wrote.
"""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.browser.conftest import Make, Widget
from tests.browser.stage import SAYS

KEPT = Path(__file__).with_name("kept")
SEEN = Path("results/pictures")
# Both are looked at from afar: edges of letters differ between machines, blocks do not.
BLOCK = 8
FAR = 24  # of 255, on average over a block
MOST = 0.02  # of the blocks


def start(widget: Widget, language: str) -> None:
    widget.opened()


def answer(widget: Widget, language: str) -> None:
    widget.begun().says(SAYS[language][0])


def support(widget: Widget, language: str) -> None:
    widget.begun().says(SAYS[language][1])


def exercise(widget: Widget, language: str) -> None:
    widget.begun().says(SAYS[language][2])


def topics(widget: Widget, language: str) -> None:
    widget.begun().chat.locator("[data-opens=topics]").click()
    widget.chat.locator(".browse details").first.wait_for()


def settings(widget: Widget, language: str) -> None:
    widget.opened().chat.locator("[data-opens=menu]").click()
    widget.chat.locator("#menu").wait_for()


def offline(widget: Widget, language: str) -> None:
    widget.begun().page.route("**/api/**", lambda route: route.abort())
    widget.chat.locator("textarea").fill(SAYS[language][0])
    widget.chat.locator("textarea").press("Enter")
    widget.chat.locator(".offline").wait_for()


@pytest.mark.parametrize(
    ("state", "language", "audience", "width", "scheme"),
    [
        (start, "en", "age_6_9", 320, "light"),
        (answer, "pl", "age_6_9", 320, "light"),
        (support, "en", "age_13_17", 320, "dark"),
        (exercise, "pl", "age_6_9", 768, "light"),
        (topics, "en", "age_6_9", 768, "light"),
        (settings, "pl", "age_13_17", 320, "light"),
        (offline, "en", "age_10_12", 320, "light"),
        (answer, "pl", "parent", 1280, "light"),
    ],
)
def test_it_looks_as_it_did(
    staged: Make,
    state: Callable[[Widget, str], None],
    language: str,
    audience: str,
    width: int,
    scheme: str,
) -> None:
    widget = staged(width=width, height=640, color_scheme=scheme)
    widget.visit(language, country="PL", audience=audience)
    # Debian's own letters, whatever else a machine has.
    widget.chat.evaluate("(chat) => { chat.style.fontFamily = 'DejaVu Sans' }")
    state(widget, language)
    widget.page.evaluate("() => document.activeElement?.shadowRoot?.activeElement?.blur()")
    taken = widget.chat.locator(".panel").screenshot(animations="disabled")
    name = f"{state.__name__}-{language}-{audience}-{width}-{scheme}.png"
    kept = KEPT / name
    if not kept.exists():
        KEPT.mkdir(exist_ok=True)
        opened_picture(taken).quantize(32).save(kept, optimize=True)
        pytest.fail(f"{kept} was not there and is now: look at it and keep it")
    share = difference(opened_picture(taken), Image.open(kept).convert("RGB"))
    if share > MOST:
        SEEN.mkdir(parents=True, exist_ok=True)
        (SEEN / name).write_bytes(taken)
    assert share <= MOST, f"{share:.1%} of the picture is another: see {SEEN / name}"


def opened_picture(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of blocks that look otherwise; 1 for pictures of another size."""
    if one.size != other.size:
        return 1.0
    size = (one.width // BLOCK, one.height // BLOCK)
    far = [
        np.asarray(picture.resize(size, Image.Resampling.BOX), dtype=int)
        for picture in (one, other)
    ]
    return float((np.abs(far[0] - far[1]).max(axis=2) > FAR).mean())
