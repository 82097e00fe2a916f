"""Leaving in one second, and nothing left behind: X1 to X7."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Make, Widget, wait_until
from tests.browser.stage import SAYS, Stage

ADDRESS = {"pl": "https://pogoda.interia.pl/", "en": "https://www.bbc.co.uk/weather"}
HOLDS_NOTHING = """async () => [localStorage.length, sessionStorage.length, document.cookie,
  history.state, (await indexedDB.databases()).length, (await caches.keys()).length,
  await navigator.serviceWorker.getRegistrations().then((all) => all.length)]"""
IN_CACHE = """(path) => fetch(path, { cache: "only-if-cached", mode: "same-origin" })
  .then((answer) => answer.ok, () => false)"""
ON_TOP = """(e) => { const r = e.getBoundingClientRect();
  const at = e.getRootNode().elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
  return at === e && r.top >= 0 && r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight }"""


@pytest.fixture
def visitor(staged: Make) -> Make:
    """As `staged`, on the demo page."""

    def make(language: str = "en", **more: object) -> Widget:
        return staged(**more).visit(language, country="PL", audience="age_10_12")

    return make


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("way", ["button", "shift", "link", "page"])
def test_every_way_out_leaves_nothing(visitor: Make, stage: Stage, language: str, way: str) -> None:
    alive = len(stage.engine.alive)
    widget = visitor(language).begun()
    for text in SAYS[language]:
        widget.says(text)
    assert len(stage.engine.alive) == alive + 1
    assert widget.page.evaluate(HOLDS_NOTHING) == [0, 0, "", None, 0, 0, 0]
    before = widget.page.evaluate("() => history.length")
    if way == "button":
        widget.chat.locator(".exit").click()
    elif way == "link":
        widget.chat.locator(".hidden-first").focus()
        widget.page.keyboard.press("Enter")
    elif way == "page":
        widget.chat.evaluate("(chat) => chat.leave()")
    else:
        for _ in range(3):
            widget.page.keyboard.press("Shift")
    widget.page.wait_for_url(ADDRESS[language])
    wait_until(lambda: len(stage.engine.alive) == alive)
    assert widget.page.evaluate("() => history.length") == before
    widget.page.go_back()
    assert widget.chat.count() == 0
    widget.page.goto(widget.address)
    assert widget.page.evaluate(HOLDS_NOTHING) == [0, 0, "", None, 0, 0, 0]
    for path in ("conversations", "messages", "conversations/current"):
        assert widget.page.evaluate(IN_CACHE, f"/api/v1/{path}") is False


def test_the_page_is_covered_before_the_next_one_comes(visitor: Make) -> None:
    widget = visitor().begun().says(SAYS["en"][1])
    seen = widget.chat.evaluate(
        "(chat) => { chat.leave(); const alert = document.querySelector('[role=alert]');"
        " return [document.title, getComputedStyle(document.body).display, alert.textContent,"
        " alert.checkVisibility(), document.querySelectorAll('link[rel~=icon]').length] }"
    )
    assert seen == ["…", "none", "Loading…", True, 0]
    widget.page.get_by_text("sunny").wait_for()


def test_leaving_works_without_a_line(visitor: Make) -> None:
    widget = visitor().begun().says(SAYS["en"][1])
    widget.page.context.set_offline(True)
    widget.chat.locator(".exit").click()
    wait_until(lambda: "chrome-error" in widget.page.url, widget.page)
    assert SAYS["en"][1] not in widget.page.content()


@pytest.mark.parametrize("how", ["closed", "gone elsewhere", "loaded again"])
def test_a_page_that_goes_away_takes_the_talk_along(visitor: Make, stage: Stage, how: str) -> None:
    alive = len(stage.engine.alive)
    widget = visitor().begun().says(SAYS["en"][1])
    if how == "closed":
        widget.page.close(run_before_unload=True)
    elif how == "loaded again":
        widget.page.reload()
    else:
        widget.page.goto("https://example.org/")
    wait_until(lambda: len(stage.engine.alive) == alive)
    if how == "gone elsewhere":
        widget.page.go_back()
        assert widget.chat.locator(".bubble").count() == 0


@pytest.mark.parametrize(
    ("language", "left"), [("en", ["2 more times", "1 more time"]), ("pl", ["2 razy", "1 raz"])]
)
def test_shift_shows_how_far_it_is(visitor: Make, language: str, left: list[str]) -> None:
    widget = visitor(language).begun()
    status = widget.chat.locator("[role=status]")
    for presses, words in enumerate(left, 1):
        widget.page.keyboard.press("Shift")
        expect(status).to_contain_text(words)
        assert widget.chat.locator(".dots i[on]").count() == presses
        expect(widget.chat.locator(".dots")).to_contain_text(words)
        assert widget.chat.locator(".head").bounding_box()["height"] < 70  # type: ignore[index]
    widget.page.keyboard.type("a")
    expect(widget.chat.locator(".dots")).to_be_hidden()


def test_shift_is_counted_for_five_seconds_and_only_alone(visitor: Make) -> None:
    widget = visitor()
    widget.page.clock.install()
    widget.begun()
    press = widget.page.keyboard.press
    press("Shift")
    press("Shift")
    widget.page.clock.fast_forward(5100)
    press("Shift")
    assert widget.chat.locator(".dots i[on]").count() == 1
    for _ in range(3):
        widget.page.keyboard.down("Shift")
        widget.chat.locator(".log").click()
        widget.page.keyboard.up("Shift")
    widget.chat.locator("textarea").press_sequentially("ABC")
    assert widget.page.url == widget.address + "/"


def test_a_page_whose_chat_nobody_opened_is_not_left(visitor: Make) -> None:
    widget = visitor()
    for _ in range(4):
        widget.page.keyboard.press("Shift")
    assert widget.page.url == widget.address + "/"
    assert widget.chat.locator(".launcher").is_visible()


def test_a_folded_talk_can_still_be_left(visitor: Make) -> None:
    widget = visitor().begun().says(SAYS["en"][1])
    widget.page.keyboard.press("Escape")
    widget.chat.locator(".launcher").wait_for()
    for _ in range(3):
        widget.page.keyboard.press("Shift")
    widget.page.wait_for_url(ADDRESS["en"])


@pytest.mark.parametrize("size", [(320, 256), (320, 640), (768, 640), (1280, 800)])
def test_the_exit_is_in_sight_in_every_state(visitor: Make, size: tuple[int, int]) -> None:
    widget = visitor("pl", width=size[0], height=size[1]).opened()
    button = widget.chat.locator(".exit")

    def seen() -> None:
        assert button.evaluate(ON_TOP)
        assert widget.chat.locator(".hidden-first").count() == 1

    seen()
    widget.chat.locator(".first").click()
    widget.chat.locator(".choices").first.wait_for()
    for text in SAYS["pl"]:
        widget.says(text)
        seen()
    for opens in ("topics", "menu"):
        widget.chat.locator(f"[data-opens={opens}]").click()
        seen()
    widget.chat.get_by_label("Bardzo duże").check()
    widget.chat.get_by_label("Litery łatwiejsze").check()
    seen()
    widget.page.keyboard.press("Escape")
    widget.page.route("**/api/**", lambda route: route.abort())
    widget.chat.locator("textarea").fill("x")
    widget.chat.locator("textarea").press("Enter")
    widget.chat.locator(".offline").wait_for()
    seen()


def test_the_hidden_link_comes_first_and_is_seen_when_it_is_reached(visitor: Make) -> None:
    widget = visitor().opened()
    link = widget.chat.locator(".hidden-first")
    first = widget.chat.evaluate(
        "(chat) => chat.shadowRoot.querySelector('a[href], button, [tabindex]').className"
    )
    assert first == "hidden-first"
    link.focus()
    box = link.bounding_box()
    assert box is not None
    assert box["width"] > 100
    assert widget.violations() == []
