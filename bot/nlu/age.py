"""The age of the speaker, and of the child that a parent or teacher speaks about.

A class ("3 klasa", "year 5") gives no age: it means other ages in other countries. "Skończę 14" and
"almost 14" are 13. Ages of other people, and ages that the speaker claims to somebody, are not read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.text import fold

RULES = Path("data/lexicon/age.yml")
_BREAK = re.compile(r"[.;!?\n]+|,(?!\d)")
_YOUNGEST, _OLDEST_TEEN, _OLDEST, _OLDEST_CHILD = 4, 19, 99, 19
# A number without "years" that is a joke of the day, not an age.
_MEME = frozenset({67, 69, 42, 21})


@dataclass(frozen=True)
class AgeReading:
    """Ages in whole years: of the speaker, and of the child spoken of; None where not said."""

    speaker: int | None = None
    child: int | None = None


def _any(words: Iterable[object]) -> str:
    return (
        "(?:"
        + "|".join(re.escape(str(w)) for w in sorted(map(str, words), key=len, reverse=True))
        + ")"
    )


class AgeReader:
    """Reads one message at a time with the words of data/lexicon/age.yml."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self._words = {w: int(n) for n, words in rules["numbers"].items() for w in words}
        self._stems = {stem: int(n) for n, stem in rules["stems"].items()}
        number = rf"(?P<n>\d{{1,2}}|{_any(self._words)}|{_any(self._stems)})"
        pl, en = _any(rules["unit_pl"]), _any(rules["unit_en"])
        almost = rf"(?P<almost>{_any(rules['almost'])} )?"
        self._claimed = re.compile(rf"\b{_any(rules['claimed'])}\b(?: \w+){{0,3}} ?$")
        self._others = re.compile(rf"\b{_any(rules['other_people'])}\b")
        self._others_after = frozenset(map(str, rules["others_after"]))
        self._self = frozenset(map(str, rules["self_words"]))
        fill = rf"(?:{_any([*rules['filler_pl'], *rules['filler_en']])} ){{0,2}}"
        no_age = rf"(?! (?:i pol )?{_any(rules['not_age_after'])}\b)"
        no_count = rf"(?! ?(?:%|/|:|-\d|\.\d|,\d|{_any(rules['not_years'])}\b|\d|robux))"
        child, mine = _any(rules["children"]), _any(rules["mine"])
        aged = rf"{number}[ -]?(?:{pl}|letni\w{{0,4}}|latk\w{{1,4}}|latek\w{{0,3}}|{en})\b"
        self._child = [
            re.compile(pattern)
            for pattern in (
                rf"\b{mine} (?:\w+ )?{child}\b(?: \w+){{0,3}}? (?:ma |lat |is |who is |hes |shes |skonczyla |skonczyl |\(|aged? |w wieku ){fill}{number}\b{no_count}{no_age}",
                rf"\b{mine} {fill}{aged}[ -]?(?:old )?(?:\w+ )?{child}\b",
                rf"\b{mine} (?:\w+ )?{child} \(?{number}\b ?(?:{pl}|{en}|\)|$)",
                rf"^{child} (?:ma )?{number} ?(?:{pl}|{en})",
                rf"\b(?:mama|tata|mum|mom|dad|parent|rodzic\w*|opiekun\w*|father|mother|matka|ojciec|guardian) (?:of )?(?:an? |my )?{number}[ -]?(?:latk\w+|letn\w+|latek|{en}|$)",
                rf"\bmy {number}[ -]?(?:{en})(?:[ -]old)?\b",
                rf"\b(?:moj|nasz) {number}[ -]?latek\b|\bmoj\w* {number.replace('<n>', '<m>')}[ -]?latk\w+\b",
            )
        ]
        self._speaker = [
            (re.compile(pattern), bare)
            for pattern, bare in (
                (
                    rf"\b(?:mam|mamy|skonczyl[ae]m|ukonczyl[ae]m) {fill}{almost}{fill}{number} ?{pl}\b{no_age}",
                    False,
                ),
                (
                    rf"\b(?:mam|skonczyl[ae]m) {fill}{almost}{number}(?: ?$| (?=i\b|a\b|ale\b|bo\b|oraz\b))",
                    True,
                ),
                (rf"\bjestem (?:\w+ )?{almost}{number}[ -]?(?:latk\w+|letn\w+|latek)\b", False),
                (
                    rf"\b(?:im|i am|i m|am|m|were|we are) {fill}{almost}{fill}{number} ?{en}\b{no_age}",
                    False,
                ),
                (
                    rf"\b(?:im|i am|i m|iam|we are) {fill}{almost}{fill}{number}(?![\w]){no_count}{no_age}",
                    True,
                ),
                (rf"\bi have {fill}{number} {en}\b", False),
                (
                    rf"\b(?:my age|age|wiek|moj wiek)(?: is| to)? ?:? ?{almost}{number}(?![\w/%]){no_count}",
                    True,
                ),
            )
        ]
        # "turning 14 in may": only here may "in" follow.
        month = no_count.replace("|in|", "|")
        self._birthday = re.compile(
            rf"\b{_any(rules['birthday'])} {fill}{number}(?![\w/%:]){month}{no_age}"
        )
        other = number.replace("<n>", "<m>")
        self._bare = re.compile(
            rf"(?<![\w/.,:-]){almost}{number} ?(?:{pl}|{en})\b{no_age}"
            rf"|(?<![\w/.,:-]){other}(?: ?\(?(?:girl|boy|f|m|female|male|k)\b\)?)"
        )

    def read(self, text: str) -> AgeReading:
        """What the message says about ages."""
        folded = re.sub(r"['’`]", "", fold(text))
        folded = re.sub(r"\by/o\b|\by\.o\.?", "yo", folded)
        child = self._child_of(folded)
        speaker: int | None = None
        for clause in _BREAK.split(folded):
            speaker = speaker if speaker is not None else self._speaker_of(clause.strip(), child)
        return AgeReading(speaker, child)

    def _child_of(self, folded: str) -> int | None:
        for pattern in self._child:
            for found in pattern.finditer(folded):
                age = self._number(found)
                if age is not None and 0 < age <= _OLDEST_CHILD:
                    return age
        return None

    def _speaker_of(self, clause: str, child: int | None) -> int | None:
        for pattern, bare in self._speaker:
            for found in pattern.finditer(clause):
                if self._claimed.search(clause[: found.start()]):
                    continue
                age = self._number(found)
                if age is not None and age != child and self._likely(age, bare):
                    return age
        for found in self._birthday.finditer(clause):
            age = self._number(found)
            if (
                age is not None
                and _YOUNGEST <= age <= _OLDEST_TEEN
                and not self._foreign(clause, found)
            ):
                return age - 1
        if child is not None:
            return None
        for found in self._bare.finditer(clause):
            before = re.findall(r"[^\W_]+|\[\w+\]", clause[: found.start()])
            if self._others_after.intersection(re.findall(r"[^\W\d_]+", clause[found.end() :])[:2]):
                continue
            age = self._number(found)
            own = all(w in self._self or w.startswith("[") for w in before)
            if own and age is not None and self._likely(age, bare=False):
                return age
        return None

    def _foreign(self, clause: str, found: "re.Match[str]") -> bool:
        near = clause[: found.start()].split()[-3:]
        return bool(
            self._others.search(" ".join(near)) or self._claimed.search(" ".join(near) + " ")
        )

    def _likely(self, age: int, bare: bool) -> bool:
        if not _YOUNGEST <= age <= _OLDEST:
            return False
        return not bare or age not in _MEME

    def _number(self, found: "re.Match[str]") -> int | None:
        groups = found.groupdict()
        written = groups.get("n") or groups.get("m")
        if not written:
            return None
        age = (
            int(written)
            if written.isdecimal()
            else self._words.get(written) or self._stems[written]
        )
        return age - 1 if groups.get("almost") else age


@cache
def _reader(rules: Path = RULES) -> AgeReader:
    return AgeReader(yaml.safe_load(rules.read_text(encoding="utf-8")))


def read(text: str) -> AgeReading:
    """What the message says about ages, with the words of the product."""
    return _reader().read(text)
