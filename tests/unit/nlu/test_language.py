"""The language of short messages."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.language import LanguageReader

LINES = yaml.safe_load((Path(__file__).parent / "languages.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def languages() -> LanguageReader:
    return LanguageReader()


def test_short_messages_are_told_apart(languages: LanguageReader) -> None:
    asked = [(text, code) for code, texts in LINES.items() for text in texts]
    assert len(asked) >= 200
    wrong = [
        (text, code)
        for text, code in asked
        if languages.read(text).code != (None if code == "none" else code)
    ]
    assert len(wrong) / len(asked) <= 0.03, wrong


def test_polish_and_english_are_never_taken_for_each_other(languages: LanguageReader) -> None:
    for code, other in (("pl", "en"), ("en", "pl")):
        for text in LINES[code]:
            guess = languages.read(text)
            assert guess.code != other or guess.confidence < 0.8, text


@pytest.mark.parametrize("text", LINES["none"])
def test_what_every_language_says_proves_nothing(languages: LanguageReader, text: str) -> None:
    assert languages.read(text).code is None


def test_placeholders_and_addresses_are_no_words(languages: LanguageReader) -> None:
    assert languages.read("on pisze do mnie na [phone] i [email]").code == "pl"


def test_letters_of_polish_are_heard_in_one_word(languages: LanguageReader) -> None:
    assert languages.read("zażalenie").code == "pl"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(languages: LanguageReader, text: str) -> None:
    guess = languages.read(text)
    assert 0.0 <= guess.confidence <= 1.0
