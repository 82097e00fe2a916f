"""Hears that a guess was wrong: "nie nagie, filmik z wfu", "he isn't threatening me".

What says no to a harm tells of none, though its words are those of the harm; what stands beside it
says what is meant. So those words are left out before the rest is understood, and the guess of the
talk is taken back where a child can take it back by a word: which that is, is data
(data/lexicon/denials.*.yml). Nothing but the denial is left out, since a word too many could be
what the child came to tell.

Likewise what is corrected without naming a harm ("nie skrzynki tylko ruletka", "no i meant the
shop", "my mum tracks me, not my bf"): what is not meant is left out, and whether the guess of the
talk goes with it depends on that guess.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.text import flat

FOLDER = Path("data/lexicon")
# Under these names a message carries what it says beside a denial, whether that takes the guess of
# the talk back, whether it says that something else is meant, and whether somebody else.
SAID, TAKEN_BACK, CORRECTED, NOT_ME = "said", "taken_back", "corrected", "not_me"
# Under these it says that what was told of somebody else is about the writer, or as well.
ABOUT_ME, ALSO_ME = "about_me", "also_me"
_BETWEEN = 4
_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_CLAUSE = re.compile(r"[^.,;:!?\n]+")
_APOSTROPHE = re.compile("['’`]")
# What is left of a clause is kept from so many words on; "he" or "z domu" would only mislead.
_TELLING = 3


@dataclass(frozen=True)
class Denial:
    """What is left of a message without what it denies; empty when it says nothing else.

    `taken_back` is True when that is what the talk was heard as, and a word takes it back;
    `corrected` when something is said to be meant instead of something else; `not_me` when it is
    said to be about somebody else.
    """

    rest: str
    taken_back: bool
    corrected: bool = False
    not_me: bool = False


class _Rules:
    """The rules of one language."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.negations = frozenset(raw["negations"])
        self.later = frozenset(raw.get("later", ()))
        self._counted = frozenset(raw.get("counted", ()))
        self.between = frozenset(raw["between"])
        self._not_me = [phrase.split() for phrase in raw["not_me"]]
        self._about_me, self._also_me = (
            [phrase.split() for phrase in raw[kind]] for kind in (ABOUT_ME, ALSO_ME)
        )
        self._told = frozenset(raw["who_told"])
        self._before = frozenset(raw["before_not_me"])
        self._pictured = frozenset(raw["pictured"])
        self.meant = sorted((phrase.split() for phrase in raw["meant"]), key=len, reverse=True)
        self.instead = frozenset(raw["instead"])
        self.tails = frozenset(raw["tails"])
        # "Im at home" takes back that somebody ran away.
        self._said = [
            (phrase.split(), frozenset(rule["of"]))
            for rule in raw["denied"]
            for phrase in rule.get("says", ())
        ]
        self._denied: list[tuple[frozenset[str], bool, bool, list[str]]] = [
            (frozenset(rule["of"]), bool(rule["takes_back"]), bool(rule.get("ends")), rule["words"])
            for rule in raw["denied"]
        ]

    def negates(self, plain: list[str], at: int) -> bool:
        """True for a negation here; "no" at the start of a clause answers, but in "no child"."""
        if plain[at] in self.later:
            return at > 0 or not self._counted.isdisjoint(plain[1:2])
        return plain[at] in self.negations

    def said_at(
        self, plain: list[str], at: int, guesses: Collection[str]
    ) -> tuple[int, frozenset[str]] | None:
        """Where a phrase ends that begins here and denies such a guess without a negation."""
        for phrase, topics in self._said:
            if plain[at : at + len(phrase)] == phrase and not topics.isdisjoint(guesses):
                return at + len(phrase), topics
        return None

    def topics_denied_by(
        self, word: str, after: list[str], guesses: Collection[str]
    ) -> frozenset[str] | None:
        """What this word denies and takes back after a negation; None when it denies nothing.

        Some words deny only such a guess, and only at the end of a clause: "he doesn't hurt me
        that much" denies nothing.
        """
        for topics, takes_back, ends, patterns in self._denied:
            if any(_is(word, pattern) for pattern in patterns):
                if ends and (topics.isdisjoint(guesses) or not self.between.issuperset(after)):
                    continue
                return topics if takes_back else frozenset()
        return None

    def not_me_to(self, plain: list[str]) -> int:
        """Where "not me" at the start of a clause ends; 0 for none, and for "not me in the pic"."""
        for skipped in (0, 1) if not self._before.isdisjoint(plain[:1]) else (0,):
            for phrase in self._not_me:
                end = skipped + len(phrase)
                if plain[skipped:end] == phrase and self._pictured.isdisjoint(plain[end : end + 1]):
                    return end
        return 0

    def is_about_me(self, plain: list[str]) -> bool:
        """True for a clause with "its me" anywhere, unless a negation or "who" comes with it."""
        return self._has(self._about_me, plain)

    def is_also_about_me(self, plain: list[str]) -> bool:
        """True likewise for "me too"."""
        return self._has(self._also_me, plain)

    def _has(self, phrases: list[list[str]], plain: list[str]) -> bool:
        words = [*plain, "."]
        for phrase in phrases:
            for at in range(len(words) - len(phrase) + 1):
                end = at + len(phrase)
                if words[at:end] != phrase:
                    continue
                denied = at > 0 and self.negates(plain, at - 1) and plain[at - 1] not in self.later
                if not denied and self._told.isdisjoint(plain[end : end + 1]):
                    return True
        return False

    @property
    def taken_back(self) -> frozenset[str]:
        """All that a word takes back."""
        return frozenset().union(*(topics for topics, back, *_ in self._denied if back))


class Denials:
    """Loaded once; a pure function of the text and of what the talk was heard as."""

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
            rests, denied = [], set[str]()
            found = corrected = False
            for clause in _CLAUSE.findall(text):
                meant = _instead(clause, rules)
                corrected |= meant is not None
                rest, own = _without(clause if meant is None else meant, rules, guesses)
                found |= own is not None
                denied |= own or set()
                rests.append(rest)
            if found or corrected:
                rest = ". ".join(rest for rest in rests if rest)
                not_me = any(rules.not_me_to(_plain(clause)) for clause in _CLAUSE.findall(text))
                if not_me and not rest:  # whose it is instead is not said, so nothing is taken back
                    return None
                return Denial(rest, not denied.isdisjoint(guesses), corrected, not_me)
        return None

    def is_about_me(self, text: str) -> bool:
        """True where it says that the trouble is the writer's own: "no its me", "to o mnie"."""
        clauses = [_plain(clause) for clause in _CLAUSE.findall(text)]
        return any(rules.is_about_me(clause) for rules in self._rules for clause in clauses)

    def is_also_about_me(self, text: str) -> bool:
        """True where it says that the trouble is the writer's as well: "ja tez sie tne"."""
        clauses = [_plain(clause) for clause in _CLAUSE.findall(text)]
        return any(rules.is_also_about_me(clause) for rules in self._rules for clause in clauses)


def _plain(clause: str) -> list[str]:
    return [_APOSTROPHE.sub("", flat(word)) for word in _WORD.findall(clause)]


def _instead(clause: str, rules: _Rules) -> str | None:
    """What is meant, where the clause says that something else is not; None where it does not."""
    words, plain = _WORD.findall(clause), _plain(clause)
    if rules.not_me_to(plain):
        return None  # "not me! my friend": that is more than another word
    for phrase in rules.meant:
        if plain[: len(phrase)] == phrase and len(words) - len(phrase) != 1:
            return " ".join(words[len(phrase) :])
    for at in range(len(plain) - 1):
        if not rules.negates(plain, at) or plain[at + 1] not in rules.tails:
            continue
        for place in range(at + 2, min(at + 2 + _BETWEEN, len(plain))):
            # "Nie z gry tylko u babci na wsi": what stands before and after it is meant.
            if plain[place] in rules.instead and len(plain) - place > _TELLING:
                return " ".join((*words[:at], *words[place + 1 :]))
        # "My mum tracks me not my bf", "my mum tracks me, not my bf".
        if (at == 0 or at >= _TELLING) and len(plain) - at <= _BETWEEN:
            return " ".join(words[:at])
    return None


def _without(clause: str, rules: _Rules, guesses: Collection[str]) -> tuple[str, set[str] | None]:
    """The clause without its denials, and what they take back; None when there are none."""
    words, plain = _WORD.findall(clause), _plain(clause)
    kept, denied, found = [], set[str](), False
    at = rules.not_me_to(plain)
    if at:
        found = True
        denied |= rules.taken_back
    while at < len(words):
        end, own = _denial_at(plain, at, rules, guesses)
        if own is None:
            kept.append(words[at])
        else:
            found = True
            denied |= own
        at = end
    if not found:
        return clause.strip(), None
    return (" ".join(kept) if len(kept) >= _TELLING else ""), denied


def _denial_at(
    plain: list[str], at: int, rules: _Rules, guesses: Collection[str]
) -> tuple[int, frozenset[str] | None]:
    """Where the words after this place begin, and what a denial that begins here takes back."""
    said = rules.said_at(plain, at, guesses)
    if said is not None:
        return said
    if rules.negates(plain, at):
        for place in range(at + 1, min(at + 2 + _BETWEEN, len(plain))):
            denied = rules.topics_denied_by(plain[place], plain[place + 1 :], guesses)
            if denied is not None:
                return place + 1, denied
            if plain[place] not in rules.between:
                break
    return at + 1, None


def _is(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
