"""The widget as a child, a screen reader and somebody in a hurry meet it."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Widget

ASKS = {"pl": "ktos mnie szantazuje nagimi zdjeciami", "en": "someone blackmails me with my nudes"}
QUESTION = {"pl": "jakie haslo jest dobre", "en": "what is a good password"}
SIZES = [320, 768, 1280]
Make = Callable[..., Widget]


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("width", SIZES)
def test_no_accessibility_violation_in_any_state(widget: Make, language: str, width: int) -> None:
    page = widget(width=width).visit(language, country="PL" if language == "pl" else "GB")
    assert page.violations() == []
    page.opened()
    assert page.violations() == []
    page.chat.locator(".first").click()
    page.chat.locator(".choices").first.wait_for()
    page.says(QUESTION[language])
    assert page.violations() == []
    page.says(ASKS[language])
    assert page.chat.locator(".card.emergency").count() >= 1
    assert page.violations() == []
    page.page.route("**/api/**", lambda route: route.abort())
    page.chat.locator("textarea").fill("x")
    page.chat.locator("textarea").press("Enter")
    page.chat.locator(".offline").wait_for()
    assert page.violations() == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_has_to_be_scrolled_sideways(widget: Make, width: int) -> None:
    page = widget(width=width).visit("pl", country="PL").begun().says(ASKS["pl"])
    wide = page.page.evaluate(
        "() => { const log = document.querySelector('latarnik-chat').shadowRoot.querySelector('.log');"
        " return [document.documentElement.scrollWidth - innerWidth, log.scrollWidth - log.clientWidth] }"
    )
    assert max(wide) <= 0


def test_it_opens_only_when_it_is_opened_and_says_first_what_it_is(widget: Make) -> None:
    page = widget().visit("en")
    assert page.chat.locator(".panel").count() == 0
    page.opened()
    assert "computer program" in page.chat.locator(".start").inner_text()


def test_keyboard_alone(widget: Make) -> None:
    page = widget().visit("en", country="GB")
    page.chat.locator(".launcher").focus()
    page.page.keyboard.press("Enter")
    page.chat.locator(".first").wait_for()
    page.page.keyboard.press("Enter")
    page.chat.locator(".choices").first.wait_for()
    page.page.keyboard.type("what is a good password")
    page.page.keyboard.press("Enter")
    page.chat.locator(".bubble.answer").wait_for()
    page.page.keyboard.press("Escape")
    assert page.chat.locator(".launcher").count() == 1


@pytest.mark.parametrize("way", ["button", "shift", "link"])
def test_leaving_leaves_nothing(widget: Make, way: str) -> None:
    page = widget().visit("en", country="GB")
    page.page.route(
        "https://www.bbc.co.uk/**",
        lambda route: route.fulfill(body="weather", content_type="text/html"),
    )
    forgotten: list[str] = []
    page.page.on("request", lambda r: forgotten.append(r.method) if r.method == "DELETE" else None)
    page.begun().says("my dad hits me")
    stored = page.page.evaluate(
        "() => [localStorage.length, sessionStorage.length, document.cookie]"
    )
    assert stored == [0, 0, ""]
    if way == "button":
        page.chat.locator(".exit").click()
    elif way == "link":
        page.chat.locator(".hidden-first").focus()
        page.page.keyboard.press("Enter")
    else:
        for _ in range(3):
            page.page.keyboard.press("Shift")
    page.page.wait_for_url("https://www.bbc.co.uk/**")
    assert forgotten == ["DELETE"]
    assert page.page.evaluate("() => history.length") <= 2
    page.page.go_back()
    assert page.page.locator("latarnik-chat .bubble").count() == 0


def test_with_the_server_gone_there_are_people_and_the_message_is_sent_once_later(
    widget: Make,
) -> None:
    page = widget().visit("en", country="GB").begun()
    page.page.context.set_offline(True)
    page.chat.locator("textarea").fill("what is a good password")
    page.chat.locator("textarea").press("Enter")
    offline = page.chat.locator(".offline")
    offline.wait_for()
    assert "999" in offline.inner_text()
    assert "Childline" in offline.inner_text()
    page.page.context.set_offline(False)
    page.chat.locator(".bubble.answer").wait_for()
    assert page.chat.locator(".bubble.answer").count() == 1
    assert offline.count() == 0


def test_without_even_the_cached_file_the_emergency_number_is_in_the_page(widget: Make) -> None:
    page = widget().visit("en", country="GB")
    page.page.route("**/api/**", lambda route: route.abort())
    page.opened().chat.locator(".first").click()
    page.chat.locator(".offline").wait_for()
    assert "999" in page.chat.locator(".offline").inner_text()


def test_a_conversation_that_is_gone_starts_anew(widget: Make) -> None:
    page = widget().visit("en", country="GB").begun()
    once = []

    def gone(route: object) -> None:
        if once:
            route.continue_()  # type: ignore[attr-defined]
        else:
            once.append(1)
            route.fulfill(status=401, json={"error": {"code": "unknown_token", "message": "x"}})  # type: ignore[attr-defined]

    page.page.route("**/api/v1/messages", gone)
    page.chat.locator("textarea").fill("what is a good password")
    page.chat.locator("textarea").press("Enter")
    page.chat.locator(".bubble.answer").wait_for()
    assert "start anew" in page.chat.locator(".log").inner_text()


def test_too_many_messages_get_a_kind_sentence_and_people(widget: Make) -> None:
    page = widget().visit("en", country="GB").begun()
    page.page.route(
        "**/api/v1/messages",
        lambda route: route.fulfill(
            status=429, json={"error": {"code": "too_many", "message": "x"}}
        ),
    )
    page.chat.locator("textarea").fill("hello")
    page.chat.locator("textarea").press("Enter")
    page.chat.locator(".card.emergency").wait_for()
    assert "wait a moment" in page.chat.locator(".log").inner_text()


def test_no_request_leaves_for_anybody_else(widget: Make) -> None:
    page = widget()
    asked: list[str] = []
    page.page.on("request", lambda request: asked.append(request.url))
    page.visit("pl", country="PL").begun().says(QUESTION["pl"])
    assert all(url.startswith(page.address) for url in asked)


def test_forget_everything_and_language_switch(widget: Make) -> None:
    page = widget().visit("pl", country="PL").begun().says(QUESTION["pl"])
    page.chat.get_by_text("English", exact=True).click()
    page.chat.get_by_text("Okay, I'll use English from here on.").wait_for()
    page.chat.get_by_text("Forget everything").click()
    page.chat.locator(".start").wait_for()
    assert page.chat.locator(".bubble").count() == 0


def test_twice_on_a_page_and_as_a_full_page(widget: Make) -> None:
    page = widget().visit("pl")
    page.page.evaluate(
        "() => { const s = document.createElement('script'); s.src = '/static/latarnik.js';"
        " s.dataset.language = 'en'; s.dataset.position = 'left'; document.body.append(s) }"
    )
    page.page.wait_for_function("() => document.querySelectorAll('latarnik-chat').length === 2")
    page.page.goto(page.address + "/chat")
    page.chat.locator(".first").click()
    page.chat.locator(".choices").first.wait_for()
