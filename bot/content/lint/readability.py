"""How hard a text is to read, by the formula and the limits of its language.

English: Flesch-Kincaid grade = 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid,
Fishburne, Rogers and Chissom 1975), words and sentences counted as the textstat package counts
them, syllables by the CMU Pronouncing Dictionary and, where it has no such word, by hyphenation.
textstat itself is not asked: it fetches that dictionary from the network when it is first used.

Polish: FOG = 0.4 x (words a sentence + percent of hard words) (Gunning 1952); a word is hard in
Polish from four syllables on (anchor L3).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pyphen  # type: ignore[import-untyped]

from bot.content.errors import ContentError
from bot.content.lint.corpus import Corpus, Passage

_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_PUNCTUATION = re.compile(r"[^\w\s']")
_SENTENCE = re.compile(r"\b[^.!?]+[.!?]*")
_FOG_SENTENCE_END = re.compile(r"[.!?:;]+")
# A sentence as short as this is not counted as one (textstat's rule).
_SHORT_SENTENCE = 2
_HARD_IN_ENGLISH = 3


class Measure(Protocol):
    """A formula with the settings of a language."""

    def grade(self, text: str) -> float:
        """Years of school that it takes to understand the text; 0 for no words."""

    def hard(self, text: str) -> list[str]:
        """The words that make it hard."""


class FleschKincaid:
    """Flesch-Kincaid grade; `syllables` is a table of syllables, `hyphenation` a language."""

    def __init__(self, table: Path, hyphenation: str) -> None:
        self._counts = _table(table)
        self._hyphenation = pyphen.Pyphen(lang=hyphenation)

    def grade(self, text: str) -> float:
        """The school grade in the United States."""
        words = _plain_words(text)
        if not words:
            return 0.0
        sentences = [_plain_words(sentence) for sentence in _SENTENCE.findall(text)]
        counted = max(1, sum(len(sentence) > _SHORT_SENTENCE for sentence in sentences))
        syllables = sum(self.syllables(word.lower()) for word in words)
        return 0.39 * len(words) / counted + 11.8 * syllables / len(words) - 15.59

    def syllables(self, word: str) -> int:
        """Syllables of a word in lower case."""
        return self._counts.get(word) or len(self._hyphenation.positions(word)) + 1

    def hard(self, text: str) -> list[str]:
        """Words of three syllables and more."""
        return [w for w in _WORD.findall(text) if self.syllables(w.lower()) >= _HARD_IN_ENGLISH]


class Fog:
    """FOG for a language whose syllables are its vowels.

    `vowels`: its vowels. `silent`: a pattern of vowels that only soften the next one.
    `one_syllable`: pairs that are spoken as one. `hard_from`: syllables of a hard word.
    """

    def __init__(self, vowels: str, silent: str, one_syllable: list[str], hard_from: int) -> None:
        self._vowel = re.compile(f"[{re.escape(vowels)}]")
        self._silent = re.compile(silent)
        self._pairs = one_syllable
        self._hard_from = hard_from

    def grade(self, text: str) -> float:
        """Years of school."""
        words = _WORD.findall(text)
        if not words:
            return 0.0
        sentences = max(1, sum(bool(part.strip()) for part in _FOG_SENTENCE_END.split(text)))
        return 0.4 * (len(words) / sentences + 100 * len(self.hard(text)) / len(words))

    def syllables(self, word: str) -> int:
        """Syllables of a word in lower case."""
        word = self._silent.sub("", word)
        for pair in self._pairs:
            word = word.replace(pair, pair[0])
        return len(self._vowel.findall(word))

    def hard(self, text: str) -> list[str]:
        """Words of `hard_from` syllables and more."""
        return [w for w in _WORD.findall(text) if self.syllables(w.lower()) >= self._hard_from]


def measure_of(settings: Mapping[str, Any], lexicon: Path) -> Measure:
    """The formula of a language in languages.yml.

    Raises KeyError, TypeError, re.error or OSError for settings that make none.
    """
    if settings["formula"] == "fog":
        kinds = {"vowels": str, "silent": str, "one_syllable": list, "hard_from": int}
        for name, kind in kinds.items():
            if not isinstance(settings[name], kind) or settings[name] == "":
                raise TypeError(f"{name} is no {kind.__name__}")
        pairs = [str(pair) for pair in settings["one_syllable"] if pair]
        return Fog(settings["vowels"], settings["silent"], pairs, settings["hard_from"])
    if settings["formula"] == "flesch_kincaid":
        return FleschKincaid(lexicon / settings["syllables"], settings["hyphenation"])
    raise KeyError(settings["formula"])


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Texts that are too hard for those they are written for."""
    measures: dict[str, Measure] = {}
    for code, language in corpus.languages.items():
        try:
            measures[code] = measure_of(language.readability, corpus.lexicon)
        except (KeyError, TypeError, AttributeError, re.error, OSError) as error:
            mend = "write the settings of `fog` or `flesch_kincaid` as another language has them"
            message = f"{code}: no readability ({type(error).__name__}: {error})"
            yield ContentError(corpus.languages_file, 1, message, mend)
    for passage in corpus.passages:
        measure = measures.get(passage.language)
        limit = corpus.languages[passage.language].readability.get(passage.band)
        if measure is None or not isinstance(limit, (int, float)):
            continue
        whole = running_text(passage)
        grade = measure.grade(whole)
        if grade > limit:
            hard = ", ".join(dict.fromkeys(measure.hard(whole))) or "none; the sentences are long"
            message = f"{passage.where}: reads at {grade:.1f}, the limit is {limit:g}"
            mend = f"shorter sentences, simpler words; the hardest are: {hard[:200]}"
            yield ContentError(passage.file, passage.line_of("text"), message, mend)


def running_text(passage: Passage) -> str:
    """Text and steps as one, every step a sentence."""
    parts = (part.strip() for part in (passage.text, *passage.steps))
    return " ".join(p if p[-1] in ".?" else p.rstrip(".") + "." for p in parts if p)


def _plain_words(text: str) -> list[str]:
    return _PUNCTUATION.sub("", _APOSTROPHE.sub("", text)).split()


@cache
def _table(file: Path) -> dict[str, int]:
    counts = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        number, _, words = line.partition(" ")
        if number.isdigit():
            counts.update(dict.fromkeys(words.split(), int(number)))
    return counts
