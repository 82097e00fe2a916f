"""Hears that an adult works with children: "one of my pupils", "jestem pedagogiem".

A teacher is no parent: the reply must not send them to the class teacher.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import yaml

from bot.content.loading import TEACHER
from bot.content.platforms import written_forms
from bot.labels import ADULT
from bot.nlu.text import fold

FILE = Path("data/lexicon/work.yml")


class Work:
    """Loaded once; a pure function of the text."""

    def __init__(self, languages: Iterable[Mapping[str, Sequence[str]]]) -> None:
        words = list(languages)

        def pattern(kind: str) -> re.Pattern[str]:
            return written_forms([phrase for own in words for phrase in own[kind]])

        kinds = ("denies", "says", "implies", "own")
        self._denies, self._says, self._implies, self._own = map(pattern, kinds)

    @classmethod
    def load(cls, file: Path = FILE) -> "Work":
        """Reads the phrases of all languages; raises OSError or yaml.YAMLError for a bad file."""
        return cls(yaml.safe_load(file.read_text(encoding="utf-8")).values())

    def read(self, text: str, audience: str | None, known: str | None = None) -> str | None:
        """`teacher`, `parent` for who speaks of a child of their own, None where nothing tells.

        `known` is what was read before: whoever has a child in school speaks of pupils, too. Only
        adults have pupils; whoever says that they teach is one.
        """
        folded = fold(text).replace("'", "")
        if self._denies.search(folded):
            return ADULT if audience == ADULT else None
        if self._says.search(folded):
            return TEACHER
        if audience != ADULT:
            return None
        if self._own.search(folded):
            return ADULT
        return TEACHER if known is None and self._implies.search(folded) else None
