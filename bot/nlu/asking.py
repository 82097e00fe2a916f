"""Hears that something is asked, also without a question mark: "do i tell his mum"."""

import re
from pathlib import Path

import yaml

from bot.nlu.text import fold

FILE = Path("data/lexicon/asking.yml")
_SENTENCE, _WORD = re.compile(r"[.!;:]"), re.compile(r"[^\W_]+")


class Asking:
    """Loaded once; a pure function of the text."""

    def __init__(self, before: frozenset[str], begins: frozenset[str]) -> None:
        self._before = before
        self._begins = begins

    @classmethod
    def load(cls, file: Path = FILE) -> "Asking":
        """Reads the words of all languages; raises OSError or yaml.YAMLError for a bad file."""
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        before, begins = (frozenset().union(*raw[key].values()) for key in ("before", "begins"))
        return cls(before, begins)

    def asks(self, text: str) -> bool:
        """True for a text with a question mark, or with a sentence that begins as questions do."""
        return "?" in text or any(map(self._begins_so, _SENTENCE.split(fold(text))))

    def _begins_so(self, sentence: str) -> bool:
        words = _WORD.findall(sentence.replace("'", ""))
        while words and words[0] in self._before:
            del words[0]
        return bool(words) and not self._begins.isdisjoint((words[0], " ".join(words[:2])))
