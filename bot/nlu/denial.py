"""Hears that a guess was wrong: "nie nagie, filmik z wfu", "nobody is threatening me".

A part of a message that says no to what the talk was heard as tells of nothing, though its words
are those of the harm; what stands beside it says what is meant. So that part is taken out before
the rest is understood, and the guess with it. Only guesses that a child can take back by a word
are in the data: not violence at home, abuse, self-harm, or thoughts of dying.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.text import fold

FOLDER = Path("data/lexicon")
_BETWEEN = 4
_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(r"[^.,;:!?\n]+")
# "Nah he's not older" has a word before its no, "no to" a whole sentence.
_AT_BEGINNING = 3


@dataclass(frozen=True)
class Denial:
    """What is left of a message without what it denies; empty when it says nothing else.

    `taken_back` is True when that is what the talk was heard as, and not some other harm.
    """

    rest: str
    taken_back: bool


class _Rules:
    """The rules of one language."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.no = frozenset(raw["no"])
        self.between = frozenset(raw["between"])
        self.breaks = frozenset(raw["breaks"])
        self.not_me = [phrase.split() for phrase in raw["not_me"]]
        self._denied: dict[str, list[str]] = {}
        for rule in raw["denied"]:
            for name in rule["of"]:
                self._denied.setdefault(name, []).extend(rule["words"])

    def words_of(self, guesses: Iterable[str]) -> set[str]:
        """The words that deny one of these topics or disclosures."""
        return {word for guess in guesses for word in self._denied.get(guess, ())}

    @cached_property
    def words(self) -> set[str]:
        """The words that deny any of them."""
        return self.words_of(self._denied)


class Denials:
    """Loaded once; a pure function of the text and of what the talk was heard as.

    What is denied is left out in any language of the data, whatever the talk is about.
    """

    def __init__(self, rules: Iterable[dict[str, Any]]) -> None:
        self._rules = [_Rules(raw) for raw in rules]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Denials":
        """Reads the rules; raises OSError or yaml.YAMLError when a file is missing or broken."""
        files = sorted(folder.glob("denials.*.yml"))
        return cls(yaml.safe_load(file.read_text(encoding="utf-8")) for file in files)

    def read(self, text: str, guesses: Collection[str]) -> Denial | None:
        """None where nothing is denied; `guesses` are topics and disclosures of the talk."""
        for rules in self._rules:
            parts = [part for clause in _CLAUSE.findall(text) for part in _split(clause, rules)]
            kept = [part for part in parts if not _denies(part, rules.words, rules)]
            if len(kept) < len(parts):
                own = rules.words_of(guesses)
                taken_back = any(_denies(part, own, rules) for part in parts)
                return Denial(". ".join(part.strip() for part in kept), taken_back)
        return None


def _split(clause: str, rules: _Rules) -> list[str]:
    """The clause, cut before the words that begin another part."""
    parts, at = [], 0
    for found in _WORD.finditer(clause):
        if fold(found.group()) in rules.breaks and found.start() > at:
            parts.append(clause[at : found.start()])
            at = found.start()
    parts.append(clause[at:])
    return [part for part in parts if part.strip()]


def _denies(part: str, words: Collection[str], rules: _Rules) -> bool:
    said = _WORD.findall(re.sub(r"['’`]", "", fold(part)))
    if words and any(said[: len(phrase)] == phrase for phrase in rules.not_me):
        return True
    for at, word in enumerate(said[: _AT_BEGINNING + 1]):
        if word not in rules.no:
            continue
        for place in range(at + 1, min(at + 2 + _BETWEEN, len(said))):
            if any(_is(said[place], pattern) for pattern in words):
                return True
            if said[place] not in rules.between:
                break
    return False


def _is(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
