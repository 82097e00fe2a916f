"""Copying, reading aloud, settings, topics, breathing, printing: what makes it easier for a child."""

import pytest

from tests.browser.conftest import Make, Widget

LANGUAGES = ["pl", "en"]
SIZES = [320, 768, 1280]
COUNTRY = {"pl": "PL", "en": "GB"}
CALM = {"pl": "mam atak paniki", "en": "im having a panic attack"}
QUESTION = {"pl": "jakie haslo jest dobre", "en": "what is a good password"}
COPY = {"pl": ("Kopiuj", "Skopiowane ✓"), "en": ("Copy", "Copied ✓")}
# Voices as a phone has them: the browser of these tests has none.
VOICES = """
window.spoken = []; window.stopped = 0;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { configurable: true, value: {
  getVoices: () => %s,
  speak: (part) => window.spoken.push(part), cancel: () => { window.stopped += 1; },
  addEventListener() {}, removeEventListener() {},
} });
"""
LOCAL = "[{lang: 'pl-PL', localService: true}, {lang: 'en-GB', localService: true}]"
REMOTE = "[{lang: 'pl-PL', localService: false}, {lang: 'en-GB', localService: false}]"
# Small targets, what is cut off sideways, and rules of the content policy that were broken.
TOO_SMALL = """() => [...document.querySelector('latarnik-chat').shadowRoot
  .querySelectorAll('button, summary, .link, .menu label, textarea')]
  .filter((e) => e.checkVisibility() && !e.closest('.bubble details'))
  .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
  .filter(([, r]) => r.width < 44 || r.height < 44).map(([t, r]) => `${t} ${r.width}x${r.height}`)"""
TOO_WIDE = """() => { const root = document.querySelector('latarnik-chat').shadowRoot;
  return Math.max(document.documentElement.scrollWidth - innerWidth, ...[...root
  .querySelectorAll('.panel, .log, .browse, .menu, .foot, .head')].map((e) => e.scrollWidth - e.clientWidth)) }"""


def talk(widget: Make, language: str, voices: str | None = None, **more: object) -> Widget:
    """A widget on a page of the language's country, with voices if they are given."""
    audience = more.pop("audience", "age_10_12")
    page = widget(**more)
    if voices:
        page.page.add_init_script(VOICES % voices)
    return page.visit(language, country=COUNTRY[language], audience=str(audience))


def fits(page: Widget) -> None:
    """No violation, no small target, nothing to scroll sideways."""
    assert page.violations() == []
    assert page.page.evaluate(TOO_SMALL) == []
    assert page.page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", SIZES)
def test_every_new_part_fits_and_is_accessible(widget: Make, language: str, width: int) -> None:
    page = talk(widget, language, LOCAL, width=width, height=640).begun()
    page.chat.locator(".suggested").wait_for()
    fits(page)
    page.chat.locator("[data-opens=topics]").click()
    page.chat.locator(".browse summary").first.click()
    fits(page)
    page.page.keyboard.press("Escape")
    page.says(CALM[language])
    page.chat.locator(".breathing button").click()
    fits(page)
    page.chat.locator("[data-opens=menu]").click()
    fits(page)
    page.chat.locator("#menu input[type=radio]").last.check()
    for box in page.chat.locator("#menu input[type=checkbox]").all():
        box.check()
    fits(page)
    page.chat.locator("#menu .done").click()
    fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_stronger_colours_hold_the_higher_contrast(widget: Make, scheme: str) -> None:
    page = talk(widget, "en", LOCAL, color_scheme=scheme).begun().says(CALM["en"])
    page.chat.locator("[data-opens=menu]").click()
    page.chat.get_by_label("Stronger colours").check()
    page.page.keyboard.press("Escape")
    page.violations()  # brings axe
    found = page.page.evaluate(
        "async () => (await axe.run({ include: ['latarnik-chat'] }, { runOnly: ['color-contrast-enhanced'],"
        " rules: { 'color-contrast-enhanced': { enabled: true } } })).violations"
        ".flatMap((v) => v.nodes.map((n) => `${n.target} ${n.failureSummary}`))"
    )
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_tap_copies_the_sentence_and_says_so(widget: Make, language: str) -> None:
    page = talk(widget, language).begun().says(CALM[language])
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.chat.locator(".copy")
    assert button.inner_text() == COPY[language][0]
    sentence = page.chat.locator(".say q").evaluate("(q) => q.textContent")
    button.click()
    page.chat.get_by_text(COPY[language][1]).wait_for()
    assert page.page.evaluate("() => navigator.clipboard.readText()") == sentence
    assert page.chat.locator("[role=status]").inner_text().strip() in COPY[language][1]


def test_without_a_clipboard_the_sentence_is_marked_for_the_usual_way(widget: Make) -> None:
    page = talk(widget, "en")
    page.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }"
    )
    page.begun().says(CALM["en"])
    page.chat.locator(".copy").click()
    page.chat.locator(".marked").wait_for()
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.page.keyboard.press("Control+c")
    sentence = page.chat.locator(".say q").evaluate("(q) => q.textContent")
    copied = page.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.strip('“”"„ \n') == sentence


@pytest.mark.parametrize("voices", [None, REMOTE])
def test_without_a_voice_of_this_device_there_is_no_button(
    widget: Make, voices: str | None
) -> None:
    page = talk(widget, "en", voices).begun()
    assert page.chat.locator(".listen").count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_read_in_its_language_until_it_is_stopped(widget: Make, language: str) -> None:
    page = talk(widget, language, LOCAL).begun().says(QUESTION[language])
    first, last = page.chat.locator(".listen").first, page.chat.locator(".listen").last
    idle = last.inner_text()
    last.click()
    parts = page.page.evaluate("() => window.spoken.map((p) => [p.text, p.lang, p.voice.lang])")
    answer = page.chat.locator(".bubble.answer > p").first.inner_text()
    assert answer.startswith(parts[0][0])
    assert parts[0][1:] == [language, {"pl": "pl-PL", "en": "en-GB"}[language]]
    assert last.inner_text() != idle
    first.click()
    assert page.page.evaluate("() => window.stopped") == 1
    assert last.inner_text() == idle
    first.click()
    assert page.page.evaluate("() => window.stopped") == 2
    last.click()
    page.page.evaluate("() => { window.speechSynthesis.cancel = () => console.log('silent') }")
    with page.page.expect_console_message(lambda message: message.text == "silent"):
        page.chat.locator(".exit").click()


def test_the_look_is_changed_by_keyboard_and_nothing_is_stored(widget: Make) -> None:
    page = talk(widget, "en").begun()
    size = "() => getComputedStyle(document.querySelector('latarnik-chat')).fontSize"
    before = page.page.evaluate(size)
    button = page.chat.locator("[data-opens=menu]")
    button.focus()
    page.page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    page.page.keyboard.press("ArrowDown")
    bigger = page.page.evaluate(size)
    page.page.keyboard.press("ArrowDown")
    biggest = page.page.evaluate(size)
    assert float(before[:-2]) < float(bigger[:-2]) < float(biggest[:-2])
    for attribute in ("contrast", "easy"):
        page.page.keyboard.press("Tab")
        page.page.keyboard.press("Space")
        assert page.chat.get_attribute(attribute) is not None
    page.page.keyboard.press("Escape")
    assert page.chat.locator("#menu").count() == 0
    assert button.evaluate("(b) => b.getRootNode().activeElement === b")
    assert page.chat.locator(".panel").count() == 1
    stored = page.page.evaluate(
        "() => [localStorage.length, sessionStorage.length, document.cookie]"
    )
    assert stored == [0, 0, ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_questions_fit_the_age_and_are_answered(widget: Make, language: str) -> None:
    seen = set()
    for audience in ("age_6_9", "age_10_12", "age_13_17", "parent"):
        page = talk(widget, language, audience=audience).begun()
        questions = page.chat.locator(".suggested .choices button")
        seen.update(questions.all_inner_texts())
        questions.first.click()
        page.chat.locator(".bubble.answer").wait_for()
        assert page.chat.locator(".suggested").count() == 0
    assert len(seen) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_is_found_and_asked_by_keyboard(widget: Make, language: str) -> None:
    page = talk(widget, language, audience="age_6_9").begun()
    page.chat.locator("[data-opens=topics]").focus()
    page.page.keyboard.press("Enter")
    page.chat.locator(".browse details").first.wait_for()
    assert page.chat.locator(".browse details").count() == 10
    assert page.chat.locator("#ask").evaluate("(h) => h.getRootNode().activeElement === h")
    summary = page.chat.locator(".browse summary").last
    summary.focus()
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    page.chat.locator(".bubble.answer").wait_for()
    assert page.chat.locator(".browse").count() == 0
    page.chat.locator("[data-opens=topics]").click()
    page.page.keyboard.press("Escape")
    topics = page.chat.locator("[data-opens=topics]")
    assert topics.evaluate("(b) => b.getRootNode().activeElement === b")


def test_without_the_list_there_are_still_first_questions(widget: Make) -> None:
    page = talk(widget, "en").begun()
    page.page.route("**/api/v1/topics**", lambda route: route.abort())
    page.chat.locator("[data-opens=topics]").click()
    page.chat.get_by_text("You can just write to me").wait_for()
    assert page.chat.locator(".browse .choices button").count() == 3


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_breathes_when_asked_and_moves_only_for_who_wants_it(widget: Make, motion: str) -> None:
    page = talk(widget, "en")
    page.page.emulate_media(reduced_motion=motion)
    page.begun().says(CALM["en"])
    assert page.chat.locator(".circle.in").count() == 0
    page.chat.locator(".breathing button").click()
    page.chat.locator(".circle.in").wait_for()
    moves = page.chat.locator(".circle").evaluate("(c) => getComputedStyle(c).transitionDuration")
    assert moves == ("4s" if motion == "no-preference" else "0s")
    assert page.chat.locator("[role=status]").inner_text().strip() == "Breathe in"
    page.chat.locator(".circle.hold").wait_for(timeout=6000)
    page.chat.locator(".breathing button").click()
    assert page.chat.locator(".circle.in, .circle.hold").count() == 0


def test_a_parent_prints_one_answer_and_nothing_else(widget: Make) -> None:
    page = talk(widget, "en", audience="parent").begun()
    page.says("What is grooming?").says("What are loot boxes?")
    page.page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1 } }")
    page.chat.locator(".print").last.click()
    page.page.wait_for_function("() => window.printed === 1")
    page.page.emulate_media(media="print")
    shown = [b.is_visible() for b in page.chat.locator(".bubble").all()]
    assert shown == [False] * (len(shown) - 1) + [True]
    assert page.chat.locator(".bubble details").last.get_attribute("open") is not None
    for hidden in (".exit", ".foot", ".write", ".bubble .tools"):
        assert not page.chat.locator(hidden).last.is_visible()
    assert not page.page.locator("main").is_visible()
    page.page.emulate_media(media="screen")
    page.page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert page.page.locator("main").is_visible()
    assert page.page.locator("[data-latarnik-print]").count() == 0


def test_a_child_has_nothing_to_print(widget: Make) -> None:
    page = talk(widget, "en").begun().says(QUESTION["en"])
    assert page.chat.locator(".print").count() == 0


def test_two_messages_written_offline_are_each_sent_once(widget: Make) -> None:
    page = talk(widget, "en").begun()
    sent: list[str] = []
    page.page.context.set_offline(True)
    for text in (QUESTION["en"], "what is phishing"):
        page.chat.locator("textarea").fill(text)
        page.chat.locator("textarea").press("Enter")
        page.chat.locator(".bubble.person", has_text=text).wait_for()
        page.chat.locator(".offline").wait_for()
    page.page.on(
        "request",
        lambda r: sent.append(r.post_data or "") if r.url.endswith("/messages") else None,
    )
    page.page.context.set_offline(False)
    page.chat.locator(".bubble.answer").nth(1).wait_for()
    assert ["phishing" in body for body in sent] == [False, True]
    assert page.chat.locator(".bubble.answer").count() == 2


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_the_content_policy_is_kept(widget: Make, path: str) -> None:
    page = widget()
    broken: list[str] = []
    page.page.on("console", lambda m: broken.append(m.text) if "Policy" in m.text else None)
    page.page.on("pageerror", lambda error: broken.append(str(error)))
    page.page.goto(page.address + path)
    if path == "/":
        page.opened()
    page.chat.locator(".first").click()
    page.chat.locator(".choices").first.wait_for()
    page.says(CALM["pl"])
    page.chat.locator(".breathing button").click()
    page.chat.locator("[data-opens=menu]").click()
    page.chat.locator("#menu input").nth(1).check()
    page.chat.locator("[data-opens=topics]").click()
    page.chat.locator(".browse details").first.wait_for()
    assert broken == []


def test_the_languages_are_those_that_the_widget_has_words_for(widget: Make) -> None:
    page = talk(widget, "en").begun()
    names = page.page.locator("#options [name=language] option").all_inner_texts()
    assert sorted(names) == ["English", "Polski"]
    others = page.chat.locator(".head button[lang]").all()
    assert [(b.get_attribute("lang"), b.inner_text()) for b in others] == [("pl", "Polski")]
