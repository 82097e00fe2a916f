"""The language of a short message: words by their frequency in each language, and letters.

Both votes are log probabilities: of every word among the most frequent of a language (wordfreq,
with slang from language.yml, compared without diacritics, because children leave them out), and of
the letters (lingua, low-accuracy mode). Words that many languages share prove nothing alone.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.text import clean, flat, squeeze

RULES = Path("data/lexicon/language.yml")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_WORDS = re.compile(r"\[[a-z]+\]|https?://\S+|@\w+|\S*\d\S*")
_TOP = 5000
# log10 frequency of a word that a list does not have, and of slang that we know.
_UNKNOWN, _SLANG = -6.0, -3.0
_LETTERS_WEIGHT = 1.6
_FLOOR = 1e-4
_SURE_ENOUGH = 0.55
# Signs that hardly any other of our languages uses.
_SIGNS = {
    "pl": re.compile("[\u0105\u0119\u0142\u017c\u015b\u0107\u0144]"),
    "uk": re.compile("[\u0456\u0457\u0454\u0491]"),
    "ru": re.compile("[\u044b\u044d\u044a\u0451]"),
    "de": re.compile("[\u00df]"),
    "es": re.compile("[\u00f1\u00bf\u00a1]"),
    "cs": re.compile("[\u0159\u016f\u011b]"),
}
_SPOKEN = frozenset({"pl", "en"})
_FEW, _DOUBT = 3, 0.7
_SIGN_BONUS = 2.5
# The language that the talk is in is so much likelier (a power of ten).
_USUAL_BONUS = 2.0
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_CYRILLIC_CODES = frozenset({"uk", "ru", "be"})


@dataclass(frozen=True)
class LanguageGuess:
    """ISO 639-1 code, or None when unsure; confidence in 0..1."""

    code: str | None
    confidence: float


@cache
def _frequencies(path: Path) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    from wordfreq import available_languages, get_frequency_list

    rules = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: dict[str, dict[str, float]] = {}
    for code in rules["languages"]:
        table: dict[str, float] = {}
        if code in available_languages("small"):
            # Bucket i holds the words of frequency 10^(-i/100), the most frequent first.
            for i, bucket in enumerate(get_frequency_list(code, wordlist="small")):
                if len(table) >= _TOP:
                    break
                for word in bucket:
                    table.setdefault(flat(word), -i / 100)
        for word in rules["slang"].get(code, ()):
            table[str(word)] = max(_SLANG, table.get(str(word), _SLANG))
        found[code] = table
    # wordfreq keeps all it has read: megabytes that nobody asks for again.
    get_frequency_list.cache_clear()
    return rules, found


class LanguageReader:
    """Reads one message at a time; holds word lists and lingua's small models."""

    def __init__(self, rules: Path = RULES) -> None:
        from lingua import IsoCode639_1, LanguageDetectorBuilder

        loaded, self._words = _frequencies(rules)
        self._codes: list[str] = list(loaded["languages"])
        self._international = frozenset(map(str, loaded["international"]))
        self._shared = self._international | set(map(str, loaded["shared"]))
        priors: Mapping[str, float] = loaded["priors"]
        self._priors = {c: math.log10(priors.get(c, loaded["otherwise"])) for c in self._codes}
        self._letters = (
            LanguageDetectorBuilder.from_iso_codes_639_1(
                *(getattr(IsoCode639_1, code.upper()) for code in self._codes)
            )
            .with_low_accuracy_mode()
            .with_preloaded_language_models()
            .build()
        )

    def read(self, text: str, usual: str | None = None) -> LanguageGuess:
        """The language with its confidence; a talk in the `usual` one most likely goes on in it."""
        text = squeeze(_NOT_WORDS.sub(" ", clean(text))).lower()
        spelled = [(w, re.sub("['’]", "", flat(w))) for w in _WORD.findall(text)]
        words = [word for _, word in spelled]
        counted = [w for w in words if w not in self._international]
        telling = [w for w in words if w not in self._shared]
        signed = {code for code, signs in _SIGNS.items() if signs.search(text)}
        if not telling and not signed:
            return LanguageGuess(None, 0.0)
        cyrillic = bool(_CYRILLIC.search(text))
        own = " ".join(w for w, word in spelled if word not in self._international)
        letters = {
            value.language.iso_code_639_1.name.lower(): value.value
            for value in self._letters.compute_language_confidence_values(own)
        }
        latin = any(c.isalpha() and c.isascii() for c in text)
        scores = {}
        for code in self._codes:
            if (code in _CYRILLIC_CODES) != cyrillic and latin is not cyrillic:
                continue
            table = self._words[code]
            score = self._priors[code] + _SIGN_BONUS * (code in signed)
            score += _USUAL_BONUS * (code == usual)
            score += sum(table.get(w, _UNKNOWN) for w in counted)
            score += _LETTERS_WEIGHT * math.log10(max(letters.get(code, 0.0), _FLOOR))
            scores[code] = score
        if not scores:
            return LanguageGuess(None, 0.0)
        best = max(scores, key=scores.__getitem__)
        confidence = 1 / sum(10 ** (score - scores[best]) for score in scores.values())
        known = sum(w in self._words[best] for w in telling)
        # Nothing but unknown words: the letters alone decide, and they err on gibberish.
        if not known and not signed:
            confidence *= min(0.9, letters.get(best, 0.0)) if len(text) >= 8 else 0.3
        elif len(telling) == 1 and len(words) == 1:
            confidence *= 0.85
        if len(set(telling)) < _FEW and not signed and best not in _SPOKEN:
            # Two unknown words of slang look like some language: another one has to show more.
            confidence *= _DOUBT
        if confidence < _SURE_ENOUGH:
            return LanguageGuess(None, confidence)
        return LanguageGuess(best, min(confidence, 0.99))
