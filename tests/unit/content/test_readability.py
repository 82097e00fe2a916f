"""The formulas, on texts whose values were worked out by hand."""

from pathlib import Path

import pytest

from bot.content.lint.corpus import Corpus
from bot.content.lint.readability import Fog, Measure, measure_of
from tests.unit.content.project import REPOSITORY


@pytest.fixture(scope="module")
def measures() -> dict[str, Measure]:
    corpus = Corpus.read(REPOSITORY)
    languages = corpus.languages
    return {c: measure_of(languages[c].readability, corpus.lexicon) for c in ("pl", "en")}


def test_flesch_kincaid(measures: dict[str, Measure]) -> None:
    # 8 words, 2 sentences, 10 syllables
    assert measures["en"].grade("Go to an adult. Tell them about it.") == pytest.approx(
        0.39 * 8 / 2 + 11.8 * 10 / 8 - 15.59
    )


def test_flesch_kincaid_does_not_count_tiny_sentences(measures: dict[str, Measure]) -> None:
    assert measures["en"].grade("Stop. Do not send it.") == pytest.approx(
        0.39 * 5 / 1 + 11.8 * 5 / 5 - 15.59
    )


def test_fog(measures: dict[str, Measure]) -> None:
    # 6 words, 2 sentences; "dorosłego" alone has four syllables.
    assert measures["pl"].grade("Idź do kogoś dorosłego. Powiedz, proszę.") == pytest.approx(
        0.4 * (6 / 2 + 100 * 1 / 6)
    )


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("nie", 1), ("ciebie", 2), ("auto", 2), ("wiadomość", 3), ("źródło", 2), ("pomagają", 4)],
)
def test_polish_syllables(measures: dict[str, Measure], word: str, syllables: int) -> None:
    fog = measures["pl"]
    assert isinstance(fog, Fog)
    assert fog.syllables(word) == syllables


def test_nothing_to_read_is_not_hard(measures: dict[str, Measure]) -> None:
    assert [measure.grade(" … ") for measure in measures.values()] == [0.0, 0.0]
    assert [measure.hard("") for measure in measures.values()] == [[], []]


def test_an_unknown_formula_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        measure_of({"formula": "smog"}, tmp_path)
