"""The widget as a child, a screen reader and somebody in a hurry meet it."""

import pytest

from tests.browser.conftest import Make

ASKS = {"pl": "ktos mnie szantazuje nagimi zdjeciami", "en": "someone blackmails me with my nudes"}
QUESTION = {"pl": "jakie haslo jest dobre", "en": "what is a good password"}
SIZES = [320, 768, 1280]


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
    assert "start again" in page.chat.locator(".log").inner_text()


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
    page.chat.locator("[data-opens=menu]").click()
    page.chat.get_by_text("Forget everything").click()
    page.chat.locator(".start").wait_for()
    assert page.chat.locator(".bubble").count() == 0
