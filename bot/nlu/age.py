"""The age of the speaker, and of the child that a parent or teacher speaks about.

A class ("3 klasa", "year 5") gives no age: it means other ages in other countries.
"Skończę 14" and "almost 14" are 13. Ages of other people, and ages that the speaker claims to
somebody, are not read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.text import fold

RULES = Path("data/lexicon/age.yml")
# A placeholder of a pattern.
_PART = re.compile(r"<(\w+)>")
_BREAK = re.compile(r"[.;!?\n]+|,(?!\d)")
_YOUNGEST, _OLDEST_TEEN, _OLDEST, _OLDEST_CHILD = 4, 19, 99, 19
# A number without "years" that is a joke of the day, not an age.
_MEME = frozenset({67, 69, 42, 21})


@dataclass(frozen=True)
class AgeReading:
    """Ages in whole years: of the speaker, and of the child spoken of; None where not said."""

    speaker: int | None = None
    child: int | None = None
    # The speaker says "I am …", not only a number of years.
    plainly: bool = field(default=False, compare=False)
    # A number alone, which may count something else: "mam 30", of money.
    bare: bool = field(default=False, compare=False)


def _any(words: Iterable[object]) -> str:
    return (
        "(?:"
        + "|".join(re.escape(str(w)) for w in sorted(map(str, words), key=len, reverse=True))
        + ")"
    )


class AgeReader:
    """Reads one message at a time with the words and patterns of data/lexicon/age.yml."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self._words = {w: int(n) for n, words in rules["numbers"].items() for w in words}
        self._stems = {stem: int(n) for n, stem in rules["stems"].items()}
        self._parts = _parts(rules, [*self._words, *self._stems])
        self._claimed = re.compile(rf"\b{_any(rules['claimed'])}\b(?: \w+){{0,3}} ?$")
        self._others = re.compile(rf"\b{_any(rules['other_people'])}\b")
        self._others_after = frozenset(map(str, rules["others_after"]))
        self._self = frozenset(map(str, rules["self_words"]))
        patterns = {
            name: [self._compiled(p) for p in texts] for name, texts in rules["patterns"].items()
        }
        self._child, self._birthday = patterns["child"], patterns["birthday"]
        self._verbless = patterns["verbless"]
        self._speaker = [
            (p, bare)
            for bare in (False, True)
            for p in patterns["speaker_bare" if bare else "speaker"]
        ]

    def _compiled(self, pattern: str) -> "re.Pattern[str]":
        return re.compile(_PART.sub(lambda m: self._parts[m[1]], pattern))

    def read(self, text: str) -> AgeReading:
        """What the message says about ages."""
        folded = re.sub(r"['’`]", "", fold(text))
        folded = re.sub(r"\by/o\b|\by\.o\.?", "yo", folded)
        child = self._child_of(folded)
        for clause in _BREAK.split(folded):
            found = self._speaker_of(clause.strip(), child)
            if found.speaker is not None:
                return found
        return AgeReading(None, child)

    def _child_of(self, folded: str) -> int | None:
        for found in _all(self._child, folded):
            age = self._number(found)
            if 0 < age <= _OLDEST_CHILD:
                return age
        return None

    def _speaker_of(self, clause: str, child: int | None) -> AgeReading:
        for pattern, bare in self._speaker:
            for found in pattern.finditer(clause):
                if self._claimed.search(clause[: found.start()]):
                    continue
                age = self._number(found)
                if age != child and self._likely(age, bare):
                    return AgeReading(age, child, plainly=True, bare=bare)
        for found in _all(self._birthday, clause):
            age = self._number(found)
            if (
                age is not None
                and _YOUNGEST <= age <= _OLDEST_TEEN
                and not self._foreign(clause, found)
            ):
                return AgeReading(age - 1, child, plainly=True)
        if child is not None:
            return AgeReading(None, child)
        for found in _all(self._verbless, clause):
            before = re.findall(r"[^\W_]+|\[\w+\]", clause[: found.start()])
            if self._others_after.intersection(re.findall(r"[^\W\d_]+", clause[found.end() :])[:2]):
                continue
            if found["n"] in self._stems:
                # "dziewięciolatek nie chce …" is a grown-up speaking.
                continue
            age = self._number(found)
            own = all(w in self._self or w.startswith("[") for w in before)
            if own and self._likely(age, bare=False):
                return AgeReading(age, child)
        return AgeReading(None, child)

    def _foreign(self, clause: str, found: "re.Match[str]") -> bool:
        near = clause[: found.start()].split()[-3:]
        return bool(
            self._others.search(" ".join(near)) or self._claimed.search(" ".join(near) + " ")
        )

    def _likely(self, age: int, bare: bool) -> bool:
        if not _YOUNGEST <= age <= _OLDEST:
            return False
        return not bare or age not in _MEME

    def _number(self, found: "re.Match[str]") -> int:
        written = found["n"]
        age = int(written) if written.isdecimal() else self._words.get(written, 0)
        age = age or self._stems.get(written, 0)
        return age - 1 if found.groupdict().get("almost") else age


def _parts(rules: Mapping[str, Any], numbers: Iterable[str]) -> dict[str, str]:
    """What the placeholders of the patterns stand for."""
    parts = {
        "n": rf"(?P<n>\d{{1,2}}|{_any(numbers)})",
        "pl": _any(rules["unit_pl"]),
        "en": _any(rules["unit_en"]),
        "almost": rf"(?P<almost>{_any(rules['almost'])} )?",
        "fill": rf"(?:{_any([*rules['filler_pl'], *rules['filler_en']])} ){{0,2}}",
        "child": _any(rules["children"]),
        "mine": _any(rules["mine"]),
        "birthday": _any(rules["birthday"]),
        "no_age": rf"(?! (?:i pol )?{_any(rules['not_age_after'])}\b)",
    }
    counted = list(map(str, rules["not_years"]))
    signs = r"%|/|:|-\d|\.\d|,\d|\d|robux"
    parts["no_count"] = rf"(?! ?(?:{signs}|{_any(counted)}\b))"
    # "turning 14 in may"
    parts["no_month"] = rf"(?! ?(?:{signs}|{_any(w for w in counted if w != 'in')}\b))"
    ending = r"letni\w{0,4}|latk\w{1,4}|latek\w{0,3}"
    parts["aged"] = rf"{parts['n']}[ -]?(?:{parts['pl']}|{ending}|{parts['en']})\b"
    return parts


def _all(patterns: Iterable["re.Pattern[str]"], text: str) -> Iterator["re.Match[str]"]:
    for pattern in patterns:
        yield from pattern.finditer(text)


@cache
def _reader(rules: Path = RULES) -> AgeReader:
    return AgeReader(yaml.safe_load(rules.read_text(encoding="utf-8")))


def read(text: str) -> AgeReading:
    """What the message says about ages, with the words of the product."""
    return _reader().read(text)
