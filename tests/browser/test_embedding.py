"""The widget on pages of others: strict policies, frames, twice, by hand, without script."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Make, Widget, wait_until
from tests.browser.elsewhere import SCHOOL, Elsewhere
from tests.browser.stage import SAYS, Stage

INTEGRITY = Path("bot/web/static/latarnik.integrity.txt").read_text(encoding="utf-8").strip()
COPY = '<p id="copy">Call <a href="tel:112">112</a></p>'
WEATHER = "https://www.bbc.co.uk/weather"
STRICT = (
    "default-src 'none'; script-src SERVER; connect-src SERVER;"
    " require-trusted-types-for 'script'; trusted-types lit-html"
)
Serve = Callable[..., Widget]


@pytest.fixture
def school(staged: Make, stage: Stage, elsewhere: Elsewhere) -> Serve:
    """`school(body, policy=...)` opens a page of the school with that body."""

    def serve(
        body: str, policy: str = "", watch: Callable[[Page], None] | None = None, **more: Any
    ) -> Widget:
        widget = staged(**more)
        body = body.replace("SERVER", stage.address)
        headers = {"Content-Security-Policy": policy.replace("SERVER", stage.address)}
        html = f"<!doctype html><html lang=en><title>School</title><body><main><h1>School</h1></main>{body}"
        elsewhere.shows(html, headers)
        if watch:
            watch(widget.page)
        widget.page.goto(SCHOOL)
        return widget

    return serve


def tag(**data: str) -> str:
    attributes = "".join(f' data-{name}="{value}"' for name, value in data.items())
    return f'<script src="SERVER/static/latarnik.js"{attributes} defer></script>'


def test_a_strict_policy_and_integrity_on_a_page_of_another_site(
    school: Serve, stage: Stage
) -> None:
    found: list[str] = []
    asked: list[str] = []
    before: list[str] = []

    def watch(page: Page) -> None:
        before.extend(page.evaluate("() => Object.keys(window)"))
        page.on("console", lambda m: found.append(m.text) if m.type != "log" else None)
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))

    proven = f'integrity="{INTEGRITY}" crossorigin defer'
    body = tag(language="en", country="PL").replace("defer", proven)
    widget = school(body, policy=STRICT, watch=watch).begun()
    for text in SAYS["en"]:
        widget.says(text)
    widget.chat.locator(".breathing button").click()
    widget.chat.locator("[data-opens=menu]").click()
    widget.chat.get_by_label("Very big").check()
    assert found == []
    assert {re.match(r"https?://[^/]+", url)[0] for url in asked} == {SCHOOL, stage.address}  # type: ignore[index]
    # Lit marks its versions there, so that two of it on a page know of each other; nothing else.
    new = set(widget.page.evaluate("() => Object.keys(window)")) - set(before)
    assert [name for name in new if not re.match("lit|reactiveElement", name)] == []
    assert widget.page.context.cookies() == []


def test_a_changed_script_does_not_run_and_the_written_numbers_stay(school: Serve) -> None:
    bad = tag().replace("defer", 'integrity="sha384-AAAA" crossorigin defer')
    widget = school(f"<latarnik-chat>{COPY}</latarnik-chat>{bad}")
    expect(widget.page.locator("#copy a")).to_be_visible()
    assert widget.page.evaluate("() => customElements.get('latarnik-chat') === undefined")


@pytest.mark.parametrize("path", ["/", "/chat"])
@pytest.mark.parametrize("how", ["off", "blocked"])
def test_without_script_the_numbers_stand_in_the_page(staged: Make, path: str, how: str) -> None:
    widget = staged(java_script_enabled=how != "off")
    if how == "blocked":
        widget.page.route("**/latarnik.js", lambda route: route.abort())
    widget.page.goto(widget.address + path)
    for number in ("112", "116 111", "0800 1111"):
        expect(widget.chat.get_by_text(number).first).to_be_visible()


def test_numbers_in_the_pages_are_those_of_the_directory() -> None:
    known = {
        re.sub(r"\D", "", number)
        for file in Path("data/directory").glob("*.yml")
        for number in re.findall(
            r"(?:number|primary): '?([\d ]+)", file.read_text(encoding="utf-8")
        )
    }
    for page in ("chat", "demo"):
        text = Path(f"bot/web/static/{page}.html").read_text(encoding="utf-8")
        assert set(re.findall(r"tel:(\d+)", text)) <= known


def test_the_pages_own_numbers_are_shown_when_nothing_can_be_reached(school: Serve) -> None:
    widget = school(f"<latarnik-chat>{COPY}</latarnik-chat>{tag(language='en', country='PL')}")
    expect(widget.page.locator("#copy")).to_be_hidden()
    widget.page.route("**/api/**", lambda route: route.abort())
    widget.opened().chat.locator(".first").click()
    expect(widget.page.locator("#copy a")).to_be_visible()
    expect(widget.chat.locator(".card.emergency")).to_contain_text("112")


def test_twice_on_a_page_each_has_its_own_talk(school: Serve, stage: Stage) -> None:
    widget = school(tag(language="en") + tag(language="pl", position="left"))
    alive = len(stage.engine.alive)
    left = widget.page.locator("latarnik-chat[position=left]")
    right = widget.page.locator("latarnik-chat[position=right]")
    for chat in (left, right):
        chat.locator(".launcher").click()
        chat.locator(".first").click()
        chat.locator(".choices").first.wait_for()
    assert left.get_attribute("language") == "pl"
    assert right.get_attribute("language") == "en"
    assert len(stage.engine.alive) == alive + 2
    left.locator("textarea").fill(SAYS["pl"][0])
    left.locator("textarea").press("Enter")
    left.locator(".bubble.answer").wait_for()
    assert right.locator(".bubble.person").count() == 0
    for _ in range(3):
        widget.page.keyboard.press("Shift")
    expect(widget.page).to_have_url(re.compile("^https://"))
    wait_until(lambda: len(stage.engine.alive) == alive)


FREE = "allow-scripts allow-same-origin allow-popups allow-top-navigation-by-user-activation"
SHUT = "allow-scripts allow-same-origin"
FRAME = (
    "<script>addEventListener('message', (e) => (document.title = e.data.type))</script>"
    '<iframe title="Latarnik" width="400" height="600" sandbox="{sandbox}"'
    ' src="SERVER/chat?language=en&country=PL"></iframe>'
)


@pytest.mark.parametrize("way", ["button", "shift"])
def test_a_frame_that_may_leave_takes_the_whole_page_along(
    school: Serve, stage: Stage, way: str
) -> None:
    alive = len(stage.engine.alive)
    widget = school(FRAME.format(sandbox=FREE))
    frame = widget.page.frame_locator("iframe")
    frame.locator(".first").click()
    frame.locator("textarea").fill(SAYS["en"][1])
    frame.locator(".write .send").click()
    frame.locator(".bubble.support").wait_for()
    if way == "button":
        frame.locator(".exit").click()
    else:
        for _ in range(3):
            widget.page.keyboard.press("Shift")
    widget.page.wait_for_url(WEATHER)
    assert widget.page.evaluate("() => history.length") <= 2
    wait_until(lambda: len(stage.engine.alive) == alive)


def test_a_frame_that_may_not_leave_asks_its_page_and_is_gone_itself(school: Serve) -> None:
    widget = school(FRAME.format(sandbox=SHUT))
    frame = widget.page.frame_locator("iframe")
    frame.locator(".first").click()
    frame.locator(".choices").first.wait_for()
    frame.locator(".exit").click()
    widget.page.wait_for_function("() => document.title === 'latarnik:exit'")
    frame.get_by_text("sunny").wait_for()
    assert widget.page.url.startswith(SCHOOL)


def test_a_frame_without_an_origin_shows_numbers(school: Serve) -> None:
    widget = school(FRAME.format(sandbox="allow-scripts"))
    frame = widget.page.frame_locator("iframe")
    frame.locator(".first").click()
    frame.locator(".card.emergency").wait_for()


def test_an_element_made_by_the_page_forgets_when_it_is_taken_away(
    school: Serve, stage: Stage
) -> None:
    widget = school(f"{tag(language='en', country='PL')}<div id=room></div>")
    alive = len(stage.engine.alive)
    widget.page.evaluate(
        "() => { document.querySelector('latarnik-chat').remove();"
        " const chat = document.createElement('latarnik-chat'); chat.language = 'pl';"
        " chat.setAttribute('country', 'PL'); document.querySelector('#room').append(chat) }"
    )
    widget.begun().says(SAYS["pl"][0])
    assert len(stage.engine.alive) == alive + 1
    widget.page.evaluate("() => document.querySelector('latarnik-chat').remove()")
    wait_until(lambda: len(stage.engine.alive) == alive)


def test_a_page_opens_asks_and_hears_but_never_a_word_of_the_talk(school: Serve) -> None:
    widget = school(tag(language="en", country="PL"))
    widget.page.evaluate(
        "() => { window.heard = []; for (const n of ['open', 'close', 'message', 'forget', 'exit'])"
        " addEventListener(`latarnik-${n}`, (e) => heard.push([n, e.detail])) }"
    )
    widget.chat.evaluate("(chat) => chat.ask('passwords', 'What is a good password?')")
    widget.chat.locator(".first").click()
    widget.chat.locator(".bubble.answer").wait_for()
    assert widget.chat.locator(".bubble.person").text_content() == "You: What is a good password?"
    for name in ("close", "open", "forget", "leave"):
        if name == "leave":
            heard = widget.page.evaluate("() => heard")
        widget.chat.evaluate(f"(chat) => chat.{name}()")
    widget.page.wait_for_url(WEATHER)
    names = [name for name, _ in heard]
    assert names == ["open", "message", "message", "close", "open", "forget"]
    assert {detail for _, detail in heard} == {None}


def test_a_full_page_takes_its_options_from_the_address_but_not_its_exit(staged: Make) -> None:
    widget = staged()
    widget.page.goto(widget.address + "/chat?language=en&audience=parent&exit=https://evil.example")
    assert widget.chat.locator(".first").inner_text() == "Let's start"
    widget.chat.locator(".first").click()
    widget.chat.locator(".panel.parent").wait_for()
    assert widget.chat.locator(".hidden-first").get_attribute("href") == WEATHER


def test_misspelled_options_keep_nobody_out(school: Serve) -> None:
    widget = school(tag(language="English", country="Poland", audience="kids", exit="javascript:1"))
    widget.begun()
    assert widget.chat.locator(".card").count() == 0
    assert widget.chat.locator(".hidden-first").get_attribute("href") == WEATHER


@pytest.mark.parametrize("colour", ["#ffd400", "#00a86b", "#777777", "#0000ff"])
def test_words_can_be_read_on_any_colour_of_the_page(school: Serve, colour: str) -> None:
    widget = school(tag(language="en", country="PL", accent=colour))
    assert widget.violations() == []
    widget.begun().says(SAYS["en"][1])
    assert widget.violations() == []
