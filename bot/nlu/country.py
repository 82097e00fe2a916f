"""Where the speaker lives, from names of countries, regions, large cities, adjectives and flags.

A place alone proves little: it counts when the words before it say that the speaker lives there,
comes from there or asks for a number there, or when the message is hardly more than the place.
Where two places are named, living beats coming from. Nationality ("I'm Polish") is not residence.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.nlu.text import clean, fold

RULES = Path("data/lexicon/places.yml")
NAMES = Path("data/lexicon/places.json")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
# The flags of England, Scotland and Wales are a black flag with invisible letters.
_TAG_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\[\w+\]|[.,;!?:()]")
# A full stop that ends an abbreviation ("St. Lucia", "U.S.") ends no sentence.
_ABBREVIATED = re.compile(r"\b(st|[a-z])\.", re.IGNORECASE)
_END = frozenset(".,;!?:()")
_LIVES, _ASKS, _ALONE, _FROM = 4, 3, 2, 1
# Shorter names are one letter away from everyday words ("kanale", "Kanade").
_LONG = 7
_BARE_WORDS, _FROM_WORDS = 4, 5


class _Place(NamedTuple):
    start: int
    end: int
    code: str
    name: str
    country: bool
    capital: bool


@cache
def _loaded(rules: Path, names: Path) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    tables = json.loads(names.read_text(encoding="utf-8"))
    forms = {
        table: {form: code for code, known in codes.items() for form in known}
        for table, codes in tables.items()
    }
    return yaml.safe_load(rules.read_text(encoding="utf-8")), forms


class CountryReader:
    """Reads the country of residence, or None."""

    def __init__(self, rules: Path = RULES, names: Path = NAMES) -> None:
        words, forms = _loaded(rules, names)
        self._countries, self._places = forms["countries"], forms["places"]
        self._adjectives = forms["adjectives"]
        self._longest = max(len(n.split()) for n in (*self._countries, *self._places))
        self._ambiguous = frozenset(map(str, words["ambiguous"]))
        self._lists: dict[str, frozenset[str]] = {
            key: frozenset(map(str, words[key]))
            for key in [
                "articles",
                "in_words",
                "from_words",
                "ask_words",
                "others",
                "unreal",
                "breaks",
                "fillers_bare",
                "school",
                "school_before",
                "flag_lives",
                "first_person",
            ]
        }
        self._openings = {
            key: frozenset(tuple(str(opening).split()) for opening in words[key])
            for key in ("live", "be", "from", "ask")
        }
        # How many words an opening has, the longest first.
        self._sizes = {
            key: sorted({len(opening) for opening in openings}, reverse=True)
            for key, openings in self._openings.items()
        }
        self._long_names = [n for n in self._countries if len(n) >= _LONG and " " not in n]

    def read(self, text: str, known: str | None = None) -> str | None:
        """ISO 3166-1 alpha-2 (or XK), None when nothing says where the speaker lives.

        Where the country is `known`, coming from somewhere is no move, unless it is all that is
        said: "they call me names cause im from mexico".
        """
        written = _TOKEN.findall(_ABBREVIATED.sub(r"\1", clean(text)))
        words = [_plain(w) for w in written]
        best: tuple[int, str] | None = None
        flagged = self._flag(text, words)
        if flagged:
            best = (_LIVES, flagged)
        places = list(self._found(written, words))
        for place in places:
            strength = self._strength(place, places, words)
            if strength and (best is None or strength > best[0]):
                best = (strength, place.code)
        if best is None:
            return self._school(words) or (None if places else self._mistyped(words))
        if best[0] == _FROM and known is not None and len(words) > _FROM_WORDS:
            return None
        return best[1]

    def _flag(self, text: str, words: list[str]) -> str | None:
        codes = {
            "".join(chr(ord(c) - 0x1F1E6 + ord("A")) for c in m.group())
            for m in _FLAG.finditer(text[:4000])
        }
        codes |= {"GB" for _ in _TAG_FLAG.finditer(text[:4000])}
        codes &= set(self._countries.values())
        if len(codes) != 1 or set(words) & (self._lists["unreal"] | self._lists["others"]):
            return None
        if not words or (len(words) <= _BARE_WORDS and set(words) & self._lists["flag_lives"]):
            return codes.pop()
        return None

    def _found(self, written: list[str], words: list[str]) -> Iterable[_Place]:
        at = 0
        while at < len(words):
            for size in range(min(self._longest, len(words) - at), 0, -1):
                name = " ".join(words[at : at + size])
                code = self._countries.get(name) or self._places.get(name)
                if code:
                    capital = written[at][:1].isupper() and at + size > 0
                    yield _Place(at, at + size, code, name, name in self._countries, capital)
                    at += size - 1
                    break
            at += 1

    def _strength(self, place: _Place, places: list[_Place], words: list[str]) -> int:
        begin = next((i + 1 for i in range(place.start - 1, -1, -1) if words[i] in _END), 0)
        # "Cork, Ireland": the place before a comma carries its introduction on.
        for other in places:
            if (
                other.end == place.start - 1
                and words[other.end] in ",("
                and other.code == place.code
            ):
                return self._strength(other, [], words)
        before = words[begin : place.start]
        ambiguous = place.name in self._ambiguous
        if self._introduced("live", before, "in_words", 9):
            return _LIVES
        if not ambiguous and self._introduced("be", before, "in_words", 2):
            return _LIVES
        if self._introduced("from", before, "from_words", 3):
            return _FROM
        if not (ambiguous and not place.capital) and self._introduced(
            "ask", before, "ask_words", 5
        ):
            return _ASKS
        introduced_after = tuple(words[place.end :]) in self._openings["live"]
        preposition = bool(before) and before[-1] in self._lists["in_words"]
        if introduced_after and preposition and not self._denied(before[:-1], "live"):
            return _LIVES
        rest = [
            w
            for i, w in enumerate(words)
            if not any(p.start <= i < p.end for p in places) and w not in _END
        ]
        alone = all(w in self._lists["fillers_bare"] for w in rest) and len(rest) <= _BARE_WORDS
        same = {p.code for p in places} == {place.code}
        # "z polski" is a place, "polski" alone a language.
        told = place.capital or (bool(before) and place.name in self._adjectives)
        if alone and same and (not ambiguous or told):
            return _ALONE
        return 0

    def _introduced(self, kind: str, before: list[str], prepositions: str, fillers: int) -> bool:
        """True when the words before a place are an opening, fillers, a preposition, articles."""
        end = len(before)
        skipped = 0
        while end and before[end - 1] not in self._lists[prepositions] and skipped < 3:
            if (
                before[end - 1] not in self._lists["articles"]
                and before[end - 1] not in self._places
            ):
                break
            end -= 1
            skipped += 1
        has_preposition = bool(end) and before[end - 1] in self._lists[prepositions]
        if has_preposition:
            end -= 1
        elif kind != "ask" and not (kind == "live" and self._opens(kind, before[:end]) == end):
            return False
        for start in range(end - 1, -1, -1):
            if end - start > fillers + 4:
                return False
            size = self._opening_at(kind, before, start, end)
            if not size:
                continue
            between = before[start + size : end]
            unreal = self._lists["unreal"]
            if len(between) > fillers or set(between) & (unreal if kind != "ask" else frozenset()):
                return False
            if kind in ("be", "from") and set(between) & self._lists["others"]:
                return False
            return not self._denied(before[:start], kind)
        return False

    def _denied(self, earlier: list[str], kind: str) -> bool:
        near = earlier[-3:]
        for i in range(len(near) - 1, -1, -1):
            if near[i] in self._lists["breaks"]:
                near = near[i + 1 :]
                break
        denied = set(near) & (self._lists["unreal"] | self._lists["others"])
        return bool(denied) if kind != "ask" else False

    def _opens(self, kind: str, before: list[str]) -> int:
        """How many words there are before a place, when they end in an opening; else 0."""
        openings = self._openings[kind]
        ends = any(tuple(before[-size:]) in openings for size in self._sizes[kind])
        return len(before) if ends else 0

    def _opening_at(self, kind: str, before: list[str], start: int, end: int) -> int:
        """How many words the longest opening has that starts there; 0 where none does."""
        openings = self._openings[kind]
        for size in self._sizes[kind]:
            if start + size <= end and tuple(before[start : start + size]) in openings:
                return size
        return 0

    def _school(self, words: list[str]) -> str | None:
        for i, word in enumerate(words[:-1]):
            size = 2 if " ".join(words[i : i + 2]) in self._adjectives else 1
            code = self._adjectives.get(" ".join(words[i : i + size]))
            if not code or not set(words[i + size : i + size + 2]) & self._lists["school"]:
                continue
            before = words[max(0, i - 4) : i]
            if set(before) & (self._lists["unreal"] | self._lists["others"]) or word in _END:
                continue
            if set(before) & self._lists["school_before"]:
                return code
        return None

    def _mistyped(self, words: list[str]) -> str | None:
        """A country with one letter wrong, where the words before it promise a place."""
        for i, word in enumerate(words):
            if len(word) < _LONG or word in self._lists["unreal"]:
                continue
            place = _Place(i, i + 1, "", word, country=True, capital=False)
            if self._strength(place, [], words) < _FROM:
                continue
            codes = {self._countries[n] for n in self._long_names if _one_letter_apart(word, n)}
            if len(codes) == 1:
                return codes.pop()
        return None


def _plain(word: str) -> str:
    return re.sub(r"['’]", "", fold(word))


def _one_letter_apart(a: str, b: str) -> bool:
    """At most one letter changed, left out, put in, or two neighbours swapped."""
    if a[0] != b[0] or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    x, y = a[start:], b[start:]
    return (
        x[1:] == y[1:]
        or x[1:] == y
        or x == y[1:]
        or (len(x) > 1 and x[:2] == y[1::-1] and x[2:] == y[2:])
    )
