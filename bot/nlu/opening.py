"""Leaves out what a message begins with before it says anything: "hey whats a vpn".

Readers take such words for the message: a greeting, thanks. Alone they are heard as what they are.
"""

import re
from pathlib import Path

import yaml

from bot.nlu.text import flat

FILE = Path("data/lexicon/openings.yml")
_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
# So many words must follow, or the message is its opening.
_TELLING = 3


class Openings:
    """Loaded once; a pure function of the text."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words

    @classmethod
    def load(cls, file: Path = FILE) -> "Openings":
        """Reads the words of all languages; raises OSError or yaml.YAMLError for a bad file."""
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))["words"]
        return cls(frozenset().union(*raw.values()))

    def without(self, text: str) -> str:
        """The text from its first telling word on; all of it where too little would be left."""
        found = list(_WORD.finditer(flat(text)))
        words = [match.group() for match in found]
        at = 0
        while at < len(words):
            if " ".join(words[at : at + 2]) in self._words:
                at += 2
            elif words[at] in self._words:
                at += 1
            else:
                break
        if at == 0 or len(words) - at < _TELLING:
            return text
        return text[found[at].start() :]
