"""What identifies a child is masked; what looks like it stays."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.text import clean
from bot.privacy.masking import KINDS, Masker, directory_keep

HERE = Path(__file__).parent
IDENTIFIERS = yaml.safe_load((HERE / "identifiers.yml").read_text(encoding="utf-8"))
LOOK_ALIKES = yaml.safe_load((HERE / "look_alikes.yml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 23)
# Pieces that a generator of whole messages puts together.
PIECES = [line[0] for lines in IDENTIFIERS.values() for line in lines] + LOOK_ALIKES


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker(today=TODAY)


@pytest.mark.parametrize("language", IDENTIFIERS)
def test_every_planted_identifier_is_masked(masker: Masker, language: str) -> None:
    lines = IDENTIFIERS[language]
    assert len(lines) >= 60
    for text, piece, kind in lines:
        masked = masker.mask(text)
        assert piece.lower() not in masked.text.lower(), text
        assert kind in masked.kinds, text
        assert f"[{kind}]" in masked.text, text


@pytest.mark.parametrize("language", IDENTIFIERS)
def test_identifiers_are_masked_inside_a_longer_message(masker: Masker, language: str) -> None:
    before, after = ("hej. ", ". nie wiem co robic") if language == "pl" else ("hey. ", ". idk")
    for text, piece, _ in IDENTIFIERS[language]:
        assert piece.lower() not in masker.mask(before + text + after).text.lower(), text


def test_every_kind_is_planted_in_both_languages() -> None:
    for lines in IDENTIFIERS.values():
        assert {kind for _, _, kind in lines} == KINDS


def test_look_alikes_stay_as_they_are(masker: Masker) -> None:
    assert len(LOOK_ALIKES) >= 120
    assert max(Counter(LOOK_ALIKES).values()) == 1
    touched = [text for text in LOOK_ALIKES if masker.mask(text).text != clean(text)]
    assert touched == []


def test_the_rest_of_the_message_can_still_be_understood(masker: Masker) -> None:
    masked = masker.mask("nazywam sie kasia kowalska, mam 11 lat, on pisze do mnie na 500 100 200")
    assert masked.text == "nazywam sie [name], mam 11 lat, on pisze do mnie na [phone]"
    assert masked.kinds == {"name", "phone"}


def test_numbers_that_are_to_be_kept_are_kept() -> None:
    text = "zadzwon 500 100 200"
    assert Masker(keep=["500 100 200"], today=TODAY).mask(text).text == text
    assert Masker(keep=[], today=TODAY).mask(text).text == "zadzwon [phone]"


def test_emergency_numbers_are_kept_without_a_directory() -> None:
    text = "112 999 911 116 111"
    assert Masker(keep=[], today=TODAY).mask(text).text == text


def test_helplines_of_the_directory_are_kept(masker: Masker) -> None:
    known = directory_keep()
    assert {"800 12 12 12", "116111"} & {k.replace("-", " ") for k in known} or known
    for number in sorted(k for k in known if k.startswith("+")):
        assert masker.mask(f"call {number} now").text == f"call {number} now"


def test_a_missing_directory_is_no_fault(tmp_path: Path) -> None:
    assert directory_keep(tmp_path) == frozenset()


def test_a_recent_full_date_is_a_date_of_birth_and_an_old_or_new_one_is_not(masker: Masker) -> None:
    assert masker.mask("kasia 12.05.2014").text == "kasia [birthdate]"
    assert masker.mask("11.09.2001").text == "11.09.2001"
    assert masker.mask("22.11.2026").text == "22.11.2026"


def test_no_word_of_a_child_stays_in_spacy(masker: Masker) -> None:
    before = len(masker._phrases._vocab.strings)
    masker.mask("nazywam sie zdzislawa qwertyowska i mieszkam na przykladowej 12")
    masker.mask("my name is quentilda featherstonehaugh")
    strings = masker._phrases._vocab.strings
    assert all(word not in strings for word in ("zdzislawa", "qwertyowska", "quentilda"))
    # Only combinations of our own traits may be new.
    assert len(strings) - before < 20


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_masked_without_a_fault_and_once_is_enough(masker: Masker, text: str) -> None:
    _stable(masker, text)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_mixed_messages_are_masked_once_and_for_all(masker: Masker, pieces: list[Any]) -> None:
    _stable(masker, " ".join(pieces))


@settings(max_examples=60, deadline=None)
@given(
    unit=st.sampled_from(
        ["1", "1 ", "12-", "a.", "a@", "@a", "[", "kasia ", "ul. ", "A ", "www.", "+4", "im "]
    ),
    size=st.integers(1, 1000),
)
def test_long_repetitions_are_no_trap(masker: Masker, unit: str, size: int) -> None:
    _stable(masker, unit * size)


def _stable(masker: Masker, text: str) -> None:
    once = masker.mask(text)
    assert len(once.text) <= 1000
    assert once.kinds <= KINDS
    again = masker.mask(once.text)
    assert again.text == once.text
    assert again.kinds == frozenset()
