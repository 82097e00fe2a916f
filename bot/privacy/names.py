"""How masking tells a name from a word: Morfeusz for Polish, public lists for English."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from bot.nlu.text import flat

_SURNAME = re.compile(
    r".{2,}(?:sk[ia]|ck[ia]|dzk[ia]|skie(?:go|mu|j)|skiej|ckiego|ckiej|wicz|wicza|czyk|czyka|enko|czuk|iuk)$"
)
# Parts of speech that a word after a first name has when it goes on with the sentence.
_RUNNING = re.compile(
    r"^(?:fin|praet|inf|prep|conj|comp|adv|part|qub|ppron|siebie|num|pred|impt|imps|pcon|pant|bedzie|aglt|interj|ger|adj)"
)
_FIRST, _LAST = "imi", "nazwisko"


class Analyser(Protocol):
    """What is used of `morfeusz2.Morfeusz`."""

    def analyse(self, text: str) -> Any:
        """Interpretations as (start, end, (form, lemma, tag, names, labels))."""


class NameBook:
    """Knows first and family names; `lists` is data/lexicon/first_names.yml."""

    def __init__(
        self, lists: Mapping[str, list[str]], analyser: Analyser, words: Mapping[str, float]
    ) -> None:
        def folded(*names: str) -> frozenset[str]:
            return frozenset(flat(n) for name in names for n in lists[name])

        self._everyday = folded("polish", "british_irish")
        self._first = self._everyday | folded("census")
        self._also_words = folded("also_words")
        self._family = folded("family")
        self._analyser = analyser
        self._words = words

    def first(self, word: str, plain: str) -> bool:
        """A first name in any form; `plain` is the word without case and diacritics."""
        return plain in self._first or self._labelled(word, _FIRST)

    def listed(self, plain: str) -> bool:
        """Stands in a list of first names."""
        return plain in self._first

    def sure(self, word: str, plain: str) -> bool:
        """A first name that is no everyday word ("kuba", not "grace" or "sam")."""
        if plain in self._also_words:
            return False
        if plain in self._first:
            return True
        return self._labelled(word, _FIRST) and not any(
            lemma[:1].islower() or tag == "ign" for lemma, tag, _ in self._read(word.lower())
        )

    def family(self, plain: str) -> bool:
        """A frequent English family name that is no everyday word, or a Polish shape."""
        return plain in self._family or self.shape(plain)

    def shape(self, plain: str) -> bool:
        """Ends as Polish and Ukrainian family names do."""
        return bool(_SURNAME.match(plain))

    def last(self, word: str, plain: str) -> bool:
        """May follow a first name as family name without carrying the sentence on."""
        if self.family(plain):
            return True
        if plain in self._words or not self._labelled(word, _LAST):
            return False
        return not any(_RUNNING.match(tag) for _, tag, _ in self._read(word.lower()))

    def unknown(self, word: str, plain: str) -> bool:
        """In no dictionary at all."""
        if plain in self._words or len(plain) < 5:
            return False
        return all(tag == "ign" for _, tag, _ in self._read(word.lower()))

    def _read(self, word: str) -> list[tuple[str, str, list[str]]]:
        return [(a[2][1], a[2][2], a[2][3]) for a in self._analyser.analyse(word)]

    def _labelled(self, word: str, label: str) -> bool:
        return any(
            any(name.startswith(label) for name in names)
            for _, _, names in self._read(word[:1].upper() + word[1:].lower())
        )
