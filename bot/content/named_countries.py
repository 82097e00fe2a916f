"""Leaves out what is true of another country: "In Poland, schools must ..." said in Ireland."""

import itertools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

FILE = Path("data/dialogue/named_countries.yml")
# Where a sentence may end; it does before a capital or a quotation: "przed 15. rokiem" goes on.
_END, _OPENING = re.compile(r"""(?<=[.!?…”"]\s)"""), '"„“{'


class NamedCountries:
    """Sentences that begin with the name of a country; a pure function of text and country."""

    def __init__(self, languages: Mapping[str, Mapping[str, Any]]) -> None:
        self._countries = {
            begin: frozenset(countries)
            for words in languages.values()
            for begin, countries in words["begins"].items()
        }
        leans = [begin for words in languages.values() for begin in words["leans"]]
        self._begins, self._leans = _any_of(self._countries), _any_of(leans)

    @classmethod
    def load(cls, file: Path = FILE) -> "NamedCountries":
        """Reads the phrases; raises OSError or yaml.YAMLError for a missing or broken file."""
        return cls(yaml.safe_load(file.read_text(encoding="utf-8")))

    def fitting(self, text: str, country: str | None) -> str:
        """The text for somebody in this country (ISO 3166-1 alpha-2), None while it is unknown."""
        if country is None or not self._begins.search(text):
            return text
        return "".join(s for s in _sentences(text) if self._is_for(s, country)).strip()

    def leaning(self, text: str) -> str | None:
        """The first sentence that would lean on one that was left out; None where all stand."""
        for before, sentence in itertools.pairwise(_sentences(text)):
            if self._begins.match(before) and self._leans.match(sentence):
                return sentence.strip()
        return None

    def _is_for(self, sentence: str, country: str) -> bool:
        named = self._begins.match(sentence)
        return named is None or country in self._countries[named[0]]


def _sentences(text: str) -> list[str]:
    """The sentences with the white space after them."""
    found: list[str] = []
    for piece in _END.split(text):
        if found and not (piece[:1].isupper() or piece[:1] in _OPENING):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})(?!\w)")
