"""Leaves out what is true of another country: "In Poland, schools must ..." said in Ireland."""

import itertools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FILE = Path("data/dialogue/named_countries.yml")
# A sentence ends before a capital or a quotation: "przed 15. rokiem" goes on.
_BETWEEN = re.compile(r"(?<=[.!?…”])(\s+)(?=[^\W\d_a-ząćęłńóśźż]|[\"„“{])")


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
        pieces = _BETWEEN.split(text)
        kept = [
            sentence + space
            for sentence, space in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
            if self._is_for(sentence, country)
        ]
        return "".join(kept).strip()

    def leaning(self, text: str) -> str | None:
        """The first sentence that would lean on one that was left out; None where all stand."""
        sentences = _BETWEEN.split(text)[::2]
        for before, sentence in itertools.pairwise(sentences):
            if self._begins.match(before) and self._leans.match(sentence):
                return sentence
        return None

    def _is_for(self, sentence: str, country: str) -> bool:
        named = self._begins.match(sentence)
        return named is None or country in self._countries[named[0]]


def _any_of(phrases: Any) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})(?!\w)")
