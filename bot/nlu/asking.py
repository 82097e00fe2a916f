"""Hears that something is asked, also without a question mark: "do i tell his mum".

And what it is about: an act that could hurt whoever asks ("do i pay or not"), or telling an adult.
"""

import re
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

import yaml

from bot.content.platforms import written_forms
from bot.nlu.text import fold

FILE = Path("data/lexicon/asking.yml")
_SENTENCE, _WORD = re.compile(r"[.!;:]"), re.compile(r"[^\W_]+")


class Asking:
    """Loaded once; a pure function of the text."""

    def __init__(self, languages: Iterable[dict[str, list[str]]]) -> None:
        # Each language by itself: "i" may stand before a Polish question, and tells in English.
        found = list(languages)
        self._languages = [
            (frozenset(words["before"]), frozenset(words["begins"])) for words in found
        ]
        self._risky = written_forms([word for words in found for word in words["risky"]])
        self._telling = written_forms([word for words in found for word in words["telling"]])

    @classmethod
    def load(cls, file: Path = FILE) -> "Asking":
        """Reads the words of all languages; raises OSError or yaml.YAMLError for a bad file."""
        return cls(yaml.safe_load(file.read_text(encoding="utf-8")).values())

    def asks(self, text: str) -> bool:
        """True for a text with a question mark, or with a sentence that begins as questions do."""
        return "?" in text or any(map(self._begins_so, _SENTENCE.split(fold(text))))

    def is_risky(self, text: str) -> bool:
        """True for a text that names paying, sending, meeting or the like."""
        return bool(self._risky.search(fold(text).replace("'", "")))

    def is_telling(self, text: str) -> bool:
        """True for a text that names telling an adult: "should i tell the head"."""
        return bool(self._telling.search(fold(text).replace("'", "")))

    def _begins_so(self, sentence: str) -> bool:
        words = _WORD.findall(sentence.replace("'", ""))
        return any(_begins(words, before, begins) for before, begins in self._languages)


def _begins(words: Sequence[str], before: Container[str], begins: Container[str]) -> bool:
    at = next((n for n, word in enumerate(words) if word not in before), len(words))
    return any(" ".join(words[at : at + size]) in begins for size in (1, 2) if at < len(words))
