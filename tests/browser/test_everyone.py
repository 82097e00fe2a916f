"""For screen readers, keyboards, large letters, small screens and other directions: W1 to W7."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Make, Widget
from tests.browser.stage import SAYS, TALK

OTHER = {"pl": "en", "en": "pl"}

SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    + "word-spacing: 0.16em !important } p, li { margin-bottom: 2em !important }");
  const root = document.querySelector('latarnik-chat').shadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet] }"""
# Text that is cut off, and what stands out sideways.
CUT = """() => [...document.querySelector('latarnik-chat').shadowRoot
  .querySelectorAll('button, .link, .bubble, p, li, summary, label, .head, .foot, .write, .log, .menu, .browse, .start')]
  .filter((e) => e.checkVisibility() && !e.closest('.visually-hidden'))
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
  .map((e) => `${e.className || e.tagName} ${e.textContent.trim().slice(0, 40)}`)"""
FOCUSED = """() => { const e = document.querySelector('latarnik-chat').shadowRoot.activeElement;
  return e ? e.className || e.tagName : document.activeElement.id || document.activeElement.tagName }"""
# The middle of what has the focus is the thing itself, not something above it.
HIDDEN = """() => { const inner = document.activeElement?.shadowRoot?.activeElement;
  const e = inner ?? document.activeElement; const r = e.getBoundingClientRect();
  const at = e.getRootNode().elementFromPoint(r.x + r.width / 2, r.y + Math.min(r.height / 2, innerHeight - 1 - r.y));
  return !(at === e || e.contains(at) || at?.contains(e)) }"""


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_screen_reader_finds_roles_names_and_states(staged: Make, language: str) -> None:
    words = json.loads(Path(f"widget/src/strings/{language}.json").read_text(encoding="utf-8"))
    other = json.loads(Path(f"widget/src/strings/{OTHER[language]}.json").read_text("utf-8"))
    welcome, told = TALK[language][""], TALK[language][SAYS[language][1]][0]
    widget = staged().visit(language, country="PL").begun().says(SAYS[language][1])
    chat = widget.chat
    dialog = widget.page.get_by_role("dialog", name=words["title"])
    expect(dialog).to_match_aria_snapshot(
        f"""
        - link "{words["exitHint"]}"
        - strong: {words["title"]}
        - text: "{words["subtitle"]}"
        - button "{other["switchTo"]}": {other["name"]}
        - button "{words["exit"]}"
        - button "{words["settings"]}"
        - button "{words["close"]}"
        - status
        - log "{words["log"]}"
        - textbox "{words["write"]}"
        - button "{words["send"]}"
        - button "{words["topics"]}"
        - button "{words["help"]}"
        """
    )
    log = dialog.get_by_role("log", name=words["log"])
    expect(log).to_match_aria_snapshot(
        f"""
        - log "{words["log"]}":
          - paragraph: "{welcome[0]["text"]}"
          - paragraph: "{welcome[1]["text"]}"
          - text: "{words["you"]}: {SAYS[language][1]}"
          - paragraph: "{told["text"]}"
          - group "{words["emergency"]}":
            - strong: "{words["emergency"]}"
            - link "{words["call"]} 112"
          - group "Test line":
            - strong: Test line
            - link "{words["call"]} 000 000"
            - link "{words["chat"]} Test line"
            - link "{words["sms"]} Test line"
            - link "{words["web"]} Test line"
          - button "{words["whatHappens"]}"
          - button "{words["copy"]}"
          - button "{told["choices"][0]["label"]}"
        """
    )
    assert log.get_attribute("aria-live") == "polite"
    menu = chat.get_by_role("button", name=words["settings"])
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    sizes = words["sizes"]
    expect(chat.get_by_role("group", name=words["settings"])).to_match_aria_snapshot(
        f"""
        - group "{words["settings"]}":
          - group "{words["letters"]}":
            - radio "{sizes[0]}" [checked]
            - radio "{sizes[1]}"
            - radio "{sizes[2]}"
          - checkbox "{words["contrast"]}"
          - checkbox "{words["easy"]}"
          - group: "{words["safety"]["title"]}"
          - button "{words["done"]}"
          - button "{words["forget"]}"
          - button "{words["close"]}"
        """
    )


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("how", ["spaced", "zoomed", "right to left", "large"])
def test_nothing_is_cut_off(staged: Make, language: str, how: str) -> None:
    size = {"width": 320, "height": 256} if how == "zoomed" else {"width": 320, "height": 640}
    widget = staged(**size).visit(language, country="PL", audience="age_6_9").opened()
    if how == "spaced":
        widget.page.evaluate(SPACED)
    assert widget.page.evaluate(CUT) == []
    widget.chat.locator(".first").click()
    widget.chat.locator(".choices").first.wait_for()
    if how == "right to left":
        widget.chat.locator(".panel").evaluate("(panel) => { panel.dir = 'rtl' }")
        exit_at = widget.chat.locator(".exit").bounding_box()
        who_at = widget.chat.locator(".who").bounding_box()
        assert exit_at is not None
        assert who_at is not None
        assert exit_at["x"] < who_at["x"]
    if how == "large":
        widget.chat.locator("[data-opens=menu]").click()
        for name in ("size", "contrast"):
            widget.chat.locator("#menu input").nth(2 if name == "size" else 3).check()
        widget.chat.locator("#menu input").last.check()
        assert widget.page.evaluate(CUT) == []
        widget.page.keyboard.press("Escape")
    for text in SAYS[language]:
        widget.says(text)
        assert widget.page.evaluate(CUT) == []
    widget.chat.locator("[data-opens=topics]").click()
    widget.chat.locator(".browse details").first.wait_for()
    assert widget.page.evaluate(CUT) == []
    assert widget.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_at_400_percent_there_is_room_to_read(staged: Make) -> None:
    widget = staged(width=320, height=256).visit("pl", country="PL").begun().says(SAYS["pl"][0])
    box = widget.chat.locator(".log").bounding_box()
    assert box is not None
    assert box["height"] >= 90
    assert widget.violations() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_what_is_chosen_and_what_is_a_button(staged: Make, scheme: str) -> None:
    widget = staged(forced_colors="active", color_scheme=scheme).visit("en", country="PL")
    widget.begun().says(SAYS["en"][2])
    widget.chat.locator(".breathing button").click()
    assert widget.violations() == []
    for part in (".exit", ".write .send", ".help", ".bubble.exercise"):
        width = widget.chat.locator(part).last.evaluate("(e) => getComputedStyle(e).borderTopWidth")
        assert float(width[:-2]) >= 1
    widget.page.keyboard.press("Shift")
    lights = widget.chat.locator(".dots i").evaluate_all(
        "(all) => all.map((i) => getComputedStyle(i).backgroundColor)"
    )
    assert lights[0] != lights[2]


def test_who_asked_the_device_for_contrast_has_it(staged: Make) -> None:
    widget = staged(contrast="more").visit("en").opened()
    assert widget.chat.get_attribute("contrast") is not None
    widget.chat.locator("[data-opens=menu]").click()
    assert widget.chat.get_by_label("Stronger colours").is_checked()


@pytest.mark.parametrize("audience", ["age_6_9", "age_10_12", "age_13_17", "parent"])
def test_on_a_small_screen_the_window_covers_the_page(staged: Make, audience: str) -> None:
    widget = staged(width=320, height=640).visit("pl", country="PL", audience=audience).begun()
    panel = widget.chat.locator(".panel").bounding_box()
    assert panel == {"x": 0, "y": 0, "width": 320, "height": 640}
    exit_at = widget.chat.locator(".exit").bounding_box()
    menu_at = widget.chat.get_by_role("button", name="Ustawienia").bounding_box()
    assert exit_at
    assert menu_at
    assert abs(exit_at["y"] - menu_at["y"]) < 10  # one row


def test_the_keyboard_goes_round_in_a_window_that_covers_the_page(staged: Make) -> None:
    widget = staged(width=320, height=640).visit("en", country="PL").begun().says(SAYS["en"][1])
    assert widget.chat.locator("[aria-modal=true]").count() == 1
    seen = []
    for _ in range(40):
        widget.page.keyboard.press("Tab")
        seen.append(widget.page.evaluate(FOCUSED))
        assert widget.page.evaluate(HIDDEN) is False
    assert {"hidden-first", "exit", "help"} <= set(seen)
    assert "BODY" not in seen
    widget.chat.locator(".hidden-first").focus()
    widget.page.keyboard.press("Shift+Tab")
    assert widget.page.evaluate(FOCUSED) == "help"


@pytest.mark.parametrize("opened", [False, True])
def test_focus_on_the_page_is_never_behind_button_or_window(staged: Make, opened: bool) -> None:
    widget = staged(width=1280, height=700).visit("en", country="PL")
    widget.page.evaluate(
        "() => { for (const side of ['left', 'right']) { const a = document.createElement('a');"
        " a.href = '#'; a.id = side; a.textContent = 'A'; document.body.append(a);"
        " a.style.cssText = `position:fixed;bottom:30px;${side}:60px` } }"
    )
    if opened:
        widget.opened()
        assert widget.chat.locator("[aria-modal]").count() == 0
    for side in ("right", "left", "right"):
        widget.page.locator(f"#{side}").focus()
        if opened:
            assert widget.page.evaluate(HIDDEN) is False
        else:
            away = widget.chat.locator(".launcher").evaluate("(e) => getComputedStyle(e).opacity")
            assert away == ("0" if side == "right" else "1")
    widget.page.keyboard.press("Escape")
    expect(widget.chat.locator(".launcher")).to_have_count(1)
    widget.chat.locator(".launcher").focus()
    assert widget.chat.locator(".launcher").evaluate("(e) => getComputedStyle(e).opacity") == "1"


def test_after_a_choice_the_focus_is_where_the_talk_goes_on(staged: Make) -> None:
    widget = staged().visit("en", country="PL").begun()
    widget.chat.locator(".choices button").first.click()
    widget.chat.locator(".bubble.answer").wait_for()
    assert widget.page.evaluate(FOCUSED) == "TEXTAREA"
    touch = staged(has_touch=True, is_mobile=True, width=360, height=640).visit("en", country="PL")
    touch.begun()
    assert touch.page.evaluate(FOCUSED) == "log"
    touch.chat.locator(".choices button").first.tap()
    touch.chat.locator(".bubble.answer").wait_for()
    assert touch.page.evaluate(FOCUSED) == "log"


def test_a_sentence_is_marked_while_it_is_read(staged: Make) -> None:
    widget = staged()
    widget.page.add_init_script(
        "window.spoken = []; window.SpeechSynthesisUtterance = class { constructor(t) { this.text = t } };"
        "Object.defineProperty(window, 'speechSynthesis', { value: { speak: (u) => spoken.push(u),"
        " getVoices: () => [{ lang: 'pl-PL', localService: true }], cancel() {}, addEventListener() {} } })"
    )
    widget.visit("pl", country="PL").begun().says(SAYS["pl"][0])
    widget.chat.locator(".listen").last.click()
    answer = "Hasło jest jak klucz do domu. Chroni twoje rzeczy. Klucza nie dajesz kolegom."
    assert widget.page.evaluate("() => spoken.slice(0, 3).map((u) => u.text).join('')") == answer
    for at, sentence in enumerate(["Hasło jest jak klucz do domu.", "Chroni twoje rzeczy."]):
        widget.page.evaluate("(at) => spoken[at].onstart()", at)
        expect(widget.chat.locator(".now")).to_have_text(sentence)
        assert widget.violations() == []
    assert widget.chat.locator(".bubble.answer > p").inner_text() == answer
    widget.page.evaluate("() => spoken.at(-1).onend()")
    expect(widget.chat.locator(".now")).to_have_count(0)


def test_the_youngest_see_pictures_with_the_words(staged: Make) -> None:
    widget = staged().visit("pl", country="PL", audience="age_6_9").begun()
    expect(widget.chat.locator(".suggested .picture")).to_have_count(3)
    older = staged().visit("pl", country="PL", audience="age_13_17").begun()
    assert older.chat.locator(".suggested .picture").count() == 0


def test_what_happens_when_one_calls_is_one_press_away(staged: Make) -> None:
    widget: Widget = staged().visit("en", country="PL").begun().says(SAYS["en"][1])
    with widget.page.expect_request("**/messages") as asked:
        widget.chat.get_by_role("button", name="What happens if I get in touch?").click()
    assert "topic:helpline_what_happens" in (asked.value.post_data or "")
