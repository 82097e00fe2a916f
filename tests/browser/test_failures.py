"""When things fail there is always a sentence, a number and people; nothing is lost or sent twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import Make, Widget, makes, wait_until
from tests.browser.stage import SAYS, Stage

PEOPLE = ["112", "Test line"]


@pytest.fixture
def mortal() -> Iterator[Stage]:
    """A server of this test alone, to be stopped."""
    server = Stage().start()
    yield server
    server.stop()


@pytest.fixture
def lone(browser: Browser, mortal: Stage) -> Iterator[Make]:
    """The widget in front of that server."""
    yield from makes(browser, mortal.address)


def write(widget: Widget, text: str) -> None:
    widget.chat.locator("textarea").fill(text)
    widget.chat.locator("textarea").press("Enter")


def people(widget: Widget) -> None:
    shown = widget.chat.locator(".bubble.helplines").last
    for words in PEOPLE:
        expect(shown).to_contain_text(words)


def test_a_server_that_starts_again_goes_on_with_the_talk(lone: Make, mortal: Stage) -> None:
    widget = lone().visit("en", country="PL").begun().says(SAYS["en"][0])
    mortal.stop()
    mortal.start()
    widget.says(SAYS["en"][1])
    widget.chat.locator(".bubble.support").wait_for()
    assert "start again" in widget.chat.locator(".log").inner_text()
    assert [said["text"] for said in mortal.engine.heard] == [SAYS["en"][1]]


def test_a_message_to_a_server_that_is_gone_is_heard_once_when_it_is_back(
    lone: Make, mortal: Stage
) -> None:
    widget = lone()
    widget.page.clock.install()
    widget.visit("en", country="PL").begun()
    mortal.stop()
    write(widget, SAYS["en"][0])
    widget.chat.locator(".offline").wait_for()
    people(widget)
    write(widget, SAYS["en"][1])
    mortal.start()
    for _ in range(6):
        widget.page.clock.run_for(10_000)
        widget.page.wait_for_timeout(100)
    widget.chat.locator(".bubble.support").wait_for()
    assert [said["text"] for said in mortal.engine.heard] == list(SAYS["en"][:2])
    expect(widget.chat.locator(".offline")).to_have_count(0)


def test_an_answer_that_was_lost_on_its_way_is_not_given_twice(lone: Make, mortal: Stage) -> None:
    widget = lone().visit("en", country="PL").begun()
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    widget.page.route("**/api/v1/messages", lose)
    write(widget, SAYS["en"][0])
    widget.chat.locator(".bubble.answer").wait_for()
    assert lost == [200]
    assert len({said["id"] for said in mortal.engine.heard}) == 1
    assert widget.chat.locator(".bubble.answer").count() == 1


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_fault_of_the_server_shows_people(staged: Make, stage: Stage, language: str) -> None:
    widget = staged(width=320).visit(language, country="PL").begun()
    stage.engine.fault = RuntimeError("broken")
    try:
        write(widget, SAYS[language][0])
        widget.chat.locator(".offline").wait_for()
        people(widget)
        assert widget.violations() == []
        assert "broken" not in widget.chat.locator(".log").inner_text()
    finally:
        stage.engine.fault = None
    widget.page.evaluate("() => dispatchEvent(new Event('online'))")
    widget.chat.locator(".bubble.answer").wait_for()


def test_too_many_messages_are_answered_a_moment_later_by_themselves(
    staged: Make, stage: Stage
) -> None:
    widget = staged()
    widget.page.clock.install()
    widget.visit("pl", country="PL").begun()
    refused: list[int] = []

    def refuse(route: Route) -> None:
        if len(refused) < 2:
            refused.append(1)
            route.fulfill(status=429, json={"error": {"code": "too_many", "message": "x"}})
        else:
            route.continue_()

    widget.page.route("**/api/v1/messages", refuse)
    write(widget, SAYS["pl"][0])
    widget.chat.get_by_text("Poczekaj chwilę").wait_for()
    people(widget)
    assert widget.violations() == []
    for _ in range(4):
        widget.page.clock.run_for(10_000)
        widget.page.wait_for_timeout(100)
    widget.chat.locator(".bubble.answer").wait_for()
    assert widget.chat.get_by_text("Poczekaj chwilę").count() == 1


def test_a_server_that_does_not_answer_is_given_up_after_eight_seconds(staged: Make) -> None:
    widget = staged()
    widget.page.clock.install()
    widget.visit("en", country="PL").begun()
    held: list[Route] = []
    widget.page.route("**/api/v1/messages", lambda route: held.append(route))
    write(widget, SAYS["en"][0])
    wait_until(lambda: bool(held), widget.page)
    widget.page.clock.run_for(7_000)
    assert widget.chat.locator(".offline").count() == 0
    widget.page.clock.run_for(1_500)
    widget.chat.locator(".offline").wait_for()
    people(widget)


def test_the_file_of_helplines_is_there_again_when_the_server_is_not(
    lone: Make, mortal: Stage
) -> None:
    widget = lone().visit("en", country="PL").opened()
    wait_until(
        lambda: widget.page.evaluate(
            "() => performance.getEntriesByType('resource').some((e) => e.name.endsWith('fallback'))"
        )
    )
    widget.page.evaluate("() => document.querySelector('latarnik-chat').remove()")
    mortal.stop()
    widget.page.evaluate(
        "() => { const chat = document.createElement('latarnik-chat'); chat.country = 'PL';"
        " chat.language = 'en'; document.body.append(chat) }"
    )
    widget.opened().chat.locator(".first").click()
    widget.chat.locator(".offline").wait_for()
    people(widget)
    mortal.start()


@pytest.mark.parametrize("language", ["pl", "en"])
def test_help_now_needs_no_server(staged: Make, language: str) -> None:
    widget = staged(width=320).visit(language, country="GB")
    widget.page.route("**/api/**", lambda route: route.abort())
    widget.opened().chat.locator(".help").click()
    expect(widget.chat.locator(".card.emergency")).to_contain_text("999")
    assert widget.violations() == []


def test_switching_the_language_keeps_the_talk(staged: Make) -> None:
    widget = staged().visit("pl", country="PL").begun().says(SAYS["pl"][0])
    widget.chat.get_by_text("English", exact=True).click()
    widget.chat.locator(".panel[lang=en]").wait_for()
    widget.says(SAYS["en"][1])
    widget.chat.locator(".bubble.support[lang=en]").wait_for()
    assert widget.chat.locator(".bubble.answer[lang=pl]").count() == 1
    assert widget.chat.get_by_label("Write a message").count() == 1
