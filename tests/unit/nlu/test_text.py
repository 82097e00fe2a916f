"""Cleaning and folding hold for any text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.text import MAX_CHARS, clean, flat, fold, squeeze, strip_diacritics

ANY = st.text(st.characters(), max_size=200) | st.text(
    "a\u0301\u200b\u202e\x00\ud800 ł\n", max_size=50
)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("po\u200bmoc", "pomoc"),
        ("a\x00b\x07c", "abc"),
        ("\u202epomoc\u202c", "pomoc"),
        ("  za \t duzo\n\nmiejsca ", "za duzo miejsca"),
        ("\ud83d tak", "tak"),
        ("ｈｅｌｐ ﬁ", "help fi"),
        ("z\u0307a\u0328", "żą"),
        ("\U0001f600 \U0001fae9", "\U0001f600 \U0001fae9"),
    ],
)
def test_what_nobody_sees_is_gone(written: str, seen: str) -> None:
    assert clean(written) == seen


def test_diacritics_go_and_so_does_the_stroke_of_l() -> None:
    assert strip_diacritics("Zażółć gęślą jaźń ŁÓDŹ") == "Zazolc gesla jazn LODZ"
    assert fold("  BOJĘ  SIĘ ") == "boje sie"


def test_long_vowels_of_a_cry_become_two_letters() -> None:
    assert squeeze("heeeeelp") == "heelp"
    assert squeeze("see 1000") == "see 1000"


def test_a_text_is_cut_at_a_thousand_characters() -> None:
    assert len(clean("a" * 5000)) == MAX_CHARS


@given(ANY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(once) <= MAX_CHARS
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Cf") for c in once)
    once.encode("utf-8")


@given(ANY)
def test_folding_and_squeezing_twice_changes_nothing(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_flat_text_has_the_offsets_of_the_original(text: str) -> None:
    assert len(flat(text)) == len(text)
